package io.hillock.check;

import java.math.BigDecimal;
import java.math.MathContext;
import org.apache.commons.numbers.core.DD;

/**
 * A real number to 104 bits and more: an unevaluated sum of two doubles, with an exponent of its
 * own so that nothing that the functions of float64 meet on their way overflows or underflows.
 * Infinities, NaN and the signs of zeros follow IEEE 754; an operation's relative error is below
 * 2^-102.
 */
final class Real {
  static final Real ZERO = of(0);
  static final Real ONE = of(1);
  static final Real NAN = of(Double.NaN);
  static final Real INFINITY = of(Double.POSITIVE_INFINITY);

  /** Where the leading double's exponent is larger, it is moved into the exponent apart. */
  private static final int NEAR = 250;

  /** Beyond this power of two a number counts as zero or infinite. */
  private static final int FAR = 1 << 29;

  /** Numbers further apart than this many binades do not change each other in a sum. */
  private static final int APART = 300;

  private final DD sum;

  /** Zero where the leading double's own exponent is near zero; otherwise that is 0. */
  private final int exponent;

  private Real(DD sum, int exponent) {
    this.sum = sum;
    this.exponent = exponent;
  }

  /** Returns a double as a real number. */
  static Real of(double value) {
    return of(DD.of(value));
  }

  /** Returns a sum of two doubles as a real number. */
  static Real of(DD sum) {
    return scaled(sum, 0);
  }

  /** Returns the number that a decimal stands for. */
  static Real of(String decimal) {
    return of(DD.from(new BigDecimal(decimal)));
  }

  /** Returns {@code sum * 2^exponent}. */
  static Real scaled(DD sum, long exponent) {
    double high = sum.hi();
    if (high == 0 || Double.isNaN(high) || Double.isInfinite(high)) {
      return new Real(DD.of(high), 0);
    }
    int own = Math.getExponent(high);
    if (own < Double.MIN_EXPONENT) {
      // Subnormal: an exact product lifts it.
      return scaled(sum.scalb(NEAR), exponent - NEAR);
    }
    long total = own + exponent;
    if (Math.abs(total) <= NEAR) {
      return new Real(exponent == 0 ? sum : sum.scalb((int) exponent), 0);
    }
    if (Math.abs(total) > FAR) {
      return new Real(DD.of(Math.copySign(total > 0 ? Double.POSITIVE_INFINITY : 0, high)), 0);
    }
    return new Real(sum.scalb(-own), (int) total);
  }

  /** Returns whether this is neither infinite nor NaN. */
  boolean isFinite() {
    return Math.abs(sum.hi()) <= Double.MAX_VALUE;
  }

  boolean isNaN() {
    return Double.isNaN(sum.hi());
  }

  boolean isZero() {
    return sum.hi() == 0;
  }

  /** Returns whether the sign is set, of a zero or infinity too. */
  boolean isNegative() {
    return Math.copySign(1, sum.hi()) < 0;
  }

  /** Returns whether this is so small beside 1 that neither its square nor a sum with 1 counts. */
  boolean isTiny() {
    return exponent < 0 || isZero();
  }

  /** Returns whether this is finite and above 2^250 in magnitude. */
  boolean isHuge() {
    return exponent > 0;
  }

  /** Returns the two doubles of a number that is neither tiny nor huge. */
  DD sum() {
    return sum;
  }

  /** Returns the nearest double. */
  double doubleValue() {
    return exponent == 0 ? sum.hi() : scaledValue();
  }

  private double scaledValue() {
    double value = Math.scalb(sum.hi(), exponent);
    if (Math.abs(value) > Double.MIN_NORMAL || sum.lo() == 0) {
      return value;
    }
    // A subnormal number has fewer digits: where the higher part lies half way, the lower one
    // tells.
    double rest = sum.hi() - Math.scalb(value, -exponent);
    boolean tie = Math.abs(rest) == Math.scalb(0.5, Double.MIN_EXPONENT - 52 - exponent);
    return tie && rest > 0 == sum.lo() > 0 ? value + Math.copySign(Double.MIN_VALUE, rest) : value;
  }

  /** Returns the greatest power of two that is not above the magnitude, of a finite number. */
  int binade() {
    return exponent + Math.getExponent(sum.hi());
  }

  /** Returns the two doubles of this divided by 2^{@link #binade}: in [1, 2) or (-2, -1]. */
  DD unit() {
    return sum.scalb(-Math.getExponent(sum.hi()));
  }

  /** Returns this times a power of two. */
  Real scalb(int power) {
    return scaled(sum, (long) exponent + power);
  }

  Real negate() {
    return new Real(sum.negate(), exponent);
  }

  Real abs() {
    return isNegative() ? negate() : this;
  }

  Real add(Real b) {
    if (!isFinite() || !b.isFinite() || isZero() || b.isZero()) {
      return addSpecial(b);
    }
    if (exponent == 0 && b.exponent == 0) {
      return scaled(sum.add(b.sum), 0);
    }
    int mine = binade();
    int others = b.binade();
    if (Math.abs(mine - others) > APART) {
      return mine > others ? this : b;
    }
    int unit = Math.max(mine, others);
    return scaled(sum.scalb(exponent - unit).add(b.sum.scalb(b.exponent - unit)), unit);
  }

  private Real addSpecial(Real b) {
    if (isZero() == b.isZero()) {
      return of(sum.hi() + b.sum.hi());
    }
    return isZero() || (isFinite() && !b.isFinite()) ? b : this;
  }

  Real add(double b) {
    return add(of(b));
  }

  Real subtract(Real b) {
    return add(b.negate());
  }

  Real multiply(Real b) {
    if (!isFinite() || !b.isFinite() || isZero() || b.isZero()) {
      return of(sum.hi() * b.sum.hi());
    }
    return scaled(sum.multiply(b.sum), (long) exponent + b.exponent);
  }

  Real multiply(double b) {
    return multiply(of(b));
  }

  Real square() {
    return multiply(this);
  }

  Real divide(Real b) {
    if (!isFinite() || !b.isFinite() || isZero() || b.isZero()) {
      return of(sum.hi() / b.sum.hi());
    }
    return scaled(sum.divide(b.sum), (long) exponent - b.exponent);
  }

  Real reciprocal() {
    return ONE.divide(this);
  }

  Real sqrt() {
    if (!isFinite() || isZero() || isNegative()) {
      return of(Math.sqrt(sum.hi()));
    }
    int odd = exponent & 1;
    return scaled(sum.scalb(odd).sqrt(), (exponent - odd) >> 1);
  }

  /** Returns whether this is less than b; false where either is NaN. */
  boolean isLess(Real b) {
    double high = sum.hi();
    double other = b.sum.hi();
    if (exponent == b.exponent || high * other <= 0 || !isFinite() || !b.isFinite()) {
      return high < other || (high == other && sum.lo() < b.sum.lo());
    }
    return high > 0 ? binade() < b.binade() : binade() > b.binade();
  }

  boolean isEqual(Real b) {
    return sum.hi() == b.sum.hi() && sum.lo() == b.sum.lo() && exponent == b.exponent;
  }

  boolean isLessOrEqual(Real b) {
    return isLess(b) || isEqual(b);
  }

  /** Returns the exact value of a finite number. */
  BigDecimal toBigDecimal() {
    BigDecimal value = sum.bigDecimalValue();
    BigDecimal power = BigDecimal.valueOf(2).pow(Math.abs(exponent));
    return exponent >= 0
        ? value.multiply(power)
        : value.divide(power, new MathContext(60)); // 2^-n has n digits; sixty tell enough
  }

  @Override
  public String toString() {
    return isFinite() ? toBigDecimal().round(new MathContext(34)).toString() : "" + sum.hi();
  }
}
