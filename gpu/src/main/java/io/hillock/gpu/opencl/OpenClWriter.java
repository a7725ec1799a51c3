package io.hillock.gpu.opencl;

import io.hillock.gpu.ParameterTypes;
import io.hillock.kernels.DataType;
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
  private static final String REDUCTIONS =
      """
      static REAL larger(const REAL a, const REAL b) {
        return a > b || a != a ? a : b;
      }

      // A sum and what rounding has lost of it.
      static PAIR add(const PAIR a, const PAIR b) {
        const REAL sum = a.x + b.x;
        const REAL part = sum - a.x;
        const REAL lost = (a.x - (sum - part)) + (b.x - part);
        return (PAIR) (sum, (a.y + b.y) + lost);
      }

      // The value of a sum and what that leaves.
      static PAIR whole(const PAIR a) {
        const REAL value = a.x + a.y;
        return a.y != a.y ? (PAIR) (a.x, ZERO) : (PAIR) (value, (a.x - value) + a.y);
      }

      """;

  private final Program program;
  private final Accesses accesses;
  private final OpenClDialect dialect;
  private final Precision precision;
  private final StringBuilder text = new StringBuilder();

  /**
   * Creates a writer.
   *
   * @param program the program
   * @param accesses how its operands are accessed
   * @param dialect how operations are written
   */
  OpenClWriter(Program program, Accesses accesses, OpenClDialect dialect) {
    this.program = program;
    this.accesses = accesses;
    this.dialect = dialect;
    this.precision = Precision.of(program.type());
  }

  Program program() {
    return program;
  }

  /** Returns what the program computes with. */
  Precision precision() {
    return precision;
  }

  /** Returns the text so far. */
  String text() {
    return text.toString();
  }

  void line(int indent, String line) {
    text.append("  ".repeat(indent)).append(line).append('\n');
  }

  /** Writes a block in which REAL, PAIR and ZERO are placeholders: see {@link Precision#fill}. */
  void lines(String block) {
    text.append(precision.fill(block));
  }

  /** Writes what every source begins with, and what every one with reductions has. */
  void header() {
    // The name is the user's: nothing of it may end the comment or continue it on the next line.
    line(0, "// " + program.name().replaceAll("[^A-Za-z0-9 _.()-]", "_"));
    line(0, "#pragma OPENCL FP_CONTRACT OFF");
    if (precision == Precision.DOUBLE) {
      line(0, "#pragma OPENCL EXTENSION cl_khr_fp64 : enable");
    }
    line(0, "");
    text.append(dialect.preamble(program));
    if (program.isRow()) {
      lines(REDUCTIONS);
    }
  }

  /**
   * Writes the head of a kernel. Its arguments are {@code first}, the inputs, the numbers that say
   * how each of them lies, the parameters, and numbers of type ulong.
   *
   * @param name the kernel's name
   * @param group the work items in a group; 0 for any number
   * @param first the first arguments, with their types
   * @param sizes the names of the last arguments
   */
  void kernel(String name, int group, List<String> first, String... sizes) {
    List<String> arguments = new ArrayList<>(first);
    for (int i = 0; i < program.inputs(); i++) {
      String stored = OpenClDialect.stored(program.inputType(i));
      arguments.add("__global const " + stored + " *in" + i);
    }
    for (int i = 0; i < program.inputs(); i++) {
      arguments.addAll(accesses.inputs().get(i).arguments("" + i));
    }
    for (int i = 0; i < program.parameters(); i++) {
      arguments.add("const " + precision.type(ParameterTypes.of(program, i)) + " p" + i);
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

  /**
   * Returns the arguments for the outputs, with their types: the memories, and behind them the
   * numbers that say how they lie.
   */
  List<String> outputs() {
    String stored = OpenClDialect.stored(program.type());
    List<String> arguments = new ArrayList<>();
    int count = program.outputs().size();
    for (int i = 0; i < count; i++) {
      arguments.add("__global " + stored + " *" + output(i));
    }
    for (int i = 0; i < count; i++) {
      arguments.addAll(accesses.outputs().get(i).arguments("_" + output(i)));
    }
    return arguments;
  }

  private String output(int index) {
    return program.outputs().size() == 1 ? "out" : "out" + index;
  }

  /** Writes the results of the element or row with the given index. */
  void store(int indent, String element) {
    for (int i = 0; i < program.outputs().size(); i++) {
      String index = accesses.outputs().get(i).index("_" + output(i), element);
      line(indent, output(i) + "[" + index + "] = " + name(program.outputs().get(i)) + ";");
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

  /** Writes all values that a phase needs of element {@code i} of a row, with index {@code e}. */
  void elementValues(int indent, int phase) {
    program.elementValues(phase, false).forEach(value -> declare(indent, value));
  }

  private void declare(int indent, Value value) {
    String expression =
        switch (value.kind()) {
          case INPUT -> load(value.index());
          case INDEX -> precision.word("e", value.bits() == 1);
          case POSITION -> precision.position("i");
          default -> operation(value);
        };
    line(
        indent,
        "const " + precision.type(value.type()) + " " + name(value) + " = " + expression + ";");
  }

  private String load(int input) {
    String element = "in" + input + "[" + accesses.inputs().get(input).index("" + input, "e") + "]";
    return program.inputType(input) == DataType.INT32 ? precision.fromSigned(element) : element;
  }

  private String operation(Value value) {
    List<Value> operands = value.operands();
    if (value.primitive() == Primitive.LESS && zeroIsChosenBy(value)) {
      if (isZero(operands.get(1))) {
        return precision.negative(name(operands.get(0)));
      }
      if (isZero(operands.get(0))) {
        return precision.positive(name(operands.get(1)));
      }
    }
    return dialect.operation(
        precision,
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
      case CONSTANT -> precision.literal(value);
      case PARAMETER -> "p" + value.bits();
      default -> "v" + value.id();
    };
  }

  /** Returns the name of the variable in which a work item gathers its part of a reduction. */
  static String part(Value reduction) {
    return "part" + reduction.id();
  }

  /** Returns what a reduction begins with. */
  String start(Value reduction) {
    return switch (reduction.reduction()) {
      case MAX -> precision.negativeInfinity();
      case SUM -> pair(precision.zero());
    };
  }

  /** Writes the variable of {@link #part}. */
  void declarePart(int indent, Value reduction) {
    line(indent, type(reduction) + " " + part(reduction) + " = " + start(reduction) + ";");
  }

  /** Returns the type of a part of a reduction. */
  String type(Value reduction) {
    return switch (reduction.reduction()) {
      case MAX -> precision.real();
      case SUM -> precision.pair();
    };
  }

  /** Returns a number as a sum of which nothing was lost. */
  private String pair(String sum) {
    return "(" + precision.pair() + ") (" + sum + ", " + precision.zero() + ")";
  }

  /** Returns the declaration of a reduction's value, which an expression follows. */
  String result(Value reduction) {
    return "const " + precision.real() + " " + name(reduction) + " = ";
  }

  /** Writes the value of a sum, and its rest where the program has it, from the call for both. */
  void sum(int indent, Value sum, String call) {
    Value rest = program.rest(sum);
    if (rest == null) {
      line(indent, result(sum) + call + ".x;");
      return;
    }
    String whole = "sum" + sum.id();
    line(indent, "const " + precision.pair() + " " + whole + " = " + call + ";");
    line(indent, result(sum) + whole + ".x;");
    line(indent, result(rest) + whole + ".y;");
  }

  /** Writes the step that takes an element into a part of a reduction. */
  void gather(int indent, Value reduction, String part) {
    String element = name(reduction.operands().get(0));
    switch (reduction.reduction()) {
      case MAX -> line(indent, part + " = larger(" + part + ", " + element + ");");
      case SUM -> line(indent, part + " = add(" + part + ", " + pair(element) + ");");
    }
  }

  /** Returns the reductions of a phase of one kind. */
  List<Value> reductions(int phase, Reduction kind) {
    return program.reductions(phase).stream().filter(v -> v.reduction() == kind).toList();
  }
}
