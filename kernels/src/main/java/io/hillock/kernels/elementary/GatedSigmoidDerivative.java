package io.hillock.kernels.elementary;

import static io.hillock.kernels.elementary.Exponential.BIAS;
import static io.hillock.kernels.elementary.Exponential.LN2_HIGH;
import static io.hillock.kernels.elementary.Exponential.LN2_LOW;
import static io.hillock.kernels.elementary.Exponential.LOG2_E;
import static io.hillock.kernels.elementary.Exponential.ROUNDER;
import static io.hillock.kernels.elementary.Exponential.horner;
import static io.hillock.kernels.elementary.Exponential.negatedReciprocal;
import static io.hillock.kernels.elementary.Exponential.powerOfTwo;

import io.hillock.kernels.Expr;
import io.hillock.kernels.elementary.GatedSigmoid.Sum;

/**
 * Lowers the derivatives of x sigmoid(z(x)), z odd, to primitive operations of float32. With w = x
 * z'(x) and e = e^-|z| they are {@code g = e (1 + e - |w|) / (1 + e)^2} for negative z and 1 - g
 * for positive.
 *
 * <p>Errors are in units of the last place of the true value, 2^-149 for subnormals; about the zero
 * (z from -1.9 to -0.8) the unit is at least that of 1/16. They are over all 2^32 inputs where it
 * does not say otherwise.
 */
public final class GatedSigmoidDerivative {
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
   * <p>58 operations. Maximum error 0.829 ULP, at x = -0x1.79117p+2. -0 at -Infinity.
   */
  public static Expr silu(Expr x) {
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
  public static Expr swish(Expr x, Expr beta) {
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
   * <p>62 operations. Maximum error 0.880 ULP, at x = 0x1.80543ep-3. -0 at -Infinity.
   */
  public static Expr geluSigmoid(Expr x) {
    Sum z = times(capped(x.abs(), 66), SIGMOID_HIGH, SIGMOID_LOW);
    return derivative(z, z, x);
  }

  /**
   * Lowers s (1 + w (1 - s)), s the sigmoid of z = B x (1 / 0.044715 + x^2), w = B x (1 / 0.044715
   * + 3 x^2) and B = 2 sqrt(2/pi) 0.044715.
   *
   * <p>86 operations. Maximum error 0.894 ULP, at x = -0x1.03dc3ap+0. -0 at -Infinity.
   */
  public static Expr geluTanh(Expr x) {
    Expr a = capped(x.abs(), 11);
    Sum b = times(a, CUBIC_FACTOR_HIGH, CUBIC_FACTOR_LOW);
    Expr triple = a.mul(3);
    Sum once = GatedSigmoid.plusSquare(a, a, GatedSigmoid.CUBIC_LOW);
    Expr high = triple.fma(a, GatedSigmoid.CUBIC_HIGH);
    Expr low = triple.fma(a, Expr.constant(GatedSigmoid.CUBIC_HIGH).sub(high));
    Expr lost = a.fma(3, triple.neg()).fma(a, GatedSigmoid.CUBIC_LOW);
    return derivative(product(b, once), product(b, new Sum(high, low.add(lost))), x);
  }

  /** Returns the derivative where z has a given sign, from |z| and |w|. */
  private static Expr derivative(Sum z, Sum w, Expr sign) {
    final double start = ROUNDER + BIAS + 64;
    final double scale = 0x1p-64;
    Expr t = z.high().fma(-LOG2_E, start);
    Expr s = powerOfTwo(t);
    Sum y = Decay.of(z, t, t.sub(start), s.mul(scale)).times(w);
    Expr product = y.high().add(y.low()).mul(s);
    return sign.lt(0).select(product.mul(-scale), product.fma(scale, 1));
  }

  /**
   * A number e = e^-|z| = 2^n (1 + u) and the denominator 1 + e. As in {@link
   * Exponential#logisticPdf} an approximate q of 1 / (1 + e) is cut to 12 bits, so that q^2 and q
   * (1 + e) are exact; f is what q (1 + e) lacks of 1. Of u the part that is large is exact.
   *
   * @param t a number with n in its low bits
   * @param d 1 + e
   * @param r minus the large part of u
   * @param u e / 2^n - 1
   * @param squareQ q^2
   * @param growth (1 + u) (1 - f)^-2 - 1 + r
   */
  record Decay(Expr t, Sum d, Expr r, Expr u, Expr squareQ, Expr growth) {
    /** Returns it from |z|, t and n, and the power 2^n. */
    static Decay of(Sum z, Expr t, Expr n, Expr e) {
      Expr r = n.fma(LN2_HIGH, z.high());
      Expr rLow = n.fma(LN2_LOW, z.low());
      Expr whole = r.add(rLow);
      Expr square = whole.mul(whole);
      Expr c = horner(whole, GatedSigmoid.EXP_REST);
      Expr u = square.fma(c, whole.neg());
      Expr d = e.fma(u, e.add(1));
      Expr dLow = e.fma(u, Expr.constant(1).sub(d).add(e));
      Expr q = negatedReciprocal(d, 0x1.0032cap1).bits().and(0xfffff000).fromBits();
      Expr f = q.fma(dLow, q.fma(d, Expr.constant(1)));
      Expr g = f.mul(f.fma(3, 0x1.000038p1));
      Expr growth = square.fma(c, u.fma(g, g)).sub(rLow);
      return new Decay(t, new Sum(d, dLow), r, u, q.mul(q), growth);
    }

    /** Returns (w - 1 - e) e / (1 + e)^2 / 2^n. */
    Sum times(Sum w) {
      Expr m = w.high().sub(d.high());
      Expr part = m.sub(w.high());
      Expr lost = w.high().sub(m.sub(part)).sub(d.high().add(part));
      Expr mLow = lost.add(w.low().sub(d.low()));
      Expr p = squareQ.mul(m);
      Expr low = squareQ.fma(mLow, squareQ.fma(m, p.neg()));
      return grown(p, low.fma(u, low));
    }

    /** Returns p (1 + u) (1 - f)^-2 + rest. */
    Sum grown(Expr p, Expr rest) {
      Expr minus = p.neg();
      Expr high = minus.fma(r, p);
      return new Sum(high, minus.fma(r, p.sub(high)).add(p.fma(growth, rest)));
    }
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
