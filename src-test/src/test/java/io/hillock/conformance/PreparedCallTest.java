package io.hillock.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.hillock.check.Rows;
import io.hillock.kernels.Activations;
import io.hillock.kernels.Kernel;
import io.hillock.tensor.Engine;
import io.hillock.tensor.PreparedCall;
import io.hillock.tensor.Tensor;
import io.hillock.tensor.TensorClosedException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** A call that is prepared once gives what the same call gives each time. */
@EveryBackend
class PreparedCallTest {
  private static final int ROWS = 5;
  private static final int LENGTH = 1003;

  @Parameter Engine engine;

  private static float[] values(int seed) {
    return new Rows(1, ROWS * LENGTH).get(seed, 1)[0];
  }

  @Test
  void everyRunTakesWhatTheInputsHoldThen() {
    try (Tensor x = engine.tensor(values(1), ROWS, LENGTH);
        Tensor y = engine.empty(ROWS, LENGTH)) {
      for (Kernel kernel : List.of(Activations.GELU, Activations.SOFTMAX)) {
        PreparedCall call = engine.prepare(y, kernel, x);
        for (int seed = 2; seed < 5; seed++) {
          float[] values = values(seed);
          x.copyFrom(values, 0, 0, values.length);
          call.run();
          float[] expected = Runs.run(engine, kernel, new long[] {ROWS, LENGTH}, values);
          Expected.assertBits(kernel.name(), expected, y.toFloatArray(), values);
        }
      }
    }
  }

  @Test
  void severalOutputsAndOtherAxes() {
    long[] shape = {ROWS, LENGTH};
    float[] values = values(1);
    try (Tensor x = engine.tensor(values, shape);
        Tensor a = engine.empty(shape);
        Tensor b = engine.empty(shape)) {
      engine.prepareAll(new Tensor[] {a, b}, new int[] {-1}, Activations.CRELU, x).run();
      assertArrayEquals(Expected.compute(Activations.CRELU.output(1), values), b.toFloatArray());
      engine.prepareAll(new Tensor[] {b}, new int[] {0}, Activations.SOFTMAX, x).run();
      float[] expected = Runs.runAlong(engine, 0, Activations.SOFTMAX, shape, values);
      assertArrayEquals(expected, b.toFloatArray());
    }
  }

  @Test
  void anEmptyTensorHasNothingToCompute() {
    try (Tensor x = engine.empty(0, 3);
        Tensor y = engine.empty(0, 3)) {
      engine.prepare(y, Activations.GELU, x).run();
      assertEquals(0, y.toFloatArray().length);
    }
  }

  @Test
  void closedTensorsAreNotTouched() {
    try (Tensor x = engine.tensor(new float[] {1, 2}, 2)) {
      Tensor y = engine.empty(2);
      PreparedCall call = engine.prepare(y, Activations.GELU, x);
      call.run();
      y.close();
      assertThrows(TensorClosedException.class, call::run);
      assertThrows(TensorClosedException.class, () -> engine.prepare(y, Activations.GELU, x));
    }
  }

  @Test
  void whatCannotBeCalledCannotBePrepared() {
    try (Tensor x = engine.tensor(new float[] {1, 2}, 2);
        Tensor y = engine.empty(3)) {
      assertThrows(IllegalArgumentException.class, () -> engine.prepare(y, Activations.GELU, x));
      assertThrows(IllegalArgumentException.class, () -> engine.prepare(x, Activations.CRELU, x));
    }
  }
}
