package io.hillock.image.figure;

/**
 * How high a histogram is drawn. One bin that towers over all others, as that of zero after a relu,
 * is cut, so that the others can be seen.
 *
 * @param fullest the bin with the most samples
 * @param cut whether it is cut
 * @param top the count at the upper end
 */
record HistogramScale(int fullest, boolean cut, double top) {
  /** A bin towers where it is this many times as full as the next. */
  private static final double TOWERS = 4;

  /** How far the axis goes beyond the fullest bin, and beyond the next where that one is cut. */
  private static final double ABOVE = 0.06;

  private static final double ABOVE_CUT = 0.35;

  /** The bins that make others worth seeing. */
  private static final int FEWEST_OTHERS = 4;

  static HistogramScale of(Histogram histogram) {
    if (histogram.bins() == 0) {
      return new HistogramScale(0, false, 1 + ABOVE);
    }
    int most = 0;
    for (int i = 1; i < histogram.bins(); i++) {
      most = histogram.count(i) > histogram.count(most) ? i : most;
    }
    long next = 0;
    int others = 0;
    for (int i = 0; i < histogram.bins(); i++) {
      if (i != most && histogram.count(i) > 0) {
        next = Math.max(next, histogram.count(i));
        others++;
      }
    }
    boolean cut = others >= FEWEST_OTHERS && histogram.count(most) > TOWERS * next;
    double top = cut ? next * (1 + ABOVE_CUT) : histogram.count(most) * (1 + ABOVE);
    return new HistogramScale(most, cut, top);
  }
}
