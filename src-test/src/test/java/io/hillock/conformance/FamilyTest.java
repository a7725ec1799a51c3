package io.hillock.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hillock.check.Elements;
import io.hillock.check.Rows;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Kernel;
import io.hillock.kernels.Softmaxes;
import io.hillock.tensor.Engine;
import io.hillock.tensor.Shape;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Softmax's kin, losses and norms: the interpreter's bits for rows of many lengths, alone and in
 * batches, along any axes, on every backend.
 */
@EveryBackend
class FamilyTest {
  /** In a batch of as many there is a row of every content. */
  private static final int ALL_CONTENTS = 3 * Rows.Content.values().length;

  /**
   * Programs that take an OpenCL compiler long, and have nothing that others have not: they run on
   * rows of one length, as do gradients by later inputs.
   */
  private static final Set<String> SLOW =
      Set.of("sparsemax backward", "sparsemax", "layer-norm-affine backward by x");

  @Parameter Engine engine;

  /** The functions and their gradients. */
  static Stream<Kernel> programs() {
    return Kernels.family()
        .flatMap(
            kernel -> {
              List<Kernel> all = new ArrayList<>(List.of(kernel));
              kernel.realInputs().forEach(input -> all.add(kernel.backward(input)));
              return all.stream();
            });
  }

  private boolean isCpu() {
    return engine.device().backend().equals("cpu");
  }

  private void assertBatch(Kernel kernel, DataType type, int length, int rows) {
    Object[] inputs = Rows.of(kernel, length).get(type, 0, rows);
    long[] shape = {rows, length};
    Object[] expected = Expected.computeAlong(kernel, type, 1, shape, inputs);
    Object[] found = Runs.runAlong(engine, -1, kernel, type, shape, inputs);
    String what = kernel.name() + " of " + rows + " x " + length;
    Expected.assertAllBits(what, type, expected, found, inputs);
  }

  @ParameterizedTest
  @MethodSource("programs")
  void rowsOfAllContentsGiveTheInterpretersBits(Kernel kernel) {
    boolean first = !kernel.name().contains(" by ") || kernel.name().endsWith(" by x");
    if (!isCpu() && (!first || SLOW.contains(kernel.name()))) {
      assertBatch(kernel, DataType.FLOAT32, 129, ALL_CONTENTS);
      return;
    }
    for (int length : new int[] {1, 2, 7, 31, 129, 300}) {
      assertBatch(kernel, DataType.FLOAT32, length, ALL_CONTENTS);
    }
    assertBatch(kernel, DataType.FLOAT32, 4099, 2);
    assertBatch(kernel, DataType.FLOAT32, 9001, 1);
    long[] sizes = {3, 40, 5};
    Object[] inputs = Rows.of(kernel, 600).get(DataType.FLOAT32, 1, 1);
    Object[] expected = Expected.computeAlong(kernel, DataType.FLOAT32, 1, sizes, inputs);
    Object[] found = Runs.runAlong(engine, 1, kernel, DataType.FLOAT32, sizes, inputs);
    String what = kernel.name() + " along the middle axis";
    Expected.assertAllBits(what, DataType.FLOAT32, expected, found, inputs);
  }

  @ParameterizedTest
  @MethodSource("programs")
  void everyTypeGivesTheInterpretersBits(Kernel kernel) {
    assumeTrue(isCpu());
    for (DataType type : DataType.reals()) {
      assertBatch(kernel, type, 37, ALL_CONTENTS);
      assertBatch(kernel, type, 1001, 3);
    }
  }

  @Test
  void otherTypesGiveTheInterpretersBits() {
    for (Kernel kernel : List.of(Softmaxes.LOG_SOFTMAX, Softmaxes.LENGTH_MASKED)) {
      for (DataType type : List.of(DataType.FLOAT16, DataType.FLOAT64)) {
        assertBatch(kernel, type, 37, ALL_CONTENTS);
        assertBatch(kernel, type, 1001, 3);
      }
    }
  }

  /** Lengths from 1 to 4200, every 37th of all widths, and those about powers of two. */
  @Test
  void rowsOfAllLengthsGiveTheInterpretersBits() {
    for (Kernel kernel : List.of(Softmaxes.LOG_SOFTMAX, Softmaxes.MASKED)) {
      for (int length = 1; length <= 4200; length += 1 + length / 12) {
        assertBatch(kernel, DataType.FLOAT32, length, 2);
      }
      for (int power = 64; power <= 4096; power *= 2) {
        for (int length = power - 1; length <= power + 1; length++) {
          assertBatch(kernel, DataType.FLOAT32, length, 2);
        }
      }
    }
  }

  @Test
  void longRowsGiveTheInterpretersBits() {
    for (Kernel kernel : List.of(Softmaxes.SOFTMAX, Softmaxes.LOG_SOFTMAX)) {
      assertBatch(kernel, DataType.FLOAT32, 65_537, 2);
      assertBatch(kernel, DataType.FLOAT32, 1_000_003, 1);
    }
    if (isCpu()) {
      assertBatch(Softmaxes.SOFTMAX, DataType.FLOAT32, (1 << 24) + 1, 1);
    }
  }

  @Test
  void aRowHasTheSameBitsAloneAndInAnyBatch() {
    for (Kernel kernel : List.of(Softmaxes.SOFTMAX, Softmaxes.LOG_SOFTMAX, Softmaxes.MASKED)) {
      for (int length : new int[] {1, 5, 128, 1001, 4099}) {
        Object[] row = Rows.of(kernel, length).get(DataType.FLOAT32, 1, 1);
        Object alone =
            Runs.runAlong(engine, -1, kernel, DataType.FLOAT32, new long[] {length}, row)[0];
        int rows = length == 1 ? 100_000 : 40;
        for (int position : new int[] {0, 17, rows - 1}) {
          Object[] batch = Rows.of(kernel, length).get(DataType.FLOAT32, 2, rows);
          for (int input = 0; input < batch.length; input++) {
            copy(row[input], 0, batch[input], position * length, length);
          }
          long[] shape = {rows, length};
          Object all = Runs.runAlong(engine, -1, kernel, DataType.FLOAT32, shape, batch)[0];
          Object found = Elements.array(DataType.FLOAT32, length);
          copy(all, position * length, found, 0, length);
          String what = kernel.name() + ", row " + position + " of " + rows + " x " + length;
          Expected.assertBits(what, DataType.FLOAT32, alone, found, row);
        }
      }
    }
  }

  @SuppressWarnings("SuspiciousSystemArraycopy") // arrays of one type
  private static void copy(Object source, int from, Object target, int to, int count) {
    System.arraycopy(source, from, target, to, count);
  }

  @Test
  void aMillionRowsGiveTheBitsOfEach() {
    int rows = 1_000_000;
    Object[] inputs = Rows.of(Softmaxes.SOFTMAX, 4).get(DataType.FLOAT32, 0, rows);
    long[] shape = {rows, 4};
    float[] found =
        (float[]) Runs.runAlong(engine, -1, Softmaxes.SOFTMAX, DataType.FLOAT32, shape, inputs)[0];
    Random random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      int at = 4 * random.nextInt(rows);
      float[] row = Arrays.copyOfRange((float[]) inputs[0], at, at + 4);
      float[] expected = Expected.compute(Softmaxes.SOFTMAX, row);
      Expected.assertBits("row at " + at, expected, Arrays.copyOfRange(found, at, at + 4), row);
    }
  }

  /** Rows along any axes hold the elements in the order in which they lie in the tensor. */
  @Test
  void rowsAlongSeveralAxesGiveTheBitsOfTheRowsTheyAre() {
    long[] sizes = {3, 4, 5, 6};
    Shape shape = Shape.of(sizes);
    for (Kernel kernel : List.of(Softmaxes.SOFTMAX, Softmaxes.MASKED, Softmaxes.LOG_SUM_EXP)) {
      for (DataType type : isCpu() ? DataType.reals() : List.of(DataType.FLOAT32)) {
        Object[] inputs = Rows.of(kernel, (int) shape.count()).get(type, 1, 1);
        for (int[] axes : new int[][] {{0, 2}, {-1, 1}, {1, 2}, {3, 0, 1}, {0, 1, 2, 3}}) {
          Object found = Runs.runAlong(engine, axes, kernel, type, sizes, inputs)[0];
          Object expected = alongAxes(kernel, type, shape, axes, inputs);
          String what = kernel.name() + " along " + Arrays.toString(axes);
          Expected.assertBits(what, type, expected, found, inputs);
        }
      }
    }
  }

  private static Object alongAxes(
      Kernel kernel, DataType type, Shape shape, int[] axes, Object[] inputs) {
    Set<Integer> along = new HashSet<>();
    for (int axis : axes) {
      along.add(shape.axis(axis));
    }
    Map<Long, List<Integer>> rows = new LinkedHashMap<>();
    for (int i = 0; i < shape.count(); i++) {
      long row = 0;
      int left = i;
      long weight = 1;
      for (int axis = shape.rank() - 1; axis >= 0; axis--) {
        int size = (int) shape.size(axis);
        if (!along.contains(axis)) {
          row += left % size * weight;
          weight *= size;
        }
        left /= size;
      }
      rows.computeIfAbsent(row, key -> new ArrayList<>()).add(i);
    }
    boolean reduces = kernel.program(type).reducesRow();
    Object result = Elements.array(type, reduces ? rows.size() : (int) shape.count());
    rows.forEach(
        (row, elements) -> {
          Object[] ofRow = new Object[inputs.length];
          for (int input = 0; input < ofRow.length; input++) {
            ofRow[input] = Elements.array(kernel.program(type).inputType(input), elements.size());
            for (int j = 0; j < elements.size(); j++) {
              copy(inputs[input], elements.get(j), ofRow[input], j, 1);
            }
          }
          Object values = Expected.compute(kernel, type, ofRow)[0];
          for (int j = 0; j < Array.getLength(values); j++) {
            copy(values, j, result, reduces ? row.intValue() : elements.get(j), 1);
          }
        });
    return result;
  }

  @Test
  void aKernelThatReducesIsDifferentiatedAlongAnyAxes() {
    long[] sizes = {3, 4, 5, 6};
    Shape shape = Shape.of(sizes);
    float[] x = (float[]) Rows.of(Softmaxes.LOG_SUM_EXP, 360).get(DataType.FLOAT32, 1, 1)[0];
    for (int[] axes : new int[][] {{1}, {0}, {2, 0}, {-1, 1}}) {
      Shape rows = shape;
      for (int axis : axes) {
        rows = rows.reduced(axis);
      }
      float[] ones = new float[(int) rows.count()];
      Arrays.fill(ones, 1);
      try (var in = engine.tensor(x, sizes);
          var upstream = engine.tensor(ones, rows.toArray());
          var found = engine.backward(Softmaxes.LOG_SUM_EXP, in, upstream, axes);
          var expected = engine.softmax(in, axes)) {
        Expected.assertBits("logsumexp", expected.toFloatArray(), found.toFloatArray(), x);
      }
    }
  }

  @Test
  void emptyRowsAndTensorsAreWhatTheyMustBe() {
    try (var x = engine.tensor(new float[0], 3, 0);
        var y = engine.softmax(x, -1);
        var z = engine.softmax(x, 0, 1);
        var sum = engine.apply(Softmaxes.LOG_SUM_EXP, x, -1);
        var none = engine.apply(Softmaxes.LOG_SUM_EXP, x, 0)) {
      assertEquals(Shape.of(3, 0), y.shape());
      assertEquals(Shape.of(3, 0), z.shape());
      assertEquals(Shape.of(3, 1), sum.shape());
      assertEquals(Shape.of(1, 0), none.shape());
      assertEquals(
          Collections.nCopies(3, Float.NEGATIVE_INFINITY),
          List.of(sum.toFloatArray()[0], sum.toFloatArray()[1], sum.toFloatArray()[2]));
    }
  }
}
