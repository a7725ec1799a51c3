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
  private static final String OF_LANES = "io.hillock.cpu.generated.LaneIndex.";

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
      case INT_LESS -> compareIntegers(a, "LT", b);
      case INT_EQUAL -> compareIntegers(a, "EQ", b);
      case TO_REAL -> "(" + real() + ") " + converted(a, wide ? "L2D" : "I2F", reals());
      case SELECT -> c + ".blend(" + b + ", " + a + ")";
      case BITS -> bits(a);
      case FROM_BITS -> fromBits(a);
      case FROM_HALF, TO_HALF ->
          throw new IllegalArgumentException(primitive + " is written with other operations");
      case INT_MIN -> a + ".min(" + b + ")";
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

  /**
   * A mask of integers is none of reals, and a cast of masks makes garbage on JDK 17: so it selects
   * the bits of 1 or 0, which are then compared as reals.
   */
  private String compareIntegers(String a, String comparison, String b) {
    String one = wide ? "0x3ff0000000000000L" : "0x3f800000";
    String mask = a + ".compare(VectorOperators." + comparison + ", " + b + ")";
    String bits = integer() + ".zero(" + integers() + ").blend(" + one + ", " + mask + ")";
    String zero = wide ? "0d" : "0f";
    return "(" + fromBits(bits) + ").compare(VectorOperators.NE, " + zero + ")";
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
    String from = "(" + elements.name() + ", " + array + ", " + index + ")";
    return switch (elements) {
      case SHORTS -> "(IntVector) " + converted("ShortVector.fromArray" + from, "S2I", "INTS");
      case INTS, LONGS -> integer() + ".fromArray" + from;
      case FLOATS, DOUBLES -> real() + ".fromArray" + from;
      case BYTES -> throw new IllegalArgumentException("truth values are read as integers");
    };
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
  public String halves(int size, int from) {
    String order = OF_LANES + "halves(" + lanes + ", " + size + ", " + from + ")";
    return "VectorShuffle.fromArray(" + reals() + ", " + order + ", 0)";
  }

  @Override
  public String joined(String a, String b, String order) {
    return a + ".rearrange(" + order + ").blend(" + b + ".rearrange(" + order + "), UPPER)";
  }

  @Override
  public String largest(String vector) {
    return vector + ".reduceLanes(VectorOperators.MAX)";
  }

  @Override
  public String places() {
    String array = "io.hillock.cpu.generated.LaneIndex." + (wide ? "DOUBLES" : "FLOATS");
    return real() + ".fromArray(" + reals() + ", " + array + ", 0)";
  }

  @Override
  public String bounded(String real, String lanes) {
    String left = (wide ? "(double) (" : "(float) (") + lanes + ")";
    return "least.blend(" + real + ", places.compare(VectorOperators.LT, " + left + "))";
  }

  @Override
  public String smaller(String a, String b) {
    return a + ".min(" + b + ")";
  }

  @Override
  public String indexOfLanes(boolean high) {
    String arguments = "(step, " + lanes + "), 0)";
    if (wide) {
      return "LongVector lanes = LongVector.fromArray(LONGS, " + OF_LANES + "wide" + arguments;
    }
    return high
        ? "IntVector highs = IntVector.fromArray(INTS, " + OF_LANES + "high" + arguments
        : "IntVector lows = IntVector.fromArray(INTS, " + OF_LANES + "low" + arguments;
  }

  @Override
  public String positionOfLanes() {
    return wide
        ? "LongVector positions = LongVector.fromArray(LONGS, "
            + OF_LANES
            + "wide(1, "
            + lanes
            + "), 0)"
        : "IntVector positions = IntVector.fromArray(INTS, "
            + OF_LANES
            + "low(1, "
            + lanes
            + "), 0)";
  }

  @Override
  public String position() {
    return wide ? "positions.add(position + i)" : "positions.add((int) (position + i))";
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
