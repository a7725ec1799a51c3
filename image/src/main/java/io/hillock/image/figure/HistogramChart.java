package io.hillock.image.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * The chart of a histogram. A bin that is cut, as {@link HistogramScale} says, has its count beside
 * it.
 */
final class HistogramChart {
  private static final double SIDES = 0.03;

  private final Histogram histogram;
  private final XYChart chart;
  private final Axis xAxis;
  private final Axis yAxis;
  private final HistogramScale scale;

  HistogramChart(Histogram histogram, Color colour, int width, int height) {
    this.histogram = histogram;
    this.chart = new XYChart(width, height);
    this.scale = HistogramScale.of(histogram);
    // A single bin is a bar in the middle, not a wall.
    double sides = histogram.bins() == 1 ? Histogram.MOST_BINS / 2.0 : SIDES;
    xAxis = Axis.of(histogram.edge(0), histogram.edge(histogram.bins())).padded(sides, sides);
    yAxis = Axis.of(0, scale.top());
    style();
    if (histogram.bins() > 0) {
      addBins(colour);
    }
    addBase();
  }

  private void style() {
    Look.apply(chart.getStyler());
    chart.getStyler().setPlotGridVerticalLinesVisible(false);
    chart.getStyler().setXAxisMin(xAxis.toUnits(xAxis.least()));
    chart.getStyler().setXAxisMax(xAxis.toUnits(xAxis.greatest()));
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setYAxisMax(yAxis.toUnits(yAxis.greatest()));
    chart.getStyler().setXAxisTickLabelsFormattingFunction(x -> Numbers.format(xAxis.tick(x)));
    chart
        .getStyler()
        .setYAxisTickLabelsFormattingFunction(y -> Numbers.shortCount(yAxis.tick(y).doubleValue()));
  }

  private void addBins(Color colour) {
    int bins = histogram.bins();
    double[] x = new double[bins + 1];
    double[] y = new double[bins + 1];
    for (int i = 0; i <= bins; i++) {
      x[i] = histogram.edge(i);
      y[i] = i < bins ? histogram.count(i) : 0;
    }
    XYSeries series = chart.addSeries("bins", xAxis.toUnits(x), yAxis.toUnits(y));
    series.setXYSeriesRenderStyle(XYSeriesRenderStyle.StepArea);
    series.setLineColor(colour);
    series.setLineStyle(Look.THIN);
    series.setFillColor(colour);
    series.setMarker(SeriesMarkers.NONE);
  }

  private void addBase() {
    double[] x = {xAxis.least(), xAxis.greatest()};
    XYSeries series = chart.addSeries("base", xAxis.toUnits(x), new double[] {0, 0});
    series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Line);
    series.setLineColor(Look.AXIS);
    series.setLineStyle(Look.THIN);
    series.setMarker(SeriesMarkers.NONE);
  }

  void paint(Graphics2D g) {
    chart.paint(g, chart.getWidth(), chart.getHeight());
    if (scale.cut()) {
      paintCut(g);
    }
  }

  /** The break near the top of the bin, and its count on the side with more room. */
  private void paintCut(Graphics2D g) {
    double left = chart.getScreenXFromChart(xAxis.toUnits(histogram.edge(scale.fullest())));
    double right = chart.getScreenXFromChart(xAxis.toUnits(histogram.edge(scale.fullest() + 1)));
    double top = chart.getScreenYFromChart(yAxis.toUnits(yAxis.greatest()));
    g.setColor(Look.PANEL);
    g.setStroke(new BasicStroke(3));
    for (int i = 0; i < 2; i++) {
      double y = top + 16 + 7 * i;
      g.draw(new Line2D.Double(left - 3, y + 4, right + 3, y - 4));
    }
    g.setFont(Look.NOTE);
    g.setColor(Look.TEXT);
    FontMetrics metrics = g.getFontMetrics();
    String text = Numbers.count(histogram.count(scale.fullest()));
    boolean onTheRight = scale.fullest() < histogram.bins() / 2;
    double x = onTheRight ? right + 8 : left - 8 - metrics.stringWidth(text);
    g.drawString(text, (float) x, (float) (top + metrics.getAscent() + 4));
  }
}
