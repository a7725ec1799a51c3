package io.hillock.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hillock.check.Elements;
import io.hillock.check.Rows;
import io.hillock.check.Truth;
import io.hillock.kernels.Activations;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Functions;
import io.hillock.kernels.Interpreter;
import io.hillock.kernels.Kernel;
import io.hillock.kernels.Losses;
import io.hillock.kernels.Softmaxes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every derivative is that of its function: the written ones equal what symbolic differentiation
 * finds, and all equal finite differences. True values in double precision are compared, so that
 * only mathematics decides.
 */
class DerivativesTest {
  private static final double NEAR = 1e-6;
  private static final double STEP = 1e-5;

  static Stream<Kernel> maps() {
    return kernels().filter(kernel -> !kernel.isRow());
  }

  static Stream<Kernel> rows() {
    return kernels().filter(Kernel::isRow);
  }

  private static Stream<Kernel> kernels() {
    // Of several outputs and of random numbers there are gradients alone, which other tests hold.
    List<Kernel> kernels = new ArrayList<>(Activations.all());
    kernels.removeAll(
        List.of(
            Activations.CRELU, Activations.RRELU_TRAIN, Softmaxes.GUMBEL, Softmaxes.GUMBEL_HARD));
    Kernels.users().stream().filter(kernel -> kernel != Kernels.BITS).forEach(kernels::add);
    kernels.add(Activations.ELU.with("alpha", 1.7));
    kernels.add(Losses.CROSS_ENTROPY_WEIGHTED.with("label-smoothing", 0.1));
    kernels.add(Losses.CROSS_ENTROPY_PROBABILITIES.with("label-smoothing", 0.1));
    kernels.add(Softmaxes.TEMPERATURE.with("temperature", 0.7));
    kernels.add(Activations.LINEAR.with("a", -3).with("b", 0.5));
    return kernels.stream();
  }

  private static Truth truth(Kernel kernel) {
    return Truth.of(kernel).orElseThrow();
  }

  /** Points that are on no kink, inside the domain. */
  private static double[] points(Kernel kernel) {
    return switch (kernel.name()) {
      case "logit" -> new double[] {0.013, 0.3, 0.49, 0.51, 0.77, 0.991};
      case "log", "sqrt", "pow" -> new double[] {0.013, 0.3, 0.77, 1.31, 2.6, 5.3, 91};
      default ->
          new double[] {-9.3, -4.1, -2.2, -1.7, -0.83, -0.31, -0.013, 0.017, 0.37, 0.91, 2.6, 5.3};
    };
  }

  @ParameterizedTest
  @MethodSource("maps")
  void aDerivativeIsTheLimitOfDifferences(Kernel kernel) {
    Truth function = truth(kernel);
    for (int input = 0; input < kernel.inputs().size(); input++) {
      Truth derivative = truth(kernel.derivative(input));
      for (double x : points(kernel)) {
        double[] at = {x, -0.6};
        double centre = at[input];
        double step = STEP * Math.min(1, Math.abs(centre));
        // Fourth order: five points.
        double slope = 0;
        double[] weights = {1, -8, 0, 8, -1};
        for (int i = 0; i < 5; i++) {
          at[input] = centre + (i - 2) * step;
          slope += weights[i] * value(function, kernel, at);
        }
        slope /= 12 * step;
        at[input] = centre;
        double found = value(derivative, kernel, at);
        double size = Math.max(Math.abs(slope), Math.abs(value(function, kernel, at)));
        assertEquals(slope, found, NEAR * Math.max(1e-3, size), kernel + "' at " + x);
      }
    }
  }

  private static double value(Truth truth, Kernel kernel, double[] at) {
    return kernel.inputs().size() == 1 ? truth.value(at[0]) : truth.value(at);
  }

  @ParameterizedTest
  @MethodSource("maps")
  void aWrittenDerivativeIsTheSymbolicOne(Kernel kernel) {
    for (int input = 0; input < kernel.inputs().size(); input++) {
      Truth written = truth(kernel.derivative(input));
      Truth symbolic = truth(kernel.symbolicDerivative(input));
      for (double x : points(kernel)) {
        double[] at = {x, -0.6};
        double expected = value(symbolic, kernel, at);
        double found = value(written, kernel, at);
        double tolerance = NEAR * Math.max(1e-3, Math.abs(expected));
        assertEquals(expected, found, tolerance, kernel + "' at " + x);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("maps")
  void aBackwardIsTheUpstreamGradientTimesTheDerivative(Kernel kernel) {
    for (int input = 0; input < kernel.inputs().size(); input++) {
      Truth derivative = truth(kernel.derivative(input));
      Truth backward = truth(kernel.backward(input));
      Truth symbolic = truth(kernel.symbolicBackward(input));
      for (double x : points(kernel)) {
        double[] at = {x, -0.6};
        double expected = 1.75 * value(derivative, kernel, at);
        double[] with =
            kernel.inputs().size() == 1 ? new double[] {x, 1.75} : new double[] {x, -0.6, 1.75};
        double tolerance = NEAR * Math.max(1e-3, Math.abs(expected));
        assertEquals(expected, backward.value(with), tolerance, kernel + " backward at " + x);
        assertEquals(expected, symbolic.value(with), tolerance, kernel + " backward at " + x);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aRowsBackwardIsTheSymbolicOne(Kernel kernel) {
    for (int input : kernel.realInputs()) {
      Truth written = truth(kernel.backward(input));
      Truth symbolic = truth(kernel.symbolicBackward(input));
      for (int length : new int[] {1, 2, 3, 17, 200}) {
        double[][] row = row(kernel, length);
        double[] expected = wide(symbolic.row(row), length);
        assertNear(kernel, expected, wide(written.row(row), length));
      }
    }
  }

  /** A gradient that is the same along its row may be computed once for the row. */
  private static double[] wide(double[] gradient, int length) {
    return gradient.length == length ? gradient : filled(length, gradient[0]);
  }

  private static double[] filled(int length, double value) {
    double[] result = new double[length];
    Arrays.fill(result, value);
    return result;
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aRowsBackwardIsTheLimitOfDifferences(Kernel kernel) {
    Truth function = truth(kernel);
    for (int input : kernel.realInputs()) {
      for (int length : new int[] {2, 3, 17}) {
        double[][] row = row(kernel, length);
        double[] upstream = row[row.length - 1];
        double[] x = row[input];
        double[] expected = new double[length];
        double[] weights = {1, -8, 0, 8, -1};
        for (int i = 0; i < length; i++) {
          double centre = x[i];
          for (int k = 0; k < 5; k++) {
            x[i] = centre + (k - 2) * 1e-4;
            double[] values = function.row(Arrays.copyOf(row, row.length - 1));
            double loss = 0;
            for (int j = 0; j < values.length; j++) {
              loss += upstream[j] * values[j];
            }
            expected[i] += weights[k] * loss / 12e-4;
          }
          x[i] = centre;
        }
        double[] found = truth(kernel.backward(input)).row(row);
        assertNear(kernel, expected, wide(found, length));
      }
    }
  }

  private static void assertNear(Kernel kernel, double[] expected, double[] found) {
    assertEquals(expected.length, found.length);
    double size = 1e-3;
    for (double value : expected) {
      size = Math.max(size, Math.abs(value));
    }
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], found[i], NEAR * size, kernel + " backward, element " + i);
    }
  }

  /** Returns the inputs of a row and, last, its upstream gradient. */
  private static double[][] row(Kernel kernel, int length) {
    Kernel backward = kernel.backward();
    Object[] elements = Rows.of(backward, length).get(DataType.FLOAT32, 1, 1);
    double[][] result = new double[elements.length][length];
    for (int input = 0; input < result.length; input++) {
      for (int i = 0; i < length; i++) {
        DataType type = backward.program().inputType(input);
        // A target is a class.
        result[input][i] =
            type == DataType.INT32 ? length / 2 : Elements.value(type, elements[input], i);
      }
    }
    if (kernel.program().reducesRow()) {
      // The one gradient of the row's one value is read by all of its elements.
      double[] upstream = result[result.length - 1];
      Arrays.fill(upstream, upstream[0]);
    }
    return result;
  }

  @ParameterizedTest
  @ValueSource(floats = {-1000, -200, -100, 100, 200, 1000})
  void aBranchThatIsNotTakenBringsNoNaN(float x) {
    for (Kernel kernel : List.of(Kernels.SELU_LIKE, Kernels.SOFTPLUS, Kernels.HARD_TANH)) {
      for (Kernel each : List.of(kernel, kernel.derivative(), kernel.backward())) {
        float[] inputs = each.inputs().size() == 1 ? new float[] {x} : new float[] {x, 2};
        float found = new Interpreter(each.program()).map(inputs);
        assertTrue(Float.isFinite(found), each.name() + " of " + x + " is " + found);
      }
    }
    float slope = new Interpreter(Kernels.SELU_LIKE.derivative().program()).map(x);
    assertEquals(x > 0 ? 1.05f : 0f, slope, 1e-6f);
  }

  @Test
  void equalLargestElementsShareTheSlopeOfTheMaximum() {
    Truth gradient = truth(Kernel.of("max", x -> Functions.rowMax(x)).backward());
    double[] found = gradient.row(new double[] {3, 1, 3, 2}, new double[] {1, 1, 1, 1});
    assertEquals(found[0], found[2]);
    assertEquals(0, found[1] + found[3]);
  }
}
