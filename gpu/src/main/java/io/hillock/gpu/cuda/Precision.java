package io.hillock.gpu.cuda;

import io.hillock.kernels.DataType;
import io.hillock.kernels.Expr;
import io.hillock.kernels.Program.Value;

/** What a program computes with: float32 and integers of 32 bits, or float64 and 64 bits. */
enum Precision {
  SINGLE(PtxType.F32, PtxType.B32, 0xff800000L),
  DOUBLE(PtxType.F64, PtxType.B64, 0xfff0000000000000L);

  private final PtxType real;
  private final PtxType integer;
  private final long negativeInfinity;

  Precision(PtxType real, PtxType integer, long negativeInfinity) {
    this.real = real;
    this.integer = integer;
    this.negativeInfinity = negativeInfinity;
  }

  /** Returns what programs of a data type compute with. */
  static Precision of(DataType type) {
    return type.isWide() ? DOUBLE : SINGLE;
  }

  /** Returns the type of real numbers. */
  PtxType real() {
    return real;
  }

  /** Returns the type of integers. */
  PtxType integer() {
    return integer;
  }

  /** Returns the bytes of a number. */
  int bytes() {
    return real.bytes();
  }

  /** Returns the type of a value. */
  PtxType type(Expr.Type type) {
    return switch (type) {
      case REAL -> real;
      case INTEGER -> integer;
      case BOOLEAN -> PtxType.PRED;
    };
  }

  /** Returns a constant as an operand. */
  String literal(Value constant) {
    return constant.type() == Expr.Type.REAL
        ? literal(constant.bits())
        : this == SINGLE ? "" + (int) constant.bits() : "" + constant.bits();
  }

  String zero() {
    return literal(0);
  }

  String negativeInfinity() {
    return literal(negativeInfinity);
  }

  /** Returns the real number with the given bits as an operand. */
  private String literal(long bits) {
    return this == SINGLE ? String.format("0f%08X", (int) bits) : String.format("0d%016X", bits);
  }
}
