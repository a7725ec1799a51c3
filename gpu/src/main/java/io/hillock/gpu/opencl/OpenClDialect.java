package io.hillock.gpu.opencl;

import io.hillock.kernels.Expr;
import io.hillock.kernels.Primitive;
import io.hillock.kernels.Program.Value;

/**
 * How the primitive operations are written in OpenCL C 1.2. Integers are unsigned there: signed
 * overflow is undefined in C, unsigned arithmetic wraps.
 */
enum OpenClDialect {
  /** For devices that divide and take square roots with correct rounding. */
  NATIVE(""),
  /** For the others: by integer arithmetic. */
  SOFTWARE(SoftwareArithmetic.SOURCE);

  private final String preamble;

  OpenClDialect(String preamble) {
    this.preamble = preamble;
  }

  /** Returns the functions that operations call. */
  String preamble() {
    return preamble;
  }

  static String type(Expr.Type type) {
    return switch (type) {
      case REAL -> "float";
      case INTEGER -> "uint";
      case BOOLEAN -> "bool";
    };
  }

  /** Returns the expression for an operation on operands that are names or literals. */
  String operation(Primitive primitive, String a, String b, String c) {
    return switch (primitive) {
      case ADD, INT_ADD -> a + " + " + b;
      case SUB, INT_SUB -> a + " - " + b;
      case MUL -> a + " * " + b;
      case DIV -> this == NATIVE ? a + " / " + b : "divide(" + a + ", " + b + ")";
      case FMA -> "fma(" + a + ", " + b + ", " + c + ")";
      case SQRT -> (this == NATIVE ? "sqrt(" : "square_root(") + a + ")";
      case NEG -> "as_float(as_uint(" + a + ") ^ 0x80000000u)";
      case ABS -> "as_float(as_uint(" + a + ") & 0x7fffffffu)";
      case LESS -> a + " < " + b;
      case LESS_EQUAL -> a + " <= " + b;
      case EQUAL -> a + " == " + b;
      case SELECT -> a + " ? " + b + " : " + c;
      case BITS -> "as_uint(" + a + ")";
      case FROM_BITS -> "as_float(" + a + ")";
      case INT_AND -> a + " & " + b;
      case INT_OR -> a + " | " + b;
      case INT_XOR -> a + " ^ " + b;
      case SHIFT_LEFT -> a + " << " + b;
      case SHIFT_RIGHT -> "as_uint(as_int(" + a + ") >> " + b + ")";
      case SHIFT_RIGHT_UNSIGNED -> a + " >> " + b;
    };
  }

  /** Returns the expression for {@code a < 0} by integers: a is from -infinity to below zero. */
  static String negative(String a) {
    return "as_uint(" + a + ") - 0x80000001u < 0x7f800000u";
  }

  /** Returns the expression for {@code 0 < a} by integers: a is from above zero to infinity. */
  static String positive(String a) {
    return "as_uint(" + a + ") - 1u < 0x7f800000u";
  }

  /** Returns a constant as a literal that no compiler rounds. */
  static String literal(Value constant) {
    int bits = constant.bits();
    if (constant.type() == Expr.Type.INTEGER) {
      return bits >= 0 && bits < 1024 ? bits + "u" : String.format("0x%08xu", bits);
    }
    float value = constant.constant();
    return Float.isFinite(value)
        ? Float.toHexString(value) + "f"
        : String.format("as_float(0x%08xu)", bits);
  }
}
