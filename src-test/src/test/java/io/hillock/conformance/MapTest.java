package io.hillock.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hillock.kernels.Kernel;
import io.hillock.tensor.Engine;
import io.hillock.tensor.Shape;
import io.hillock.tensor.Tensor;
import java.util.stream.Stream;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Map kernels, their derivatives and backwards: the interpreter's bits on every backend. */
@EveryBackend
class MapTest {
  private static final int[] SIZES = {0, 1, 7, 8, 9, 127, 128, 129, 4095, 4097, 1_000_003};
  private static final long[][] SHAPES = {
    {}, {5}, {3, 7}, {2, 3, 11}, {3, 1, 4, 5}, {2, 3, 1, 5, 7}, {4, 0, 3}
  };

  @Parameter Engine engine;

  static Stream<Kernel> maps() {
    return Kernels.maps();
  }

  @ParameterizedTest
  @MethodSource("maps")
  void everySizeGivesTheInterpretersBits(Kernel kernel) {
    for (int size : SIZES) {
      float[][] inputs = Expected.inputs(kernel, size);
      float[] found = Runs.run(engine, kernel, new long[] {size}, inputs);
      Expected.assertBits(kernel.name(), Expected.values(kernel, size), found, inputs);
    }
  }

  @ParameterizedTest
  @MethodSource("maps")
  void everySpecialValueGivesTheInterpretersBits(Kernel kernel) {
    float[][] inputs = Expected.specialInputs(kernel);
    float[] expected = Expected.compute(kernel, inputs);
    float[] found = Runs.run(engine, kernel, new long[] {expected.length}, inputs);
    Expected.assertBits(kernel.name(), expected, found, inputs);
  }

  @ParameterizedTest
  @MethodSource("maps")
  void everyRankKeepsItsShape(Kernel kernel) {
    for (long[] sizes : SHAPES) {
      Shape shape = Shape.of(sizes);
      int count = (int) shape.count();
      float[][] inputs = Expected.inputs(kernel, count);
      Tensor[] tensors = new Tensor[inputs.length];
      for (int i = 0; i < inputs.length; i++) {
        tensors[i] = engine.tensor(inputs[i], sizes);
      }
      try (Tensor result = engine.run(kernel, tensors)) {
        assertEquals(shape, result.shape());
        float[] found = result.toFloatArray();
        Expected.assertBits(
            kernel.name() + " of " + shape, Expected.values(kernel, count), found, inputs);
      } finally {
        for (Tensor tensor : tensors) {
          tensor.close();
        }
      }
    }
  }
}
