package io.hillock.kernels;

/**
 * The reductions along a row, with the order that is part of their meaning.
 *
 * <p>A sum is compensated: a partial sum is a pair of what was added up and of what rounding has
 * lost of it. Adding x to the pair (s, c) gives {@code (s + x, c + e)}, where e is the rounding
 * error of s + x ({@link #lost}); adding the pair (t, d) gives {@code (s + t, (c + d) + e)}. The
 * value of a pair is s + c, or s where c is NaN, which is where s has become infinite; its rest,
 * what that leaves, is (s - (s + c)) + c, or 0 where c is NaN.
 *
 * <p>A row of n elements is cut into chunks of {@value #CHUNK}. Within a chunk the element with
 * index i goes to partial sum {@code i mod} {@value #LANES}; each partial starts at (+0, +0) and
 * takes its elements in the order of their index. The {@value #LANES} partials are folded in
 * halves: {@code p[i] += p[i + 64]}, then 32, 16, 8, 4, 2, 1. The chunks' pairs are added as
 * neighbours, level by level: {@code s[i] = s[2i] + s[2i + 1]}, a last one without neighbour
 * passing on as it is, until one is left. The order depends on n alone, so a row's sum has the same
 * bits in any batch, on any number of threads, with any vector width, on any device; and it is
 * within 1 ULP of the true sum of numbers of one sign, however many there are.
 */
public enum Reduction {
  /**
   * The largest element. NaN where an element is NaN; a zero is +0, whatever the signs of the zeros
   * in the row; negative infinity for an empty row. Any order gives the same bits.
   */
  MAX,
  /** The compensated sum in the order above; +0 for an empty row. */
  SUM;

  /** Elements in a chunk. */
  public static final int CHUNK = 4096;

  /** Partial sums in a chunk. */
  public static final int LANES = 128;

  /**
   * Returns the reduction of a row.
   *
   * @param row holds the row's elements from index 0 on
   * @param length how many there are
   */
  public float of(float[] row, int length) {
    return switch (this) {
      case MAX -> max(row, length);
      case SUM -> sum(row, length);
    };
  }

  private static float max(float[] row, int length) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < length; i++) {
      max = larger(max, row[i]);
    }
    return max + 0f;
  }

  private static float sum(float[] row, int length) {
    float[] pair = pair(row, length);
    return value(pair[0], pair[1]);
  }

  /** Returns what {@link #SUM} of a row leaves of its pair: see {@link #rest}. */
  public static float restOfSum(float[] row, int length) {
    float[] pair = pair(row, length);
    return rest(pair[0], pair[1]);
  }

  private static float[] pair(float[] row, int length) {
    int chunks = (length + CHUNK - 1) / CHUNK;
    float[] sums = new float[2 * chunks];
    for (int chunk = 0; chunk < chunks; chunk++) {
      float[] partials = new float[2 * LANES];
      int start = chunk * CHUNK;
      int end = Math.min(length, start + CHUNK);
      for (int i = start; i < end; i++) {
        int lane = (i - start) % LANES;
        partials[lane + LANES] += lost(partials[lane], row[i]);
        partials[lane] += row[i];
      }
      fold(partials, 0, LANES);
      sums[chunk] = partials[0];
      sums[chunks + chunk] = partials[LANES];
    }
    pairwise(sums, 0, chunks);
    return chunks == 0 ? new float[2] : new float[] {sums[0], sums[chunks]};
  }

  /** Returns the rounding error of {@code a + b}, exactly where nothing overflows. */
  public static float lost(float a, float b) {
    float sum = a + b;
    float part = sum - a;
    return (a - (sum - part)) + (b - part);
  }

  /**
   * Folds the partial sums of one chunk in halves, in place: the chunk's pair is then at {@code
   * offset} and {@code offset + 128}.
   *
   * @param partials holds {@value #LANES} sums from {@code offset} on and behind them what they
   *     have lost
   * @param offset where they begin
   * @param width how many partial sums there are: a power of two, at most {@value #LANES}
   */
  public static void fold(float[] partials, int offset, int width) {
    for (int half = width / 2; half >= 1; half /= 2) {
      for (int i = offset; i < offset + half; i++) {
        addPair(partials, i, i + half, i, LANES);
      }
    }
  }

  /**
   * Adds the pairs of chunks as neighbours, level by level, in place: the row's pair is then at
   * {@code offset} and {@code offset + count}.
   *
   * @param sums the chunks' sums in order, and {@code count} behind each what it has lost
   * @param offset where they begin
   * @param count how many chunks there are
   */
  public static void pairwise(float[] sums, int offset, int count) {
    int left = count;
    while (left > 1) {
      int pairs = left / 2;
      for (int i = 0; i < pairs; i++) {
        addPair(sums, offset + 2 * i, offset + 2 * i + 1, offset + i, count);
      }
      if (left % 2 == 1) {
        sums[offset + pairs] = sums[offset + left - 1];
        sums[offset + count + pairs] = sums[offset + count + left - 1];
      }
      left = pairs + left % 2;
    }
  }

  /** Returns the value of a pair. */
  public static float value(float sum, float lost) {
    return Float.isNaN(lost) ? sum : sum + lost;
  }

  /** Returns what the value of a pair leaves of it; 0 where {@code lost} is NaN. */
  public static float rest(float sum, float lost) {
    return Float.isNaN(lost) ? 0 : (sum - (sum + lost)) + lost;
  }

  /** Adds pair b to pair a and puts the result at {@code to}; what is lost lies a stride behind. */
  private static void addPair(float[] sums, int a, int b, int to, int stride) {
    float lost = lost(sums[a], sums[b]);
    sums[to] = sums[a] + sums[b];
    sums[to + stride] = sums[a + stride] + sums[b + stride] + lost;
  }

  /** Returns the larger of two, NaN where either is NaN: one step of {@link #MAX}. */
  public static float larger(float a, float b) {
    return a > b || Float.isNaN(a) ? a : b;
  }

  // The same for float64; Java has no way to write both at once.

  /** Returns the reduction of a row of float64. */
  public double of(double[] row, int length) {
    return switch (this) {
      case MAX -> max(row, length);
      case SUM -> sum(row, length);
    };
  }

  private static double max(double[] row, int length) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < length; i++) {
      max = larger(max, row[i]);
    }
    return max + 0;
  }

  private static double sum(double[] row, int length) {
    double[] pair = pair(row, length);
    return value(pair[0], pair[1]);
  }

  /** Returns what {@link #SUM} of a row leaves of its pair: see {@link #rest}. */
  public static double restOfSum(double[] row, int length) {
    double[] pair = pair(row, length);
    return rest(pair[0], pair[1]);
  }

  private static double[] pair(double[] row, int length) {
    int chunks = (length + CHUNK - 1) / CHUNK;
    double[] sums = new double[2 * chunks];
    for (int chunk = 0; chunk < chunks; chunk++) {
      double[] partials = new double[2 * LANES];
      int start = chunk * CHUNK;
      int end = Math.min(length, start + CHUNK);
      for (int i = start; i < end; i++) {
        int lane = (i - start) % LANES;
        partials[lane + LANES] += lost(partials[lane], row[i]);
        partials[lane] += row[i];
      }
      fold(partials, 0, LANES);
      sums[chunk] = partials[0];
      sums[chunks + chunk] = partials[LANES];
    }
    pairwise(sums, 0, chunks);
    return chunks == 0 ? new double[2] : new double[] {sums[0], sums[chunks]};
  }

  /** Returns the rounding error of {@code a + b} in float64. */
  public static double lost(double a, double b) {
    double sum = a + b;
    double part = sum - a;
    return (a - (sum - part)) + (b - part);
  }

  /** Folds the partial sums of one chunk of float64: see {@link #fold(float[], int, int)}. */
  public static void fold(double[] partials, int offset, int width) {
    for (int half = width / 2; half >= 1; half /= 2) {
      for (int i = offset; i < offset + half; i++) {
        addPair(partials, i, i + half, i, LANES);
      }
    }
  }

  /** Adds the pairs of chunks of float64: see {@link #pairwise(float[], int, int)}. */
  public static void pairwise(double[] sums, int offset, int count) {
    int left = count;
    while (left > 1) {
      int pairs = left / 2;
      for (int i = 0; i < pairs; i++) {
        addPair(sums, offset + 2 * i, offset + 2 * i + 1, offset + i, count);
      }
      if (left % 2 == 1) {
        sums[offset + pairs] = sums[offset + left - 1];
        sums[offset + count + pairs] = sums[offset + count + left - 1];
      }
      left = pairs + left % 2;
    }
  }

  /** Returns the value of a pair of float64. */
  public static double value(double sum, double lost) {
    return Double.isNaN(lost) ? sum : sum + lost;
  }

  /** Returns what the value of a pair of float64 leaves of it. */
  public static double rest(double sum, double lost) {
    return Double.isNaN(lost) ? 0 : (sum - (sum + lost)) + lost;
  }

  private static void addPair(double[] sums, int a, int b, int to, int stride) {
    double lost = lost(sums[a], sums[b]);
    sums[to] = sums[a] + sums[b];
    sums[to + stride] = sums[a + stride] + sums[b + stride] + lost;
  }

  /** Returns the larger of two, NaN where either is NaN. */
  public static double larger(double a, double b) {
    return a > b || Double.isNaN(a) ? a : b;
  }
}
