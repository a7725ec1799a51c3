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
   * Folds two levels at a time, as long as partial sums fill vectors; then vectors of two groups of
   * rows meet in one, which has half as many partial sums of twice as many rows.
   */
  private void fold(String type) {
    line(1, FOLD);
    line(2, type + "[] p = (" + type + "[]) partials;");
    line(2, "int half = width / 2;");
    line(2, "for (; half >= " + 2 * lanes + "; half /= 4) {");
    line(3, "quarter(p, rows, half);");
    line(2, "}");
    line(2, "if (half == " + lanes + ") {");
    line(3, "halve(p, rows, half);");
    line(2, "}");
    for (int half = lanes / 2; half >= 1; half /= 2) {
      line(2, "meet" + half + "(p, " + vectors(half) + ");");
    }
    line(1, "}");
    line(0, "");
    line(1, "private static void quarter(" + type + "[] p, int rows, int half) {");
    line(2, "int quarter = half / 2;");
    eachVector("quarter");
    pair(4, "0", "i");
    pair(4, "1", "i + quarter");
    pair(4, "2", "i + half");
    pair(4, "3", "i + half + quarter");
    addPair(4, "02", "s0", "c0", "s2", "c2");
    addPair(4, "13", "s1", "c1", "s3", "c3");
    addPair(4, "01", "s0", "c0", "s1", "c1");
    storePair(4, "i", "s0", "c0");
    line(3, "}");
    line(2, "}");
    line(1, "}");
    line(0, "");
    line(1, "private static void halve(" + type + "[] p, int rows, int half) {");
    eachVector("half");
    pair(4, "0", "i");
    pair(4, "1", "i + half");
    addPair(4, "01", "s0", "c0", "s1", "c1");
    storePair(4, "i", "s0", "c0");
    line(3, "}");
    line(2, "}");
    line(1, "}");
    for (int half = lanes / 2; half >= 1; half /= 2) {
      meet(type, half);
    }
  }

  private void eachVector(String count) {
    line(2, "for (int r = 0; r < rows; r++) {");
    line(3, "int to = " + 2 * HALF + " * r;");
    line(3, "for (int i = to; i < to + " + count + "; i += " + lanes + ") {");
  }

  private void pair(int indent, String name, String at) {
    declare(indent, "s" + name, load("p", at));
    declare(indent, "c" + name, load("p", at + " + " + HALF));
  }

  private void storePair(int indent, String at, String s, String c) {
    line(indent, dialect.store(elements, "p", at, s) + ";");
    line(indent, dialect.store(elements, "p", at + " + " + HALF, c) + ";");
  }

  /** Returns the number of vectors of some rows that have twice so many numbers each. */
  private String vectors(int half) {
    int together = lanes / 2 / half;
    return together == 1 ? "rows" : "(rows + " + (together - 1) + ") / " + together;
  }

  /** Two vectors, the rows of which have twice as many partial sums as they are to have. */
  private void meet(String type, int half) {
    String low = "LOW" + half;
    String high = "HIGH" + half;
    line(0, "");
    line(1, "private static void meet" + half + "(" + type + "[] p, int vectors) {");
    line(2, "for (int v = 0; v < vectors; v += 2) {");
    line(3, "int first = " + 2 * HALF + " * v;");
    line(3, "int second = v + 1 < vectors ? first + " + 2 * HALF + " : first;");
    pair(3, "0", "first");
    pair(3, "1", "second");
    for (String part : new String[] {"s", "c"}) {
      declare(3, part + "2", dialect.joined(part + "0", part + "1", low));
      declare(3, part + "3", dialect.joined(part + "0", part + "1", high));
    }
    addPair(3, "", "s2", "c2", "s3", "c3");
    storePair(3, "first / 2", "s2", "c2");
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
