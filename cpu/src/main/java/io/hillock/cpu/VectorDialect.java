package io.hillock.cpu;

import io.hillock.kernels.Expr;
import io.hillock.kernels.Primitive;

/**
 * A vector of the Vector API.
 *
 * @param wide whether numbers have 64 bits, and not 32
 * @param lanes how many numbers there are in a vector
 */
record VectorDialect(boolean wide, int lanes) implements JavaDialect {
  private String real() {
    return wide ? "DoubleVector" : "FloatVector";
  }

  private String reals() {
    return wide ? "DOUBLES" : "FLOATS";
  }

  private String integer() {
    return wide ? "LongVector" : "IntVector";
  }

  private String integers() {
    return wide ? "LONGS" : "INTS";
  }

  @Override
  public String type(Expr.Type type) {
    return switch (type) {
      case REAL -> real();
      case INTEGER -> integer();
      case BOOLEAN -> "VectorMask";
    };
  }

  @Override
  public String operation(Primitive primitive, String a, String b, String c) {
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
      case BITS -> bits(a);
      case FROM_BITS -> fromBits(a);
      case FROM_HALF, TO_HALF ->
          throw new IllegalArgumentException(primitive + " is written with other operations");
      case INT_AND -> a + ".and(" + b + ")";
      case INT_OR -> a + ".or(" + b + ")";
      case INT_XOR -> a + ".lanewise(VectorOperators.XOR, " + b + ")";
      case SHIFT_LEFT -> a + ".lanewise(VectorOperators.LSHL, " + b + ")";
      case SHIFT_RIGHT -> a + ".lanewise(VectorOperators.ASHR, " + b + ")";
      case SHIFT_RIGHT_UNSIGNED -> a + ".lanewise(VectorOperators.LSHR, " + b + ")";
    };
  }

  /**
   * With a conversion that is given the species: that of reinterpretAsInts is looked up, which the
   * compiler of JDK 17 does not always see through where many kernels run; it then makes garbage.
   */
  private String bits(String real) {
    String conversion = wide ? "REINTERPRET_D2L" : "REINTERPRET_F2I";
    return "(" + integer() + ") " + converted(real, conversion, integers());
  }

  private String fromBits(String integer) {
    String conversion = wide ? "REINTERPRET_L2D" : "REINTERPRET_I2F";
    return "(" + real() + ") " + converted(integer, conversion, reals());
  }

  private static String converted(String vector, String conversion, String species) {
    return vector + ".convertShape(VectorOperators." + conversion + ", " + species + ", 0)";
  }

  @Override
  public String spread(Expr.Type type, String scalar) {
    return switch (type) {
      case REAL -> real() + ".broadcast(" + reals() + ", " + scalar + ")";
      case INTEGER -> integer() + ".broadcast(" + integers() + ", " + scalar + ")";
      case BOOLEAN -> reals() + ".maskAll(" + scalar + ")";
    };
  }

  @Override
  public String load(Elements elements, String array, String index) {
    String from = "(" + species(elements) + ", " + array + ", " + index + ")";
    return elements == Elements.SHORTS
        ? "(IntVector) " + converted("ShortVector.fromArray" + from, "S2I", "INTS")
        : real() + ".fromArray" + from;
  }

  private String species(Elements elements) {
    return elements == Elements.SHORTS ? "SHORTS" : reals();
  }

  @Override
  public String store(Elements elements, String array, String index, String value) {
    String stored =
        elements == Elements.SHORTS
            ? "((ShortVector) " + converted(value, "I2S", "SHORTS") + ")"
            : value;
    return stored + ".intoArray(" + array + ", " + index + ")";
  }

  @Override
  public String larger(String a, String b) {
    return a + ".max(" + b + ")";
  }

  @Override
  public String smaller(String a, String b) {
    return a + ".min(" + b + ")";
  }

  @Override
  public String indexOfLanes(boolean high) {
    String ofLanes = "io.hillock.cpu.generated.LaneIndex.";
    String arguments = "(step, " + lanes + "), 0)";
    if (wide) {
      return "LongVector lanes = LongVector.fromArray(LONGS, " + ofLanes + "wide" + arguments;
    }
    return high
        ? "IntVector highs = IntVector.fromArray(INTS, " + ofLanes + "high" + arguments
        : "IntVector lows = IntVector.fromArray(INTS, " + ofLanes + "low" + arguments;
  }

  @Override
  public String index(boolean high) {
    if (wide) {
      return high
          ? "lanes.add(index).lanewise(VectorOperators.LSHR, 32)"
          : "lanes.add(index).and(0xffffffffL)";
    }
    if (!high) {
      return "lows.add((int) index)";
    }
    // A lane whose lower word is less than the first lane's, without a sign, has carried.
    String carried =
        "lows.add((int) index).lanewise(VectorOperators.XOR, Integer.MIN_VALUE)"
            + ".compare(VectorOperators.LT, (int) index ^ Integer.MIN_VALUE)";
    return "highs.add((int) (index >>> 32)).add(1, " + carried + ")";
  }
}
