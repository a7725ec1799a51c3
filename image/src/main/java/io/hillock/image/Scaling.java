package io.hillock.image;

import java.util.Arrays;

/**
 * Maps activated values to 0 to 255, or to 65535, rounded to the nearest, in double precision.
 * Under {@link Scale#MINMAX} the smallest and the largest finite value become 0 and 255. Under both
 * scales negative infinity becomes 0, infinity 255, and NaN, which has no place in the order, 0.
 *
 * @param least the value that becomes 0
 * @param range the distance from there to the value that becomes 255
 */
public record Scaling(double least, double range) {
  private static final Scaling UNIT = new Scaling(0, 1);

  /** Returns how the samples of a picture are mapped under a scale. */
  static Scaling of(Picture picture, Scale scale) {
    int[] counts = picture.counts();
    if (counts == null) {
      return of(picture.samples(), scale);
    }
    float[] present = new float[counts.length];
    int many = 0;
    for (int level = 0; level < counts.length; level++) {
      if (counts[level] > 0) {
        present[many++] = picture.values()[level];
      }
    }
    return of(Arrays.copyOf(present, many), scale);
  }

  /** Returns how values are mapped under a scale. */
  public static Scaling of(float[] values, Scale scale) {
    if (scale == Scale.CLIP) {
      return UNIT;
    }
    float least = Float.POSITIVE_INFINITY;
    float greatest = Float.NEGATIVE_INFINITY;
    for (float value : values) {
      // A NaN is neither.
      least = value < least ? value : least;
      greatest = value > greatest ? value : greatest;
    }
    return Float.isInfinite(least) || Float.isInfinite(greatest)
        ? ofFinite(values)
        : between(least, greatest);
  }

  private static Scaling ofFinite(float[] values) {
    float least = Float.POSITIVE_INFINITY;
    float greatest = Float.NEGATIVE_INFINITY;
    for (float value : values) {
      if (Float.isFinite(value)) {
        least = Math.min(least, value);
        greatest = Math.max(greatest, value);
      }
    }
    return between(least, greatest);
  }

  private static Scaling between(float least, float greatest) {
    return least < greatest ? new Scaling(least, (double) greatest - least) : UNIT;
  }

  /** Returns what a value becomes, 0 to 255. */
  public int toByte(float value) {
    return toNumber(value, 255);
  }

  /** Returns what a value becomes where the greatest one becomes {@code greatest}. */
  int toNumber(float value, int greatest) {
    double scaled = (value - least) / range * greatest;
    // A NaN is not greater than 0.
    return scaled > 0 ? (int) Math.rint(Math.min(greatest, scaled)) : 0;
  }
}
