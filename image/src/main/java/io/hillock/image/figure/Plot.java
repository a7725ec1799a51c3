package io.hillock.image.figure;

import io.hillock.kernels.DataType;
import io.hillock.kernels.Kernel;
import io.hillock.tensor.Engine;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/**
 * One or more functions and their derivatives on one chart: kinks as kinks, jumps as jumps, and
 * nothing where a function is not defined. Needs no display.
 *
 * <p>A gated unit is drawn as a function of its gate, the other input held; softmax as the first
 * and the second value of a row of three, as the first element goes over the range and the others
 * are 0.
 */
public final class Plot implements Drawing {
  /** More curves of different colours than these, apart from derivatives, cannot be told apart. */
  public static final int MOST_CURVES = 8;

  private static final int ROW = 3;
  private static final int MARGIN = 28;
  private static final int TITLE_BASELINE = 58;
  private static final int BELOW_TITLE = 34;
  private static final int LINE = 28;
  private static final int KEY_WIDTH = 34;
  private static final int KEY_SPACE = 9;
  private static final int KEY_GAP = 30;

  /** The room for labels that stick out of the chart on the right. */
  private static final int RIGHT = 14;

  private static final double LOGICAL_WIDTH = PlotOptions.DEFAULT_WIDTH;
  private static final double LOGICAL_HEIGHT = PlotOptions.DEFAULT_HEIGHT;

  private final PlotOptions options;
  private final List<Kernel> kernels;
  private final List<CurveChart.Line> lines = new ArrayList<>();
  private final List<Key> keys = new ArrayList<>();
  private final String title;
  private final String subtitle;

  private Plot(Engine engine, List<Kernel> kernels, PlotOptions options) {
    this.options = options;
    this.kernels = List.copyOf(kernels);
    List<Section> sections = new ArrayList<>();
    for (Kernel kernel : kernels) {
      sections.add(new Section(engine, options.type(), kernel, ROW, options.inputs()));
    }
    int curves = sections.stream().mapToInt(section -> section.parts().size()).sum();
    if (curves > MOST_CURVES) {
      throw new IllegalArgumentException(
          "a chart has up to "
              + MOST_CURVES
              + " curves, more cannot be told apart, but these functions have "
              + curves);
    }
    PlotRange range = range(engine);
    boolean single = kernels.size() == 1 && sections.get(0).parts().size() == 1;
    List<CurveChart.Line> functions = new ArrayList<>();
    int colours = 0;
    for (int i = 0; i < sections.size(); i++) {
      for (Section.Part part : sections.get(i).parts()) {
        Color colour = Look.CURVES.get(colours++);
        Color ofDerivative = single ? Look.DERIVATIVE : colour;
        float[] marks = sections.get(i).marks();
        if (options.shown() != PlotOptions.Shown.DERIVATIVE) {
          Curve curve = Curve.of(options.type(), part.value(), range.from(), range.to(), marks);
          functions.add(new CurveChart.Line(curve, colour, Look.CURVE));
          keys.add(new Key(colour, Look.CURVE, single ? f(sections) : label(i, sections, part)));
        }
        if (options.shown() != PlotOptions.Shown.FUNCTION) {
          Curve curve =
              Curve.of(options.type(), part.derivative(), range.from(), range.to(), marks);
          lines.add(new CurveChart.Line(curve, ofDerivative, Look.DASHED));
          if (single) {
            keys.add(new Key(ofDerivative, Look.DASHED, "f\u2032" + f(sections).substring(1)));
          } else if (options.shown() == PlotOptions.Shown.DERIVATIVE) {
            keys.add(new Key(colour, Look.DASHED, label(i, sections, part)));
          }
        }
      }
    }
    // What is dashed is drawn above what is not: where both are the same, both are seen.
    lines.addAll(functions);
    if (!single && options.shown() == PlotOptions.Shown.BOTH) {
      keys.add(new Key(Look.FAINT_TEXT, Look.CURVE, "function"));
      keys.add(new Key(Look.FAINT_TEXT, Look.DASHED, "derivative"));
    }
    title =
        options.title() != null
            ? options.title()
            : kernels.stream().map(Kernel::name).distinct().collect(Collectors.joining(", "));
    subtitle = subtitle(sections);
  }

  /**
   * Computes the curves.
   *
   * @param engine what they are computed on; it is not needed afterwards
   * @param kernels one or more
   * @throws IllegalArgumentException if there are none or too many, or one has no curve
   */
  public static Plot of(Engine engine, List<Kernel> kernels, PlotOptions options) {
    if (kernels.isEmpty()) {
      throw new IllegalArgumentException("a chart has 1 function or more, but was given none");
    }
    return new Plot(engine, kernels, options);
  }

  /** In float32, whatever the data type: its coarseness is not where a function bends. */
  private PlotRange range(Engine engine) {
    if (!Float.isNaN(options.from())) {
      return new PlotRange(options.from(), options.to());
    }
    PlotRange range = null;
    for (Kernel kernel : kernels) {
      Section section = new Section(engine, DataType.FLOAT32, kernel, ROW, options.inputs());
      for (Section.Part part : section.parts()) {
        PlotRange own = PlotRange.of(part.value(), part.derivative(), section.marks());
        range = range == null ? own : range.and(own);
      }
    }
    return range;
  }

  private String label(int index, List<Section> sections, Section.Part part) {
    Kernel kernel = kernels.get(index);
    boolean repeated = kernels.stream().filter(k -> k.name().equals(kernel.name())).count() > 1;
    StringJoiner notes = new StringJoiner(", ").setEmptyValue("");
    String settings = settings(kernel, repeated);
    if (!settings.isEmpty()) {
      notes.add(settings);
    }
    Section section = sections.get(index);
    if (!section.note().isEmpty()) {
      notes.add(section.note());
    }
    String arguments =
        kernel.isRow() ? section.row() : notes.length() == 0 ? "" : " (" + notes + ")";
    String value = part.name().isEmpty() ? "" : ": " + part.name();
    return kernel.name() + arguments + value;
  }

  private static String f(List<Section> sections) {
    return "f(" + sections.get(0).variable() + ")";
  }

  private String subtitle(List<Section> sections) {
    StringJoiner text = new StringJoiner(",  ");
    if (kernels.size() == 1) {
      Kernel kernel = kernels.get(0);
      text.add(
          kernel.isRow() ? Graph.formula(kernel) : f(sections) + " = " + Graph.formula(kernel));
      String settings = settings(kernel, true);
      if (!settings.isEmpty()) {
        text.add(settings);
      }
      String note = sections.get(0).note();
      if (!note.isEmpty()) {
        text.add(note);
      }
    }
    if (options.type() != DataType.FLOAT32) {
      text.add("in " + options.type().label());
    }
    return text.toString();
  }

  /** Returns the parameters of a kernel, all or those that are not the default. */
  static String settings(Kernel kernel, boolean all) {
    return kernel.parameters().stream()
        .filter(p -> all || kernel.parameter(p.name()) != p.defaultValue())
        .map(p -> setting(p.name(), kernel.parameter(p.name())))
        .collect(Collectors.joining(", "));
  }

  private static String setting(String name, double value) {
    return name + " = " + Numbers.format(value, 6);
  }

  @Override
  public int width() {
    return options.width();
  }

  @Override
  public int height() {
    return options.height();
  }

  @Override
  public String title() {
    String what =
        switch (options.shown()) {
          case BOTH -> "function and derivative";
          case FUNCTION -> "function";
          case DERIVATIVE -> "derivative";
        };
    return String.format(
        Locale.ROOT,
        "%s: %s from %s to %s",
        title,
        what,
        Numbers.format(lines.get(0).curve().from(), 6),
        Numbers.format(lines.get(0).curve().to(), 6));
  }

  @Override
  public void paint(Graphics2D g) {
    Look.smooth(g);
    g.setColor(Look.PANEL);
    g.fillRect(0, 0, width(), height());
    // A larger chart is the same one enlarged, and a smaller one has the same letters.
    double scale = Math.max(1, Math.min(width() / LOGICAL_WIDTH, height() / LOGICAL_HEIGHT));
    int width = (int) Math.rint(width() / scale);
    int height = (int) Math.rint(height() / scale);
    Graphics2D at = (Graphics2D) g.create();
    try {
      at.scale(scale, scale);
      int top = heading(at, width);
      at.translate(MARGIN / 2, top);
      int chartWidth = width - MARGIN - RIGHT;
      int chartHeight = height - top - MARGIN / 2;
      new CurveChart(lines, Double.NaN, Double.NaN, chartWidth, chartHeight).paint(at);
    } finally {
      at.dispose();
    }
  }

  /** Paints what stands above the chart and returns where that ends. */
  private int heading(Graphics2D g, int width) {
    int room = width - 2 * MARGIN;
    g.setFont(Look.TITLE);
    g.setColor(Look.TEXT);
    g.drawString(Look.fit(title, g.getFontMetrics(), room), MARGIN, TITLE_BASELINE);
    int baseline = TITLE_BASELINE + BELOW_TITLE;
    g.setFont(Look.LABEL);
    FontMetrics metrics = g.getFontMetrics();
    if (!subtitle.isEmpty()) {
      g.setColor(Look.FAINT_TEXT);
      g.drawString(Look.fit(subtitle, metrics, room), MARGIN, baseline);
      baseline += LINE;
    }
    int x = MARGIN;
    for (Key key : keys) {
      String text = Look.fit(key.text, metrics, room - KEY_WIDTH - KEY_SPACE);
      int taken = KEY_WIDTH + KEY_SPACE + metrics.stringWidth(text);
      if (x > MARGIN && x + taken > width - MARGIN) {
        x = MARGIN;
        baseline += LINE;
      }
      double middle = baseline - metrics.getAscent() * 0.36;
      g.setColor(key.colour);
      g.setStroke(key.stroke);
      g.draw(new Line2D.Double(x + 2, middle, x + KEY_WIDTH - 2, middle));
      g.setColor(Look.TEXT);
      g.drawString(text, x + KEY_WIDTH + KEY_SPACE, baseline);
      x += taken + KEY_GAP;
    }
    return baseline + LINE / 2;
  }

  /** What a line stands for. */
  private record Key(Color colour, BasicStroke stroke, String text) {}
}
