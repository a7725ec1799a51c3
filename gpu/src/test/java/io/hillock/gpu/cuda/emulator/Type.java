package io.hillock.gpu.cuda.emulator;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The types of PTX that are executed. */
enum Type {
  PRED(1),
  B8(8),
  B16(16),
  B32(32),
  B64(64),
  U8(8),
  U16(16),
  U32(32),
  U64(64),
  S8(8),
  S16(16),
  S32(32),
  S64(64),
  F16(16),
  F32(32),
  F64(64);

  private static final Map<String, Type> BY_TEXT =
      Arrays.stream(values()).collect(Collectors.toMap(Type::text, type -> type));

  private final int bits;

  Type(int bits) {
    this.bits = bits;
  }

  /** Returns the type that is written so, without its dot, or null. */
  static Type of(String name) {
    return BY_TEXT.get(name);
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  int bits() {
    return bits;
  }

  int bytes() {
    return bits / 8;
  }

  boolean isFloat() {
    return name().charAt(0) == 'F';
  }

  boolean isSigned() {
    return name().charAt(0) == 'S';
  }

  /** Returns whether it is bits without a meaning. */
  boolean isUntyped() {
    return name().charAt(0) == 'B';
  }

  boolean isInteger() {
    return isSigned() || name().charAt(0) == 'U';
  }

  /** Returns whether a register of this type may be an operand of an instruction of another. */
  boolean fits(Type other) {
    return bits == other.bits
        && (this == PRED) == (other == PRED)
        && (isUntyped() || other.isUntyped() || isFloat() == other.isFloat());
  }
}
