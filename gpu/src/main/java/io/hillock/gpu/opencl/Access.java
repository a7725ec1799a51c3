package io.hillock.gpu.opencl;

import io.hillock.gpu.IndexWidth;
import io.hillock.tensor.spi.Operand;
import java.util.ArrayList;
import java.util.List;

/**
 * Which element of an operand belongs to element e of the call. Each way is a variant of the
 * rendered text. Indices have 32 bits where those suffice, which divide several times as fast.
 *
 * @param form how they are found
 * @param isNarrow whether the arguments have 32 bits, and not 64
 * @param rank the axes of a strided operand; otherwise 0
 */
record Access(Form form, boolean isNarrow, int rank) {
  /** How an element is found. */
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

  static final Access DENSE = new Access(Form.DENSE, false, 0);
  static final Access SCALAR = new Access(Form.SCALAR, false, 0);
  static final Access NARROW = new Access(Form.STRETCHED, true, 0);
  static final Access WIDE = new Access(Form.STRETCHED, false, 0);
  static final Access NARROW_SPLIT = new Access(Form.SPLIT, true, 0);
  static final Access WIDE_SPLIT = new Access(Form.SPLIT, false, 0);

  /** Returns how an operand is accessed in a call of the given number of elements. */
  static Access of(Operand operand, long count) {
    boolean narrow = IndexWidth.isNarrow(operand, count);
    return switch (operand.layout()) {
      case DENSE -> DENSE;
      case STRETCHED -> operand.period() == 1 ? SCALAR : narrow ? NARROW : WIDE;
      case SPLIT -> narrow ? NARROW_SPLIT : WIDE_SPLIT;
      case STRIDED -> new Access(Form.STRIDED, narrow, operand.axes().size());
    };
  }

  private String type() {
    return isNarrow ? "uint" : "ulong";
  }

  private List<String> names() {
    return switch (form) {
      case DENSE, SCALAR -> List.of();
      case STRETCHED -> List.of("inner", "period");
      case SPLIT -> List.of("inner", "period", "offset");
      case STRIDED -> {
        List<String> names = new ArrayList<>();
        for (int axis = 0; axis < rank; axis++) {
          names.add("size" + axis + "_");
          names.add("stride" + axis + "_");
        }
        yield names;
      }
    };
  }

  /** Returns the arguments this takes for an operand, with their types. */
  List<String> arguments(String operand) {
    return names().stream().map(name -> "const " + type() + " " + name + operand).toList();
  }

  /** Returns the values of those arguments, in order. */
  List<Long> values(Operand operand) {
    return switch (form) {
      case DENSE, SCALAR -> List.of();
      case STRETCHED -> List.of(operand.inner(), operand.period());
      case SPLIT -> List.of(operand.inner(), operand.period(), operand.offset());
      case STRIDED -> {
        List<Long> values = new ArrayList<>();
        for (Operand.Axis axis : operand.axes()) {
          values.add(axis.size());
          values.add(axis.stride());
        }
        yield values;
      }
    };
  }

  /** Returns the index expression for an operand. */
  String index(String operand, String element) {
    String e = "(" + type() + ") " + element;
    String block = e + " / inner" + operand;
    return switch (form) {
      case DENSE -> element;
      case SCALAR -> "0";
      case STRETCHED -> block + " % period" + operand;
      case SPLIT ->
          block + " * period" + operand + " + " + e + " % inner" + operand + " + offset" + operand;
      case STRIDED -> {
        StringBuilder index = new StringBuilder();
        String rest = e;
        for (int axis = 0; axis < rank; axis++) {
          String size = "size" + axis + "_" + operand;
          index.append(axis == 0 ? "" : " + ").append(rest);
          // The outermost axis ends where the elements do.
          index.append(axis == rank - 1 ? "" : " % " + size);
          index.append(" * stride").append(axis).append('_').append(operand);
          rest += " / " + size;
        }
        yield index.toString();
      }
    };
  }
}
