package io.hillock.image.samples;

/** Gradient noise and sums of it, the same on every machine: arithmetic and StrictMath alone. */
final class Noise {
  private static final int DIRECTIONS = 1024;
  private static final double[] COSINE = new double[DIRECTIONS];
  private static final double[] SINE = new double[DIRECTIONS];

  static {
    for (int i = 0; i < DIRECTIONS; i++) {
      COSINE[i] = StrictMath.cos(2 * StrictMath.PI * i / DIRECTIONS);
      SINE[i] = StrictMath.sin(2 * StrictMath.PI * i / DIRECTIONS);
    }
  }

  private final int seed;

  Noise(int seed) {
    this.seed = seed;
  }

  /** Returns smooth noise, about -0.7 to 0.7, that varies over a distance of 1. */
  double at(double x, double y) {
    double left = StrictMath.floor(x);
    double top = StrictMath.floor(y);
    int column = (int) left;
    int row = (int) top;
    double right = x - left;
    double below = y - top;
    double u = fade(right);
    double v = fade(below);
    double upper =
        mix(slope(column, row, right, below), slope(column + 1, row, right - 1, below), u);
    double lower =
        mix(
            slope(column, row + 1, right, below - 1),
            slope(column + 1, row + 1, right - 1, below - 1),
            u);
    return mix(upper, lower, v);
  }

  /** Returns fractional Brownian motion: each octave twice as fine and half as high. */
  double fractal(double x, double y, int octaves) {
    double sum = 0;
    double height = 1;
    double px = x;
    double py = y;
    for (int i = 0; i < octaves; i++) {
      sum += height * at(px, py);
      height *= 0.5;
      // Turned from octave to octave, so that the grids of the octaves do not show.
      double turned = 1.6 * px - 1.2 * py + 17.3;
      py = 1.2 * px + 1.6 * py + 5.9;
      px = turned;
    }
    return sum;
  }

  /** Returns ridges, 0 to about 1: sharp crests, smooth valleys, rougher where it is high. */
  double ridges(double x, double y, int octaves) {
    double sum = 0;
    double height = 0.5;
    double weight = 1;
    double px = x;
    double py = y;
    for (int i = 0; i < octaves; i++) {
      double crest = 1 - StrictMath.abs(at(px, py)) * 1.6;
      crest *= crest * weight;
      weight = clamp(crest * 1.5);
      sum += crest * height;
      height *= 0.42;
      double turned = 1.6 * px - 1.2 * py + 31.7;
      py = 1.2 * px + 1.6 * py + 11.1;
      px = turned;
    }
    return sum;
  }

  /** The height at a place of the plane that slopes from a corner in a direction of its own. */
  private double slope(int column, int row, double right, double below) {
    int hash = seed + column * 0x27d4eb2d + row * 0x165667b1;
    hash = (hash ^ hash >>> 15) * 0x85ebca6b;
    hash = (hash ^ hash >>> 13) * 0xc2b2ae35;
    hash ^= hash >>> 16;
    int direction = hash & (DIRECTIONS - 1);
    return COSINE[direction] * right + SINE[direction] * below;
  }

  private static double fade(double t) {
    return t * t * t * (t * (t * 6 - 15) + 10);
  }

  static double mix(double a, double b, double t) {
    return a + (b - a) * t;
  }

  static double clamp(double value) {
    return StrictMath.max(0, StrictMath.min(1, value));
  }

  /** Returns 0 below an edge and 1 above the other, smooth between. */
  static double step(double from, double to, double value) {
    double t = clamp((value - from) / (to - from));
    return t * t * (3 - 2 * t);
  }
}
