package io.hillock.image.figure;

import io.hillock.image.ActivationOptions;
import io.hillock.image.Picture;
import io.hillock.image.PictureActivation;
import io.hillock.kernels.Kernel;
import io.hillock.kernels.Parameter;
import io.hillock.tensor.Engine;
import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * What a function does to a picture, in six panels: above what comes in, the function, the samples
 * it is given and the picture; below what comes out, its derivative, the activated samples and the
 * activated picture. Drawn alike each time, on any machine with the same fonts; needs no display.
 */
public final class Figure implements Drawing {
  /** The width in pixels. */
  public static final int WIDTH = 1560;

  private static final int MARGIN = 32;
  private static final int GAP = 20;
  private static final int TITLE_HEIGHT = 96;
  private static final int PADDING = 18;
  private static final int HEADING_HEIGHT = 62;
  private static final int CORNER = 14;
  private static final int COLUMNS = 3;
  private static final int PANEL_WIDTH = (WIDTH - 2 * MARGIN - (COLUMNS - 1) * GAP) / COLUMNS;
  private static final int LINE_SPACE = 24;
  private static final int KEY_WIDTH = 18;
  private static final int KEY_HEIGHT = 12;
  private static final int KEY_LINE = 3;
  private static final int KEY_SPACE = 7;

  /** The room for labels that stick out of a chart on the right. */
  private static final int RIGHT = 10;

  static final int CONTENT_WIDTH = PANEL_WIDTH - 2 * PADDING;
  static final int CONTENT_HEIGHT = 330;

  private static final int PANEL_HEIGHT = HEADING_HEIGHT + CONTENT_HEIGHT + 2 * PADDING;

  /** The height in pixels. */
  public static final int HEIGHT = TITLE_HEIGHT + 2 * PANEL_HEIGHT + GAP + MARGIN;

  private final Graph graph;
  private final FigureRecorder recorder;

  Figure(Graph graph, FigureRecorder recorder) {
    this.graph = graph;
    this.recorder = recorder;
  }

  /**
   * Activates a picture and returns its figure.
   *
   * @param engine what the function runs on
   * @param options what is done to the picture
   * @param name the picture's name, for the title
   * @param picture the picture, which is not changed
   */
  public static Figure of(Engine engine, ActivationOptions options, String name, Picture picture) {
    PictureActivation activation = new PictureActivation(engine, options);
    FigureRecorder recorder = new FigureRecorder(name, options);
    recorder.picture(picture);
    recorder.samples(activation.centered(picture));
    recorder.activated(activation.apply(picture));
    return recorder.figure(engine);
  }

  /**
   * Checks that text can be drawn: some Java installations have no fonts.
   *
   * @throws IOException if it cannot; the message says what to install
   */
  public static void checkFonts() throws IOException {
    try {
      Graphics2D g = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
      g.getFontMetrics(Look.NOTE).stringWidth("x");
      g.dispose();
    } catch (LinkageError | InternalError | RuntimeException e) {
      throw new IOException(
          "a figure needs fonts, and Java finds none (Debian and Ubuntu: apt-get install fontconfig"
              + " fonts-dejavu-core libfreetype6): "
              + e,
          e);
    }
  }

  /** Returns the histogram of what the function was given. */
  public Histogram samples() {
    return recorder.samples();
  }

  /** Returns the histogram of what it gave. */
  public Histogram activated() {
    return recorder.activated();
  }

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public int height() {
    return HEIGHT;
  }

  @Override
  public String title() {
    return graph.kernel()
        + " of "
        + recorder.name()
        + ": function, derivative, histograms, pictures";
  }

  /** Writes the figure as a PNG; the file is there whole or not at all. */
  public void write(Path file) throws IOException {
    write(FigureFormat.PNG, file);
  }

  @Override
  public void paint(Graphics2D g) {
    Look.smooth(g);
    g.setColor(Look.BACKGROUND);
    g.fillRect(0, 0, WIDTH, HEIGHT);
    title(g);
    panel(
        g,
        0,
        0,
        "Function",
        graph.functionNote(),
        keys(graph.function(), Look.FUNCTION),
        at -> curves(at, graph.function(), Look.FUNCTION));
    panel(
        g,
        0,
        1,
        "Derivative",
        graph.derivativeNote(),
        keys(graph.derivative(), Look.DERIVATIVE),
        at -> curves(at, graph.derivative(), Look.DERIVATIVE));
    panel(
        g,
        1,
        0,
        "Samples",
        recorder.samplesNote(),
        List.of(),
        at -> histogram(at, recorder.samples(), Look.SAMPLES));
    panel(
        g,
        1,
        1,
        "Activated samples",
        recorder.activatedNote(),
        List.of(),
        at -> histogram(at, recorder.activated(), Look.FUNCTION));
    panel(
        g,
        2,
        0,
        "Picture",
        recorder.pictureNote(),
        List.of(),
        at -> picture(at, recorder.picture()));
    panel(
        g,
        2,
        1,
        "Activated picture",
        recorder.activatedPictureNote(),
        List.of(),
        at -> picture(at, recorder.activatedPicture()));
  }

  private void title(Graphics2D g) {
    int baseline = TITLE_HEIGHT - 36;
    g.setFont(Look.TITLE);
    g.setColor(Look.TEXT);
    FontMetrics metrics = g.getFontMetrics();
    int room = WIDTH - 2 * MARGIN;
    String function = Look.fit(graph.kernel().name(), metrics, room / 2);
    g.drawString(function, MARGIN, baseline);
    int used = metrics.stringWidth(function) + LINE_SPACE;
    g.setFont(Look.SUBTITLE);
    g.setColor(Look.FAINT_TEXT);
    metrics = g.getFontMetrics();
    String parameters = Look.fit(parameters(graph.kernel()), metrics, (room - used) * 2 / 3);
    g.drawString(parameters, MARGIN + used, baseline);
    used += metrics.stringWidth(parameters) + LINE_SPACE;
    String name = Look.fit(recorder.name(), metrics, room - used);
    g.drawString(name, WIDTH - MARGIN - metrics.stringWidth(name), baseline);
  }

  private static String parameters(Kernel kernel) {
    StringJoiner text = new StringJoiner(", ");
    for (Parameter parameter : kernel.parameters()) {
      double value = kernel.parameter(parameter.name());
      text.add(parameter.name() + " = " + Numbers.format(value, 6));
    }
    return text.toString();
  }

  /** What a colour stands for. */
  private record Key(Color colour, boolean line, String text) {}

  /** What a panel shows, painted from (0, 0) in content width and height. */
  @FunctionalInterface
  private interface Content {
    void paint(Graphics2D g);
  }

  private static void panel(
      Graphics2D g,
      int column,
      int row,
      String heading,
      String note,
      List<Key> keys,
      Content content) {
    int left = MARGIN + column * (PANEL_WIDTH + GAP);
    int top = TITLE_HEIGHT + row * (PANEL_HEIGHT + GAP);
    Graphics2D at = (Graphics2D) g.create();
    try {
      at.translate(left, top);
      RoundRectangle2D frame =
          new RoundRectangle2D.Double(0.5, 0.5, PANEL_WIDTH - 1, PANEL_HEIGHT - 1, CORNER, CORNER);
      at.setColor(Look.PANEL);
      at.fill(frame);
      at.setColor(Look.PANEL_BORDER);
      at.draw(frame);
      at.translate(PADDING, PADDING);
      at.setFont(Look.HEADING);
      at.setColor(Look.TEXT);
      int baseline = at.getFontMetrics().getAscent();
      at.drawString(heading, 0, baseline);
      at.setFont(Look.NOTE);
      at.setColor(Look.FAINT_TEXT);
      String fitted = Look.fit(note, at.getFontMetrics(), CONTENT_WIDTH);
      at.drawString(fitted, 0, baseline + LINE_SPACE);
      keys(at, keys, baseline);
      at.translate(0, HEADING_HEIGHT);
      content.paint(at);
    } finally {
      at.dispose();
    }
  }

  private List<Key> keys(List<Curve> curves, Color colour) {
    List<Key> keys = new ArrayList<>();
    if (curves.size() > 1) {
      keys.add(new Key(colour, true, "1st"));
      keys.add(new Key(Look.paler(colour), true, "2nd"));
    }
    if (graph.from() <= graph.to()) {
      keys.add(new Key(Look.SHADE, false, "range of the samples"));
    }
    return keys;
  }

  /** Says what the colours are, at the right end of the heading. */
  private static void keys(Graphics2D g, List<Key> keys, int baseline) {
    int right = CONTENT_WIDTH;
    for (int i = keys.size() - 1; i >= 0; i--) {
      Key key = keys.get(i);
      right -= g.getFontMetrics().stringWidth(key.text);
      g.setColor(Look.FAINT_TEXT);
      g.drawString(key.text, right, baseline);
      right -= KEY_WIDTH + KEY_SPACE;
      g.setColor(key.colour);
      int height = key.line ? KEY_LINE : KEY_HEIGHT;
      g.fillRect(right, baseline - (KEY_HEIGHT + height) / 2 + 1, KEY_WIDTH, height);
      right -= 2 * KEY_SPACE;
    }
  }

  private void curves(Graphics2D g, List<Curve> curves, Color colour) {
    List<CurveChart.Line> lines = new ArrayList<>();
    for (Curve curve : curves) {
      Color own = lines.isEmpty() ? colour : Look.paler(colour);
      lines.add(new CurveChart.Line(curve, own, Look.CURVE));
    }
    int width = CONTENT_WIDTH - RIGHT;
    new CurveChart(lines, graph.from(), graph.to(), width, CONTENT_HEIGHT).paint(g);
  }

  private static void histogram(Graphics2D g, Histogram histogram, Color colour) {
    new HistogramChart(histogram, colour, CONTENT_WIDTH - RIGHT, CONTENT_HEIGHT).paint(g);
  }

  private static void picture(Graphics2D g, BufferedImage picture) {
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    int x = (CONTENT_WIDTH - picture.getWidth()) / 2;
    int y = (CONTENT_HEIGHT - picture.getHeight()) / 2;
    g.setColor(Look.PANEL_BORDER);
    g.fillRect(x - 1, y - 1, picture.getWidth() + 2, picture.getHeight() + 2);
    g.drawImage(picture, x, y, null);
  }
}
