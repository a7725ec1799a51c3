package io.hillock.kernels;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How an element of a tensor is stored. Numbers of 16 bits are computed with in float32 and rounded
 * once, when they are stored: to nearest, of two as near the even one, what is too large to
 * infinity. Kernels compute real numbers; integers and truth values are inputs of some, such as
 * class indices and masks.
 */
public enum DataType {
  /** IEEE 754 binary32. */
  FLOAT32(4, false),
  /** IEEE 754 binary16: 11 significant bits, from 6e-8 to 65504. */
  FLOAT16(2, false),
  /** The upper half of a binary32: 8 significant bits. */
  BFLOAT16(2, false),
  /** IEEE 754 binary64. */
  FLOAT64(8, true),
  /** A signed integer of 32 bits. */
  INT32(4, false),
  /** A truth value in a byte: 0 is false, anything else true. */
  BOOL(1, false);

  private static final List<DataType> REALS =
      Arrays.stream(values()).filter(DataType::isReal).toList();

  private final int bytes;
  private final boolean wide;

  DataType(int bytes, boolean wide) {
    this.bytes = bytes;
    this.wide = wide;
  }

  /** Returns the types of real numbers: those that a kernel can be computed in. */
  public static List<DataType> reals() {
    return REALS;
  }

  /** Returns whether its elements are real numbers. */
  public boolean isReal() {
    return this != INT32 && this != BOOL;
  }

  /** Returns the bytes of one element. */
  public int bytes() {
    return bytes;
  }

  /** Returns whether it is computed with in float64, and not in float32. */
  public boolean isWide() {
    return wide;
  }

  /** Returns whether an element takes 16 bits and is converted when it is read and written. */
  public boolean isConverted() {
    return bytes == 2;
  }

  /** Returns the name in lower case, as on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the stored bits of the element that is nearest to a value. */
  public long bitsOf(double value) {
    return switch (this) {
      case FLOAT32 -> Float.floatToRawIntBits((float) value) & 0xffffffffL;
      case FLOAT16 -> Float16.fromDouble(value) & 0xffffL;
      case BFLOAT16 -> Float16.bfloat16FromDouble(value) & 0xffffL;
      case FLOAT64 -> Double.doubleToRawLongBits(value);
      case INT32 -> (int) value & 0xffffffffL;
      case BOOL -> value != 0 ? 1 : 0;
    };
  }

  /** Returns the value of the element with the given stored bits, exactly. */
  public double valueOf(long bits) {
    return switch (this) {
      case FLOAT32 -> Float.intBitsToFloat((int) bits);
      case FLOAT16 -> Float16.toFloat((short) bits);
      case BFLOAT16 -> Float16.bfloat16ToFloat((short) bits);
      case FLOAT64 -> Double.longBitsToDouble(bits);
      case INT32 -> (int) bits;
      case BOOL -> bits != 0 ? 1 : 0;
    };
  }
}
