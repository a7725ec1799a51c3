package io.hillock.kernels.elementary;

import static io.hillock.kernels.elementary.Exponential.ROUNDER;
import static io.hillock.kernels.elementary.Exponential.horner;

import io.hillock.kernels.Expr;
import io.hillock.kernels.elementary.ExponentialUnits.Sum;

/**
 * Lowers sines and what is made of them to primitive operations of float32. {@link Turns} reduces
 * huge arguments; the polynomials of the rest come from src/main/sollya/trigonometry.sollya.
 *
 * <p>Errors are in units of the last place of the true value, the largest found; numbers of
 * operations are without reinterpretations and constants.
 */
public final class Trigonometry {
  /** The second coefficient of sin(r)^2 in w = r^2, nearly -1/3. */
  private static final double SQUARED_SINE_SECOND = -0x1.555556p-2;

  /** The coefficients from the third on, for |r| up to pi/4: error 2^-32 of sin(r)^2. */
  private static final double[] SQUARED_SINE = {
    -0x1.55d13p-18, 0x1.2ac5dap-13, -0x1.a032c2p-9, 0x1.6c1714p-5
  };

  /** (sin(r) / r - 1) / w in w = r^2 for |r| up to pi/4: error 2^-31. */
  private static final double[] SINE = {
    0x1.882406p-19, -0x1.a0857ep-13, 0x1.11119ap-7, -0x1.555556p-3
  };

  /** (cos(r) - 1 + w / 2) / w^2 in w = r^2 for |r| up to pi/4: error 2^-30.3. */
  private static final double[] COSINE = {0x1.9bc762p-16, -0x1.6c129ep-10, 0x1.555554p-5};

  private static final double HALF_PI_HIGH = 0x1.921fb6p0;
  private static final double HALF_PI_LOW = -0x1.777a5cp-25;
  private static final double TWO_OVER_PI = 0x1.45f306p-1;

  private Trigonometry() {}

  /**
   * Lowers sin(x) for all finite x; NaN at infinities.
   *
   * <p>164 operations. Maximum error 0.724 ULP, at x = 0x1.d0cefep+75. Odd, zeros keep their sign.
   */
  public static Expr sin(Expr x) {
    Turns turns = Turns.quarters(x.abs());
    Expr value = quarter(turns, turns.count(), x.bits());
    return x.abs().lt(0x1p-12).select(x, value);
  }

  /**
   * Lowers cos(x) for all finite x; NaN at infinities.
   *
   * <p>163 operations. Maximum error 0.723 ULP, at x = 0x1.4240cp+117. Even.
   */
  public static Expr cos(Expr x) {
    Turns turns = Turns.quarters(x.abs());
    return quarter(turns, turns.count().intAdd(1), Expr.intConstant(0));
  }

  /** Returns sin(k pi / 2 + r), with the sign turned where that of a number is set. */
  private static Expr quarter(Turns turns, Expr k, Expr sign) {
    Sum angle = turns.angle();
    Expr r = angle.high();
    Expr w = r.mul(r);
    Expr wLow = r.fma(angle.low().add(angle.low()), r.fma(r, w.neg()));
    Expr one = Expr.constant(1);
    Expr high = w.fma(-0.5, one);
    Expr rest = wLow.fma(-0.5, w.fma(-0.5, one.sub(high)));
    Expr sine = r.mul(w).fma(horner(w, SINE), angle.low().mul(high)).add(r);
    Expr cosine = w.mul(w).fma(horner(w, COSINE), rest).add(high);
    Expr even = k.and(1).shl(30).fromBits().eq(0);
    Expr turned = k.shl(30).xor(sign).and(0x80000000);
    return even.select(sine, cosine).bits().xor(turned).fromBits();
  }

  /**
   * Lowers x + sin(a x)^2 / a, with the exact product; a is from 2^-64 to 2^64. The square is the
   * same for all multiples of pi, and 1 less it half way between them. From a |x| = 2.6e7 on it is
   * below 0.65 units of the sum and left out.
   *
   * <p>67 operations. Maximum error 0.624 ULP for a = 1, at x = -0x1.9422c4p-1; 0.67 for 20 others.
   * Zeros keep their sign; NaN at infinities.
   */
  public static Expr snake(Expr x, Expr a) {
    final double rounder = 0x1p23;
    Expr magnitude = x.abs();
    Expr z = a.mul(magnitude);
    Expr zLow = a.fma(magnitude, z.neg());
    Expr t = z.fma(TWO_OVER_PI, rounder);
    Expr n = t.sub(rounder);
    Expr r1 = n.fma(-HALF_PI_HIGH, z);
    Expr r2 = n.fma(-HALF_PI_LOW, zLow);
    Expr r = r1.add(r2);
    // From 2^24 on the last bit of t does not stand for 1, and t is even.
    Expr odd = t.bits().and(t.bits().ushr(23).xor(1));
    // Where t is inexact, r may be several units of pi/2.
    Expr again = r.fma(TWO_OVER_PI, ROUNDER);
    Expr m = again.sub(ROUNDER);
    Expr low = m.fma(-HALF_PI_LOW, r2.sub(r.sub(r1)));
    Sum square = squaredSine(new Sum(m.fma(-HALF_PI_HIGH, r), low), odd.xor(again.bits()));
    Expr inverse = Expr.constant(1).div(a);
    Expr inverseLow = inverse.neg().fma(a, Expr.constant(1)).mul(inverse);
    Expr term = square.high().mul(inverse);
    Expr termLow = square.high().fma(inverse, term.neg());
    termLow = square.high().fma(inverseLow, square.low().fma(inverse, termLow));
    Expr sum = x.add(term);
    Expr value = term.sub(sum.sub(x)).add(termLow).add(sum);
    // x + (x - x) is x, but NaN at infinities
    Expr far = z.lt(2.6e7f).select(value, x.add(x.sub(x)));
    return far.bits().or(x.bits().and(0x80000000)).fromBits();
  }

  /**
   * Lowers 1 + sin(2 a x) as 2 sin(a x + pi/4)^2, with the exact product; a is from 2^-64 to 2^64.
   *
   * <p>218 operations. Maximum error 0.756 ULP for a = 1, at x = -0x1.ba6b84p+97. Near its double
   * zeros, where that of the rest is absolute, the unit is that of 1/16.
   */
  public static Expr snakeDerivative(Expr x, Expr a) {
    Turns turns = Turns.halvesFromEighth(x, a);
    Sum square = squaredSine(turns.angle(), turns.count());
    return square.high().add(square.low()).mul(2);
  }

  /**
   * Returns sin(r)^2, or 1 less that where the last bit of k is set, for |r| up to pi/4. The first
   * two terms of the polynomial are of two parts.
   */
  private static Sum squaredSine(Sum angle, Expr k) {
    final double second = SQUARED_SINE_SECOND;
    Expr r = angle.high();
    Expr w = r.mul(r);
    Expr wLow = r.fma(angle.low().add(angle.low()), r.fma(r, w.neg()));
    Expr square = w.mul(w);
    Expr term = square.mul(second);
    Expr termLow = w.fma(w, square.neg()).fma(second, square.fma(second, term.neg()));
    Expr rest = square.mul(w).fma(horner(w, SQUARED_SINE), termLow);
    // Of wLow the derivative is needed to a few digits alone.
    rest = wLow.fma(w.fma(2 * second, 1), rest);
    Expr high = w.add(term);
    Expr low = w.sub(high).add(term).add(rest);
    Expr sign = k.shl(31);
    Expr one = sign.shr(31).and(Float.floatToRawIntBits(1)).fromBits();
    Expr signed = high.bits().xor(sign).fromBits();
    Expr sum = one.add(signed);
    Expr lost = one.sub(sum).add(signed);
    return new Sum(sum, low.bits().xor(sign).fromBits().add(lost));
  }
}
