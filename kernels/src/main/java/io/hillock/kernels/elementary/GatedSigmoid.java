package io.hillock.kernels.elementary;

import static io.hillock.kernels.elementary.Exponential.BIAS;
import static io.hillock.kernels.elementary.Exponential.LN2_HIGH;
import static io.hillock.kernels.elementary.Exponential.LN2_LOW;
import static io.hillock.kernels.elementary.Exponential.LOG2_E;
import static io.hillock.kernels.elementary.Exponential.ROUNDER;
import static io.hillock.kernels.elementary.Exponential.SIGN;
import static io.hillock.kernels.elementary.Exponential.horner;
import static io.hillock.kernels.elementary.Exponential.negatedReciprocal;
import static io.hillock.kernels.elementary.Exponential.powerOfTwo;
import static io.hillock.kernels.elementary.Exponential.stretched;

import io.hillock.kernels.Expr;

/**
 * Lowers x times a sigmoid to primitive operations of float32: SiLU, Swish and the two
 * approximations of GELU. {@link GatedSigmoidDerivative} has their derivatives.
 *
 * <p>Where the sigmoid is small its relative error is the absolute error of its argument, so an
 * argument that is not a float is carried as an unevaluated sum, and so is the denominator 1 +
 * e^-z: in it only what is small is rounded.
 *
 * <p>Errors are in units of the last place of the true value, 2^-149 for subnormals, over all 2^32
 * inputs where it does not say otherwise. Numbers of operations are without reinterpretations and
 * constants. {@code src/main/sollya/gated-sigmoid.sollya} makes the polynomials.
 */
public final class GatedSigmoid {
  /** (e^-x - 1 + x) / x^2. */
  static final double[] EXP_REST = stretched(Exponential.EXPM1_REST, -1);

  /** (e^(-1.702 x) - 1 + SLOPE x) / x^2, to relative error 2^-28.3 of the exponential. */
  private static final double[] EXP_REST_1702 = {
    0x1.123438p-5, -0x1.e9b598p-4, 0x1.660efep-2, -0x1.a4b82ep-1, 0x1.72ca74p0
  };

  private static final double SLOPE_1702 = -0x1.b3b646p0;
  private static final double LOG2_E_1702 = 0x1.3a4cbep1;
  private static final double LN2_HIGH_1702 = 0x1.a1075p-2;
  private static final double LN2_LOW_1702 = 0x1.da1c26p-25;

  /** 1 / 0.044715 in two parts; the first has few digits, so that x^2 adds to it without loss. */
  static final double CUBIC_HIGH = 0x1.65d26p4;

  static final double CUBIC_LOW = -0x1.226128p-20;

  /** The same for e^(-B x), B = 2 sqrt(2/pi) 0.044715, relative error 2^-27.8. */
  private static final double[] EXP_REST_CUBIC = {
    0x1.962cfcp-33, -0x1.0a508ep-26, 0x1.21f0bep-20, -0x1.fbecd6p-15, 0x1.4dad5ep-9
  };

  private static final double SLOPE_CUBIC = -0x1.2444f4p-4;
  private static final double LOG2_E_CUBIC = 0x1.a5a7dp-4;
  private static final double LN2_HIGH_CUBIC = 0x1.36d9dp3;
  private static final double LN2_LOW_CUBIC = 0x1.5b5dd4p-19;

  /** Denominators are this times 1 + e^-z: finite for all z that count. */
  private static final double SCALE = 0x1p-32;

  private static final double START = ROUNDER + BIAS - 32;

  private GatedSigmoid() {}

  /** An unevaluated sum. */
  record Sum(Expr high, Expr low) {}

  /**
   * Lowers x / (1 + e^-x).
   *
   * <p>33 operations. Maximum error 0.940 ULP, at x = -0x1.6f9d6cp+6. -0 at -Infinity: the limit
   * from below.
   */
  public static Expr silu(Expr x) {
    Expr y = x.lt(-110).select(-110, x);
    Expr t = y.fma(-LOG2_E, START);
    Expr n = t.sub(START);
    Expr r = n.fma(LN2_LOW, n.fma(LN2_HIGH, y));
    Expr s = powerOfTwo(t);
    Sum denominator = denominator(s, s.neg(), r, horner(r, EXP_REST).mul(r.mul(r)));
    return x.gt(20).select(x, quotient(y, denominator));
  }

  /**
   * Lowers x / (1 + e^(-1.702 x)). The argument is not multiplied: it is reduced by multiples of ln
   * 2 / 1.702, and the polynomial is one for e^(-1.702 r).
   *
   * <p>33 operations. Maximum error 0.901 ULP, at x = -0x1.672272p+3. -0 at -Infinity.
   */
  public static Expr geluSigmoid(Expr x) {
    Expr y = x.lt(-64).select(-64, x);
    Expr t = y.fma(-LOG2_E_1702, START);
    Expr n = t.sub(START);
    Expr r = n.fma(LN2_LOW_1702, n.fma(LN2_HIGH_1702, y));
    Expr s = powerOfTwo(t);
    Expr rest = horner(r, EXP_REST_1702).mul(r.mul(r));
    Sum denominator = denominator(s, s.mul(SLOPE_1702), r, rest);
    return x.gt(11).select(x, quotient(y, denominator));
  }

  /**
   * Lowers x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))) / 2 as x / (1 + e^(-B v)) with v = x (1 /
   * 0.044715 + x^2) in two parts and B = 2 sqrt(2/pi) 0.044715; as in {@link #geluSigmoid} B stands
   * in the reduction and in the polynomial.
   *
   * <p>45 operations. Maximum error 0.832 ULP, at x = -0x1.4360cp+3. -0 at -Infinity.
   */
  public static Expr geluTanh(Expr x) {
    Expr y = x.lt(-10.875).select(-10.875, x);
    Sum sum = plusSquare(y, y, CUBIC_LOW);
    Expr v = y.mul(sum.high());
    Expr vLow = y.fma(sum.low(), y.fma(sum.high(), v.neg()));
    Expr t = v.fma(-LOG2_E_CUBIC, START);
    Expr n = t.sub(START);
    Expr r = n.fma(LN2_HIGH_CUBIC, v);
    Expr rLow = n.fma(LN2_LOW_CUBIC, vLow);
    Expr whole = r.add(rLow);
    Expr s = powerOfTwo(t);
    Expr step = s.mul(SLOPE_CUBIC);
    Expr rest = horner(whole, EXP_REST_CUBIC).mul(whole.mul(whole));
    // As denominator, but for s + SCALE, of which s may leave nothing beside it: from s = 2^25 on
    // what is lost of the 1 counts.
    Expr wide = s.add(SCALE);
    Expr high = step.fma(r, wide);
    Expr lost = s.sub(wide).add(SCALE);
    Expr low = s.fma(rest, step.fma(r, wide.sub(high)).add(lost));
    return x.gt(5.5).select(x, quotient(y, new Sum(high, step.fma(rLow, low))));
  }

  /**
   * Lowers 1 / (1 + e^(-a b)); the product is not rounded.
   *
   * <p>37 operations. Maximum error 0.84 ULP, measured on 7 * 10^6 a for each of 11 b. NaN for 0
   * times Infinity.
   */
  public static Expr sigmoidOfProduct(Expr a, Expr b) {
    Expr z = a.mul(b);
    Expr low = a.fma(b, z.neg());
    Expr out = z.lt(-106);
    Expr y = out.select(-106, z);
    Expr t = y.fma(-LOG2_E, START);
    Expr n = t.sub(START);
    Expr r = n.fma(LN2_HIGH, y);
    Expr rLow = n.fma(LN2_LOW, out.select(0, low));
    Expr whole = r.add(rLow);
    Expr s = powerOfTwo(t);
    Expr minus = s.neg();
    Sum d = denominator(s, minus, r, horner(whole, EXP_REST).mul(whole.mul(whole)));
    Expr dLow = minus.fma(rLow, d.low());
    Expr q = negatedReciprocal(d.high().add(dLow), 0x1.002a9ap1);
    Expr error = q.fma(dLow, q.fma(d.high(), Expr.constant(1)));
    return z.gt(20).select(1, q.fma(error.fma(error, error), q).mul(-SCALE));
  }

  /**
   * Lowers x / (1 + e^(-beta x)) for any finite beta; the product is not rounded. With a = |beta x|
   * the sigmoid of -a is 2^n / (2^n + 2^n e^a), which is the result's for a negative product and
   * what 1 exceeds it by for a positive one. As x and the product are of any magnitude each, x is
   * brought to where neither its quotient nor its residual can overflow or lose digits; 2^n is two
   * factors.
   *
   * <p>56 operations. Maximum error 0.924 ULP, measured on 7 * 10^6 inputs for each of 11 beta from
   * the least to the largest, at x = 0x1.63033p+125, beta = -3e-37. For infinite x the limit, x
   * where beta is 0.
   */
  public static Expr swish(Expr x, Expr beta) {
    final double start = ROUNDER + 2 * BIAS + 32;
    Expr z = x.mul(beta);
    Expr zLow = x.fma(beta, z.neg());
    Expr a = z.abs();
    Expr in = a.lt(196);
    Expr aLow = in.select(withSignOf(z, zLow), 0);
    a = in.select(a, 196);
    Expr t = a.fma(-LOG2_E, start);
    Expr n = t.sub(start);
    Expr r = n.fma(LN2_HIGH, a);
    Expr rLow = n.fma(LN2_LOW, aLow);
    Expr whole = r.add(rLow);
    Expr half = t.bits().shr(1).shl(23);
    Expr other = t.bits().shl(23).intSub(half).fromBits();
    half = half.fromBits();
    Expr s = half.mul(other).mul(0x1p-32);
    Expr high = r.add(s.add(1));
    Expr rest = rLow.add(r.add(Expr.constant(1).sub(high).add(s)));
    Expr low = whole.mul(whole).fma(horner(whole, Exponential.EXPM1_REST), rest);
    // 64 in the exponent where |x| >= 2: an infinity becomes a finite number, too
    Expr large = x.bits().and(0x40000000).ushr(1);
    Expr y = x.bits().intSub(large).fromBits().mul(0x1p32);
    Expr unscale = large.intAdd((BIAS - 64) << 23).fromBits();
    Expr product = negatedQuotient(y, new Sum(high, low)).mul(half).mul(other).mul(unscale);
    Expr result = z.le(0).select(product.neg(), x.add(product));
    return x.eq(x).select(result, x);
  }

  /** Returns the low part of a sum as that of the sum's magnitude. */
  static Expr withSignOf(Expr high, Expr low) {
    return low.bits().xor(high.bits().and(SIGN)).fromBits();
  }

  /** Returns CUBIC_HIGH + a b + low; a b is nearly positive. */
  static Sum plusSquare(Expr a, Expr b, double low) {
    Expr high = a.fma(b, CUBIC_HIGH);
    return new Sum(high, a.fma(b, Expr.constant(CUBIC_HIGH).sub(high)).add(low));
  }

  /**
   * Returns SCALE + s + step r + s rest.
   *
   * @param step minus s, or times the slope where r is not the exponent itself
   */
  private static Sum denominator(Expr s, Expr step, Expr r, Expr rest) {
    Expr high = step.fma(r, s.add(SCALE));
    return new Sum(high, s.fma(rest, step.fma(r, s.sub(high).add(SCALE))));
  }

  private static Expr quotient(Expr y, Sum denominator) {
    return negatedQuotient(y, denominator).mul(-SCALE);
  }

  /** Returns -y / d, rounded once: the residual of a quotient that is right to 19 bits is added. */
  static Expr negatedQuotient(Expr y, Sum d) {
    Expr q = negatedReciprocal(d.high().add(d.low()));
    Expr quotient = y.mul(q);
    return residual(y, quotient, d).fma(q, quotient);
  }

  /** Returns the same for a y of two parts. */
  static Expr negatedQuotient(Sum y, Sum d) {
    Expr q = negatedReciprocal(d.high().add(d.low()));
    Expr quotient = y.high().mul(q);
    return residual(y.high(), quotient, d).add(y.low()).fma(q, quotient);
  }

  private static Expr residual(Expr y, Expr quotient, Sum d) {
    return quotient.fma(d.low(), quotient.fma(d.high(), y));
  }
}
