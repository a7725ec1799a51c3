package io.hillock.cpu;

import io.hillock.kernels.Expr;
import io.hillock.kernels.Primitive;

/** Collects lines of Java; in between, operations in a dialect. */
final class JavaWriter {
  private final JavaDialect dialect;
  private final StringBuilder text;

  JavaWriter(JavaDialect dialect) {
    this(dialect, new StringBuilder());
  }

  private JavaWriter(JavaDialect dialect, StringBuilder text) {
    this.dialect = dialect;
    this.text = text;
  }

  JavaDialect dialect() {
    return dialect;
  }

  /** Returns a writer to the same text in another dialect. */
  JavaWriter in(JavaDialect other) {
    return new JavaWriter(other, text);
  }

  void line(int indent, String line) {
    text.append("  ".repeat(indent)).append(line).append('\n');
  }

  void declare(int indent, Expr.Type type, String name, String expression) {
    line(indent, dialect.type(type) + " " + name + " = " + expression + ";");
  }

  /** Declares the result of an operation. */
  void operation(int indent, String name, Primitive primitive, String... operands) {
    String b = operands.length > 1 ? operands[1] : null;
    String c = operands.length > 2 ? operands[2] : null;
    declare(indent, primitive.result(), name, dialect.operation(primitive, operands[0], b, c));
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
