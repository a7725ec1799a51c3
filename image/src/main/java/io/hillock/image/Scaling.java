package io.hillock.image;

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

  /** Returns how values are mapped under a scale. */
  public static Scaling of(float[] values, Scale scale) {
    if (scale == Scale.CLIP) {
      return UNIT;
    }
    float least = Float.POSITIVE_INFINITY;
    float greatest = Float.NEGATIVE_INFINITY;
    for (float value : values) {
      if (Float.isFinite(value)) {
        least = Math.min(least, value);
        greatest = Math.max(greatest, value);
      }
    }
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
