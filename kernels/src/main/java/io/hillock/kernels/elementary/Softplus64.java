package io.hillock.kernels.elementary;

import io.hillock.kernels.Expr;
import io.hillock.kernels.elementary.Exponential64.Power;

/**
 * Lowers ln(1 + e^x) and what is made with it to primitive operations of float64: {@code max(x, 0)
 * + ln(1 + e^-|x|)} in {@link Pair}s, and e^x where that is the same to the last place.
 */
public final class Softplus64 {
  /** From here on softplus is x to the last place. */
  private static final double GREATEST = 64;

  /** Up to here softplus is e^x to the last place. */
  private static final double LEAST = -64;

  private Softplus64() {}

  /**
   * Lowers ln(1 + e^x).
   *
   * <p>163 operations. Maximum error 0.501 ULP, 0.749 for subnormal results.
   */
  public static Expr softplus(Expr x) {
    Pair y = Pair.of(Exponential64.clamped(x, -750, GREATEST));
    Power e = Exponential64.power(negativeSize(y));
    Expr small = e.times(e.mantissa().rounded());
    Expr value = y.high().lt(LEAST).select(small, sum(y, e).rounded());
    return x.gt(GREATEST).select(x, value);
  }

  /**
   * Lowers -ln(1 + e^-x), the logarithm of sigmoid(x).
   *
   * <p>165 operations. Maximum error 0.501 ULP, 0.750 for subnormal results.
   */
  public static Expr logSigmoid(Expr x) {
    return softplus(x.neg()).neg();
  }

  /**
   * Lowers ln(1 + e^(beta x)) / beta, the product not rounded, for any finite beta.
   *
   * <p>193 operations. Maximum error 0.501 ULP, 0.746 for subnormal results.
   */
  public static Expr scaledSoftplus(Expr x, Expr beta) {
    Pair product = Pair.product(beta, x);
    Pair y = Exponential64.clamped(product, -1500, GREATEST);
    Power e = Exponential64.power(negativeSize(y));
    Expr isSmall = y.high().lt(LEAST);
    Pair dividend = Pair.select(isSmall, e.mantissa(), sum(y, e));
    Expr n = isSmall.select(e.exponent(), 0);
    Expr value = Exponential64.overTimesPower(dividend, beta, n);
    return product.high().gt(GREATEST).select(x, value);
  }

  private static Pair negativeSize(Pair x) {
    Expr positive = x.high().gt(0);
    return Pair.select(positive, x.negated(), x);
  }

  /** Returns {@code max(x, 0) + ln(1 + e)} with {@code e = e^-|x|} for x from -64 to 64. */
  private static Pair sum(Pair x, Power e) {
    Pair logarithm = Logarithm64.log1p(e.mantissa().scaled(e.boundedScale()));
    Pair base = Pair.select(x.high().gt(0), x, Pair.of(Expr.constant(0)));
    return base.plus(logarithm);
  }
}
