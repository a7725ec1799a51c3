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
  /** More than a product of two numbers up to 65535 is wrong by. */
  private static final double NEAR = 1e-9;

  private static final Scaling UNIT = new Scaling(0, 1);

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
    return toNumber(value, greatest, greatest / range);
  }

  /**
   * Writes what values become, 0 to 255, in places of a row of pixels.
   *
   * @param values the values of pixels, next to each other
   * @param channels how many a pixel has
   * @param target where they go to
   * @param step the places from a pixel to the next there
   */
  void toBytes(float[] values, int channels, byte[] target, int step) {
    double factor = 255 / range;
    if (channels == step) {
      for (int i = 0; i < values.length; i++) {
        target[i] = (byte) toNumber(values[i], 255, factor);
      }
      return;
    }
    for (int from = 0, to = 0; from < values.length; to += step) {
      for (int c = 0; c < channels; c++) {
        target[to + c] = (byte) toNumber(values[from++], 255, factor);
      }
    }
  }

  /**
   * A product is quicker than a quotient, and the same but for rounding: where that could matter,
   * next to the middle between two numbers, the quotient decides.
   */
  private int toNumber(float value, int greatest, double factor) {
    double raised = (value - least) * factor + 0.5;
    // A NaN is not greater than 0.
    if (!(raised > 0)) {
      return 0;
    }
    if (raised >= greatest) {
      return divided(value, greatest);
    }
    int number = (int) raised;
    double part = raised - number;
    return part > NEAR && part < 1 - NEAR ? number : divided(value, greatest);
  }

  private int divided(float value, int greatest) {
    double scaled = (value - least) / range * greatest;
    return scaled > 0 ? (int) Math.rint(Math.min(greatest, scaled)) : 0;
  }
}
