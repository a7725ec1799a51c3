package io.hillock.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hillock.tensor.CrossEntropy;
import io.hillock.tensor.CrossEntropy.Reduction;
import io.hillock.tensor.Engine;
import io.hillock.tensor.Shape;
import io.hillock.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The node cases of ONNX's SoftmaxCrossEntropyLoss and NegativeLogLikelihoodLoss, operator set 13,
 * under their names: computed from the operators' definitions in double arithmetic.
 */
class OnnxLossTest {
  private static final int NONE = Integer.MIN_VALUE;
  private static Engine engine;

  @BeforeAll
  static void open() {
    engine = Engine.create("cpu");
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  /**
   * A case.
   *
   * @param name as in ONNX, without {@code test_}
   * @param shape that of the input: N, C, d1, ..., dk
   * @param ignored the attribute ignore_index, or none
   */
  record Case(
      String name,
      boolean logits,
      long[] shape,
      Reduction reduction,
      boolean weighted,
      int ignored) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    long[] plain = {3, 5};
    long[] one = {3, 5, 2};
    long[] two = {3, 5, 6, 6};
    long[] three = {3, 5, 6, 6, 5};
    long[] five = {3, 5, 2, 1, 2, 3, 4};
    List<Case> cases = new ArrayList<>();
    for (boolean logits : new boolean[] {true, false}) {
      String prefix = logits ? "sce_" : "nllloss_";
      for (Reduction reduction : Reduction.values()) {
        String name = prefix + reduction.name().toLowerCase(Locale.ROOT);
        for (boolean weighted : new boolean[] {false, true}) {
          String weight = weighted ? "_weight" : "";
          for (int ignored : new int[] {NONE, 0, 1, 2, 4, 10, -1, -5}) {
            String index = ignored == NONE ? "" : "_ii_" + ignored;
            for (long[] shape : new long[][] {plain, one, two, three, five}) {
              String dimensions = "_NCd" + (shape.length - 2);
              cases.add(
                  new Case(
                      name + weight + index + dimensions,
                      logits,
                      shape,
                      reduction,
                      weighted,
                      ignored));
            }
          }
        }
      }
    }
    return cases.stream();
  }

  /** What a case is made of. */
  private static final class Data {
    final int rows;
    final int classes;
    final int inner;
    final float[] x;
    final int[] target;
    final float[] weight;

    Data(Case each) {
      Random random = new Random(each.name.hashCode());
      Shape shape = Shape.of(each.shape);
      classes = (int) shape.size(1);
      rows = (int) shape.count() / classes;
      inner = (int) (shape.count() / shape.size(0) / classes);
      x = new float[(int) shape.count()];
      for (int i = 0; i < x.length; i++) {
        x[i] = each.logits ? random.nextFloat() * 6 - 3 : (float) Math.log(random.nextFloat());
      }
      target = new int[rows];
      for (int i = 0; i < rows; i++) {
        boolean ignored = each.ignored != NONE && random.nextInt(3) == 0;
        target[i] = ignored ? each.ignored : random.nextInt(classes);
      }
      // Of nothing there is no mean.
      target[0] = each.ignored == 1 ? 2 : 1;
      weight = new float[classes];
      for (int i = 0; i < classes; i++) {
        weight[i] = 0.1f + random.nextFloat();
      }
    }

    int at(int row, int ofClass) {
      return (row / inner * classes + ofClass) * inner + row % inner;
    }

    double logProbability(Case each, int row, int ofClass) {
      if (!each.logits) {
        return x[at(row, ofClass)];
      }
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        sum += Math.exp(x[at(row, c)]);
      }
      return x[at(row, ofClass)] - Math.log(sum);
    }

    double weight(Case each, int row) {
      return target[row] == each.ignored ? 0 : each.weighted ? weight[target[row]] : 1;
    }

    double[] losses(Case each) {
      double[] losses = new double[rows];
      for (int row = 0; row < rows; row++) {
        double counted = weight(each, row);
        losses[row] = counted == 0 ? 0 : -counted * logProbability(each, row, target[row]);
      }
      return losses;
    }

    double loss(Case each) {
      double sum = 0;
      double weights = 0;
      for (double loss : losses(each)) {
        sum += loss;
      }
      for (int row = 0; row < rows; row++) {
        weights += weight(each, row);
      }
      return each.reduction == Reduction.SUM ? sum : sum / weights;
    }
  }

  private static CrossEntropy criterion(Case each, Tensor weight) {
    CrossEntropy result =
        (each.logits ? CrossEntropy.ofLogits() : CrossEntropy.ofLogProbabilities())
            .reduction(each.reduction);
    result = each.weighted ? result.weight(weight) : result;
    return each.ignored == NONE ? result : result.ignoreIndex(each.ignored);
  }

  private static long[] withoutClasses(long[] shape) {
    long[] result = new long[shape.length - 1];
    result[0] = shape[0];
    System.arraycopy(shape, 2, result, 1, result.length - 1);
    return result;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theLossIsThatOfTheDefinition(Case each) {
    Data data = new Data(each);
    try (Tensor x = engine.tensor(data.x, each.shape);
        Tensor target = engine.tensor(data.target, withoutClasses(each.shape));
        Tensor weight = engine.tensor(data.weight, data.classes);
        Tensor loss = criterion(each, weight).loss(x, target)) {
      float[] found = loss.toFloatArray();
      if (each.reduction == Reduction.NONE) {
        assertEquals(target.shape(), loss.shape());
        double[] expected = data.losses(each);
        for (int row = 0; row < data.rows; row++) {
          assertEquals(expected[row], found[row], 1e-6 * (1 + expected[row]), "row " + row);
        }
      } else {
        assertEquals(Shape.of(), loss.shape());
        double expected = data.loss(each);
        assertEquals(expected, found[0], 1e-6 * (1 + Math.abs(expected)));
      }
    }
  }

  /**
   * The gradient of the sum over rows of their losses times 1, 2, 3, ..., or of 2 times the number.
   */
  @ParameterizedTest
  @MethodSource("cases")
  void theGradientIsThatOfTheDefinition(Case each) {
    Data data = new Data(each);
    float[] upstream = new float[each.reduction == Reduction.NONE ? data.rows : 1];
    double weights = 0;
    for (int row = 0; row < data.rows; row++) {
      weights += data.weight(each, row);
    }
    for (int i = 0; i < upstream.length; i++) {
      upstream[i] = upstream.length == 1 ? 2 : i + 1;
    }
    long[] shape = upstream.length == 1 ? new long[0] : withoutClasses(each.shape);
    try (Tensor x = engine.tensor(data.x, each.shape);
        Tensor target = engine.tensor(data.target, withoutClasses(each.shape));
        Tensor weight = engine.tensor(data.weight, data.classes);
        Tensor above = engine.tensor(upstream, shape);
        Tensor gradient = criterion(each, weight).gradient(x, target, above)) {
      assertEquals(x.shape(), gradient.shape());
      float[] found = gradient.toFloatArray();
      for (int row = 0; row < data.rows; row++) {
        double ofRow = data.weight(each, row) * upstream[upstream.length == 1 ? 0 : row];
        ofRow /= each.reduction == Reduction.MEAN ? weights : 1;
        for (int c = 0; c < data.classes; c++) {
          double probability = each.logits ? Math.exp(data.logProbability(each, row, c)) : 0;
          double expected = ofRow * (probability - (c == data.target[row] ? 1 : 0));
          String what = "row " + row + ", class " + c;
          assertEquals(expected, found[data.at(row, c)], 1e-6 * (1 + Math.abs(ofRow)), what);
        }
      }
    }
  }
}
