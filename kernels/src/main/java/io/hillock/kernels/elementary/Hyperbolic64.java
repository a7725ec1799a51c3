package io.hillock.kernels.elementary;

import io.hillock.kernels.Expr;
import io.hillock.kernels.elementary.Exponential64.Power;

/**
 * Lowers the hyperbolic tangent, what is made with it and SELU to primitive operations of float64.
 */
public final class Hyperbolic64 {
  private static final long SIGN = 1L << 63;

  /** From here on the tangent is 1 to the last place. */
  private static final double ONE = 22;

  private static final double GREATEST = 64;

  /** What keeps a product normal until it is rounded. */
  private static final double LIFT = 0x1p64;

  /** (x - tanh(x)) / x^3 in x^2 for |x| <= 0.36, from the highest coefficient. */
  private static final double[] SHRINK_TAIL = {
    -0x1.8f620e4e4020cp-17,
    0x1.3f51eb01d4171p-15,
    -0x1.959672ef5b266p-14,
    0x1.f57048e493ee7p-13,
    -0x1.3557e4fb1bf65p-11,
    0x1.7da362bb3da71p-10,
    -0x1.d6d3d0daa995cp-9,
    0x1.226e355e6359dp-7,
    -0x1.664f4882c1024p-6,
    0x1.ba1ba1ba1ba1bp-5
  };

  private static final double[][] SHRINK_HEAD = {
    {-0x1.1111111111111p-3, -0x1.0fb31ded6797cp-59},
    {0x1.5555555555555p-2, 0x1.55555277fd11ep-56}
  };

  private static final double SERIES = 0.35;

  private static final Pair SELU_SCALE = Pair.constant(0x1.0cfabd6a91132p0, 0x1.6fc7d272f2695p-55);

  /** The scale times alpha. */
  private static final Pair SELU_NEGATIVE =
      Pair.constant(0x1.c212cc640f031p0, 0x1.05161b045a1fep-56);

  private Hyperbolic64() {}

  /** Returns tanh(x) for x from 0 to 22, as {@code -m / (2 + m)} with {@code m = e^(-2x) - 1}. */
  private static Pair tanhOfNonNegative(Expr x) {
    Pair m = Exponential64.expm1OfNonPositive(Pair.of(x.mul(-2)));
    return m.negated().over(m.plusGreater(2));
  }

  /** Returns tanh(|x|). */
  private static Pair tanhOfSize(Expr x) {
    Expr a = x.abs();
    return tanhOfNonNegative(a.gt(ONE).select(ONE, a));
  }

  /**
   * Lowers tanh. Zeros keep their sign.
   *
   * <p>80 operations. Maximum error 0.501 ULP.
   */
  public static Expr tanh(Expr x) {
    return signed(tanhOfSize(x).rounded(), x);
  }

  /**
   * Lowers tanh(x)^2.
   *
   * <p>83 operations. Maximum error 0.503 ULP, 0.750 for subnormal results.
   */
  public static Expr tanhSquared(Expr x) {
    Pair y = tanhOfSize(x);
    return y.scaled(LIFT).roundedTimes(y).mul(1 / LIFT);
  }

  /**
   * Lowers x - tanh(x), by a series below |x| = 0.35.
   *
   * <p>131 operations. Maximum error 0.503 ULP, 0.750 for subnormal results.
   */
  public static Expr tanhShrink(Expr x) {
    Expr a = x.abs();
    Pair square = Pair.product(a, a);
    Pair cubic = square.times(Pair.horner(square, SHRINK_TAIL, SHRINK_HEAD));
    Expr small = cubic.scaled(LIFT).roundedTimes(a).mul(1 / LIFT);
    Expr large = Pair.of(a).plusSmaller(tanhOfSize(x).negated()).rounded();
    Expr y = a.lt(0x1p60).select(a.lt(SERIES).select(small, large), a);
    return signed(y, x);
  }

  private static Expr signed(Expr y, Expr x) {
    return y.bits().or(x.bits().and(SIGN)).fromBits();
  }

  /**
   * Lowers x tanh(ln(1 + e^x)) as {@code x e (e + 2) / (e (e + 2) + 2)} with {@code e = e^x}. -0 at
   * -Infinity, the limit.
   *
   * <p>111 operations. Maximum error 0.600 ULP, 0.800 for subnormal results.
   */
  public static Expr mish(Expr x) {
    Expr y = Exponential64.clamped(x, -800, GREATEST);
    Power power = Exponential64.power(Pair.of(y));
    Pair e = bounded(power);
    Pair factor = e.plus(2);
    Pair v = power.mantissa().times(factor).over(e.times(factor).plus(2));
    Expr product = power.times(v.roundedTimes(y));
    Expr itself = x.eq(0).select(x, product);
    return x.gt(GREATEST).select(x, itself);
  }

  /**
   * Lowers the derivative of {@link #mish}: {@code e w / d^2} with {@code w = 4 (x + 1) + e (4 x +
   * 6 + e (4 + e))} and {@code d = e (e + 2) + 2}.
   *
   * <p>167 operations. Maximum error 0.501 ULP, 0.750 for subnormal results.
   */
  public static Expr mishDerivative(Expr x) {
    Expr y = Exponential64.clamped(x, -800, GREATEST);
    Power power = Exponential64.power(Pair.of(y));
    Pair e = bounded(power);
    Expr four = y.mul(4);
    Pair w = e.times(e.plus(4)).plus(Pair.sum(four, Expr.constant(6)));
    w = e.times(w).plus(Pair.sum(four, Expr.constant(4)));
    Pair d = e.times(e.plus(2)).plus(2);
    return power.times(power.mantissa().times(w).over(d.squared()).rounded());
  }

  /** Returns e^x, or less than 2^-299 where it is less. */
  private static Pair bounded(Power power) {
    return power.mantissa().scaled(power.boundedScale());
  }

  /**
   * Lowers SELU: a scale times x for positive x, times alpha (e^x - 1) for negative.
   *
   * <p>76 operations. Maximum error 0.740 ULP, 0.828 for subnormal results.
   */
  public static Expr selu(Expr x) {
    Expr y = Exponential64.clamped(x, -50, 0);
    Pair m = Exponential64.expm1OfNonPositive(Pair.of(y));
    Expr small = SELU_NEGATIVE.roundedTimes(x);
    Expr negative = x.gt(-Exponential64.LINEAR).select(small, m.roundedTimes(SELU_NEGATIVE));
    Expr positive = x.eq(Double.POSITIVE_INFINITY).select(x, SELU_SCALE.roundedTimes(x));
    return x.gt(0).select(positive, negative);
  }

  /**
   * Lowers the derivative of {@link #selu}; at 0 it is that of the negative side.
   *
   * <p>67 operations. Maximum error 0.501 ULP, 0.750 for subnormal results.
   */
  public static Expr seluDerivative(Expr x) {
    Power e = Exponential64.power(Pair.of(Exponential64.clamped(x, -750, 0)));
    Expr negative = e.times(e.mantissa().roundedTimes(SELU_NEGATIVE));
    return x.gt(0).select(SELU_SCALE.high(), negative);
  }
}
