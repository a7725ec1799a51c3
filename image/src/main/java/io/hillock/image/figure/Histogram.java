package io.hillock.image.figure;

/**
 * How many of the samples are in each of some bins of one width, side by side from the smallest
 * finite sample to the greatest. What is not finite is counted apart; nothing is left out.
 */
public final class Histogram {
  /** The bins of a histogram at most. */
  public static final int MOST_BINS = 64;

  private final double least;
  private final double width;
  private final float smallest;
  private final float greatest;
  private final long[] counts;
  private final long notFinite;

  private Histogram(
      double least, double width, float smallest, float greatest, long[] counts, long notFinite) {
    this.least = least;
    this.width = width;
    this.smallest = smallest;
    this.greatest = greatest;
    this.counts = counts;
    this.notFinite = notFinite;
  }

  /**
   * Counts samples.
   *
   * @param samples any numbers; they are not changed
   * @param step the distance between samples where they have only few values, as those of a picture
   *     of 8 bits do: each bin then takes the same number of them, and none looks fuller than it
   *     is. 0 where there is none
   */
  public static Histogram of(float[] samples, double step) {
    float smallest = Float.POSITIVE_INFINITY;
    float greatest = Float.NEGATIVE_INFINITY;
    for (float sample : samples) {
      if (Float.isFinite(sample)) {
        smallest = Math.min(smallest, sample);
        greatest = Math.max(greatest, sample);
      }
    }
    if (smallest > greatest) {
      return new Histogram(0, 1, Float.NaN, Float.NaN, new long[0], samples.length);
    }
    double range = (double) greatest - smallest;
    double each = Math.abs(step);
    double least = smallest - each / 2;
    double width;
    int bins;
    if (range == 0) {
      bins = 1;
      width = (smallest == 0 ? 1 : Math.abs((double) smallest)) / MOST_BINS;
      least = smallest - width / 2;
    } else if (each > 0) {
      double levels = Math.rint(range / each) + 1;
      double together = Math.ceil(levels / MOST_BINS);
      width = together * each;
      bins = (int) Math.ceil(levels / together);
    } else {
      bins = MOST_BINS;
      width = range / bins;
    }
    long[] counts = new long[bins];
    long notFinite = 0;
    for (float sample : samples) {
      if (Float.isFinite(sample)) {
        counts[Math.max(0, Math.min(bins - 1, (int) ((sample - least) / width)))]++;
      } else {
        notFinite++;
      }
    }
    return new Histogram(least, width, smallest, greatest, counts, notFinite);
  }

  /** Returns the number of bins; 0 where no sample is finite. */
  public int bins() {
    return counts.length;
  }

  /** Returns how many samples are in a bin. */
  public long count(int bin) {
    return counts[bin];
  }

  /** Returns where a bin begins; {@code edge(bins())} is where the last one ends. */
  public double edge(int bin) {
    return least + bin * width;
  }

  /** Returns the smallest finite sample; NaN where there is none. */
  public float smallest() {
    return smallest;
  }

  /** Returns the greatest finite sample; NaN where there is none. */
  public float greatest() {
    return greatest;
  }

  /** Returns how many samples are infinite or NaN, and so in no bin. */
  public long notFinite() {
    return notFinite;
  }

  /** Returns how many samples there are: those in bins and those in none. */
  public long total() {
    long total = notFinite;
    for (long count : counts) {
      total += count;
    }
    return total;
  }
}
