package io.hillock.image;

import javax.imageio.IIOException;

/** The uncompressed alpha of a lossy WebP picture, which its decoder leaves out. */
final class AlphaPlane {
  private static final int NONE = 0;
  private static final int HORIZONTAL = 1;
  private static final int VERTICAL = 2;

  private final byte[] file;
  private final int from;
  private final int length;
  private final int filter;

  /**
   * Creates a plane.
   *
   * @param file holds it
   * @param from where it begins: a byte a pixel
   * @param length the bytes it has
   * @param filter what each pixel is the difference to: 0 nothing, 1 the left one, 2 the one above,
   *     3 left plus above minus above left, cut to 0 to 255
   */
  AlphaPlane(byte[] file, int from, int length, int filter) {
    this.file = file;
    this.from = from;
    this.length = length;
    this.filter = filter;
  }

  /**
   * Returns a picture with this alpha.
   *
   * @throws IIOException if the plane has fewer pixels
   */
  Picture on(Picture picture) throws IIOException {
    int width = picture.width();
    if (length < width * picture.height()) {
      throw Checked.cutShort("its alpha");
    }
    short[] alpha = new short[width * picture.height()];
    for (int y = 0, i = 0; y < picture.height(); y++) {
      for (int x = 0; x < width; x++, i++) {
        alpha[i] = (short) ((file[from + i] + predicted(alpha, i, x, y, width)) & 0xff);
      }
    }
    return picture.withAlpha(alpha);
  }

  private int predicted(short[] alpha, int i, int x, int y, int width) {
    if (filter == NONE || (x == 0 && y == 0)) {
      return 0;
    }
    if (y == 0 || (filter == HORIZONTAL && x > 0)) {
      return alpha[i - 1];
    }
    if (x == 0 || filter == VERTICAL) {
      return alpha[i - width];
    }
    return Math.max(0, Math.min(255, alpha[i - 1] + alpha[i - width] - alpha[i - width - 1]));
  }
}
