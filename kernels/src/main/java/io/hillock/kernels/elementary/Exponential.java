package io.hillock.kernels.elementary;

import io.hillock.kernels.Expr;

/**
 * Lowers the exponential family to primitive operations of float32.
 *
 * <p>All share one range reduction. Adding 1.5 * 2^23 to x / ln 2 rounds it to an integer n, which
 * then stands in the low bits of the sum: shifted left by 23 they are the exponent of 2^n (plus the
 * bias that was added along). The rest r = x - n ln 2 takes two fmas; the first is exact. A
 * polynomial gives e^r.
 *
 * <p>Errors are in units of the last place of the true value, 2^-149 for subnormals, and are the
 * largest over all 2^32 inputs, found by trying each. Numbers of operations are without
 * reinterpretations and constants. {@code src/main/sollya/exponential.sollya} makes the
 * polynomials.
 */
public final class Exponential {
  /** Adding this rounds to an integer that stands in the low bits of the sum. */
  static final double ROUNDER = 0x1.8p23;

  /** The exponent bias of a float32. */
  static final int BIAS = 127;

  /** A start that scales by 2^64. */
  static final double WIDE_START = ROUNDER + BIAS + 64;

  /** 191 ln 2: 2^-191 is 0 where {@link #WIDE_START} has added 64 to its exponent. */
  private static final float ZERO_FROM = 132.39f;

  static final int SIGN = 0x80000000;

  static final double LOG2_E = 0x1.715476p0;

  /** ln 2 rounded to float32, and what is missing. */
  static final double LN2_HIGH = 0x1.62e43p-1;

  static final double LN2_LOW = -0x1.05c61p-29;

  /** e^r, relative error 2^-28.0 for |r| <= ln(2)/2. Coefficients here run from the highest. */
  static final double[] EXP = {
    0x1.686a4p-10, 0x1.123cf6p-7, 0x1.555b82p-5, 0x1.55548cp-3, 0x1.fffff8p-2, 1, 1
  };

  /** (e^r - 1 - r) / r^2, to relative error 2^-28.2 of e^r for |r| <= ln(2)/2. */
  static final double[] EXPM1_REST = {
    0x1.694c86p-10, 0x1.12397cp-7, 0x1.555a26p-5, 0x1.555492p-3, 0x1.fffffap-2
  };

  /** The same to 2^-28.3 for ln(3/4) <= r <= ln(3/2), where e^r - 1 is from -1/4 to 1/2. */
  static final double[] EXPM1_REST_SHIFTED = {
    0x1.7fad38p-10, 0x1.11f3d4p-7, 0x1.55442cp-5, 0x1.5554d4p-3, 0x1.000006p-1
  };

  /** (e^r - 1 - r - r^2/2) / r^3, to relative error 2^-32.9 of e^r for |r| <= ln(2)/2. */
  static final double[] EXP_CUBIC_REST = {
    0x1.9a589p-13, 0x1.6d4cb8p-10, 0x1.1115dp-7, 0x1.5554e8p-5, 0x1.555552p-3
  };

  /** (tanh(x) / x - 1) / x^2 in x^2, to relative error 2^-25.9 of tanh(x) for |x| <= 0.7. */
  private static final double[] TANH_REST = {
    -0x1.50e8f4p-8, 0x1.493b7p-6, -0x1.b6c3acp-5, 0x1.10fb0cp-3, -0x1.5554f6p-2
  };

  /** (1 - e) / (1 + e), error 2^-27.3 for 0 <= e <= exp(-1.4). */
  private static final double[] TANH_OF_EXP = {
    0x1.d777c6p-1, -0x1.b2d832p0, 0x1.f47bccp0, -0x1.ff1a18p0, 0x1.fff7a4p0, -0x1.ffffe6p0, 1
  };

  /** The bits of 1/d are nearly this number less the bits of d: relative error 0.05. */
  private static final int RECIPROCAL = 0x7ef32000;

  private Exponential() {}

  /**
   * Lowers e^x: reduction, a polynomial of degree 6, scaling in two steps.
   *
   * <p>20 operations. Maximum error 0.892 ULP, at x = 0x1.4ce7a6p+2. -Infinity gives 0, what
   * exceeds the largest float Infinity; results below 2^-126 are rounded once.
   */
  public static Expr exp(Expr x) {
    Expr t = x.fma(LOG2_E, ROUNDER + 2 * BIAS);
    Expr n = t.sub(ROUNDER + 2 * BIAS);
    Expr p = horner(rest(n, x), EXP);
    return saturated(scaled(p, t), x);
  }

  /**
   * Lowers e^(a - b) as {@link #exp} of the rounded difference d; what the rounding of d lost,
   * which a 2Sum finds, joins the reduced argument.
   *
   * <p>27 operations. Maximum error 0.927 ULP, measured on 10^9 pairs. Where a - b is -Infinity the
   * result is 0, where it is NaN (equal infinities) NaN.
   */
  public static Expr expDifference(Expr a, Expr b) {
    Expr d = a.sub(b);
    Expr low = lostOfDifference(a, b);
    Expr t = d.fma(LOG2_E, ROUNDER + 2 * BIAS);
    Expr n = t.sub(ROUNDER + 2 * BIAS);
    Expr r = n.fma(-LN2_HIGH, d).add(n.fma(-LN2_LOW, low));
    return saturated(scaled(horner(r, EXP), t), d);
  }

  /**
   * Lowers 2^64 e^(a - b) for a <= b, as e^-d. Nothing is compared: d is bounded as an integer, NaN
   * with it, to where the power of two is 0; and a bit that no reduced argument has is cleared in
   * r, which then is finite, so that the product is 0.
   *
   * <p>22 operations. Maximum error 0.894 ULP, relative 1.28 * 2^-24, measured on 3 * 10^8 pairs;
   * 2^64 where a is b. 0 where a - b is below -132, -Infinity or NaN.
   */
  public static Expr scaledExp(Expr a, Expr b) {
    return scaledExpOfMinus(b.sub(a), lostOfDifference(b, a));
  }

  /** Lowers 2^64 e^(a + rest - b) in the same way, for a rest of at most 2^-12. 23 operations. */
  public static Expr scaledExp(Expr a, Expr rest, Expr b) {
    return scaledExpOfMinus(b.sub(a), lostOfDifference(b, a).sub(rest));
  }

  private static Expr scaledExpOfMinus(Expr d, Expr low) {
    // Not as the absolute value of a real: that may leave a NaN its sign.
    Expr x = d.bits().and(~SIGN).intMin(Float.floatToRawIntBits(ZERO_FROM)).fromBits();
    Expr t = x.fma(-LOG2_E, WIDE_START);
    Expr n = t.sub(WIDE_START);
    Expr r = n.fma(LN2_HIGH, x).add(n.fma(LN2_LOW, low));
    Expr finite = r.bits().and(~0x40000000).fromBits();
    return horner(finite, stretched(EXP, -1)).mul(powerOfTwo(t));
  }

  /** Returns what the rounding of a - b loses (2Sum). */
  private static Expr lostOfDifference(Expr a, Expr b) {
    Expr d = a.sub(b);
    Expr near = a.sub(d);
    return a.sub(d.add(near)).add(near.sub(b));
  }

  /**
   * Lowers e^x - 1 as (2^n - 1) + 2^n (e^r - 1), with half of 2^n so that n = 128 does not
   * overflow, and with the rounding error of 2^n - 1, which counts from n = 25 on. Reducing to
   * ln(3/4) <= r <= ln(3/2) and not to |r| <= ln(2)/2 keeps e^r - 1 below 1/4 where its error would
   * be doubled.
   *
   * <p>24 operations. Maximum error 0.9995 ULP, at x = 0x1.18f15ap+0. Where the square of r is
   * below 2^-100 so is x, and x is the result: zeros keep their sign. -Infinity gives -1.
   */
  public static Expr expm1(Expr x) {
    Expr y = clamped(x, -20, 89);
    Expr t = y.sub(0x1.e27076p-5).fma(LOG2_E, ROUNDER + BIAS - 1);
    Expr n = t.sub(ROUNDER + BIAS - 1);
    Expr r = rest(n, y);
    Expr square = r.mul(r);
    Expr u = square.fma(horner(r, EXPM1_REST_SHIFTED), r);
    Expr half = powerOfTwo(t);
    Expr high = half.sub(0.5);
    Expr low = half.sub(high).sub(0.5);
    Expr result = half.fma(u, low).add(high).mul(2);
    return square.lt(0x1p-100).select(x, result);
  }

  /**
   * Lowers 1 / (1 + e^-x) as S / (S + S e^-x): the scale S = 2^-32 keeps the denominator finite to
   * the last x. The denominator is summed to high + low; its reciprocal starts from an integer
   * subtraction, takes a Newton step (its constant tuned: relative error 0.0013) and then a step of
   * third order on the exact residual. That costs less than a division, which would need the
   * residual as well.
   *
   * <p>29 operations. Maximum error 0.981 ULP, at x = -0x1.4cdcfp+2. Exactly 1 from x = 16.99 on;
   * subnormal results below x = -87.3 are rounded once more; 0 below -103.98.
   */
  public static Expr sigmoid(Expr x) {
    final int shift = BIAS - 32;
    final double scale = 0x1p-32;
    Expr y = clamped(x.neg(), -18, 105);
    Expr t = y.fma(LOG2_E, ROUNDER + shift);
    Expr n = t.sub(ROUNDER + shift);
    Expr r = rest(n, y);
    Expr u = r.mul(r).fma(horner(r, EXPM1_REST), r);
    Expr s = powerOfTwo(t);
    Expr high = s.fma(u, s.add(scale));
    Expr low = s.fma(u, s.sub(high).add(scale));
    Expr q = negatedReciprocal(high, 0x1.002a9ap1);
    Expr error = q.fma(low, q.fma(high, Expr.constant(1)));
    return q.fma(error.fma(error, error), q).mul(-scale);
  }

  /**
   * Lowers e / (1 + e)^2 with e = e^-|x| = 2^n (1 + u). An approximate q of 1 / (1 + e) is cut to
   * 12 bits, so that q^2 and 1 - q are exact; f is what q (1 + e) lacks of 1, below 0.0016. The
   * result is q^2 2^n times (1 + u) (1 - f)^-2, which is written as 1 plus a small number; of the
   * last factor the series 1 + 2 f + 3 f^2 is taken, its 2 tuned to make up for the cube. As in
   * {@link #expm1} the reduction is not centred.
   *
   * <p>34 operations. Maximum error 0.986 ULP, at x = 0x1.48eecap+2. Even; subnormal results are
   * rounded once more; 0 from |x| = 103.98 on.
   */
  public static Expr logisticPdf(Expr x) {
    return logisticPdf(x, 0x1p-64);
  }

  /**
   * Lowers 1 - tanh(x)^2 as 4 logisticPdf(2 x).
   *
   * <p>35 operations. Maximum error 0.986 ULP, at x = 0x1.48eecap+1. Even; 0 from |x| = 52.68 on.
   */
  public static Expr sech2(Expr x) {
    return logisticPdf(x.mul(2), 0x1p-62);
  }

  private static Expr logisticPdf(Expr x, double unscale) {
    final int shift = BIAS + 64;
    final double scale = 0x1p-64;
    Expr y = x.bits().or(SIGN).fromBits();
    y = y.lt(-106).select(-106, y);
    Expr t = y.sub(0x1.eb851ep-5).fma(LOG2_E, ROUNDER + shift);
    Expr n = t.sub(ROUNDER + shift);
    Expr r = rest(n, y);
    Expr square = r.mul(r);
    Expr c = horner(r, EXPM1_REST_SHIFTED);
    Expr u = square.fma(c, r);
    Expr s = powerOfTwo(t);
    Expr q = negatedReciprocal(s.fma(u.fma(scale, scale), Expr.constant(1)), 0x1.0032cap1);
    q = q.bits().and(0xfffff000).fromBits();
    Expr scaledQs = q.mul(s);
    Expr qs = scaledQs.mul(scale);
    Expr f = qs.fma(u, q.add(1).add(qs));
    Expr g = f.mul(f.fma(3, 0x1.000038p1));
    Expr growth = square.fma(c, u.fma(g, g)).add(r);
    Expr product = q.mul(scaledQs);
    return product.fma(growth, product).mul(unscale);
  }

  /**
   * Lowers tanh: below |x| = 0.7 an odd polynomial; above, a polynomial of degree 6 in e^(-2|x|),
   * small there, so that its errors are small beside 1.
   *
   * <p>31 operations. Maximum error 0.977 ULP, at x = 0x1.742198p-1. Odd, zeros keep their sign;
   * exactly 1 or -1 from |x| = 9.02 on.
   */
  public static Expr tanh(Expr x) {
    Expr a = x.abs();
    Expr square = a.mul(a);
    Expr small = a.fma(square.mul(horner(square, TANH_REST)), a);
    Expr y = a.gt(9.25).select(9.25, a);
    Expr t = y.fma(-2 * LOG2_E, ROUNDER + BIAS);
    Expr n = t.sub(ROUNDER + BIAS);
    // e^(-2|x|) = 2^n e^(-2 r); the low part of ln 2 is too small to matter here
    Expr r = n.fma(LN2_HIGH / 2, y);
    Expr e = horner(r, stretched(EXP, -2)).mul(powerOfTwo(t));
    Expr large = horner(e, TANH_OF_EXP);
    return a.lt(0.7f).select(small, large).bits().or(x.bits().and(SIGN)).fromBits();
  }

  /**
   * A product that is not yet rounded: (high + low) * scale * 2^-64.
   *
   * @param high from 0.7 to 1.42
   * @param low below 0.01
   * @param scale a power of two from 2^-124 to 2^64
   */
  record Wide(Expr high, Expr low, Expr scale) {}

  /**
   * Returns e^(x + low) for -130 <= x <= 0 and a low of at most a unit in the last place of x, to
   * relative error 2^-28.9 (measured on 8 * 10^7 pairs). 25 operations; NaN stays.
   */
  static Wide expFromMinus130(Expr x, Expr low) {
    return expOfNonPositive(x, low, WIDE_START).wide();
  }

  /**
   * (high + low) 2^n.
   *
   * @param high from 0.7 to 1.42
   * @param low below 0.01
   * @param t n more than the start that was given, which has a {@link #ROUNDER} in it
   */
  record Power(Expr high, Expr low, Expr t) {
    /** Returns the same where the start was {@link #WIDE_START}. */
    Wide wide() {
      return new Wide(high, low, powerOfTwo(t));
    }
  }

  /**
   * Returns e^(x + low) for x <= 0 and a low of at most a unit in the last place of x, without a
   * look at how small x is.
   */
  static Power expOfNonPositive(Expr x, Expr low, double start) {
    Expr t = x.fma(LOG2_E, start);
    Expr n = t.sub(start);
    Expr r1 = n.fma(-LN2_HIGH, x);
    Expr r2 = n.fma(-LN2_LOW, low);
    Expr r = r1.add(r2);
    Expr rLow = r2.sub(r.sub(r1));
    Expr halfR = r.mul(0.5);
    Expr a = halfR.fma(r, r);
    Expr aLow = halfR.fma(r, r.sub(a));
    Expr rest = r.mul(r).mul(r).fma(horner(r, EXP_CUBIC_REST), aLow);
    rest = rLow.fma(a, rest).add(rLow);
    Expr high = a.add(1);
    return new Power(high, a.sub(high.sub(1)).add(rest), t);
  }

  /** Returns x - n ln 2. */
  static Expr rest(Expr n, Expr x) {
    return n.fma(-LN2_LOW, n.fma(-LN2_HIGH, x));
  }

  /** Returns 2^n where t is ROUNDER + BIAS + n. */
  static Expr powerOfTwo(Expr t) {
    return t.bits().shl(23).fromBits();
  }

  /** Returns p 2^n where t is ROUNDER + 2 BIAS + n: n is too wide for one factor. */
  static Expr scaled(Expr p, Expr t) {
    Expr half = t.bits().shr(1).shl(23);
    Expr other = t.bits().shl(23).intSub(half);
    return p.mul(half.fromBits()).mul(other.fromBits());
  }

  /** Returns what e^x overflows or underflows to where it does, otherwise y. */
  static Expr saturated(Expr y, Expr x) {
    Expr bounded = x.gt(89).select(Double.POSITIVE_INFINITY, y);
    return x.lt(-104).select(0, bounded);
  }

  /** Returns x between the bounds; NaN stays. */
  static Expr clamped(Expr x, double least, double greatest) {
    Expr y = x.gt(greatest).select(greatest, x);
    return y.lt(least).select(least, y);
  }

  /** Returns -1/d to three digits, for d from 2^-125 to 2^125; two is 2 or a little more. */
  static Expr negatedReciprocal(Expr d, double two) {
    Expr q = Expr.intConstant(RECIPROCAL).intSub(d.bits()).fromBits();
    return q.mul(d.fma(q, Expr.constant(-two)));
  }

  /** Returns -1/d to 19 digits of two, for d from 2^-125 to 2^125. */
  static Expr negatedReciprocal(Expr d) {
    Expr q = negatedReciprocal(d, 0x1.002a9ap1);
    return q.fma(q.fma(d, Expr.constant(1)), q);
  }

  /** Returns the polynomial with the given coefficients, from the highest. */
  static Expr horner(Expr x, double... coefficients) {
    Expr sum = x.fma(coefficients[0], coefficients[1]);
    for (int i = 2; i < coefficients.length; i++) {
      sum = sum.fma(x, Expr.constant(coefficients[i]));
    }
    return sum;
  }

  /** Returns the coefficients of p(factor x) for those of p(x). */
  static double[] stretched(double[] coefficients, double factor) {
    double[] result = coefficients.clone();
    double power = factor;
    for (int i = result.length - 2; i >= 0; i--) {
      result[i] *= power;
      power *= factor;
    }
    return result;
  }
}
