package io.hillock.image.figure;

import io.hillock.kernels.DataType;
import java.util.Map;
import java.util.Objects;

/**
 * How functions are drawn.
 *
 * @param type what they are computed in
 * @param from where the curves begin; NaN where that is chosen
 * @param to where they end; NaN where that is chosen
 * @param shown which curves are drawn
 * @param width the width in pixels
 * @param height the height in pixels
 * @param title what stands above; null for the names of the functions
 * @param inputs where inputs are held of functions that have several, by their names; of those that
 *     are not named the gate or else the first goes over the range, and the others are 1 (0.25
 *     where they are a slope)
 */
public record PlotOptions(
    DataType type,
    float from,
    float to,
    Shown shown,
    int width,
    int height,
    String title,
    Map<String, Double> inputs) {
  /** The width and the height that are drawn where no others are asked for. */
  public static final int DEFAULT_WIDTH = 1200;

  public static final int DEFAULT_HEIGHT = 750;

  /** The least and the greatest that width and height may be. */
  public static final int LEAST_SIZE = 300;

  public static final int GREATEST_SIZE = 10_000;

  /** Which curves are drawn. */
  public enum Shown {
    /** Those of the functions and of their derivatives. */
    BOTH,
    /** Those of the functions. */
    FUNCTION,
    /** Those of their derivatives. */
    DERIVATIVE
  }

  /**
   * Creates options.
   *
   * @throws IllegalArgumentException if the range is none, or the size out of range
   */
  public PlotOptions {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(shown, "shown");
    boolean chosen = Float.isNaN(from) && Float.isNaN(to);
    if (!chosen && !(from < to && Float.isFinite(from) && Float.isFinite(to))) {
      throw new IllegalArgumentException(
          "a range is from a finite number to a greater one, but was given " + from + " to " + to);
    }
    if (Math.min(width, height) < LEAST_SIZE || Math.max(width, height) > GREATEST_SIZE) {
      throw new IllegalArgumentException(
          "width and height are from "
              + LEAST_SIZE
              + " to "
              + GREATEST_SIZE
              + " pixels, but was given "
              + width
              + " x "
              + height);
    }
    inputs = Map.copyOf(inputs);
  }

  /** Returns options without others: float32, a range that fits, both curves, 1200 x 750. */
  public static PlotOptions defaults() {
    return new PlotOptions(
        DataType.FLOAT32,
        Float.NaN,
        Float.NaN,
        Shown.BOTH,
        DEFAULT_WIDTH,
        DEFAULT_HEIGHT,
        null,
        Map.of());
  }

  /** Returns these options with another data type. */
  public PlotOptions withType(DataType other) {
    return new PlotOptions(other, from, to, shown, width, height, title, inputs);
  }

  /** Returns these options with a range. */
  public PlotOptions withRange(float otherFrom, float otherTo) {
    return new PlotOptions(type, otherFrom, otherTo, shown, width, height, title, inputs);
  }

  /** Returns these options, drawing other curves. */
  public PlotOptions withShown(Shown other) {
    return new PlotOptions(type, from, to, other, width, height, title, inputs);
  }

  /** Returns these options with another size. */
  public PlotOptions withSize(int otherWidth, int otherHeight) {
    return new PlotOptions(type, from, to, shown, otherWidth, otherHeight, title, inputs);
  }

  /** Returns these options with a title. */
  public PlotOptions withTitle(String other) {
    return new PlotOptions(type, from, to, shown, width, height, other, inputs);
  }

  /** Returns these options with inputs that are held. */
  public PlotOptions withInputs(Map<String, Double> other) {
    return new PlotOptions(type, from, to, shown, width, height, title, other);
  }
}
