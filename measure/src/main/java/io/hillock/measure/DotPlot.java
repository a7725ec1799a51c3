package io.hillock.measure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A chart of a row for each name, with a mark for each series where its number is. */
final class DotPlot {
  private static final double WIDTH = 860;
  private static final double LEFT = 230;
  private static final double RIGHT = 24;
  private static final double TOP = 34;
  private static final double ROW = 19;
  private static final double BOTTOM = 8;

  private final String title;
  private final String unit;
  private final List<String> series;
  private final Map<String, Map<String, Double>> rows = new LinkedHashMap<>();
  private boolean logarithmic;
  private double reference = Double.NaN;

  /**
   * Creates a chart.
   *
   * @param title what it shows
   * @param unit what its axis counts
   * @param series the names of its series
   */
  DotPlot(String title, String unit, List<String> series) {
    this.title = title;
    this.unit = unit;
    this.series = series;
  }

  /** Sets that the axis is logarithmic. */
  DotPlot logarithmic() {
    logarithmic = true;
    return this;
  }

  /** Sets a number that is marked by a line through all rows. */
  DotPlot reference(double number) {
    reference = number;
    return this;
  }

  /** Adds a mark. */
  void add(String row, String of, double number) {
    if (number > 0 || (number == 0 && !logarithmic)) {
      rows.computeIfAbsent(row, name -> new LinkedHashMap<>()).put(of, number);
    }
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /** Returns the chart, with its legend where it has more than one series. */
  String render() {
    double[] numbers =
        rows.values().stream()
            .flatMap(row -> row.values().stream())
            .mapToDouble(Double::doubleValue)
            .toArray();
    double least = Double.MAX_VALUE;
    double greatest = Double.isNaN(reference) ? 0 : reference;
    for (double number : numbers) {
      least = Math.min(least, number);
      greatest = Math.max(greatest, number);
    }
    double bottom = TOP + ROW * rows.size();
    Scale axis =
        logarithmic
            ? Scale.logarithmic(least, greatest, LEFT, WIDTH - RIGHT)
            : Scale.linear(greatest, LEFT, WIDTH - RIGHT);
    Svg svg = new Svg(WIDTH, bottom + BOTTOM, title + ", " + unit);
    for (double tick : axis.ticks()) {
      svg.line("grid", axis.place(tick), TOP - 6, axis.place(tick), bottom);
      svg.text("small", Svg.Anchor.MIDDLE, axis.place(tick), TOP - 12, Scale.label(tick));
    }
    svg.text("small", Svg.Anchor.END, LEFT - 12, TOP - 12, unit);
    if (!Double.isNaN(reference)) {
      svg.line("reference", axis.place(reference), TOP - 6, axis.place(reference), bottom);
    }
    double y = TOP + ROW / 2;
    for (Map.Entry<String, Map<String, Double>> row : rows.entrySet()) {
      svg.text("label", Svg.Anchor.END, LEFT - 12, y + 4, row.getKey());
      svg.line("guide", LEFT, y, WIDTH - RIGHT, y);
      for (int i = series.size() - 1; i >= 0; i--) {
        Double number = row.getValue().get(series.get(i));
        if (number != null) {
          String tip =
              String.format(Locale.ROOT, "%s, %s: %.3f", row.getKey(), series.get(i), number);
          svg.mark(i, axis.place(number), y, tip);
        }
      }
      y += ROW;
    }
    return "<figure><figcaption>"
        + Svg.escape(title)
        + "</figcaption>"
        + legend(series)
        + svg.end()
        + "</figure>\n";
  }

  /** Returns what says which mark is whose. */
  static String legend(List<String> series) {
    if (series.size() < 2) {
      return "";
    }
    StringBuilder legend = new StringBuilder("<p class=\"legend\">");
    for (int i = 0; i < series.size(); i++) {
      Svg key = new Svg(14, 14, series.get(i));
      key.mark(i, 7, 7, series.get(i));
      legend
          .append("<span>")
          .append(key.end().strip().replace("<svg ", "<svg aria-hidden=\"true\" "))
          .append(Svg.escape(series.get(i)))
          .append("</span> ");
    }
    return legend.append("</p>\n").toString();
  }
}
