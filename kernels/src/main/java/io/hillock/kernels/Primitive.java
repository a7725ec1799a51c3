package io.hillock.kernels;

import static io.hillock.kernels.Expr.Type.BOOLEAN;
import static io.hillock.kernels.Expr.Type.INTEGER;
import static io.hillock.kernels.Expr.Type.REAL;

import java.util.List;

/**
 * The operations that every target executes exactly: each is defined to the last bit by IEEE 754 or
 * by two's complement, rounding is to nearest even, subnormals are kept. There is no other
 * arithmetic in a lowered program; what a target lacks is written with these.
 */
public enum Primitive {
  /** {@code a + b}. */
  ADD(REAL, REAL, REAL),
  /** {@code a - b}. */
  SUB(REAL, REAL, REAL),
  /** {@code a * b}. */
  MUL(REAL, REAL, REAL),
  /** {@code a / b}, correctly rounded. */
  DIV(REAL, REAL, REAL),
  /** {@code a * b + c}, rounded once. */
  FMA(REAL, REAL, REAL, REAL),
  /** The square root of a, correctly rounded. */
  SQRT(REAL, REAL),
  /** {@code -a}: the sign bit is flipped, of zeros and infinities too. */
  NEG(REAL, REAL),
  /** {@code |a|}: the sign bit is cleared, but for NaN, which may keep it. */
  ABS(REAL, REAL),
  /** {@code a < b}; false where either is NaN. */
  LESS(BOOLEAN, REAL, REAL),
  /** {@code a <= b}; false where either is NaN. */
  LESS_EQUAL(BOOLEAN, REAL, REAL),
  /** {@code a == b}; false where either is NaN, true for zeros of either sign. */
  EQUAL(BOOLEAN, REAL, REAL),
  /** {@code a ? b : c}, bit for bit. */
  SELECT(REAL, BOOLEAN, REAL, REAL),
  /** {@code a < b} of signed integers. */
  INT_LESS(BOOLEAN, INTEGER, INTEGER),
  /** {@code a == b} of integers. */
  INT_EQUAL(BOOLEAN, INTEGER, INTEGER),
  /** The real nearest to a signed integer, of two as near the even one. */
  TO_REAL(REAL, INTEGER),
  /** The bits of a float as a signed integer of the same width. */
  BITS(INTEGER, REAL),
  /** The float that has the bits of a. */
  FROM_BITS(REAL, INTEGER),
  /** The value of the IEEE 754 binary16 in the low 16 bits of a. */
  FROM_HALF(REAL, INTEGER),
  /** The binary16 nearest to a, of two as near the even one, in the low 16 bits of the result. */
  TO_HALF(INTEGER, REAL),
  /** {@code a + b}, wrapping. */
  INT_ADD(INTEGER, INTEGER, INTEGER),
  /** {@code a - b}, wrapping. */
  INT_SUB(INTEGER, INTEGER, INTEGER),
  /** The smaller of signed integers. */
  INT_MIN(INTEGER, INTEGER, INTEGER),
  /** {@code a & b}. */
  INT_AND(INTEGER, INTEGER, INTEGER),
  /** {@code a | b}. */
  INT_OR(INTEGER, INTEGER, INTEGER),
  /** {@code a ^ b}. */
  INT_XOR(INTEGER, INTEGER, INTEGER),
  /** {@code a << b}; b is a constant below the width. */
  SHIFT_LEFT(INTEGER, INTEGER, INTEGER),
  /** {@code a >> b}, the sign moving in; b is a constant below the width. */
  SHIFT_RIGHT(INTEGER, INTEGER, INTEGER),
  /** {@code a >>> b}, zeros moving in; b is a constant below the width. */
  SHIFT_RIGHT_UNSIGNED(INTEGER, INTEGER, INTEGER);

  private final Expr.Type result;
  private final List<Expr.Type> operands;

  Primitive(Expr.Type result, Expr.Type... operands) {
    this.result = result;
    this.operands = List.of(operands);
  }

  /** Returns the type of the result. */
  public Expr.Type result() {
    return result;
  }

  /** Returns the types of the operands, in order. */
  public List<Expr.Type> operands() {
    return operands;
  }

  /** Returns whether this is one of the three shifts, whose second operand is a constant. */
  public boolean isShift() {
    return this == SHIFT_LEFT || this == SHIFT_RIGHT || this == SHIFT_RIGHT_UNSIGNED;
  }
}
