package io.hillock.image.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * The chart of a function: jumps as gaps with a dotted line, a full dot where the value is and an
 * open one where it is not.
 */
final class CurveChart {
  private static final double MARGIN = 0.08;
  private static final double SIDES = 0.02;

  private final XYChart chart;
  private final Axis xAxis;
  private final Axis yAxis;

  private CurveChart(int width, int height, Axis xAxis, Axis yAxis) {
    this.chart = new XYChart(width, height);
    this.xAxis = xAxis;
    this.yAxis = yAxis;
    Look.apply(chart.getStyler());
    chart.getStyler().setXAxisMin(xAxis.toUnits(xAxis.least()));
    chart.getStyler().setXAxisMax(xAxis.toUnits(xAxis.greatest()));
    chart.getStyler().setYAxisMin(yAxis.toUnits(yAxis.least()));
    chart.getStyler().setYAxisMax(yAxis.toUnits(yAxis.greatest()));
    chart.getStyler().setXAxisTickLabelsFormattingFunction(x -> Numbers.format(xAxis.tick(x)));
    chart.getStyler().setYAxisTickLabelsFormattingFunction(y -> Numbers.format(yAxis.tick(y)));
  }

  /**
   * Returns the chart of curves.
   *
   * @param curves one or more over the same range, the most important one first
   * @param colour the colour of the first; the others are paler
   * @param from where the shaded range begins
   * @param to where it ends; NaN where nothing is shaded
   */
  static XYChart of(
      List<Curve> curves, Color colour, double from, double to, int width, int height) {
    double[] x = curves.get(0).x();
    double low = 0;
    double high = 0;
    for (Curve curve : curves) {
      low = Math.min(low, curve.low());
      high = Math.max(high, curve.high());
    }
    Axis xAxis = Axis.of(x[0], x[x.length - 1]).padded(SIDES, SIDES);
    Axis yAxis = Axis.of(low, high).padded(MARGIN, MARGIN);
    CurveChart chart = new CurveChart(width, height, xAxis, yAxis);
    if (from <= to) {
      chart.shade(from, to);
    }
    chart.line("y = 0", Look.AXIS, Look.THIN, xAxis.least(), 0, xAxis.greatest(), 0);
    if (xAxis.least() < 0 && xAxis.greatest() > 0) {
      chart.line("x = 0", Look.AXIS, Look.THIN, 0, yAxis.least(), 0, yAxis.greatest());
    }
    for (int i = curves.size() - 1; i >= 0; i--) {
      chart.curve(curves.get(i), "curve " + i, i == 0 ? colour : Look.paler(colour));
    }
    return chart.chart;
  }

  private void shade(double from, double to) {
    // A single value is shaded too, as wide as a line.
    double margin = Math.max(0, (xAxis.greatest() - xAxis.least()) / 100 - (to - from)) / 2;
    double[] x = {from - margin, from - margin, to + margin, to + margin};
    double[] y = {yAxis.least(), yAxis.greatest(), yAxis.greatest(), yAxis.least()};
    XYSeries area = add("shade", x, y);
    area.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
    area.setLineStyle(SeriesLines.NONE);
    area.setFillColor(Look.SHADE);
    area.setMarker(SeriesMarkers.NONE);
  }

  private void line(
      String name, Color colour, BasicStroke stroke, double x0, double y0, double x1, double y1) {
    XYSeries series = add(name, new double[] {x0, x1}, new double[] {y0, y1});
    series.setLineColor(colour);
    series.setLineStyle(stroke);
    series.setMarker(SeriesMarkers.NONE);
  }

  private void curve(Curve curve, String name, Color colour) {
    int number = 0;
    for (Curve.Jump jump : curve.jumps()) {
      String jumpName = name + ", jump " + number++;
      line(jumpName, colour, Look.DOTTED, jump.x(), jump.value(), jump.x(), jump.limit());
    }
    XYSeries series = add(name, curve.x(), curve.y());
    series.setLineColor(colour);
    series.setLineStyle(Look.CURVE);
    series.setMarker(SeriesMarkers.NONE);
    List<Double> x = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    List<Double> limits = new ArrayList<>();
    for (Curve.Jump jump : curve.jumps()) {
      x.add(jump.x());
      values.add(jump.value());
      limits.add(jump.limit());
    }
    if (!x.isEmpty()) {
      dots(name + ", limits", x, limits, colour, new OpenDot());
      dots(name + ", values", x, values, colour, SeriesMarkers.CIRCLE);
    }
  }

  private void dots(String name, List<Double> x, List<Double> y, Color colour, Marker marker) {
    XYSeries series =
        add(
            name,
            x.stream().mapToDouble(v -> v).toArray(),
            y.stream().mapToDouble(v -> v).toArray());
    series.setLineStyle(SeriesLines.NONE);
    series.setMarker(marker);
    series.setMarkerColor(colour);
  }

  private XYSeries add(String name, double[] x, double[] y) {
    XYSeries series = chart.addSeries(name, xAxis.toUnits(x), yAxis.toUnits(y));
    series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Line);
    return series;
  }

  /** A circle that hides the line behind it. */
  private static final class OpenDot extends Marker {
    @Override
    public void paint(Graphics2D g, double x, double y, int size) {
      Color colour = g.getColor();
      java.awt.geom.Ellipse2D circle =
          new java.awt.geom.Ellipse2D.Double(
              x - (size - 1) / 2.0, y - (size - 1) / 2.0, size - 1, size - 1);
      g.setColor(Look.PANEL);
      g.fill(circle);
      g.setColor(colour);
      g.setStroke(new BasicStroke(2));
      g.draw(circle);
    }
  }
}
