package io.hillock.kernels;

import static io.hillock.kernels.Functions.log1p;
import static io.hillock.kernels.Functions.rowMax;
import static io.hillock.kernels.Functions.rowSum;
import static io.hillock.kernels.Functions.rowSumRest;
import static io.hillock.kernels.Functions.scaledExp;

/** Expressions that several kernels along a row have in common. */
final class RowFunctions {
  /** The low bits of a position that are compared by themselves. */
  private static final int LOW_BITS = 12;

  private RowFunctions() {}

  /** Returns the share of each exponential in the row's sum: {@code e^z_i / sum of e^z_j}. */
  static Expr share(Expr z) {
    return part(scaledExp(z, rowMax(z)));
  }

  /**
   * Returns the share where z is known beyond its rounding, as z + rest. The rest counts where it
   * is small; where z is so large that it is not, the rounding of z is no longer made good.
   */
  static Expr share(Expr z, Expr rest) {
    Expr small = rest.abs().le(0x1p-12).select(rest, 0);
    return part(scaledExp(z, small, rowMax(z)));
  }

  /**
   * Returns which part of the row's sum an element is. The sum is not rounded, and its reciprocal
   * has two parts, so that the product is rounded once: it is nearer to the true quotient than a
   * division by the rounded sum.
   */
  private static Expr part(Expr e) {
    Expr sum = rowSum(e);
    Expr inverse = Expr.constant(1).div(sum);
    Expr minus = inverse.neg();
    Expr left = minus.fma(rowSumRest(e), minus.fma(sum, Expr.constant(1)));
    return e.fma(inverse, e.mul(left.mul(inverse)));
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
   * @param rest the logarithm of the sum of e^distance, 0 or more. The largest element's 1 is taken
   *     from the sum before it is rounded, so that nothing is lost where the others are small.
   */
  record LogSum(Expr distance, Expr max, Expr rest) {
    static LogSum of(Expr x) {
      Expr max = rowMax(x);
      Expr e = scaledExp(x, max);
      Expr others = rowSum(e).mul(0x1p-64).sub(1).add(rowSumRest(e).mul(0x1p-64));
      return new LogSum(x.sub(max), max, log1p(others));
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
