package io.hillock.check;

import io.hillock.kernels.DataType;
import io.hillock.kernels.Expr;
import io.hillock.kernels.Kernel;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

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

  private static final Set<String> NOT_NEGATIVE = Set.of("weight", "target");

  /** What losses ignore where nothing else is said. */
  private static final int IGNORED = -100;

  /** Times a float32 it has digits that a float32 has not. */
  private static final double FURTHER_DIGITS = 1 + 0x1.9e3779b97p-27;

  private final int inputs;
  private final int length;
  private final List<Expr.Type> types;
  private final List<String> names;

  /**
   * Prepares rows.
   *
   * @param inputs how many inputs a kernel has
   * @param length the elements of a row
   */
  public Rows(int inputs, int length) {
    this(Collections.nCopies(inputs, Expr.Type.REAL), Collections.nCopies(inputs, ""), length);
  }

  private Rows(List<Expr.Type> types, List<String> names, int length) {
    this.inputs = types.size();
    this.names = names;
    this.length = length;
    this.types = types;
  }

  /**
   * Prepares rows for a kernel, of integers and truth values where it takes those. Integers are the
   * same along a row, as class indices and lengths are: mostly positions in the row, sometimes what
   * is none, and -100, which losses ignore. What is called a weight, or a target that is real, is
   * not negative.
   */
  public static Rows of(Kernel kernel, int length) {
    List<Expr.Type> types =
        IntStream.range(0, kernel.inputs().size()).mapToObj(kernel::inputType).toList();
    return new Rows(types, kernel.inputs(), length);
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
    float[][] reals = get(first, count);
    Object[] result = new Object[inputs];
    for (int input = 0; input < inputs; input++) {
      result[input] =
          switch (types.get(input)) {
            case REAL -> further(Elements.of(type, reals[input]));
            case INTEGER -> integers(input, first, count);
            case BOOLEAN -> truthValues(reals[input]);
          };
    }
    return result;
  }

  private static Object further(Object column) {
    if (column instanceof double[] elements) {
      for (int i = 0; i < elements.length; i++) {
        elements[i] *= FURTHER_DIGITS;
      }
    }
    return column;
  }

  private int[] integers(int input, long first, int count) {
    int[] result = new int[count * length];
    for (int row = 0; row < count; row++) {
      long hash = Inputs.hash(((first + row) * inputs + input) * 0x10001L + length);
      int value = (int) Math.floorMod(hash >>> 8, (long) length + 1);
      Arrays.fill(result, row * length, (row + 1) * length, hash % 16 == 0 ? IGNORED : value);
    }
    return result;
  }

  /** Two of three are true. */
  private static byte[] truthValues(float[] normal) {
    byte[] result = new byte[normal.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (byte) (normal[i] > -0.43f ? 1 : 0);
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
        case NAN -> target[place] = nan(Inputs.hash(seed));
        case NORMAL, WIDE, ANY_FINITE, MASKED, ALL_MASKED, TINY -> {}
      }
    } else if (NOT_NEGATIVE.contains(names.get(input))) {
      for (int i = at; i < at + length; i++) {
        target[i] = Math.abs(target[i]);
      }
    } else if (content == Content.ANY_FINITE) {
      target[place] = Float.NEGATIVE_INFINITY;
    }
  }

  /** Of either sign and with any payload: what a device makes of those may depend on them. */
  private static float nan(long hash) {
    return Float.intBitsToFloat(0x7f800001 | (int) hash & 0x807fffff);
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
