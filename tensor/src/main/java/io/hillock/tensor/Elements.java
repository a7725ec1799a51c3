package io.hillock.tensor;

import io.hillock.kernels.DataType;
import io.hillock.kernels.Float16;

/**
 * Elements in arrays of the host, as they are stored: {@code float[]} for FLOAT32, {@code double[]}
 * for FLOAT64, {@code short[]} with the bits of FLOAT16 and BFLOAT16, {@code int[]} for INT32,
 * {@code byte[]} for BOOL. What is converted is exact where the type has the bits for it, and
 * rounded once, to nearest and to even at a tie, elsewhere. Integers and truth values, which are 0
 * and 1, are converted to real numbers, but not from them.
 */
final class Elements {
  /** What is converted at a time: a buffer takes at most 2 MiB. */
  static final int PIECE = 1 << 18;

  private Elements() {}

  /** Returns a buffer for a piece of so many elements. */
  static Object buffer(DataType type, long count) {
    int length = (int) Math.min(PIECE, count);
    return switch (type) {
      case FLOAT32 -> new float[length];
      case FLOAT64 -> new double[length];
      case FLOAT16, BFLOAT16 -> new short[length];
      case INT32 -> new int[length];
      case BOOL -> new byte[length];
    };
  }

  /** Copies elements from an array to another, from one type to another. */
  static void convert(
      Object source, DataType from, int at, Object target, DataType to, int into, int count) {
    switch (from) {
      case FLOAT32 -> fromFloats((float[]) source, at, target, to, into, count);
      case FLOAT64 -> fromDoubles((double[]) source, at, target, to, into, count);
      case FLOAT16, BFLOAT16 -> {
        boolean direct = to == DataType.FLOAT32;
        float[] exact = direct ? (float[]) target : new float[count];
        int first = direct ? into : 0;
        toFloats((short[]) source, from, at, exact, first, count);
        if (!direct) {
          fromFloats(exact, 0, target, to, into, count);
        }
      }
      case INT32, BOOL -> {
        double[] exact = new double[count];
        for (int i = 0; i < count; i++) {
          exact[i] =
              from == DataType.INT32
                  ? ((int[]) source)[at + i]
                  : ((byte[]) source)[at + i] != 0 ? 1 : 0;
        }
        fromDoubles(exact, 0, target, to, into, count);
      }
    }
  }

  private static IllegalArgumentException notReal(DataType to) {
    return new IllegalArgumentException(
        "real numbers are not converted to "
            + to
            + "; "
            + (to == DataType.INT32 ? "give an int[]" : "give a boolean[]"));
  }

  private static void toFloats(
      short[] source, DataType from, int at, float[] target, int into, int count) {
    if (from == DataType.FLOAT16) {
      for (int i = 0; i < count; i++) {
        target[into + i] = Float16.toFloat(source[at + i]);
      }
    } else {
      for (int i = 0; i < count; i++) {
        target[into + i] = Float16.bfloat16ToFloat(source[at + i]);
      }
    }
  }

  private static void fromFloats(
      float[] source, int at, Object target, DataType to, int into, int count) {
    switch (to) {
      case FLOAT32 -> System.arraycopy(source, at, target, into, count);
      case FLOAT64 -> {
        double[] doubles = (double[]) target;
        for (int i = 0; i < count; i++) {
          doubles[into + i] = source[at + i];
        }
      }
      case FLOAT16 -> {
        short[] halves = (short[]) target;
        for (int i = 0; i < count; i++) {
          halves[into + i] = Float16.fromFloat(source[at + i]);
        }
      }
      case BFLOAT16 -> {
        short[] halves = (short[]) target;
        for (int i = 0; i < count; i++) {
          halves[into + i] = Float16.bfloat16FromFloat(source[at + i]);
        }
      }
      case INT32, BOOL -> throw notReal(to);
    }
  }

  private static void fromDoubles(
      double[] source, int at, Object target, DataType to, int into, int count) {
    switch (to) {
      case FLOAT64 -> System.arraycopy(source, at, target, into, count);
      case FLOAT32 -> {
        float[] floats = (float[]) target;
        for (int i = 0; i < count; i++) {
          floats[into + i] = (float) source[at + i];
        }
      }
      case FLOAT16 -> {
        short[] halves = (short[]) target;
        for (int i = 0; i < count; i++) {
          halves[into + i] = Float16.fromDouble(source[at + i]);
        }
      }
      case BFLOAT16 -> {
        short[] halves = (short[]) target;
        for (int i = 0; i < count; i++) {
          halves[into + i] = Float16.bfloat16FromDouble(source[at + i]);
        }
      }
      case INT32, BOOL -> throw notReal(to);
    }
  }
}
