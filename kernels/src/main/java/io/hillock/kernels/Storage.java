package io.hillock.kernels;

/** The conversions of 16-bit elements, written once: every backend runs the same operations. */
final class Storage {
  private Storage() {}

  /** Returns the value of an element that is stored in 16 bits. */
  static Expr loaded(DataType type, Expr stored) {
    return type == DataType.FLOAT16
        ? Expr.operation(Primitive.FROM_HALF, stored)
        : stored.shl(16).fromBits();
  }

  /** Returns the 16 bits in which a value is stored. */
  static Expr stored(DataType type, Expr value) {
    if (type == DataType.FLOAT16) {
      return Expr.operation(Primitive.TO_HALF, value);
    }
    // Added up, the dropped half carries into what is kept where that is the nearer one. A NaN's
    // payload could carry over to infinity, so there is only one NaN.
    Expr bits = value.eq(value).select(value, Double.NaN).bits();
    return bits.intAdd(0x7fff).intAdd(bits.ushr(16).and(1)).ushr(16);
  }
}
