package io.hillock.gpu.cuda.emulator;

import io.hillock.gpu.cuda.emulator.Lanes.LongShift;
import io.hillock.gpu.cuda.emulator.Lanes.Longs1;
import io.hillock.gpu.cuda.emulator.Lanes.Longs2;
import io.hillock.gpu.cuda.emulator.Lanes.Longs3;
import io.hillock.gpu.cuda.emulator.Lanes.Widen2;
import io.hillock.gpu.cuda.emulator.Lanes.Widen3;
import io.hillock.gpu.cuda.emulator.Lanes.Words1;
import io.hillock.gpu.cuda.emulator.Lanes.Words2;
import io.hillock.gpu.cuda.emulator.Lanes.Words3;

/** Arithmetic of integers of 16, 32 and 64 bits; null for what is not known. */
final class Integers {
  private static final long WORD = 0xffffffffL;

  private Integers() {}

  /** Returns an operation of two operands of one type. */
  static Lanes binary(String name, Type type) {
    return switch (type.bits()) {
      case 16 -> binary16(name);
      case 32 -> binary32(name, type.isSigned());
      case 64 -> binary64(name, type.isSigned());
      default -> null;
    };
  }

  private static Words2 binary16(String name) {
    return switch (name) {
      case "add" ->
          (d, a, b) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              d[i] = (a[i] + b[i]) & 0xffff;
            }
          };
      case "sub" ->
          (d, a, b) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              d[i] = (a[i] - b[i]) & 0xffff;
            }
          };
      // Zeros above stay zeros.
      case "and", "or", "xor" -> binary32(name, false);
      default -> null;
    };
  }

  private static Words2 binary32(String name, boolean signed) {
    return switch (name) {
      case "add" ->
          (d, a, b) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              d[i] = a[i] + b[i];
            }
          };
      case "sub" ->
          (d, a, b) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              d[i] = a[i] - b[i];
            }
          };
      case "mul.lo" ->
          (d, a, b) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              d[i] = a[i] * b[i];
            }
          };
      case "mul.hi" ->
          signed
              ? (d, a, b) -> {
                for (int i = 0; i < Lanes.COUNT; i++) {
                  d[i] = (int) (((long) a[i] * b[i]) >> 32);
                }
              }
              : (d, a, b) -> {
                for (int i = 0; i < Lanes.COUNT; i++) {
                  d[i] = (int) (((a[i] & WORD) * (b[i] & WORD)) >>> 32);
                }
              };
      case "div" ->
          (d, a, b) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              int by = b[i] == 0 ? 1 : b[i];
              d[i] = signed ? a[i] / by : Integer.divideUnsigned(a[i], by);
            }
          };
      case "rem" ->
          (d, a, b) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              int by = b[i] == 0 ? 1 : b[i];
              d[i] = signed ? a[i] % by : Integer.remainderUnsigned(a[i], by);
            }
          };
      case "min" ->
          (d, a, b) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              boolean less = signed ? a[i] < b[i] : Integer.compareUnsigned(a[i], b[i]) < 0;
              d[i] = less ? a[i] : b[i];
            }
          };
      case "max" ->
          (d, a, b) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              boolean less = signed ? a[i] < b[i] : Integer.compareUnsigned(a[i], b[i]) < 0;
              d[i] = less ? b[i] : a[i];
            }
          };
      case "and" ->
          (d, a, b) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              d[i] = a[i] & b[i];
            }
          };
      case "or" ->
          (d, a, b) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              d[i] = a[i] | b[i];
            }
          };
      case "xor" ->
          (d, a, b) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              d[i] = a[i] ^ b[i];
            }
          };
      default -> null;
    };
  }

  private static Longs2 binary64(String name, boolean signed) {
    return switch (name) {
      case "add" ->
          (d, a, b) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              d[i] = a[i] + b[i];
            }
          };
      case "sub" ->
          (d, a, b) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              d[i] = a[i] - b[i];
            }
          };
      case "mul.lo" ->
          (d, a, b) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              d[i] = a[i] * b[i];
            }
          };
      case "mul.hi" ->
          (d, a, b) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              long high = Math.multiplyHigh(a[i], b[i]);
              d[i] = signed ? high : high + ((a[i] >> 63) & b[i]) + ((b[i] >> 63) & a[i]);
            }
          };
      case "div" ->
          (d, a, b) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              long by = b[i] == 0 ? 1 : b[i];
              d[i] = signed ? a[i] / by : Long.divideUnsigned(a[i], by);
            }
          };
      case "rem" ->
          (d, a, b) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              long by = b[i] == 0 ? 1 : b[i];
              d[i] = signed ? a[i] % by : Long.remainderUnsigned(a[i], by);
            }
          };
      case "min" ->
          (d, a, b) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              boolean less = signed ? a[i] < b[i] : Long.compareUnsigned(a[i], b[i]) < 0;
              d[i] = less ? a[i] : b[i];
            }
          };
      case "max" ->
          (d, a, b) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              boolean less = signed ? a[i] < b[i] : Long.compareUnsigned(a[i], b[i]) < 0;
              d[i] = less ? b[i] : a[i];
            }
          };
      case "and" ->
          (d, a, b) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              d[i] = a[i] & b[i];
            }
          };
      case "or" ->
          (d, a, b) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              d[i] = a[i] | b[i];
            }
          };
      case "xor" ->
          (d, a, b) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              d[i] = a[i] ^ b[i];
            }
          };
      default -> null;
    };
  }

  /** Returns the product in twice the width. */
  static Widen2 mulWide(boolean signed) {
    return signed
        ? (d, a, b) -> {
          for (int i = 0; i < Lanes.COUNT; i++) {
            d[i] = (long) a[i] * b[i];
          }
        }
        : (d, a, b) -> {
          for (int i = 0; i < Lanes.COUNT; i++) {
            d[i] = (a[i] & WORD) * (b[i] & WORD);
          }
        };
  }

  /** Returns the product in twice the width and a sum. */
  static Widen3 madWide(boolean signed) {
    return signed
        ? (d, a, b, c) -> {
          for (int i = 0; i < Lanes.COUNT; i++) {
            d[i] = (long) a[i] * b[i] + c[i];
          }
        }
        : (d, a, b, c) -> {
          for (int i = 0; i < Lanes.COUNT; i++) {
            d[i] = (a[i] & WORD) * (b[i] & WORD) + c[i];
          }
        };
  }

  /** Returns the lower half of the product and a sum. */
  static Lanes madLow(Type type) {
    Words3 words =
        (d, a, b, c) -> {
          for (int i = 0; i < Lanes.COUNT; i++) {
            d[i] = a[i] * b[i] + c[i];
          }
        };
    Longs3 longs =
        (d, a, b, c) -> {
          for (int i = 0; i < Lanes.COUNT; i++) {
            d[i] = a[i] * b[i] + c[i];
          }
        };
    return type.bits() == 32 ? words : longs;
  }

  /** Returns {@code not}, {@code neg}, {@code abs}, {@code clz} or {@code popc}. */
  static Lanes unary(String name, Type type) {
    return switch (type.bits()) {
      case 16 -> name.equals("not") ? not16() : null;
      case 32 -> unary32(name);
      case 64 -> unary64(name);
      default -> null;
    };
  }

  private static Words1 not16() {
    return (d, a) -> {
      for (int i = 0; i < Lanes.COUNT; i++) {
        d[i] = ~a[i] & 0xffff;
      }
    };
  }

  private static Words1 unary32(String name) {
    return switch (name) {
      case "not" ->
          (d, a) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              d[i] = ~a[i];
            }
          };
      case "neg" ->
          (d, a) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              d[i] = -a[i];
            }
          };
      case "abs" ->
          (d, a) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              d[i] = a[i] < 0 ? -a[i] : a[i];
            }
          };
      default -> null;
    };
  }

  private static Longs1 unary64(String name) {
    return switch (name) {
      case "not" ->
          (d, a) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              d[i] = ~a[i];
            }
          };
      case "neg" ->
          (d, a) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              d[i] = -a[i];
            }
          };
      case "abs" ->
          (d, a) -> {
            for (int i = 0; i < Lanes.COUNT; i++) {
              d[i] = a[i] < 0 ? -a[i] : a[i];
            }
          };
      default -> null;
    };
  }

  /** Returns a shift to the left; one by the width or more gives 0. */
  static Lanes shiftLeft(int bits) {
    Words2 words =
        (d, a, b) -> {
          int mask = -1 >>> (32 - bits);
          for (int i = 0; i < Lanes.COUNT; i++) {
            d[i] = Integer.compareUnsigned(b[i], 31) > 0 ? 0 : (a[i] << b[i]) & mask;
          }
        };
    LongShift longs =
        (d, a, b) -> {
          for (int i = 0; i < Lanes.COUNT; i++) {
            d[i] = Integer.compareUnsigned(b[i], 63) > 0 ? 0 : a[i] << b[i];
          }
        };
    return bits == 64 ? longs : words;
  }

  /** Returns a shift to the right; one by the width or more gives the sign, or 0. */
  static Lanes shiftRight(Type type) {
    boolean signed = type.isSigned();
    int spare = 32 - type.bits();
    Words2 words =
        (d, a, b) -> {
          for (int i = 0; i < Lanes.COUNT; i++) {
            int by = Integer.compareUnsigned(b[i], 31) > 0 ? 31 : b[i];
            int value = signed ? a[i] << spare >> spare >> by : a[i] >>> by;
            d[i] = (!signed && by != b[i] ? 0 : value) & (-1 >>> spare);
          }
        };
    LongShift longs =
        (d, a, b) -> {
          for (int i = 0; i < Lanes.COUNT; i++) {
            int by = Integer.compareUnsigned(b[i], 63) > 0 ? 63 : b[i];
            d[i] = signed ? a[i] >> by : by != b[i] ? 0 : a[i] >>> by;
          }
        };
    return type.bits() == 64 ? longs : words;
  }
}
