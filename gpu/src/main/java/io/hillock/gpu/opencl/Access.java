package io.hillock.gpu.opencl;

import io.hillock.tensor.spi.Operand;

/** How an input is read for element e of the result. Each way is a variant of the rendered text. */
enum Access {
  /** Element e. */
  DENSE(null),
  /** The only element. */
  SCALAR(null),
  /** Element {@code e / inner % period} with 32 bits, which divide several times as fast. */
  NARROW("uint"),
  /** Element {@code e / inner % period} with 64 bits. */
  WIDE("ulong");

  private static final long LIMIT = 1L << 32;

  private final String type;

  Access(String type) {
    this.type = type;
  }

  /** Returns how an operand is read in a call of the given number of elements. */
  static Access of(Operand operand, long count) {
    if (operand.dense()) {
      return DENSE;
    }
    if (operand.period() == 1) {
      return SCALAR;
    }
    return Math.max(count, operand.inner()) < LIMIT && operand.period() < LIMIT ? NARROW : WIDE;
  }

  /** Returns the type of the arguments {@code inner} and {@code period}; null where it has none. */
  String type() {
    return type;
  }

  /** Returns the index expression for an input. */
  String index(int input, String element) {
    return switch (this) {
      case DENSE -> element;
      case SCALAR -> "0";
      case NARROW, WIDE -> "(" + type + ") " + element + " / inner" + input + " % period" + input;
    };
  }
}
