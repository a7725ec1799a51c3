package io.hillock.cpu;

import io.hillock.kernels.Expr;
import io.hillock.kernels.Primitive;
import io.hillock.kernels.Reduction;

/**
 * Renders the compensated additions of {@link Reduction}. Partial sums stay in registers: two
 * vectors at a time, which are folded first.
 */
final class SumRenderer {
  /** The partial sums that are left of a chunk. */
  static final int HALF = Reduction.LANES / 2;

  private static final String FOLD = "public void fold(Object partials, int rows, int width) {";

  private final JavaWriter writer;
  private final JavaDialect dialect;
  private final Elements elements;
  private final int lanes;

  SumRenderer(JavaWriter writer, Elements elements, int lanes) {
    this.writer = writer;
    this.dialect = writer.dialect();
    this.elements = elements;
    this.lanes = lanes;
  }

  /** Writes the method of the interface, and what it needs if there are sums. */
  void methods(boolean used) {
    String type = elements.type();
    line(
        1,
        "public void sum("
            + "Object numbers, int offset, int pitch, int count, int rows, Object partials) {");
    if (!used) {
      unused();
      line(0, "");
      line(1, FOLD);
      unused();
      return;
    }
    line(2, type + "[] a = (" + type + "[]) numbers;");
    line(2, type + "[] p = (" + type + "[]) partials;");
    line(2, "for (int r = 0; r < rows; r++) {");
    line(3, "int to = " + 2 * HALF + " * r;");
    line(3, "for (int at = 0; at < " + HALF + "; at += " + lanes + ") {");
    line(4, "int first = offset + r * pitch + at;");
    for (int i = 0; i < 2; i++) {
      // The first number of each is added to (+0, +0).
      declare(4, "x" + i, load("a", i == 0 ? "first" : "first + " + HALF));
      declare(4, "s" + i, dialect.operation(Primitive.ADD, "x" + i, zero(), null));
      writer.operation(4, "c" + i, Primitive.SUB, "s" + i, "s" + i);
    }
    String next = "int i = first + " + Reduction.LANES;
    line(4, "for (" + next + "; i < first + count; i += " + Reduction.LANES + ") {");
    for (int i = 0; i < 2; i++) {
      declare(5, "y" + i, load("a", i == 0 ? "i" : "i + " + HALF));
      addPair(5, "" + i, "s" + i, "c" + i, "y" + i, null);
    }
    line(4, "}");
    addPair(4, "", "s0", "c0", "s1", "c1");
    line(4, dialect.store(elements, "p", "to + at", "s0") + ";");
    line(4, dialect.store(elements, "p", "to + at + " + HALF, "c0") + ";");
    line(3, "}");
    line(2, "}");
    line(1, "}");
    line(0, "");
    fold(type);
  }

  /**
   * Adds the second half of the partial sums that are left to the first, where they fill less than
   * a vector with lanes behind them that count no more.
   */
  private void fold(String type) {
    line(1, FOLD);
    line(2, "for (int half = width / 2; half >= 1; half /= 2) {");
    line(3, "halve((" + type + "[]) partials, rows, half);");
    line(2, "}");
    line(1, "}");
    line(0, "");
    line(1, "private static void halve(" + type + "[] p, int rows, int half) {");
    line(2, "for (int r = 0; r < rows; r++) {");
    line(3, "int to = " + 2 * HALF + " * r;");
    line(3, "for (int i = to; i < to + half; i += " + lanes + ") {");
    declare(4, "s", load("p", "i"));
    declare(4, "c", load("p", "i + " + HALF));
    declare(4, "x", load("p", "i + half"));
    declare(4, "y", load("p", "i + half + " + HALF));
    addPair(4, "", "s", "c", "x", "y");
    line(4, dialect.store(elements, "p", "i", "s") + ";");
    line(4, dialect.store(elements, "p", "i + " + HALF, "c") + ";");
    line(3, "}");
    line(2, "}");
    line(1, "}");
  }

  private void unused() {
    line(2, "throw new IllegalStateException(\"nothing is summed\");");
    line(1, "}");
  }

  /** Returns an operand that is zero. */
  private String zero() {
    return elements == Elements.DOUBLES ? "0d" : "0f";
  }

  /**
   * Adds the pair (x, y) to the pair (s, c); y is null where nothing of x was lost. The operations
   * are those of {@link Reduction#lost}.
   */
  private void addPair(int indent, String name, String s, String c, String x, String y) {
    String t = "t" + name;
    String b = "b" + name;
    String e = "e" + name;
    writer.operation(indent, t, Primitive.ADD, s, x);
    writer.operation(indent, b, Primitive.SUB, t, s);
    writer.operation(indent, "f" + name, Primitive.SUB, t, b);
    writer.operation(indent, "g" + name, Primitive.SUB, s, "f" + name);
    writer.operation(indent, "h" + name, Primitive.SUB, x, b);
    writer.operation(indent, e, Primitive.ADD, "g" + name, "h" + name);
    String known = c;
    if (y != null) {
      known = "k" + name;
      writer.operation(indent, known, Primitive.ADD, c, y);
    }
    line(indent, s + " = " + t + ";");
    line(indent, c + " = " + dialect.operation(Primitive.ADD, known, e, null) + ";");
  }

  private String load(String array, String at) {
    return dialect.load(elements, array, at);
  }

  private void declare(int indent, String name, String expression) {
    writer.declare(indent, Expr.Type.REAL, name, expression);
  }

  private void line(int indent, String line) {
    writer.line(indent, line);
  }
}
