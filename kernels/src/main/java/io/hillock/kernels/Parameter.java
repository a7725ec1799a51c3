package io.hillock.kernels;

import java.util.List;

/**
 * A number that a kernel is called with, the same for all elements.
 *
 * @param name its name
 * @param defaultValue its value where none is given
 * @param least the least value it may have
 * @param greatest the greatest value it may have
 * @param type a real number or an integer
 */
public record Parameter(
    String name, double defaultValue, double least, double greatest, Expr.Type type) {
  /** The greatest integer that a parameter may be: it has 32 bits and no sign. */
  static final long GREATEST_INTEGER = 0xffffffffL;

  /** Returns the value if it is in range. */
  double checked(String kernel, double value) {
    boolean whole = type != Expr.Type.INTEGER || value == Math.rint(value);
    if (!(value >= least && value <= greatest && whole)) {
      throw new IllegalArgumentException(
          "parameter '" + name + "' of " + kernel + " must be " + range() + ", not " + value);
    }
    return value;
  }

  private String range() {
    if (type == Expr.Type.INTEGER) {
      return "a whole number from " + (long) least + " to " + (long) greatest;
    }
    if (least == -Float.MAX_VALUE && greatest == Float.MAX_VALUE) {
      return "a finite float32 number";
    }
    return "from " + (float) least + " to " + (float) greatest;
  }

  static int indexOf(String kernel, List<Parameter> parameters, String name) {
    for (int i = 0; i < parameters.size(); i++) {
      if (parameters.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        kernel
            + " has no parameter '"
            + name
            + "'; "
            + (parameters.isEmpty()
                ? "it has none"
                : "it has "
                    + String.join(", ", parameters.stream().map(Parameter::name).toList())));
  }
}
