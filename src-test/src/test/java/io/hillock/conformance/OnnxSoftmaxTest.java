package io.hillock.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hillock.kernels.Kernel;
import io.hillock.kernels.Softmaxes;
import io.hillock.tensor.Engine;
import io.hillock.tensor.Shape;
import io.hillock.tensor.Tensor;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The node cases of ONNX's Softmax, LogSoftmax and Hardmax, operator set 13, under their names, and
 * the second output of SoftmaxCrossEntropyLoss, log_prob: computed from the operators' definitions
 * in double arithmetic.
 */
class OnnxSoftmaxTest {
  private static Engine engine;

  @BeforeAll
  static void open() {
    engine = Engine.create("cpu");
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  /** A case. */
  record Case(String name, Kernel kernel, int axis, float[] x, long... shape) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static float[] random(long... shape) {
    Random random = new Random(shape.length);
    float[] x = new float[(int) Shape.of(shape).count()];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) Math.abs(random.nextGaussian());
    }
    return x;
  }

  private static Stream<Case> cases(String operator, Kernel kernel) {
    long[] cube = {3, 4, 5};
    float[] large = {0, 1, 2, 3, 10000, 10001, 10002, 10003};
    return Stream.of(
        new Case(operator + "_example", kernel, 1, new float[] {-1, 0, 1}, 1, 3),
        new Case(operator + "_large_number", kernel, -1, large, 2, 4),
        new Case(operator + "_axis_0", kernel, 0, random(cube), cube),
        new Case(operator + "_axis_1", kernel, 1, random(cube), cube),
        new Case(operator + "_axis_2", kernel, 2, random(cube), cube),
        new Case(operator + "_negative_axis", kernel, -1, random(cube), cube),
        new Case(operator + "_default_axis", kernel, -1, random(cube), cube));
  }

  static Stream<Case> cases() {
    Stream<Case> hardmax =
        Stream.concat(
            cases("hardmax", Softmaxes.HARDMAX),
            Stream.of(
                new Case(
                    "hardmax_one_hot", Softmaxes.HARDMAX, -1, new float[] {3, 3, 3, 1}, 1, 4)));
    Stream<Case> logProbabilities =
        Stream.of(new long[] {3, 5}, new long[] {3, 5, 2}, new long[] {3, 5, 2, 1, 2, 3, 4})
            .map(
                shape ->
                    new Case(
                        "sce_log_prob_NCd" + (shape.length - 2),
                        Softmaxes.LOG_SOFTMAX,
                        1,
                        random(shape),
                        shape));
    return Stream.of(
            cases("softmax", Softmaxes.SOFTMAX),
            cases("logsoftmax", Softmaxes.LOG_SOFTMAX),
            hardmax,
            logProbabilities)
        .flatMap(stream -> stream);
  }

  private static double[] definition(Kernel kernel, double[] row) {
    double max = Double.NEGATIVE_INFINITY;
    int first = -1;
    for (int i = 0; i < row.length; i++) {
      first = row[i] > max ? i : first;
      max = Math.max(max, row[i]);
    }
    double sum = 0;
    for (double x : row) {
      sum += Math.exp(x - max);
    }
    double[] y = new double[row.length];
    for (int i = 0; i < y.length; i++) {
      y[i] =
          kernel == Softmaxes.HARDMAX
              ? i == first ? 1 : 0
              : kernel == Softmaxes.SOFTMAX
                  ? Math.exp(row[i] - max) / sum
                  : row[i] - max - Math.log(sum);
    }
    return y;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theValueIsThatOfTheDefinition(Case each) {
    Shape shape = Shape.of(each.shape);
    int axis = shape.axis(each.axis);
    int length = (int) shape.size(axis);
    int inner = 1;
    for (int i = axis + 1; i < shape.rank(); i++) {
      inner *= (int) shape.size(i);
    }
    try (Tensor x = engine.tensor(each.x, each.shape);
        Tensor y = engine.apply(each.kernel, x, each.axis)) {
      assertEquals(shape, y.shape());
      float[] found = y.toFloatArray();
      for (int start = 0; start < found.length; start++) {
        if (start / inner % length != 0) {
          continue;
        }
        double[] row = new double[length];
        for (int i = 0; i < length; i++) {
          row[i] = each.x[start + i * inner];
        }
        double[] expected = definition(each.kernel, row);
        for (int i = 0; i < length; i++) {
          // 2 ULP of float32, at most 2^-23 of the number each.
          double most = 2 * 0x1p-23 * Math.abs(expected[i]);
          assertEquals(expected[i], found[start + i * inner], most + 1e-300, "element " + i);
        }
      }
    }
  }
}
