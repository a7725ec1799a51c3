package io.hillock.kernels;

import static io.hillock.kernels.Functions.expDifference;
import static io.hillock.kernels.Functions.log1p;
import static io.hillock.kernels.Functions.rowMax;
import static io.hillock.kernels.Functions.rowSum;
import static io.hillock.kernels.Functions.scaledExp;
import static io.hillock.kernels.Functions.scaledExpRest;

/** Expressions that several kernels along a row have in common. */
final class RowFunctions {
  /** The low bits of a position that are compared by themselves. */
  private static final int LOW_BITS = 12;

  private RowFunctions() {}

  /**
   * Returns the share of each exponential in the row's sum: {@code e^z_i / sum of e^z_j}. The
   * exponential is a sum of two parts and so is the reciprocal of the sum, so that the product is
   * rounded once: it is nearer to the true quotient than a division of rounded numbers.
   */
  static Expr share(Expr z) {
    Expr max = rowMax(z);
    return shareOfParts(scaledExp(z, max), scaledExpRest(z, max));
  }

  /**
   * Returns the share where z is known beyond its rounding, as z + rest. The rest counts where it
   * is small; where z is so large that it is not, the rounding of z is no longer made good.
   */
  static Expr share(Expr z, Expr rest) {
    Expr max = rowMax(z);
    Expr high = scaledExp(z, max);
    Expr small = rest.abs().le(0x1p-12).select(rest, 0);
    Expr factor = small.fma(small.mul(0.5), small);
    return shareOfParts(high, high.fma(factor, scaledExpRest(z, max)));
  }

  /** Returns the share of an exponential that is a sum of two parts, scaled by 2^64. */
  private static Expr shareOfParts(Expr high, Expr low) {
    Expr sum = rowSum(high.add(low).mul(0x1p-64));
    Expr inverse = Expr.constant(1).div(sum);
    Expr rest = inverse.neg().fma(sum, Expr.constant(1)).mul(inverse);
    return high.fma(inverse, high.fma(rest, low.mul(inverse))).mul(0x1p-64);
  }

  /** Returns 0 for elements of negative infinity, and so in rows of nothing else. */
  static Expr zeroWhereMasked(Expr z, Expr value) {
    return z.eq(Double.NEGATIVE_INFINITY).select(0, value);
  }

  /**
   * Returns the gradient by z of the share y of e^z, from the upstream gradient g: {@code y_i (g_i
   * - sum of y_j g_j)}.
   */
  static Expr shareBackward(Expr y, Expr g) {
    return y.mul(g.sub(rowSum(y.mul(g))));
  }

  /**
   * The logarithm of the sum of the exponentials of a row, in parts that do not cancel.
   *
   * @param distance how far each element is above the largest: 0 or less
   * @param max the largest element
   * @param rest the logarithm of the sum of e^distance, 0 or more. The sum is 1 more than what its
   *     logarithm is taken of: elements that are the largest are counted, and one of them left out,
   *     so that nothing is lost where the others are small.
   */
  record LogSum(Expr distance, Expr max, Expr rest) {
    static LogSum of(Expr x) {
      Expr max = rowMax(x);
      Expr distance = x.sub(max);
      Expr largest = distance.eq(0);
      Expr ties = rowSum(largest.select(1, 0));
      Expr others = rowSum(largest.select(0, expDifference(x, max)));
      return new LogSum(distance, max, log1p(ties.sub(1).add(others)));
    }
  }

  /** Returns the number of elements of the row. */
  static Expr count() {
    return rowSum(Expr.constant(1));
  }

  /**
   * Returns 1 for the first of the largest elements of a row, 0 for others; NaN in a row with a
   * NaN. Positions are compared in two parts that reals hold exactly: in float32 to 2^36.
   */
  static Expr firstLargest(Expr x) {
    Expr max = rowMax(x);
    Expr largest = x.eq(max);
    Expr high = Expr.position().ushr(LOW_BITS).toReal().neg();
    Expr low = Expr.position().and((1 << LOW_BITS) - 1).toReal().neg();
    Expr firstHigh = rowMax(largest.select(high, Double.NEGATIVE_INFINITY));
    Expr near = largest.select(high, Double.NEGATIVE_INFINITY).eq(firstHigh);
    Expr firstLow = rowMax(near.select(low, Double.NEGATIVE_INFINITY));
    Expr hit = near.select(low.eq(firstLow).select(1, 0), 0);
    return max.eq(max).select(hit, Double.NaN);
  }
}
