package io.hillock.image.figure;

/**
 * A histogram as the path of an SVG, {@value #WIDTH} by {@value #HEIGHT}, and in words.
 *
 * @param path the outline of its bars
 * @param least what stands at the left end
 * @param greatest what stands at the right end
 * @param words what it shows, for those who do not see it
 */
record HistogramShape(String path, String least, String greatest, String words) {
  static final int WIDTH = 640;
  static final int HEIGHT = 120;

  static HistogramShape of(Histogram histogram) {
    String total = Numbers.count(histogram.total());
    if (histogram.bins() == 0) {
      return new HistogramShape("", "", "", "Histogram of " + total + " samples, none finite");
    }
    HistogramScale scale = HistogramScale.of(histogram);
    StringBuilder path = new StringBuilder("M0 " + HEIGHT);
    for (int bin = 0; bin < histogram.bins(); bin++) {
      double share = Math.min(1, histogram.count(bin) / scale.top());
      // A sample that is there is seen.
      double high = histogram.count(bin) == 0 ? 0 : Math.max(1, share * HEIGHT);
      path.append('V').append(Math.round(HEIGHT - high));
      path.append('H').append(Math.round((bin + 1.0) * WIDTH / histogram.bins()));
    }
    path.append('V').append(HEIGHT).append('z');
    String least = Numbers.format(histogram.smallest(), 3);
    String greatest = Numbers.format(histogram.greatest(), 3);
    StringBuilder words = new StringBuilder();
    words.append("Histogram of ").append(total).append(" samples from ").append(least);
    words.append(" to ").append(greatest).append(", most of them near ");
    words.append(
        Numbers.format(
            (histogram.edge(scale.fullest()) + histogram.edge(scale.fullest() + 1)) / 2, 2));
    return new HistogramShape(path.toString(), least, greatest, words.toString());
  }
}
