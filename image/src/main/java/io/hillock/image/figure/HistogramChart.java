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
 * The chart of a histogram. One bin that towers over all others, as that of zero after a relu, is
 * cut, with its count beside it, so that the others can be seen.
 */
final class HistogramChart {
  /** A bin towers where it is this many times as full as the next. */
  private static final double TOWERS = 4;

  /** How far the axis goes beyond the fullest bin, and beyond the next where that one is cut. */
  private static final double ABOVE = 0.06;

  private static final double ABOVE_CUT = 0.35;

  /** The bins that make others worth seeing. */
  private static final int FEWEST_OTHERS = 4;

  private static final double SIDES = 0.03;

  private final Histogram histogram;
  private final XYChart chart;
  private final Axis xAxis;
  private final Axis yAxis;
  private final int fullest;
  private final boolean cut;

  HistogramChart(Histogram histogram, Color colour, int width, int height) {
    this.histogram = histogram;
    this.chart = new XYChart(width, height);
    int most = 0;
    long next = 0;
    int others = 0;
    for (int i = 1; i < histogram.bins(); i++) {
      most = histogram.count(i) > histogram.count(most) ? i : most;
    }
    for (int i = 0; i < histogram.bins(); i++) {
      if (i != most && histogram.count(i) > 0) {
        next = Math.max(next, histogram.count(i));
        others++;
      }
    }
    fullest = most;
    cut = others >= FEWEST_OTHERS && histogram.count(most) > TOWERS * next;
    double top =
        cut
            ? next * (1 + ABOVE_CUT)
            : (histogram.bins() == 0 ? 1 : histogram.count(most)) * (1 + ABOVE);
    // A single bin is a bar in the middle, not a wall.
    double sides = histogram.bins() == 1 ? Histogram.MOST_BINS / 2.0 : SIDES;
    xAxis = Axis.of(histogram.edge(0), histogram.edge(histogram.bins())).padded(sides, sides);
    yAxis = Axis.of(0, top);
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
    if (cut) {
      paintCut(g);
    }
  }

  /** The break near the top of the bin, and its count on the side with more room. */
  private void paintCut(Graphics2D g) {
    double left = chart.getScreenXFromChart(xAxis.toUnits(histogram.edge(fullest)));
    double right = chart.getScreenXFromChart(xAxis.toUnits(histogram.edge(fullest + 1)));
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
    String text = Numbers.count(histogram.count(fullest));
    boolean onTheRight = fullest < histogram.bins() / 2;
    double x = onTheRight ? right + 8 : left - 8 - metrics.stringWidth(text);
    g.drawString(text, (float) x, (float) (top + metrics.getAscent() + 4));
  }
}
