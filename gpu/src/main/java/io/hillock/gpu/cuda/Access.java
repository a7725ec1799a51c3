package io.hillock.gpu.cuda;

import io.hillock.gpu.IndexWidth;
import io.hillock.tensor.spi.Operand;
import java.util.List;

/**
 * Which element of an operand belongs to element e of the call, and how a thread gets those of the
 * consecutive elements it takes at once. Each is a variant of the rendered text.
 *
 * @param form how the index is found
 * @param wide whether that takes 64 bits; 32 divide several times as fast
 * @param reach how the elements of a thread lie
 */
record Access(Form form, boolean wide, Reach reach) {
  /** How an index is found. */
  enum Form {
    /** Element e. */
    DENSE,
    /** The only element. */
    SCALAR,
    /** Element {@code e / inner % period}. */
    STRETCHED,
    /** Element {@code e / inner * period + e % inner + offset}. */
    SPLIT
  }

  /** How the elements lie that a thread takes at once. */
  enum Reach {
    /** Each by itself. */
    EACH,
    /** All are the same one. */
    SAME,
    /** Next to each other, where one access takes them all. */
    TOGETHER
  }

  static final Access DENSE = new Access(Form.DENSE, true, Reach.TOGETHER);
  static final Access SCALAR = new Access(Form.SCALAR, true, Reach.SAME);

  /**
   * Returns how an operand is accessed.
   *
   * @param operand the operand
   * @param count the elements of the call
   * @param together how many consecutive elements a thread takes at once, the first of which is a
   *     multiple of that
   */
  static Access of(Operand operand, long count, int together) {
    boolean wide = !IndexWidth.isNarrow(operand, count);
    return switch (operand.layout()) {
      case DENSE -> DENSE;
      case STRETCHED ->
          operand.period() == 1
              ? SCALAR
              : new Access(
                  Form.STRETCHED,
                  wide,
                  // Of 1 every number is a multiple, which says nothing of the elements behind.
                  together > 1 && operand.inner() % together == 0
                      ? Reach.SAME
                      : operand.inner() == 1 && operand.period() % together == 0
                          ? Reach.TOGETHER
                          : Reach.EACH);
      case SPLIT ->
          new Access(
              Form.SPLIT,
              wide,
              operand.inner() % together == 0
                      && operand.period() % together == 0
                      && operand.offset() % together == 0
                  ? Reach.TOGETHER
                  : Reach.EACH);
    };
  }

  /** Returns the type of the numbers that say how the operand lies. */
  PtxType type() {
    return wide ? PtxType.B64 : PtxType.B32;
  }

  /** Returns the names of those numbers. */
  List<String> numbers() {
    return switch (form) {
      case DENSE, SCALAR -> List.of();
      case STRETCHED -> List.of("inner", "period");
      case SPLIT -> List.of("inner", "period", "offset");
    };
  }

  /** Returns one of them. */
  static long number(Operand operand, String name) {
    return switch (name) {
      case "inner" -> operand.inner();
      case "period" -> operand.period();
      default -> operand.offset();
    };
  }
}
