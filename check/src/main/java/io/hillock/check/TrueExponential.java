package io.hillock.check;

import java.math.BigDecimal;
import org.apache.commons.numbers.core.DD;

/**
 * Exponentials and logarithms of {@link Real}s, with a relative error below 2^-95. The exponential
 * is a short Taylor series of a 256th of the reduced argument, doubled eight times; the logarithm
 * is a Newton step on it.
 */
final class TrueExponential {
  /** The logarithm of two in three parts; whole multiples below 2^30 of the first are exact. */
  private static final double LN_2_A = truncated(Math.log(2), 30);

  private static final double LN_2_B = rest(LN_2_A);
  private static final double LN_2_C = rest(LN_2_A, LN_2_B);
  private static final DD LN_2 = DD.from(Constants.LN_2);

  private static final int DOUBLINGS = 8;

  /** 1/2!, 1/3!, ... that need two doubles. */
  private static final DD[] LEADING = {
    inverseFactorial(2), inverseFactorial(3), inverseFactorial(4)
  };

  /** The next ones, of terms that are below 2^-45 of the first. */
  private static final double[] TRAILING = {
    1 / 120.0, 1 / 720.0, 1 / 5040.0, 1 / 40320.0, 1 / 362880.0, 1 / 3628800.0
  };

  private TrueExponential() {}

  private static double truncated(double value, int bitsOff) {
    return Double.longBitsToDouble(Double.doubleToLongBits(value) & (-1L << bitsOff));
  }

  private static double rest(double... parts) {
    BigDecimal rest = Constants.LN_2;
    for (double part : parts) {
      rest = rest.subtract(new BigDecimal(part));
    }
    return rest.doubleValue();
  }

  private static DD inverseFactorial(int n) {
    long factorial = 1;
    for (int i = 2; i <= n; i++) {
      factorial *= i;
    }
    return DD.of(factorial).reciprocal();
  }

  /** {@code e^x}. */
  static Real exp(Real x) {
    if (x.isTiny()) {
      return Real.ONE;
    }
    double high = x.sum().hi();
    if (x.isHuge() || !(Math.abs(high) < 0x1p29)) {
      return x.isNaN() ? x : x.isNegative() ? Real.ZERO : Real.INFINITY;
    }
    double k = Math.rint(high / Math.log(2));
    DD r = x.sum().subtract(k * LN_2_A);
    r = r.subtract(DD.ofProduct(k, LN_2_B)).subtract(k * LN_2_C);
    return Real.scaled(expm1(r).add(1), (long) k);
  }

  /** {@code e^x - 1}. */
  static Real expm1(Real x) {
    if (x.isTiny()) {
      return x;
    }
    return Math.abs(x.doubleValue()) < 0.5 ? Real.of(expm1(x.sum())) : exp(x).add(-1);
  }

  /** {@code e^r - 1} for |r| up to 1/2. */
  private static DD expm1(DD r) {
    DD t = r.scalb(-DOUBLINGS);
    double high = t.hi();
    double tail = 0;
    for (int i = TRAILING.length - 1; i >= 0; i--) {
      tail = tail * high + TRAILING[i];
    }
    DD sum = LEADING[2].add(tail * high);
    sum = sum.multiply(t).add(LEADING[1]).multiply(t).add(LEADING[0]).multiply(t);
    DD e = sum.multiply(t).add(t);
    for (int i = 0; i < DOUBLINGS; i++) {
      e = e.add(2).multiply(e);
    }
    return e;
  }

  /** The natural logarithm. */
  static Real log(Real x) {
    if (x.isZero()) {
      return Real.INFINITY.negate();
    }
    if (x.isNaN() || x.isNegative()) {
      return Real.NAN;
    }
    if (!x.isFinite()) {
      return x;
    }
    int k = x.binade();
    DD m = x.scalb(-k).sum();
    if (m.hi() > Math.sqrt(2)) {
      k++;
      m = m.scalb(-1);
    }
    DD d = m.subtract(1);
    DD part = d.hi() == 0 ? d : log1p(d);
    return Real.of(k == 0 ? part : LN_2.multiply(k).add(part));
  }

  /** {@code ln(1 + x)}. */
  static Real log1p(Real x) {
    if (x.isTiny()) {
      return x;
    }
    return Math.abs(x.doubleValue()) < 0.29 ? Real.of(log1p(x.sum())) : log(x.add(1));
  }

  /** {@code ln(1 + d)} for d from -0.3 to 0.42. */
  private static DD log1p(DD d) {
    double near = Math.log1p(d.hi());
    // With e = exp(-near) - 1 this is ln((1 + d)(1 + e)), and the product is 1 but for a residue.
    DD e = expm1(DD.of(-near));
    DD z = e.add(d).add(d.multiply(e));
    return z.subtract(z.square().scalb(-1)).add(near);
  }
}
