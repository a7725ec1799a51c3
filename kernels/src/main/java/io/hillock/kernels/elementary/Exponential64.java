package io.hillock.kernels.elementary;

import io.hillock.kernels.Expr;

/**
 * Lowers the exponential to primitive operations of float64.
 *
 * <p>The reduction is that of {@link Exponential}: adding 1.5 * 2^52 to x / ln 2 rounds it to an
 * integer n, which then stands in the low bits of the sum. The rest x - n ln 2 is a {@link Pair},
 * and so is the polynomial for e^r - 1, whose leading terms are evaluated in pairs: its relative
 * error is 2^-62. All functions are composed of such pairs and rounded once. {@code
 * src/main/sollya/exponential64.sollya} makes the polynomial.
 *
 * <p>Errors, here and in the other classes for float64, are in units of the last place of the true
 * value, 2^-1074 for subnormals: the largest of millions of inputs spread over the bit patterns and
 * dense about the hard spots. A subnormal result is rounded twice, so its error may be 0.75.
 * Numbers of operations are without reinterpretations and constants.
 */
public final class Exponential64 {
  private static final double ROUNDER = 0x1.8p52;

  /** The exponent bias of a float64. */
  private static final int BIAS = 1023;

  private static final double LOG2_E = 0x1.71547652b82fep0;

  /** ln 2 rounded to float64, and what is missing. */
  private static final double LN2_HIGH = 0x1.62e42fefa39efp-1;

  private static final double LN2_LOW = 0x1.abc9e3b39803fp-56;

  /**
   * (e^r - 1) / r for |r| <= ln(2)/2, relative error 2^-66.8: the coefficients from r^12 to r^3.
   */
  private static final double[] EXPM1_TAIL = {
    0x1.5e8e0b2fd08d2p-33,
    0x1.1f83ce9cb50cbp-29,
    0x1.ae6687474bcf3p-26,
    0x1.27e4d14e53b49p-22,
    0x1.71de39b356fcap-19,
    0x1.a01a01ab1053cp-16,
    0x1.a01a01a0445fdp-13,
    0x1.6c16c16c15783p-10,
    0x1.11111111110c2p-7,
    0x1.5555555555557p-5
  };

  /** The coefficients from r^2 on. */
  private static final double[][] EXPM1_HEAD = {
    {0x1.5555555555555p-3, 0x1.87f109ffc5059p-57},
    {0.5},
    {1}
  };

  /** Below this {@code e^x - 1} is x to the last place. */
  static final double LINEAR = 0x1p-60;

  private Exponential64() {}

  /**
   * An exponential, {@code (1 + rest) 2^n}.
   *
   * @param rest from -0.3 to 0.42, relative error 2^-62
   * @param shifted n, in the low bits of a float
   */
  record Power(Pair rest, Expr shifted) {
    /** Returns n. */
    Expr exponent() {
      return shifted.sub(ROUNDER);
    }

    /** Returns {@code 2^(n + shift)}, which must be a normal number. */
    Expr scale(int shift) {
      return shifted.bits().intAdd(BIAS + shift).shl(52).fromBits();
    }

    /** Returns {@code 2^n}, or 2^-300 where it is less: nothing when it is added to 1. */
    Expr boundedScale() {
      Expr n = exponent();
      return powerOfTwo(n.lt(-300).select(-300, n));
    }

    /** Returns {@code 1 + rest}. */
    Pair mantissa() {
      return rest.plusGreater(1);
    }

    /** Returns {@code y 2^n}, rounded at most once where y is normal. */
    Expr times(Expr y) {
      return timesPower(y, shifted);
    }
  }

  /** Returns e^x for |x| up to 1500. 48 operations. */
  static Power power(Pair x) {
    Expr shifted = x.high().fma(LOG2_E, ROUNDER);
    Expr n = shifted.sub(ROUNDER);
    // the first difference is exact
    Pair r = Pair.ordered(n.fma(-LN2_HIGH, x.high()), n.fma(-LN2_LOW, x.low()));
    return new Power(r.times(Pair.horner(r, EXPM1_TAIL, EXPM1_HEAD)), shifted);
  }

  /** Returns {@code 2^n} for an integer n from -1022 to 1023, given as a real number. */
  static Expr powerOfTwo(Expr n) {
    return n.add(ROUNDER + BIAS).bits().shl(52).fromBits();
  }

  /** Returns {@code y 2^n} for n from -2046 to 2046: too wide for one factor. */
  private static Expr timesPower(Expr y, Expr shifted) {
    Expr biased = shifted.bits().intAdd(2 * BIAS);
    Expr half = biased.shr(1).shl(52);
    Expr other = biased.shl(52).intSub(half);
    return y.mul(half.fromBits()).mul(other.fromBits());
  }

  /**
   * A number brought near 1, so that nothing overflows in what is done with it.
   *
   * @param value the number times 2^-shift
   */
  private record Near(Expr value, Expr shift) {
    static Near of(Expr a) {
      Expr small = a.abs().lt(0x1p-400);
      Expr large = a.abs().gt(0x1p400);
      Expr factor = small.select(0x1p600, large.select(0x1p-600, Expr.constant(1)));
      return new Near(a.mul(factor), small.select(-600, large.select(600, Expr.constant(0))));
    }
  }

  /** Returns {@code a v 2^n} for any finite a, |v| from 2^-100 to 2^100 and |n| below 2^50. */
  static Expr timesPower(Expr a, Pair v, Expr n) {
    Near b = Near.of(a);
    return timesAnyPower(v.roundedTimes(b.value()), n.add(b.shift()));
  }

  /** Returns {@code a b v 2^n} for any finite a and b, where that of v and n holds. */
  static Expr productTimesPower(Expr a, Expr b, Pair v, Expr n) {
    Near nearA = Near.of(a);
    Near nearB = Near.of(b);
    Expr y = Pair.product(nearA.value(), nearB.value()).roundedTimes(v);
    return timesAnyPower(y, n.add(nearA.shift().add(nearB.shift())));
  }

  /** Returns {@code v / a 2^n} for any finite a, |v| from 2^-100 to 2^100 and |n| below 2^50. */
  static Expr overTimesPower(Pair v, Expr a, Expr n) {
    Near b = Near.of(a);
    Expr y = a.eq(0).select(v.high().div(a), v.over(Pair.of(b.value())).rounded());
    return timesAnyPower(y, n.sub(b.shift()));
  }

  private static Expr timesAnyPower(Expr y, Expr n) {
    return timesPower(y, clamped(n, -2040, 2040).add(ROUNDER));
  }

  /**
   * Lowers e^x. -Infinity gives 0, what exceeds the largest float Infinity.
   *
   * <p>64 operations. Maximum error 0.501 ULP, 0.750 for subnormal results.
   */
  public static Expr exp(Expr x) {
    return rounded(power(Pair.of(clamped(x, -750, 710))));
  }

  /**
   * Lowers e^(a - b), the difference not rounded; NaN where equal infinities are subtracted.
   *
   * <p>73 operations. Maximum error 0.501 ULP, 0.750 for subnormal results.
   */
  public static Expr expDifference(Expr a, Expr b) {
    return exp(Pair.sum(a, b.neg()));
  }

  /** Returns e^x, rounded. */
  public static Expr exp(Pair x) {
    return rounded(power(clamped(x, -750, 710)));
  }

  private static Expr rounded(Power e) {
    return e.times(e.mantissa().rounded());
  }

  /**
   * Lowers 2^64 e^(a - b) for a <= b; 0 where a - b is below -750, -Infinity too.
   *
   * <p>71 operations. Maximum error 0.501 ULP.
   */
  public static Expr scaledExp(Expr a, Expr b) {
    return scaledExp(Pair.sum(a, b.neg()));
  }

  /** Lowers 2^64 e^(a + rest - b) in the same way, for a rest of at most 2^-12. */
  public static Expr scaledExp(Expr a, Expr rest, Expr b) {
    return scaledExp(Pair.sum(a, b.neg()).plusSmaller(Pair.of(rest)));
  }

  private static Expr scaledExp(Pair x) {
    Power e = power(clamped(x, -750, 600));
    return x.high().lt(-750).select(0, e.mantissa().rounded().mul(e.scale(64)));
  }

  /**
   * Lowers e^x - 1 as half of it, doubled: so n = 1024 does not overflow. Zeros keep their sign.
   *
   * <p>72 operations. Maximum error 0.502 ULP.
   */
  public static Expr expm1(Expr x) {
    Power e = power(Pair.of(clamped(x, -50, 710)));
    Expr half = e.scale(-1);
    Pair y = Pair.sum(half, Expr.constant(-0.5)).plusSmaller(e.rest().scaled(half));
    return x.abs().lt(LINEAR).select(x, y.rounded().mul(2));
  }

  /** Returns e^x - 1 for x from -700 to 0. */
  static Pair expm1OfNonPositive(Pair x) {
    Power e = power(x);
    Expr scale = e.scale(0);
    return Pair.ordered(Expr.constant(-1), scale).plusSmaller(e.rest().scaled(scale));
  }

  /**
   * Lowers factor * (e^x - 1) for any finite factor.
   *
   * <p>98 operations. Maximum error 0.504 ULP, 0.750 for subnormal results.
   */
  static Expr scaledExpm1(Expr x, Expr factor) {
    Expr y = scaledExpm1(Pair.of(x), factor);
    return x.abs().lt(LINEAR).select(x.mul(factor), y);
  }

  /**
   * Lowers alpha * (e^(x / alpha) - 1), the quotient not rounded.
   *
   * <p>105 operations. Maximum error 0.502 ULP, 0.741 for subnormal results.
   */
  static Expr celu(Expr x, Expr alpha) {
    Pair q = ratio(x, alpha);
    return q.high().abs().lt(LINEAR).select(x, scaledExpm1(q, alpha));
  }

  /**
   * Lowers e^(x / alpha), the quotient not rounded.
   *
   * <p>75 operations. Maximum error 0.501 ULP, 0.743 for subnormal results.
   */
  static Expr expOfQuotient(Expr x, Expr alpha) {
    return exp(ratio(x, alpha));
  }

  /** Returns factor * (e^x - 1) for |x| from 2^-60 on, as (1 + rest - 2^-n) 2^n. */
  private static Expr scaledExpm1(Pair x, Expr factor) {
    Power e = power(clamped(x, -50, 1500));
    Expr n = e.exponent();
    Expr inverse = powerOfTwo(n.gt(200).select(-200, n.neg()));
    Pair v = Pair.sum(Expr.constant(1), inverse.neg()).plusSmaller(e.rest());
    return timesPower(factor, v, n);
  }

  /** Returns a / b where that is more than 2^-60; a subnormal divisor is scaled first. */
  private static Pair ratio(Expr a, Expr b) {
    Expr scale = b.abs().lt(0x1p-500).select(0x1p500, Expr.constant(1));
    return Pair.quotient(a.mul(scale), b.mul(scale));
  }

  /** Returns x between the bounds; NaN stays. */
  static Expr clamped(Expr x, double least, double greatest) {
    Expr y = x.gt(greatest).select(greatest, x);
    return y.lt(least).select(least, y);
  }

  /** Returns x between the bounds, without a low part where it is moved. */
  static Pair clamped(Pair x, double least, double greatest) {
    Expr y = clamped(x.high(), least, greatest);
    return new Pair(y, y.eq(x.high()).select(x.low(), 0));
  }
}
