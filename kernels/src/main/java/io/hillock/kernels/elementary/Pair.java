package io.hillock.kernels.elementary;

import io.hillock.kernels.Expr;
import java.util.function.BiFunction;

/**
 * An unevaluated sum of two floats, the low one at most a few units in the last place of the high
 * one: a number of about twice the precision that a program runs in. The error bounds below are in
 * u, half a unit in the last place of 1 (2^-24 or 2^-53); they hold where nothing overflows and no
 * low part is subnormal.
 *
 * <p>The algorithms are Dekker's and Knuth's, products and remainders by fma. Every method is right
 * in every precision.
 *
 * @param high the number, nearly rounded
 * @param low what is missing
 */
record Pair(Expr high, Expr low) {
  /** Returns a constant as the sum of two. */
  static Pair constant(double high, double low) {
    return new Pair(Expr.constant(high), Expr.constant(low));
  }

  /** Returns a constant to twice the precision of float32, as far as a float64 knows it. */
  static Pair split(double value) {
    float high = (float) value;
    return constant(high, value - high);
  }

  /** Returns x itself. */
  static Pair of(Expr x) {
    return new Pair(x, Expr.constant(0));
  }

  /** Returns {@code a + b}, exactly. 6 operations. */
  static Pair sum(Expr a, Expr b) {
    Expr high = a.add(b);
    Expr part = high.sub(a);
    return new Pair(high, a.sub(high.sub(part)).add(b.sub(part)));
  }

  /** Returns {@code a + b}, exactly where |a| >= |b| or a is 0. 3 operations. */
  static Pair ordered(Expr a, Expr b) {
    Expr high = a.add(b);
    return new Pair(high, b.sub(high.sub(a)));
  }

  /** Returns {@code a * b}, exactly. 3 operations. */
  static Pair product(Expr a, Expr b) {
    Expr high = a.mul(b);
    return new Pair(high, a.fma(b, high.neg()));
  }

  /**
   * Returns {@code a / b}, relative error 3 u^2, where the remainder is not subnormal. 4
   * operations.
   */
  static Pair quotient(Expr a, Expr b) {
    Expr q = a.div(b);
    return new Pair(q, q.neg().fma(b, a).div(b));
  }

  /** Returns the first where the condition holds, otherwise the second. */
  static Pair select(Expr condition, Pair a, Pair b) {
    return new Pair(condition.select(a.high, b.high), condition.select(a.low, b.low));
  }

  /** Returns the negative. */
  Pair negated() {
    return new Pair(high.neg(), low.neg());
  }

  /** Returns this times a power of two. 2 operations. */
  Pair scaled(Expr power) {
    return new Pair(high.mul(power), low.mul(power));
  }

  /** Returns this times a power of two. 2 operations. */
  Pair scaled(double power) {
    return scaled(Expr.constant(power));
  }

  /** Returns {@code this + b}, error 3 u^2 of the greater one. 11 operations. */
  Pair plus(Pair b) {
    Pair s = sum(high, b.high);
    return ordered(s.high, s.low.add(low.add(b.low)));
  }

  /** Returns {@code this + b}. 10 operations. */
  Pair plus(Expr b) {
    Pair s = sum(high, b);
    return ordered(s.high, s.low.add(low));
  }

  /** Returns {@code this + b}. */
  Pair plus(double b) {
    return plus(Expr.constant(b));
  }

  /** Returns {@code this - b}. */
  Pair minus(Pair b) {
    return plus(b.negated());
  }

  /** Returns {@code this + b} where |this| >= |b| or this is 0. 5 operations. */
  Pair plusSmaller(Pair b) {
    Pair s = ordered(high, b.high);
    return new Pair(s.high, s.low.add(low.add(b.low)));
  }

  /** Returns {@code this + b} where |this| <= |b| or b is 0. 4 operations. */
  Pair plusGreater(double b) {
    Pair s = ordered(Expr.constant(b), high);
    return new Pair(s.high, s.low.add(low));
  }

  /** Returns {@code this + b} for a b as small as the low part. */
  Pair plusLow(Expr b) {
    return new Pair(high, low.add(b));
  }

  /** Returns {@code this * b}, relative error 5 u^2. 5 operations. */
  Pair times(Pair b) {
    Expr y = high.mul(b.high);
    Expr lost = high.fma(b.high, y.neg());
    return new Pair(y, high.fma(b.low, low.fma(b.high, lost)));
  }

  /** Returns {@code this * b}, relative error 2 u^2. 4 operations. */
  Pair times(Expr b) {
    Expr y = high.mul(b);
    return new Pair(y, low.fma(b, high.fma(b, y.neg())));
  }

  /** Returns the square. 5 operations. */
  Pair squared() {
    Expr y = high.mul(high);
    return new Pair(y, high.add(high).fma(low, high.fma(high, y.neg())));
  }

  /** Returns {@code this / b}, relative error 10 u^2: one division and its remainder. */
  Pair over(Pair b) {
    Expr inverse = Expr.constant(1).div(b.high);
    Expr q = high.mul(inverse);
    Expr rest = q.neg().fma(b.low, q.neg().fma(b.high, high).add(low));
    return new Pair(q, rest.mul(inverse));
  }

  /** Returns {@code 1 / this}. 4 operations. */
  Pair inverse() {
    Expr q = Expr.constant(1).div(high);
    Expr rest = q.neg().fma(low, q.neg().fma(high, Expr.constant(1)));
    return new Pair(q, rest.mul(q));
  }

  /** Returns the square root, relative error 3 u^2, for a positive number. 6 operations. */
  Pair sqrt() {
    Expr s = high.sqrt();
    Expr rest = s.neg().fma(s, high).add(low);
    return new Pair(s, rest.div(s.add(s)));
  }

  /** Returns the same number with a low part below a unit in the last place. 3 operations. */
  Pair normal() {
    return ordered(high, low);
  }

  /** Returns the number rounded once. */
  Expr rounded() {
    return high.add(low);
  }

  /** Returns {@code this * b}, rounded once where no low part is subnormal. 3 operations. */
  Expr roundedTimes(Pair b) {
    return high.fma(b.high, high.fma(b.low, low.mul(b.high)));
  }

  /** Returns {@code this * b}, rounded once; if that is subnormal, low parts too. 2 operations. */
  Expr roundedTimes(Expr b) {
    return b.fma(high, b.mul(low));
  }

  /**
   * Returns a polynomial in x whose terms fall quickly: each coefficient of the head is more than
   * what is added to it. 9 operations or less for each of those, one for each of the tail.
   *
   * @param tail the coefficients from the highest on, evaluated without low parts
   * @param head those that follow, of which each has one part or two
   */
  static Pair horner(Pair x, double[] tail, double[][] head) {
    return horner(x, tail, head, Pair::ordered);
  }

  /** Returns a polynomial in x as {@link #horner}, whose terms may be of any size. */
  static Pair polynomial(Pair x, double[] tail, double[][] head) {
    return horner(x, tail, head, Pair::sum);
  }

  private static Pair horner(
      Pair x, double[] tail, double[][] head, BiFunction<Expr, Expr, Pair> adder) {
    Expr start = Exponential.horner(x.high, tail);
    Pair product = x.times(start);
    Pair sum = null;
    for (double[] coefficient : head) {
      Pair y = sum == null ? product : sum.times(x);
      Pair s = adder.apply(Expr.constant(coefficient[0]), y.high);
      sum = s.plusLow(coefficient.length == 1 ? y.low : y.low.add(coefficient[1]));
    }
    return sum;
  }
}
