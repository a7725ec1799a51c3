package io.hillock.gpu.opencl;

import io.hillock.kernels.DataType;
import io.hillock.kernels.Expr;
import io.hillock.kernels.Program.Value;

/**
 * What a program computes with, as OpenCL C writes it: float32 and integers of 32 bits, or float64
 * and integers of 64. Integers are unsigned there: signed overflow is undefined in C, unsigned
 * arithmetic wraps.
 */
enum Precision {
  SINGLE("float", "uint", "int", "f", "u", 0x7f800000L, 0x80000000L),
  DOUBLE("double", "ulong", "long", "", "ul", 0x7ff0000000000000L, Long.MIN_VALUE);

  private final String real;
  private final String integer;
  private final String signed;
  private final String realSuffix;
  private final String integerSuffix;
  private final long infinity;
  private final long sign;

  Precision(
      String real,
      String integer,
      String signed,
      String realSuffix,
      String integerSuffix,
      long infinity,
      long sign) {
    this.real = real;
    this.integer = integer;
    this.signed = signed;
    this.realSuffix = realSuffix;
    this.integerSuffix = integerSuffix;
    this.infinity = infinity;
    this.sign = sign;
  }

  /** Returns what programs of a data type compute with. */
  static Precision of(DataType type) {
    return type.isWide() ? DOUBLE : SINGLE;
  }

  /** Returns the type of real numbers. */
  String real() {
    return real;
  }

  /** Returns the type of a sum with what rounding has lost of it. */
  String pair() {
    return real + "2";
  }

  /** Returns the bytes of a real number. */
  int bytes() {
    return this == SINGLE ? Float.BYTES : Double.BYTES;
  }

  /** Returns the type of a value. */
  String type(Expr.Type type) {
    return switch (type) {
      case REAL -> real;
      case INTEGER -> integer;
      case BOOLEAN -> "bool";
    };
  }

  /** Returns a block of text with the words REAL, PAIR and ZERO replaced by what they are here. */
  String fill(String block) {
    return block.replace("REAL", real).replace("PAIR", pair()).replace("ZERO", zero());
  }

  String zero() {
    return "0.0" + realSuffix;
  }

  /** Returns the expression for negative infinity, which a maximum begins with. */
  String negativeInfinity() {
    return fromBits(bits(sign | infinity));
  }

  /** Returns the expression for the bits of a. */
  String toBits(String a) {
    return "as_" + integer + "(" + a + ")";
  }

  /** Returns the expression for the number that has the bits a. */
  String fromBits(String a) {
    return "as_" + real + "(" + a + ")";
  }

  String negate(String a) {
    return fromBits(toBits(a) + " ^ " + bits(sign));
  }

  String absolute(String a) {
    return fromBits(toBits(a) + " & " + bits(sign - 1));
  }

  /** Returns the expression for {@code a >> b} with the sign moving in. */
  String shiftRight(String a, String b) {
    return toBits(toSigned(a) + " >> " + b);
  }

  /** Returns the expression for an integer with a sign. */
  String toSigned(String a) {
    return "as_" + signed + "(" + a + ")";
  }

  /** Returns the expression for an integer that is stored with a sign, which moves in. */
  String fromSigned(String stored) {
    return "(" + integer + ") (" + signed + ") " + stored;
  }

  /** Returns the expression for {@code a < 0} by integers: a is from -infinity to below zero. */
  String negative(String a) {
    return toBits(a) + " - " + bits(sign + 1) + " < " + bits(infinity);
  }

  /** Returns the expression for {@code 0 < a} by integers: a is from above zero to infinity. */
  String positive(String a) {
    return toBits(a) + " - 1" + integerSuffix + " < " + bits(infinity);
  }

  /** Returns an index as an integer: its lower bits. */
  String position(String index) {
    return "(" + integer + ") " + index;
  }

  /** Returns a word of a 64-bit index: the upper one or the lower one. */
  String word(String index, boolean upper) {
    if (this == SINGLE) {
      return upper ? "(uint) (" + index + " >> 32)" : "(uint) " + index;
    }
    return upper ? index + " >> 32" : index + " & 0xfffffffful";
  }

  /** Returns a constant as a literal that no compiler rounds. */
  String literal(Value constant) {
    long bits = constant.bits();
    if (constant.type() == Expr.Type.INTEGER) {
      return bits >= 0 && bits < 1024 ? bits + integerSuffix : bits(bits);
    }
    double value = constant.constant();
    return Double.isFinite(value) ? hex(value) + realSuffix : fromBits(bits(bits));
  }

  private String hex(double value) {
    return this == SINGLE ? Float.toHexString((float) value) : Double.toHexString(value);
  }

  private String bits(long bits) {
    return this == SINGLE ? String.format("0x%08xu", (int) bits) : String.format("0x%016xul", bits);
  }
}
