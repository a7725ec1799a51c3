package io.hillock.measure;

import io.hillock.kernels.DataType;
import io.hillock.kernels.Kernel;
import io.hillock.kernels.Program;
import io.hillock.tensor.Engine;
import io.hillock.tensor.PreparedCall;
import io.hillock.tensor.Shape;
import io.hillock.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A kernel on an engine, from tensors of {@link Noise} into tensors that are there. */
final class KernelWorkload extends EngineWorkload {
  private final List<Tensor> tensors = new ArrayList<>();
  private final Tensor[] inputs;
  private final Tensor[] outputs;
  private final PreparedCall call;

  KernelWorkload(Engine engine, Subject subject) {
    super(engine);
    Kernel kernel = subject.kernel();
    Program program = kernel.program(subject.type());
    Shape reduced = reduced(subject.shape());
    Shape ofResult = program.reducesRow() ? reduced : subject.shape();
    inputs = new Tensor[kernel.inputs().size()];
    outputs = new Tensor[kernel.outputs().size()];
    try {
      int ofFunction = subject.function().inputs().size();
      boolean perRow = subject.function().program(subject.type()).reducesRow();
      for (int i = 0; i < inputs.length; i++) {
        DataType type = program.inputType(i);
        // A target or a length is one for each row.
        boolean one = type == DataType.INT32 || (i >= ofFunction && perRow);
        inputs[i] = tensor(type, one ? reduced : subject.shape());
        Noise.fill(inputs[i], i);
      }
      for (int i = 0; i < outputs.length; i++) {
        outputs[i] = tensor(subject.type(), ofResult);
      }
      call = engine.prepareAll(outputs, new int[] {-1}, kernel, inputs);
    } catch (Throwable e) {
      close();
      throw e;
    }
  }

  private Tensor tensor(DataType type, Shape shape) {
    Tensor tensor = engine.empty(type, shape.toArray());
    tensors.add(tensor);
    return tensor;
  }

  private static Shape reduced(Shape shape) {
    long[] sizes = shape.toArray();
    if (sizes.length > 0) {
      sizes[sizes.length - 1] = 1;
    }
    return Shape.of(sizes);
  }

  /** Returns the bytes that one run reads and writes at least. */
  long bytes() {
    return Arrays.stream(inputs).mapToLong(KernelWorkload::bytes).sum()
        + Arrays.stream(outputs).mapToLong(KernelWorkload::bytes).sum();
  }

  private static long bytes(Tensor tensor) {
    return tensor.shape().count() * tensor.dataType().bytes();
  }

  @Override
  public void run() {
    call.run();
  }

  @Override
  public void close() {
    tensors.forEach(Tensor::close);
  }
}
