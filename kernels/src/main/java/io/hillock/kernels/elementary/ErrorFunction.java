package io.hillock.kernels.elementary;

import io.hillock.kernels.Expr;
import io.hillock.kernels.elementary.Exponential.Power;
import io.hillock.kernels.elementary.Exponential.Wide;
import io.hillock.kernels.elementary.GatedSigmoid.Sum;
import java.util.Arrays;

/**
 * The bell curve, the normal distribution, the error function and GELU in primitive operations of
 * float32. Errors are in units in the last place of the true value, over every 211th input where it
 * does not say otherwise. The polynomials come from src/main/sollya: error-function.sollya and
 * mills.py.
 *
 * <p>All tails are {@code exp(-a^2/2) Q(a)} with {@code Q(a) = exp(a^2/2) Phi(-a)}, the square
 * split exactly, both factors as unevaluated sums of two floats, rounded once at the end; the power
 * of two comes last, so that subnormal results are right.
 */
public final class ErrorFunction {
  /** {@code 1 / sqrt(2 pi)} rounded to float32, and what is missing. */
  private static final float DENSITY_HIGH = 0x1.988454p-2f;

  private static final double DENSITY_LOW = 0.39894228040143267794 - DENSITY_HIGH;

  /** {@code sqrt(2)} rounded to float32, and what is missing. */
  private static final float SQRT2_HIGH = 0x1.6a09e6p0f;

  private static final double SQRT2_LOW = 1.41421356237309504880 - SQRT2_HIGH;

  /** Beyond this every tail of the normal distribution is zero. */
  private static final int NORMAL_END = 16;

  /** Beyond this the complementary error function is zero. */
  private static final int ERROR_END = 11;

  /** {@code erf(x)/x - 1} in x^2 for |x| up to 0.92, relative error 2^-30. */
  private static final double[] ERF = {
    0x1.5d5c98p-14,
    -0x1.aa4e96p-11,
    0x1.54c5a6p-8,
    -0x1.b80db2p-6,
    0x1.ce2df2p-4,
    -0x1.812742p-2,
    0x1.06eba8p-3
  };

  /** A polynomial in 0.375 - a/(a + 4), relative error of Q 2^-28.0. */
  private static final double[] MILLS = {
    -0x1.694b4ap-3,
    -0x1.c7993ep-3,
    0x1.278ffep-2,
    0x1.4eabe2p-1,
    -0x1.9eaf34p-3,
    -0x1.fbc56ap0,
    -0x1.9a8a82p1,
    -0x1.79722ep1,
    -0x1.ab9e1ap0,
    -0x1.af5a9ep-2
  };

  /** A polynomial in -a/(a + 4), relative error of Q 2^-28.7, much smaller near 0. */
  private static final double[] MILLS_NEAR_ZERO = {
    0x1.c22bf4p-5,
    0x1.f81736p-3,
    0x1.6d6aep-2,
    0x1.66147cp-6,
    -0x1.3ca30ep-2,
    0x1.699cp-2,
    0x1.ad465ap0,
    0x1.08e85ap1,
    0x1.17cc56p0
  };

  private ErrorFunction() {}

  /**
   * {@code 2^64 exp(-(u + v)^2 / 2)}, v a small correction of u. Error at most 0.75 ULP after the
   * scale is taken out, at 0x1.a838eep+3; less than a subnormal beyond |u| = 14.5.
   */
  public static Expr scaledGaussian(Expr u, Expr v) {
    Wide e = bell(capped(u, NORMAL_END), signed(u, v));
    return e.high().add(e.low()).mul(e.scale());
  }

  /**
   * {@code -2^64 (u + v) exp(-(u + v)^2 / 2)}, v a small correction of u: the derivative of the
   * bell curve. Error at most 0.75 ULP after the scale is taken out, at -0x1.ad4f9ap3.
   */
  public static Expr scaledGaussianDerivative(Expr u, Expr v) {
    Expr a = capped(u, NORMAL_END);
    Expr correction = signed(u, v);
    Wide e = bell(a, correction);
    Sum factor = product(e.high(), e.low(), a, correction);
    Expr y = factor.high().add(factor.low()).mul(e.scale());
    return u.lt(0).select(y, y.neg());
  }

  /** {@code exp(-x^2 / 2) / sqrt(2 pi)}. Error at most 0.75 ULP, at -0x1.a59d5p+3. */
  public static Expr normalPdf(Expr x) {
    Wide e = bell(capped(x, NORMAL_END));
    Sum density = constantPair(DENSITY_HIGH, DENSITY_LOW);
    Sum y = product(e.high(), e.low(), density.high(), density.low());
    return rounded(new Wide(y.high(), y.low(), e.scale()));
  }

  /**
   * The distribution function of the standard normal distribution. Error at most 0.84 ULP, at
   * -0x1.9e8468p+3; 0 below -14.17.
   */
  public static Expr normalCdf(Expr x) {
    Wide tail = normalTail(capped(x, NORMAL_END));
    return x.lt(0).select(rounded(tail), lessThan(1, tail, 0x1p-64));
  }

  /**
   * {@code x Phi(x) = max(x, 0) - |x| Phi(-|x|)}. Error at most 0.90 ULP, at -0x1.a4af64p+3, over
   * all 2^32 inputs. -0 at -infinity: the limit from below.
   */
  public static Expr gelu(Expr x) {
    Expr a = capped(x, NORMAL_END);
    Wide tail = normalTail(a);
    Expr scale = a.mul(tail.scale());
    Expr product = tail.high().fma(scale, tail.low().mul(scale));
    Expr base = x.lt(0).select(-0.0, x);
    return product.fma(-0x1p-64, base);
  }

  /**
   * {@code Phi(x) + x phi(x)}: {@code D(a) = exp(-a^2/2) (Q(a) - a/sqrt(2 pi))} of a = |x| for
   * negative x, 1 - D(a) for positive. Error at most 0.77 ULP, at -0x1.1278fcp0, over all 2^32
   * inputs; about its zero at -0.7518 (from -1.2 to -0.4) the unit is at least that of 1/16. -0 at
   * -infinity.
   */
  public static Expr geluDerivative(Expr x) {
    Expr a = capped(x, NORMAL_END);
    Wide e = bell(a);
    Sum y = slopeTail(e.high(), e.low(), a);
    Wide d = new Wide(y.high(), y.low(), e.scale());
    return x.lt(0).select(rounded(d), lessThan(1, d, 0x1p-64));
  }

  /**
   * The error function: an odd polynomial below 0.92, 1 - erfc above. Error at most 0.85 ULP, at
   * -0x1.ce1e18p-1.
   */
  public static Expr erf(Expr x) {
    Expr a = capped(x, ERROR_END);
    Expr large = lessThan(1, errorTail(a), 0x1p-63);
    Expr square = x.mul(x);
    Expr small = x.fma(Exponential.horner(square, ERF), x);
    Expr y = x.lt(0).select(large.neg(), large);
    return x.abs().lt(0.92f).select(small, y);
  }

  /** {@code 1 - erf(x)}. Error at most 0.85 ULP, at 0x1.268e04p+3; 0 above 10.06. */
  public static Expr erfc(Expr x) {
    Wide tail = errorTail(capped(x, ERROR_END));
    Expr positive = tail.high().add(tail.low()).mul(tail.scale()).mul(0x1p-63);
    return x.lt(0).select(lessThan(2, tail, 0x1p-63), positive);
  }

  /** {@code exp(-a^2 / 2)}. */
  static Power bell(Expr a, double start) {
    Expr half = a.mul(0.5);
    Expr square = a.neg().mul(half);
    return Exponential.expOfNonPositive(square, a.neg().fma(half, square.neg()), start);
  }

  /** {@code Phi(-a)} without the power of two in e = exp(-a^2/2), for a from 0 to 19.75. */
  static Sum tail(Power e, Expr a) {
    Sum q = mills(a);
    return product(e.high(), e.low(), q.high(), q.low());
  }

  /**
   * {@code Phi(-a) - a phi(a)} without the power of two in e = exp(-a^2/2), for a from 0 to 19.75.
   */
  static Sum slopeTail(Power e, Expr a) {
    return slopeTail(e.high(), e.low(), a);
  }

  private static Sum slopeTail(Expr eHigh, Expr eLow, Expr a) {
    Sum q = millsNearZero(a);
    Sum density = constantPair(DENSITY_HIGH, DENSITY_LOW);
    Sum slope = product(a, Expr.constant(0), density.high(), density.low());
    Expr high = q.high().sub(slope.high());
    Expr part = high.sub(q.high());
    Expr lost = q.high().sub(high.sub(part)).sub(slope.high().add(part));
    Expr low = lost.add(q.low().sub(slope.low()));
    return product(eHigh, eLow, high, low);
  }

  /** {@code Phi(-a)} for a from 0 to 16. */
  private static Wide normalTail(Expr a) {
    return scaled(bell(a), mills(a));
  }

  /** {@code erfc(x) / 2 = exp(-x^2) Q(sqrt(2) x)} for x from 0 to 11. */
  private static Wide errorTail(Expr x) {
    Expr a = x.mul(SQRT2_HIGH);
    Expr aLow = x.fma(SQRT2_HIGH, a.neg()).add(x.mul(SQRT2_LOW));
    Expr square = x.mul(x);
    Wide e = Exponential.expFromMinus130(square.neg(), x.neg().fma(x, square));
    Sum q = mills(a);
    // Q' = a Q - 1/sqrt(2 pi)
    Expr slope = a.fma(q.high(), Expr.constant(-DENSITY_HIGH));
    return scaled(e, new Sum(q.high(), aLow.fma(slope, q.low())));
  }

  /** {@code exp(-(a + v)^2 / 2)} for a from 0 to 16. */
  private static Wide bell(Expr a, Expr v) {
    Expr half = a.mul(0.5);
    Expr high = a.neg().mul(half);
    Expr low = a.neg().fma(v, a.neg().fma(half, high.neg()));
    return Exponential.expFromMinus130(high, low);
  }

  /** {@code exp(-a^2 / 2)} for a from 0 to 16. */
  private static Wide bell(Expr a) {
    return bell(a, Exponential.WIDE_START).wide();
  }

  /**
   * {@code Q(a) = exp(a^2/2) Phi(-a)} for a from 0 to 19.75, as the quotient of 0.453125 + v P(v +
   * 0.375) / 2 with v = -a / (a + 4), and 1.140625 a + 0.90625.
   */
  private static Sum mills(Expr a) {
    Expr d1 = a.add(4);
    Expr d1Low = a.sub(d1.sub(4));
    Expr d2 = a.fma(1.140625, 0.90625);
    Expr d2Low = a.fma(1.140625, Expr.constant(0.90625).sub(d2));
    // -1/d1 and -1/d2 to 19 digits of two: what they lack is made good below
    Expr both = Exponential.negatedReciprocal(d1.mul(d2));
    Expr inverse1 = both.mul(d2);
    Expr inverse2 = both.mul(d1);
    Expr v0 = a.mul(inverse1);
    Expr v = v0.fma(d1Low, v0.fma(d1, a)).fma(inverse1, v0);
    Expr g = v.fma(millsPolynomial(v.add(0.375)), -0.09375).mul(0.5);
    Expr numerator = g.add(0.5);
    Expr numeratorLow = g.sub(numerator.sub(0.5));
    return quotient(numerator, numeratorLow, d2, d2Low, inverse2);
  }

  /** A quotient of sums, of a divisor of which minus one by it is known to 19 digits of two. */
  private static Sum quotient(Expr n, Expr nLow, Expr d, Expr dLow, Expr negatedInverse) {
    Expr minusQ = n.mul(negatedInverse);
    Expr residual = minusQ.fma(d, n).add(minusQ.fma(dLow, nLow));
    Expr correction = residual.mul(negatedInverse);
    Expr high = minusQ.add(correction);
    return new Sum(high.neg(), high.sub(minusQ).sub(correction));
  }

  /**
   * A polynomial that is small beside its terms: what the rounding of the coefficients of t and t^2
   * loses is added at the end.
   */
  private static Expr millsPolynomial(Expr t) {
    Expr cubic = Exponential.horner(t, Arrays.copyOf(MILLS, MILLS.length - 3));
    Expr c2 = Expr.constant(MILLS[MILLS.length - 3]);
    Expr c1 = Expr.constant(MILLS[MILLS.length - 2]);
    Expr p2 = cubic.fma(t, c2);
    Expr p2Low = cubic.fma(t, c2.sub(p2));
    Expr p1 = p2.fma(t, c1);
    Expr p1Low = p2Low.fma(t, p2.fma(t, c1.sub(p1)));
    return p1Low.fma(t, p1.fma(t, MILLS[MILLS.length - 1]));
  }

  /**
   * {@code Q(a)} as the quotient of 0.5 - v^2 P(v) with v = a / (a + 4), and 1 + a sqrt(2/pi). Up
   * to a = 2, where GELU's derivative is a difference, only what is below 0.1 is rounded; beyond, Q
   * is small beside a and need not be as good.
   */
  private static Sum millsNearZero(Expr a) {
    Expr d1 = a.add(4);
    Expr d1Low = a.sub(d1.sub(4));
    Expr d2 = a.fma(2 * DENSITY_HIGH, 1);
    Expr d2Low = a.fma(2 * DENSITY_LOW, a.fma(2 * DENSITY_HIGH, Expr.constant(1).sub(d2)));
    Expr both = Exponential.negatedReciprocal(d1.mul(d2));
    Expr inverse1 = both.mul(d2);
    Expr inverse2 = both.mul(d1);
    Expr minusV0 = a.mul(inverse1);
    Expr minusV = minusV0.fma(d1, a).fma(inverse1, minusV0);
    // what v lacks, times a + 4
    Expr lack = minusV.fma(d1Low, minusV.fma(d1, a));
    Expr vp = minusV.mul(Exponential.horner(minusV, MILLS_NEAR_ZERO));
    Expr g = minusV.mul(vp);
    // nearly minus the slope of v^2 P(v)
    Expr slope = vp.mul(inverse1).mul(-2);
    Expr numerator = Expr.constant(0.5).sub(g);
    Expr numeratorLow = lack.fma(slope, Expr.constant(0.5).sub(numerator).sub(g));
    return quotient(numerator, numeratorLow, d2, d2Low, inverse2);
  }

  private static Wide scaled(Wide e, Sum q) {
    Sum y = product(e.high(), e.low(), q.high(), q.low());
    return new Wide(y.high(), y.low(), e.scale());
  }

  private static Sum product(Expr a, Expr aLow, Expr b, Expr bLow) {
    Expr high = a.mul(b);
    return new Sum(high, a.fma(b, high.neg()).add(a.fma(bLow, aLow.mul(b))));
  }

  private static Sum constantPair(double high, double low) {
    return new Sum(Expr.constant(high), Expr.constant(low));
  }

  private static Expr rounded(Wide y) {
    return y.high().add(y.low()).mul(y.scale()).mul(0x1p-64);
  }

  /** {@code whole - y} where y is less than it; the scale is y's apart from its power of two. */
  private static Expr lessThan(double whole, Wide y, double unscale) {
    Expr scale = y.scale().mul(unscale);
    Expr high = y.high().mul(scale);
    Expr rest = Expr.constant(whole).sub(high);
    Expr lost = Expr.constant(whole).sub(rest).sub(high);
    return rest.add(lost.sub(y.low().mul(scale)));
  }

  /** |x|, at most a limit; NaN stays, and so all that is computed of it is NaN. */
  private static Expr capped(Expr x, double limit) {
    Expr a = x.abs();
    return a.gt(limit).select(limit, a);
  }

  /** The correction v of u as one of |u|. */
  private static Expr signed(Expr u, Expr v) {
    return u.lt(0).select(v.neg(), v);
  }
}
