package io.hillock.image;

/**
 * The samples of a picture, row by row from the top, the channels of a pixel next to each other:
 * sample c of the pixel in column x of row y is element {@code (y * width + x) * channels + c}.
 *
 * <p>A picture that was read has samples from 0 to 1, each the stored number divided by the
 * greatest one: gamma and colour profile are left as they are. An activated picture has what the
 * function gave. The arrays are not copied: they are large.
 */
public final class Picture {
  private final int width;
  private final int height;
  private final int channels;
  private final int bitDepth;
  private final float[] samples;
  private final short[] alpha;

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
    if (samples.length != pixels * channels || (alpha != null && alpha.length != pixels)) {
      throw new IllegalArgumentException(
          "a picture of "
              + height
              + " x "
              + width
              + " x "
              + channels
              + " was given "
              + samples.length
              + " samples"
              + (alpha == null ? "" : " and " + alpha.length + " alpha values"));
    }
    this.width = width;
    this.height = height;
    this.channels = channels;
    this.bitDepth = bitDepth;
    this.samples = samples;
    this.alpha = alpha;
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
  public float[] samples() {
    return samples;
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

  /** Returns this picture with alpha 0 where a gray sample is the given one, else opaque. */
  Picture withTransparent(float gray) {
    short[] opacity = new short[width * height];
    for (int i = 0; i < opacity.length; i++) {
      opacity[i] = (short) (samples[i * channels] == gray ? 0 : bitDepth == 16 ? 65535 : 255);
    }
    return new Picture(width, height, channels, bitDepth, samples, opacity);
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
