package io.hillock.kernels.elementary;

import static io.hillock.kernels.elementary.Exponential.BIAS;
import static io.hillock.kernels.elementary.Exponential.LOG2_E;
import static io.hillock.kernels.elementary.Exponential.ROUNDER;

import io.hillock.kernels.Expr;
import io.hillock.kernels.elementary.ExponentialUnits.Factor;
import io.hillock.kernels.elementary.ExponentialUnits.Sum;

/**
 * Lowers powers to primitive operations of float32: x^a is e^(a ln |x|) with the sign that an
 * integer exponent asks for. The logarithm is an unevaluated sum with relative error 2^-35, as its
 * product with the exponent may be a hundred, of which the absolute error counts.
 *
 * <p>What depends on the exponent alone costs nothing for each element where it is a parameter.
 * Errors are in units of the last place of the true value, 2^-149 for subnormals; numbers of
 * operations are without reinterpretations and constants. The polynomial comes from
 * src/main/sollya/power.sollya.
 */
public final class Power {
  /** (ln((1 + s) / (1 - s)) - 2 s) / s^3 - 2/3 over s^2, in s^2, for |s| up to 0.1716. */
  private static final double[] ATANH_REST = {
    0x1.82a812p-3, 0x1.c70262p-3, 0x1.249212p-2, 0x1.99999ap-2
  };

  private static final double TWO_THIRDS_HIGH = 0x1.555556p-1;
  private static final double TWO_THIRDS_LOW = -0x1.555556p-26;

  /** From here on all floats are integers. */
  private static final double INTEGERS = 0x1p23;

  private Power() {}

  /**
   * Lowers x^a as IEEE 754 has pow: 1 where a is 0 and for x = 1, NaN for finite negative x and an
   * a that is no integer, odd for an odd a. a is not NaN.
   *
   * <p>109 operations. Maximum error 0.761 ULP, measured on 10^9 pairs, at x = 0x1.7067cap+0 and a
   * = -0x1.e31a6p+7: subnormal results are rounded once more. Elsewhere 0.54, so that what is a
   * float comes out exactly.
   */
  public static Expr power(Expr x, Expr a) {
    // An infinite exponent does as the greatest float does, without infinity times zero.
    Expr exponent = clamped(a, -Float.MAX_VALUE, Float.MAX_VALUE);
    Sum log = logarithm(x, isInteger(a));
    Expr product = exponent.mul(log.high());
    Expr rest = exponent.fma(log.high(), product.neg()).add(exponent.mul(log.low()));
    Expr y = clamped(product, -105, 90);
    Expr t = y.fma(LOG2_E, ROUNDER + 2 * BIAS);
    Sum e = ExponentialUnits.exp(y, y.eq(product).select(rest, 0), t.sub(ROUNDER + 2 * BIAS));
    Expr value = Exponential.scaled(e.high().add(e.low()), t);
    Expr odd = isInteger(a).select(isInteger(a.mul(0.5)).select(0, -0.0), 0);
    return a.eq(0).select(1, value.bits().or(x.bits().and(odd.bits())).fromBits());
  }

  /**
   * Lowers a x^(a - 1), whose exponent is not rounded: 0 where a is 0 and 1 where it is 1, whatever
   * x; otherwise as {@link #power}. The exponent of the factor a joins that of the power.
   *
   * <p>111 operations. Maximum error 0.766 ULP, measured on 10^9 pairs, at x = 0x1.62f07p+0 and a =
   * -0x1.1c0ca6p+8.
   */
  public static Expr powerDerivative(Expr x, Expr a) {
    Expr less = clamped(a.sub(1), -Float.MAX_VALUE, Float.MAX_VALUE);
    // what the rounding of a - 1 has lost
    Expr near = less.sub(a);
    Expr lessLow = a.sub(less.sub(near)).sub(near.add(1));
    Sum log = logarithm(x, isInteger(a));
    Expr product = less.mul(log.high());
    Expr low = less.fma(log.low(), lessLow.mul(log.high()));
    Expr rest = less.fma(log.high(), product.neg()).add(low);
    Factor factor = Factor.of(a);
    Expr bias = factor.exponent().add(ROUNDER + 2 * BIAS);
    Expr least = factor.exponent().fma(-Math.log(2), -153 * Math.log(2));
    Expr greatest = factor.exponent().fma(-Math.log(2), 130 * Math.log(2));
    Expr bounded = product.gt(greatest).select(greatest, product);
    Expr y = bounded.lt(least).select(least, bounded);
    Expr t = y.fma(LOG2_E, bias);
    Sum e = ExponentialUnits.exp(y, y.eq(product).select(rest, 0), t.sub(bias));
    Expr value = Exponential.scaled(e.times(factor.significand()), t);
    Expr odd = isInteger(a).select(isInteger(a.mul(0.5)).select(-0.0, Expr.constant(0)), 0);
    Expr signed = value.bits().xor(x.bits().and(odd.bits())).fromBits();
    Expr fixed = a.eq(0).select(0, a.eq(1).select(1, Double.NaN));
    return fixed.eq(fixed).select(fixed, signed);
  }

  /**
   * Lowers x^3 from the exact square, which is of two parts.
   *
   * <p>9 operations. Maximum error 0.9998 ULP, at x = 0x1.3ff1bp-42: about 2^-126 the low part's
   * product and the sum are both rounded to units of 2^-149. 0.53 where the result is above 2^-122.
   * Zeros and infinities keep their sign.
   */
  public static Expr cube(Expr x) {
    Expr square = x.mul(x);
    Expr squareLow = x.fma(x, square.neg());
    Expr value = square.fma(x, squareLow.mul(x));
    // Where the cube overflows, its parts would do so with different signs.
    return x.abs().lt(0x1p43).select(value, square.mul(x));
  }

  /**
   * Lowers 3 x^2 from the exact 3 x, which is of two parts.
   *
   * <p>9 operations. Maximum error 0.908 ULP, at x = 0x1.a1bd66p-64, as in {@link #cube}.
   */
  public static Expr cubeDerivative(Expr x) {
    Expr triple = x.mul(3);
    Expr tripleLow = x.fma(3, triple.neg());
    Expr value = triple.fma(x, tripleLow.mul(x));
    return x.abs().lt(0x1p64).select(value, triple.mul(x));
  }

  private static Expr isInteger(Expr a) {
    Expr magnitude = a.abs();
    Expr rounded = magnitude.add(INTEGERS).sub(INTEGERS);
    return magnitude.ge(INTEGERS).select(magnitude, rounded).eq(magnitude);
  }

  /**
   * Returns ln |x|: with |x| = 2^n (1 + f) and s = f / (2 + f), n ln 2 + 2 atanh(s). The quotient,
   * the polynomial's last two steps and the sum are of two parts. -Infinity at 0, and NaN for
   * finite x below 0 if those are no part of the domain.
   */
  private static Sum logarithm(Expr x, Expr negativeToo) {
    Expr magnitude = x.abs();
    Expr subnormal = magnitude.lt(Float.MIN_NORMAL);
    Expr scaled = subnormal.select(magnitude.mul(0x1p23), magnitude);
    Expr bias = subnormal.select(Logarithm.MAGIC + 23, Logarithm.MAGIC);
    Expr offset = scaled.bits().intSub(Logarithm.SQRT_HALF);
    Expr exponent = offset.shr(23).intAdd(Float.floatToRawIntBits(Logarithm.MAGIC));
    Expr n = exponent.fromBits().sub(bias);
    Expr f = offset.and(Logarithm.MANTISSA).intAdd(Logarithm.SQRT_HALF).fromBits().sub(1);

    Expr d = f.add(2);
    Expr dLow = f.sub(d.sub(2));
    Expr inverse = Expr.constant(1).div(d);
    Expr s = f.mul(inverse);
    Expr minus = s.neg();
    Expr sLow = minus.fma(dLow, minus.fma(d, f)).mul(inverse);

    Expr w = s.mul(s);
    Expr wLow = s.fma(s, w.neg()).add(s.add(s).mul(sLow));
    Expr p = w.mul(Exponential.horner(w, ATANH_REST));
    Expr c = p.add(TWO_THIRDS_HIGH);
    Expr cLow = p.sub(c.sub(TWO_THIRDS_HIGH)).add(TWO_THIRDS_LOW);
    Expr v = w.mul(c);
    Expr vLow = w.fma(cLow, wLow.fma(c, w.fma(c, v.neg())));
    Expr factor = v.add(2);
    Expr factorLow = v.sub(factor.sub(2)).add(vLow);
    Expr log = s.mul(factor);
    Expr logLow = s.fma(factorLow, sLow.fma(factor, s.fma(factor, log.neg())));

    Expr whole = n.mul(Logarithm.LN2_HIGH);
    Expr sum = whole.add(log);
    Expr lost = whole.sub(sum).add(log).add(n.fma(Logarithm.LN2_LOW, logLow));
    Expr high = sum.add(lost);
    Expr low = lost.sub(high.sub(sum));
    Expr least = negativeToo.select(Double.NEGATIVE_INFINITY, Expr.constant(0));
    Expr real = x.lt(least).select(Double.NaN, high);
    Expr finite = magnitude.lt(Double.POSITIVE_INFINITY).select(real, magnitude);
    return new Sum(magnitude.eq(0).select(Double.NEGATIVE_INFINITY, finite), low);
  }

  private static Expr clamped(Expr x, double least, double greatest) {
    Expr y = x.gt(greatest).select(greatest, x);
    return y.lt(least).select(least, y);
  }
}
