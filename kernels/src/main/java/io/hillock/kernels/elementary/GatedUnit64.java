package io.hillock.kernels.elementary;

import io.hillock.kernels.Expr;
import io.hillock.kernels.elementary.Exponential64.Power;

/**
 * Lowers the gated units of two inputs, {@code up f(gate)}, and {@code up f'(gate)} to primitive
 * operations of float64, rounded once: f(gate) is a {@link Pair} times 2^n, and up is brought near
 * 1. At infinities they are what {@link GatedUnit} has.
 */
public final class GatedUnit64 {
  /** Below this gate e^gate times the largest float is 0. */
  private static final double LEAST = -1475;

  /** Below this gate the normal distribution times the largest float is 0. */
  private static final double NORMAL_LEAST = -54;

  /** From here on f(gate) is the gate to more digits than count. */
  private static final int GREATEST = 64;

  private GatedUnit64() {}

  /**
   * Lowers x sigmoid(gate).
   *
   * <p>107 operations. Maximum error 0.501 ULP, 0.75 for subnormal results.
   */
  public static Expr glu(Expr x, Expr gate) {
    Power e = Exponential64.power(Pair.of(Exponential64.clamped(gate, LEAST, GREATEST)));
    Expr y = Exponential64.timesPower(x, sigmoid(e), e.exponent());
    return finite(x, y, x, gate);
  }

  /**
   * Lowers x times the derivative of sigmoid(gate).
   *
   * <p>114 operations. Maximum error 0.501 ULP, 0.75 for subnormal results. NaN where both are
   * infinite.
   */
  public static Expr gluDerivative(Expr x, Expr gate) {
    Expr minus = gate.abs().neg();
    Power e = Exponential64.power(Pair.of(Exponential64.clamped(minus, LEAST, 0)));
    Pair f = e.mantissa().over(onePlus(e).squared());
    return finite(x, Exponential64.timesPower(x, f, e.exponent()), x, minus);
  }

  /**
   * Lowers up gate sigmoid(gate).
   *
   * <p>122 operations. Maximum error 0.501 ULP, 0.75 for subnormal results.
   */
  public static Expr swiglu(Expr gate, Expr up) {
    Expr z = Exponential64.clamped(gate, LEAST, GREATEST);
    Power e = Exponential64.power(Pair.of(z));
    return times(gate, z, up, sigmoid(e), e.exponent());
  }

  /**
   * Lowers up times the derivative of gate sigmoid(gate).
   *
   * <p>142 operations. Maximum error 0.501 ULP, 0.75 for subnormal results; about the zero at
   * -1.278 (from -1.9 to -0.8) the unit is at least |up| times that of 1/16.
   */
  public static Expr swigluDerivative(Expr gate, Expr up) {
    Expr z = Exponential64.clamped(gate.abs().neg(), LEAST, 0);
    Power e = Exponential64.power(Pair.of(z));
    Pair d = onePlus(e);
    return slope(gate, up, e.mantissa().times(d.plus(z)).over(d.squared()), e);
  }

  /**
   * Lowers up gate Phi(gate), Phi the distribution function of the standard normal distribution.
   *
   * <p>262 operations. Maximum error 0.58 ULP, where the gate is below -39.5; 0.75 for subnormal
   * results.
   */
  public static Expr geglu(Expr gate, Expr up) {
    Expr z = Exponential64.clamped(gate, NORMAL_LEAST, GREATEST);
    Pair a = Pair.of(Exponential64.clamped(gate.abs(), 0, -NORMAL_LEAST));
    Power e = ErrorFunction64.bell(a);
    Pair tail = e.mantissa().times(ErrorFunction64.mills(a));
    Expr negative = gate.lt(0);
    Pair f = Pair.select(negative, tail, ErrorFunction64.lessThan(1, tail, e));
    return times(gate, z, up, f, negative.select(e.exponent(), 0));
  }

  /**
   * Lowers up times the derivative of gate Phi(gate).
   *
   * <p>260 operations. Maximum error 0.52 ULP, 0.75 for subnormal results; about the zero at
   * -0.7518 (from -1.2 to -0.4) the unit is at least |up| times that of 1/16.
   */
  public static Expr gegluDerivative(Expr gate, Expr up) {
    Expr a = Exponential64.clamped(gate.abs(), 0, -NORMAL_LEAST);
    Power e = ErrorFunction64.bell(Pair.of(a));
    return slope(gate, up, ErrorFunction64.slopeTail(a, e), e);
  }

  /** Returns up gate f 2^n, where z is the gate brought to where that counts. */
  private static Expr times(Expr gate, Expr z, Expr up, Pair f, Expr n) {
    Expr plain = up.mul(gate);
    Expr y = Exponential64.productTimesPower(up, z, f, n);
    return finite(up, gate.gt(GREATEST).select(plain, y), plain, gate);
  }

  /** Returns up times a derivative that is f 2^n where the gate is negative, else 1 - f 2^n. */
  private static Expr slope(Expr gate, Expr up, Pair f, Power e) {
    Expr negative = gate.lt(0);
    Pair factor = Pair.select(negative, f, ErrorFunction64.lessThan(1, f, e));
    Expr y = Exponential64.timesPower(up, factor, negative.select(e.exponent(), 0));
    return finite(up, y, up.mul(factor.high()), gate);
  }

  /** Returns sigmoid(z) without the power of two in e = e^z. */
  private static Pair sigmoid(Power e) {
    return e.mantissa().over(onePlus(e));
  }

  /** Returns 1 + e. */
  private static Pair onePlus(Power e) {
    Expr scale = e.boundedScale();
    return Pair.sum(scale, Expr.constant(1)).plusSmaller(e.rest().scaled(scale));
  }

  /** Returns y where up is finite, otherwise the given product: NaN at a gate of -Infinity. */
  private static Expr finite(Expr up, Expr y, Expr product, Expr gate) {
    Expr infinite = product.mul(gate.add(Double.POSITIVE_INFINITY));
    return up.abs().lt(Double.POSITIVE_INFINITY).select(y, infinite);
  }
}
