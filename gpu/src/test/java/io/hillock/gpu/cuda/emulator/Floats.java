package io.hillock.gpu.cuda.emulator;

import io.hillock.gpu.cuda.emulator.Lanes.Longs1;
import io.hillock.gpu.cuda.emulator.Lanes.Longs2;
import io.hillock.gpu.cuda.emulator.Lanes.Longs3;
import io.hillock.gpu.cuda.emulator.Lanes.Words1;
import io.hillock.gpu.cuda.emulator.Lanes.Words2;
import io.hillock.gpu.cuda.emulator.Lanes.Words3;

/**
 * Arithmetic of float32 and float64 on their bits, rounded to nearest even, subnormals kept; null
 * for what is not known. The NaN of float32 is the one a device has, whatever the operands' are.
 */
final class Floats {
  /** The NaN of float32 operations. */
  static final int NAN = 0x7fffffff;

  private Floats() {}

  /** Returns the bits of a result. */
  static int bits(float value) {
    return Float.isNaN(value) ? NAN : Float.floatToRawIntBits(value);
  }

  private static float single(int bits) {
    return Float.intBitsToFloat(bits);
  }

  private static long bits(double value) {
    return Double.doubleToRawLongBits(value);
  }

  private static double wide(long bits) {
    return Double.longBitsToDouble(bits);
  }

  /** Returns an operation of one operand. */
  static Lanes unary(String name, Type type) {
    return type == Type.F32 ? unary32(name) : unary64(name);
  }

  private static Words1 unary32(String name) {
    return switch (name) {
      case "neg" ->
          (d, a) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              d[i] = bits(-single(a[i]));
            }
          };
      case "abs" ->
          (d, a) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              d[i] = bits(Math.abs(single(a[i])));
            }
          };
      case "sqrt.rn" ->
          (d, a) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              d[i] = bits((float) Math.sqrt(single(a[i])));
            }
          };
      case "rcp.rn" ->
          (d, a) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              d[i] = bits(1 / single(a[i]));
            }
          };
      default -> null;
    };
  }

  private static Longs1 unary64(String name) {
    return switch (name) {
      case "neg" ->
          (d, a) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              d[i] = a[i] ^ Long.MIN_VALUE;
            }
          };
      case "abs" ->
          (d, a) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              d[i] = a[i] & Long.MAX_VALUE;
            }
          };
      case "sqrt.rn" ->
          (d, a) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              d[i] = bits(Math.sqrt(wide(a[i])));
            }
          };
      case "rcp.rn" ->
          (d, a) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              d[i] = bits(1 / wide(a[i]));
            }
          };
      default -> null;
    };
  }

  /** Returns an operation of two operands. */
  static Lanes binary(String name, Type type) {
    return type == Type.F32 ? binary32(name) : binary64(name);
  }

  private static Words2 binary32(String name) {
    return switch (name) {
      case "add.rn" ->
          (d, a, b) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              d[i] = bits(single(a[i]) + single(b[i]));
            }
          };
      case "sub.rn" ->
          (d, a, b) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              d[i] = bits(single(a[i]) - single(b[i]));
            }
          };
      case "mul.rn" ->
          (d, a, b) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              d[i] = bits(single(a[i]) * single(b[i]));
            }
          };
      case "div.rn" ->
          (d, a, b) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              d[i] = bits(single(a[i]) / single(b[i]));
            }
          };
      case "min" ->
          (d, a, b) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              float x = single(a[i]);
              float y = single(b[i]);
              d[i] = bits(Float.isNaN(x) ? y : Float.isNaN(y) ? x : Math.min(x, y));
            }
          };
      case "max" ->
          (d, a, b) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              float x = single(a[i]);
              float y = single(b[i]);
              d[i] = bits(Float.isNaN(x) ? y : Float.isNaN(y) ? x : Math.max(x, y));
            }
          };
      default -> null;
    };
  }

  private static Longs2 binary64(String name) {
    return switch (name) {
      case "add.rn" ->
          (d, a, b) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              d[i] = bits(wide(a[i]) + wide(b[i]));
            }
          };
      case "sub.rn" ->
          (d, a, b) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              d[i] = bits(wide(a[i]) - wide(b[i]));
            }
          };
      case "mul.rn" ->
          (d, a, b) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              d[i] = bits(wide(a[i]) * wide(b[i]));
            }
          };
      case "div.rn" ->
          (d, a, b) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              d[i] = bits(wide(a[i]) / wide(b[i]));
            }
          };
      case "min" ->
          (d, a, b) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              double x = wide(a[i]);
              double y = wide(b[i]);
              d[i] = bits(Double.isNaN(x) ? y : Double.isNaN(y) ? x : Math.min(x, y));
            }
          };
      case "max" ->
          (d, a, b) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              double x = wide(a[i]);
              double y = wide(b[i]);
              d[i] = bits(Double.isNaN(x) ? y : Double.isNaN(y) ? x : Math.max(x, y));
            }
          };
      default -> null;
    };
  }

  /** Returns the product and the sum, rounded once. */
  static Lanes fma(Type type) {
    Words3 words =
        (d, a, b, c) -> {
          for (int i = 0; i < Lanes.COUNT; i++) {
            d[i] = bits(Math.fma(single(a[i]), single(b[i]), single(c[i])));
          }
        };
    Longs3 longs =
        (d, a, b, c) -> {
          for (int i = 0; i < Lanes.COUNT; i++) {
            d[i] = bits(Math.fma(wide(a[i]), wide(b[i]), wide(c[i])));
          }
        };
    return type == Type.F32 ? words : longs;
  }
}
