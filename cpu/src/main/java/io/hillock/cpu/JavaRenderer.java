package io.hillock.cpu;

import static io.hillock.kernels.Program.Kind;
import static io.hillock.kernels.Program.Scope;
import static io.hillock.kernels.Program.Value;

import io.hillock.kernels.Expr;
import io.hillock.kernels.Primitive;
import io.hillock.kernels.Program;
import io.hillock.kernels.Reduction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Renders a program as a Java class that implements {@link
 * io.hillock.cpu.generated.RenderedKernel}: one method for each phase, in which values that are the
 * same for all elements ({@code s}) are computed before the loop and spread into vectors ({@code
 * v}).
 */
final class JavaRenderer {
  /** For each reduction there are partial results and, for a sum, what they have lost. */
  static final int PARTIALS = 2 * Reduction.LANES;

  static final String CLASS_NAME = "io.hillock.cpu.rendered.Kernel";

  private final Program program;
  private final JavaDialect dialect;
  private final int lanes;
  private final StringBuilder text = new StringBuilder();

  private JavaRenderer(Program program, int lanes) {
    this.program = program;
    this.lanes = lanes;
    this.dialect = lanes == 1 ? JavaDialect.SCALAR : JavaDialect.VECTOR;
  }

  /**
   * Returns the source of a program.
   *
   * @param lanes the floats in a vector; 1 for code without the Vector API
   */
  static String render(Program program, int lanes) {
    return new JavaRenderer(program, lanes).render();
  }

  private String render() {
    line(0, "// " + program.name().replaceAll("[^ -~]", "?"));
    line(0, "package io.hillock.cpu.rendered;");
    line(0, "");
    if (lanes > 1) {
      line(0, "import jdk.incubator.vector.FloatVector;");
      line(0, "import jdk.incubator.vector.IntVector;");
      line(0, "import jdk.incubator.vector.VectorMask;");
      line(0, "import jdk.incubator.vector.VectorOperators;");
      line(0, "import jdk.incubator.vector.VectorSpecies;");
      line(0, "");
    }
    line(0, "public final class Kernel implements io.hillock.cpu.generated.RenderedKernel {");
    if (lanes > 1) {
      int bits = lanes * Float.SIZE;
      line(1, "private static final VectorSpecies FLOATS = FloatVector.SPECIES_" + bits + ";");
      line(1, "private static final VectorSpecies INTS = IntVector.SPECIES_" + bits + ";");
      line(0, "");
    }
    line(1, "public int lanes() {");
    line(2, "return " + lanes + ";");
    line(1, "}");
    line(0, "");
    String parameters =
        "float[][] arrays, int[] offsets, float[] parameters, float[] row, float[] partials,"
            + " int count) {";
    line(1, "public void run(int phase, " + parameters);
    line(2, "switch (phase) {");
    for (int phase = 0; phase < program.phases(); phase++) {
      line(3, "case " + phase + ":");
      line(4, "phase" + phase + "(arrays, offsets, parameters, row, partials, count);");
      line(4, "break;");
    }
    line(3, "default:");
    line(4, "throw new IllegalArgumentException(\"no phase \" + phase);");
    line(2, "}");
    line(1, "}");
    line(0, "");
    fold();
    for (int phase = 0; phase < program.phases(); phase++) {
      line(0, "");
      line(1, "private static void phase" + phase + "(" + parameters);
      phase(phase);
      line(1, "}");
    }
    line(0, "}");
    return text.toString();
  }

  /** Folds vectors as long as a half fills one, then floats. */
  private void fold() {
    line(1, "public void fold(float[] partials, int offset) {");
    int width = Reduction.LANES;
    if (lanes > 1) {
      int vectors = Reduction.LANES / lanes;
      for (int i = 0; i < vectors; i++) {
        line(2, real() + " s" + i + " = " + dialect.load("partials", at(i * lanes)) + ";");
        int lost = Reduction.LANES + i * lanes;
        line(2, real() + " c" + i + " = " + dialect.load("partials", at(lost)) + ";");
      }
      for (; width > lanes; width /= 2) {
        int half = width / 2 / lanes;
        for (int i = 0; i < half; i++) {
          String name = width + "_" + i;
          addPair(2, name, "s" + i, "c" + i, "s" + (i + half), "c" + (i + half));
          line(2, "s" + i + " = t" + name + ";");
          line(2, "c" + i + " = d" + name + ";");
        }
      }
      line(2, dialect.store("partials", "offset", "s0") + ";");
      line(2, dialect.store("partials", at(Reduction.LANES), "c0") + ";");
    }
    line(2, "io.hillock.kernels.Reduction.fold(partials, offset, " + width + ");");
    line(1, "}");
  }

  /**
   * Declares t and d, the pair (s, c) plus the pair (x, y); y is null where nothing of x was lost.
   * The operations are those of {@link Reduction#lost}.
   */
  private void addPair(int indent, String name, String s, String c, String x, String y) {
    String t = "t" + name;
    String b = "b" + name;
    String e = "e" + name;
    operation(indent, t, Primitive.ADD, s, x);
    operation(indent, b, Primitive.SUB, t, s);
    operation(indent, "f" + name, Primitive.SUB, t, b);
    operation(indent, "g" + name, Primitive.SUB, s, "f" + name);
    operation(indent, "h" + name, Primitive.SUB, x, b);
    operation(indent, e, Primitive.ADD, "g" + name, "h" + name);
    String known = c;
    if (y != null) {
      known = "k" + name;
      operation(indent, known, Primitive.ADD, c, y);
    }
    operation(indent, "d" + name, Primitive.ADD, known, e);
  }

  private void operation(int indent, String result, Primitive primitive, String a, String b) {
    line(indent, real() + " " + result + " = " + dialect.operation(primitive, a, b, null) + ";");
  }

  private static String at(int index) {
    return index == 0 ? "offset" : "offset + " + index;
  }

  private void phase(int phase) {
    List<Value> body = program.elementValues(phase, true);
    List<Value> reduced = program.reductions(phase);
    boolean last = phase == program.phases() - 1;
    uniforms(phase, body, reduced);
    if (last && program.reducesRow()) {
      line(
          2,
          "arrays["
              + program.inputs()
              + "][offsets["
              + program.inputs()
              + "]] = s"
              + program.output().id()
              + ";");
      return;
    }
    Set<Integer> used = new HashSet<>();
    for (Value value : body) {
      if (isLoaded(value, phase) || isKept(value)) {
        used.add(array(value));
      }
    }
    if (last) {
      used.add(program.inputs());
    }
    for (int array : used.stream().sorted().toList()) {
      line(2, "float[] a" + array + " = arrays[" + array + "];");
      line(2, "int o" + array + " = offsets[" + array + "];");
    }
    for (int r = 0; r < reduced.size(); r++) {
      if (reduced.get(r).reduction() == Reduction.MAX) {
        line(2, real() + " m" + r + " = " + dialect.load("partials", "" + r * PARTIALS) + ";");
      }
    }
    line(2, "for (int i = 0; i < count; i += " + lanes + ") {");
    for (Value value : body) {
      if (isLoaded(value, phase)) {
        int array = array(value);
        declare(3, value, dialect.load("a" + array, "o" + array + " + i"));
      } else {
        declare(3, value, operation(value, dialect, "v"));
      }
      if (isKept(value) && value.phase() == phase) {
        int array = array(value);
        line(3, dialect.store("a" + array, "o" + array + " + i", "v" + value.id()) + ";");
      }
    }
    for (int r = 0; r < reduced.size(); r++) {
      String operand = "v" + reduced.get(r).operands().get(0).id();
      switch (reduced.get(r).reduction()) {
        case MAX -> line(3, "m" + r + " = " + dialect.larger("m" + r, operand) + ";");
        case SUM -> {
          String at = r * PARTIALS + " + (i & " + (Reduction.LANES - 1) + ")";
          String lostAt = at + " + " + Reduction.LANES;
          line(3, real() + " sum" + r + " = " + dialect.load("partials", at) + ";");
          line(3, real() + " lost" + r + " = " + dialect.load("partials", lostAt) + ";");
          addPair(3, "" + r, "sum" + r, "lost" + r, operand, null);
          line(3, dialect.store("partials", at, "t" + r) + ";");
          line(3, dialect.store("partials", lostAt, "d" + r) + ";");
        }
      }
    }
    if (last) {
      int array = program.inputs();
      String output = "v" + program.output().id();
      line(3, dialect.store("a" + array, "o" + array + " + i", output) + ";");
    }
    line(2, "}");
    for (int r = 0; r < reduced.size(); r++) {
      if (reduced.get(r).reduction() == Reduction.MAX) {
        line(2, dialect.store("partials", "" + r * PARTIALS, "m" + r) + ";");
      }
    }
  }

  private String real() {
    return dialect.type(Expr.Type.REAL);
  }

  /** Computes what is the same for all elements, and spreads what elements need of it. */
  private void uniforms(int phase, List<Value> body, List<Value> reduced) {
    List<Value> roots = new ArrayList<>(body);
    reduced.forEach(r -> roots.add(r.operands().get(0)));
    roots.add(program.output());
    Set<Value> vectors = new HashSet<>();
    Set<Value> scalars = new HashSet<>();
    for (Value value : body) {
      if (value.kind() == Kind.OPERATION && !isLoaded(value, phase)) {
        for (int i = 0; i < value.operands().size(); i++) {
          if (!(value.primitive().isShift() && i == 1)) {
            addUniform(value.operands().get(i), vectors, scalars);
          }
        }
      }
    }
    for (Value reduction : reduced) {
      addUniform(reduction.operands().get(0), vectors, scalars);
    }
    if (phase == program.phases() - 1) {
      addUniform(program.output(), vectors, scalars);
    }
    for (Value value : program.values()) {
      if (!scalars.contains(value)) {
        continue;
      }
      String expression =
          switch (value.kind()) {
            case PARAMETER -> "parameters[" + value.bits() + "]";
            case CONSTANT -> constant(value);
            case REDUCTION -> "row[" + program.reductions().indexOf(value) + "]";
            default -> operation(value, JavaDialect.SCALAR, "s");
          };
      line(2, JavaDialect.SCALAR.type(value.type()) + " s" + value.id() + " = " + expression + ";");
    }
    for (Value value : program.values()) {
      if (vectors.contains(value)) {
        declare(2, value, dialect.spread(value.type(), "s" + value.id()));
      }
    }
  }

  private static void addUniform(Value value, Set<Value> vectors, Set<Value> scalars) {
    if (value.scope() != Scope.ELEMENT) {
      vectors.add(value);
      addScalar(value, scalars);
    }
  }

  private static void addScalar(Value value, Set<Value> scalars) {
    if (scalars.add(value) && value.kind() == Kind.OPERATION) {
      value.operands().forEach(operand -> addScalar(operand, scalars));
    }
  }

  private String operation(Value value, JavaDialect in, String prefix) {
    List<Value> operands = value.operands();
    String[] names = new String[3];
    for (int i = 0; i < operands.size(); i++) {
      boolean literal = value.primitive().isShift() && i == 1;
      names[i] = literal ? "" + operands.get(i).bits() : prefix + operands.get(i).id();
    }
    return in.operation(value.primitive(), names[0], names[1], names[2]);
  }

  /** A value that this phase reads from memory: an input, or one kept by an earlier phase. */
  private boolean isLoaded(Value value, int phase) {
    return value.kind() == Kind.INPUT || isKept(value) && value.phase() < phase;
  }

  private boolean isKept(Value value) {
    return program.kept().contains(value);
  }

  private int array(Value value) {
    return value.kind() == Kind.INPUT
        ? value.bits()
        : program.inputs() + 1 + program.kept().indexOf(value);
  }

  private static String constant(Value value) {
    return value.type() == Expr.Type.INTEGER
        ? "" + value.bits()
        : "Float.intBitsToFloat(0x" + Integer.toHexString(value.bits()) + ")";
  }

  private void declare(int indent, Value value, String expression) {
    line(indent, dialect.type(value.type()) + " v" + value.id() + " = " + expression + ";");
  }

  private void line(int indent, String line) {
    text.append("  ".repeat(indent)).append(line).append('\n');
  }
}
