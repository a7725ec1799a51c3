package io.hillock.cpu;

import io.hillock.kernels.Expr;
import io.hillock.kernels.Primitive;
import io.hillock.kernels.Reduction;

/** Renders the compensated additions of {@link Reduction}. */
final class SumRenderer {
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

  /** Folds vectors as long as a half fills one, then numbers. */
  void fold() {
    writer.line(1, "public void fold(Object accumulators, int offset) {");
    String type = elements.type();
    writer.line(2, type + "[] partials = (" + type + "[]) accumulators;");
    int width = Reduction.LANES;
    if (lanes > 1) {
      int vectors = Reduction.LANES / lanes;
      for (int i = 0; i < vectors; i++) {
        writer.declare(2, Expr.Type.REAL, "s" + i, load(at(i * lanes)));
        writer.declare(2, Expr.Type.REAL, "c" + i, load(at(Reduction.LANES + i * lanes)));
      }
      for (; width > lanes; width /= 2) {
        int half = width / 2 / lanes;
        for (int i = 0; i < half; i++) {
          String name = width + "_" + i;
          addPair(2, name, "s" + i, "c" + i, "s" + (i + half), "c" + (i + half));
          writer.line(2, "s" + i + " = t" + name + ";");
          writer.line(2, "c" + i + " = d" + name + ";");
        }
      }
      store(2, "offset", "s0");
      store(2, at(Reduction.LANES), "c0");
    }
    writer.line(2, "io.hillock.kernels.Reduction.fold(partials, offset, " + width + ");");
    writer.line(1, "}");
  }

  /** Adds an element to the partial sum it belongs to, in the loop of a phase. */
  void add(int indent, int reduction, String element) {
    String r = "" + reduction;
    String at = reduction * Partials.SIZE + " + (i & " + (Reduction.LANES - 1) + ")";
    String lostAt = at + " + " + Reduction.LANES;
    writer.declare(indent, Expr.Type.REAL, "sum" + r, load(at));
    writer.declare(indent, Expr.Type.REAL, "lost" + r, load(lostAt));
    addPair(indent, r, "sum" + r, "lost" + r, element, null);
    store(indent, at, "t" + r);
    store(indent, lostAt, "d" + r);
  }

  /**
   * Declares t and d, the pair (s, c) plus the pair (x, y); y is null where nothing of x was lost.
   * The operations are those of {@link Reduction#lost}.
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
    writer.operation(indent, "d" + name, Primitive.ADD, known, e);
  }

  private String load(String at) {
    return dialect.load(elements, "partials", at);
  }

  private void store(int indent, String at, String value) {
    writer.line(indent, dialect.store(elements, "partials", at, value) + ";");
  }

  private static String at(int index) {
    return index == 0 ? "offset" : "offset + " + index;
  }
}
