package io.hillock.cpu;

import io.hillock.kernels.Expr;
import io.hillock.kernels.Primitive;

/** How the primitive operations are written in Java: for one float, or for a vector of them. */
enum JavaDialect {
  /** One float at a time. */
  SCALAR {
    @Override
    String type(Expr.Type type) {
      return switch (type) {
        case REAL -> "float";
        case INTEGER -> "int";
        case BOOLEAN -> "boolean";
      };
    }

    @Override
    String operation(Primitive primitive, String a, String b, String c) {
      return switch (primitive) {
        case ADD, INT_ADD -> a + " + " + b;
        case SUB, INT_SUB -> a + " - " + b;
        case MUL -> a + " * " + b;
        case DIV -> a + " / " + b;
        case FMA -> "Math.fma(" + a + ", " + b + ", " + c + ")";
        case SQRT -> "(float) Math.sqrt((double) " + a + ")";
        case NEG -> "-" + a;
        case ABS -> "Math.abs(" + a + ")";
        case LESS -> a + " < " + b;
        case LESS_EQUAL -> a + " <= " + b;
        case EQUAL -> a + " == " + b;
        case SELECT -> a + " ? " + b + " : " + c;
        case BITS -> "Float.floatToRawIntBits(" + a + ")";
        case FROM_BITS -> "Float.intBitsToFloat(" + a + ")";
        case INT_AND -> a + " & " + b;
        case INT_OR -> a + " | " + b;
        case INT_XOR -> a + " ^ " + b;
        case SHIFT_LEFT -> a + " << " + b;
        case SHIFT_RIGHT -> a + " >> " + b;
        case SHIFT_RIGHT_UNSIGNED -> a + " >>> " + b;
      };
    }

    @Override
    String spread(Expr.Type type, String scalar) {
      return scalar;
    }

    @Override
    String load(String array, String index) {
      return array + "[" + index + "]";
    }

    @Override
    String store(String array, String index, String value) {
      return array + "[" + index + "] = " + value;
    }

    @Override
    String larger(String a, String b) {
      return "Math.max(" + a + ", " + b + ")";
    }
  },

  /** A vector of the preferred width. */
  VECTOR {
    @Override
    String type(Expr.Type type) {
      return switch (type) {
        case REAL -> "FloatVector";
        case INTEGER -> "IntVector";
        case BOOLEAN -> "VectorMask";
      };
    }

    @Override
    String operation(Primitive primitive, String a, String b, String c) {
      return switch (primitive) {
        case ADD, INT_ADD -> a + ".add(" + b + ")";
        case SUB, INT_SUB -> a + ".sub(" + b + ")";
        case MUL -> a + ".mul(" + b + ")";
        case DIV -> a + ".div(" + b + ")";
        case FMA -> a + ".fma(" + b + ", " + c + ")";
        case SQRT -> a + ".sqrt()";
        case NEG -> a + ".neg()";
        case ABS -> a + ".abs()";
        case LESS -> a + ".compare(VectorOperators.LT, " + b + ")";
        case LESS_EQUAL -> a + ".compare(VectorOperators.LE, " + b + ")";
        case EQUAL -> a + ".compare(VectorOperators.EQ, " + b + ")";
        case SELECT -> c + ".blend(" + b + ", " + a + ")";
        case BITS -> a + ".reinterpretAsInts()";
        case FROM_BITS -> a + ".reinterpretAsFloats()";
        case INT_AND -> a + ".and(" + b + ")";
        case INT_OR -> a + ".or(" + b + ")";
        case INT_XOR -> a + ".lanewise(VectorOperators.XOR, " + b + ")";
        case SHIFT_LEFT -> a + ".lanewise(VectorOperators.LSHL, " + b + ")";
        case SHIFT_RIGHT -> a + ".lanewise(VectorOperators.ASHR, " + b + ")";
        case SHIFT_RIGHT_UNSIGNED -> a + ".lanewise(VectorOperators.LSHR, " + b + ")";
      };
    }

    @Override
    String spread(Expr.Type type, String scalar) {
      return switch (type) {
        case REAL -> "FloatVector.broadcast(FLOATS, " + scalar + ")";
        case INTEGER -> "IntVector.broadcast(INTS, " + scalar + ")";
        case BOOLEAN -> "FLOATS.maskAll(" + scalar + ")";
      };
    }

    @Override
    String load(String array, String index) {
      return "FloatVector.fromArray(FLOATS, " + array + ", " + index + ")";
    }

    @Override
    String store(String array, String index, String value) {
      return value + ".intoArray(" + array + ", " + index + ")";
    }

    @Override
    String larger(String a, String b) {
      return a + ".max(" + b + ")";
    }
  };

  abstract String type(Expr.Type type);

  /** The expression for an operation on operands that are variables or, for a shift, a literal. */
  abstract String operation(Primitive primitive, String a, String b, String c);

  /** The expression for the same value in all lanes. */
  abstract String spread(Expr.Type type, String scalar);

  abstract String load(String array, String index);

  abstract String store(String array, String index, String value);

  /** The expression for the larger of two reals, NaN where either is NaN, by any rule for zeros. */
  abstract String larger(String a, String b);
}
