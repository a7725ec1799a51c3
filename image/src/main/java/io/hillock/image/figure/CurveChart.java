package io.hillock.image.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * The chart of functions: jumps as gaps with a dotted line, a full dot where the value is and an
 * open one where it is not. The chart library draws the axes and the grid, and tells where on the
 * screen a point is; it would draw each piece of a curve by itself, without dashes.
 */
final class CurveChart {
  private static final double MARGIN = 0.08;
  private static final double SIDES = 0.02;
  private static final double DOT = 10;
  private static final double LEAST_SHADE = 3;
  private static final double UNEVEN = 0.37;

  /** The ticks of a chart that is large enough for as many. */
  private static final int X_TICKS = 11;

  private static final int Y_TICKS = 9;

  private final XYChart chart;
  private final List<Line> lines;
  private final double from;
  private final double to;
  private final Axis xAxis;
  private final Axis yAxis;
  private Rectangle2D area;

  /** A curve and how it is drawn. */
  record Line(Curve curve, Color colour, BasicStroke stroke) {}

  /**
   * Makes the chart of curves.
   *
   * @param lines one or more curves, the most important one first
   * @param from where the shaded range begins
   * @param to where it ends; NaN where nothing is shaded
   */
  CurveChart(List<Line> lines, double from, double to, int width, int height) {
    this.chart = new XYChart(width, height);
    this.lines = List.copyOf(lines);
    this.from = from;
    this.to = to;
    double low = 0;
    double high = 0;
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    for (Line line : lines) {
      low = Math.min(low, line.curve.low());
      high = Math.max(high, line.curve.high());
      least = Math.min(least, line.curve.from());
      greatest = Math.max(greatest, line.curve.to());
    }
    xAxis = Axis.of(least, greatest).padded(SIDES, SIDES);
    yAxis = Axis.of(low, high).padded(MARGIN, MARGIN);
    style();
    // A chart needs a series. Were its numbers evenly spaced, they alone would be the ticks.
    double[] x = {xAxis.least(), at(xAxis, UNEVEN)};
    double[] y = {yAxis.least(), at(yAxis, UNEVEN)};
    XYSeries extent = chart.addSeries("extent", xAxis.toUnits(x), yAxis.toUnits(y));
    extent.setLineStyle(SeriesLines.NONE);
    extent.setMarker(SeriesMarkers.NONE);
  }

  private static double at(Axis axis, double share) {
    return axis.least() + share * (axis.greatest() - axis.least());
  }

  private void style() {
    Look.apply(chart.getStyler());
    chart
        .getStyler()
        .setXAxisTickMarkSpacingHint(Math.max(Look.X_TICKS, chart.getWidth() / X_TICKS));
    chart
        .getStyler()
        .setYAxisTickMarkSpacingHint(Math.max(Look.Y_TICKS, chart.getHeight() / Y_TICKS));
    chart.getStyler().setXAxisMin(xAxis.toUnits(xAxis.least()));
    chart.getStyler().setXAxisMax(xAxis.toUnits(xAxis.greatest()));
    chart.getStyler().setYAxisMin(yAxis.toUnits(yAxis.least()));
    chart.getStyler().setYAxisMax(yAxis.toUnits(yAxis.greatest()));
    chart.getStyler().setXAxisTickLabelsFormattingFunction(x -> Numbers.format(xAxis.tick(x)));
    chart.getStyler().setYAxisTickLabelsFormattingFunction(y -> Numbers.format(yAxis.tick(y)));
  }

  /** Paints the chart from (0, 0) to its width and height. */
  void paint(Graphics2D g) {
    chart.paint(g, chart.getWidth(), chart.getHeight());
    Graphics2D at = (Graphics2D) g.create();
    try {
      Look.smooth(at);
      area =
          new Rectangle2D.Double(
              chart.getScreenXFromChart(xAxis.toUnits(xAxis.least())),
              chart.getScreenYFromChart(yAxis.toUnits(yAxis.greatest())),
              0,
              0);
      area.add(
          chart.getScreenXFromChart(xAxis.toUnits(xAxis.greatest())),
          chart.getScreenYFromChart(yAxis.toUnits(yAxis.least())));
      at.clip(area);
      if (from <= to) {
        shade(at);
      }
      at.setColor(Look.AXIS);
      at.setStroke(Look.THIN);
      at.draw(new Line2D.Double(area.getMinX(), screenY(0), area.getMaxX(), screenY(0)));
      at.draw(new Line2D.Double(screenX(0), area.getMinY(), screenX(0), area.getMaxY()));
      for (int i = lines.size() - 1; i >= 0; i--) {
        paint(at, lines.get(i));
      }
    } finally {
      at.dispose();
    }
  }

  /** A single value is shaded too, as wide as a line. */
  private void shade(Graphics2D g) {
    double left = screenX(from);
    double width = Math.max(LEAST_SHADE, screenX(to) - left);
    double margin = (width - (screenX(to) - left)) / 2;
    g.setColor(Look.SHADE);
    g.fill(new Rectangle2D.Double(left - margin, area.getMinY(), width, area.getHeight()));
  }

  private void paint(Graphics2D g, Line line) {
    g.setColor(line.colour);
    g.setStroke(Look.DOTTED);
    for (Curve.Jump jump : line.curve.jumps()) {
      double x = screenX(jump.x());
      g.draw(new Line2D.Double(x, screenY(jump.value()), x, screenY(jump.limit())));
    }
    double[] x = line.curve.x();
    double[] y = line.curve.y();
    double[] screenX = new double[x.length];
    double[] screenY = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      screenX[i] = screenX(x[i]);
      screenY[i] = screenY(y[i]);
    }
    g.setStroke(line.stroke);
    g.draw(CurvePath.of(screenX, screenY));
    g.setStroke(Look.RING);
    for (Curve.Jump jump : line.curve.jumps()) {
      Shape open = dot(jump.x(), jump.limit(), DOT - 1);
      g.setColor(Look.PANEL);
      g.fill(open);
      g.setColor(line.colour);
      g.draw(open);
      g.fill(dot(jump.x(), jump.value(), DOT));
    }
  }

  private Shape dot(double x, double y, double size) {
    return new Ellipse2D.Double(screenX(x) - size / 2, screenY(y) - size / 2, size, size);
  }

  private double screenX(double x) {
    double share = (xAxis.clamped(x) - xAxis.least()) / (xAxis.greatest() - xAxis.least());
    return area.getMinX() + share * area.getWidth();
  }

  private double screenY(double y) {
    double share = (yAxis.clamped(y) - yAxis.least()) / (yAxis.greatest() - yAxis.least());
    return area.getMaxY() - share * area.getHeight();
  }
}
