package io.hillock.gpu.cuda.emulator;

import io.hillock.gpu.cuda.emulator.Lanes.LongsTest;
import io.hillock.gpu.cuda.emulator.Lanes.Test;
import io.hillock.gpu.cuda.emulator.Lanes.WordsTest;

/** The comparisons of {@code setp}; null for what is not known. */
final class Comparisons {
  private Comparisons() {}

  /** Returns a comparison. */
  static Test of(String name, Type type) {
    if (type == Type.F32 || type == Type.F64) {
      return type == Type.F32 ? single(name) : wide(name);
    }
    boolean signed = type.isSigned();
    boolean equality = name.equals("eq") || name.equals("ne");
    boolean unsignedOnly = name.equals("lo") || name.endsWith("s") || name.startsWith("hi");
    if ((type.isUntyped() && !equality) || (signed && unsignedOnly)) {
      return null;
    }
    return switch (type.bits()) {
      case 16, 32 -> words(name, signed, type.bits());
      case 64 -> longs(name, signed);
      default -> null;
    };
  }

  /** Integers are compared as signed ones, moved by half the range where they are not. */
  private static WordsTest words(String name, boolean signed, int bits) {
    // Those of 16 bits have zeros above.
    int by = bits == 32 ? (signed ? 0 : Integer.MIN_VALUE) : signed ? 0x8000 : 0;
    return switch (name) {
      case "eq" ->
          (a, b) -> {
            int result = 0;
            for (int i = 0; i < Lanes.COUNT; i++) {
              result |= (a[i] == b[i] ? 1 : 0) << i;
            }
            return result;
          };
      case "ne" ->
          (a, b) -> {
            int result = 0;
            for (int i = 0; i < Lanes.COUNT; i++) {
              result |= (a[i] != b[i] ? 1 : 0) << i;
            }
            return result;
          };
      case "lt", "lo" ->
          (a, b) -> {
            int result = 0;
            for (int i = 0; i < Lanes.COUNT; i++) {
              result |= ((a[i] ^ by) < (b[i] ^ by) ? 1 : 0) << i;
            }
            return result;
          };
      case "le", "ls" ->
          (a, b) -> {
            int result = 0;
            for (int i = 0; i < Lanes.COUNT; i++) {
              result |= ((a[i] ^ by) <= (b[i] ^ by) ? 1 : 0) << i;
            }
            return result;
          };
      case "gt", "hi" ->
          (a, b) -> {
            int result = 0;
            for (int i = 0; i < Lanes.COUNT; i++) {
              result |= ((a[i] ^ by) > (b[i] ^ by) ? 1 : 0) << i;
            }
            return result;
          };
      case "ge", "hs" ->
          (a, b) -> {
            int result = 0;
            for (int i = 0; i < Lanes.COUNT; i++) {
              result |= ((a[i] ^ by) >= (b[i] ^ by) ? 1 : 0) << i;
            }
            return result;
          };
      default -> null;
    };
  }

  private static LongsTest longs(String name, boolean signed) {
    long by = signed ? 0 : Long.MIN_VALUE;
    return switch (name) {
      case "eq" ->
          (a, b) -> {
            int result = 0;
            for (int i = 0; i < Lanes.COUNT; i++) {
              result |= (a[i] == b[i] ? 1 : 0) << i;
            }
            return result;
          };
      case "ne" ->
          (a, b) -> {
            int result = 0;
            for (int i = 0; i < Lanes.COUNT; i++) {
              result |= (a[i] != b[i] ? 1 : 0) << i;
            }
            return result;
          };
      case "lt", "lo" ->
          (a, b) -> {
            int result = 0;
            for (int i = 0; i < Lanes.COUNT; i++) {
              result |= ((a[i] ^ by) < (b[i] ^ by) ? 1 : 0) << i;
            }
            return result;
          };
      case "le", "ls" ->
          (a, b) -> {
            int result = 0;
            for (int i = 0; i < Lanes.COUNT; i++) {
              result |= ((a[i] ^ by) <= (b[i] ^ by) ? 1 : 0) << i;
            }
            return result;
          };
      case "gt", "hi" ->
          (a, b) -> {
            int result = 0;
            for (int i = 0; i < Lanes.COUNT; i++) {
              result |= ((a[i] ^ by) > (b[i] ^ by) ? 1 : 0) << i;
            }
            return result;
          };
      case "ge", "hs" ->
          (a, b) -> {
            int result = 0;
            for (int i = 0; i < Lanes.COUNT; i++) {
              result |= ((a[i] ^ by) >= (b[i] ^ by) ? 1 : 0) << i;
            }
            return result;
          };
      default -> null;
    };
  }

  /** Which of the four outcomes of comparing numbers are true, in the order of {@link #outcome}. */
  private static int outcomes(String name) {
    return switch (name) {
      case "lt" -> 0b0001;
      case "eq" -> 0b0010;
      case "le" -> 0b0011;
      case "gt" -> 0b0100;
      case "ne" -> 0b0101;
      case "ge" -> 0b0110;
      case "num" -> 0b0111;
      case "nan" -> 0b1000;
      case "ltu" -> 0b1001;
      case "equ" -> 0b1010;
      case "leu" -> 0b1011;
      case "gtu" -> 0b1100;
      case "neu" -> 0b1101;
      case "geu" -> 0b1110;
      default -> -1;
    };
  }

  /** Returns 0 for less, 1 for equal, 2 for greater and 3 where either is NaN. */
  private static int outcome(double a, double b) {
    return a < b ? 0 : a == b ? 1 : a > b ? 2 : 3;
  }

  private static WordsTest single(String name) {
    int outcomes = outcomes(name);
    return outcomes < 0
        ? null
        : (a, b) -> {
          int result = 0;
          for (int i = 0; i < Lanes.COUNT; i++) {
            float x = Float.intBitsToFloat(a[i]);
            float y = Float.intBitsToFloat(b[i]);
            result |= (outcomes >> outcome(x, y) & 1) << i;
          }
          return result;
        };
  }

  private static LongsTest wide(String name) {
    int outcomes = outcomes(name);
    return outcomes < 0
        ? null
        : (a, b) -> {
          int result = 0;
          for (int i = 0; i < Lanes.COUNT; i++) {
            double x = Double.longBitsToDouble(a[i]);
            double y = Double.longBitsToDouble(b[i]);
            result |= (outcomes >> outcome(x, y) & 1) << i;
          }
          return result;
        };
  }
}
