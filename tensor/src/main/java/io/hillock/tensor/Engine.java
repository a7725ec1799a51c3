package io.hillock.tensor;

import io.hillock.kernels.Activations;
import io.hillock.kernels.Functions;
import io.hillock.kernels.Kernel;
import io.hillock.kernels.Program;
import io.hillock.tensor.spi.Backend;
import io.hillock.tensor.spi.Extent;
import io.hillock.tensor.spi.Memory;
import io.hillock.tensor.spi.Operand;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;

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
 * engine may be used by many threads. Every method that takes tensors throws {@link
 * IllegalArgumentException} where shapes do not fit or a tensor belongs to another engine, and
 * {@link TensorClosedException} where one was closed.
 */
public final class Engine implements AutoCloseable {
  private static final Kernel SUM = Kernel.of("sum", x -> Functions.rowSum(x));

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
    return new Engine(Backends.open(backend, device));
  }

  /** Returns the device this engine runs on. */
  public Device device() {
    return backend.device();
  }

  /** Returns a tensor with the given elements, the last axis running fastest. */
  public Tensor tensor(float[] values, long... shape) {
    Shape of = Shape.of(shape);
    if (of.count() != values.length) {
      throw new IllegalArgumentException(
          "a tensor of shape "
              + of
              + " has "
              + of.count()
              + " elements, but "
              + values.length
              + " were given");
    }
    Tensor result = empty(shape);
    try {
      result.copyFrom(values, 0, 0, values.length);
      return result;
    } catch (Throwable e) {
      result.close();
      throw e;
    }
  }

  /** Returns a tensor whose elements are undefined until they are written. */
  public Tensor empty(long... shape) {
    return new Tensor(this, DataType.FLOAT32, Shape.of(shape));
  }

  /** Returns {@code kernel(x)}; a row kernel works along the last axis. */
  public Tensor apply(Kernel kernel, Tensor x) {
    return run(kernel, x);
  }

  /** Returns {@code kernel(x)} along an axis, counted from the last where it is negative. */
  public Tensor apply(Kernel kernel, Tensor x, int axis) {
    return runAlong(axis, kernel, x);
  }

  /** Replaces the elements of x by {@code kernel(x)}. */
  public void applyInPlace(Kernel kernel, Tensor x) {
    runInto(x, kernel, x);
  }

  /**
   * Returns the derivative of a map kernel at each element of x.
   *
   * @throws IllegalArgumentException if the kernel works along a row
   */
  public Tensor derivative(Kernel kernel, Tensor x) {
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
    return backward(kernel, x, upstream, -1);
  }

  /** Returns the gradient by x of a row kernel along an axis. */
  public Tensor backward(Kernel kernel, Tensor x, Tensor upstream, int axis) {
    Shape value = resultShape(kernel.program(), x.shape(), axis);
    if (!upstream.shape().equals(value)) {
      throw new IllegalArgumentException(
          kernel.name()
              + " of a tensor of shape "
              + x.shape()
              + " has shape "
              + value
              + ", so the upstream gradient cannot have shape "
              + upstream.shape());
    }
    return runAlong(axis, kernel.backward(), x, upstream);
  }

  /**
   * Returns the gradient by one of a map kernel's inputs. An input that was stretched to the shape
   * of the result gets the sum over the elements that read it, so that the gradient has its shape.
   *
   * @param kernel a map kernel
   * @param input the index of the input
   * @param upstream the gradient by the kernel's value
   * @param inputs what the kernel was applied to
   */
  public Tensor gradient(Kernel kernel, int input, Tensor upstream, Tensor... inputs) {
    Tensor[] all = java.util.Arrays.copyOf(inputs, inputs.length + 1);
    all[inputs.length] = upstream;
    Kernel backward = kernel.backward(input);
    checkInputs(backward, all);
    Shape wanted = inputs[input].shape();
    Shape shape = resultShape(all);
    Tensor gradient = run(backward, all);
    if (shape.equals(wanted)) {
      return gradient;
    }
    try (gradient) {
      Broadcast broadcast = Broadcast.of(wanted, shape);
      long outer = shape.count() / Math.max(1, broadcast.period() * broadcast.inner());
      try (Tensor inner = empty(outer, broadcast.period())) {
        Extent rows = new Extent(outer * broadcast.period(), broadcast.inner(), 1);
        launch(SUM, List.of(dense(gradient)), inner, rows);
        Tensor result = new Tensor(this, DataType.FLOAT32, wanted);
        launch(SUM, List.of(dense(inner)), result, new Extent(1, outer, broadcast.period()));
        return result;
      }
    }
  }

  /** Returns the softmax along an axis, counted from the last where it is negative. */
  public Tensor softmax(Tensor x, int axis) {
    return runAlong(axis, Activations.SOFTMAX, x);
  }

  /**
   * Returns the value of a kernel; a row kernel works along the last axis. Inputs of a smaller
   * shape are stretched by NumPy's rule.
   */
  public Tensor run(Kernel kernel, Tensor... inputs) {
    return runAlong(-1, kernel, inputs);
  }

  /**
   * Returns the value of a row kernel along an axis. Where the kernel reduces its row to one
   * number, the axis has size 1 in the result.
   */
  public Tensor runAlong(int axis, Kernel kernel, Tensor... inputs) {
    checkInputs(kernel, inputs);
    Shape shape = resultShape(inputs);
    Program program = kernel.program();
    Extent extent = extent(program, shape, axis);
    Shape result = resultShape(program, shape, axis);
    Tensor output = new Tensor(this, DataType.FLOAT32, result);
    try {
      launch(kernel, operands(shape, inputs), output, extent);
      return output;
    } catch (Throwable e) {
      output.close();
      throw e;
    } finally {
      Reference.reachabilityFence(inputs);
    }
  }

  /** Writes the value of a kernel into a tensor, which may be one of the inputs. */
  public void runInto(Tensor output, Kernel kernel, Tensor... inputs) {
    runAlongInto(output, -1, kernel, inputs);
  }

  /** Writes the value of a row kernel along an axis into a tensor, which may be an input. */
  public void runAlongInto(Tensor output, int axis, Kernel kernel, Tensor... inputs) {
    checkInputs(kernel, inputs);
    checkOwn(output);
    Shape shape = resultShape(inputs);
    Program program = kernel.program();
    Extent extent = extent(program, shape, axis);
    Shape result = resultShape(program, shape, axis);
    if (!output.shape().equals(result)) {
      throw new IllegalArgumentException(
          kernel.name()
              + " gives a tensor of shape "
              + result
              + ", but the one to write into has shape "
              + output.shape());
    }
    List<Operand> operands = operands(shape, inputs);
    Memory target = output.memory();
    for (Operand operand : operands) {
      if (operand.memory() == target && (!operand.dense() || program.reducesRow())) {
        throw new IllegalArgumentException(
            kernel.name() + " cannot write over an input that it reads more than once");
      }
    }
    launch(kernel, operands, output, extent);
    Reference.reachabilityFence(inputs);
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
    pool.close();
    backend.close();
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

  private void launch(Kernel kernel, List<Operand> inputs, Tensor output, Extent extent) {
    Program program = kernel.program();
    if (output.shape().count() > 0) {
      backend().run(program, kernel.parameterValues(), inputs, output.memory(), extent);
    }
    Reference.reachabilityFence(output);
  }

  private static Operand dense(Tensor tensor) {
    return new Operand(tensor.memory(), tensor.shape().count(), 1, true);
  }

  private static List<Operand> operands(Shape shape, Tensor... inputs) {
    List<Operand> operands = new ArrayList<>(inputs.length);
    for (Tensor input : inputs) {
      operands.add(Broadcast.of(input.shape(), shape).operand(input.memory()));
    }
    return operands;
  }

  private static Extent extent(Program program, Shape shape, int axis) {
    if (!program.isRow()) {
      return new Extent(1, shape.count(), 1);
    }
    if (shape.rank() == 0) {
      return new Extent(1, 1, 1);
    }
    int along = shape.axis(axis);
    long outer = 1;
    long inner = 1;
    for (int i = 0; i < shape.rank(); i++) {
      outer *= i < along ? shape.size(i) : 1;
      inner *= i > along ? shape.size(i) : 1;
    }
    return new Extent(outer, shape.size(along), inner);
  }

  private void checkInputs(Kernel kernel, Tensor... inputs) {
    if (inputs.length != kernel.inputs().size()) {
      throw new IllegalArgumentException(
          kernel.name()
              + " takes "
              + kernel.inputs().size()
              + " inputs "
              + kernel.inputs()
              + ", but was given "
              + inputs.length);
    }
    for (Tensor input : inputs) {
      checkOwn(input);
    }
  }

  private void checkOwn(Tensor tensor) {
    if (tensor.engine() != this) {
      throw new IllegalArgumentException(
          "a tensor of shape "
              + tensor.shape()
              + " belongs to another engine, on "
              + tensor.engine().device().backend()
              + "; copy its elements to this one");
    }
  }

  private static Shape resultShape(Program program, Shape shape, int axis) {
    return program.reducesRow() && shape.rank() > 0 ? shape.reduced(axis) : shape;
  }

  private static Shape resultShape(Tensor... inputs) {
    Shape shape = inputs[0].shape();
    for (int i = 1; i < inputs.length; i++) {
      shape = shape.broadcast(inputs[i].shape());
    }
    return shape;
  }
}
