package io.hillock.image.samples;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;

/** The simple pictures: a gradient, noise, lettering, and a cloud of few colours. */
final class Plain {
  private static final int COLOURS = 128;

  /** The strokes of each letter, on a grid of 4 by 6: x y x y for each. */
  private static final int[][] LETTERS = {
    {0, 0, 0, 6, 4, 0, 4, 6, 0, 3, 4, 3},
    {0, 0, 0, 6},
    {0, 0, 0, 6, 0, 6, 4, 6},
    {0, 0, 0, 6, 0, 6, 4, 6},
    {
      1, 0, 3, 0, 3, 0, 4, 1, 4, 1, 4, 5, 4, 5, 3, 6, 3, 6, 1, 6, 1, 6, 0, 5, 0, 5, 0, 1, 0, 1, 1, 0
    },
    {4, 1, 3, 0, 3, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 5, 0, 5, 1, 6, 1, 6, 3, 6, 3, 6, 4, 5},
    {0, 0, 0, 6, 4, 0, 0, 4, 1, 3, 4, 6}
  };

  private Plain() {}

  /** Gray of 16 bits, from black to white, finer than 8 bits could hold. */
  static BufferedImage gradient(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_USHORT_GRAY);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double along = (x + (double) y / height) / width;
        image.getRaster().setSample(x, y, 0, (int) StrictMath.rint(65535 * along));
      }
    }
    return image;
  }

  /** Gray: fractal noise, bent by fractal noise, so that it seems to flow. */
  static BufferedImage noise(int width, int height) {
    Noise noise = new Noise(99);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double flow = flow(noise, x / 90.0, y / 90.0);
        image.getRaster().setSample(x, y, 0, (int) StrictMath.rint(255 * Noise.clamp(flow)));
      }
    }
    return image;
  }

  /** A palette of few colours: the same kind of noise, as a glowing cloud with stars. */
  static BufferedImage nebula(int width, int height) {
    byte[] red = new byte[COLOURS];
    byte[] green = new byte[COLOURS];
    byte[] blue = new byte[COLOURS];
    for (int i = 0; i < COLOURS; i++) {
      double t = i / (COLOURS - 1.0);
      double glow = t * t;
      Vector colour =
          new Vector(0.004, 0.006, 0.025)
              .plus(new Vector(0.1, 0.03, 0.3).times(t))
              .plus(new Vector(0.9, 0.16, 0.32).times(glow))
              .plus(new Vector(1.3, 1.0, 0.6).times(glow * glow * glow));
      int shown = colour.shown();
      red[i] = (byte) (shown >> 16);
      green[i] = (byte) (shown >> 8);
      blue[i] = (byte) shown;
    }
    BufferedImage image =
        new BufferedImage(
            width,
            height,
            BufferedImage.TYPE_BYTE_INDEXED,
            new IndexColorModel(8, COLOURS, red, green, blue));
    Noise noise = new Noise(31);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double aside = (x - width * 0.5) / width;
        double away = (y - height * (0.5 + 0.25 * aside)) / height;
        double band = StrictMath.exp(-7 * away * away - 1.5 * aside * aside);
        double cloud = band * 1.15 * flow(noise, x / 80.0 + 3, y / 80.0);
        int index = (int) (Noise.clamp(cloud + star(noise, x, y)) * (COLOURS - 1));
        image.getRaster().setSample(x, y, 0, index);
      }
    }
    return image;
  }

  /** The brightness of the star that may be in a cell of 16 by 16 pixels. */
  private static double star(Noise noise, int x, int y) {
    double column = StrictMath.floorDiv(x, 16);
    double row = StrictMath.floorDiv(y, 16);
    double chance = noise.at(column * 7.31 + 0.5, row * 5.77 + 0.5);
    double dx = x - 16 * column - 8 - 9 * noise.at(column * 3.1 + 0.3, row * 2.7);
    double dy = y - 16 * row - 8 - 9 * noise.at(column * 2.3, row * 3.7 + 0.3);
    return chance < 0.12 ? 0 : 2.2 * chance * StrictMath.exp(-(dx * dx + dy * dy) * 0.9);
  }

  private static double flow(Noise noise, double x, double y) {
    double bx = noise.fractal(x, y, 3);
    double by = noise.fractal(x + 5.2, y + 1.3, 3);
    double cx = noise.fractal(x + 0.9 * bx + 1.7, y + 0.9 * by + 9.2, 3);
    double cy = noise.fractal(x + 0.9 * bx + 8.3, y + 0.9 * by + 2.8, 3);
    return 0.45 + 0.7 * noise.fractal(x + 1.1 * cx, y + 1.1 * cy, 6) + 0.35 * by;
  }

  /** Gray: the project's name in strokes with round ends, dark on light. */
  static BufferedImage lettering(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    double unit = height / 10.0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double ink = Noise.clamp(0.5 + unit * 0.42 - distance(x + 0.5, y + 0.5, unit));
        image.getRaster().setSample(x, y, 0, (int) StrictMath.rint(245 - 225 * ink));
      }
    }
    return image;
  }

  /** The distance from a pixel to the nearest stroke. */
  private static double distance(double x, double y, double unit) {
    double nearest = Double.MAX_VALUE;
    double left = 1.75 * unit;
    for (int[] letter : LETTERS) {
      left += letter.length == 4 ? 0.3 * unit : 0;
      for (int i = 0; i < letter.length; i += 4) {
        double ax = left + letter[i] * unit * 0.75;
        double ay = 2 * unit + letter[i + 1] * unit;
        double bx = left + letter[i + 2] * unit * 0.75 - ax;
        double by = 2 * unit + letter[i + 3] * unit - ay;
        double along = Noise.clamp(((x - ax) * bx + (y - ay) * by) / (bx * bx + by * by));
        double dx = x - ax - along * bx;
        double dy = y - ay - along * by;
        nearest = StrictMath.min(nearest, StrictMath.sqrt(dx * dx + dy * dy));
      }
      left += (letter.length == 4 ? 1.9 : 4.4) * unit;
    }
    return nearest;
  }
}
