package io.hillock.measure;

import io.hillock.tensor.Tensor;
import java.util.Random;

/** Normal numbers of mean 0 and standard deviation 3: what neurons are given, and some more. */
public final class Noise {
  /** The standard deviation. */
  private static final double DEVIATION = 3;

  /** A number of them that fits in no power of two; they are repeated in larger tensors. */
  private static final int PERIOD = 1_000_003;

  private Noise() {}

  /**
   * Returns normal numbers, always the same.
   *
   * @param count how many
   * @param seed which
   */
  public static float[] floats(int count, int seed) {
    Random random = new Random(seed + 1L);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = i < PERIOD ? (float) (random.nextGaussian() * DEVIATION) : values[i - PERIOD];
    }
    return values;
  }

  /** Fills a tensor with normal numbers. */
  static void fill(Tensor tensor, int seed) {
    long count = tensor.shape().count();
    float[] values = floats((int) Math.min(count, PERIOD), seed);
    for (long done = 0; done < count; done += values.length) {
      int part = (int) Math.min(values.length, count - done);
      tensor.copyFrom(values, 0, done, part);
    }
  }
}
