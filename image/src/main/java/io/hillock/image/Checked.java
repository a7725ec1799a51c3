package io.hillock.image;

import javax.imageio.IIOException;

/**
 * A file whose structure was found whole. The decoders are lenient: most of them fill in what is
 * missing, so that half a picture would pass for a whole one.
 */
final class Checked {
  private final byte[] bytes;
  private final int orientation;

  /**
   * Creates the result of a check.
   *
   * @param bytes what the decoder is given: the file, without what only costs time or risks errors
   * @param orientation the Exif orientation, 1 to 8
   */
  Checked(byte[] bytes, int orientation) {
    this.bytes = bytes;
    this.orientation = orientation;
  }

  byte[] bytes() {
    return bytes;
  }

  int orientation() {
    return orientation;
  }

  /** Checks a file of a format. */
  static Checked of(PictureFormat format, byte[] file) throws IIOException {
    return switch (format) {
      case PNG -> PngStructure.check(file);
      case JPEG -> JpegStructure.check(file);
      case GIF -> GifStructure.check(file);
      case BMP -> BmpStructure.check(file);
      case WEBP -> WebpStructure.check(file);
      case TIFF -> new Checked(file, Exif.orientation(file, 0, file.length));
    };
  }

  /** What to throw where a file ends too early. */
  static IIOException cutShort(String inside) {
    return new IIOException("it is cut short in " + inside);
  }
}
