package io.hillock.kernels.elementary;

import io.hillock.kernels.Expr;
import io.hillock.kernels.elementary.Exponential64.Power;

/**
 * Lowers the exponential linear units and their derivatives to primitive operations of float64, as
 * {@link Pair}s that are rounded once.
 */
public final class ExponentialUnits64 {
  private ExponentialUnits64() {}

  /** Lowers ELU: x for x >= 0, alpha (e^x - 1) below, for any finite alpha. */
  public static Expr elu(Expr x, Expr alpha) {
    return x.ge(0).select(x, Exponential64.scaledExpm1(x, alpha));
  }

  /** Lowers the derivative of ELU: 1 for x > 0, alpha e^x elsewhere. */
  public static Expr eluDerivative(Expr x, Expr alpha) {
    // Below this the product is 0, however large alpha.
    Power e = Exponential64.power(Pair.of(Exponential64.clamped(x, -1460, 0)));
    Expr negative = Exponential64.timesPower(alpha, e.mantissa(), e.exponent());
    return x.gt(0).select(1, negative);
  }

  /** Lowers CELU: x for x >= 0, alpha (e^(x / alpha) - 1) below, the quotient not rounded. */
  public static Expr celu(Expr x, Expr alpha) {
    return x.ge(0).select(x, Exponential64.celu(x, alpha));
  }

  /** Lowers the derivative of CELU: 1 for x > 0, e^(x / alpha) elsewhere. */
  public static Expr celuDerivative(Expr x, Expr alpha) {
    return x.gt(0).select(1, Exponential64.expOfQuotient(x, alpha));
  }

  /** Lowers scale ELU, the product of scale and alpha not rounded. */
  public static Expr scaledElu(Expr x, Expr alpha, Expr scale) {
    Pair factor = Pair.product(alpha, scale);
    Pair y = Pair.of(Exponential64.clamped(x, -50, 0));
    Expr value = Exponential64.expm1OfNonPositive(y).times(factor).rounded();
    Expr negative = x.gt(-Exponential64.LINEAR).select(factor.roundedTimes(x), value);
    return x.ge(0).select(x.mul(scale), negative);
  }

  /** Lowers its derivative: scale for x > 0, scale alpha e^x elsewhere. */
  public static Expr scaledEluDerivative(Expr x, Expr alpha, Expr scale) {
    Power e = Exponential64.power(Pair.of(Exponential64.clamped(x, -1000, 0)));
    Expr negative = e.times(e.mantissa().times(Pair.product(alpha, scale)).rounded());
    return x.gt(0).select(scale, negative);
  }
}
