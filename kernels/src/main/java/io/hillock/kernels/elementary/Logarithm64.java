package io.hillock.kernels.elementary;

import io.hillock.kernels.Expr;

/**
 * Lowers logarithms to primitive operations of float64.
 *
 * <p>A number is 2^n (1 + f) with 1 + f from sqrt(1/2) to sqrt(2), and its logarithm n ln 2 + 2
 * atanh(s) with s = f / (2 + f), a {@link Pair}. The leading terms of the series are evaluated in
 * pairs: the relative error is 2^-70. The polynomial comes from {@code
 * src/main/sollya/logarithm64.sollya}.
 */
public final class Logarithm64 {
  /** The leading 42 bits of ln 2: a multiple of it by an exponent is exact. */
  private static final double LN2_HIGH = 0x1.62e42fefa38p-1;

  private static final double LN2_LOW = 0x1.ef35793c7673p-45;

  /** The float whose last bits are those of a small integer that is added to its own. */
  private static final double MAGIC = 0x1.8p52;

  private static final long SQRT_HALF = 0x3fe6a09e667f3bcdL;
  private static final long MANTISSA = (1L << 52) - 1;

  /** 2 atanh(s) / s in s^2, relative error 2^-74: the coefficients from s^18 to s^6. */
  private static final double[] ATANH_TAIL = {
    0x1.eceeeff72fdfcp-4,
    0x1.ddf218f1f5d84p-4,
    0x1.112294a51dfadp-3,
    0x1.3b1353d2f7728p-3,
    0x1.745d1877e3526p-3,
    0x1.c71c71c4bfab9p-3,
    0x1.24924924939adp-2
  };

  /** The coefficients from s^4 on. */
  private static final double[][] ATANH_HEAD = {
    {0x1.999999999998ep-2, 0x1.b4b07c8fff408p-59},
    {0x1.5555555555555p-1, 0x1.59aeb4d9ae485p-55},
    {2}
  };

  private Logarithm64() {}

  /** Returns the exponent of x as a float, where the mantissa is from sqrt(1/2) to sqrt(2). */
  private static Expr exponent(Expr offset) {
    return offset.shr(52).intAdd(Double.doubleToRawLongBits(MAGIC)).fromBits().sub(MAGIC);
  }

  /** Returns {@code n ln 2 + 2 atanh(s)} for |s| up to 0.172. */
  private static Pair atanh(Pair s, Expr n) {
    Pair y = s.times(Pair.horner(s.squared(), ATANH_TAIL, ATANH_HEAD));
    Pair sum = Pair.ordered(n.mul(LN2_HIGH), y.high());
    return sum.plusLow(n.fma(LN2_LOW, y.low()));
  }

  /** Returns the logarithm of a positive finite number times 2^n. */
  static Pair log(Pair x, Expr n) {
    Expr offset = x.high().bits().intSub(SQRT_HALF);
    Expr k = exponent(offset);
    Expr f = offset.and(MANTISSA).intAdd(SQRT_HALF).fromBits().sub(1);
    Pair rest = Pair.ordered(f, x.low().mul(Exponential64.powerOfTwo(k.neg())));
    return atanh(rest.over(rest.plusGreater(2)), k.add(n));
  }

  /** Returns the logarithm of a positive finite number, also a subnormal one. */
  static Pair log(Expr x) {
    Expr small = x.lt(0x1p-1000);
    Expr large = x.gt(0x1p1000);
    Expr y = x.mul(small.select(0x1p100, large.select(0x1p-100, Expr.constant(1))));
    return log(Pair.of(y), small.select(-100, large.select(100, Expr.constant(0))));
  }

  /** Returns {@code ln(1 + x)} for x from 0 to 1. */
  static Pair log1p(Pair x) {
    Expr large = x.high().gt(0.4140625);
    Pair f = Pair.select(large, x.plusGreater(-1).scaled(0.5), x);
    return atanh(f.over(f.plusGreater(2)), large.select(1, Expr.constant(0)));
  }

  /**
   * Lowers the natural logarithm. -Infinity at 0, NaN below.
   *
   * <p>90 operations. Maximum error 0.500 ULP.
   */
  public static Expr logOf(Expr x) {
    return inDomain(x, 0, log(x).rounded());
  }

  /**
   * Lowers ln(1 + x). -Infinity at -1, NaN below; zeros keep their sign.
   *
   * <p>97 operations. Maximum error 0.500 ULP.
   */
  public static Expr log1pOf(Expr x) {
    Expr large = x.gt(0x1p200);
    Pair sum = Pair.sum(Expr.constant(1), x);
    Pair y = Pair.select(large, Pair.of(x.mul(0x1p-100)), sum);
    Expr value = log(y, large.select(100, Expr.constant(0))).rounded();
    return inDomain(x, -1, x.abs().lt(Exponential64.LINEAR).select(x, value));
  }

  /** Returns the value where x is finite and more than the least of the domain. */
  private static Expr inDomain(Expr x, double least, Expr value) {
    Expr end = x.eq(least).select(Double.NEGATIVE_INFINITY, Expr.constant(Double.NaN));
    return x.gt(least).select(x.eq(Double.POSITIVE_INFINITY).select(x, value), end);
  }

  /**
   * Lowers ln(x / (1 - x)) as that of {@code y / (1 - y)} for the smaller y of x and 1 - x: with
   * {@code m = y / 2^n} near 1 - y it is {@code n ln 2 + 2 atanh((m - (1 - y)) / (m + (1 - y)))}.
   * -Infinity at 0, Infinity at 1, NaN outside.
   *
   * <p>115 operations. Maximum error 0.500 ULP.
   */
  public static Expr logit(Expr x) {
    Expr one = Expr.constant(1);
    Expr upper = x.gt(0.5);
    Expr y = upper.select(one.sub(x), x);
    Expr small = y.lt(0x1p-900);
    Expr m = y.mul(small.select(0x1p100, one));
    Expr n = exponent(m.div(one.sub(y)).bits().intSub(SQRT_HALF));
    m = m.mul(Exponential64.powerOfTwo(n.neg()));
    Pair difference = Pair.sum(m, y).plus(-1);
    Pair sum = Pair.sum(m, one).plus(y.neg());
    Expr value = atanh(difference.over(sum), n.add(small.select(-100, Expr.constant(0)))).rounded();
    Expr end = y.eq(0).select(Double.NEGATIVE_INFINITY, Expr.constant(Double.NaN));
    Expr negative = y.gt(0).select(value, end);
    return upper.select(negative.neg(), negative);
  }

  /**
   * Lowers 1 / (x (1 - x)). Infinity at 0 and 1, NaN outside.
   *
   * <p>23 operations. Maximum error 0.500 ULP.
   */
  public static Expr logitDerivative(Expr x) {
    Expr one = Expr.constant(1);
    Expr y = x.gt(0.5).select(one.sub(x), x);
    Expr value = Pair.ordered(one, y.neg()).times(y).inverse().rounded();
    Expr finite = y.lt(0x1p-500).select(one.div(y.abs()), value);
    return y.lt(0).select(Double.NaN, finite);
  }
}
