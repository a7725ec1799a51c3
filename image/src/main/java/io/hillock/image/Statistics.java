package io.hillock.image;

/** Median and mean of samples, exact and the same for any order of work. */
final class Statistics {
  private static final int HALF_BITS = 16;
  private static final int BUCKETS = 1 << HALF_BITS;

  private Statistics() {}

  /** Returns the mean of samples, summed in double precision from the first to the last. */
  static double mean(float[] samples) {
    double sum = 0;
    for (float sample : samples) {
      sum += sample;
    }
    return sum / samples.length;
  }

  /** Returns the same for the samples of a picture. */
  static double mean(Picture picture) {
    byte[] levels = picture.levels();
    if (levels == null) {
      return mean(picture.samples());
    }
    float[] values = picture.values();
    double sum = 0;
    for (byte level : levels) {
      sum += values[level & 0xff];
    }
    return sum / levels.length;
  }

  /** Returns the median of the samples of a picture, whose levels stand for values in order. */
  static double median(Picture picture) {
    int[] counts = picture.counts();
    if (counts == null) {
      return median(picture.samples());
    }
    float[] values = picture.values();
    int length = picture.width() * picture.height() * picture.channels();
    int lower = bucket(counts, (length - 1) / 2);
    int upper = bucket(counts, length / 2);
    return ((double) values[lower] + values[upper]) / 2;
  }

  /**
   * Returns the median: the sample in the middle when they are in order, the mean of the two in the
   * middle where their number is even.
   *
   * @param samples one or more numbers; they are not changed
   */
  static double median(float[] samples) {
    // The upper halves of all keys are counted, then the lower halves in the bucket of the middle.
    int[] uppers = new int[BUCKETS];
    for (float sample : samples) {
      uppers[key(sample) >>> HALF_BITS]++;
    }
    int rank = (samples.length - 1) / 2;
    int nextRank = samples.length / 2;
    int upper = bucket(uppers, rank);
    int nextUpper = bucket(uppers, nextRank);
    int[] lowers = lowers(samples, upper);
    int[] nextLowers = nextUpper == upper ? lowers : lowers(samples, nextUpper);
    double middle = sample(upper, bucket(lowers, rank - before(uppers, upper)));
    double next = sample(nextUpper, bucket(nextLowers, nextRank - before(uppers, nextUpper)));
    return (middle + next) / 2;
  }

  private static int[] lowers(float[] samples, int upper) {
    int[] counts = new int[BUCKETS];
    for (float sample : samples) {
      if (key(sample) >>> HALF_BITS == upper) {
        counts[key(sample) & (BUCKETS - 1)]++;
      }
    }
    return counts;
  }

  /** Returns the bucket of the element that has {@code rank} others before it. */
  private static int bucket(int[] counts, int rank) {
    int bucket = 0;
    for (int before = counts[0]; before <= rank; before += counts[bucket]) {
      bucket++;
    }
    return bucket;
  }

  private static int before(int[] counts, int bucket) {
    int before = 0;
    for (int i = 0; i < bucket; i++) {
      before += counts[i];
    }
    return before;
  }

  /** A sample's bits, changed so that unsigned numbers are in the order of the samples. */
  private static int key(float sample) {
    int bits = Float.floatToRawIntBits(sample);
    return bits < 0 ? ~bits : bits ^ Integer.MIN_VALUE;
  }

  /** The inverse of {@link #key}, from its halves. */
  private static float sample(int upper, int lower) {
    int key = upper << HALF_BITS | lower;
    return Float.intBitsToFloat(key < 0 ? key ^ Integer.MIN_VALUE : ~key);
  }
}
