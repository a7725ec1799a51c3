package io.hillock.gpu.opencl;

import io.hillock.kernels.DataType;
import io.hillock.kernels.Primitive;
import io.hillock.kernels.Program;

/**
 * How the primitive operations are written in OpenCL C 1.2 for a device.
 *
 * @param dividesExactly whether it divides and takes square roots of float32 with correct rounding;
 *     otherwise that is done by integer arithmetic. In float64 OpenCL requires it.
 * @param convertsHalf whether it converts binary16 with instructions of its own; otherwise that is
 *     done by integer arithmetic
 * @param hasDoubles whether it has float64
 */
record OpenClDialect(boolean dividesExactly, boolean convertsHalf, boolean hasDoubles) {
  /** For devices that have everything. */
  static final OpenClDialect NATIVE = new OpenClDialect(true, true, true);

  /**
   * Returns the dialect of a device that keeps what it says of itself. Compilers for CPUs make
   * vectors of integer arithmetic, but calls of a function for each element of conversions, which
   * takes six times as long.
   */
  static OpenClDialect of(OpenClDevice device) {
    return new OpenClDialect(device.dividesExactly(), !device.isCpu(), device.hasDoubles());
  }

  /** Returns the dialect of the same device without its conversions of binary16. */
  OpenClDialect withoutHalf() {
    return new OpenClDialect(dividesExactly, false, hasDoubles);
  }

  /** Returns the functions that the operations of a program call. */
  String preamble(Program program) {
    if (program.type().isWide()) {
      return "";
    }
    boolean converts = program.type() == DataType.FLOAT16;
    String half = convertsHalf ? HalfConversion.NATIVE : HalfConversion.SOFTWARE;
    return division() + (converts ? half : "");
  }

  private String division() {
    return dividesExactly ? "" : SoftwareArithmetic.SOURCE;
  }

  /** Returns the type of an element in memory. */
  static String stored(DataType type) {
    return switch (type) {
      case FLOAT32 -> "float";
      case FLOAT16, BFLOAT16 -> "ushort";
      case FLOAT64 -> "double";
      case INT32 -> "int";
      case BOOL -> "uchar";
    };
  }

  /** Returns the expression for an operation on operands that are names or literals. */
  String operation(Precision in, Primitive primitive, String a, String b, String c) {
    boolean divides = dividesExactly || in == Precision.DOUBLE;
    return switch (primitive) {
      case ADD, INT_ADD -> a + " + " + b;
      case SUB, INT_SUB -> a + " - " + b;
      case MUL -> a + " * " + b;
      case DIV -> divides ? a + " / " + b : "divide(" + a + ", " + b + ")";
      case FMA -> "fma(" + a + ", " + b + ", " + c + ")";
      case SQRT -> (divides ? "sqrt(" : "square_root(") + a + ")";
      case NEG -> in.negate(a);
      case ABS -> in.absolute(a);
      case LESS -> a + " < " + b;
      case LESS_EQUAL -> a + " <= " + b;
      case EQUAL -> a + " == " + b;
      case INT_LESS -> in.toSigned(a) + " < " + in.toSigned(b);
      case INT_EQUAL -> a + " == " + b;
      case TO_REAL -> "(" + in.real() + ") " + in.toSigned(a);
      case SELECT -> a + " ? " + b + " : " + c;
      case BITS -> in.toBits(a);
      case FROM_BITS -> in.fromBits(a);
      case FROM_HALF -> "from_half(" + a + ")";
      case TO_HALF -> "to_half(" + a + ")";
      case INT_MIN -> in.toBits("min(" + in.toSigned(a) + ", " + in.toSigned(b) + ")");
      case INT_AND -> a + " & " + b;
      case INT_OR -> a + " | " + b;
      case INT_XOR -> a + " ^ " + b;
      case SHIFT_LEFT -> a + " << " + b;
      case SHIFT_RIGHT -> in.shiftRight(a, b);
      case SHIFT_RIGHT_UNSIGNED -> a + " >> " + b;
    };
  }
}
