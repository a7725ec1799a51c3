package io.hillock.kernels.elementary;

import io.hillock.kernels.Expr;

/**
 * Lowers activations made of the four operations and the square root to primitive operations of
 * float64, as {@link Pair}s that are rounded once. Errors are at most 0.51 ULP for normal results,
 * 0.75 for subnormal ones.
 */
public final class Algebraic64 {
  /** From here on 1 + x^2 is x^2 to the last place. */
  private static final double GREATEST = 0x1p60;

  /** Below this x^2 is nothing beside 1. */
  private static final double LINEAR = 0x1p-35;

  /** What keeps a number normal until it is rounded. */
  private static final double LIFT = 0x1p60;

  /** A number whose square and inverse square are far from overflow. */
  private static final double MODERATE = 0x1p400;

  /** What brings greater numbers near 1. */
  private static final double REDUCTION = 0x1p-600;

  /** What brings numbers less than the inverse near 1. */
  private static final double ENLARGEMENT = 0x1p700;

  /** The inverse of the fifth power is 0, that of the third a normal number. */
  private static final double END = 0x1p250;

  private static final Pair SIXTH = Pair.constant(0x1.5555555555555p-3, 0x1.5555555555555p-57);

  private static final Pair TANH_SCALE =
      Pair.constant(0x1.b74538ef34d6ap0, 0x1.61e4f765fd8aep-56); // 1.7159

  private static final Pair TANH_RATE =
      Pair.constant(0x1.5555555555555p-1, 0x1.5555555555555p-55); // 2/3

  private static final Pair TANH_PRODUCT =
      Pair.constant(0x1.24d8d09f788f1p0, 0x1.9050d3e654ec8p-54);

  private static final Pair TANH_QUARTIC =
      Pair.constant(0x1.6a9c779a6b50bp0, 0x1.e4f765fd8adacp-57); // 1.41645

  private Algebraic64() {}

  /**
   * Lowers x / (1 + |x|). Zeros keep their sign.
   *
   * <p>21 operations. Maximum error 0.500 ULP.
   */
  public static Expr softsign(Expr x) {
    Expr y = clamped(x, -GREATEST, GREATEST);
    Expr value = Pair.of(y).over(Pair.sum(y.abs(), Expr.constant(1))).rounded();
    return x.eq(0).select(x, value);
  }

  /**
   * Lowers 1 / (1 + |x|)^2, the derivative of x / (1 + |x|).
   *
   * <p>22 operations. Maximum error 0.500 ULP, 0.746 for subnormal results.
   */
  public static Expr softsignDerivative(Expr x) {
    Expr a = clamped(x.abs(), 0, MODERATE * MODERATE);
    Pair y = Pair.sum(a, Expr.constant(1)).inverse();
    return y.scaled(LIFT).roundedTimes(y).mul(1 / LIFT);
  }

  /**
   * Lowers the rational approximation of 1.7159 tanh(2 x / 3), {@code 1.7159 sign(x) (1 - 1 / (1 +
   * d))} with {@code d = a + a^2 + 1.41645 a^4} and {@code a = |2 x / 3|}.
   *
   * <p>79 operations. Maximum error 0.500 ULP, 0.750 for subnormal results.
   */
  public static Expr rationalTanh(Expr x) {
    Expr size = clamped(x.abs(), 0, 0x1p20);
    Pair a = TANH_RATE.times(size);
    Pair square = a.squared();
    Pair d = a.plus(square).plus(TANH_QUARTIC.times(square.squared()));
    Expr value = TANH_SCALE.times(d).over(d.plus(1)).rounded();
    Expr y = x.lt(0).select(value.neg(), value);
    Expr linear = TANH_PRODUCT.scaled(LIFT).roundedTimes(x).mul(1 / LIFT);
    return x.abs().lt(LINEAR).select(linear, y);
  }

  /**
   * Lowers the derivative of {@link #rationalTanh}, {@code c (1 + 2 a + 4 k a^3) / (1 + a + a^2 + k
   * a^4)^2}; above 1 the fraction is one in b = 1/a, times b^5.
   *
   * <p>192 operations. Maximum error 0.500 ULP, 0.718 for subnormal results.
   */
  public static Expr rationalTanhDerivative(Expr x) {
    Pair a = TANH_RATE.times(clamped(x.abs(), 0x1p-60, END));
    Expr large = a.high().gt(1);
    Pair t = Pair.select(large, a.inverse(), a);
    Pair square = t.squared();
    Pair cube = square.times(t);
    Pair fourK = TANH_QUARTIC.scaled(4);
    Pair numerator =
        Pair.select(
            large,
            fourK.plus(square.scaled(2)).plus(cube),
            t.scaled(2).plus(fourK.times(cube)).plus(1));
    Pair quartic = square.squared();
    Pair denominator =
        Pair.select(
            large,
            TANH_QUARTIC.plus(square).plus(cube).plus(quartic),
            t.plus(square).plus(TANH_QUARTIC.times(quartic)).plus(1));
    Pair one = Pair.of(Expr.constant(1));
    Pair y = numerator.times(TANH_PRODUCT).over(denominator.squared());
    return y.times(Pair.select(large, square, one))
        .scaled(LIFT)
        .roundedTimes(Pair.select(large, cube, one))
        .mul(1 / LIFT);
  }

  /** A square root sqrt(x^2 + b), all of it scaled so that no square overflows or vanishes. */
  private static final class Root {
    final Expr small;
    final Expr scale;
    final Expr size;
    final Pair value;

    /**
     * What b is multiplied by before it is divided, and the quotient after, for {@code scale b}.
     */
    final Expr before;

    final Expr after;

    Root(Expr x, Expr b) {
      Expr a = x.abs();
      Expr least = b.lt(1 / (MODERATE * MODERATE)).select(ENLARGEMENT, Expr.constant(1));
      least = a.lt(1 / MODERATE).select(least, 1);
      Expr scaled = b.gt(MODERATE * MODERATE).select(REDUCTION, least);
      scale = a.gt(MODERATE).select(REDUCTION, scaled);
      small = scale.gt(1);
      size = a.mul(scale);
      Expr direct = b.ge(1).select(Expr.constant(1), small.select(1, Expr.constant(0)));
      before = direct.gt(0).select(scale, LIFT);
      after = direct.gt(0).select(1, scale.mul(1 / LIFT));
      value = Pair.product(size, size).plus(b.mul(scale).mul(scale)).sqrt();
    }
  }

  /**
   * Lowers (x + sqrt(x^2 + b)) / 2, for negative x as {@code b / (sqrt(x^2 + b) - x) / 2}; b >= 0.
   *
   * <p>75 operations. Maximum error 0.749 ULP.
   */
  public static Expr squareplus(Expr x, Expr b) {
    Root root = new Root(x, b);
    Pair sum = root.value.plus(root.size);
    Expr inverse =
        root.small.select(
            1 / ENLARGEMENT, root.scale.lt(1).select(1 / REDUCTION, Expr.constant(1)));
    Expr positive = sum.rounded().mul(0.5).mul(inverse);
    Expr dividend = b.mul(root.before);
    Expr negative = Pair.of(dividend).over(sum.scaled(2)).rounded().mul(root.after);
    Expr y = x.lt(0).select(negative, positive);
    Expr bounded = root.value.high().eq(0).select(0, y);
    return x.abs().eq(Double.POSITIVE_INFINITY).select(x.gt(0).select(x, 0), bounded);
  }

  /**
   * Lowers (1 + x / sqrt(x^2 + b)) / 2, the derivative of {@link #squareplus}; 1 where both are 0.
   *
   * <p>96 operations. Maximum error 0.500 ULP, 0.743 for subnormal results.
   */
  public static Expr squareplusDerivative(Expr x, Expr b) {
    Root root = new Root(x, b);
    Pair ratio = Pair.of(root.size).over(root.value);
    Expr positive = ratio.plus(1).rounded().mul(0.5);
    Pair inverse = root.value.times(root.value.plus(root.size)).inverse().scaled(0.5);
    Expr one = Expr.constant(1);
    Expr factor = b.mul(root.before).mul(root.small.select(root.scale, one));
    Expr product = inverse.roundedTimes(factor).mul(root.small.select(one, root.scale));
    Expr y = x.lt(0).select(product.mul(root.after), positive);
    Expr bounded = root.value.high().eq(0).select(1, y);
    return x.abs()
        .eq(Double.POSITIVE_INFINITY)
        .select(x.gt(0).select(1, Expr.constant(0)), bounded);
  }

  /** Lowers x min(max(x + 3, 0), 6) / 6. */
  public static Expr hardSwish(Expr x) {
    Expr inside = Pair.sum(x, Expr.constant(3)).times(SIXTH).roundedTimes(x);
    return x.le(-3).select(0, x.ge(3).select(x, inside));
  }

  /** Lowers its derivative, (2 x + 3) / 6 between -3 and 3. */
  public static Expr hardSwishDerivative(Expr x) {
    Expr inside = Pair.sum(x.mul(2), Expr.constant(3)).times(SIXTH).rounded();
    return x.le(-3).select(0, x.ge(3).select(1, inside));
  }

  /** Lowers 1 / (2 sqrt(x)). */
  public static Expr sqrtDerivative(Expr x) {
    return Algebraic.sqrtDerivative(x, 0x1p-900, 0x1p512, 0x1p256);
  }

  private static Expr clamped(Expr x, double least, double greatest) {
    return Exponential64.clamped(x, least, greatest);
  }
}
