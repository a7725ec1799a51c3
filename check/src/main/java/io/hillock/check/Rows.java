package io.hillock.check;

import io.hillock.kernels.DataType;
import java.util.Arrays;

/**
 * Rows that row kernels are checked with: rows of one length, of different contents by turns. The
 * same index always gives the same row.
 */
public final class Rows {
  /** What a row is filled with. */
  public enum Content {
    /** Normally distributed. */
    NORMAL,
    /** Normally distributed, thirty times as wide: exponentials underflow. */
    WIDE,
    /** One number throughout. */
    EQUAL,
    /** Any finite floats. */
    ANY_FINITE,
    /** Some negative infinities, as masks leave them. */
    MASKED,
    /** Negative infinities alone. */
    ALL_MASKED,
    /** One positive infinity. */
    INFINITY,
    /** One NaN. */
    NAN,
    /** Zeros of both signs and subnormals. */
    TINY;

    /** Returns whether the elements are of moderate size, so that errors can be measured. */
    public boolean isModerate() {
      return this == NORMAL || this == WIDE || this == EQUAL || this == TINY;
    }
  }

  /** Times a float32 it has digits that a float32 has not. */
  private static final double FURTHER_DIGITS = 1 + 0x1.9e3779b97p-27;

  private final int inputs;
  private final int length;

  /**
   * Prepares rows.
   *
   * @param inputs how many inputs a kernel has
   * @param length the elements of a row
   */
  public Rows(int inputs, int length) {
    this.inputs = inputs;
    this.length = length;
  }

  /** Returns what a row is filled with. */
  public static Content content(long row) {
    // Two of three rows are of moderate size: the measurable ones.
    Content[] all = Content.values();
    return row % 3 == 0 ? all[(int) (row / 3 % all.length)] : all[(int) (row % 2)];
  }

  /**
   * Returns rows, one behind the other.
   *
   * @param first the index of the first row
   * @param count how many rows
   * @return for each input the elements of all rows
   */
  public float[][] get(long first, int count) {
    float[][] result = new float[inputs][count * length];
    for (int input = 0; input < inputs; input++) {
      for (int row = 0; row < count; row++) {
        fill(content(first + row), input, first + row, result[input], row * length);
      }
    }
    return result;
  }

  /**
   * Returns rows in a data type: rounded where it has fewer bits than float32, with further digits
   * where it has more.
   *
   * @param type how elements are stored
   * @param first the index of the first row
   * @param count how many rows
   * @return for each input the elements of all rows, in arrays of {@link Elements}
   */
  public Object[] get(DataType type, long first, int count) {
    Object[] result = Elements.of(type, get(first, count));
    if (type.isWide()) {
      for (Object column : result) {
        double[] elements = (double[]) column;
        for (int i = 0; i < elements.length; i++) {
          elements[i] *= FURTHER_DIGITS;
        }
      }
    }
    return result;
  }

  private void fill(Content content, int input, long row, float[] target, int at) {
    long seed = (row * inputs + input) * 0x10001L + length;
    for (int i = 0; i < length; i++) {
      long hash = Inputs.hash(seed * 8191 + i);
      target[at + i] = element(content, input, hash, i);
    }
    if (length == 0) {
      return;
    }
    int place = at + (int) Math.floorMod(Inputs.hash(~seed), (long) length);
    // Beside the input that the contents are about, others are of moderate size.
    if (input == 0) {
      switch (content) {
        case EQUAL -> Arrays.fill(target, at, at + length, target[at]);
        case INFINITY -> target[place] = Float.POSITIVE_INFINITY;
        case NAN -> target[place] = Float.NaN;
        case NORMAL, WIDE, ANY_FINITE, MASKED, ALL_MASKED, TINY -> {}
      }
    } else if (content == Content.ANY_FINITE) {
      target[place] = Float.NEGATIVE_INFINITY;
    }
  }

  private static float element(Content content, int input, long hash, int index) {
    float normal = normal(hash);
    if (input > 0) {
      return normal;
    }
    return switch (content) {
      case NORMAL, EQUAL, INFINITY, NAN -> normal;
      case WIDE -> 30 * normal;
      case ANY_FINITE -> {
        float any = Float.intBitsToFloat((int) hash);
        yield Float.isFinite(any) ? any : normal;
      }
      case MASKED -> ((hash >>> 7) & 3) == 0 ? Float.NEGATIVE_INFINITY : normal;
      case ALL_MASKED -> Float.NEGATIVE_INFINITY;
      case TINY ->
          switch (index % 3) {
            case 0 -> -0f;
            case 1 -> 0f;
            default -> (short) hash * Float.MIN_VALUE;
          };
    };
  }

  /** A sum of four uniform numbers, scaled to variance 1. */
  private static float normal(long hash) {
    int sum = 0;
    for (int i = 0; i < 4; i++) {
      sum += (short) (hash >>> (16 * i));
    }
    return (float) (sum / 32768.0 * Math.sqrt(0.75));
  }
}
