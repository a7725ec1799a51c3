package io.hillock.kernels.elementary;

import static io.hillock.kernels.elementary.Exponential.BIAS;
import static io.hillock.kernels.elementary.Exponential.EXPM1_REST_SHIFTED;
import static io.hillock.kernels.elementary.Exponential.LN2_HIGH;
import static io.hillock.kernels.elementary.Exponential.LN2_LOW;
import static io.hillock.kernels.elementary.Exponential.LOG2_E;
import static io.hillock.kernels.elementary.Exponential.ROUNDER;
import static io.hillock.kernels.elementary.Exponential.SIGN;
import static io.hillock.kernels.elementary.Exponential.horner;
import static io.hillock.kernels.elementary.Exponential.powerOfTwo;

import io.hillock.kernels.Expr;

/**
 * {@code ln(1 + e^x)} and its relatives in primitive operations of float32, as {@code max(x, 0) +
 * ln(1 + e)} with {@code e = e^-|x|}. Errors are in units in the last place of the true value, over
 * all inputs. The polynomial comes from src/main/sollya/softplus.sollya.
 *
 * <p>The logarithm is {@code e (K + T(e))} with T below 0.19, whose errors are small beside K. Both
 * factors are split into 12 bits and a rest, so that the product of the leading parts is exact.
 */
public final class Softplus {
  /** All is 2^32 times too large until the end: no subnormal is rounded on the way. */
  private static final double SCALE = 0x1p32;

  /** A number of few bits in the range of ln(1 + e) / e. */
  private static final double K = 0.875;

  /**
   * ln(1 + e) / e is K + SLOPE e + OFFSET + d^2 P(d) with d = e - 1/2: the linear term does without
   * the rounding of d. Error 2^-27.3 for 0 <= e <= 1.
   */
  private static final double SLOPE = -0x1.2773a6p-2;

  private static final double OFFSET = 0x1.487944p-4;

  private static final double[] LOG1P_REST = {
    -0x1.af98cap-9,
    0x1.584eacp-8,
    -0x1.b8dfacp-8,
    0x1.7b4c38p-7,
    -0x1.5111d2p-6,
    0x1.2c1ef4p-5,
    -0x1.153fb2p-4,
    0x1.0f9548p-3
  };

  /** Beyond this the logarithm is lost beside x. */
  private static final int LINEAR = 30;

  private Softplus() {}

  /**
   * Lowers ln(1 + e^x).
   *
   * <p>56 operations. Maximum error 0.923 ULP, at x = -0x1.c5ad3ap-2. Subnormal results are rounded
   * once more; 0 below x = -103.98; NaN stays.
   */
  public static Expr softplus(Expr x) {
    Expr y = x.bits().or(SIGN).fromBits();
    y = y.lt(-105).select(-105, y);
    Decay e = Decay.of(y, Expr.constant(ROUNDER + BIAS + 32));
    Pair log1p = e.log1p(Expr.constant(1 / SCALE));
    Pair sum = Pair.sum(positivePart(x), log1p.high());
    Expr low = log1p.low().add(sum.low());
    Expr result = sum.high().add(low).mul(1 / SCALE);
    return x.gt(LINEAR).select(x, result);
  }

  /** Lowers -ln(1 + e^-x) as {@link #softplus}, of the same error. */
  public static Expr logSigmoid(Expr x) {
    return softplus(x.neg()).neg();
  }

  /**
   * Lowers ln(1 + e^(beta x)) / beta for beta from 2^-80 on. The product beta x is exact: what its
   * rounding loses corrects e. The power of two of beta goes into the scale of e, so that only the
   * division by its mantissa is left; it is a product with an unevaluated sum.
   *
   * <p>70 operations for each element. Maximum error 0.97 ULP, measured on 2 * 10^6 inputs for each
   * of eight values of beta.
   */
  public static Expr scaledSoftplus(Expr x, Expr beta) {
    Expr exponent = beta.bits().shr(23);
    Expr mantissa = beta.bits().and(0x7fffff).or(0x3f800000).fromBits();
    Expr inverse = Expr.constant(1).div(mantissa);
    Expr inverseLow = mantissa.neg().fma(inverse, Expr.constant(1)).mul(inverse);
    int shift = Float.floatToRawIntBits((float) ROUNDER) + BIAS + BIAS + 32;
    Expr magic = Expr.intConstant(shift).intSub(exponent).fromBits();
    Expr unscale = exponent.intSub(32).shl(23).fromBits();
    // e = 2^-126 after scaling: less than any result
    Expr least = magic.sub(ROUNDER + BIAS - 124).mul(-1 / LOG2_E);

    Expr z = x.mul(beta);
    Expr lost = x.fma(beta, z.neg());
    Expr y = z.bits().or(SIGN).fromBits();
    Expr out = y.lt(least);
    y = out.select(least, y);
    Expr correction = lost.bits().xor(z.bits().and(SIGN).xor(SIGN)).fromBits();
    Decay e = Decay.of(y, magic).grown(out.select(0, correction));
    Pair log1p = e.log1p(unscale);
    Expr product = log1p.high().mul(inverse);
    Expr productLow = log1p.high().fma(inverse, product.neg());
    Pair sum = Pair.sum(positivePart(x), product);
    Expr low = log1p.high().fma(inverseLow, productLow.add(sum.low()));
    low = log1p.low().fma(inverse, low);
    Expr result = sum.high().add(low).mul(1 / SCALE);
    return z.gt(LINEAR).select(x, result);
  }

  /**
   * e^y for y <= 0, scaled.
   *
   * @param value rounded
   * @param high its leading 12 bits
   * @param low what these leave
   */
  private record Decay(Expr value, Expr high, Expr low) {
    /** The magic number is ROUNDER + BIAS plus the exponent of the scale. */
    static Decay of(Expr y, Expr magic) {
      Expr t = y.sub(0x1.e27076p-5).fma(LOG2_E, magic);
      Expr n = t.sub(magic);
      Expr r1 = n.fma(-LN2_HIGH, y);
      Expr r = n.fma(-LN2_LOW, r1);
      Expr lost = n.fma(-LN2_LOW, r1.sub(r));
      Expr u = r.mul(r).fma(horner(r, EXPM1_REST_SHIFTED), lost.fma(r, lost));
      Expr s = powerOfTwo(t);
      Expr value = s.fma(r.add(u), s);
      Expr high = half(value);
      return new Decay(value, high, s.fma(u, s.fma(r, s.sub(high))));
    }

    /** Returns this times 1 + d. */
    Decay grown(Expr d) {
      return new Decay(value.fma(d, value), high, value.fma(d, low));
    }

    /** Returns ln(1 + e). */
    Pair log1p(Expr unscale) {
      Expr d = value.fma(unscale, Expr.constant(-0.5));
      Expr t = d.mul(d).fma(horner(d, LOG1P_REST), Expr.constant(OFFSET));
      Expr slope = unscale.mul(SLOPE);
      t = value.fma(slope, t);
      Expr factor = t.add(K);
      Expr leading = half(factor);
      Expr rest = t.sub(leading.sub(K));
      return new Pair(high.mul(leading), high.fma(rest, low.mul(factor)));
    }

    /** Returns x cut to 12 bits: the product of two such numbers is exact. */
    private static Expr half(Expr x) {
      return x.bits().and(0xfffff000).fromBits();
    }
  }

  private static Expr positivePart(Expr x) {
    return x.lt(0).select(0, x).mul(SCALE);
  }
}
