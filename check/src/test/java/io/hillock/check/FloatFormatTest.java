package io.hillock.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FloatFormatTest {
  private static final double INF = Double.POSITIVE_INFINITY;

  @Test
  void inFloat32ItAgreesWithUlp() {
    float[] computed = {0, -0f, 1, Math.nextUp(1f), -3e-42f, 3e38f, -1e-30f, Float.NaN};
    double[] truths = {0, 1, 1 - 0x1p-50, 1e-45, -2e-42, 3.4e38, 1e39, -1e-300, INF, Double.NaN};
    for (double truth : truths) {
      for (float value : computed) {
        for (double scale : new double[] {0, 0.0625}) {
          double expected = Ulp.error(value, truth, scale);
          double found = FloatFormat.FLOAT32.error(value, Real.of(truth), scale);
          assertEquals(expected, found, 1e-12 * expected, value + " " + truth + " " + scale);
        }
      }
    }
  }

  @Test
  void theUnitOfFloat64IsTheSpacingInTheBinadeOfTheTrueValue() {
    FloatFormat format = FloatFormat.FLOAT64;
    assertEquals(1, format.error(Math.nextUp(1.0), Real.ONE, 0));
    assertEquals(0.5, format.error(1, Real.ONE.add(0x1p-53), 0));
    assertEquals(0x1p-20, format.error(1, Real.ONE.add(0x1p-72), 0));
    assertEquals(1, format.error(Double.MIN_VALUE, Real.ZERO, 0));
    assertEquals(0.25, format.error(0, Real.of(Double.MIN_VALUE).scalb(-2), 0));
    assertEquals(0, format.error(0, Real.ONE.scalb(-5000), 0));
    assertEquals(1, format.error(0x1p-56, Real.ZERO, 0.0625));
  }

  @Test
  void infinityIsRightWhereTheTrueValueRoundsToIt() {
    Real greatest = Real.of(Double.MAX_VALUE);
    Real half = Real.ONE.scalb(970);
    assertEquals(0, FloatFormat.FLOAT64.error(INF, greatest.add(half), 0));
    assertEquals(0, FloatFormat.FLOAT64.error(INF, Real.ONE.scalb(5000), 0));
    assertEquals(0, FloatFormat.FLOAT64.error(-INF, Real.INFINITY.negate(), 0));
    assertEquals(1, FloatFormat.FLOAT64.error(INF, greatest, 0));
    assertEquals(1, FloatFormat.FLOAT64.error(Double.MAX_VALUE, Real.INFINITY, 0));
    assertEquals(0x1p54, FloatFormat.FLOAT64.error(-INF, Real.INFINITY, 0));
    assertEquals(0, FloatFormat.FLOAT16.error(INF, Real.of(65520), 0));
    assertEquals(1, FloatFormat.FLOAT16.error(INF, Real.of(65504), 0));
  }

  @Test
  void smallFormatsHaveTheirOwnSpacing() {
    assertEquals(1, FloatFormat.FLOAT16.error(1 + 0x1p-10, Real.ONE, 0));
    assertEquals(1, FloatFormat.FLOAT16.error(0x1p-24, Real.ZERO, 0));
    assertEquals(1, FloatFormat.BFLOAT16.error(1 + 0x1p-7, Real.ONE, 0));
    assertEquals(1, FloatFormat.BFLOAT16.error(0x1p-133, Real.ZERO, 0));
  }
}
