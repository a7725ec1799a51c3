package io.hillock.conformance;

import static io.hillock.kernels.Functions.rowSum;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hillock.check.Rows;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Kernel;
import io.hillock.tensor.Engine;
import io.hillock.tensor.Shape;
import io.hillock.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Row kernels and their backwards: the interpreter's bits for every length, along every axis, and
 * the same bits for the same row wherever it stands.
 */
@EveryBackend
class RowTest {
  private static final long[][] SHAPES = {
    {37}, {5, 33}, {3, 130, 4}, {2, 3, 9, 5}, {2, 3, 4, 5, 6}, {1, 1, 1}, {3, 0}, {0, 3}
  };

  private static final List<DataType> OTHER_TYPES =
      List.of(DataType.FLOAT16, DataType.BFLOAT16, DataType.FLOAT64);

  @Parameter Engine engine;

  static Stream<Kernel> rows() {
    return Kernels.rows();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void everyShortLengthGivesTheInterpretersBits(Kernel kernel) {
    IntStream.rangeClosed(1, 300).forEach(length -> batch(kernel, length, 3));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void lengthsAroundAChunkGiveTheInterpretersBits(Kernel kernel) {
    IntStream.rangeClosed(4095, 4100).forEach(length -> batch(kernel, length, 3));
    batch(kernel, 8192, 2);
    batch(kernel, 12_289, 1);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void longRowsGiveTheInterpretersBits(Kernel kernel) {
    batch(kernel, 65_537, 2);
    batch(kernel, 1_000_003, 1);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void rowsOfAllContentsGiveTheInterpretersBits(Kernel kernel) {
    for (int length : new int[] {1, 2, 5, 129, 1000, 5000}) {
      // Every third row takes the next content.
      batch(kernel, length, 3 * Rows.Content.values().length);
    }
  }

  private void batch(Kernel kernel, int length, int rows) {
    batch(kernel, DataType.FLOAT32, length, rows);
  }

  private void batch(Kernel kernel, DataType type, int length, int rows) {
    Object[] inputs = Rows.of(kernel, length).get(type, 0, rows);
    long[] shape = {rows, length};
    Object[] found = Runs.runAlong(engine, -1, kernel, type, shape, inputs);
    Object[] expected = Expected.computeAlong(kernel, type, 1, shape, inputs);
    String what = kernel.name() + " of " + rows + " x " + length;
    Expected.assertAllBits(what, type, expected, found, inputs);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void everyTypeGivesTheInterpretersBits(Kernel kernel) {
    for (DataType type : OTHER_TYPES) {
      for (int length : new int[] {1, 2, 7, 8, 31, 128, 257, 1000}) {
        batch(kernel, type, length, 3 * Rows.Content.values().length);
      }
      batch(kernel, type, 4097, 9);
      batch(kernel, type, 12_289, 2);
      batch(kernel, type, 200_003, 1);
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void everyTypeGivesTheInterpretersBitsAlongEveryAxis(Kernel kernel) {
    long[] sizes = {3, 130, 4};
    int count = (int) Shape.of(sizes).count();
    for (DataType type : OTHER_TYPES) {
      Object[] inputs = Rows.of(kernel, count).get(type, 1, 1);
      for (int axis = 0; axis < sizes.length; axis++) {
        Object[] expected = Expected.computeAlong(kernel, type, axis, sizes, inputs);
        Object[] found = Runs.runAlong(engine, axis, kernel, type, sizes, inputs);
        Expected.assertAllBits(kernel.name() + " along " + axis, type, expected, found, inputs);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void everyAxisOfEveryRankGivesTheInterpretersBits(Kernel kernel) {
    for (long[] sizes : SHAPES) {
      Shape shape = Shape.of(sizes);
      float[][] inputs = Rows.of(kernel, (int) shape.count()).get(1, 1);
      for (int axis = 0; axis < sizes.length; axis++) {
        float[] expected = along(kernel, axis, sizes, inputs);
        String what = kernel.name() + " of " + shape + " along " + axis;
        float[] found = Runs.runAlong(engine, axis, kernel, sizes, inputs);
        Expected.assertBits(what, expected, found, inputs);
        float[] fromLast = Runs.runAlong(engine, axis - sizes.length, kernel, sizes, inputs);
        Expected.assertBits(what + " from the last", expected, fromLast, inputs);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void theResultHasTheInputsShapeOrOneElementARow(Kernel kernel) {
    float[][] inputs = Rows.of(kernel, 60).get(1, 1);
    Tensor[] tensors = new Tensor[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      tensors[i] = engine.tensor(inputs[i], 3, 4, 5);
    }
    try (Tensor result = engine.runAlong(1, kernel, tensors)) {
      boolean reduces = kernel.program().reducesRow();
      assertEquals(Shape.of(3, reduces ? 1 : 4, 5), result.shape());
    } finally {
      for (Tensor tensor : tensors) {
        tensor.close();
      }
    }
  }

  @Test
  void aGradientForEachRowIsReadByItsElements() {
    Kernel backward = Kernels.LOG_SUM_EXP.backward();
    for (int length : new int[] {1, 33, 1000, 5003}) {
      float[][] inputs = new Rows(2, length).get(1, 5);
      float[] gradients = Arrays.copyOf(inputs[1], 5);
      for (int i = 0; i < 5 * length; i++) {
        inputs[1][i] = gradients[i / length];
      }
      float[] expected = along(backward, 1, new long[] {5, length}, inputs);
      try (Tensor x = engine.tensor(inputs[0], 5, length);
          Tensor upstream = engine.tensor(gradients, 5, 1);
          Tensor found = engine.backward(Kernels.LOG_SUM_EXP, x, upstream)) {
        Expected.assertBits("rows of " + length, expected, found.toFloatArray(), inputs);
      }
    }
  }

  @Test
  void aWeightForEachColumnIsReadByAllRows() {
    Kernel scaled = Kernel.of("scaled", (x, weight) -> x.mul(weight).div(rowSum(x.mul(weight))));
    float[][] inputs = new Rows(2, 4 * 777).get(1, 1);
    float[] weights = Arrays.copyOf(inputs[1], 777);
    for (int i = 0; i < 4 * 777; i++) {
      inputs[1][i] = weights[i % 777];
    }
    float[] expected = along(scaled, 1, new long[] {4, 777}, inputs);
    try (Tensor x = engine.tensor(inputs[0], 4, 777);
        Tensor weight = engine.tensor(weights, 777);
        Tensor found = engine.run(scaled, x, weight)) {
      Expected.assertBits("scaled", expected, found.toFloatArray(), inputs);
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aRowHasTheSameBitsWhereverItStands(Kernel kernel) {
    for (int length : new int[] {3, 128, 1001, 4099}) {
      float[][] row = Rows.of(kernel, length).get(1, 1);
      float[] alone = Runs.run(engine, kernel, new long[] {length}, row);
      for (int rows : new int[] {2, 17, 300}) {
        for (int position : new int[] {0, 1, rows - 1}) {
          float[][] batch = Rows.of(kernel, length).get(2, rows);
          for (int i = 0; i < batch.length; i++) {
            System.arraycopy(row[i], 0, batch[i], position * length, length);
          }
          float[] found = Runs.run(engine, kernel, new long[] {rows, length}, batch);
          int width = alone.length;
          Expected.assertBits(
              kernel.name() + ", row " + position + " of " + rows + " x " + length,
              alone,
              Arrays.copyOfRange(found, position * width, (position + 1) * width),
              row);
        }
      }
    }
  }

  private static float[] along(Kernel kernel, int axis, long[] sizes, float[][] inputs) {
    return (float[]) Expected.computeAlong(kernel, DataType.FLOAT32, axis, sizes, inputs)[0];
  }
}
