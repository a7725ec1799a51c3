package io.hillock.kernels;

import static io.hillock.kernels.Functions.rowMax;
import static io.hillock.kernels.Functions.rowSum;
import static io.hillock.kernels.RowFunctions.count;

/**
 * Sparsemax, the point of the probability simplex that is nearest to a row (Martins and Astudillo,
 * 2016): {@code max(x_i - t, 0)} with the threshold t for which these sum to 1. Found without
 * sorting, by a fixed number of row sums.
 *
 * <p>With d = x - max(x) and u = max(x) - t, {@code f(u) = sum of max(d + u, 0)} grows from at most
 * 1 at u = 1/n to at least 1 at u = 1. Each of {@value #SECTIONS} passes asks f at three points and
 * keeps a quarter of the logarithmic interval in which it passes 1: then its ends are nearer than
 * {@code 2^-20} to each other, relative to u, for any n up to 2^24. From the upper end {@value
 * #STEPS} steps of Newton's method give u exactly, {@code (1 - sum of d) / k} over the k elements
 * with d > -u: they come down to the solution without passing it, and are done when no element is
 * left between. What elements there might still be between would be off by less than the interval.
 */
final class Sparsemax {
  private static final int SECTIONS = 12;
  private static final int STEPS = 3;

  /** Its slope at x is 1 / k less within the support of k elements, as the threshold moves. */
  static final Kernel SPARSEMAX =
      Kernel.define("sparsemax")
          .formula("max(x - t, 0) along the row, with t so that its sum is 1")
          .range("[0, 1]")
          .atKinks("NaN in a row with a NaN or +inf, or of -inf alone; f' = 0 where f = 0")
          .maxUlpOfRow(3)
          .forward(x -> value(x))
          .backward(
              in -> {
                Expr zero = value(in.x()).eq(0);
                Expr support = rowSum(zero.select(0, 1));
                Expr mean = rowSum(zero.select(0, in.upstream())).div(support);
                return zero.select(0, in.upstream().sub(mean));
              })
          .build();

  private Sparsemax() {}

  private static Expr value(Expr x) {
    Expr d = x.sub(rowMax(x));
    Expr low = Expr.constant(1).div(count());
    Expr high = Expr.constant(1);
    for (int i = 0; i < SECTIONS; i++) {
      Expr second = low.mul(high).sqrt();
      Expr first = low.mul(second).sqrt();
      Expr third = second.mul(high).sqrt();
      Expr passesFirst = excess(d, first);
      Expr passesSecond = excess(d, second);
      Expr passesThird = excess(d, third);
      Expr lower =
          passesSecond.select(passesFirst.select(low, first), passesThird.select(second, third));
      high =
          passesSecond.select(passesFirst.select(first, second), passesThird.select(third, high));
      low = lower;
    }
    Expr u = high;
    for (int i = 0; i < STEPS; i++) {
      // Written so that a NaN is above, and makes the whole row NaN.
      Expr outside = d.le(u.neg());
      Expr sum = rowSum(outside.select(0, d));
      Expr next = Expr.constant(1).sub(sum).div(rowSum(outside.select(0, 1)));
      // Rounding may have gone past the solution: from there the next step would lead far off.
      u = u.lt(next).select(u, next);
    }
    return d.le(u.neg()).select(0, d.add(u));
  }

  /** Returns whether f(u) is 1 or more. */
  private static Expr excess(Expr d, Expr u) {
    return rowSum(d.gt(u.neg()).select(d.add(u), 0)).ge(1);
  }
}
