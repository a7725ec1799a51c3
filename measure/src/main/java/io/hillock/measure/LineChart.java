package io.hillock.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A chart of numbers over sizes, a line for each series. */
final class LineChart {
  private static final double WIDTH = 860;
  private static final double HEIGHT = 380;
  private static final double LEFT = 64;
  private static final double RIGHT = 24;
  private static final double TOP = 16;
  private static final double BOTTOM = 48;

  private final String title;
  private final String unit;
  private final Map<String, TreeMap<Long, Double>> lines = new java.util.LinkedHashMap<>();

  LineChart(String title, String unit) {
    this.title = title;
    this.unit = unit;
  }

  /** Adds a point. */
  void add(String series, long size, double number) {
    lines.computeIfAbsent(series, name -> new TreeMap<>()).put(size, number);
  }

  /** Returns whether some line has more than a point. */
  boolean hasLines() {
    return lines.values().stream().anyMatch(line -> line.size() > 1);
  }

  String render() {
    long first = Long.MAX_VALUE;
    long last = 1;
    double greatest = 0;
    for (TreeMap<Long, Double> line : lines.values()) {
      first = Math.min(first, line.firstKey());
      last = Math.max(last, line.lastKey());
      for (double number : line.values()) {
        greatest = Math.max(greatest, number);
      }
    }
    Scale x = new Scale(first, last, true, LEFT, WIDTH - RIGHT);
    Scale y = Scale.linear(greatest, HEIGHT - BOTTOM, TOP);
    Svg svg = new Svg(WIDTH, HEIGHT, title + ", " + unit);
    for (double tick : y.ticks()) {
      svg.line("grid", LEFT, y.place(tick), WIDTH - RIGHT, y.place(tick));
      svg.text("small", Svg.Anchor.END, LEFT - 8, y.place(tick) + 4, Scale.label(tick));
    }
    for (long size : sizes()) {
      svg.line("grid", x.place(size), TOP, x.place(size), HEIGHT - BOTTOM);
      svg.text("small", Svg.Anchor.MIDDLE, x.place(size), HEIGHT - BOTTOM + 18, size(size));
    }
    svg.text("small", Svg.Anchor.MIDDLE, (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, "elements");
    int series = 0;
    for (Map.Entry<String, TreeMap<Long, Double>> line : lines.entrySet()) {
      double[] xs = line.getValue().keySet().stream().mapToDouble(x::place).toArray();
      double[] ys = line.getValue().values().stream().mapToDouble(y::place).toArray();
      svg.polyline(series, xs, ys);
      int i = 0;
      for (Map.Entry<Long, Double> point : line.getValue().entrySet()) {
        String tip =
            String.format(
                Locale.ROOT, "%s, %s: %.3f", line.getKey(), size(point.getKey()), point.getValue());
        svg.mark(series, xs[i], ys[i], tip);
        i++;
      }
      series++;
    }
    return "<figure><figcaption>"
        + Svg.escape(title + ", " + unit)
        + "</figcaption>"
        + DotPlot.legend(new ArrayList<>(lines.keySet()))
        + svg.end()
        + "</figure>\n";
  }

  private List<Long> sizes() {
    return lines.values().stream().flatMap(line -> line.keySet().stream()).distinct().toList();
  }

  /** Returns a size as a power of two where it is one. */
  private static String size(long size) {
    return Long.bitCount(size) == 1 && size > 64
        ? "2^" + Long.numberOfTrailingZeros(size)
        : String.format(Locale.ROOT, "%,d", size);
  }
}
