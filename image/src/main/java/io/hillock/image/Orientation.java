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
    float[] from = stored.samples();
    float[] samples = new float[from.length];
    short[] alpha = stored.hasAlpha() ? new short[stored.alpha().length] : null;
    int columns = swapped ? height : width;
    int rows = swapped ? width : height;
    int to = 0;
    for (int y = 0; y < rows; y++) {
      int source = first + y * down;
      for (int x = 0; x < columns; x++, source += right, to++) {
        for (int c = 0; c < channels; c++) {
          samples[to * channels + c] = from[source * channels + c];
        }
        if (alpha != null) {
          alpha[to] = stored.alpha()[source];
        }
      }
    }
    return new Picture(columns, rows, channels, stored.bitDepth(), samples, alpha);
  }
}
