package io.hillock.image.figure;

import io.hillock.image.Picture;
import io.hillock.image.Scaling;
import java.awt.image.BufferedImage;

/**
 * A picture at the size of a panel. Each pixel is the mean of those it covers, weighted by alpha,
 * in the stored numbers; a picture that is smaller keeps its pixels, enlarged.
 */
final class Thumbnail {
  private static final int SQUARE = 8;
  private static final int LIGHT = 0xff;
  private static final int DARK = 0xe4;

  private Thumbnail() {}

  /** Returns a picture that fits in a box, over a chessboard where it is transparent. */
  static BufferedImage of(Picture picture, Scaling scaling, int boxWidth, int boxHeight) {
    double scale =
        Math.min((double) boxWidth / picture.width(), (double) boxHeight / picture.height());
    int width = Math.max(1, (int) Math.rint(picture.width() * scale));
    int height = Math.max(1, (int) Math.rint(picture.height() * scale));
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] rgb = new int[3];
    for (int row = 0; row < height; row++) {
      int top = (int) ((long) row * picture.height() / height);
      int bottom = end(row, height, picture.height(), top);
      for (int column = 0; column < width; column++) {
        int left = (int) ((long) column * picture.width() / width);
        int right = end(column, width, picture.width(), left);
        boolean dark = (row / SQUARE + column / SQUARE) % 2 == 1;
        mean(picture, scaling, left, top, right, bottom, dark ? DARK : LIGHT, rgb);
        image.setRGB(column, row, rgb[0] << 16 | rgb[1] << 8 | rgb[2]);
      }
    }
    return image;
  }

  private static int end(int index, int size, int from, int start) {
    return Math.max(start + 1, (int) ((index + 1L) * from / size));
  }

  private static void mean(
      Picture picture,
      Scaling scaling,
      int left,
      int top,
      int right,
      int bottom,
      int behind,
      int[] rgb) {
    int channels = picture.channels();
    double opaque = picture.bitDepth() == 16 ? 65535 : 255;
    double[] sums = new double[channels];
    double weights = 0;
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        int pixel = y * picture.width() + x;
        double weight = picture.hasAlpha() ? (picture.alpha()[pixel] & 0xffff) / opaque : 1;
        weights += weight;
        for (int c = 0; c < channels; c++) {
          sums[c] += weight * scaling.toByte(picture.samples()[pixel * channels + c]);
        }
      }
    }
    double area = (double) (right - left) * (bottom - top);
    for (int c = 0; c < 3; c++) {
      double sum = sums[c % channels] + (area - weights) * behind;
      rgb[c] = (int) Math.rint(sum / area);
    }
  }
}
