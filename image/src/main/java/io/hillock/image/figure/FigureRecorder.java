package io.hillock.image.figure;

import io.hillock.image.ActivationOptions;
import io.hillock.image.Center;
import io.hillock.image.Picture;
import io.hillock.image.Scale;
import io.hillock.image.Scaling;
import io.hillock.tensor.Engine;
import java.awt.image.BufferedImage;

/**
 * Takes note of what a figure shows while a picture goes through the steps. Nothing of the pictures
 * is kept but thumbnails and counts, so each may be overwritten by the next. To be called in order:
 * {@link #picture}, {@link #samples}, {@link #activated}, {@link #figure}.
 */
public final class FigureRecorder {
  private static final double LEVELS_8 = 255;
  private static final double LEVELS_16 = 65535;

  /** The bins that a histogram of one step a bin has at least. */
  private static final int FEWEST_STEPS = 24;

  private final String name;
  private final ActivationOptions options;
  private String size;
  private int storedChannels;
  private double step;
  private int rowLength;
  private BufferedImage picture;
  private Histogram samples;
  private BufferedImage activatedPicture;
  private Histogram activated;

  /**
   * Begins a figure.
   *
   * @param name the picture's name, for the title
   * @param options what is done to the picture
   */
  public FigureRecorder(String name, ActivationOptions options) {
    this.name = name;
    this.options = options;
  }

  /** Takes note of the picture as it was read. */
  public void picture(Picture read) {
    size =
        read.width()
            + " \u00d7 "
            + read.height()
            + (read.channels() == 1 ? " gray" : " RGB")
            + ", "
            + read.bitDepth()
            + " bit";
    storedChannels = read.channels();
    picture = thumbnail(read, Scaling.of(read.samples(), Scale.CLIP));
  }

  /** Takes note of what the function is given: the samples minus the center, times the gain. */
  public void samples(Picture centered) {
    rowLength = centered.channels();
    // Gray that was made of colours has more values than the picture has.
    double levels = centered.bitDepth() == 8 ? LEVELS_8 : LEVELS_16;
    boolean stored = centered.channels() == storedChannels;
    step = stored ? Math.abs(options.gain()) / levels : 0;
    samples = Histogram.of(centered.samples(), step);
  }

  /** Takes note of what the function gave. */
  public void activated(Picture result) {
    Scaling scaling = Scaling.of(result.samples(), options.scale());
    // Most functions leave some samples as far apart as they were; bins that fit those are even.
    boolean wide = Scaling.of(result.samples(), Scale.MINMAX).range() >= FEWEST_STEPS * step;
    activated = Histogram.of(result.samples(), wide ? step : 0);
    activatedPicture = thumbnail(result, scaling);
  }

  /**
   * Returns the figure.
   *
   * @param engine what the function's curve is computed on
   */
  public Figure figure(Engine engine) {
    if (picture == null || samples == null || activated == null) {
      throw new IllegalStateException("a figure needs the picture, its samples and the result");
    }
    return new Figure(new Graph(engine, options.kernel(), rowLength, samples), this);
  }

  private static BufferedImage thumbnail(Picture of, Scaling scaling) {
    return Thumbnail.of(of, scaling, Figure.CONTENT_WIDTH, Figure.CONTENT_HEIGHT);
  }

  String name() {
    return name;
  }

  BufferedImage picture() {
    return picture;
  }

  Histogram samples() {
    return samples;
  }

  BufferedImage activatedPicture() {
    return activatedPicture;
  }

  Histogram activated() {
    return activated;
  }

  String pictureNote() {
    return size;
  }

  String samplesNote() {
    String formula = samplesFormula(options);
    return formula.equals("x") ? note(samples) : note(samples) + ", " + formula;
  }

  /** Returns what a function is given, from the sample x. */
  static String samplesFormula(ActivationOptions options) {
    String center = options.center().equals(Center.NONE) ? "" : " \u2212 " + options.center();
    String gain = Numbers.format(options.gain(), 4);
    String times = options.gain() == 1 ? "" : " \u00d7 " + gain;
    return center.isEmpty() || times.isEmpty() ? "x" + center + times : "(x" + center + ")" + times;
  }

  String activatedNote() {
    return note(activated);
  }

  String activatedPictureNote() {
    return options.scale() == Scale.CLIP || activated.smallest() == activated.greatest()
        ? "0 is black, 1 is white"
        : Numbers.format(activated.smallest(), 3)
            + " is black, "
            + Numbers.format(activated.greatest(), 3)
            + " is white";
  }

  private static String note(Histogram histogram) {
    String counted = Numbers.count(histogram.total()) + " samples";
    return histogram.notFinite() == 0
        ? counted
        : counted + ", " + Numbers.count(histogram.notFinite()) + " not finite";
  }
}
