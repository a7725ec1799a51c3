package io.hillock.image;

import java.util.Arrays;

/**
 * The numbers that the samples of a picture are written as. Where they have levels, or few
 * different values, what each becomes is kept, and looked up rather than divided.
 */
final class SampleNumbers {
  private static final int BITS = 12;
  private static final int SPREAD = 0x9e3779b1;

  /** A NaN, which becomes 0 as all do. */
  private static final int NONE = 0x7fc0_0001;

  private final Scaling scaling;
  private final int greatest;
  private final byte[] levels;
  private final float[] samples;

  /** The bits of values, each where its hash says. Empty where there are levels. */
  private final int[] keys;

  /** What those values become, or each level does. */
  private final int[] numbers;

  /**
   * Maps the samples of a picture.
   *
   * @param scaling how
   * @param greatest what the greatest value becomes
   */
  SampleNumbers(Picture picture, Scaling scaling, int greatest) {
    this.scaling = scaling;
    this.greatest = greatest;
    levels = picture.levels();
    if (levels == null) {
      samples = picture.samples();
      numbers = new int[1 << BITS];
      keys = new int[1 << BITS];
      Arrays.fill(keys, NONE);
      return;
    }
    samples = null;
    keys = new int[0];
    float[] values = picture.values();
    numbers = new int[values.length];
    for (int level = 0; level < numbers.length; level++) {
      numbers[level] = scaling.toNumber(values[level], greatest);
    }
  }

  /** Returns what a sample is written as. */
  int at(int index) {
    return levels != null ? numbers[levels[index] & 0xff] : number(samples[index]);
  }

  private int number(float value) {
    int key = Float.floatToRawIntBits(value);
    int at = key * SPREAD >>> (Integer.SIZE - BITS);
    if (keys[at] != key) {
      keys[at] = key;
      numbers[at] = scaling.toNumber(value, greatest);
    }
    return numbers[at];
  }
}
