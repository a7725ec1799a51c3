package io.hillock.image;

import java.awt.image.Raster;

/** CMYK to RGB. */
final class Cmyk {
  /** {@code R = (1 - C) (1 - K)}: no profile, so the same on every machine. */
  static final Inks WITHOUT_PROFILE =
      (inks, max, samples, at) -> {
        int to = at;
        for (int x = 0; x < inks[0].length; x++) {
          for (int c = 0; c < 3; c++) {
            samples[to++] = sample(inks[c][x], inks[3][x], max);
          }
        }
      };

  private static final int YCCK = 2;
  private static final int MAX = 255;

  private Cmyk() {}

  /**
   * Returns the RGB sample for an ink and black.
   *
   * @param ink how much, 0 none, {@code max} all
   * @param black the same of black
   */
  static float sample(int ink, int black, int max) {
    return (float) ((double) (max - ink) * (max - black) / ((double) max * max));
  }

  /**
   * Returns the picture of a JPEG's four channels as they are coded. As Adobe writes them, and all
   * others after it, they are inverted: 255 is no ink.
   *
   * @param raster the channels
   * @param transform Adobe's marker: 2 where the inks are coded as luminance and chroma
   * @param inks how they become RGB
   */
  static Picture ofJpeg(Raster raster, int transform, Inks inks) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    float[] samples = new float[Math.multiplyExact(width * height, 3)];
    int[] row = new int[width * 4];
    int[][] rows = new int[4][width];
    for (int y = 0; y < height; y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int x = 0; x < width; x++) {
        if (transform == YCCK) {
          uncode(row, 4 * x);
        }
        for (int c = 0; c < 4; c++) {
          rows[c][x] = MAX - row[4 * x + c];
        }
      }
      inks.mix(rows, MAX, samples, y * width * 3);
    }
    return new Picture(width, height, 3, 8, samples, null);
  }

  /**
   * Replaces luminance and chroma by the inverted inks: those are one minus the RGB that is coded.
   */
  private static void uncode(int[] row, int x) {
    double luminance = row[x];
    double blue = row[x + 1] - 128;
    double red = row[x + 2] - 128;
    row[x] = MAX - limited(luminance + 1.402 * red);
    row[x + 1] = MAX - limited(luminance - 0.344136286 * blue - 0.714136286 * red);
    row[x + 2] = MAX - limited(luminance + 1.772 * blue);
  }

  private static int limited(double value) {
    return (int) Math.max(0, Math.min(MAX, Math.rint(value)));
  }
}
