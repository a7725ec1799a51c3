package io.hillock.check;

import io.hillock.kernels.DataType;

/**
 * A binary format of IEEE 754, and errors in units in its last place: as {@link Ulp} measures them
 * in float32, for true values to more digits than a double has.
 *
 * @param precision the bits of the significand, with the leading one
 * @param greatestExponent the exponent of the greatest binade
 */
record FloatFormat(int precision, int greatestExponent) {
  static final FloatFormat FLOAT16 = new FloatFormat(11, 15);
  static final FloatFormat BFLOAT16 = new FloatFormat(8, 127);
  static final FloatFormat FLOAT32 = new FloatFormat(24, 127);
  static final FloatFormat FLOAT64 = new FloatFormat(53, 1023);

  /** Returns the format of a data type. */
  static FloatFormat of(DataType type) {
    return switch (type) {
      case FLOAT16 -> FLOAT16;
      case BFLOAT16 -> BFLOAT16;
      case FLOAT32 -> FLOAT32;
      case FLOAT64 -> FLOAT64;
      case INT32, BOOL ->
          throw new IllegalArgumentException(type + " is not of floating-point numbers");
    };
  }

  /** Returns the exponent of the spacing of numbers about a value. */
  private int spacing(Real value) {
    int leastExponent = 1 - greatestExponent;
    int exponent = value.isZero() ? leastExponent : Math.max(value.binade(), leastExponent);
    return Math.min(exponent, greatestExponent) - (precision - 1);
  }

  /**
   * Returns the error of a computed value in ULP of the true value or of a scale, whichever is
   * larger: 0 where both are NaN, infinity where one is. An infinity is right where the true value
   * rounds to it, and stands for the power of two behind the greatest number where it does not.
   *
   * @param computed the computed value, a number of this format
   * @param truth the true value
   * @param scale the magnitude whose spacing is the least unit, or 0
   */
  double error(double computed, Real truth, double scale) {
    if (Double.isNaN(computed) || truth.isNaN()) {
      return Double.isNaN(computed) && truth.isNaN() ? 0 : Double.POSITIVE_INFINITY;
    }
    boolean sameSign = computed < 0 == truth.isNegative();
    if (Double.isInfinite(computed) && sameSign && roundsToInfinity(truth)) {
      return 0;
    }
    Real found = bounded(Real.of(computed));
    Real right = bounded(truth);
    int unit = Math.max(spacing(right), scale == 0 ? Integer.MIN_VALUE : spacing(Real.of(scale)));
    return found.subtract(right).abs().scalb(-unit).doubleValue();
  }

  private boolean roundsToInfinity(Real value) {
    // Half way between the greatest number and the power of two behind it.
    Real halfUnit = Real.ONE.scalb(greatestExponent - precision);
    return !value.abs().isLess(beyond().subtract(halfUnit));
  }

  private Real beyond() {
    return Real.ONE.scalb(greatestExponent + 1);
  }

  private Real bounded(Real value) {
    if (value.abs().isLess(beyond())) {
      return value;
    }
    return value.isNegative() ? beyond().negate() : beyond();
  }
}
