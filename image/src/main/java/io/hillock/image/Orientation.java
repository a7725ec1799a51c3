package io.hillock.image;

/** Turns and mirrors a picture as the Exif orientation says, so that it stands upright. */
final class Orientation {
  private Orientation() {}

  /**
   * Returns the picture upright.
   *
   * @param orientation where the stored first row and first column belong, as Exif numbers it: 1
   *     top and left, 2 top and right, 3 bottom and right, 4 bottom and left, 5 left and top, 6
   *     right and top, 7 right and bottom, 8 left and bottom
   */
  static Picture upright(Picture stored, int orientation) {
    if (orientation == 1) {
      return stored;
    }
    int width = stored.width();
    int height = stored.height();
    boolean swapped = orientation >= 5;
    // Which pixel is read first, and how far it is to the next to the right and below.
    int right = swapped ? width : 1;
    int down = swapped ? 1 : width;
    int first = 0;
    if (orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8) {
      first += width - 1;
      right = swapped ? right : -1;
      down = swapped ? -1 : down;
    }
    if (orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7) {
      first += (height - 1) * width;
      right = swapped ? -width : right;
      down = swapped ? down : -width;
    }
    int channels = stored.channels();
    int pixels = width * height;
    byte[] levels = stored.levels() == null ? null : new byte[pixels * channels];
    float[] samples = levels == null ? new float[pixels * channels] : null;
    short[] alpha = stored.hasAlpha() ? new short[pixels] : null;
    Move move =
        levels == null
            ? move(stored.samples(), samples, channels)
            : move(stored.levels(), levels, channels);
    int columns = swapped ? height : width;
    int rows = swapped ? width : height;
    int to = 0;
    for (int y = 0; y < rows; y++) {
      int source = first + y * down;
      for (int x = 0; x < columns; x++, source += right, to++) {
        move.pixel(source, to);
        if (alpha != null) {
          alpha[to] = stored.alpha()[source];
        }
      }
    }
    return levels == null
        ? new Picture(columns, rows, channels, stored.bitDepth(), samples, alpha)
        : Picture.ofLevels(columns, rows, channels, levels, alpha);
  }

  /** Copies a pixel from its place to another. */
  private interface Move {
    void pixel(int from, int to);
  }

  private static Move move(float[] from, float[] to, int channels) {
    return (source, target) -> {
      for (int c = 0; c < channels; c++) {
        to[target * channels + c] = from[source * channels + c];
      }
    };
  }

  private static Move move(byte[] from, byte[] to, int channels) {
    return (source, target) -> {
      for (int c = 0; c < channels; c++) {
        to[target * channels + c] = from[source * channels + c];
      }
    };
  }
}
