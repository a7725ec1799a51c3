package io.hillock.kernels.elementary;

import io.hillock.kernels.Expr;

/**
 * Logarithms in primitive operations of float32. The greatest errors are over all inputs, in units
 * in the last place of the true value. The polynomials come from src/main/sollya/logarithm.sollya.
 */
public final class Logarithm {
  /** The leading bits of ln 2: a multiple of it by an exponent is exact. */
  static final float LN2_HIGH = 0x1.62e4p-1f;

  static final float LN2_LOW = 0x1.7f7d1cp-20f;

  /** The float whose last bits are those of a small integer that is added to its own. */
  static final float MAGIC = 12582912f;

  static final int SQRT_HALF = 0x3f3504f3;
  static final int MANTISSA = 0x7fffff;

  private Logarithm() {}

  /** An unevaluated sum. */
  private record Sum(Expr high, Expr low) {
    Expr rounded() {
      return high.add(low);
    }
  }

  /**
   * The natural logarithm: {@code x = 2^n (1 + f)} with 1 + f from sqrt(1/2) to sqrt(2), and {@code
   * n ln 2 + f} without rounding beside the rest. Error at most 0.92 ULP, at 0x1.69e82cp-1.
   * -infinity at 0, NaN below.
   */
  public static Expr log(Expr x) {
    Expr y = positive(x, Expr.constant(0)).rounded();
    Expr finite = x.lt(Float.POSITIVE_INFINITY).select(y, x);
    return below(x, 0, finite);
  }

  /**
   * {@code ln(1 + x)}: by the polynomial alone for |x| below 1/4, otherwise the logarithm of the
   * rounded 1 + x with what the rounding has lost. Error at most 0.93 ULP, at 0x1.a764c4p-2.
   * -infinity at -1, NaN below.
   */
  public static Expr log1p(Expr x) {
    Expr u = x.add(1);
    Expr one = Expr.constant(1);
    Expr lost = x.abs().lt(1).select(x.sub(u.sub(1)), one.sub(u.sub(x)));
    Expr large = positive(u, lost.div(u)).rounded();
    Expr small = x.mul(x).fma(polynomial(x), x);
    Expr y = x.abs().lt(0.25).select(small, large);
    Expr finite = x.lt(Float.POSITIVE_INFINITY).select(y, x);
    return below(x, -1, finite);
  }

  /**
   * {@code ln(x / (1 - x))}: {@code 2 atanh(2x - 1)} by a polynomial from 1/4 to 3/4, where it
   * crosses zero; beyond that {@code ln y - ln(1 - y)} for the smaller y of x and 1 - x, which is
   * exact. Error at most 0.80 ULP, at 0x1.f89abcp-3. -infinity at 0, +infinity at 1, NaN outside.
   */
  public static Expr logit(Expr x) {
    Expr z = x.fma(2, -1);
    Expr w = z.mul(z);
    Expr r =
        Expr.constant(0x1.4552dep-2f)
            .fma(w, 0x1.068cb8p-3f)
            .fma(w, 0x1.d68f92p-3f)
            .fma(w, 0x1.241792p-2f)
            .fma(w, 0x1.999c5ep-2f)
            .fma(w, 0x1.555554p-1f);
    Expr middle = z.mul(w).fma(r, z.add(z));
    Expr upper = x.gt(0.5);
    Expr y = upper.select(Expr.constant(1).sub(x), x);
    Expr s =
        Expr.constant(0x1.2f8314p-2f)
            .fma(y, 0x1.dda73cp-4f)
            .fma(y, 0x1.a7ec74p-3f)
            .fma(y, 0x1.ff1f5ap-3f)
            .fma(y, 0x1.5557cap-2f)
            .fma(y, 0x1.fffffep-2f);
    Expr outer = positive(y, y.mul(y).fma(s, y)).rounded();
    Expr lower = y.eq(0).select(Float.NEGATIVE_INFINITY, outer);
    // Odd about 1/2: the sign of 1 - 2x turns that of the lower half.
    Expr turned = z.neg().bits().and(0x80000000);
    Expr value = w.lt(0.25).select(middle, lower.bits().xor(turned).fromBits());
    return y.ge(0).select(value, Float.NaN);
  }

  /**
   * {@code 1 / (x (1 - x))} with the exact product of the smaller of x and 1 - x with what is left
   * to 1. Error at most 0.51 ULP. +infinity at 0 and 1, NaN outside.
   */
  public static Expr logitDerivative(Expr x) {
    Expr one = Expr.constant(1);
    Expr y = x.gt(0.5).select(one.sub(x), x);
    Expr rest = one.sub(y);
    Expr restLow = one.sub(rest).sub(y);
    Expr product = y.mul(rest);
    Expr productLow = y.fma(restLow, y.fma(rest, product.neg()));
    Expr q = one.div(product);
    Expr residual = q.neg().fma(productLow, q.neg().fma(product, one));
    Expr corrected = q.lt(0x1p126).select(residual.fma(q, q), q);
    Expr inside = y.eq(0).select(Float.POSITIVE_INFINITY, corrected);
    return y.lt(0).select(Float.NaN, inside);
  }

  /** The logarithm of a positive finite number plus a small one, as an unevaluated sum. */
  private static Sum positive(Expr x, Expr addend) {
    Expr subnormal = x.lt(Float.MIN_NORMAL);
    Expr scaled = subnormal.select(x.mul(0x1p23), x);
    Expr bias = subnormal.select(MAGIC + 23, MAGIC);
    Expr offset = scaled.bits().intSub(SQRT_HALF);
    Expr exponent = offset.shr(23);
    Expr f = offset.and(MANTISSA).intAdd(SQRT_HALF).fromBits().sub(1);
    Expr n = exponent.intAdd(Float.floatToRawIntBits(MAGIC)).fromBits().sub(bias);
    Expr whole = n.mul(LN2_HIGH);
    Expr high = whole.add(f);
    Expr lost = whole.sub(high).add(f);
    Expr low = lost.add(n.fma(LN2_LOW, addend));
    return new Sum(high, f.mul(f).fma(polynomial(f), low));
  }

  /** {@code (ln(1 + f) - f) / f^2} for f from sqrt(1/2) - 1 to sqrt(2) - 1. */
  private static Expr polynomial(Expr f) {
    return Expr.constant(-0x1.496a52p-4f)
        .fma(f, 0x1.08a6a2p-3f)
        .fma(f, -0x1.0bf544p-3f)
        .fma(f, 0x1.22446ap-3f)
        .fma(f, -0x1.5487e2p-3f)
        .fma(f, 0x1.99a7a8p-3f)
        .fma(f, -0x1.000222p-2f)
        .fma(f, 0x1.555548p-2f)
        .fma(f, -0x1.fffffep-2f);
  }

  /** -infinity where x is the least of the domain, NaN below it. */
  private static Expr below(Expr x, double least, Expr value) {
    return x.le(least).select(x.eq(least).select(Float.NEGATIVE_INFINITY, Float.NaN), value);
  }
}
