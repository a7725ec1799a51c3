package io.hillock.cpu;

import io.hillock.kernels.Expr;
import io.hillock.kernels.Primitive;

/**
 * One number at a time.
 *
 * @param wide whether numbers have 64 bits, and not 32
 */
record ScalarDialect(boolean wide) implements JavaDialect {
  @Override
  public String type(Expr.Type type) {
    return switch (type) {
      case REAL -> wide ? "double" : "float";
      case INTEGER -> wide ? "long" : "int";
      case BOOLEAN -> "boolean";
    };
  }

  @Override
  public String operation(Primitive primitive, String a, String b, String c) {
    return switch (primitive) {
      case ADD, INT_ADD -> a + " + " + b;
      case SUB, INT_SUB -> a + " - " + b;
      case MUL -> a + " * " + b;
      case DIV -> a + " / " + b;
      case FMA -> "Math.fma(" + a + ", " + b + ", " + c + ")";
      case SQRT -> wide ? "Math.sqrt(" + a + ")" : "(float) Math.sqrt((double) " + a + ")";
      case NEG -> "-" + a;
      case ABS -> "Math.abs(" + a + ")";
      case LESS -> a + " < " + b;
      case LESS_EQUAL -> a + " <= " + b;
      case EQUAL -> a + " == " + b;
      case INT_LESS -> a + " < " + b;
      case INT_EQUAL -> a + " == " + b;
      case TO_REAL -> (wide ? "(double) " : "(float) ") + a;
      case SELECT -> a + " ? " + b + " : " + c;
      case BITS -> (wide ? "Double.doubleToRawLongBits(" : "Float.floatToRawIntBits(") + a + ")";
      case FROM_BITS -> (wide ? "Double.longBitsToDouble(" : "Float.intBitsToFloat(") + a + ")";
      case FROM_HALF, TO_HALF ->
          throw new IllegalArgumentException(primitive + " is written with other operations");
      case INT_MIN -> "Math.min(" + a + ", " + b + ")";
      case INT_AND -> a + " & " + b;
      case INT_OR -> a + " | " + b;
      case INT_XOR -> a + " ^ " + b;
      case SHIFT_LEFT -> a + " << " + b;
      case SHIFT_RIGHT -> a + " >> " + b;
      case SHIFT_RIGHT_UNSIGNED -> a + " >>> " + b;
    };
  }

  @Override
  public String spread(Expr.Type type, String scalar) {
    return scalar;
  }

  @Override
  public String load(Elements elements, String array, String index) {
    return array + "[" + index + "]";
  }

  @Override
  public String store(Elements elements, String array, String index, String value) {
    String stored = elements == Elements.SHORTS ? "(short) " + value : value;
    return array + "[" + index + "] = " + stored;
  }

  @Override
  public String larger(String a, String b) {
    return "Math.max(" + a + ", " + b + ")";
  }

  @Override
  public String halves(int size, int from) {
    throw new IllegalStateException("one lane has no halves");
  }

  @Override
  public String joined(String a, String b, String order) {
    throw new IllegalStateException("one lane has no halves");
  }

  @Override
  public String largest(String vector) {
    return vector;
  }

  @Override
  public String places() {
    return "0";
  }

  @Override
  public String bounded(String real, String lanes) {
    return real;
  }

  @Override
  public String smaller(String a, String b) {
    return "Math.min(" + a + ", " + b + ")";
  }

  @Override
  public String indexOfLanes(boolean high) {
    return null;
  }

  @Override
  public String positionOfLanes() {
    return null;
  }

  @Override
  public String position() {
    return wide ? "position + i" : "(int) (position + i)";
  }

  @Override
  public String index(boolean high) {
    if (wide) {
      return high ? "index >>> 32" : "index & 0xffffffffL";
    }
    return high ? "(int) (index >>> 32)" : "(int) index";
  }
}
