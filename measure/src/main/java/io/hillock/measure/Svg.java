package io.hillock.measure;

import java.util.Locale;

/** Writes a drawing, whose colours are classes of the page's style. */
final class Svg {
  /** How text stands at its place. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  private final StringBuilder text = new StringBuilder();

  /**
   * Begins a drawing.
   *
   * @param width its width in pixels; it shrinks with the page
   * @param height its height
   * @param description what it shows, for those who do not see it
   */
  Svg(double width, double height, String description) {
    text.append(
        format(
            "<svg viewBox=\"0 0 %.0f %.0f\" style=\"max-width:%.0fpx\" role=\"img\""
                + " aria-label=\"%s\">%n",
            width, height, width, escape(description)));
  }

  void line(String style, double x1, double y1, double x2, double y2) {
    text.append(
        format(
            "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n",
            style, x1, y1, x2, y2));
  }

  void text(String style, Anchor anchor, double x, double y, String words) {
    text.append(
        format(
            "<text class=\"%s\" text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>%n",
            style, anchor.name().toLowerCase(Locale.ROOT), x, y, escape(words)));
  }

  /** Draws a mark, whose form is its series': so colour is not all that tells them apart. */
  void mark(int series, double x, double y, String tip) {
    String form =
        switch (series % 4) {
          case 0 -> "M-4.5,0a4.5,4.5 0 1,0 9,0a4.5,4.5 0 1,0 -9,0";
          case 1 -> "M-4,-4h8v8h-8z";
          case 2 -> "M0,-5.5L5.2,4H-5.2z";
          default -> "M0,-5.8L5.8,0L0,5.8L-5.8,0z";
        };
    text.append(
        format(
            "<path class=\"fill s%d\" transform=\"translate(%.1f %.1f)\" d=\"%s\"><title>%s</title>"
                + "</path>%n",
            series % 8, x, y, form, escape(tip)));
  }

  void polyline(int series, double[] xs, double[] ys) {
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < xs.length; i++) {
      points.append(format("%.1f,%.1f ", xs[i], ys[i]));
    }
    text.append(
        format(
            "<polyline class=\"stroke s%d\" points=\"%s\"/>%n",
            series % 8, points.toString().strip()));
  }

  /** Ends the drawing and returns its text. */
  String end() {
    return text.append("</svg>\n").toString();
  }

  /** Returns words as they can stand in a page. */
  static String escape(String words) {
    return words
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments).replace("\r\n", "\n");
  }
}
