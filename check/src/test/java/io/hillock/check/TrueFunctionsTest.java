package io.hillock.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hillock.kernels.Elementary;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrueFunctionsTest {
  private static final double INF = Double.POSITIVE_INFINITY;

  private static final BigDecimal TOLERANCE = BigDecimal.valueOf(2).pow(-90, MathContext.DECIMAL64);

  /** An error next to a zero that is not at 0 is one of the terms that cancel there. */
  private static final BigDecimal TOLERANCE_AT_ZEROS =
      BigDecimal.valueOf(2).pow(-95, MathContext.DECIMAL64);

  /** Those with such a zero. */
  private static final Set<String> WITH_ZEROS =
      Set.of(
          "GELU_DERIVATIVE",
          "SILU_DERIVATIVE",
          "SWISH_DERIVATIVE",
          "GELU_SIGMOID_DERIVATIVE",
          "GELU_TANH_DERIVATIVE",
          "MISH_DERIVATIVE",
          "SIN",
          "COS",
          "SNAKE_DERIVATIVE");

  private static TrueFunctions.Function named(String name) {
    return TrueFunctions.of(Elementary.valueOf(name));
  }

  @Test
  void everyFunctionIsRightToNinetyBits() throws IOException {
    Set<Elementary> seen = EnumSet.of(Elementary.UNIFORM);
    List<String> wrong = new ArrayList<>();
    for (String line : values()) {
      String[] fields = line.split(",", -1);
      String name = fields[0];
      Real[] arguments =
          Arrays.stream(fields, 1, fields.length - 1)
              .map(field -> Real.of(Double.parseDouble(field)))
              .toArray(Real[]::new);
      Real value = named(name).value(arguments);
      BigDecimal truth = new BigDecimal(fields[fields.length - 1]);
      BigDecimal tolerance = truth.abs().multiply(TOLERANCE);
      if (WITH_ZEROS.contains(name) && truth.abs().compareTo(new BigDecimal("0.05")) < 0) {
        tolerance = tolerance.max(TOLERANCE_AT_ZEROS);
      }
      if (!value.isFinite()
          || value.toBigDecimal().subtract(truth).abs().compareTo(tolerance) > 0) {
        wrong.add(line + ", but computed as " + value);
      }
      seen.add(Elementary.valueOf(name));
    }
    assertTrue(wrong.isEmpty(), () -> String.join("\n", wrong));
    assertEquals(EnumSet.allOf(Elementary.class), seen);
  }

  @Test
  void limitsAreTakenAtInfinities() {
    assertEquals(-0.0, value("GELU", -INF));
    assertEquals(INF, value("GELU", INF));
    assertEquals(0, value("GELU_DERIVATIVE", -INF));
    assertEquals(1, value("GELU_DERIVATIVE", INF));
    assertEquals(0, value("SIGMOID", -INF));
    assertEquals(1, value("SIGMOID", INF));
    assertEquals(0, value("LOGISTIC_PDF", -INF));
    assertEquals(0, value("SECH2", INF));
    assertEquals(-1, value("EXPM1", -INF));
    assertEquals(1, value("ERF", INF));
    assertEquals(2, value("ERFC", -INF));
    assertEquals(0, value("SCALED_GAUSSIAN", INF, Double.NaN));
    assertEquals(0, value("SCALED_GAUSSIAN_DERIVATIVE", -INF, Double.NaN));
    assertEquals(0, value("EXP_DIFFERENCE", -INF, 3));
    assertEquals(0, value("SCALED_EXP", -INF, 3));
    for (String gate : List.of("SILU", "GELU_SIGMOID", "GELU_TANH", "MISH", "SQUAREPLUS")) {
      assertEquals(0, value(gate, -INF, 2) + 0.0, gate);
      assertEquals(INF, value(gate, INF, 2), gate);
      assertEquals(0, value(gate + "_DERIVATIVE", -INF, 2), gate);
      assertEquals(1, value(gate + "_DERIVATIVE", INF, 2), gate);
    }
    assertEquals(INF, value("SOFTPLUS", INF));
    assertEquals(0, value("SOFTPLUS", -INF));
    assertEquals(-INF, value("LOG_SIGMOID", -INF));
    assertEquals(-INF, value("TANH_SHRINK", -INF));
    assertEquals(-1, value("SOFTSIGN", -INF));
    assertEquals(0, value("SOFTSIGN_DERIVATIVE", INF));
    assertEquals(1.7159, value("RATIONAL_TANH", INF));
    assertEquals(-2, value("CELU", -INF, 2));
    assertEquals(INF, value("POW", -INF, 2));
    assertEquals(Double.NaN, value("POW", -2, 0.5));
    assertEquals(Double.NaN, value("SIN", INF));
  }

  @Test
  void zerosKeepTheirSign() {
    for (String odd :
        List.of("EXPM1", "TANH", "ERF", "GELU", "SILU", "MISH", "TANH_SHRINK", "SOFTSIGN", "SIN")) {
      assertEquals(-0.0, value(odd, -0.0), odd);
      assertEquals(0.0, value(odd, 0.0), odd);
    }
  }

  @Test
  void hugeArgumentsGiveNoNaN() {
    for (double x : new double[] {30, 45, 1000, 1e20f, Float.MAX_VALUE, 1e200, Double.MAX_VALUE}) {
      assertEquals(1, value("GELU_DERIVATIVE", x));
      assertEquals(0, value("GELU_DERIVATIVE", -x), 1e-190);
      assertEquals(x, value("GELU", x));
      assertEquals(x, value("SILU", x), 1e-10);
      assertEquals(x, value("MISH", x), 1e-10);
      assertEquals(1, value("MISH_DERIVATIVE", x), 1e-10);
      assertEquals(1, value("SILU_DERIVATIVE", x), 1e-10);
      assertEquals(1, value("GELU_TANH_DERIVATIVE", x));
      assertEquals(0, value("GELU_TANH", -x), 1e-150);
      assertEquals(0, value("NORMAL_PDF", x), 1e-190);
    }
  }

  @Test
  void oddsEndAtTheEndsOfTheirRange() {
    assertEquals(-INF, value("LOGIT", 0));
    assertEquals(-INF, value("LOGIT", -0.0));
    assertEquals(INF, value("LOGIT", 1));
    assertEquals(0, value("LOGIT", 0.5));
    assertEquals(Double.NaN, value("LOGIT", Math.nextUp(1f)));
    assertEquals(Double.NaN, value("LOGIT", -Float.MIN_VALUE));
    assertEquals(INF, value("LOGIT_DERIVATIVE", 0));
    assertEquals(INF, value("LOGIT_DERIVATIVE", -0.0));
    assertEquals(INF, value("LOGIT_DERIVATIVE", 1));
    assertEquals(Double.NaN, value("LOGIT_DERIVATIVE", 2));
  }

  @Test
  void nanPassesThroughEveryFunction() {
    for (Elementary function : EnumSet.complementOf(EnumSet.of(Elementary.UNIFORM))) {
      Real value = TrueFunctions.of(function).value(Real.NAN, Real.of(1.5), Real.ONE);
      assertTrue(value.isNaN(), function.name());
    }
  }

  private static double value(String name, double... arguments) {
    Real[] reals = Arrays.stream(arguments).mapToObj(Real::of).toArray(Real[]::new);
    return named(name).value(reals).doubleValue();
  }

  private static List<String> values() throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                TrueFunctionsTest.class.getResourceAsStream("true-values.csv"),
                StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    }
  }
}
