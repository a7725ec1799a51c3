package io.hillock.kernels;

/** The 16-bit floating-point formats. */
public final class Float16 {
  private static final int SIGN = 0x8000;
  private static final int INFINITY = 0x7c00;
  private static final int QUIET = 0x0200;

  /** What a binary16's exponent is less than a binary32's. */
  private static final int BIAS = 127 - 15;

  private Float16() {}

  /** Returns the value of a binary16, exactly; of a NaN, one with the same sign and payload. */
  public static float toFloat(short half) {
    int sign = (half & SIGN) << 16;
    int magnitude = half & 0x7fff;
    if (magnitude >= INFINITY) {
      return Float.intBitsToFloat(sign | 0x7f800000 | (magnitude & 0x3ff) << 13);
    }
    if (magnitude >= 0x0400) {
      return Float.intBitsToFloat(sign | (magnitude << 13) + (BIAS << 23));
    }
    float value = magnitude * 0x1p-24f;
    return sign < 0 ? -value : value;
  }

  /** Returns the binary16 nearest to a value, of two as near the even one; a NaN stays a NaN. */
  public static short fromFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = bits >>> 16 & SIGN;
    int magnitude = bits & 0x7fffffff;
    if (magnitude > 0x7f800000) {
      return (short) (sign | INFINITY | QUIET | (magnitude >> 13 & 0x3ff));
    }
    float absolute = Float.intBitsToFloat(magnitude);
    if (absolute >= 65520) {
      return (short) (sign | INFINITY);
    }
    if (absolute < 0x1p-14f) {
      // Subnormal: a multiple of 2^-24, which is exact in a product and rounded by rint.
      return (short) (sign | (int) Math.rint(absolute * 0x1p24));
    }
    int rebased = magnitude - (BIAS << 23);
    return (short) (sign | round(rebased, 13));
  }

  /** Returns the binary16 nearest to a value, rounded once; see {@link #fromFloat}. */
  public static short fromDouble(double value) {
    return fromFloat(odd(value));
  }

  /** Returns the value of a bfloat16, exactly. */
  public static float bfloat16ToFloat(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  /** Returns the bfloat16 nearest to a value, of two as near the even one; a NaN stays a NaN. */
  public static short bfloat16FromFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    return Float.isNaN(value) ? (short) (bits >>> 16 | 0x40) : (short) round(bits, 16);
  }

  /** Returns the bfloat16 nearest to a value, rounded once; see {@link #bfloat16FromFloat}. */
  public static short bfloat16FromDouble(double value) {
    return bfloat16FromFloat(odd(value));
  }

  /**
   * Returns the float towards zero from a value, with its last bit set where that is not exact: a
   * format with fewer bits rounds it as it would round the value itself. Rounded to nearest, it
   * could become a tie that the value is not.
   */
  private static float odd(double value) {
    float nearest = (float) value;
    if (nearest == value || Double.isNaN(value)) {
      return nearest;
    }
    int bits = Float.floatToRawIntBits(nearest);
    int towardsZero = Math.abs((double) nearest) > Math.abs(value) ? bits - 1 : bits;
    return Float.intBitsToFloat(towardsZero | 1);
  }

  /** Drops bits, rounding to nearest, to even at a tie; the carry goes into the exponent. */
  private static int round(int bits, int dropped) {
    int half = (1 << (dropped - 1)) - 1;
    return (bits + half + (bits >>> dropped & 1)) >>> dropped;
  }
}
