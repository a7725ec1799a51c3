package io.hillock.kernels.elementary;

import io.hillock.kernels.Expr;
import io.hillock.kernels.elementary.Exponential64.Power;

/**
 * Lowers powers to primitive operations of float64: {@code x^a = e^(a ln |x|)}, the logarithm a
 * {@link Pair} of relative error 2^-70, which even the greatest exponent leaves 2^-60. The special
 * cases are those of IEEE 754 {@code pow}: {@code x^0} is 1 for every x, {@code 1^a} for every a, a
 * negative x has powers of integers only.
 */
public final class Power64 {
  private static final long SIGN = 1L << 63;

  /** From here on every float is an integer, from twice this on an even one. */
  private static final double INTEGER = 0x1p52;

  private Power64() {}

  /**
   * Lowers x^a.
   *
   * <p>188 operations. Maximum error 0.501 ULP, 0.697 for subnormal results.
   */
  public static Expr pow(Expr x, Expr a) {
    Expr size = x.abs();
    Expr value = Exponential64.exp(logarithm(size).times(a));
    value = size.eq(1).select(1, value);
    Expr y = withSign(value, x, isInteger(a), isInteger(a.mul(0.5)), false);
    return a.eq(0).select(1, x.eq(1).select(1, y));
  }

  /**
   * Lowers a x^(a - 1), the derivative by x: 0 for a = 0 and 1 for a = 1, whatever x.
   *
   * <p>209 operations. Maximum error 0.501 ULP, 0.748 for subnormal results.
   */
  public static Expr powDerivative(Expr x, Expr a) {
    Expr size = x.abs();
    Pair exponent = Pair.sum(a, Expr.constant(-1));
    Pair power = logarithm(size).times(exponent);
    Power e = Exponential64.power(Exponential64.clamped(power, -1500, 1500));
    Expr value = Exponential64.timesPower(a, e.mantissa(), e.exponent());
    value = size.eq(1).select(a, value);
    Expr y = withSign(value, x, isInteger(a), isInteger(a.mul(0.5)), true);
    return a.eq(0).select(0, a.eq(1).select(1, y));
  }

  /** Returns the logarithm of a size, infinite at 0 and Infinity. */
  private static Pair logarithm(Expr size) {
    Pair y = Logarithm64.log(size);
    Expr high = size.lt(Double.POSITIVE_INFINITY).select(y.high(), size);
    return new Pair(size.eq(0).select(Double.NEGATIVE_INFINITY, high), y.low());
  }

  private static Expr isInteger(Expr a) {
    Expr size = a.abs();
    return size.lt(INTEGER).select(size.add(INTEGER).sub(INTEGER), size).eq(size);
  }

  /**
   * Returns the power of a size as that of x: with its sign where the exponent is odd, NaN for a
   * negative x where it is no integer.
   *
   * @param less whether the exponent is one less than the number that the conditions are about
   */
  private static Expr withSign(Expr y, Expr x, Expr isInteger, Expr isEven, boolean less) {
    Expr flipped = y.neg();
    Expr whole = less ? isEven.select(flipped, y) : isEven.select(y, flipped);
    Expr finite = x.gt(Double.NEGATIVE_INFINITY).select(Double.NaN, y);
    Expr broken = x.lt(0).select(finite, y);
    Expr negative = isInteger.select(whole, broken);
    Expr sign = x.bits().and(SIGN).or(Double.doubleToRawLongBits(1)).fromBits();
    return sign.lt(0).select(negative, y);
  }

  /**
   * Lowers x^3, rounded once.
   *
   * <p>9 operations. Maximum error 0.690 ULP, 0.822 for subnormal results.
   */
  public static Expr cube(Expr x) {
    Pair square = Pair.product(x, x);
    Expr y = square.roundedTimes(x);
    return x.abs().gt(0x1p350).select(x.mul(square.high()), y);
  }

  /**
   * Lowers 3 x^2, rounded once.
   *
   * <p>9 operations. Maximum error 0.723 ULP, 0.858 for subnormal results.
   */
  public static Expr cubeDerivative(Expr x) {
    Pair triple = Pair.product(x, Expr.constant(3));
    Expr y = triple.roundedTimes(x);
    return x.abs().gt(0x1p520).select(x.mul(triple.high()), y);
  }
}
