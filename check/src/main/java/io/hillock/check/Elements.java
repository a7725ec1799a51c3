package io.hillock.check;

import io.hillock.kernels.DataType;
import io.hillock.tensor.Tensor;

/**
 * Arrays of elements as tensors are copied to and from: {@code float[]} of FLOAT32, {@code
 * double[]} of FLOAT64, {@code short[]} with the bits of the types of 16 bits, {@code int[]} of
 * INT32, {@code byte[]} of BOOL.
 */
public final class Elements {
  private Elements() {}

  /** Returns an array for elements of a type. */
  public static Object array(DataType type, int length) {
    return switch (type) {
      case FLOAT32 -> new float[length];
      case FLOAT64 -> new double[length];
      case FLOAT16, BFLOAT16 -> new short[length];
      case INT32 -> new int[length];
      case BOOL -> new byte[length];
    };
  }

  /** Returns an array for each of some columns. */
  public static Object[] arrays(DataType type, int columns, int length) {
    Object[] result = new Object[columns];
    for (int i = 0; i < columns; i++) {
      result[i] = array(type, length);
    }
    return result;
  }

  /** Returns the elements nearest to some numbers; those numbers themselves for FLOAT32. */
  public static Object of(DataType type, float[] values) {
    if (type == DataType.FLOAT32) {
      return values;
    }
    Object result = array(type, values.length);
    for (int i = 0; i < values.length; i++) {
      set(type, result, i, values[i]);
    }
    return result;
  }

  /** Returns the elements nearest to some numbers, of each of some columns. */
  public static Object[] of(DataType type, float[][] columns) {
    Object[] result = new Object[columns.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = of(type, columns[i]);
    }
    return result;
  }

  /** Returns the value of an element, exactly. */
  public static double value(DataType type, Object elements, int i) {
    return switch (type) {
      case FLOAT32 -> ((float[]) elements)[i];
      case FLOAT64 -> ((double[]) elements)[i];
      case FLOAT16, BFLOAT16 -> type.valueOf(((short[]) elements)[i]);
      case INT32 -> ((int[]) elements)[i];
      case BOOL -> type.valueOf(((byte[]) elements)[i]);
    };
  }

  /** Returns the stored bits of an element, with zeros above. */
  public static long bits(DataType type, Object elements, int i) {
    return switch (type) {
      case FLOAT32 -> Float.floatToRawIntBits(((float[]) elements)[i]) & 0xffffffffL;
      case FLOAT64 -> Double.doubleToRawLongBits(((double[]) elements)[i]);
      case FLOAT16, BFLOAT16 -> ((short[]) elements)[i] & 0xffffL;
      case INT32 -> ((int[]) elements)[i] & 0xffffffffL;
      case BOOL -> ((byte[]) elements)[i] & 0xffL;
    };
  }

  /** Writes an element, rounded to nearest. */
  public static void set(DataType type, Object elements, int i, double value) {
    switch (type) {
      case FLOAT32 -> ((float[]) elements)[i] = (float) value;
      case FLOAT64 -> ((double[]) elements)[i] = value;
      case FLOAT16, BFLOAT16 -> ((short[]) elements)[i] = (short) type.bitsOf(value);
      case INT32 -> ((int[]) elements)[i] = (int) value;
      case BOOL -> ((byte[]) elements)[i] = (byte) type.bitsOf(value);
    }
  }

  /** Writes an element's stored bits. */
  public static void setBits(DataType type, Object elements, int i, long bits) {
    switch (type) {
      case FLOAT32 -> ((float[]) elements)[i] = Float.intBitsToFloat((int) bits);
      case FLOAT64 -> ((double[]) elements)[i] = Double.longBitsToDouble(bits);
      case FLOAT16, BFLOAT16 -> ((short[]) elements)[i] = (short) bits;
      case INT32 -> ((int[]) elements)[i] = (int) bits;
      case BOOL -> ((byte[]) elements)[i] = (byte) bits;
    }
  }

  /** Returns whether two elements have the same bits, any NaN being equal to any NaN. */
  public static boolean same(DataType type, Object a, int i, Object b, int j) {
    return bits(type, a, i) == bits(type, b, j)
        || (Double.isNaN(value(type, a, i)) && Double.isNaN(value(type, b, j)));
  }

  /** Copies the first elements of an array to a tensor of its type. */
  public static void upload(Object elements, Tensor tensor, int count) {
    switch (tensor.dataType()) {
      case FLOAT32 -> tensor.copyFrom((float[]) elements, 0, 0, count);
      case FLOAT64 -> tensor.copyFrom((double[]) elements, 0, 0, count);
      case FLOAT16, BFLOAT16 -> tensor.copyFrom((short[]) elements, 0, 0, count);
      case INT32 -> tensor.copyFrom((int[]) elements, 0, 0, count);
      case BOOL -> {
        boolean[] values = new boolean[count];
        for (int i = 0; i < count; i++) {
          values[i] = ((byte[]) elements)[i] != 0;
        }
        tensor.copyFrom(values, 0, 0, count);
      }
    }
  }

  /** Copies the first elements of a tensor to an array of its type. */
  public static void download(Tensor tensor, Object elements, int count) {
    switch (tensor.dataType()) {
      case FLOAT32 -> tensor.copyTo(0, (float[]) elements, 0, count);
      case FLOAT64 -> tensor.copyTo(0, (double[]) elements, 0, count);
      case FLOAT16, BFLOAT16 -> tensor.copyTo(0, (short[]) elements, 0, count);
      case INT32 -> tensor.copyTo(0, (int[]) elements, 0, count);
      case BOOL -> throw new IllegalArgumentException("no kernel gives truth values");
    }
  }
}
