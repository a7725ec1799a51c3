package io.hillock.cpu;

import io.hillock.kernels.DataType;
import io.hillock.kernels.Program;
import java.util.Arrays;

/** The Java arrays that elements lie in: what differs between them, as code that takes any. */
enum Elements {
  /** Truth values. */
  BYTES("byte", Byte.BYTES) {
    @Override
    Object create(int count) {
      return new byte[count];
    }

    @Override
    void fill(Object source, int at, Object target, int from, int count) {
      int value = ((byte[]) source)[at] & 0xff;
      if (target instanceof long[] wide) {
        Arrays.fill(wide, from, from + count, value);
      } else {
        Arrays.fill((int[]) target, from, from + count, value);
      }
    }

    @Override
    void copy(Object source, int from, int step, Object target, int to, int apart, int count) {
      byte[] in = (byte[]) source;
      if (target instanceof byte[] out) {
        for (int i = 0; i < count; i++) {
          out[to + i * apart] = in[from + i * step];
        }
      } else if (target instanceof long[] wide) {
        for (int i = 0; i < count; i++) {
          wide[to + i * apart] = in[from + i * step] & 0xff;
        }
      } else {
        int[] out = (int[]) target;
        for (int i = 0; i < count; i++) {
          out[to + i * apart] = in[from + i * step] & 0xff;
        }
      }
    }
  },

  INTS("int", Integer.BYTES) {
    @Override
    Object create(int count) {
      return new int[count];
    }

    @Override
    void fill(Object source, int at, Object target, int from, int count) {
      int value = ((int[]) source)[at];
      if (target instanceof long[] wide) {
        Arrays.fill(wide, from, from + count, value);
      } else {
        Arrays.fill((int[]) target, from, from + count, value);
      }
    }

    @Override
    void copy(Object source, int from, int step, Object target, int to, int apart, int count) {
      int[] in = (int[]) source;
      if (target instanceof long[] wide) {
        for (int i = 0; i < count; i++) {
          wide[to + i * apart] = in[from + i * step];
        }
      } else {
        int[] out = (int[]) target;
        for (int i = 0; i < count; i++) {
          out[to + i * apart] = in[from + i * step];
        }
      }
    }
  },

  /** Integers of programs of 64 bits. */
  LONGS("long", Long.BYTES) {
    @Override
    Object create(int count) {
      return new long[count];
    }

    @Override
    void fill(Object source, int at, Object target, int from, int count) {
      Arrays.fill((long[]) target, from, from + count, ((long[]) source)[at]);
    }

    @Override
    void copy(Object source, int from, int step, Object target, int to, int apart, int count) {
      long[] in = (long[]) source;
      long[] out = (long[]) target;
      for (int i = 0; i < count; i++) {
        out[to + i * apart] = in[from + i * step];
      }
    }
  },

  /** The bits of a 16-bit number. */
  SHORTS("short", Short.BYTES) {
    @Override
    Object create(int count) {
      return new short[count];
    }

    @Override
    void fill(Object source, int at, Object target, int from, int count) {
      Arrays.fill((short[]) target, from, from + count, ((short[]) source)[at]);
    }

    @Override
    void copy(Object source, int from, int step, Object target, int to, int apart, int count) {
      short[] in = (short[]) source;
      short[] out = (short[]) target;
      for (int i = 0; i < count; i++) {
        out[to + i * apart] = in[from + i * step];
      }
    }
  },

  FLOATS("float", Float.BYTES) {
    @Override
    Object create(int count) {
      return new float[count];
    }

    @Override
    void fill(Object source, int at, Object target, int from, int count) {
      Arrays.fill((float[]) target, from, from + count, ((float[]) source)[at]);
    }

    @Override
    void copy(Object source, int from, int step, Object target, int to, int apart, int count) {
      float[] in = (float[]) source;
      float[] out = (float[]) target;
      for (int i = 0; i < count; i++) {
        out[to + i * apart] = in[from + i * step];
      }
    }

    /** Eight long lines at a time: what lies across is then next to one another. */
    @Override
    void copyLines(
        Object source,
        int from,
        int step,
        int fromLine,
        Object target,
        int to,
        int apart,
        int toLine,
        int count,
        int lines) {
      float[] in = (float[]) source;
      float[] out = (float[]) target;
      int together = count < LONG_LINE ? 0 : lines & -8;
      for (int line = 0; line < together; line += 8) {
        int f = from + line * fromLine;
        int t = to + line * toLine;
        for (int i = 0; i < count; i++, f += step, t += apart) {
          out[t] = in[f];
          out[t + toLine] = in[f + fromLine];
          out[t + 2 * toLine] = in[f + 2 * fromLine];
          out[t + 3 * toLine] = in[f + 3 * fromLine];
          out[t + 4 * toLine] = in[f + 4 * fromLine];
          out[t + 5 * toLine] = in[f + 5 * fromLine];
          out[t + 6 * toLine] = in[f + 6 * fromLine];
          out[t + 7 * toLine] = in[f + 7 * fromLine];
        }
      }
      int f = from + together * fromLine;
      int t = to + together * toLine;
      super.copyLines(in, f, step, fromLine, out, t, apart, toLine, count, lines - together);
    }
  },

  DOUBLES("double", Double.BYTES) {
    @Override
    Object create(int count) {
      return new double[count];
    }

    @Override
    void fill(Object source, int at, Object target, int from, int count) {
      Arrays.fill((double[]) target, from, from + count, ((double[]) source)[at]);
    }

    @Override
    void copy(Object source, int from, int step, Object target, int to, int apart, int count) {
      double[] in = (double[]) source;
      double[] out = (double[]) target;
      for (int i = 0; i < count; i++) {
        out[to + i * apart] = in[from + i * step];
      }
    }
  };

  /** From so many elements on, to read eight lines in turns is faster than one by one. */
  private static final int LONG_LINE = 64;

  private final String type;
  private final int bytes;

  Elements(String type, int bytes) {
    this.type = type;
    this.bytes = bytes;
  }

  /** Returns how tensors of a type are stored. */
  static Elements stored(DataType type) {
    return switch (type) {
      case FLOAT16, BFLOAT16 -> SHORTS;
      case FLOAT32 -> FLOATS;
      case FLOAT64 -> DOUBLES;
      case INT32 -> INTS;
      case BOOL -> BYTES;
    };
  }

  /** Returns how numbers are kept that programs of a type compute with. */
  static Elements computed(DataType type) {
    return type.isWide() ? DOUBLES : FLOATS;
  }

  /** Returns how inputs of integers and truth values are kept for programs of a type. */
  static Elements integers(DataType type) {
    return type.isWide() ? LONGS : INTS;
  }

  /** Returns how a program reads one of its inputs. */
  static Elements input(Program program, int input) {
    DataType type = program.inputType(input);
    return type.isReal() ? stored(type) : integers(program.type());
  }

  /** Returns the Java type of an element. */
  String type() {
    return type;
  }

  int bytes() {
    return bytes;
  }

  abstract Object create(int count);

  /**
   * Copies one element to several places that follow one another; truth values to integers only.
   */
  abstract void fill(Object source, int at, Object target, int from, int count);

  /**
   * Copies elements that lie {@code step} apart to places that lie {@code apart} apart. Truth
   * values and integers may go to an array of wider integers.
   */
  abstract void copy(
      Object source, int from, int step, Object target, int to, int apart, int count);

  /**
   * Copies lines, as {@link #copy} does each.
   *
   * @param fromLine how far apart lines begin in the source
   * @param toLine how far apart in the target
   */
  void copyLines(
      Object source,
      int from,
      int step,
      int fromLine,
      Object target,
      int to,
      int apart,
      int toLine,
      int count,
      int lines) {
    for (int line = 0; line < lines; line++) {
      copy(source, from + line * fromLine, step, target, to + line * toLine, apart, count);
    }
  }

  /** Copies elements that follow one another, as {@link #copy} does. */
  @SuppressWarnings("SuspiciousSystemArraycopy") // arrays of one type
  final void copy(Object source, int from, Object target, int to, int count) {
    if (source.getClass() == target.getClass()) {
      System.arraycopy(source, from, target, to, count);
    } else {
      copy(source, from, 1, target, to, 1, count);
    }
  }
}
