package io.hillock.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hillock.check.Elements;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Kernel;
import io.hillock.tensor.Engine;
import io.hillock.tensor.Shape;
import io.hillock.tensor.Tensor;
import java.util.stream.Stream;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kernels of several inputs applied to the halves of one tensor, in every data type. */
@EveryBackend
class SplitTest {
  private static final long[][] SHAPES = {
    {8}, {3, 26}, {26, 3}, {2, 6, 5}, {4, 2, 3, 7}, {5, 4, 0}, {2, 40_004}, {6, 2, 4097}
  };

  @Parameter Engine engine;

  static Stream<Kernel> kernels() {
    return Kernels.ofSeveralInputs();
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void theHalvesAreReadAndTheirGradientsWrittenWhereTheyLie(Kernel kernel) {
    for (DataType type : DataType.reals()) {
      for (long[] shape : SHAPES) {
        for (int axis = 0; axis < shape.length; axis++) {
          if (shape[axis] % 2 == 0) {
            assertSplit(kernel, type, shape, axis);
          }
        }
      }
    }
  }

  private void assertSplit(Kernel kernel, DataType type, long[] shape, int axis) {
    long[] half = shape.clone();
    half[axis] /= 2;
    int count = (int) Shape.of(half).count();
    Kernel gradients = kernel.gradients();
    // The halves, and the upstream gradient.
    Object[] parts = Expected.inputs(gradients, type, count);
    Object[] halves = {parts[0], parts[1]};
    String what = kernel.name() + " of " + Shape.of(shape) + " split along " + axis;
    try (Tensor x = Runs.tensor(engine, type, joined(type, halves, half, axis), shape);
        Tensor upstream = Runs.tensor(engine, type, parts[2], half);
        Tensor y = engine.applySplit(kernel, x, axis);
        Tensor dx = engine.gradientSplit(kernel, x, upstream, axis - shape.length)) {
      assertEquals(Shape.of(half), y.shape());
      assertEquals(Shape.of(shape), dx.shape());
      Object value = Expected.compute(kernel, type, halves)[0];
      Expected.assertBits(what, type, value, Runs.elements(y), halves);
      Object[] slopes = Expected.compute(gradients, type, parts);
      Object expected = joined(type, slopes, half, axis);
      Expected.assertBits(what + ", gradient", type, expected, Runs.elements(dx), halves);
    }
  }

  /** Returns two halves next to each other along an axis. */
  @SuppressWarnings("SuspiciousSystemArraycopy") // arrays of one type
  private static Object joined(DataType type, Object[] halves, long[] half, int axis) {
    int count = (int) Shape.of(half).count();
    int block = 1;
    for (int i = axis; i < half.length; i++) {
      block *= (int) half[i];
    }
    Object result = Elements.array(type, 2 * count);
    for (int at = 0; at < count; at += block) {
      System.arraycopy(halves[0], at, result, 2 * at, block);
      System.arraycopy(halves[1], at, result, 2 * at + block, block);
    }
    return result;
  }
}
