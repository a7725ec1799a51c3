package io.hillock.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hillock.kernels.Activations;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Kernel;
import io.hillock.tensor.Engine;
import io.hillock.tensor.Shape;
import io.hillock.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Map kernels, their derivatives and backwards, in every data type: the interpreter's bits of every
 * output on every backend.
 */
@EveryBackend
class MapTest {
  private static final int[] SIZES = {0, 1, 7, 8, 9, 127, 128, 129, 4095, 4097, 70_003};

  /** Enough for the processor's threads to share. */
  private static final int LARGE = 1_000_003;

  private static final int[] SIZES_OF_OTHER_TYPES = {0, 1, 13, 207, 4098};
  private static final long[][] SHAPES = {
    {}, {5}, {3, 7}, {2, 3, 11}, {3, 1, 4, 5}, {2, 3, 1, 5, 7}, {4, 0, 3}
  };

  @Parameter Engine engine;

  static Stream<Kernel> maps() {
    return Kernels.maps();
  }

  /** The shape of a call is nothing that a kernel knows of. */
  static Stream<Kernel> some() {
    return Stream.of(
        Activations.RELU, Activations.GELU, Activations.PRELU, Activations.SWIGLU.backward(1));
  }

  static Stream<Arguments> mapsOfOtherTypes() {
    return Stream.of(DataType.FLOAT16, DataType.BFLOAT16, DataType.FLOAT64)
        .flatMap(type -> Kernels.maps(type).map(kernel -> Arguments.of(type, kernel)));
  }

  @ParameterizedTest
  @MethodSource("maps")
  void everySizeGivesTheInterpretersBits(Kernel kernel) {
    assertSizes(kernel, DataType.FLOAT32, SIZES);
  }

  @ParameterizedTest
  @MethodSource("mapsOfOtherTypes")
  void everySizeGivesTheInterpretersBitsInEveryType(DataType type, Kernel kernel) {
    assertSizes(kernel, type, SIZES_OF_OTHER_TYPES);
  }

  @Test
  void manyElementsGiveTheInterpretersBits() {
    List<Kernel> kernels =
        List.of(
            Activations.GELU,
            Activations.CRELU,
            Activations.RRELU_TRAIN.with("seed", 0xfedcba98L).with("stream", 7),
            Activations.RRELU_TRAIN.backward(),
            Activations.SWIGLU.gradients());
    for (DataType type : DataType.reals()) {
      for (Kernel kernel : kernels) {
        assertSizes(kernel, type, LARGE);
      }
    }
  }

  private void assertSizes(Kernel kernel, DataType type, int... sizes) {
    for (int size : sizes) {
      Object[] inputs = Expected.inputs(kernel, type, size);
      Object[] found = Runs.runAlong(engine, -1, kernel, type, new long[] {size}, inputs);
      Object[] expected = Expected.values(kernel, type, size);
      Expected.assertAllBits(kernel.name(), type, expected, found, inputs);
    }
  }

  @ParameterizedTest
  @MethodSource("maps")
  void everySpecialValueGivesTheInterpretersBits(Kernel kernel) {
    float[][] inputs = Expected.specialInputs(kernel);
    DataType type = DataType.FLOAT32;
    Object[] expected = Expected.compute(kernel, type, inputs);
    long[] shape = {inputs[0].length};
    Object[] found = Runs.runAlong(engine, -1, kernel, type, shape, inputs);
    Expected.assertAllBits(kernel.name(), type, expected, found, inputs);
  }

  @ParameterizedTest
  @MethodSource("some")
  void everyRankKeepsItsShape(Kernel kernel) {
    for (long[] sizes : SHAPES) {
      Shape shape = Shape.of(sizes);
      int count = (int) shape.count();
      float[][] inputs = Expected.inputs(kernel, count);
      Tensor[] tensors = new Tensor[inputs.length];
      for (int i = 0; i < inputs.length; i++) {
        tensors[i] = engine.tensor(inputs[i], sizes);
      }
      Tensor[] results = engine.runAll(kernel, tensors);
      try {
        Object[] expected = Expected.values(kernel, DataType.FLOAT32, count);
        for (int output = 0; output < results.length; output++) {
          assertEquals(shape, results[output].shape());
          float[] found = results[output].toFloatArray();
          String what = kernel.name() + " of " + shape;
          Expected.assertBits(what, (float[]) expected[output], found, inputs);
        }
      } finally {
        Stream.of(tensors).forEach(Tensor::close);
        Stream.of(results).forEach(Tensor::close);
      }
    }
  }
}
