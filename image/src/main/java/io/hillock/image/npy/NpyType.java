package io.hillock.image.npy;

import io.hillock.kernels.DataType;
import java.util.Arrays;
import java.util.stream.Collectors;

/** How an element of an array is stored, all with the lowest byte first. */
public enum NpyType {
  /** IEEE 754 binary16. */
  FLOAT16("<f2", 2, DataType.FLOAT16),
  /** IEEE 754 binary32. */
  FLOAT32("<f4", 4, DataType.FLOAT32),
  /** IEEE 754 binary64. */
  FLOAT64("<f8", 8, DataType.FLOAT64),
  /** A whole number from 0 to 255. */
  UINT8("|u1", 1, DataType.FLOAT32),
  /** 16 bits that NumPy takes for a whole number: a bfloat16, the upper half of a binary32. */
  BFLOAT16("<u2", 2, DataType.BFLOAT16),
  /** A signed integer of 32 bits. */
  INT32("<i4", 4, DataType.INT32),
  /** A signed integer of 64 bits, which is read where 32 bits hold it. */
  INT64("<i8", 8, DataType.INT32),
  /** A truth value. */
  BOOL("|b1", 1, DataType.BOOL);

  private final String descr;
  private final int bytes;
  private final DataType dataType;

  NpyType(String descr, int bytes, DataType dataType) {
    this.descr = descr;
    this.bytes = bytes;
    this.dataType = dataType;
  }

  /** Returns NumPy's name of the type, as a file says it. */
  public String descr() {
    return descr;
  }

  /** Returns the bytes of an element. */
  public int bytes() {
    return bytes;
  }

  /**
   * Returns the type of a tensor that holds such elements exactly, those of INT64 as far as read.
   */
  public DataType dataType() {
    return dataType;
  }

  /** Returns the type with a name; null where it is none of these. */
  static NpyType named(String descr) {
    for (NpyType type : values()) {
      if (type.descr.equals(descr)) {
        return type;
      }
    }
    return null;
  }

  /** Returns the names of all types. */
  static String names() {
    return Arrays.stream(values()).map(NpyType::descr).collect(Collectors.joining(", "));
  }
}
