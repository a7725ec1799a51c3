package io.hillock.gpu;

import io.hillock.kernels.DataType;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The arrays that hold elements on the host: float[], double[], for 16 bits short[], for INT32
 * int[] and for BOOL byte[].
 */
public final class HostArray {
  private HostArray() {}

  /** Returns an array of elements with the given stored bits. */
  public static Object of(DataType type, long[] bits) {
    return switch (type) {
      case FLOAT32 -> {
        float[] floats = new float[bits.length];
        for (int i = 0; i < bits.length; i++) {
          floats[i] = Float.intBitsToFloat((int) bits[i]);
        }
        yield floats;
      }
      case FLOAT64 -> Arrays.stream(bits).mapToDouble(Double::longBitsToDouble).toArray();
      case FLOAT16, BFLOAT16 -> {
        short[] shorts = new short[bits.length];
        for (int i = 0; i < bits.length; i++) {
          shorts[i] = (short) bits[i];
        }
        yield shorts;
      }
      case INT32 -> Arrays.stream(bits).mapToInt(value -> (int) value).toArray();
      case BOOL -> {
        byte[] bytes = new byte[bits.length];
        for (int i = 0; i < bits.length; i++) {
          bytes[i] = (byte) bits[i];
        }
        yield bytes;
      }
    };
  }

  /** Returns the stored bits of the elements of an array. */
  public static long[] bits(Object array) {
    long[] bits = new long[Array.getLength(array)];
    for (int i = 0; i < bits.length; i++) {
      if (array instanceof float[] floats) {
        bits[i] = Float.floatToRawIntBits(floats[i]) & 0xffffffffL;
      } else if (array instanceof double[] doubles) {
        bits[i] = Double.doubleToRawLongBits(doubles[i]);
      } else if (array instanceof int[] ints) {
        bits[i] = ints[i] & 0xffffffffL;
      } else if (array instanceof byte[] bytes) {
        bits[i] = bytes[i] & 0xffL;
      } else {
        bits[i] = ((short[]) array)[i] & 0xffffL;
      }
    }
    return bits;
  }

  /** Returns the bytes of an element of an array. */
  public static int elementBytes(Object array) {
    if (array instanceof float[] || array instanceof int[]) {
      return Float.BYTES;
    }
    if (array instanceof byte[]) {
      return Byte.BYTES;
    }
    return array instanceof double[] ? Double.BYTES : Short.BYTES;
  }

  /** Copies elements from an array to the beginning of a buffer. */
  public static void put(Object array, int from, int count, ByteBuffer target) {
    if (array instanceof float[] floats) {
      target.asFloatBuffer().put(floats, from, count);
    } else if (array instanceof double[] doubles) {
      target.asDoubleBuffer().put(doubles, from, count);
    } else if (array instanceof int[] ints) {
      target.asIntBuffer().put(ints, from, count);
    } else if (array instanceof byte[] bytes) {
      target.put(bytes, from, count);
    } else {
      target.asShortBuffer().put((short[]) array, from, count);
    }
  }

  /** Copies elements from the beginning of a buffer to an array. */
  public static void get(ByteBuffer source, Object array, int from, int count) {
    if (array instanceof float[] floats) {
      source.asFloatBuffer().get(floats, from, count);
    } else if (array instanceof double[] doubles) {
      source.asDoubleBuffer().get(doubles, from, count);
    } else if (array instanceof int[] ints) {
      source.asIntBuffer().get(ints, from, count);
    } else if (array instanceof byte[] bytes) {
      source.get(bytes, from, count);
    } else {
      source.asShortBuffer().get((short[]) array, from, count);
    }
  }
}
