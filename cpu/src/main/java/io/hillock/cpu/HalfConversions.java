package io.hillock.cpu;

import io.hillock.kernels.Expr;
import io.hillock.kernels.Primitive;

/**
 * The conversions of binary16, written with other operations: Java has none for vectors, and none
 * for scalars before version 20. Exact, subnormals, infinities and NaN included.
 */
final class HalfConversions {
  /** A float32's exponent, and the bits of positive infinity. */
  private static final String EXPONENT = "0x7f800000";

  /** The bits of 65536. */
  private static final String TOO_LARGE = "0x47800000";

  /** The bits of 2^-14, the least binary16 that is not subnormal. */
  private static final String LEAST_NORMAL = "0x38800000";

  /** What is added to the bits of a power of two: 13 to the exponent, 2048 last places. */
  private static final String ROUNDER = "0x6800800";

  /** The sum of 98304 and its rounder, in the last bits: this becomes NaN. */
  private static final String NAN = "Float.intBitsToFloat(0xe00)";

  private final JavaWriter writer;
  private final int indent;
  private final String result;

  private HalfConversions(JavaWriter writer, int indent, String result) {
    this.writer = writer;
    this.indent = indent;
    this.result = result;
  }

  /**
   * Declares the value of a binary16.
   *
   * @param result the name of the value, and the beginning of the names of intermediate ones
   * @param half the name of an integer whose upper half repeats the sign
   */
  static void fromHalf(JavaWriter writer, int indent, String result, String half) {
    new HalfConversions(writer, indent, result).fromHalf(half);
  }

  /** Declares an integer whose lower half is the binary16 that is nearest to a value. */
  static void toHalf(JavaWriter writer, int indent, String result, String value) {
    new HalfConversions(writer, indent, result).toHalf(value);
  }

  /**
   * The exponent and fraction are moved to where a float32 has them, and the exponent's bias is
   * made good. A subnormal has got an implicit bit with that, which a sum takes away again; a
   * product that scales a float32's subnormal would be shorter, but slow on many processors. What
   * was infinite or NaN is 65536 or more, and gets the largest exponent.
   */
  private void fromHalf(String half) {
    String placed = operation("a", Primitive.SHIFT_LEFT, half, "13");
    String magnitude = operation("b", Primitive.INT_AND, placed, "0x0fffe000");
    String bits = operation("c", Primitive.INT_ADD, magnitude, "0x38000000");
    String normal = operation("d", Primitive.FROM_BITS, bits);
    String subnormal = operation("e", Primitive.FMA, normal, "2f", "-0x1p-14f");
    String small = operation("f", Primitive.LESS, normal, "0x1p-14f");
    String finite = operation("g", Primitive.SELECT, small, subnormal, normal);
    String specialBits = operation("h", Primitive.INT_OR, bits, EXPONENT);
    String special = operation("i", Primitive.FROM_BITS, specialBits);
    String isFinite = operation("j", Primitive.LESS, normal, "65536f");
    String absolute = operation("k", Primitive.SELECT, isFinite, finite, special);
    String absoluteBits = operation("l", Primitive.BITS, absolute);
    String sign = operation("m", Primitive.INT_AND, half, "0x80000000");
    String signed = operation("n", Primitive.INT_OR, absoluteBits, sign);
    operation("", Primitive.FROM_BITS, signed);
  }

  /**
   * The magnitude is added to the power of two whose last place is worth as much as that of the
   * binary16 with the magnitude's exponent: this rounds it, once, and leaves its significand in the
   * sum's last bits. The power's exponent is added to that, so that a significand that was rounded
   * up to the next power carries into it. What is too large is taken as 65536, whose exponent is
   * that of infinity. The power is a little more than one: 2048 last places, which modulo 2^16
   * cancel what its exponent is greater than the magnitude's.
   */
  private void toHalf(String value) {
    String bits = operation("a", Primitive.BITS, value);
    String magnitude = operation("b", Primitive.INT_AND, bits, "0x7fffffff");
    String clamped = integer("c", writer.dialect().smaller(magnitude, TOO_LARGE));
    String clampedReal = operation("d", Primitive.FROM_BITS, clamped);
    String exponent = operation("e", Primitive.INT_AND, clamped, EXPONENT);
    String normal = integer("f", writer.dialect().larger(exponent, LEAST_NORMAL));
    String powerBits = operation("g", Primitive.INT_ADD, normal, ROUNDER);
    String power = operation("h", Primitive.FROM_BITS, powerBits);
    String sum = operation("i", Primitive.ADD, clampedReal, power);
    String ordered = operation("j", Primitive.EQUAL, value, value);
    String nan = writer.dialect().spread(Expr.Type.REAL, NAN);
    writer.declare(indent, Expr.Type.REAL, result + "k", nan);
    String rounded = operation("l", Primitive.SELECT, ordered, sum, result + "k");
    String significand = operation("m", Primitive.BITS, rounded);
    String biased = operation("n", Primitive.SHIFT_RIGHT_UNSIGNED, powerBits, "13");
    String unsigned = operation("o", Primitive.INT_ADD, significand, biased);
    String sign = operation("p", Primitive.SHIFT_RIGHT_UNSIGNED, bits, "16");
    String signBit = operation("q", Primitive.INT_AND, sign, "0x8000");
    operation("", Primitive.INT_OR, unsigned, signBit);
  }

  private String operation(String suffix, Primitive primitive, String... operands) {
    writer.operation(indent, result + suffix, primitive, operands);
    return result + suffix;
  }

  private String integer(String suffix, String expression) {
    writer.declare(indent, Expr.Type.INTEGER, result + suffix, expression);
    return result + suffix;
  }
}
