package io.hillock.image;

import java.util.Locale;

/** What is taken from each sample before the function. */
public final class Center {
  /**
   * The picture's median over all samples; of an even number, the mean of the two in the middle.
   */
  public static final Center MEDIAN = new Center("median", 0);

  /** The picture's mean over all samples. */
  public static final Center MEAN = new Center("mean", 0);

  /** Nothing. */
  public static final Center NONE = new Center("none", 0);

  private final String name;
  private final float number;

  private Center(String name, float number) {
    this.name = name;
    this.number = number;
  }

  /**
   * Returns a number of one's own.
   *
   * @throws IllegalArgumentException if it is not finite
   */
  public static Center of(double number) {
    if (!Float.isFinite((float) number)) {
      throw new IllegalArgumentException("a center is a finite number, but was given " + number);
    }
    return new Center(Float.toString((float) number), (float) number);
  }

  /**
   * Returns what a word says: {@code median}, {@code mean}, {@code none} or a number.
   *
   * @throws IllegalArgumentException if it says none of these
   */
  public static Center parse(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "median" -> MEDIAN;
      case "mean" -> MEAN;
      case "none" -> NONE;
      default -> {
        try {
          yield of(Double.parseDouble(word));
        } catch (NumberFormatException e) {
          throw new IllegalArgumentException(
              "a center is median, mean, none or a number, but was given '" + word + "'", e);
        }
      }
    };
  }

  /** Returns the number to take from the samples of a picture. */
  float value(Picture picture) {
    if (equals(MEDIAN)) {
      return (float) Statistics.median(picture);
    }
    return equals(MEAN) ? (float) Statistics.mean(picture) : number;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Center that && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
