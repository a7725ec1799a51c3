package io.hillock.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hillock.kernels.Elementary;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrueFunctionsTest {
  private static final double INF = Double.POSITIVE_INFINITY;

  @Test
  void everyFunctionIsRightToThirteenDigits() throws IOException {
    Set<Elementary> seen = EnumSet.noneOf(Elementary.class);
    for (String line : values()) {
      String[] fields = line.split(",", -1);
      Elementary function = Elementary.valueOf(fields[0]);
      double a = Double.parseDouble(fields[1]);
      double b = Double.parseDouble(fields[2]);
      double truth = Double.parseDouble(fields[3]);
      double value = TrueFunctions.of(function).value(a, b);
      // Below the least float, an error is not seen in units of its last place.
      double tolerance = 1e-13 * Math.max(Math.abs(truth), 1e-46);
      assertTrue(
          Math.abs(value - truth) <= tolerance,
          () -> function + " of " + a + ", " + b + " is " + truth + ", not " + value);
      seen.add(function);
    }
    assertEquals(EnumSet.allOf(Elementary.class), seen);
  }

  @Test
  void limitsAreTakenAtInfinities() {
    assertEquals(-0.0, value(Elementary.GELU, -INF));
    assertEquals(INF, value(Elementary.GELU, INF));
    assertEquals(0, value(Elementary.GELU_DERIVATIVE, -INF));
    assertEquals(1, value(Elementary.GELU_DERIVATIVE, INF));
    assertEquals(0, value(Elementary.SIGMOID, -INF));
    assertEquals(1, value(Elementary.SIGMOID, INF));
    assertEquals(0, value(Elementary.LOGISTIC_PDF, -INF));
    assertEquals(0, value(Elementary.SECH2, INF));
    assertEquals(-1, value(Elementary.EXPM1, -INF));
    assertEquals(0, TrueFunctions.of(Elementary.SCALED_GAUSSIAN).value(INF, Double.NaN));
    assertEquals(0, TrueFunctions.of(Elementary.EXP_DIFFERENCE).value(-INF, 3));
    assertEquals(0, TrueFunctions.of(Elementary.SCALED_EXP_REST).value(-INF, 3));
  }

  @Test
  void hugeArgumentsGiveNoNaN() {
    for (float x : new float[] {30, 45, 1000, 1e20f, Float.MAX_VALUE}) {
      assertEquals(1, value(Elementary.GELU_DERIVATIVE, x));
      assertEquals(0, value(Elementary.GELU_DERIVATIVE, -x), 1e-190);
      assertEquals(x, value(Elementary.GELU, x));
      assertEquals(0, value(Elementary.NORMAL_PDF, x), 1e-190);
    }
  }

  @Test
  void oddsEndAtTheEndsOfTheirRange() {
    assertEquals(-INF, value(Elementary.LOGIT, 0));
    assertEquals(-INF, value(Elementary.LOGIT, -0.0));
    assertEquals(INF, value(Elementary.LOGIT, 1));
    assertEquals(0, value(Elementary.LOGIT, 0.5));
    assertEquals(Double.NaN, value(Elementary.LOGIT, Math.nextUp(1f)));
    assertEquals(Double.NaN, value(Elementary.LOGIT, -Float.MIN_VALUE));
    assertEquals(INF, value(Elementary.LOGIT_DERIVATIVE, 0));
    assertEquals(INF, value(Elementary.LOGIT_DERIVATIVE, -0.0));
    assertEquals(INF, value(Elementary.LOGIT_DERIVATIVE, 1));
    assertEquals(Double.NaN, value(Elementary.LOGIT_DERIVATIVE, 2));
  }

  @Test
  void nanPassesThroughEveryFunction() {
    for (Elementary function : Elementary.values()) {
      assertEquals(Double.NaN, TrueFunctions.of(function).value(Double.NaN, 0), function.name());
    }
  }

  private static double value(Elementary function, double x) {
    return TrueFunctions.of(function).value(x, x);
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
