package io.hillock.bench.pictures;

import java.awt.image.BufferedImage;
import java.util.SplittableRandom;

/**
 * A large scene of hills, clouds and water, of which pictures are parts: soft slopes and hard
 * edges, detail at every scale, and the grain of a sensor. The same on every machine.
 */
final class World {
  static final int WIDTH = 4096;
  static final int HEIGHT = 3072;

  private static final int OCTAVES = 8;

  /** Sky, haze, snow, rock, meadow, forest, sand and water, from high to low. */
  private static final int[] COLOURS = {
    0xffffff, 0xd8dce4, 0x8c8278, 0x6b6a4a, 0x3f5a2c, 0x223a1e, 0xc8b48a, 0x1e3c5a, 0x000814
  };

  private final float[] heights;
  private final float[] lights;

  World() {
    heights = fractal(1);
    float[] clouds = fractal(2);
    lights = new float[heights.length];
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int at = y * WIDTH + x;
        float right = heights[y * WIDTH + (x + 1) % WIDTH];
        float below = heights[(y + 1) % HEIGHT * WIDTH + x];
        float slope = (heights[at] - right) * 60 + (heights[at] - below) * 40;
        float shadow = clouds[at] > 0.56f ? 0.6f : 1;
        lights[at] = Math.max(0.15f, Math.min(1.6f, (1 + slope) * shadow));
      }
    }
  }

  /** Value noise, summed over octaves, from 0 to 1 and the same again beyond the edges. */
  private static float[] fractal(long seed) {
    float[] sum = new float[WIDTH * HEIGHT];
    float weight = 0.5f;
    for (int octave = 0; octave < OCTAVES; octave++) {
      int columns = 4 << octave;
      int rows = 3 << octave;
      SplittableRandom random = new SplittableRandom(seed * 100 + octave);
      float[] grid = new float[columns * rows];
      for (int i = 0; i < grid.length; i++) {
        grid[i] = random.nextInt(1 << 16) / 65535f;
      }
      int step = WIDTH / columns;
      for (int y = 0; y < HEIGHT; y++) {
        float v = smooth((float) (y % step) / step);
        int top = y / step * columns;
        int bottom = (y / step + 1) % rows * columns;
        for (int x = 0; x < WIDTH; x++) {
          float u = smooth((float) (x % step) / step);
          int left = x / step;
          int right = (left + 1) % columns;
          float above = grid[top + left] * (1 - u) + grid[top + right] * u;
          float under = grid[bottom + left] * (1 - u) + grid[bottom + right] * u;
          sum[y * WIDTH + x] += weight * (above * (1 - v) + under * v);
        }
      }
      weight /= 2;
    }
    return sum;
  }

  private static float smooth(float t) {
    return t * t * (3 - 2 * t);
  }

  /**
   * Returns a part of the scene.
   *
   * @param image what is drawn on: of one band, or of three
   * @param random where it is, how it is lit and its grain
   */
  void draw(BufferedImage image, SplittableRandom random) {
    int left = random.nextInt(WIDTH);
    int top = random.nextInt(HEIGHT);
    float exposure = 0.7f + random.nextInt(100) / 120f;
    int grain = 1 + random.nextInt(5);
    int bands = image.getRaster().getNumBands();
    int[] row = new int[image.getWidth() * bands];
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int at = (y + top) % HEIGHT * WIDTH + (x + left) % WIDTH;
        float level = (1 - heights[at]) * 2.2f - 0.6f;
        float place = Math.max(0, Math.min(0.999f, level)) * (COLOURS.length - 1);
        int colour = COLOURS[(int) place];
        int next = COLOURS[(int) place + 1];
        // Shores and the lines of trees and snow are sharp, what is between them is not.
        float part = Math.max(0, Math.min(1, (place - (int) place) * 4 - 1.5f));
        long noise = random.nextLong();
        for (int b = 0; b < bands; b++) {
          int shift = 16 - 8 * b;
          float mixed = (colour >> shift & 0xff) * (1 - part) + (next >> shift & 0xff) * part;
          int wave = (int) (noise >> 20 * b & 0xff) % (2 * grain + 1) - grain;
          row[x * bands + b] =
              Math.max(0, Math.min(255, Math.round(mixed * lights[at] * exposure) + wave));
        }
      }
      image.getRaster().setPixels(0, y, image.getWidth(), 1, row);
    }
  }
}
