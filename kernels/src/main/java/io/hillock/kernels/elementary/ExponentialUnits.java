package io.hillock.kernels.elementary;

import static io.hillock.kernels.elementary.Exponential.BIAS;
import static io.hillock.kernels.elementary.Exponential.LN2_HIGH;
import static io.hillock.kernels.elementary.Exponential.LN2_LOW;
import static io.hillock.kernels.elementary.Exponential.LOG2_E;
import static io.hillock.kernels.elementary.Exponential.ROUNDER;
import static io.hillock.kernels.elementary.Exponential.horner;

import io.hillock.kernels.Expr;

/**
 * Lowers the exponential linear units and their derivatives to primitive operations of float32.
 *
 * <p>Each takes e^x - 1 or e^x as an unevaluated sum, reduced as in {@link Exponential}, so that
 * the factor in front of it is multiplied in before the one rounding that counts. Factors that are
 * parameters are brought into a safe range once for the call.
 *
 * <p>Errors are in units of the last place of the true value, 2^-149 for subnormals, and are the
 * largest found with the parameters named. Numbers of operations are for each element, without
 * reinterpretations and constants.
 */
public final class ExponentialUnits {
  /** The scale of SELU less 1: so it takes one fma, whose error is that of the sum. */
  private static final double SELU_EXCESS = 0.0507009873554804934193349852946;

  /** The product of scale and alpha of SELU. */
  private static final double SELU_ALPHA_HIGH = 0x1.c212ccp0;

  private static final double SELU_ALPHA_LOW = 0x1.903c0cp-26;

  private static final int EXPONENT = 0x7f800000;

  private ExponentialUnits() {}

  /** An unevaluated sum. */
  record Sum(Expr high, Expr low) {
    /** Returns the product with a number. */
    Expr times(Expr factor) {
      return factor.fma(high, factor.mul(low));
    }

    /** Returns the product with another sum, whose low part is small beside its rounding. */
    Expr times(double factor, double factorLow) {
      return times(new Sum(Expr.constant(factor), Expr.constant(factorLow)));
    }

    /** Returns the product with another sum, whose low part is small beside its rounding. */
    Expr times(Sum factor) {
      return high.fma(factor.high, low.fma(factor.high, high.mul(factor.low)));
    }
  }

  /** A factor as a number from 1 to 2 and a power of two, whose exponent is a real number. */
  record Factor(Expr significand, Expr exponent) {
    static Factor of(Expr factor) {
      Expr subnormal = factor.abs().lt(Float.MIN_NORMAL);
      Expr bits = subnormal.select(factor.mul(0x1p24), factor).bits();
      Expr significand = bits.and(~EXPONENT).or(BIAS << 23).fromBits();
      Expr biased = bits.and(EXPONENT).ushr(23).or(Float.floatToRawIntBits((float) ROUNDER));
      Expr bias = subnormal.select(ROUNDER + BIAS + 24, Expr.constant(ROUNDER + BIAS));
      return new Factor(significand, biased.fromBits().sub(bias));
    }
  }

  /**
   * Lowers ELU: x for x >= 0, alpha (e^x - 1) below.
   *
   * <p>33 operations. Maximum error 0.538 ULP for alpha = 1, at x = -0x1.25fc68p-2; 0.76 for any,
   * where the result is subnormal. Zeros keep their sign; -alpha at -Infinity.
   */
  public static Expr elu(Expr x, Expr alpha) {
    Expr small = alpha.abs().lt(1);
    Expr factor = small.select(alpha.mul(0x1p64), alpha);
    Expr unscale = small.select(0x1p-64, Expr.constant(1));
    Expr y = atLeast(x, Expr.constant(-18));
    return x.ge(0).select(x, expm1(y, null).times(factor).mul(unscale));
  }

  /**
   * Lowers the derivative of ELU: 1 for x > 0, alpha e^x elsewhere. The exponent of alpha joins
   * that of e^x, which may be too small for a float where the product is not.
   *
   * <p>33 operations. Maximum error 0.759 ULP, at x = -0x1.5ea40ap+6 for alpha = 1: subnormal
   * results are rounded once more.
   */
  public static Expr eluDerivative(Expr x, Expr alpha) {
    Factor factor = Factor.of(alpha);
    Expr bias = factor.exponent().add(ROUNDER + 2 * BIAS);
    // Below this the product is less than half the least float.
    Expr y = atLeast(x, factor.exponent().fma(-Math.log(2), -152 * Math.log(2)));
    Expr t = y.fma(LOG2_E, bias);
    Expr product = exp(y, t.sub(bias)).times(factor.significand());
    return x.gt(0).select(1, Exponential.scaled(product, t));
  }

  /**
   * Lowers SELU: scale x for x >= 0, scale alpha (e^x - 1) below, with constants of two parts.
   *
   * <p>34 operations. Maximum error 0.721 ULP, at x = -0x1.216f82p-126. Zeros keep their sign.
   */
  public static Expr selu(Expr x) {
    Expr y = atLeast(x, Expr.constant(-18));
    Expr negative = expm1(y, null).times(SELU_ALPHA_HIGH, SELU_ALPHA_LOW);
    return x.ge(0).select(x.fma(SELU_EXCESS, x), negative);
  }

  /**
   * Lowers the derivative of SELU: scale for x > 0, scale alpha e^x elsewhere.
   *
   * <p>34 operations. Maximum error 0.762 ULP, at x = -0x1.617c46p+6.
   */
  public static Expr seluDerivative(Expr x) {
    Expr y = atLeast(x, Expr.constant(-106));
    Expr t = y.fma(LOG2_E, ROUNDER + 2 * BIAS);
    Expr product = exp(y, t.sub(ROUNDER + 2 * BIAS)).times(SELU_ALPHA_HIGH, SELU_ALPHA_LOW);
    return x.gt(0).select(1 + SELU_EXCESS, Exponential.scaled(product, t));
  }

  /**
   * Lowers scale ELU: scale x for x >= 0, scale alpha (e^x - 1) below, for a product of scale and
   * alpha from 2^-64 to 2^64, which is not rounded.
   */
  public static Expr scaledElu(Expr x, Expr alpha, Expr scale) {
    Expr y = atLeast(x, Expr.constant(-18));
    Expr negative = expm1(y, null).times(product(alpha, scale));
    return x.ge(0).select(x.mul(scale), negative);
  }

  /** Lowers its derivative: scale for x > 0, scale alpha e^x elsewhere. */
  public static Expr scaledEluDerivative(Expr x, Expr alpha, Expr scale) {
    Expr y = atLeast(x, Expr.constant(-160));
    Expr t = y.fma(LOG2_E, ROUNDER + 2 * BIAS);
    Expr negative = exp(y, t.sub(ROUNDER + 2 * BIAS)).times(product(alpha, scale));
    return x.gt(0).select(scale, Exponential.scaled(negative, t));
  }

  private static Sum product(Expr a, Expr b) {
    Expr high = a.mul(b);
    return new Sum(high, a.fma(b, high.neg()));
  }

  /**
   * Lowers CELU: x for x >= 0, alpha (e^(x / alpha) - 1) below; x also where that is nearer than a
   * quarter of a unit. alpha is from 2^-126 to 2^126.
   *
   * <p>38 operations. Maximum error 0.538 ULP for alpha = 1, at x = -0x1.25fc68p-2; 0.76 for any,
   * where the result is subnormal. Zeros keep their sign.
   */
  public static Expr celu(Expr x, Expr alpha) {
    Quotient z = Quotient.of(x, alpha, -18);
    Expr value = expm1(z.value(), z.rest()).times(z.divisor()).mul(z.power());
    return x.ge(alpha.mul(-0x1p-26)).select(x, value);
  }

  /**
   * Lowers the derivative of CELU: 1 for x > 0, e^(x / alpha) elsewhere. alpha is from 2^-126 to
   * 2^126.
   *
   * <p>26 operations. Maximum error 0.882 ULP, for alpha = 1 at x = -0x1.76b83ap+2.
   */
  public static Expr celuDerivative(Expr x, Expr alpha) {
    Quotient z = Quotient.of(x, alpha, -106);
    Expr t = z.value().fma(LOG2_E, ROUNDER + 2 * BIAS);
    Expr n = t.sub(ROUNDER + 2 * BIAS);
    Expr r = n.fma(-LN2_HIGH, z.value()).add(n.fma(-LN2_LOW, z.rest()));
    return x.gt(0).select(1, Exponential.scaled(horner(r, Exponential.EXP), t));
  }

  /**
   * The quotient of x and a positive number, which is divisor * power: rounded, and the rest.
   *
   * @param divisor from 1 to 2
   * @param power a power of two
   */
  private record Quotient(Expr value, Expr rest, Expr divisor, Expr power) {
    /** Returns x / alpha, at least the number given. */
    static Quotient of(Expr x, Expr alpha, double least) {
      Expr power = alpha.bits().and(EXPONENT);
      Expr inversePower = Expr.intConstant(2 * BIAS << 23).intSub(power).fromBits();
      Expr divisor = alpha.mul(inversePower);
      Expr inverse = Expr.constant(1).div(divisor);
      Expr scaled = atLeast(x.mul(inversePower), divisor.mul(least));
      Expr value = scaled.mul(inverse);
      Expr rest = value.neg().fma(divisor, scaled).mul(inverse);
      return new Quotient(value, rest, divisor, power.fromBits());
    }
  }

  /** The exponential of a small number, less 1, as an unevaluated sum. */
  private static Sum growth(Expr r, Expr low) {
    Expr half = r.mul(0.5);
    Expr high = half.fma(r, r);
    Expr lost = half.fma(r, r.sub(high));
    Expr rest = r.mul(r).mul(r).fma(horner(r, Exponential.EXP_CUBIC_REST), lost);
    return new Sum(high, low.fma(high, low).add(rest));
  }

  /**
   * Returns e^(x + low) - 1 for x from -36 to 0, as (2^n - 1) + 2^n (e^r - 1). What the rounding of
   * the first loses counts from n = -25 on.
   *
   * @param low a small correction of x, or null
   */
  private static Sum expm1(Expr x, Expr low) {
    Expr t = x.fma(LOG2_E, ROUNDER + BIAS);
    Expr n = t.sub(ROUNDER + BIAS);
    Expr rLow = low == null ? n.mul(-LN2_LOW) : n.fma(-LN2_LOW, low);
    Sum e = growth(n.fma(-LN2_HIGH, x), rLow);
    Expr s = Exponential.powerOfTwo(t);
    Expr whole = s.sub(1);
    Expr lost = s.sub(whole.add(1));
    Expr high = s.fma(e.high(), whole);
    Expr highLost = s.fma(e.high(), whole.sub(high));
    return new Sum(high, s.fma(e.low(), highLost).add(lost));
  }

  /**
   * Returns 2^-n e^x, from 0.7 to 1.42.
   *
   * @param n the integer nearest to x / ln 2
   */
  private static Sum exp(Expr x, Expr n) {
    return exp(growth(n.fma(-LN2_HIGH, x), n.mul(-LN2_LOW)));
  }

  /**
   * Returns 2^-n e^(x + low), from 0.7 to 1.42.
   *
   * @param low a correction of x, at most half a unit in its last place
   * @param n the integer nearest to x / ln 2
   */
  static Sum exp(Expr x, Expr low, Expr n) {
    Expr r1 = n.fma(-LN2_HIGH, x);
    Expr r2 = n.fma(-LN2_LOW, low);
    Expr r = r1.add(r2);
    return exp(growth(r, r2.sub(r.sub(r1))));
  }

  private static Sum exp(Sum growth) {
    Expr high = growth.high().add(1);
    return new Sum(high, growth.high().sub(high.sub(1)).add(growth.low()));
  }

  /** Returns x where it is not below the bound; NaN stays. */
  private static Expr atLeast(Expr x, Expr bound) {
    return x.lt(bound).select(bound, x);
  }
}
