package io.hillock.conformance;

import io.hillock.kernels.Kernel;
import io.hillock.tensor.Engine;
import io.hillock.tensor.Tensor;

/** Runs kernels on host arrays. */
final class Runs {
  private Runs() {}

  /** Returns a kernel's value for inputs of one shape; a row kernel works along the last axis. */
  static float[] run(Engine engine, Kernel kernel, long[] shape, float[]... inputs) {
    return runAlong(engine, -1, kernel, shape, inputs);
  }

  /** Returns a kernel's value along an axis for inputs of one shape. */
  static float[] runAlong(Engine engine, int axis, Kernel kernel, long[] shape, float[]... inputs) {
    Tensor[] tensors = new Tensor[inputs.length];
    try {
      for (int i = 0; i < inputs.length; i++) {
        tensors[i] = engine.tensor(inputs[i], shape);
      }
      try (Tensor result = engine.runAlong(axis, kernel, tensors)) {
        return result.toFloatArray();
      }
    } finally {
      for (Tensor tensor : tensors) {
        if (tensor != null) {
          tensor.close();
        }
      }
    }
  }
}
