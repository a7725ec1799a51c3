package io.hillock.kernels.elementary;

import static io.hillock.kernels.elementary.Exponential.BIAS;
import static io.hillock.kernels.elementary.Exponential.EXPM1_REST;
import static io.hillock.kernels.elementary.Exponential.LOG2_E;
import static io.hillock.kernels.elementary.Exponential.ROUNDER;
import static io.hillock.kernels.elementary.Exponential.SIGN;
import static io.hillock.kernels.elementary.Exponential.horner;
import static io.hillock.kernels.elementary.Exponential.powerOfTwo;
import static io.hillock.kernels.elementary.Exponential.rest;

import io.hillock.kernels.Expr;

/**
 * {@code x - tanh(x)} and its derivative, {@code tanh(x)^2}, in primitive operations of float32:
 * near zero by polynomials in x^2, beyond that by polynomials in {@code e^(-2|x|)}. The polynomials
 * come from src/main/sollya/tanh-shrink.sollya.
 */
public final class TanhShrink {
  /** (x - tanh(x)) / x^3 where x^2 = 5/8. */
  private static final double SHRINK_MIDDLE = 0.26682120564025055;

  /** What x^2 = c adds to that, in d = c - 5/8: d P(d), error 2^-28.6 for c up to 1.44. */
  private static final double[] SHRINK = {
    0x1.ca24eap-16,
    -0x1.bc9e2p-14,
    0x1.3f36aap-12,
    -0x1.e49334p-11,
    0x1.77856ap-9,
    -0x1.2275ccp-7,
    0x1.c134fp-6,
    -0x1.5bee5ap-4
  };

  /** 2 / (1 + e), relative error 2^-26.1 for 0 <= e <= exp(-2.36). */
  private static final double[] TWICE_LOGISTIC = {
    -0x1.88acecp0, 0x1.f4856cp0, -0x1.ff7ce2p0, 0x1.fffd74p0, -0x1.fffffcp0, 2
  };

  /**
   * tanh(x)^2 / c is SQUARE_K + SLOPE d + OFFSET + d^2 P(d) with c = x^2 and d = c - 1/2, to
   * relative error 2^-27.7 for |x| <= 1.15.
   */
  private static final double SQUARE_K = 0.75;

  private static final double SLOPE = -0x1.98b54cp-2;

  private static final double OFFSET = -0x1.192ae0p-7;

  private static final double[] SQUARE = {
    -0x1.6aa9cep-13,
    0x1.849ef8p-11,
    -0x1.04a8c8p-9,
    0x1.4c34d8p-8,
    -0x1.aab6aep-7,
    0x1.0ccf4ep-5,
    -0x1.47ac6cp-4,
    0x1.7c9a92p-3
  };

  /** -4 / (1 + e)^2, times e to 2^-33 of 1, for 0 <= e <= exp(-2.12). */
  private static final double[] SECH2 = {
    -0x1.1d8f8p4, 0x1.682614p4, -0x1.3e323p4, 0x1.ffdc0cp3, -0x1.7fff5ap3, 0x1.fffffep2, -4
  };

  private TanhShrink() {}

  /**
   * Lowers x - tanh(x): x^3 times an unevaluated sum below |x| = 1.2, scaled against subnormals on
   * the way; above, |x| - 1 and what tanh lacks of 1, which do not cancel.
   *
   * <p>51 operations. Maximum error 0.988 ULP, at x = 0x1.364d4cp+0. Odd, zeros keep their sign; 0
   * below |x| = 1.3e-15.
   */
  public static Expr tanhShrink(Expr x) {
    Expr a = x.abs();
    Expr c = a.mul(a);
    Expr cLow = a.fma(a, c.neg());
    Expr d = c.sub(0.625);
    Expr q = horner(d, SHRINK);
    Pair middle = Pair.split(SHRINK_MIDDLE);
    Expr p = d.fma(q, middle.high());
    Expr pLow = d.fma(q, middle.high().sub(p)).add(middle.low());
    Expr m = c.mul(p);
    Expr mLow = c.fma(pLow, cLow.fma(p, c.fma(p, m.neg())));
    Expr scaled = a.mul(0x1p40);
    Expr small = scaled.fma(m, scaled.mul(mLow)).mul(0x1p-40);
    Expr e = decay(a);
    Expr large = e.fma(horner(e, TWICE_LOGISTIC), a.sub(1));
    return a.lt(1.2).select(small, large).bits().or(x.bits().and(SIGN)).fromBits();
  }

  /**
   * Lowers tanh(x)^2: below |x| = 1.08 x^2 times a polynomial, both split so that the product of
   * the leading parts is exact; above, 1 and a polynomial in e^(-2|x|).
   *
   * <p>50 operations. Maximum error 0.986 ULP, at x = 0x1.360cfcp+0. Even; exactly 1 from |x| =
   * 9.36 on.
   */
  public static Expr tanhSquared(Expr x) {
    Expr a = x.abs();
    Expr c = a.mul(a);
    Expr cLow = a.fma(a, c.neg());
    Expr d = c.sub(0.5);
    Expr t = d.mul(d).fma(horner(d, SQUARE), Expr.constant(OFFSET));
    t = d.fma(SLOPE, cLow.fma(SLOPE, t));
    Expr factor = t.add(SQUARE_K);
    Expr factorHigh = half(factor);
    Expr factorLow = t.sub(factorHigh.sub(SQUARE_K));
    Expr high = half(c);
    Expr low = c.sub(high).add(cLow);
    Expr small = high.fma(factorHigh, high.fma(factorLow, low.mul(factor)));
    Expr e = decay(a);
    Expr large = e.fma(horner(e, SECH2), 1);
    return a.lt(1.08).select(small, large);
  }

  /** Returns e^(-2 a) for a >= 1, less than 2^-26 where it is lost beside 1. */
  private static Expr decay(Expr a) {
    Expr y = a.gt(10).select(-20, a.mul(-2));
    Expr t = y.fma(LOG2_E, ROUNDER + BIAS);
    Expr n = t.sub(ROUNDER + BIAS);
    Expr r = rest(n, y);
    Expr u = r.mul(r).fma(horner(r, EXPM1_REST), r);
    Expr s = powerOfTwo(t);
    return s.fma(u, s);
  }

  /** Returns x cut to 12 bits: the product of two such numbers is exact. */
  private static Expr half(Expr x) {
    return x.bits().and(0xfffff000).fromBits();
  }
}
