package io.hillock.image.figure;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as people read them, the same in every locale. */
final class Numbers {
  private static final int MOST_ZEROS = 4;
  private static final int MOST_DIGITS = 6;
  private static final int THOUSAND = 1000;

  private Numbers() {}

  /** Returns a number with at most so many digits that count. */
  static String format(double value, int digits) {
    if (!Double.isFinite(value)) {
      return Double.toString(value).replace('-', '\u2212').replace("Infinity", "\u221e");
    }
    return format(new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN)));
  }

  /** Returns a number in full where that is short, with a power of ten elsewhere. */
  static String format(BigDecimal value) {
    BigDecimal stripped = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    int exponent = stripped.precision() - stripped.scale() - 1;
    String text =
        exponent < -MOST_ZEROS || exponent >= MOST_DIGITS
            ? stripped.scaleByPowerOfTen(-exponent).toPlainString() + "e" + exponent
            : stripped.toPlainString();
    return text.replace('-', '\u2212');
  }

  /** Returns a number of things, with commas. */
  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** Returns a number of things for an axis: 20k, 1.5M. Parts of a thing are left blank. */
  static String shortCount(double count) {
    if (count != Math.rint(count)) {
      return " ";
    }
    double shown = count;
    int unit = 0;
    while (shown >= THOUSAND) {
      shown /= THOUSAND;
      unit++;
    }
    return format(shown, MOST_DIGITS) + " kMGT".substring(unit, unit + 1).strip();
  }
}
