package io.hillock.kernels.elementary;

import io.hillock.kernels.Expr;

/**
 * Activations without a transcendental function: few operations, with what each rounding loses
 * carried along, so that the result is rounded once. Errors are in units in the last place of the
 * true value, 2^-149 for subnormals.
 */
public final class Algebraic {
  private static final int SIGN = 0x80000000;
  private static final int BIAS = 127;

  /** The factor of the rational hyperbolic tangent. */
  private static final double AMPLITUDE = 1.7159;

  /** With y = 2 x / 3: y + y^2 + 1.41645 y^4 = C1 x + C2 x^2 + C4 x^4. */
  private static final double C1 = 2 / 3.0;

  private static final double C2 = 4 / 9.0;

  private static final double C4 = 1.41645 * 16 / 81;

  private Algebraic() {}

  /** Returns x / (1 + |x|). 19 operations. Maximum error 0.501 ULP. Odd; 1 and -1 at infinity. */
  public static Expr softsign(Expr x) {
    Expr a = x.abs();
    a = a.gt(0x1p40).select(0x1p40, a);
    Pair r = Pair.sum(a, Expr.constant(1)).inverse();
    return withSign(x, a.fma(r.high(), a.mul(r.low())));
  }

  /**
   * Returns 1 / (1 + |x|)^2. 20 operations. Maximum error 0.75 ULP, for subnormal results, which
   * are rounded once more.
   */
  public static Expr softsignDerivative(Expr x) {
    Expr a = x.abs();
    a = a.gt(0x1p80).select(0x1p80, a);
    Pair r = Pair.sum(a, Expr.constant(1)).inverse();
    Expr scaled = r.high().mul(0x1p32);
    return scaled.fma(scaled, scaled.mul(r.low()).mul(0x1p33)).mul(0x1p-64);
  }

  /**
   * Returns 1.7159 sgn(y) (1 - 1 / (1 + |y| + y^2 + 1.41645 y^4)) with y = 2 x / 3, as x times a
   * function that is not small anywhere. 42 operations. Maximum error 0.775 ULP, at x =
   * 0x1.75bb82p+0. Odd, zeros keep their sign.
   */
  public static Expr rationalTanh(Expr x) {
    Expr a = x.abs();
    a = a.gt(1024).select(1024, a);
    Expr w = a.mul(a);
    Pair c1 = Pair.split(C1);
    Expr t = w.fma(C4, C2);
    Expr s = a.fma(t, c1.high());
    Expr sLow = a.fma(t, c1.high().sub(s)).add(c1.low());
    Pair d = new Pair(s, sLow).times(a).plus(Expr.constant(1));
    Pair y = new Pair(s, sLow).times(d.inverse()).times(Pair.split(AMPLITUDE));
    Expr scaled = a.mul(0x1p32);
    return withSign(x, scaled.fma(y.high(), scaled.mul(y.low())).mul(0x1p-32));
  }

  /**
   * Returns the derivative of {@link #rationalTanh}. 89 operations. Maximum error 0.75 ULP, for
   * subnormal results. Even.
   */
  public static Expr rationalTanhDerivative(Expr x) {
    Expr a = x.abs();
    a = a.gt(0x1p31).select(0x1p31, a);
    Pair w = Pair.product(a, a);
    Pair c4w = w.times(Pair.split(C4));
    Pair s = c4w.plus(Pair.split(C2)).times(a).plus(Pair.split(C1));
    Pair r = s.times(a).plus(Expr.constant(1)).inverse();
    Pair doubled = new Pair(c4w.high().mul(4), c4w.low().mul(4));
    Pair slope = doubled.plus(Pair.split(2 * C2)).times(a).plus(Pair.split(C1));
    Pair y = slope.times(Pair.split(AMPLITUDE)).times(r);
    // the second factor 1 / d brings the scale with it, against underflow on the way
    Pair scaled = new Pair(r.high().mul(0x1p64), r.low().mul(0x1p64));
    return y.times(scaled).rounded().mul(0x1p-64);
  }

  /**
   * Returns (x + sqrt(x^2 + b)) / 2 for b >= 0, also where x^2 overflows or the terms cancel. 35
   * operations. Maximum error 0.75 ULP, for subnormal results. With b = 0 this is max(x, 0).
   */
  public static Expr squareplus(Expr x, Expr b) {
    Scale scale = Scale.of(b);
    Expr a = x.mul(scale.down()).abs();
    a = a.gt(0x1p126).select(0x1p126, a);
    Expr h = a.gt(1).select(a, a.fma(a, scale.guarded()).sqrt());
    // (h - |x|) / 2, the positive root of g^2 + |x| g = b / 4, improved by a step of Newton's
    Expr g = scale.b().mul(0x1p59).div(h.add(a));
    Pair s = Pair.sum(a, g.mul(0x1p-60));
    Expr residual = g.neg().fma(s.high(), scale.b().mul(0x1p58)).sub(g.mul(s.low()));
    Expr correction = residual.mul(roughReciprocal(h));
    Expr negative = g.add(correction);
    Expr positive = s.high().add(correction.fma(0x1p-60, s.low())).mul(0x1p60);
    Expr y = x.lt(0).select(negative, positive).mul(scale.up());
    return x.mul(scale.down()).gt(0x1p30).select(x, y);
  }

  /**
   * Returns (1 + x / sqrt(x^2 + b)) / 2 for b >= 0: for negative x as b / (2 h (h + |x|)) with h =
   * sqrt(x^2 + b). 52 operations. Maximum error 0.754 ULP. With b = 0 it is 1 at 0.
   */
  public static Expr squareplusDerivative(Expr x, Expr b) {
    Scale scale = Scale.of(b);
    Expr a = x.mul(scale.down()).abs();
    a = a.gt(0x1p50).select(0x1p50, a);
    Pair v = Pair.product(a, a).plus(scale.guarded());
    Expr h = v.rounded().sqrt();
    Expr residual = h.neg().fma(h, v.high()).add(v.low());
    Pair root = new Pair(h, residual.mul(roughReciprocal(h)).mul(0.5));
    // b / (2 h (h + |x|)) for negative x
    Pair product = root.plus(a).times(root);
    Expr y = product.inverse().times(scale.b().mul(0x1p31)).rounded().mul(0x1p-32);
    Expr positive = Expr.constant(1).sub(y);
    return x.lt(0).select(y, positive);
  }

  /**
   * Powers of two that bring the parameter of squareplus near 2^-60, computed once a call.
   *
   * @param b the parameter times down^2, from 2^-60 to 2^-58, or 0
   * @param guarded the same, but not 0
   * @param down the factor for x
   * @param up what undoes it and the factor 2^60 of the result
   */
  private record Scale(Expr b, Expr guarded, Expr down, Expr up) {
    static Scale of(Expr b) {
      // b < 2^-100, subnormals too, is first multiplied by 2^48
      Expr small = b.lt(0x1p-100);
      Expr normal = small.select(b.mul(0x1p48), b);
      Expr undo = small.select(0x1p24, Expr.constant(1));
      // the bits of 2^floor(exponent / 2), with half the bias to make up for
      Expr root = normal.bits().ushr(24).shl(23).intAdd((BIAS - BIAS / 2) << 23).fromBits();
      Expr inverse = Expr.constant(1).div(root);
      Expr down = inverse.mul(undo).mul(0x1p-30);
      Expr scaled = normal.mul(inverse).mul(inverse).mul(0x1p-60);
      Expr guarded = scaled.eq(0).select(0x1p-126, scaled);
      return new Scale(scaled, guarded, down, Expr.constant(1).div(down).mul(0x1p-60));
    }
  }

  /** Returns 1/d to three digits, for d from 2^-125 to 2^125. */
  private static Expr roughReciprocal(Expr d) {
    return Exponential.negatedReciprocal(d, 2).neg();
  }

  /**
   * Returns x min(max(x + 3, 0), 6) / 6. 15 operations. Maximum error 0.501 ULP. 0 up to -3, x from
   * 3 on.
   */
  public static Expr hardSwish(Expr x) {
    Expr s = x.add(3);
    Expr lost = x.sub(s.sub(3));
    Pair sixth = Pair.split(1 / 6.0);
    Expr m = s.mul(sixth.high());
    Expr mLow = s.fma(sixth.high(), m.neg()).add(s.fma(sixth.low(), lost.mul(sixth.high())));
    Expr inside = x.fma(m, x.mul(mLow));
    return x.le(-3).select(0, x.ge(3).select(x, inside));
  }

  /**
   * Returns (2 x + 3) / 6 between -3 and 3, 0 at -3 and below, 1 at 3 and above. 10 operations.
   * Maximum error 0.501 ULP, about the zero at -1.5 too.
   */
  public static Expr hardSwishDerivative(Expr x) {
    Expr s = x.fma(2, 3);
    Expr lost = x.fma(2, Expr.constant(3).sub(s));
    Pair sixth = Pair.split(1 / 6.0);
    Expr inside = s.fma(sixth.high(), s.fma(sixth.low(), lost.mul(sixth.high())));
    return x.le(-3).select(0, x.ge(3).select(1, inside));
  }

  /** Lowers 1 / (2 sqrt(x)). */
  public static Expr sqrtDerivative(Expr x) {
    return sqrtDerivative(x, 0x1p-60, 0x1p64, 0x1p32);
  }

  /**
   * Lowers 1 / (2 sqrt(x)), corrected by what the root and the quotient lack.
   *
   * @param least below this what the root lacks could be subnormal, so x is scaled
   * @param scale a power of two
   * @param root its square root
   */
  public static Expr sqrtDerivative(Expr x, double least, double scale, double root) {
    Expr small = x.lt(least);
    Expr y = small.select(x.mul(scale), x);
    Expr s = y.sqrt();
    Expr q = Expr.constant(0.5).div(s);
    Expr lacks = s.neg().fma(s, y);
    Expr rest = q.neg().fma(s.mul(2), Expr.constant(1)).sub(q.mul(lacks).mul(q.mul(2)));
    Expr exact = q.fma(rest, q);
    Expr value = x.gt(0).select(x.lt(Double.POSITIVE_INFINITY).select(exact, q), q);
    return small.select(value.mul(root), value);
  }

  private static Expr withSign(Expr x, Expr magnitude) {
    return magnitude.bits().or(x.bits().and(SIGN)).fromBits();
  }
}
