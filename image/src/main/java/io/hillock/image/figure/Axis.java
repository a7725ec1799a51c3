package io.hillock.image.figure;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What an axis shows, from the least to the greatest value. The chart library is given numbers in a
 * unit, the power of ten that makes the range one of 1 to 10, because its search for ticks does not
 * end where ranges are tiny.
 */
record Axis(double least, double greatest, int exponent) {
  private static final int DECIMALS = 3;

  /** Returns the axis for a range; one that is empty is widened. */
  static Axis of(double least, double greatest) {
    double from = least;
    double to = greatest;
    double smallest = Math.max(Math.abs(from), Math.abs(to)) * 1e-12;
    if (to - from <= smallest) {
      double margin = smallest == 0 ? 1 : Math.max(Math.abs(from), Math.abs(to)) / 2;
      from -= margin;
      to += margin;
    }
    return new Axis(from, to, (int) Math.floor(Math.log10(to - from)));
  }

  /** Returns this axis with room on both sides, as shares of its range. */
  Axis padded(double below, double above) {
    double range = greatest - least;
    return of(least - below * range, greatest + above * range);
  }

  /** Returns a value in the unit of the axis, one far outside as one just outside. */
  double toUnits(double value) {
    return unscaled(clamped(value));
  }

  /** Returns a value that is not farther outside than the axis is long. */
  double clamped(double value) {
    double range = greatest - least;
    return Math.max(least - range, Math.min(greatest + range, value));
  }

  double[] toUnits(double... values) {
    double[] result = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = toUnits(values[i]);
    }
    return result;
  }

  /** Returns the value of a tick. */
  BigDecimal tick(double inUnits) {
    return new BigDecimal(inUnits)
        .setScale(DECIMALS, RoundingMode.HALF_EVEN)
        .scaleByPowerOfTen(exponent);
  }

  private double unscaled(double value) {
    return value / Math.pow(10, exponent);
  }
}
