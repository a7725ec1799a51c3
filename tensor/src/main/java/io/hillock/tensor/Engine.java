package io.hillock.tensor;

import io.hillock.kernels.DataType;
import io.hillock.kernels.Functions;
import io.hillock.kernels.Kernel;
import io.hillock.kernels.Program;
import io.hillock.kernels.Softmaxes;
import io.hillock.tensor.spi.Backend;
import io.hillock.tensor.spi.Extent;
import io.hillock.tensor.spi.Operand;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Runs kernels on one device. Results have the same bits on every device.
 *
 * <pre>{@code
 * try (Engine engine = Engine.create();
 *     Tensor x = engine.tensor(values, 32, 1000);
 *     Tensor y = engine.apply(GELU, x);
 *     Tensor p = engine.softmax(y, -1)) {
 *   float[] out = p.toFloatArray();
 * }
 * }</pre>
 *
 * <p>Work may be queued: a method can return before its result is there; reading it waits. An
 * engine may be used by many threads. All tensors of a call have one {@link DataType}, which is
 * that of the result.
 *
 * <p>Every method that takes tensors throws {@link IllegalArgumentException} where shapes or types
 * do not fit or a tensor belongs to another engine, {@link TensorClosedException} where one was
 * closed, and {@link NullPointerException} with the argument's name where it is null.
 */
public final class Engine implements AutoCloseable {
  private static final Kernel SUM = Kernel.of("sum", x -> Functions.rowSum(x));
  private static final Kernel COPY = Kernel.of("copy", x -> x);

  private final Backend backend;
  private final MemoryPool pool;
  private volatile boolean closed;

  private Engine(Backend backend) {
    this.backend = backend;
    this.pool = new MemoryPool(backend);
  }

  /**
   * Opens the fastest device there is: CUDA, else a GPU through OpenCL, else the CPU. The system
   * property {@code hillock.backend} or the environment variable {@code HILLOCK_BACKEND} names
   * another.
   *
   * @throws BackendUnavailableException if none can be opened
   */
  public static Engine create() {
    return create(Backends.preferred(), 0);
  }

  /**
   * Opens the first device of a backend: {@code cpu}, {@code opencl}, {@code cuda} or {@code auto}.
   */
  public static Engine create(String backend) {
    return create(backend, 0);
  }

  /**
   * Opens a device.
   *
   * @param backend the backend's name, or {@code auto}
   * @param device the device's index among the backend's; not used for {@code auto}
   * @throws BackendUnavailableException if it cannot be opened
   */
  public static Engine create(String backend, int device) {
    return new Engine(Backends.open(Objects.requireNonNull(backend, "backend"), device));
  }

  /** Returns the device this engine runs on. */
  public Device device() {
    return backend.device();
  }

  /** Returns a FLOAT32 tensor with the given elements, the last axis running fastest. */
  public Tensor tensor(float[] values, long... shape) {
    return tensor(DataType.FLOAT32, values, shape);
  }

  /** Returns a FLOAT64 tensor with the given elements, the last axis running fastest. */
  public Tensor tensor(double[] values, long... shape) {
    return tensor(DataType.FLOAT64, values, shape);
  }

  /**
   * Returns a tensor of a type with the given elements, rounded to nearest, to even at a tie, where
   * it has fewer bits.
   */
  public Tensor tensor(DataType type, float[] values, long... shape) {
    Objects.requireNonNull(values, "values");
    return filled(
        type, values.length, shape, result -> result.copyFrom(values, 0, 0, values.length));
  }

  /** Returns a tensor of a type with the given elements, rounded once where it has fewer bits. */
  public Tensor tensor(DataType type, double[] values, long... shape) {
    Objects.requireNonNull(values, "values");
    return filled(
        type, values.length, shape, result -> result.copyFrom(values, 0, 0, values.length));
  }

  /**
   * Returns a tensor of a type of 16 bits with the given bits of its elements.
   *
   * @throws IllegalArgumentException also if the type is not FLOAT16 or BFLOAT16
   */
  public Tensor tensor(DataType type, short[] bits, long... shape) {
    Objects.requireNonNull(bits, "bits");
    return filled(type, bits.length, shape, result -> result.copyFrom(bits, 0, 0, bits.length));
  }

  /** Returns an INT32 tensor with the given elements, the last axis running fastest. */
  public Tensor tensor(int[] values, long... shape) {
    Objects.requireNonNull(values, "values");
    return filled(
        DataType.INT32,
        values.length,
        shape,
        result -> result.copyFrom(values, 0, 0, values.length));
  }

  /** Returns a BOOL tensor with the given elements, the last axis running fastest. */
  public Tensor tensor(boolean[] values, long... shape) {
    Objects.requireNonNull(values, "values");
    return filled(
        DataType.BOOL,
        values.length,
        shape,
        result -> result.copyFrom(values, 0, 0, values.length));
  }

  private Tensor filled(DataType type, int length, long[] shape, Consumer<Tensor> copy) {
    Shape of = Shape.of(shape);
    if (of.count() != length) {
      throw new IllegalArgumentException(
          "a tensor of shape "
              + of
              + " has "
              + of.count()
              + " elements, but "
              + length
              + " were given");
    }
    return made(type, of, copy);
  }

  /** Returns a FLOAT32 tensor whose elements are undefined until they are written. */
  public Tensor empty(long... shape) {
    return empty(DataType.FLOAT32, shape);
  }

  /** Returns a tensor of a type whose elements are undefined until they are written. */
  public Tensor empty(DataType type, long... shape) {
    return new Tensor(this, Objects.requireNonNull(type, "type"), Shape.of(shape));
  }

  /**
   * Returns a tensor with the elements of x in another type, exact where it has the bits for them
   * and rounded to nearest, to even at a tie, elsewhere. They go through the host.
   *
   * @throws IllegalArgumentException also from real numbers to integers or truth values
   */
  public Tensor cast(Tensor x, DataType type) {
    Checks.own(this, x, "x");
    return made(type, x.shape(), result -> result.convertFrom(x));
  }

  /** Returns {@code kernel(x)}; a row kernel works along the last axis. */
  public Tensor apply(Kernel kernel, Tensor x) {
    return apply(kernel, x, Order.LAST);
  }

  /**
   * Returns {@code kernel(x)} along an axis, or along several together, counted from the last where
   * they are negative.
   */
  public Tensor apply(Kernel kernel, Tensor x, int... axes) {
    Checks.own(this, x, "x");
    return runAlong(axes, kernel, x);
  }

  /** Replaces the elements of x by {@code kernel(x)}. */
  public void applyInPlace(Kernel kernel, Tensor x) {
    Checks.own(this, x, "x");
    runInto(x, kernel, x);
  }

  /**
   * Returns a kernel of several inputs applied to the parts of one tensor: it is split along an
   * axis in as many equal parts as there are inputs, the first part is the first input. Nothing is
   * copied. A row kernel works along the last axis of the parts.
   *
   * @param kernel such as a gated linear unit
   * @param x all inputs in one
   * @param axis the axis to split, counted from the last where it is negative
   * @throws IllegalArgumentException also if the size of the axis cannot be divided
   */
  public Tensor applySplit(Kernel kernel, Tensor x, int axis) {
    Checks.oneOutput(kernel);
    Checks.own(this, x, "x");
    Split split = Split.of(kernel, x.shape(), axis);
    Program program = kernel.program(x.dataType());
    Order order = Order.of(program, split.part());
    return made(
        x.dataType(),
        order.result(),
        y -> {
          List<Operand> outputs = List.of(order.output(y.memory()));
          launch(program, kernel, split.operands(x.memory()), outputs, order);
          Reference.reachabilityFence(x);
        });
  }

  /**
   * Returns all outputs of a map kernel side by side along an axis, as CReLU is meant: the first
   * part of the result is the first output.
   *
   * @param axis the axis, counted from the last where it is negative
   */
  public Tensor applyJoined(Kernel kernel, Tensor x, int axis) {
    Program program = checkInputs(kernel, x);
    Checks.map(kernel);
    Split split = Split.joined(kernel, x.shape(), axis);
    return made(
        program.type(),
        x.shape().times(axis, split.parts()),
        y -> {
          Order order = Order.of(program, x.shape());
          launch(program, kernel, order.inputs(x), split.operands(y.memory()), order);
          Reference.reachabilityFence(x);
        });
  }

  /**
   * Returns the gradient by x of {@link #applyJoined}.
   *
   * @param upstream the gradient by its result, of that shape
   */
  public Tensor gradientJoined(Kernel kernel, Tensor x, Tensor upstream, int axis) {
    Program program = checkInputs(kernel, x);
    Checks.map(kernel);
    Split split = Split.joined(kernel, x.shape(), axis);
    Checks.upstream(this, program, x.shape().times(axis, split.parts()), upstream, Order.LAST);
    Checks.oneType(kernel, x, upstream);
    Kernel backward = kernel.backward();
    return made(
        program.type(),
        x.shape(),
        dx -> {
          Program gradient = backward.program(x.dataType());
          Order order = Order.of(gradient, x.shape());
          List<Operand> inputs = order.inputs(x);
          inputs.addAll(split.operands(upstream.memory()));
          launch(gradient, backward, inputs, List.of(order.output(dx.memory())), order);
          Reference.reachabilityFence(x);
          Reference.reachabilityFence(upstream);
        });
  }

  /**
   * Returns the derivative of a map kernel at each element of x.
   *
   * @throws IllegalArgumentException if the kernel works along a row
   */
  public Tensor derivative(Kernel kernel, Tensor x) {
    Objects.requireNonNull(kernel, "kernel");
    Checks.own(this, x, "x");
    return run(kernel.derivative(), x);
  }

  /**
   * Returns the gradient by x: the upstream gradient times the derivative, for a row kernel along
   * the last axis the product with its Jacobian.
   *
   * @param kernel a kernel of one input
   * @param x what the kernel was applied to
   * @param upstream the gradient by the kernel's value, of its shape
   */
  public Tensor backward(Kernel kernel, Tensor x, Tensor upstream) {
    return backward(kernel, x, upstream, Order.LAST);
  }

  /** Returns the gradient by x of a row kernel along an axis, or along several together. */
  public Tensor backward(Kernel kernel, Tensor x, Tensor upstream, int... axes) {
    return gradientAlong(axes, kernel, 0, upstream, x);
  }

  /** Returns the gradient by one of a kernel's inputs; a row kernel works along the last axis. */
  public Tensor gradient(Kernel kernel, int input, Tensor upstream, Tensor... inputs) {
    return gradientAlong(Order.LAST, kernel, input, upstream, inputs);
  }

  /**
   * Returns the gradient by one of the inputs of a kernel. An input that was stretched to the shape
   * of the result gets the sum over the elements that read it, so that the gradient has its shape.
   *
   * @param axes the axes along which the rows of a row kernel lie
   * @param kernel a kernel
   * @param input the index of the input, one of real numbers
   * @param upstream the gradient by the kernel's value, of its shape
   * @param inputs what the kernel was applied to
   */
  public Tensor gradientAlong(
      int[] axes, Kernel kernel, int input, Tensor upstream, Tensor... inputs) {
    Program program = checkInputs(kernel, inputs);
    Checks.oneOutput(kernel);
    Shape shape = Order.together(inputs);
    Checks.upstream(this, program, shape, upstream, axes);
    Kernel backward = kernel.backward(input);
    Shape wanted = inputs[input].shape();
    Tensor gradient = ofShape(shape, runAlong(axes, backward, withUpstream(upstream, inputs)));
    if (shape.equals(wanted)) {
      return gradient;
    }
    try (gradient) {
      Program sum = SUM.program(gradient.dataType());
      Order order = Order.of(sum, shape, shape.stretchedFrom(wanted));
      return made(
          gradient.dataType(),
          wanted,
          y -> launch(sum, SUM, order.inputs(gradient), List.of(order.output(y.memory())), order));
    }
  }

  /**
   * Returns the gradients by all inputs of real numbers of a kernel, in order: in one pass where
   * all inputs have one shape, otherwise one {@link #gradient} after the other.
   *
   * @param kernel a kernel; a row kernel works along the last axis
   * @param upstream the gradient by the kernel's value, of its shape
   * @param inputs what the kernel was applied to
   */
  public Tensor[] gradients(Kernel kernel, Tensor upstream, Tensor... inputs) {
    Program program = checkInputs(kernel, inputs);
    Shape shape = Order.together(inputs);
    Checks.upstream(this, program, shape, upstream, Order.LAST);
    Kernel fused = kernel.gradients();
    if (Arrays.stream(inputs).allMatch(input -> input.shape().equals(shape))
        && !fused.program(program.type()).reducesRow()) {
      return runAll(fused, withUpstream(upstream, inputs));
    }
    List<Integer> real = kernel.realInputs();
    Tensor[] gradients = new Tensor[real.size()];
    try {
      for (int i = 0; i < gradients.length; i++) {
        gradients[i] = gradient(kernel, real.get(i), upstream, inputs);
      }
      return gradients;
    } catch (Throwable e) {
      close(gradients);
      throw e;
    }
  }

  /**
   * Returns the gradient of {@link #applySplit} by x, of its shape: in one pass that writes each
   * part where it belongs.
   *
   * @param kernel the kernel
   * @param x what it was applied to
   * @param upstream the gradient by the kernel's value, of its shape
   * @param axis the axis that was split
   */
  public Tensor gradientSplit(Kernel kernel, Tensor x, Tensor upstream, int axis) {
    Checks.oneOutput(kernel);
    Checks.own(this, x, "x");
    Split split = Split.of(kernel, x.shape(), axis);
    Checks.upstream(this, kernel.program(x.dataType()), split.part(), upstream, Order.LAST);
    Kernel gradients = kernel.gradients();
    Checks.oneType(gradients, x, upstream);
    Program program = gradients.program(x.dataType());
    if (program.reducesRow()) {
      throw new IllegalArgumentException(
          gradients.name() + " are the same along the row; ask for each with gradient");
    }
    Order order = Order.of(program, split.part());
    return made(
        x.dataType(),
        x.shape(),
        dx -> {
          List<Operand> inputs = split.operands(x.memory());
          inputs.addAll(order.inputs(upstream));
          launch(program, gradients, inputs, split.operands(dx.memory()), order);
          Reference.reachabilityFence(x);
          Reference.reachabilityFence(upstream);
          Reference.reachabilityFence(dx);
        });
  }

  /**
   * Returns the softmax along an axis, or along several together, counted from the last where they
   * are negative.
   */
  public Tensor softmax(Tensor x, int... axes) {
    return apply(Softmaxes.SOFTMAX, x, axes);
  }

  /** Returns the logarithm of the softmax along an axis, or along several together. */
  public Tensor logSoftmax(Tensor x, int... axes) {
    return apply(Softmaxes.LOG_SOFTMAX, x, axes);
  }

  /**
   * Returns the softmax along an axis, or along several together, of what a mask leaves of x; 0
   * where it is masked, and throughout in a row that is masked throughout.
   *
   * @param x what is masked
   * @param mask stretched to the shape of x: of BOOL, true for what is left; of INT32, how many
   *     elements of each row are left, the first ones; of the type of x, what is added to it,
   *     -infinity for what is masked
   */
  public Tensor maskedSoftmax(Tensor x, Tensor mask, int... axes) {
    Checks.own(this, mask, "mask");
    Kernel kernel =
        switch (mask.dataType()) {
          case BOOL -> Softmaxes.MASKED;
          case INT32 -> Softmaxes.LENGTH_MASKED;
          case FLOAT32, FLOAT16, BFLOAT16, FLOAT64 -> Softmaxes.ADDITIVE_MASKED;
        };
    return runAlong(axes, kernel, x, mask);
  }

  /**
   * Returns the softmax along the last axis of scores of queries, along the axis before it, for
   * keys: query i is left the first i + 1 keys.
   *
   * @param x scores, of two axes or more
   */
  public Tensor causalSoftmax(Tensor x) {
    Checks.own(this, x, "x");
    if (x.shape().rank() < 2) {
      throw new IllegalArgumentException(
          "a causal mask is for scores of queries for keys, along two axes, not for a tensor of"
              + " shape "
              + x.shape());
    }
    int[] lengths = new int[Math.toIntExact(x.shape().size(-2))];
    Arrays.setAll(lengths, query -> query + 1);
    try (Tensor mask = tensor(lengths, lengths.length, 1)) {
      return maskedSoftmax(x, mask, -1);
    }
  }

  /**
   * Returns the value of a kernel; a row kernel works along the last axis. Inputs of a smaller
   * shape are stretched by NumPy's rule.
   */
  public Tensor run(Kernel kernel, Tensor... inputs) {
    return runAlong(Order.LAST, kernel, inputs);
  }

  /**
   * Returns the value of a row kernel along an axis. Where the kernel reduces its row to one
   * number, the axis has size 1 in the result.
   */
  public Tensor runAlong(int axis, Kernel kernel, Tensor... inputs) {
    return runAlong(new int[] {axis}, kernel, inputs);
  }

  /**
   * Returns the value of a row kernel along several axes together: a row holds their elements in
   * the order in which they lie in the tensor. They need not be next to each other, and nothing is
   * transposed.
   *
   * @param axes the axes, in any order, counted from the last where they are negative
   */
  public Tensor runAlong(int[] axes, Kernel kernel, Tensor... inputs) {
    Checks.oneOutput(kernel);
    return runAllAlong(axes, kernel, inputs)[0];
  }

  /**
   * Returns the outputs of a kernel, in order: those of {@link Kernel#gradients} are computed in
   * one pass. A row kernel works along the last axis.
   */
  public Tensor[] runAll(Kernel kernel, Tensor... inputs) {
    return runAllAlong(Order.LAST, kernel, inputs);
  }

  /** Returns the outputs of a row kernel along an axis, in order. */
  public Tensor[] runAllAlong(int axis, Kernel kernel, Tensor... inputs) {
    return runAllAlong(new int[] {axis}, kernel, inputs);
  }

  /** Returns the outputs of a row kernel along several axes together, in order. */
  public Tensor[] runAllAlong(int[] axes, Kernel kernel, Tensor... inputs) {
    Program program = checkInputs(kernel, inputs);
    Order order = Order.of(program, Order.together(inputs), axes);
    Tensor[] outputs = new Tensor[kernel.outputs().size()];
    try {
      List<Operand> targets = new ArrayList<>(outputs.length);
      for (int i = 0; i < outputs.length; i++) {
        outputs[i] = new Tensor(this, program.type(), order.result());
        targets.add(order.output(outputs[i].memory()));
      }
      launch(program, kernel, order.inputs(inputs), targets, order);
      return outputs;
    } catch (Throwable e) {
      close(outputs);
      throw e;
    } finally {
      Reference.reachabilityFence(inputs);
      Reference.reachabilityFence(outputs);
    }
  }

  /** Writes the value of a kernel into a tensor, which may be one of the inputs. */
  public void runInto(Tensor output, Kernel kernel, Tensor... inputs) {
    runAlongInto(output, Order.LAST, kernel, inputs);
  }

  /** Writes the value of a row kernel along an axis into a tensor, which may be an input. */
  public void runAlongInto(Tensor output, int axis, Kernel kernel, Tensor... inputs) {
    runAlongInto(output, new int[] {axis}, kernel, inputs);
  }

  /** Writes the value of a row kernel along several axes into a tensor, which may be an input. */
  public void runAlongInto(Tensor output, int[] axes, Kernel kernel, Tensor... inputs) {
    Checks.oneOutput(kernel);
    runAllAlongInto(new Tensor[] {Objects.requireNonNull(output, "output")}, axes, kernel, inputs);
  }

  private void runAllAlongInto(Tensor[] outputs, int[] axes, Kernel kernel, Tensor... inputs) {
    prepareAll(outputs, axes, kernel, inputs).run();
  }

  /**
   * Returns a call of {@link #runInto} to be made many times: all that a call needs besides the
   * work itself is done once, here.
   */
  public PreparedCall prepare(Tensor output, Kernel kernel, Tensor... inputs) {
    Checks.oneOutput(kernel);
    Objects.requireNonNull(output, "output");
    return prepareAll(new Tensor[] {output}, Order.LAST, kernel, inputs);
  }

  /**
   * Returns a call to be made many times that writes the outputs of a kernel into tensors, in
   * order, for a row kernel along some axes together.
   */
  public PreparedCall prepareAll(Tensor[] outputs, int[] axes, Kernel kernel, Tensor... inputs) {
    Program program = checkInputs(kernel, inputs);
    Order order = Order.of(program, Order.together(inputs), axes);
    Checks.outputs(this, kernel, program.type(), order.result(), outputs);
    List<Operand> operands = order.inputs(inputs);
    List<Operand> targets = new ArrayList<>(outputs.length);
    for (Tensor output : outputs) {
      Operand target = order.output(output.memory());
      targets.add(target);
      for (Operand operand : operands) {
        if (operand.memory() == target.memory()
            && (!operand.equals(target) || program.reducesRow())) {
          throw new IllegalArgumentException(
              kernel.name() + " cannot write over an input that it reads more than once");
        }
      }
    }
    Extent extent = order.extent();
    double[] parameters = kernel.parameterValues();
    Runnable launch =
        isEmpty(program, extent)
            ? null
            : backend().prepare(program, parameters, operands, targets, extent);
    return new PreparedCall(this, outputs, inputs, launch);
  }

  /**
   * Copies the elements of a tensor into another one of the same shape and type, as fast as the
   * device copies bytes: what the speed of kernels is compared with.
   *
   * @throws IllegalArgumentException also if they are the same tensor
   */
  public void copyInto(Tensor output, Tensor x) {
    Checks.own(this, output, "output");
    Checks.own(this, x, "x");
    Checks.oneType(COPY, x, output);
    if (!output.shape().equals(x.shape()) || output == x) {
      throw new IllegalArgumentException(
          "a tensor of shape "
              + x.shape()
              + " is copied into another one of that shape, not into "
              + (output == x ? "itself" : "one of shape " + output.shape()));
    }
    if (x.shape().count() > 0) {
      backend().copy(x.memory(), output.memory(), x.dataType(), x.shape().count());
    }
    Reference.reachabilityFence(x);
    Reference.reachabilityFence(output);
  }

  /**
   * Writes the outputs of a kernel into tensors, in order; a row kernel works along the last axis.
   */
  public void runAllInto(Tensor[] outputs, Kernel kernel, Tensor... inputs) {
    runAllAlongInto(outputs, Order.LAST, kernel, inputs);
  }

  /**
   * Does some work with this engine, waits for it, and returns how many nanoseconds it took: under
   * CUDA by events of the device, so that neither the way there nor the wait counts.
   */
  public long nanos(Runnable work) {
    return backend().nanos(Objects.requireNonNull(work, "work"));
  }

  /** Waits until all queued work is done. */
  public void finish() {
    backend().finish();
  }

  /** Waits for queued work and gives everything back to the device; its tensors are closed. */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    try {
      pool.close();
    } finally {
      backend.close();
    }
  }

  MemoryPool pool() {
    backend();
    return pool;
  }

  Backend backend() {
    if (closed) {
      throw new TensorClosedException("the engine on " + device().backend() + " is closed");
    }
    return backend;
  }

  /** Returns a new tensor after it was filled; it is closed where that fails. */
  private Tensor made(DataType type, Shape shape, Consumer<Tensor> fill) {
    Tensor result = new Tensor(this, Objects.requireNonNull(type, "type"), shape);
    try {
      fill.accept(result);
      return result;
    } catch (Throwable e) {
      result.close();
      throw e;
    } finally {
      Reference.reachabilityFence(result);
    }
  }

  /**
   * Returns a gradient in the shape of what it belongs to: one that is the same along its row was
   * computed once for the row.
   */
  private Tensor ofShape(Shape shape, Tensor gradient) {
    if (gradient.shape().equals(shape)) {
      return gradient;
    }
    try (gradient) {
      return stretched(gradient, shape);
    }
  }

  /** Returns a copy that is stretched to a larger shape. */
  Tensor stretched(Tensor x, Shape shape) {
    Program copy = COPY.program(x.dataType());
    Order order = Order.of(copy, shape);
    return made(
        x.dataType(),
        shape,
        y -> {
          launch(copy, COPY, order.inputs(x), List.of(order.output(y.memory())), order);
          Reference.reachabilityFence(x);
        });
  }

  private static void close(Tensor... tensors) {
    for (Tensor tensor : tensors) {
      if (tensor != null) {
        tensor.close();
      }
    }
  }

  private void launch(
      Program program, Kernel kernel, List<Operand> inputs, List<Operand> outputs, Order order) {
    Extent extent = order.extent();
    if (!isEmpty(program, extent)) {
      backend().run(program, kernel.parameterValues(), inputs, outputs, extent);
    }
  }

  private static boolean isEmpty(Program program, Extent extent) {
    return (program.reducesRow() ? extent.rows() : extent.count()) == 0;
  }

  private static Tensor[] withUpstream(Tensor upstream, Tensor... inputs) {
    Tensor[] all = Arrays.copyOf(inputs, inputs.length + 1);
    all[inputs.length] = upstream;
    return all;
  }

  /** Checks what a kernel is applied to and returns its program for elements of that type. */
  private Program checkInputs(Kernel kernel, Tensor... inputs) {
    Checks.inputs(this, kernel, inputs);
    return kernel.program(inputs[kernel.realInputs().get(0)].dataType());
  }
}
