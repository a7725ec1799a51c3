package io.hillock.check;

/**
 * Errors in units in the last place of float32: the distance of a computed value from the true one,
 * divided by the spacing of floats in the binade of the true value. The spacing is 2^-149 in the
 * subnormal range. A correctly rounded value has an error of at most 0.5.
 */
public final class Ulp {
  private static final double LEAST_SPACING = 0x1p-149;
  private static final double GREATEST_SPACING = 0x1p104;

  /** Where the floats would go on if there were one more binade: what an infinity stands for. */
  private static final double BEYOND = 0x1p128;

  /** From here on the nearest float is an infinity. */
  private static final double ROUNDS_TO_INFINITY = Float.MAX_VALUE + GREATEST_SPACING / 2;

  private Ulp() {}

  /** Returns the spacing of floats in the binade of a value. */
  public static double spacing(double value) {
    int exponent = Math.getExponent(value);
    if (exponent <= Float.MIN_EXPONENT) {
      return LEAST_SPACING;
    }
    return exponent >= Float.MAX_EXPONENT
        ? GREATEST_SPACING
        : Double.longBitsToDouble((long) (exponent - 23 + 1023) << 52);
  }

  /**
   * Returns the error of a computed value in ULP of the true value: 0 where both are NaN, infinity
   * where one is. An infinity is right where the true value rounds to it, and stands for 2^128
   * where it does not.
   */
  public static double error(float computed, double truth) {
    return error(computed, truth, 0);
  }

  /**
   * Returns the error of a computed value in ULP of the true value or of a scale, whichever is
   * larger: the measure for sums that cancel.
   *
   * @param computed the computed value
   * @param truth the true value
   * @param scale the magnitude whose spacing is the least unit
   */
  public static double error(float computed, double truth, double scale) {
    double difference = computed - truth;
    if (Double.isNaN(difference) || Math.abs(difference) > Float.MAX_VALUE) {
      return extraordinary(computed, truth, scale);
    }
    return Math.abs(difference) / spacing(Math.max(Math.abs(truth), scale));
  }

  private static double extraordinary(float computed, double truth, double scale) {
    if (Float.isNaN(computed) || Double.isNaN(truth)) {
      return Float.isNaN(computed) && Double.isNaN(truth) ? 0 : Double.POSITIVE_INFINITY;
    }
    boolean sameSign = computed > 0 == truth > 0;
    if (Float.isInfinite(computed) && Math.abs(truth) >= ROUNDS_TO_INFINITY && sameSign) {
      return 0;
    }
    double from = Math.max(-BEYOND, Math.min(BEYOND, computed));
    double to = Math.max(-BEYOND, Math.min(BEYOND, truth));
    return Math.abs(from - to) / spacing(Math.max(Math.abs(to), scale));
  }
}
