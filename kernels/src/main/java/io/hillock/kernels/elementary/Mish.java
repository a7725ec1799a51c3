package io.hillock.kernels.elementary;

import static io.hillock.kernels.elementary.Exponential.BIAS;
import static io.hillock.kernels.elementary.Exponential.EXPM1_REST_SHIFTED;
import static io.hillock.kernels.elementary.Exponential.LN2_HIGH;
import static io.hillock.kernels.elementary.Exponential.LN2_LOW;
import static io.hillock.kernels.elementary.Exponential.LOG2_E;
import static io.hillock.kernels.elementary.Exponential.ROUNDER;
import static io.hillock.kernels.elementary.Exponential.clamped;
import static io.hillock.kernels.elementary.Exponential.horner;
import static io.hillock.kernels.elementary.Exponential.negatedReciprocal;
import static io.hillock.kernels.elementary.Exponential.powerOfTwo;
import static io.hillock.kernels.elementary.Exponential.rest;

import io.hillock.kernels.Expr;

/**
 * {@code x tanh(softplus(x)) = x w / (w + 2)} with {@code w = e (e + 2)}, {@code e = e^x}, and its
 * derivative, in primitive operations of float32. Errors are in units in the last place of the true
 * value, 2^-149 for subnormals, over all inputs. One formula serves both signs; beyond x = 10 the
 * result is x, its derivative 1.
 *
 * <p>Factors are cut to 12 bits, so that their products are exact; what is cut off follows along.
 * The exponential is 2^32 times too large until the end: no subnormal is rounded on the way.
 */
public final class Mish {
  /** What the exponential is too large by is undone by this factor. */
  private static final double UNSCALE = 0x1p-32;

  private Mish() {}

  /**
   * Lowers x w / (w + 2). A negated reciprocal q of w + 2, never too large so that zeros keep their
   * sign, is improved by the series of its exact residual f.
   *
   * <p>53 operations. Maximum error 0.976 ULP, at x = -0x1.87adaep+5. Subnormal results are rounded
   * once more; -0 below x = -108.7.
   */
  public static Expr mish(Expr x) {
    final int shift = BIAS + 32;
    Expr out = x.gt(10);
    Expr y = out.select(10, x);
    y = y.lt(-109).select(-109, y);
    Expr t = y.sub(0x1.e27076p-5).fma(LOG2_E, ROUNDER + shift);
    Expr n = t.sub(ROUNDER + shift);
    Expr r = rest(n, y);
    Expr u = r.mul(r).fma(horner(r, EXPM1_REST_SHIFTED), r);
    Expr s = powerOfTwo(t);
    Expr e = s.fma(u, s);
    Expr eHigh = half(e);
    Expr eLow = s.fma(u, s.sub(eHigh));
    // w = e (e + 2)
    Expr v = eHigh.fma(UNSCALE, 2);
    Expr vLow = eHigh.fma(UNSCALE, Expr.constant(2).sub(v));
    Expr wHigh = half(eHigh.mul(v));
    Expr wLow = eHigh.fma(v, wHigh.neg()).add(eHigh.fma(vLow, eLow.mul(e.fma(UNSCALE, v))));
    Expr q = half(negatedReciprocal(wHigh.fma(UNSCALE, 2), 2));
    Expr lead = q.fma(2, 1);
    Expr lost = q.fma(2, Expr.constant(1).sub(lead));
    Expr qs = q.mul(UNSCALE);
    Expr f = qs.fma(wHigh, lead).add(qs.fma(wLow, lost));
    Expr g = f.fma(f.fma(f, f), f);
    Expr high = wHigh.mul(q);
    Expr part = wLow.mul(q);
    Expr low = high.add(part).fma(g, part);
    Expr result = y.fma(high, y.mul(low)).mul(-UNSCALE);
    return out.select(x, result);
  }

  /**
   * Lowers e ((p + 1) d + 4 x p) / d^2 with p = 1 + e and d = p^2 + 1. The sum of two terms, which
   * cancel at x = -1.19, is unevaluated, and so is e.
   *
   * <p>80 operations. Maximum error 0.793 ULP, at x = -0x1.6f69bcp+6; from x = -1.6 to -0.7, about
   * its zero, the unit is at least that of 1/16. -0 below x = -108.7.
   */
  public static Expr mishDerivative(Expr x) {
    final int shift = BIAS + 32;
    Expr y = clamped(x, -109, 10.5);
    Expr t = y.sub(0x1.e27076p-5).fma(LOG2_E, ROUNDER + shift);
    Expr n = t.sub(ROUNDER + shift);
    Expr r1 = n.fma(-LN2_HIGH, y);
    Expr r = n.fma(-LN2_LOW, r1);
    Expr rLow = n.fma(-LN2_LOW, r1.sub(r));
    Expr tail = r.mul(r).fma(horner(r, EXPM1_REST_SHIFTED), rLow.fma(r, rLow));
    Expr s = powerOfTwo(t);
    Expr eHigh = half(s.fma(r.add(tail), s));
    Expr eLow = s.fma(tail, s.fma(r, s.sub(eHigh)));
    // p = 1 + e, d = p^2 + 1
    Expr pHigh = eHigh.fma(UNSCALE, 1).bits().and(0xffffe000).fromBits();
    Expr pLow = eLow.fma(UNSCALE, eHigh.fma(UNSCALE, Expr.constant(1).sub(pHigh)));
    Expr d = pHigh.fma(pHigh, 1);
    Expr dLow = pLow.fma(pHigh.fma(2, pLow), pHigh.fma(pHigh, d.neg()).add(1));
    // (p + 1) d + 4 x p
    Expr p1 = pHigh.add(1);
    Expr a = p1.mul(d);
    Expr aLow = p1.fma(d, a.neg()).add(pLow.fma(d, p1.add(pLow).mul(dLow)));
    Expr y4 = y.mul(4);
    Expr b = y4.mul(pHigh);
    Expr bLow = y4.fma(pLow, y4.fma(pHigh, b.neg()));
    Expr sum = a.add(b);
    Expr near = sum.sub(a);
    Expr sumLow = a.sub(sum.sub(near)).add(b.sub(near)).add(aLow.add(bLow));
    Expr gHigh = half(sum.add(sumLow));
    Expr gLow = sum.sub(gHigh).add(sumLow);
    // e (...) / d^2
    Expr q = half(negatedReciprocal(d, 0x1.0032cap1));
    Expr f = q.fma(dLow, q.fma(d, Expr.constant(1)));
    Expr growth = f.mul(f.fma(f.fma(4, 3), 2));
    Expr high = eHigh.mul(gHigh);
    Expr rest = eHigh.fma(gLow, eLow.mul(gHigh.add(gLow)));
    Expr low = high.add(rest).fma(growth, rest);
    Expr q2 = q.mul(q);
    return q2.fma(high, q2.mul(low)).mul(UNSCALE);
  }

  /** Returns x cut to 12 bits: the product of two such numbers is exact. */
  private static Expr half(Expr x) {
    return x.bits().and(0xfffff000).fromBits();
  }
}
