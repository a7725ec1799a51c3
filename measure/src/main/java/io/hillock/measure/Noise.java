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

  /**
   * Fills a tensor with normal numbers; one of integers with small ones from 0 on, one of truth
   * values with about as many of each.
   */
  static void fill(Tensor tensor, int seed) {
    long count = tensor.shape().count();
    float[] values = floats((int) Math.min(count, PERIOD), seed);
    for (long done = 0; done < count; done += values.length) {
      int part = (int) Math.min(values.length, count - done);
      switch (tensor.dataType()) {
        case INT32 -> tensor.copyFrom(integers(values), 0, done, part);
        case BOOL -> tensor.copyFrom(signs(values), 0, done, part);
        case FLOAT32, FLOAT16, BFLOAT16, FLOAT64 -> tensor.copyFrom(values, 0, done, part);
      }
    }
  }

  private static int[] integers(float[] values) {
    int[] result = new int[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (int) Math.abs(values[i]);
    }
    return result;
  }

  private static boolean[] signs(float[] values) {
    boolean[] result = new boolean[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = values[i] > 0;
    }
    return result;
  }
}
