package io.hillock.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class UlpTest {
  private static final float INF = Float.POSITIVE_INFINITY;

  @Test
  void theUnitIsTheSpacingInTheBinadeOfTheTrueValue() {
    assertEquals(1, Ulp.error(Math.nextUp(1f), 1.0));
    assertEquals(0.5, Ulp.error(1f, 1 + 0x1p-24));
    // Below 1 the floats are twice as dense.
    assertEquals(2, Ulp.error(Math.nextUp(1f), 1 - 0x1p-50), 1e-6);
    assertEquals(Math.ulp(3e7f), Ulp.spacing(3e7));
    assertEquals(Math.ulp(-3e-7f), Ulp.spacing(-3e-7));
  }

  @Test
  void theUnitIsTheLeastFloatInTheSubnormalRange() {
    assertEquals(Float.MIN_VALUE, Ulp.spacing(0));
    assertEquals(Float.MIN_VALUE, Ulp.spacing(1e-300));
    assertEquals(Float.MIN_VALUE, Ulp.spacing(Float.MIN_NORMAL));
    assertEquals(2.0 * Float.MIN_VALUE, Ulp.spacing(2 * Float.MIN_NORMAL));
    assertEquals(0.25, Ulp.error(0f, Float.MIN_VALUE / 4.0));
    assertEquals(1, Ulp.error(-Float.MIN_VALUE, 0.0));
  }

  @Test
  void zerosOfEitherSignAreEqual() {
    assertEquals(0, Ulp.error(-0f, 0.0));
    assertEquals(0, Ulp.error(0f, -0.0));
  }

  @Test
  void infinityIsRightWhereTheTrueValueRoundsToIt() {
    assertEquals(0, Ulp.error(INF, Double.POSITIVE_INFINITY));
    assertEquals(0, Ulp.error(INF, 1e39));
    assertEquals(0, Ulp.error(-INF, -1e300));
    assertEquals(0, Ulp.error(INF, Float.MAX_VALUE + 0x1p103));
    assertEquals(1, Ulp.error(INF, Float.MAX_VALUE));
    assertEquals(0.5, Ulp.error(Float.MAX_VALUE, Float.MAX_VALUE + 0x1p103));
    assertEquals(1, Ulp.error(Float.MAX_VALUE, Double.POSITIVE_INFINITY));
    assertEquals(0x1p25, Ulp.error(-INF, Double.POSITIVE_INFINITY));
    assertEquals(0x1p24, Ulp.error(0f, Double.NEGATIVE_INFINITY));
    assertEquals((0x1p128 - 1) / 0x1p-23, Ulp.error(INF, 1.0));
  }

  @Test
  void nanMeetsOnlyNaN() {
    assertEquals(0, Ulp.error(Float.NaN, Double.NaN));
    assertEquals(Double.POSITIVE_INFINITY, Ulp.error(Float.NaN, 1));
    assertEquals(Double.POSITIVE_INFINITY, Ulp.error(INF, Double.NaN));
  }

  @Test
  void aScaleIsTheLeastUnit() {
    assertEquals(1, Ulp.error(Math.ulp(8f), 0, 8));
    assertEquals(1, Ulp.error(Math.nextUp(8f), 8, 1));
  }
}
