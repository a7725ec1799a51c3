package io.hillock.kernels;

/**
 * The reductions along a row, with the order that is part of their meaning.
 *
 * <p>A row of n elements is cut into chunks of {@value #CHUNK}. Within a chunk the element with
 * index i goes to partial sum {@code i mod} {@value #LANES}; each partial starts at +0 and takes
 * its elements in the order of their index. The {@value #LANES} partials are folded in halves:
 * {@code p[i] += p[i + 64]}, then 32, 16, 8, 4, 2, 1. The chunk sums are added as neighbours, level
 * by level: {@code s[i] = s[2i] + s[2i + 1]}, a last one without neighbour passing on as it is,
 * until one is left. The order depends on n alone, so a row's sum has the same bits in any batch,
 * on any number of threads, with any vector width, on any device.
 */
public enum Reduction {
  /**
   * The largest element. NaN where an element is NaN; a zero is +0, whatever the signs of the zeros
   * in the row; negative infinity for an empty row. Any order gives the same bits.
   */
  MAX,
  /** The sum in the order above; +0 for an empty row. */
  SUM;

  /** Elements in a chunk. */
  public static final int CHUNK = 4096;

  /** Partial sums in a chunk. */
  public static final int LANES = 128;

  /**
   * Folds the partial sums of one chunk in halves, in place.
   *
   * @param partials holds {@value #LANES} partial sums from {@code offset} on
   * @param offset where they begin
   * @return the chunk's sum
   */
  public static float fold(float[] partials, int offset) {
    for (int half = LANES / 2; half >= 1; half /= 2) {
      for (int i = offset; i < offset + half; i++) {
        partials[i] += partials[i + half];
      }
    }
    return partials[offset];
  }

  /**
   * Adds chunk sums as neighbours, level by level, in place.
   *
   * @param sums the chunk sums in order
   * @param count how many there are
   * @return the row's sum; +0 if there is none
   */
  public static float pairwise(float[] sums, int count) {
    if (count == 0) {
      return 0;
    }
    int left = count;
    while (left > 1) {
      int pairs = left / 2;
      for (int i = 0; i < pairs; i++) {
        sums[i] = sums[2 * i] + sums[2 * i + 1];
      }
      if (left % 2 == 1) {
        sums[pairs] = sums[left - 1];
      }
      left = pairs + left % 2;
    }
    return sums[0];
  }

  /** Returns the larger of two, NaN where either is NaN: one step of {@link #MAX}. */
  public static float larger(float a, float b) {
    return a > b || Float.isNaN(a) ? a : b;
  }
}
