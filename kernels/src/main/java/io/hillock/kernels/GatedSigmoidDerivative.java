package io.hillock.kernels;

import static io.hillock.kernels.Exponential.BIAS;
import static io.hillock.kernels.Exponential.LN2_HIGH;
import static io.hillock.kernels.Exponential.LN2_LOW;
import static io.hillock.kernels.Exponential.LOG2_E;
import static io.hillock.kernels.Exponential.ROUNDER;
import static io.hillock.kernels.Exponential.horner;
import static io.hillock.kernels.Exponential.negatedReciprocal;
import static io.hillock.kernels.Exponential.powerOfTwo;

import io.hillock.kernels.GatedSigmoid.Sum;

/**
 * Lowers the derivatives of x sigmoid(z(x)), z odd, to primitive operations of float32. With w = x
 * z'(x) and e = e^-|z| they are {@code g = e (1 + e - |w|) / (1 + e)^2} for negative z and 1 - g
 * for positive.
 *
 * <p>Errors are in units of the last place of the true value, 2^-149 for subnormals; about the zero
 * (z from -1.9 to -0.8) the unit is at least that of 1/16. They are over every 29th input where it
 * does not say otherwise.
 */
final class GatedSigmoidDerivative {
  /** 1.702 rounded to float32, and what is missing. */
  private static final double SIGMOID_HIGH = 0x1.b3b646p0;

  private static final double SIGMOID_LOW = -0x1.78d4fep-26;

  /** 2 sqrt(2/pi) 0.044715 rounded to float32, and what is missing. */
  private static final double CUBIC_FACTOR_HIGH = 0x1.2444f2p-4;

  private static final double CUBIC_FACTOR_LOW = 0x1.49b16ap-29;

  private GatedSigmoidDerivative() {}

  /**
   * Lowers s (1 + x (1 - s)), s the sigmoid of x.
   *
   * <p>58 operations. Maximum error 0.822 ULP, at x = 0x1.37b7e6p-2. -0 at -Infinity.
   */
  static Expr silu(Expr x) {
    Expr a = capped(x.abs(), 110);
    Sum z = new Sum(a, Expr.constant(0));
    return derivative(z, z, x);
  }

  /**
   * Lowers s (1 + z (1 - s)), s the sigmoid of z = beta x, for any finite beta; the product is not
   * rounded.
   *
   * <p>67 operations. Maximum error 0.86 ULP, measured on 3 * 10^6 inputs or more for each of 10
   * beta. 1/2 where beta is 0, of infinite x as well.
   */
  static Expr swish(Expr x, Expr beta) {
    // zero times infinity is not a number: with beta = 0 every x is 0
    Expr mask = Expr.intConstant(0).intSub(beta.abs().bits()).shr(31);
    Expr y = x.bits().and(mask).fromBits();
    Expr z = y.mul(beta);
    Expr low = y.fma(beta, z.neg());
    Expr a = z.abs();
    Expr out = a.gt(110);
    Expr aLow = out.select(0, GatedSigmoid.withSignOf(z, low));
    Sum sum = new Sum(out.select(110, a), aLow);
    return x.eq(x).select(derivative(sum, sum, z), x);
  }

  /**
   * Lowers s (1 + z (1 - s)), s the sigmoid of z = 1.702 x.
   *
   * <p>62 operations. Maximum error 0.869 ULP, at x = 0x1.828e8ep-3. -0 at -Infinity.
   */
  static Expr geluSigmoid(Expr x) {
    Sum z = times(capped(x.abs(), 66), SIGMOID_HIGH, SIGMOID_LOW);
    return derivative(z, z, x);
  }

  /**
   * Lowers s (1 + w (1 - s)), s the sigmoid of z = B x (1 / 0.044715 + x^2), w = B x (1 / 0.044715
   * + 3 x^2) and B = 2 sqrt(2/pi) 0.044715.
   *
   * <p>86 operations. Maximum error 0.860 ULP, at x = 0x1.af3a86p-3. -0 at -Infinity.
   */
  static Expr geluTanh(Expr x) {
    Expr a = capped(x.abs(), 11);
    Sum b = times(a, CUBIC_FACTOR_HIGH, CUBIC_FACTOR_LOW);
    Expr triple = a.mul(3);
    Sum once = GatedSigmoid.plusSquare(a, a, GatedSigmoid.CUBIC_LOW);
    Expr high = triple.fma(a, GatedSigmoid.CUBIC_HIGH);
    Expr low = triple.fma(a, Expr.constant(GatedSigmoid.CUBIC_HIGH).sub(high));
    Expr lost = a.fma(3, triple.neg()).fma(a, GatedSigmoid.CUBIC_LOW);
    return derivative(product(b, once), product(b, new Sum(high, low.add(lost))), x);
  }

  /**
   * Returns the derivative where z has a given sign, from |z| and |w|. As in {@link
   * Exponential#logisticPdf} an approximate q of 1 / (1 + e) is cut to 12 bits, so that q^2 and q
   * (1 + e) are exact; f is what q (1 + e) lacks of 1. The result is p = q^2 (|w| - 1 - e), in two
   * parts, times (1 + u) (1 - f)^-2 where e = 2^n (1 + u); of u the part that is large is exact.
   */
  private static Expr derivative(Sum z, Sum w, Expr sign) {
    final double start = ROUNDER + BIAS + 64;
    final double scale = 0x1p-64;
    Expr t = z.high().fma(-LOG2_E, start);
    Expr n = t.sub(start);
    Expr r = n.fma(LN2_HIGH, z.high());
    Expr rLow = n.fma(LN2_LOW, z.low());
    Expr whole = r.add(rLow);
    Expr square = whole.mul(whole);
    Expr c = horner(whole, GatedSigmoid.EXP_REST);
    Expr u = square.fma(c, whole.neg());
    Expr s = powerOfTwo(t);
    Expr e = s.mul(scale);
    Expr d = e.fma(u, e.add(1));
    Expr dLow = e.fma(u, Expr.constant(1).sub(d).add(e));
    Expr q = negatedReciprocal(d, 0x1.0032cap1).bits().and(0xfffff000).fromBits();
    Expr f = q.fma(dLow, q.fma(d, Expr.constant(1)));
    Expr g = f.mul(f.fma(3, 0x1.000038p1));
    Expr growth = square.fma(c, u.fma(g, g)).sub(rLow);
    Expr m = w.high().sub(d);
    Expr part = m.sub(w.high());
    Expr lost = w.high().sub(m.sub(part)).sub(d.add(part));
    Expr mLow = lost.add(w.low().sub(dLow));
    Expr squareQ = q.mul(q);
    Expr p = squareQ.mul(m);
    Expr pNegated = p.neg();
    Expr pLow = squareQ.fma(mLow, squareQ.fma(m, pNegated));
    Expr high = pNegated.fma(r, p);
    Expr rest = p.fma(growth, pLow.fma(u, pLow));
    Expr low = pNegated.fma(r, p.sub(high)).add(rest);
    Expr product = high.add(low).mul(s);
    return sign.lt(0).select(product.mul(-scale), product.fma(scale, 1));
  }

  /** Returns a times a constant in two parts. */
  private static Sum times(Expr a, double high, double low) {
    Expr product = a.mul(high);
    return new Sum(product, a.fma(low, a.fma(high, product.neg())));
  }

  private static Sum product(Sum a, Sum b) {
    Expr high = a.high().mul(b.high());
    Expr cross = a.high().fma(b.low(), a.low().mul(b.high()));
    return new Sum(high, a.high().fma(b.high(), high.neg()).add(cross));
  }

  /** a, at most a limit; NaN stays. */
  private static Expr capped(Expr a, double limit) {
    return a.gt(limit).select(limit, a);
  }
}
