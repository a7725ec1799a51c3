package io.hillock.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RealTest {
  private static final MathContext CONTEXT = new MathContext(60);
  private static final BigDecimal TOLERANCE = new BigDecimal(Math.scalb(1.0, -102));

  /** Two doubles of any size whose sum has 100 bits and more. */
  private static Real random(Random random) {
    double high = (random.nextDouble() + 0.5) * (random.nextBoolean() ? 1 : -1);
    Real sum = Real.of(high).add(random.nextDouble() * 0x1p-54);
    return sum.scalb(random.nextInt(3) == 0 ? random.nextInt(3000) - 1500 : random.nextInt(8));
  }

  private static void assertNear(BigDecimal expected, Real found) {
    BigDecimal error = found.toBigDecimal().subtract(expected).abs();
    assertTrue(
        error.compareTo(expected.abs().multiply(TOLERANCE)) <= 0,
        () -> expected.round(MathContext.DECIMAL128) + " and " + found);
  }

  @Test
  void operationsAreRightToAHundredBits() {
    Random random = new Random(1);
    for (int i = 0; i < 5000; i++) {
      Real a = random(random);
      Real b = random(random);
      BigDecimal x = a.toBigDecimal();
      BigDecimal y = b.toBigDecimal();
      if (a.isNegative() == b.isNegative()) {
        assertNear(x.add(y), a.add(b));
      } else {
        assertNear(x.subtract(y), a.subtract(b));
      }
      assertNear(x.multiply(y), a.multiply(b));
      assertNear(x.divide(y, CONTEXT), a.divide(b));
      assertNear(x.abs().sqrt(CONTEXT), a.abs().sqrt());
      assertEquals(x.compareTo(y) < 0, a.isLess(b));
      assertTrue(a.isLessOrEqual(a) && !a.isLess(a));
    }
  }

  @Test
  void subnormalDoublesAreRoundedOnce() {
    Random random = new Random(3);
    long greatest = Double.doubleToRawLongBits(Double.MIN_NORMAL);
    for (int i = 0; i < 2000; i++) {
      long count = i == 0 ? greatest - 1 : i == 1 ? 0 : random.nextLong() >>> (12 + i % 52);
      for (double sign : new double[] {1, -1}) {
        Real halfWay = Real.of(count).add(0.5).multiply(sign);
        for (int side : new int[] {-1, 1}) {
          Real beside = halfWay.add(sign * side * Math.scalb(0.5, -54)).scalb(-1074);
          double expected = sign * Double.longBitsToDouble(side < 0 ? count : count + 1);
          assertEquals(expected, beside.doubleValue());
        }
      }
    }
  }

  @Test
  void doublesOfAnySizeComeBack() {
    for (double value :
        new double[] {0, -0.0, 1, Double.MIN_VALUE, 3e-310, Double.MAX_VALUE, 1e200, -1e-200}) {
      assertEquals(value, Real.of(value).doubleValue());
      assertEquals(value, Real.of(value).add(-0.0).doubleValue());
    }
    assertEquals(1e300, Real.of(1e300).square().square().sqrt().sqrt().doubleValue());
    assertEquals(3e-310, Real.of(3e-310).square().sqrt().doubleValue());
  }

  @Test
  void infinitiesZerosAndNaNsFollowTheStandard() {
    double[] values = {0, -0.0, 1.5, -1e300, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    for (double a : values) {
      for (double b : values) {
        Real x = Real.of(a);
        Real y = Real.of(b);
        if (Double.isInfinite(a) || Double.isInfinite(b) || a == 0 || b == 0) {
          assertEquals(a + b, x.add(y).doubleValue(), a + " + " + b);
          assertEquals(a - b, x.subtract(y).doubleValue(), a + " - " + b);
          assertEquals(a * b, x.multiply(y).doubleValue(), a + " * " + b);
          assertEquals(a / b, x.divide(y).doubleValue(), a + " / " + b);
        }
        assertEquals(a < b, x.isLess(y), a + " < " + b);
        assertEquals(a <= b, x.isLessOrEqual(y), a + " <= " + b);
        assertEquals(a == b, x.isEqual(y), a + " == " + b);
      }
      assertEquals(Math.sqrt(a), Real.of(a).sqrt().doubleValue(), 1e-15 * Math.abs(a));
    }
    assertFalse(Real.NAN.isLessOrEqual(Real.NAN) || Real.NAN.isEqual(Real.NAN));
    assertTrue(Real.NAN.add(Real.ONE).isNaN() && Real.ONE.subtract(Real.NAN).isNaN());
  }
}
