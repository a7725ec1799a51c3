package io.hillock.tensor;

/** How an element of a tensor is stored. */
public enum DataType {
  /** IEEE 754 binary32. */
  FLOAT32(4);

  private final int bytes;

  DataType(int bytes) {
    this.bytes = bytes;
  }

  /** Returns the bytes of one element. */
  public int bytes() {
    return bytes;
  }
}
