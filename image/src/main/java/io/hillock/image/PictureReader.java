package io.hillock.image;

import java.nio.file.Path;

/**
 * Reads pictures: PNG, JPEG, GIF (the first frame), BMP, TIFF (the first page) and WebP, of 1 to 16
 * bits, gray, RGB, palette and CMYK. The format is known by the contents, never by the name.
 *
 * <ul>
 *   <li>Samples are the stored numbers divided by the greatest one.
 *   <li>An embedded ICC profile is applied: the samples become sRGB. Gamma chunks are not.
 *   <li>A palette's colours are looked up; where all of them are gray, so is the picture.
 *   <li>CMYK without a profile becomes {@code R = (1 - C) (1 - K)}, green and blue alike.
 *   <li>Colours that were stored multiplied by alpha are divided by it; where alpha is 0 they are
 *       0.
 *   <li>The Exif orientation is applied.
 * </ul>
 *
 * <p>A PNG whose pixels' checksum is wrong is read where the checksum within the packed pixels is
 * right.
 */
public final class PictureReader {
  /** The most pixels a picture may have unless another limit is given: 2^28. */
  public static final long DEFAULT_MAX_PIXELS = 268_435_456;

  private PictureReader() {}

  /**
   * Reads a picture with {@link ReadOptions#DEFAULT}.
   *
   * @throws PictureException as {@link #read(Path, ReadOptions)}
   */
  public static Picture read(Path file) {
    return read(file, ReadOptions.DEFAULT);
  }

  /**
   * Reads a picture, wholly or not at all.
   *
   * @param file the picture
   * @param options what is refused
   * @throws PictureException if the file cannot be read, is not a picture, is damaged or cut short,
   *     has more pixels than allowed, or does not fit in the memory that Java may use
   */
  public static Picture read(Path file, ReadOptions options) {
    try (PictureSource source = PictureSource.open(file, options)) {
      return source.decode();
    }
  }
}
