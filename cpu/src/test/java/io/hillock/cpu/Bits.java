package io.hillock.cpu;

import io.hillock.kernels.DataType;
import java.util.Random;

/** Elements of any data type as their stored bits. */
final class Bits {
  private static final double[] SPECIAL = {
    0,
    -0.0,
    1,
    -1,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.NaN,
    0x1p-24,
    0x1p-133,
    65504,
    65520,
    3e38,
    Double.MIN_VALUE,
    Double.MAX_VALUE,
    Float.MIN_VALUE
  };

  private Bits() {}

  /** Returns numbers of all sizes, special ones among them. */
  static long[] noise(DataType type, int count, long seed) {
    Random random = new Random(seed);
    long[] result = new long[count];
    for (int i = 0; i < count; i++) {
      double value =
          random.nextInt(40) == 0
              ? SPECIAL[random.nextInt(SPECIAL.length)]
              : random.nextGaussian() * (1 << random.nextInt(8));
      result[i] = type.bitsOf(value);
    }
    return result;
  }

  /** Returns numbers around 1, of which no sum overflows. */
  static long[] tame(DataType type, int count, long seed) {
    Random random = new Random(seed);
    long[] result = new long[count];
    for (int i = 0; i < count; i++) {
      result[i] = type.bitsOf(random.nextGaussian());
    }
    return result;
  }

  /** Returns integers of both signs, small and large, or truth values. */
  static long[] integers(DataType type, int count, long seed) {
    Random random = new Random(seed);
    long[] result = new long[count];
    for (int i = 0; i < count; i++) {
      int value = random.nextInt(8) == 0 ? random.nextInt() : random.nextInt(100) - 20;
      result[i] = type == DataType.BOOL ? random.nextInt(3) : value & 0xffffffffL;
    }
    return result;
  }

  /** Returns the array that a host has elements in. */
  static Object array(DataType type, long[] bits) {
    Object array = Elements.stored(type).create(bits.length);
    for (int i = 0; i < bits.length; i++) {
      switch (type) {
        case FLOAT32 -> ((float[]) array)[i] = Float.intBitsToFloat((int) bits[i]);
        case FLOAT16, BFLOAT16 -> ((short[]) array)[i] = (short) bits[i];
        case FLOAT64 -> ((double[]) array)[i] = Double.longBitsToDouble(bits[i]);
        case INT32 -> ((int[]) array)[i] = (int) bits[i];
        case BOOL -> ((byte[]) array)[i] = (byte) bits[i];
      }
    }
    return array;
  }

  static long[] of(DataType type, Object array, int count) {
    long[] bits = new long[count];
    for (int i = 0; i < count; i++) {
      bits[i] =
          switch (type) {
            case FLOAT32 -> Float.floatToRawIntBits(((float[]) array)[i]) & 0xffffffffL;
            case FLOAT16, BFLOAT16 -> ((short[]) array)[i] & 0xffffL;
            case FLOAT64 -> Double.doubleToRawLongBits(((double[]) array)[i]);
            case INT32 -> ((int[]) array)[i] & 0xffffffffL;
            case BOOL -> ((byte[]) array)[i] & 0xffL;
          };
    }
    return bits;
  }

  /** Returns whether two elements are equal; a NaN equals a NaN. */
  static boolean same(DataType type, long a, long b) {
    return a == b || Double.isNaN(type.valueOf(a)) && Double.isNaN(type.valueOf(b));
  }
}
