package io.hillock.gpu.opencl;

import io.hillock.kernels.Expr;
import io.hillock.kernels.Primitive;
import io.hillock.kernels.Program;
import io.hillock.kernels.Program.Kind;
import io.hillock.kernels.Program.Scope;
import io.hillock.kernels.Program.Value;
import io.hillock.kernels.Reduction;
import java.util.ArrayList;
import java.util.List;

/** Writes the parts of OpenCL C that all kernels of a program have: arguments and values. */
final class OpenClWriter {
  /** What every text with reductions has: their steps, as {@link Reduction} defines them. */
  static final String REDUCTIONS =
      """
      static float larger(const float a, const float b) {
        return a > b || a != a ? a : b;
      }

      // A sum and what rounding has lost of it.
      static float2 add(const float2 a, const float2 b) {
        const float sum = a.x + b.x;
        const float part = sum - a.x;
        const float lost = (a.x - (sum - part)) + (b.x - part);
        return (float2) (sum, (a.y + b.y) + lost);
      }

      """;

  private final Program program;
  private final List<Access> accesses;
  private final OpenClDialect dialect;
  private final StringBuilder text = new StringBuilder();

  /**
   * Creates a writer.
   *
   * @param program the program
   * @param accesses how each of its inputs is read
   * @param dialect how operations are written
   */
  OpenClWriter(Program program, List<Access> accesses, OpenClDialect dialect) {
    this.program = program;
    this.accesses = accesses;
    this.dialect = dialect;
  }

  Program program() {
    return program;
  }

  /** Returns the text so far. */
  String text() {
    return text.toString();
  }

  void line(int indent, String line) {
    text.append("  ".repeat(indent)).append(line).append('\n');
  }

  void lines(String block) {
    text.append(block);
  }

  /** Writes what every source begins with. */
  void header() {
    // The name is the user's: nothing of it may end the comment or continue it on the next line.
    line(0, "// " + program.name().replaceAll("[^A-Za-z0-9 _.()-]", "_"));
    line(0, "#pragma OPENCL FP_CONTRACT OFF");
    line(0, "");
    lines(dialect.preamble());
  }

  /**
   * Writes the head of a kernel. Its arguments are {@code first}, the inputs, {@code inner} and
   * {@code period} of each input that is stretched, the parameters, and numbers of type ulong.
   *
   * @param name the kernel's name
   * @param group the work items in a group; 0 for any number
   * @param first the first arguments, with their types
   * @param sizes the names of the last arguments
   */
  void kernel(String name, int group, List<String> first, String... sizes) {
    List<String> arguments = new ArrayList<>(first);
    for (int i = 0; i < program.inputs(); i++) {
      arguments.add("__global const float *in" + i);
    }
    for (int i = 0; i < program.inputs(); i++) {
      String type = accesses.get(i).type();
      if (type != null) {
        arguments.add("const " + type + " inner" + i);
        arguments.add("const " + type + " period" + i);
      }
    }
    for (int i = 0; i < program.parameters(); i++) {
      arguments.add("const float p" + i);
    }
    for (String size : sizes) {
      arguments.add("const ulong " + size);
    }
    if (group > 0) {
      line(0, "__attribute__((reqd_work_group_size(" + group + ", 1, 1)))");
    }
    line(0, "__kernel void " + name + "(");
    for (int i = 0; i < arguments.size(); i++) {
      line(2, arguments.get(i) + (i + 1 < arguments.size() ? "," : ") {"));
    }
  }

  /** Writes the values that are the same for the whole call. */
  void launchValues(int indent) {
    program.launchValues().forEach(value -> declare(indent, value));
  }

  /** Writes the values that are the same for a row, as far as a phase is the first to have them. */
  void rowValues(int indent, int phase) {
    program.rowValues(phase).forEach(value -> declare(indent, value));
  }

  /** Writes all values that a phase needs of the element with index {@code e}. */
  void elementValues(int indent, int phase) {
    program.elementValues(phase, false).forEach(value -> declare(indent, value));
  }

  private void declare(int indent, Value value) {
    String expression = value.kind() == Kind.INPUT ? load(value.bits()) : operation(value);
    line(
        indent,
        "const " + OpenClDialect.type(value.type()) + " " + name(value) + " = " + expression + ";");
  }

  private String load(int input) {
    return "in" + input + "[" + accesses.get(input).index(input, "e") + "]";
  }

  private String operation(Value value) {
    List<Value> operands = value.operands();
    if (value.primitive() == Primitive.LESS && zeroIsChosenBy(value)) {
      if (isZero(operands.get(1))) {
        return OpenClDialect.negative(name(operands.get(0)));
      }
      if (isZero(operands.get(0))) {
        return OpenClDialect.positive(name(operands.get(1)));
      }
    }
    return dialect.operation(
        value.primitive(),
        name(operands.get(0)),
        operands.size() > 1 ? name(operands.get(1)) : null,
        operands.size() > 2 ? name(operands.get(2)) : null);
  }

  /**
   * Returns whether a comparison chooses between a number and what is or may be a zero. LLVM (seen
   * in version 15) takes {@code x < 0.0f ? -0.0f : x} for {@code x <= 0.0f ? -0.0f : x}, as the
   * zeros are equal, and so makes -0 of +0. Compared as an integer, x is safe from that.
   */
  private boolean zeroIsChosenBy(Value comparison) {
    for (Value value : program.values()) {
      if (value.primitive() == Primitive.SELECT && value.operands().get(0).equals(comparison)) {
        for (Value arm : value.operands().subList(1, 3)) {
          boolean computed = arm.scope() == Scope.LAUNCH && arm.kind() == Kind.OPERATION;
          if (isZero(arm) || computed) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static boolean isZero(Value value) {
    return value.kind() == Kind.CONSTANT && value.type() == Expr.Type.REAL && value.constant() == 0;
  }

  /** Returns what a value is called in the text: a variable, an argument or a literal. */
  String name(Value value) {
    return switch (value.kind()) {
      case CONSTANT -> OpenClDialect.literal(value);
      case PARAMETER -> "p" + value.bits();
      default -> "v" + value.id();
    };
  }

  /** Returns the name of the variable in which a work item gathers its part of a reduction. */
  static String part(Value reduction) {
    return "part" + reduction.id();
  }

  /** Returns what a reduction begins with. */
  static String start(Value reduction) {
    return switch (reduction.reduction()) {
      case MAX -> "as_float(0xff800000u)";
      case SUM -> "(float2) (0.0f, 0.0f)";
    };
  }

  /** Writes the variable of {@link #part}. */
  void declarePart(int indent, Value reduction) {
    line(indent, type(reduction) + " " + part(reduction) + " = " + start(reduction) + ";");
  }

  /** Returns the type of a part of a reduction. */
  static String type(Value reduction) {
    return switch (reduction.reduction()) {
      case MAX -> "float";
      case SUM -> "float2";
    };
  }

  /** Writes the step that takes an element into a part of a reduction. */
  void gather(int indent, Value reduction, String part) {
    String element = name(reduction.operands().get(0));
    switch (reduction.reduction()) {
      case MAX -> line(indent, part + " = larger(" + part + ", " + element + ");");
      case SUM -> line(indent, part + " = add(" + part + ", (float2) (" + element + ", 0.0f));");
    }
  }

  /** Returns the reductions of a phase of one kind. */
  List<Value> reductions(int phase, Reduction kind) {
    return program.reductions(phase).stream().filter(v -> v.reduction() == kind).toList();
  }
}
