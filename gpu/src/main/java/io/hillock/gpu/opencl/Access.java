package io.hillock.gpu.opencl;

import io.hillock.tensor.spi.Operand;
import java.util.List;

/**
 * Which element of an operand belongs to element e of the call. Each way is a variant of the
 * rendered text. Indices have 32 bits where those suffice, which divide several times as fast.
 */
enum Access {
  /** Element e. */
  DENSE(null),
  /** The only element. */
  SCALAR(null),
  /** Element {@code e / inner % period} with 32 bits. */
  NARROW("uint", "inner", "period"),
  /** Element {@code e / inner % period} with 64 bits. */
  WIDE("ulong", "inner", "period"),
  /** Element {@code e / inner * period + e % inner + offset} with 32 bits. */
  NARROW_SPLIT("uint", "inner", "period", "offset"),
  /** Element {@code e / inner * period + e % inner + offset} with 64 bits. */
  WIDE_SPLIT("ulong", "inner", "period", "offset");

  private static final long LIMIT = 1L << 32;

  private final String type;
  private final List<String> numbers;

  Access(String type, String... numbers) {
    this.type = type;
    this.numbers = List.of(numbers);
  }

  /** Returns how an operand is accessed in a call of the given number of elements. */
  static Access of(Operand operand, long count) {
    return switch (operand.layout()) {
      case DENSE -> DENSE;
      case STRETCHED -> operand.period() == 1 ? SCALAR : isNarrow(operand, count) ? NARROW : WIDE;
      case SPLIT -> isNarrow(operand, count) ? NARROW_SPLIT : WIDE_SPLIT;
    };
  }

  private static boolean isNarrow(Operand operand, long count) {
    if (Math.max(Math.max(count, operand.inner()), operand.period()) >= LIMIT) {
      return false;
    }
    if (operand.layout() == Operand.Layout.STRETCHED) {
      return true;
    }
    // The last element's index, less the block's, must leave room for it; a product could overflow.
    long blocks = Math.max(0, count - 1) / operand.inner();
    return blocks <= Math.floorDiv(LIMIT - operand.inner() - operand.offset(), operand.period());
  }

  /** Returns the arguments this takes for an operand, with their types. */
  List<String> arguments(String operand) {
    return numbers.stream().map(number -> "const " + type + " " + number + operand).toList();
  }

  /** Returns the values of those arguments, in order. */
  List<Long> values(Operand operand) {
    return List.of(operand.inner(), operand.period(), operand.offset()).subList(0, numbers.size());
  }

  /** Returns whether the arguments have 32 bits, and not 64. */
  boolean isNarrow() {
    return "uint".equals(type);
  }

  /** Returns the index expression for an operand. */
  String index(String operand, String element) {
    String e = "(" + type + ") " + element;
    String block = e + " / inner" + operand;
    return switch (this) {
      case DENSE -> element;
      case SCALAR -> "0";
      case NARROW, WIDE -> block + " % period" + operand;
      case NARROW_SPLIT, WIDE_SPLIT ->
          block + " * period" + operand + " + " + e + " % inner" + operand + " + offset" + operand;
    };
  }
}
