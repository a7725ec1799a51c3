package io.hillock.gpu.cuda.emulator;

import io.hillock.gpu.cuda.emulator.Lanes.Longs1;
import io.hillock.gpu.cuda.emulator.Lanes.Narrow1;
import io.hillock.gpu.cuda.emulator.Lanes.Widen1;
import io.hillock.gpu.cuda.emulator.Lanes.Words1;
import java.util.function.LongUnaryOperator;

/** The conversions of {@code cvt}; null for what is not known. */
final class Conversions {
  private static final int HALF_NAN = 0x7fff;

  private Conversions() {}

  /**
   * Returns a conversion.
   *
   * @param rounding how it rounds, such as {@code rn}, or nothing
   * @param to the type of the result
   * @param target the register it goes to, which may be wider
   * @param from the type of what is converted
   * @param wide whether what is converted is in a register of 64 bits
   */
  static Lanes of(String rounding, Type to, Register target, Type from, boolean wide) {
    LongUnaryOperator one = one(rounding, to, from);
    if (one == null) {
      return null;
    }
    // What an integer has above its type is its sign, in a register that is wider.
    int spare = 64 - Math.min(to.bits(), target.type().bits());
    boolean signed = to.isSigned();
    LongUnaryOperator all =
        x -> {
          long y = one.applyAsLong(x) << spare;
          return signed ? y >> spare : y >>> spare;
        };
    int mask = target.type().bits() == 16 ? 0xffff : -1;
    if (target.isWide()) {
      return wide ? longs(all) : widen(all);
    }
    return wide ? narrow(all, mask) : words(all, mask);
  }

  private static Words1 words(LongUnaryOperator one, int mask) {
    return (d, a) -> {
      for (int i = 0; i < Lanes.COUNT; i++) {
        d[i] = (int) one.applyAsLong(a[i] & 0xffffffffL) & mask;
      }
    };
  }

  private static Longs1 longs(LongUnaryOperator one) {
    return (d, a) -> {
      for (int i = 0; i < Lanes.COUNT; i++) {
        d[i] = one.applyAsLong(a[i]);
      }
    };
  }

  private static Widen1 widen(LongUnaryOperator one) {
    return (d, a) -> {
      for (int i = 0; i < Lanes.COUNT; i++) {
        d[i] = one.applyAsLong(a[i] & 0xffffffffL);
      }
    };
  }

  private static Narrow1 narrow(LongUnaryOperator one, int mask) {
    return (d, a) -> {
      for (int i = 0; i < Lanes.COUNT; i++) {
        d[i] = (int) one.applyAsLong(a[i]) & mask;
      }
    };
  }

  /** Returns what is made of the bits of one number, with any bits above those of the result. */
  private static LongUnaryOperator one(String rounding, Type to, Type from) {
    if (from.isInteger() && to.isInteger()) {
      return rounding.isEmpty() ? x -> extend(x, from) : null;
    }
    if (from.isInteger()) {
      return rounding.equals("rn") ? fromInteger(to, from) : null;
    }
    if (to.isInteger()) {
      return from == Type.F16 ? null : toInteger(rounding, to, from);
    }
    return from.isFloat() && to.isFloat() ? betweenFloats(rounding, to, from) : null;
  }

  private static long extend(long bits, Type type) {
    int spare = 64 - type.bits();
    return type.isSigned() ? bits << spare >> spare : bits << spare >>> spare;
  }

  private static LongUnaryOperator fromInteger(Type to, Type from) {
    boolean unsigned = from == Type.U64;
    return switch (to) {
      case F32 ->
          x -> {
            long value = extend(x, from);
            // Halved, with the bit that is lost kept for rounding.
            return Float.floatToRawIntBits(
                unsigned && value < 0 ? ((value >>> 1) | (value & 1)) * 2f : (float) value);
          };
      case F64 ->
          x -> {
            long value = extend(x, from);
            return Double.doubleToRawLongBits(
                unsigned && value < 0 ? ((value >>> 1) | (value & 1)) * 2.0 : (double) value);
          };
      default -> null;
    };
  }

  private static double real(long bits, Type type) {
    return type == Type.F32 ? Float.intBitsToFloat((int) bits) : Double.longBitsToDouble(bits);
  }

  private static LongUnaryOperator toInteger(String rounding, Type to, Type from) {
    return switch (rounding) {
      case "rni" -> x -> integer(Math.rint(real(x, from)), to, from);
      case "rmi" -> x -> integer(Math.floor(real(x, from)), to, from);
      case "rpi" -> x -> integer(Math.ceil(real(x, from)), to, from);
      case "rzi" -> x -> integer(real(x, from), to, from);
      default -> null;
    };
  }

  /** Returns the integer of a value, the nearest there is where it is too large. */
  private static long integer(double value, Type to, Type from) {
    if (Double.isNaN(value)) {
      return from == Type.F64 || to.bits() == 64 ? 1L << (to.bits() - 1) : 0;
    }
    if (to.isSigned()) {
      long most = Long.MAX_VALUE >> (64 - to.bits());
      return Math.max(-most - 1, Math.min(most, (long) value));
    }
    if (value <= 0) {
      return 0;
    }
    if (to.bits() < 64) {
      return Math.min(-1L >>> (64 - to.bits()), (long) value);
    }
    return value >= 0x1p64
        ? -1
        : value >= 0x1p63 ? (long) (value - 0x1p63) ^ Long.MIN_VALUE : (long) value;
  }

  private static LongUnaryOperator betweenFloats(String rounding, Type to, Type from) {
    return switch (from.text() + " to " + to.text() + " " + rounding) {
      case "f16 to f32 " -> x -> Floats.bits(half((int) x));
      case "f32 to f16 rn" -> x -> toHalf(Float.intBitsToFloat((int) x));
      case "f32 to f64 " -> x -> Double.doubleToRawLongBits(Float.intBitsToFloat((int) x));
      case "f64 to f32 rn" -> x -> Floats.bits((float) Double.longBitsToDouble(x));
      case "f32 to f32 rni" -> x -> Floats.bits((float) Math.rint(real(x, from)));
      case "f64 to f64 rni" -> x -> Double.doubleToRawLongBits(Math.rint(real(x, from)));
      default -> null;
    };
  }

  /** Returns the value of a binary16. */
  private static float half(int bits) {
    int exponent = bits >> 10 & 31;
    int significand = bits & 1023;
    float magnitude =
        exponent == 31
            ? significand == 0 ? Float.POSITIVE_INFINITY : Float.NaN
            : exponent == 0
                ? significand * 0x1p-24f
                : Math.scalb((float) (1024 + significand), exponent - 25);
    return (bits & 0x8000) == 0 ? magnitude : -magnitude;
  }

  /** Returns the binary16 nearest to a value, of two as near the even one. */
  private static int toHalf(float value) {
    if (Float.isNaN(value)) {
      return HALF_NAN;
    }
    int sign = Float.floatToRawIntBits(value) >>> 16 & 0x8000;
    double magnitude = Math.abs((double) value);
    int exponent = Math.max(-14, Math.getExponent(magnitude));
    // In units of the last place, at a power of two above it where it is rounded up so far.
    double units = exponent > 15 ? 2048 : Math.rint(Math.scalb(magnitude, 10 - exponent));
    int bits = exponent > 15 ? 0x7c00 : (int) units + ((exponent + 14) << 10);
    return sign | Math.min(bits, 0x7c00);
  }
}
