package io.hillock.kernels.elementary;

import io.hillock.kernels.Expr;
import io.hillock.kernels.elementary.Exponential64.Power;

/**
 * Lowers the bell curve, the normal distribution, the error function and GELU to primitive
 * operations of float64. The polynomials come from {@code src/main/sollya/error-function64.sollya}.
 *
 * <p>All tails are {@code exp(-a^2/2) Q(a)} with {@code Q(a) = exp(a^2/2) Phi(-a)}, the square
 * split exactly, both factors as {@link Pair}s of relative error 2^-58, rounded once at the end;
 * the power of two comes last, so that subnormal results are right.
 */
public final class ErrorFunction64 {
  /** {@code 1 / sqrt(2 pi)}. */
  private static final Pair DENSITY = Pair.constant(0x1.9884533d43651p-2, -0x1.cbc0d30ebfd15p-56);

  private static final Pair SQRT2 = Pair.constant(0x1.6a09e667f3bcdp0, -0x1.bdd3413b26456p-54);

  /** Beyond this every tail of the normal distribution is zero, also when multiplied by x. */
  private static final double NORMAL_END = 39.5;

  /** Beyond this 2^64 times the bell curve is zero, also when multiplied by x. */
  private static final double BELL_END = 40.5;

  /** Beyond this the complementary error function is zero. */
  private static final double ERROR_END = 27.5;

  /** Below this the error function is a polynomial. */
  private static final double SERIES = 0.9;

  /** {@code erf(x) / x} in x^2 for |x| up to 0.9: the coefficients from x^26 to x^8. */
  private static final double[] ERF_TAIL = {
    -0x1.42e21aea07cb5p-38,
    0x1.87f8bf7907505p-34,
    -0x1.4fc920945d264p-30,
    0x1.fc8596264bb77p-27,
    -0x1.5f71804ea5c01p-23,
    0x1.b9e6a13c00a84p-20,
    -0x1.f4d25a8b34475p-17,
    0x1.f9a326ed062a6p-14,
    -0x1.c02db400002eep-11,
    0x1.565bcd0e697f1p-8
  };

  /** The coefficients from x^6 on. */
  private static final double[][] ERF_HEAD = {
    {-0x1.b82ce31288b1cp-6, -0x1.a2ab10f7f582ep-61},
    {0x1.ce2f21a042be1p-4, 0x1.23a38f2966188p-58},
    {-0x1.812746b0379e7p-2, 0x1.f0db073140ea4p-57},
    {0x1.20dd750429b6dp0, 0x1.1ae2e7abac554p-56}
  };

  /** {@code (a + 1) Q(a)} in t = 4 / (a + 4) - 0.546875: the coefficients from t^28 to t^5. */
  private static final double[] MILLS_TAIL = {
    -0x1.212dad680fd8ep-8,
    -0x1.26e07e3e0b215p-10,
    0x1.88c6f71409ac7p-7,
    -0x1.7241f88e0dd58p-10,
    -0x1.03f0a28a24a43p-6,
    0x1.3113e7dfaef53p-7,
    0x1.86512f4c28d3bp-7,
    -0x1.2230e7c04103dp-6,
    -0x1.3f429dedcf2ddp-10,
    0x1.60c9fbd1db69cp-6,
    -0x1.a1f443219ee87p-7,
    -0x1.39fdc2043ea85p-6,
    0x1.c12ebf828f213p-6,
    0x1.7d6e1f53778c2p-7,
    -0x1.6004a9df53e0cp-5,
    -0x1.076a6df69bddbp-10,
    0x1.06769fe3caa08p-4,
    -0x1.25aa4ddeb4384p-7,
    -0x1.a8b8c74b32307p-4,
    0x1.2863ef226119cp-9,
    0x1.82a77f386e661p-3,
    0x1.b1dcdb50567dcp-4,
    -0x1.30037e47b62fbp-2,
    -0x1.5290c753989bp-1
  };

  /** The coefficients from t^4 on. */
  private static final double[][] MILLS_HEAD = {
    {-0x1.51f168ec1adcdp-1, 0x1.2fe7ed98d2eaep-55},
    {-0x1.5ac95d1c3a6a7p-2, -0x1.eb35b2cd5564fp-56},
    {0x1.0cfb1500c1f16p-6, -0x1.b429215de245cp-61},
    {0x1.934be0757711dp-3, 0x1.33cb186273922p-57},
    {0x1.ecc3e4164249ap-2, 0x1.a55ad1e75ad8cp-56}
  };

  private ErrorFunction64() {}

  /**
   * Lowers {@code 2^64 exp(-(u + v)^2 / 2)}, v a small correction of u.
   *
   * <p>74 operations. Maximum error 0.501 ULP, 0.750 for subnormal results.
   */
  public static Expr scaledGaussian(Expr u, Expr v) {
    Power e = bell(Exponential64.clamped(new Pair(u, v), -BELL_END, BELL_END));
    return e.times(e.mantissa().rounded().mul(0x1p64));
  }

  /**
   * Lowers {@code -2^64 (u + v) exp(-(u + v)^2 / 2)}, v a small correction of u.
   *
   * <p>76 operations. Maximum error 0.501 ULP, 0.744 for subnormal results.
   */
  public static Expr scaledGaussianDerivative(Expr u, Expr v) {
    Pair x = Exponential64.clamped(new Pair(u, v), -BELL_END, BELL_END);
    Power e = bell(x);
    return e.times(e.mantissa().roundedTimes(x).mul(-0x1p64));
  }

  /**
   * Lowers {@code exp(-x^2 / 2) / sqrt(2 pi)}.
   *
   * <p>72 operations. Maximum error 0.501 ULP, 0.749 for subnormal results.
   */
  public static Expr normalPdf(Expr x) {
    Power e = bell(Pair.of(capped(x, NORMAL_END)));
    return e.times(e.mantissa().roundedTimes(DENSITY));
  }

  /**
   * Lowers the distribution function of the standard normal distribution.
   *
   * <p>221 operations. Maximum error 0.521 ULP, 0.753 for subnormal results.
   */
  public static Expr normalCdf(Expr x) {
    Pair a = Pair.of(capped(x, NORMAL_END));
    Power e = bell(a);
    Pair tail = e.mantissa().times(mills(a));
    return x.lt(0).select(e.times(tail.rounded()), lessThan(1, tail, e).rounded());
  }

  /**
   * Lowers {@code x Phi(x)}. -0 at -Infinity, the limit.
   *
   * <p>226 operations. Maximum error 0.521 ULP, 0.740 for subnormal results.
   */
  public static Expr gelu(Expr x) {
    Expr y = Exponential64.clamped(x, -NORMAL_END, NORMAL_END);
    Pair a = Pair.of(y.abs());
    Power e = bell(a);
    Pair tail = e.mantissa().times(mills(a));
    Pair factor = Pair.select(x.lt(0), tail, lessThan(1, tail, e));
    Expr product = factor.roundedTimes(y);
    Expr positive = x.gt(NORMAL_END).select(x, product);
    return x.lt(0).select(e.times(product), positive);
  }

  /**
   * Lowers {@code Phi(x) + x phi(x)}: {@code D(a) = exp(-a^2/2) (Q(a) - a/sqrt(2 pi))} of a = |x|
   * for negative x, 1 - D(a) for positive. -0 at -Infinity.
   *
   * <p>237 operations. Maximum error 0.522 ULP, 0.718 for subnormal results.
   */
  public static Expr geluDerivative(Expr x) {
    Pair a = Pair.of(capped(x, NORMAL_END));
    Power e = bell(a);
    Pair d = slopeTail(a.high(), e);
    return x.lt(0).select(e.times(d.rounded()), lessThan(1, d, e).rounded());
  }

  /**
   * Lowers the error function: an odd polynomial below 0.9, 1 - erfc above.
   *
   * <p>268 operations. Maximum error 0.612 ULP.
   */
  public static Expr erf(Expr x) {
    Expr a = capped(x, ERROR_END);
    Pair square = Pair.product(a, a);
    Pair ratio = Pair.horner(square, ERF_TAIL, ERF_HEAD);
    Expr small = ratio.roundedTimes(a);
    Power e = Exponential64.power(square.negated());
    Expr large = lessThan(1, errorTail(a, e), e).rounded();
    Expr y = a.lt(SERIES).select(small, large);
    return y.bits().or(x.bits().and(1L << 63)).fromBits();
  }

  /**
   * Lowers {@code 1 - erf(x)}.
   *
   * <p>224 operations. Maximum error 0.524 ULP, 0.748 for subnormal results.
   */
  public static Expr erfc(Expr x) {
    Expr a = capped(x, ERROR_END);
    Power e = Exponential64.power(Pair.product(a, a).negated());
    Pair tail = errorTail(a, e);
    return x.lt(0).select(lessThan(2, tail, e).rounded(), e.times(tail.rounded()));
  }

  /** Returns {@code erfc(a) / 2^n} with {@code e = exp(-a^2)}, for a from 0 to 27.5. */
  private static Pair errorTail(Expr a, Power e) {
    return e.mantissa().times(mills(SQRT2.times(a))).scaled(2);
  }

  /** Returns {@code Phi(-a) - a phi(a)} without the power of two in {@code e = exp(-a^2 / 2)}. */
  static Pair slopeTail(Expr a, Power e) {
    return e.mantissa().times(mills(Pair.of(a)).minus(DENSITY.times(a)));
  }

  /** Returns {@code exp(-x^2 / 2)} for |x| up to 54. */
  static Power bell(Pair x) {
    return Exponential64.power(x.squared().scaled(-0.5));
  }

  /**
   * Returns {@code Q(a) = exp(a^2/2) Phi(-a)} for a from 0 to 39.5, relative error 2^-58; 2^-55.5
   * up to 54.
   */
  static Pair mills(Pair a) {
    Pair t = a.plus(4).inverse().scaled(4).plus(-0.546875);
    return Pair.polynomial(t, MILLS_TAIL, MILLS_HEAD).over(a.plus(1));
  }

  /** Returns {@code whole - y 2^n} for the n of e, where that is positive. */
  static Pair lessThan(double whole, Pair y, Power e) {
    return y.scaled(e.boundedScale()).negated().plusGreater(whole);
  }

  /** Returns |x|, at most a limit; NaN stays. */
  private static Expr capped(Expr x, double limit) {
    Expr a = x.abs();
    return a.gt(limit).select(limit, a);
  }
}
