package io.hillock.conformance;

import io.hillock.check.Elements;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Kernel;
import io.hillock.tensor.Engine;
import io.hillock.tensor.Shape;
import io.hillock.tensor.Tensor;

/** Runs kernels on host arrays. */
final class Runs {
  private Runs() {}

  /**
   * Returns a kernel's value for inputs of one shape, of several outputs the first; a row kernel
   * works along the last axis.
   */
  static float[] run(Engine engine, Kernel kernel, long[] shape, float[]... inputs) {
    return runAlong(engine, -1, kernel, shape, inputs);
  }

  /** Returns a kernel's value along an axis for inputs of one shape. */
  static float[] runAlong(Engine engine, int axis, Kernel kernel, long[] shape, float[]... inputs) {
    return (float[]) runAlong(engine, axis, kernel, DataType.FLOAT32, shape, inputs)[0];
  }

  /** Returns all outputs of a kernel along an axis for inputs of one shape and type. */
  static Object[] runAlong(
      Engine engine, int axis, Kernel kernel, DataType type, long[] shape, Object[] inputs) {
    return runAlong(engine, new int[] {axis}, kernel, type, shape, inputs);
  }

  /** Returns the same along several axes together. */
  static Object[] runAlong(
      Engine engine, int[] axes, Kernel kernel, DataType type, long[] shape, Object[] inputs) {
    Tensor[] tensors = new Tensor[inputs.length];
    Tensor[] results = {};
    try {
      for (int i = 0; i < inputs.length; i++) {
        tensors[i] = tensor(engine, kernel.program(type).inputType(i), inputs[i], shape);
      }
      results = engine.runAllAlong(axes, kernel, tensors);
      Object[] outputs = new Object[results.length];
      for (int i = 0; i < outputs.length; i++) {
        outputs[i] = elements(results[i]);
      }
      return outputs;
    } finally {
      close(tensors);
      close(results);
    }
  }

  /** Returns a tensor with the given elements, in an array of {@link Elements}. */
  static Tensor tensor(Engine engine, DataType type, Object elements, long... shape) {
    Tensor tensor = engine.empty(type, shape);
    Elements.upload(elements, tensor, (int) Shape.of(shape).count());
    return tensor;
  }

  /** Returns a tensor's elements, in an array of {@link Elements}. */
  static Object elements(Tensor tensor) {
    int count = (int) tensor.shape().count();
    Object elements = Elements.array(tensor.dataType(), count);
    Elements.download(tensor, elements, count);
    return elements;
  }

  private static void close(Tensor[] tensors) {
    for (Tensor tensor : tensors) {
      if (tensor != null) {
        tensor.close();
      }
    }
  }
}
