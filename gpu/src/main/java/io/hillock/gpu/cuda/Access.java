package io.hillock.gpu.cuda;

import io.hillock.gpu.IndexWidth;
import io.hillock.tensor.spi.Operand;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which element of an operand belongs to element e of the call, and how a thread gets those of the
 * consecutive elements it takes at once. Each is a variant of the rendered text.
 *
 * @param form how the index is found
 * @param wide whether that takes 64 bits; 32 divide several times as fast
 * @param reach how the elements of a thread lie
 * @param rank the axes of a strided operand; otherwise 0
 */
record Access(Form form, boolean wide, Reach reach, int rank) {
  /** How an index is found. */
  enum Form {
    /** Element e. */
    DENSE,
    /** The only element. */
    SCALAR,
    /** Element {@code e / inner % period}. */
    STRETCHED,
    /** Element {@code e / inner * period + e % inner + offset}. */
    SPLIT,
    /** The sum of {@code e / (the sizes inside) % size * stride} over the axes. */
    STRIDED
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

  static final Access DENSE = new Access(Form.DENSE, true, Reach.TOGETHER, 0);
  static final Access SCALAR = new Access(Form.SCALAR, true, Reach.SAME, 0);

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
              : new Access(Form.STRETCHED, wide, stretched(operand, together), 0);
      case SPLIT -> new Access(Form.SPLIT, wide, split(operand, together), 0);
      case STRIDED ->
          new Access(Form.STRIDED, wide, strided(operand.axes(), together), operand.axes().size());
    };
  }

  private static Reach stretched(Operand operand, int together) {
    // Of 1 every number is a multiple, which says nothing of the elements behind.
    if (together > 1 && operand.inner() % together == 0) {
      return Reach.SAME;
    }
    return operand.inner() == 1 && operand.period() % together == 0 ? Reach.TOGETHER : Reach.EACH;
  }

  private static Reach split(Operand operand, int together) {
    return operand.inner() % together == 0
            && operand.period() % together == 0
            && operand.offset() % together == 0
        ? Reach.TOGETHER
        : Reach.EACH;
  }

  /** Those of a thread are along the innermost axis where its size is a multiple of them. */
  private static Reach strided(List<Operand.Axis> axes, int together) {
    Operand.Axis innermost = axes.get(0);
    if (together == 1 || innermost.size() % together != 0) {
      return Reach.EACH;
    }
    if (innermost.stride() == 0) {
      return Reach.SAME;
    }
    boolean aligned =
        axes.subList(1, axes.size()).stream().allMatch(axis -> axis.stride() % together == 0);
    return innermost.stride() == 1 && aligned ? Reach.TOGETHER : Reach.EACH;
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
      case STRIDED ->
          IntStream.range(0, rank)
              .boxed()
              .flatMap(axis -> Stream.of("size" + axis, "stride" + axis))
              .toList();
    };
  }

  /** Returns one of those numbers, counted from 0. */
  long number(Operand operand, int index) {
    if (form == Form.STRIDED) {
      Operand.Axis axis = operand.axes().get(index / 2);
      return index % 2 == 0 ? axis.size() : axis.stride();
    }
    return index == 0 ? operand.inner() : index == 1 ? operand.period() : operand.offset();
  }
}
