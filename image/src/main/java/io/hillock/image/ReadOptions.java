package io.hillock.image;

/**
 * What is read and what is refused.
 *
 * @param maxPixels the most pixels a picture may have, judged before anything is decoded
 * @param strict whether a file is refused, too, that is damaged where its pixels are not: a wrong
 *     checksum, a colour profile that makes no sense, bytes behind its end
 */
public record ReadOptions(long maxPixels, boolean strict) {
  /** {@link PictureReader#DEFAULT_MAX_PIXELS}, and not strict. */
  public static final ReadOptions DEFAULT =
      new ReadOptions(PictureReader.DEFAULT_MAX_PIXELS, false);

  /** Returns options with a limit of pixels, not strict. */
  public static ReadOptions of(long maxPixels) {
    return new ReadOptions(maxPixels, false);
  }

  /**
   * Creates options.
   *
   * @throws IllegalArgumentException if the limit is not 1 or more
   */
  public ReadOptions {
    if (maxPixels < 1) {
      throw new IllegalArgumentException(
          "the most pixels a picture may have is 1 or more, but was given " + maxPixels);
    }
  }
}
