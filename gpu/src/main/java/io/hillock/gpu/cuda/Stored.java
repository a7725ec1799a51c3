package io.hillock.gpu.cuda;

import io.hillock.kernels.DataType;

/**
 * How elements of a data type are in memory, and in the registers they are loaded to: those of
 * fewer than 32 bits that are loaded together stay several in a register until one is asked for.
 *
 * @param type the data type
 */
record Stored(DataType type) {
  /** Returns the bytes of an element. */
  int bytes() {
    return type.bytes();
  }

  /** Returns the type of a register for an element, or for several. */
  PtxType word() {
    return switch (type) {
      case FLOAT32 -> PtxType.F32;
      case FLOAT64 -> PtxType.F64;
      case FLOAT16, BFLOAT16, INT32, BOOL -> PtxType.B32;
    };
  }

  /** Returns how many elements a register holds after loading them together. */
  int perWord() {
    return word().bytes() / bytes();
  }

  /** Returns the type of one element in memory. */
  String one() {
    return switch (bytes()) {
      case 1 -> "u8";
      case 2 -> "u16";
      default -> word().suffix();
    };
  }

  /** Returns a zero as an operand. */
  String zero() {
    return switch (word()) {
      case F32 -> Precision.SINGLE.zero();
      case F64 -> Precision.DOUBLE.zero();
      default -> "0";
    };
  }
}
