package io.hillock.image.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.util.List;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;
import org.knowm.xchart.style.XYStyler;

/** Colours, fonts and lines: one look for all panels. */
final class Look {
  static final Color BACKGROUND = new Color(0xf3f5f8);
  static final Color PANEL = Color.WHITE;
  static final Color PANEL_BORDER = new Color(0xdfe4ea);
  static final Color TEXT = new Color(0x1b2733);
  static final Color FAINT_TEXT = new Color(0x5b6875);
  static final Color GRID = new Color(0xe9edf1);
  static final Color AXIS = new Color(0xa9b4bf);
  static final Color FUNCTION = new Color(0x1d5fd1);
  static final Color DERIVATIVE = new Color(0xc2500c);
  static final Color SAMPLES = new Color(0x7a8896);
  static final Color SHADE = new Color(0xe4ecf9);

  /**
   * The colours of several curves, readable on white and apart for those who do not see red or
   * green as others do.
   */
  static final List<Color> CURVES =
      List.of(
          FUNCTION,
          DERIVATIVE,
          new Color(0x0b8a6a),
          TEXT,
          new Color(0x3791be),
          new Color(0x76180a),
          new Color(0xb8479a),
          new Color(0x2a12a8));

  static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 34);
  static final Font SUBTITLE = new Font(Font.SANS_SERIF, Font.PLAIN, 20);
  static final Font HEADING = new Font(Font.SANS_SERIF, Font.BOLD, 20);
  static final Font LABEL = new Font(Font.SANS_SERIF, Font.PLAIN, 17);
  static final Font NOTE = new Font(Font.SANS_SERIF, Font.PLAIN, 15);

  static final BasicStroke CURVE =
      new BasicStroke(3, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  static final BasicStroke DASHED =
      new BasicStroke(3, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {8, 5}, 0);
  static final BasicStroke THIN = new BasicStroke(1.2f);
  static final BasicStroke RING = new BasicStroke(2);
  static final BasicStroke DOTTED =
      new BasicStroke(2, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND, 1, new float[] {1, 5}, 0);

  /** The least distance of ticks. */
  static final int X_TICKS = 62;

  static final int Y_TICKS = 54;

  private static final int Y_LABELS = 58;
  private static final int LABEL_PADDING = 7;

  private Look() {}

  static void smooth(Graphics2D g) {
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
  }

  static void apply(XYStyler style) {
    style.setLegendVisible(false);
    style.setChartTitleVisible(false);
    style.setAxisTitlesVisible(false);
    style.setChartBackgroundColor(PANEL);
    style.setPlotBackgroundColor(PANEL);
    style.setPlotBorderVisible(false);
    style.setPlotContentSize(1);
    style.setPlotMargin(0);
    style.setChartPadding(0);
    style.setPlotGridLinesColor(GRID);
    style.setPlotGridLinesStroke(new BasicStroke(1));
    style.setPlotTicksMarksVisible(false);
    style.setAxisTicksLineVisible(false);
    style.setAxisTicksMarksVisible(false);
    style.setAxisTickMarkLength(0);
    style.setAxisTickPadding(LABEL_PADDING);
    style.setAxisTickLabelsFont(NOTE);
    style.setAxisTickLabelsColor(FAINT_TEXT);
    style.setXAxisTickMarkSpacingHint(X_TICKS);
    style.setYAxisTickMarkSpacingHint(Y_TICKS);
    style.setYAxisLabelAlignment(TextAlignment.Right);
    style.setXAxisLabelAlignmentVertical(TextAlignment.Left);
    style.setYAxisLeftWidthHint(Y_LABELS);
    style.setAntiAlias(true);
  }

  /** Returns a colour for what is less important. */
  static Color paler(Color colour) {
    return new Color(
        (colour.getRed() + 255) / 2, (colour.getGreen() + 255) / 2, (colour.getBlue() + 255) / 2);
  }

  /** Returns a text, cut with an ellipsis where it is wider than there is room. */
  static String fit(String text, FontMetrics metrics, int width) {
    if (metrics.stringWidth(text) <= width) {
      return text;
    }
    int end = text.length();
    while (end > 0 && metrics.stringWidth(text.substring(0, end).strip() + "\u2026") > width) {
      end = text.offsetByCodePoints(end, -1);
    }
    return text.substring(0, end).strip() + "\u2026";
  }
}
