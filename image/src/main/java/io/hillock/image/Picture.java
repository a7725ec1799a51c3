package io.hillock.image;

import java.util.Arrays;

/**
 * The samples of a picture, row by row from the top, the channels of a pixel next to each other:
 * sample c of the pixel in column x of row y is element {@code (y * width + x) * channels + c}.
 *
 * <p>A picture that was read has samples from 0 to 1, each the stored number divided by the
 * greatest one: gamma and colour profile are left as they are. An activated picture has what the
 * function gave. The arrays are not copied: they are large.
 *
 * <p>Samples that were stored in 8 bits stay so until someone asks for them: there are at most 256
 * different ones, each a number that a byte stands for.
 */
public final class Picture {
  private final int width;
  private final int height;
  private final int channels;
  private final int bitDepth;
  private final short[] alpha;

  /** Null as long as there are levels. */
  private float[] samples;

  /** The bytes that were stored, in the order of samples; null where there are samples. */
  private byte[] levels;

  /** What each level stands for. */
  private final float[] values;

  /** How many samples have each level; null while they are not counted. */
  private int[] counts;

  /**
   * Creates a picture.
   *
   * @param width columns, 1 or more
   * @param height rows, 1 or more
   * @param channels 1 for gray, 3 for red, green and blue
   * @param bitDepth the bits in which alpha, and for a picture that was read the samples, were
   *     stored: 8 or 16
   * @param samples height x width x channels numbers
   * @param alpha height x width numbers from 0 to 255, or to 65535 at 16 bits, unsigned; null where
   *     the picture has no alpha
   * @throws IllegalArgumentException if these do not fit together
   */
  public Picture(
      int width, int height, int channels, int bitDepth, float[] samples, short[] alpha) {
    this(width, height, channels, bitDepth, samples, null, null, alpha);
  }

  private Picture(
      int width,
      int height,
      int channels,
      int bitDepth,
      float[] samples,
      byte[] levels,
      float[] values,
      short[] alpha) {
    if (width < 1 || height < 1 || (channels != 1 && channels != 3)) {
      throw new IllegalArgumentException(
          "a picture has rows, columns and 1 or 3 channels, but was given "
              + height
              + " x "
              + width
              + " x "
              + channels);
    }
    if (bitDepth != 8 && bitDepth != 16) {
      throw new IllegalArgumentException("a bit depth is 8 or 16, but was given " + bitDepth);
    }
    long pixels = (long) width * height;
    int length = levels == null ? samples.length : levels.length;
    if (length != pixels * channels || (alpha != null && alpha.length != pixels)) {
      throw new IllegalArgumentException(
          "a picture of "
              + height
              + " x "
              + width
              + " x "
              + channels
              + " was given "
              + length
              + " samples"
              + (alpha == null ? "" : " and " + alpha.length + " alpha values"));
    }
    this.width = width;
    this.height = height;
    this.channels = channels;
    this.bitDepth = bitDepth;
    this.samples = samples;
    this.levels = levels;
    this.values = values;
    this.alpha = alpha;
  }

  /** Returns a picture whose samples were stored in bytes, of which 255 stands for 1. */
  static Picture ofLevels(int width, int height, int channels, byte[] levels, short[] alpha) {
    float[] values = new float[1 << Byte.SIZE];
    for (int i = 0; i < values.length; i++) {
      values[i] = i / 255f;
    }
    return new Picture(width, height, channels, Byte.SIZE, null, levels, values, alpha);
  }

  /** Returns the number of columns. */
  public int width() {
    return width;
  }

  /** Returns the number of rows. */
  public int height() {
    return height;
  }

  /** Returns 1 for gray, 3 for red, green and blue. */
  public int channels() {
    return channels;
  }

  /** Returns the bits in which alpha, and the samples of a picture that was read, were stored. */
  public int bitDepth() {
    return bitDepth;
  }

  /** Returns the samples themselves, not a copy. */
  public synchronized float[] samples() {
    if (samples == null) {
      samples = new float[levels.length];
      for (int i = 0; i < samples.length; i++) {
        samples[i] = values[levels[i] & 0xff];
      }
      levels = null;
    }
    return samples;
  }

  /** Returns the samples' levels; null where there are none, or someone has asked for samples. */
  synchronized byte[] levels() {
    return levels;
  }

  /** Returns what the levels stand for; the array itself. */
  float[] values() {
    return values;
  }

  /** Returns how many samples have each level; null where there are no levels. */
  synchronized int[] counts() {
    if (levels == null) {
      return null;
    }
    if (counts == null) {
      counts = count(levels);
    }
    return counts;
  }

  private static int[] count(byte[] levels) {
    // Four tables in turns: neighbours are often alike, and a count would wait for the one before.
    int size = 1 << Byte.SIZE;
    int[] counts = new int[4 * size];
    int i = 0;
    for (; i + 3 < levels.length; i += 4) {
      counts[levels[i] & 0xff]++;
      counts[size + (levels[i + 1] & 0xff)]++;
      counts[2 * size + (levels[i + 2] & 0xff)]++;
      counts[3 * size + (levels[i + 3] & 0xff)]++;
    }
    for (; i < levels.length; i++) {
      counts[levels[i] & 0xff]++;
    }
    for (int level = 0; level < size; level++) {
      counts[level] += counts[size + level] + counts[2 * size + level] + counts[3 * size + level];
    }
    return Arrays.copyOf(counts, size);
  }

  /**
   * Returns what a function of single numbers has to be applied to so that it is to all samples:
   * the values of the levels, or the samples.
   */
  synchronized float[] distinct() {
    return levels == null ? samples() : values;
  }

  /** Returns whether it has alpha. */
  public boolean hasAlpha() {
    return alpha != null;
  }

  /** Returns alpha itself, unsigned; null where the picture has none. */
  public short[] alpha() {
    return alpha;
  }

  /** Returns this picture with other samples; size and alpha stay. */
  public Picture withSamples(int otherChannels, float[] otherSamples) {
    return new Picture(width, height, otherChannels, bitDepth, otherSamples, alpha);
  }

  /** Returns this picture with another alpha; null takes it away. */
  synchronized Picture withAlpha(short[] other) {
    return levels == null
        ? new Picture(width, height, channels, bitDepth, samples(), other)
        : new Picture(width, height, channels, bitDepth, null, levels, values, other);
  }

  /** Returns this picture with alpha 0 where a gray sample is the given one, else opaque. */
  synchronized Picture withTransparent(float gray) {
    short[] opacity = new short[width * height];
    for (int i = 0; i < opacity.length; i++) {
      opacity[i] = (short) (sample(i * channels) == gray ? 0 : bitDepth == 16 ? 65535 : 255);
    }
    return withAlpha(opacity);
  }

  private float sample(int index) {
    return levels == null ? samples[index] : values[levels[index] & 0xff];
  }

  @Override
  public String toString() {
    return "Picture "
        + width
        + " x "
        + height
        + (channels == 1 ? " gray" : " RGB")
        + (hasAlpha() ? " with alpha, " : ", ")
        + bitDepth
        + " bit";
  }
}
