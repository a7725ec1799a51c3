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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Renders a program as a Java class that implements {@link
 * io.hillock.cpu.generated.RenderedKernel}: one method for each phase, in which values that are the
 * same for all elements ({@code s}) are computed before the loop and spread into vectors ({@code
 * v}).
 */
final class JavaRenderer {
  /** A vector of shorts has at least 64 bits. */
  private static final int LEAST_SHORTS = 4;

  static final String CLASS_NAME = "io.hillock.cpu.rendered.Kernel";

  private final Program program;
  private final int lanes;
  private final Elements stored;
  private final Elements computed;
  private final JavaDialect dialect;
  private final JavaWriter writer;
  private final JavaWriter scalarWriter;
  private final SumRenderer sums;

  private JavaRenderer(Program program, int lanes) {
    this.program = program;
    this.lanes = lanes;
    this.stored = Elements.stored(program.type());
    this.computed = Elements.computed(program.type());
    this.dialect = JavaDialect.of(program, lanes);
    this.writer = new JavaWriter(dialect);
    this.scalarWriter = writer.in(JavaDialect.scalar(program));
    this.sums = new SumRenderer(writer, computed, lanes);
  }

  /**
   * Returns the source of a program.
   *
   * @param floats the floats in a vector; 1 for code without the Vector API
   */
  static String render(Program program, int floats) {
    return new JavaRenderer(program, lanes(program, floats)).render();
  }

  /** Returns the lanes of a program where a vector holds a number of floats. */
  private static int lanes(Program program, int floats) {
    if (program.type().isConverted() && floats < LEAST_SHORTS) {
      return 1;
    }
    return program.type().isWide() ? Math.max(1, floats / 2) : floats;
  }

  private String render() {
    line(0, "// " + program.name().replaceAll("[^ -~]", "?"));
    line(0, "package io.hillock.cpu.rendered;");
    line(0, "");
    if (lanes > 1) {
      imports();
    }
    line(0, "public final class Kernel implements io.hillock.cpu.generated.RenderedKernel {");
    if (lanes > 1) {
      species();
    }
    line(1, "public int lanes() {");
    line(2, "return " + lanes + ";");
    line(1, "}");
    line(0, "");
    String parameters =
        "Object[] arrays, int[] offsets, double[] parameters, double[] row,"
            + " Object accumulators, long first, long step, long position, int count) {";
    line(1, "public void run(int phase, " + parameters);
    line(2, "switch (phase) {");
    for (int phase = 0; phase < program.phases(); phase++) {
      line(3, "case " + phase + ":");
      String arguments =
          "(arrays, offsets, parameters, row, accumulators, first, step, position, count);";
      line(4, "phase" + phase + arguments);
      line(4, "break;");
    }
    line(3, "default:");
    line(4, "throw new IllegalArgumentException(\"no phase \" + phase);");
    line(2, "}");
    line(1, "}");
    line(0, "");
    sums.fold();
    for (int phase = 0; phase < program.phases(); phase++) {
      line(0, "");
      line(1, "private static void phase" + phase + "(" + parameters);
      phase(phase);
      line(1, "}");
    }
    line(0, "}");
    return writer.toString();
  }

  private void imports() {
    boolean wide = program.type().isWide();
    List<String> names = new ArrayList<>();
    names.add(wide ? "DoubleVector" : "FloatVector");
    names.add(wide ? "LongVector" : "IntVector");
    if (stored == Elements.SHORTS) {
      names.add("ShortVector");
    }
    names.addAll(List.of("VectorMask", "VectorOperators", "VectorSpecies"));
    for (String name : names) {
      line(0, "import jdk.incubator.vector." + name + ";");
    }
    line(0, "");
  }

  private void species() {
    boolean wide = program.type().isWide();
    species(wide ? "DoubleVector" : "FloatVector", wide ? "DOUBLES" : "FLOATS", computed);
    species(wide ? "LongVector" : "IntVector", wide ? "LONGS" : "INTS", computed);
    if (stored == Elements.SHORTS) {
      species("ShortVector", "SHORTS", stored);
    }
    line(0, "");
  }

  private void species(String type, String name, Elements elements) {
    String constant = type + ".SPECIES_" + lanes * elements.bytes() * Byte.SIZE;
    line(1, "private static final VectorSpecies " + name + " = " + constant + ";");
  }

  private void phase(int phase) {
    List<Value> body = program.elementValues(phase, true);
    List<Value> reduced = program.reductions(phase);
    boolean last = phase == program.phases() - 1;
    uniforms(phase, body, reduced);
    if (last && program.reducesRow()) {
      for (int o = 0; o < program.outputs().size(); o++) {
        int array = program.inputs() + o;
        String type = stored.type();
        String name = "((" + type + "[]) arrays[" + array + "])";
        String value = "s" + program.outputs().get(o).id();
        JavaDialect scalar = scalarWriter.dialect();
        line(2, scalar.store(stored, name, "offsets[" + array + "]", value) + ";");
      }
      return;
    }
    arrays(phase, body, reduced);
    line(2, "for (int i = 0; i < count; i += " + lanes + ") {");
    if (body.stream().anyMatch(value -> value.kind() == Kind.INDEX)) {
      line(3, "long index = first + i * step;");
    }
    for (Value value : body) {
      if (isLoaded(value, phase)) {
        int array = array(value);
        declare(3, value, dialect.load(elements(array), "a" + array, "o" + array + " + i"));
      } else if (value.kind() == Kind.INDEX) {
        declare(3, value, dialect.index(value.bits() == 1));
      } else if (value.kind() == Kind.POSITION) {
        declare(3, value, dialect.position());
      } else {
        operation(3, value, writer, "v");
      }
      if (isKept(value) && value.phase() == phase) {
        store(array(value), value);
      }
    }
    for (int r = 0; r < reduced.size(); r++) {
      String operand = "v" + reduced.get(r).operands().get(0).id();
      switch (reduced.get(r).reduction()) {
        case MAX -> line(3, "m" + r + " = " + dialect.larger("m" + r, operand) + ";");
        case SUM -> sums.add(3, r, operand);
      }
    }
    if (last) {
      for (int o = 0; o < program.outputs().size(); o++) {
        store(program.inputs() + o, program.outputs().get(o));
      }
    }
    line(2, "}");
    for (int r = 0; r < reduced.size(); r++) {
      if (reduced.get(r).reduction() == Reduction.MAX) {
        line(2, dialect.store(computed, "partials", "" + r * Partials.SIZE, "m" + r) + ";");
      }
    }
  }

  /** Declares what the loop of a phase reads and writes. */
  private void arrays(int phase, List<Value> body, List<Value> reduced) {
    Set<Integer> used = new TreeSet<>();
    for (Value value : body) {
      if (isLoaded(value, phase) || isKept(value)) {
        used.add(array(value));
      }
    }
    if (phase == program.phases() - 1) {
      for (int o = 0; o < program.outputs().size(); o++) {
        used.add(program.inputs() + o);
      }
    }
    for (int array : used) {
      String type = elements(array).type();
      line(2, type + "[] a" + array + " = (" + type + "[]) arrays[" + array + "];");
      line(2, "int o" + array + " = offsets[" + array + "];");
    }
    if (!reduced.isEmpty()) {
      String type = computed.type();
      line(2, type + "[] partials = (" + type + "[]) accumulators;");
    }
    for (int r = 0; r < reduced.size(); r++) {
      if (reduced.get(r).reduction() == Reduction.MAX) {
        String partials = dialect.load(computed, "partials", "" + r * Partials.SIZE);
        writer.declare(2, Expr.Type.REAL, "m" + r, partials);
      }
    }
    Set<String> ofLanes = new LinkedHashSet<>();
    for (Value value : body) {
      if (value.kind() == Kind.INDEX) {
        ofLanes.add(dialect.indexOfLanes(false));
        ofLanes.add(dialect.indexOfLanes(value.bits() == 1));
      } else if (value.kind() == Kind.POSITION) {
        ofLanes.add(dialect.positionOfLanes());
      }
    }
    for (String declaration : ofLanes) {
      if (declaration != null) {
        line(2, declaration + ";");
      }
    }
  }

  private void store(int array, Value value) {
    String at = "o" + array + " + i";
    line(3, dialect.store(elements(array), "a" + array, at, "v" + value.id()) + ";");
  }

  /** Computes what is the same for all elements, and spreads what elements need of it. */
  private void uniforms(int phase, List<Value> body, List<Value> reduced) {
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
      program.outputs().forEach(output -> addUniform(output, vectors, scalars));
    }
    for (Value value : program.values()) {
      if (!scalars.contains(value)) {
        continue;
      }
      if (value.kind() == Kind.OPERATION) {
        operation(2, value, scalarWriter, "s");
      } else {
        scalarWriter.declare(2, value.type(), "s" + value.id(), uniform(value));
      }
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

  /** Returns the expression for a value that is not computed here. */
  private String uniform(Value value) {
    boolean wide = program.type().isWide();
    String narrowed = wide ? "" : "(float) ";
    return switch (value.kind()) {
      case PARAMETER -> {
        String parameter = "parameters[" + value.index() + "]";
        String integer = wide ? "(long) " : "(int) (long) ";
        yield (value.type() == Expr.Type.INTEGER ? integer : narrowed) + parameter;
      }
      case REDUCTION -> narrowed + "row[" + program.reductions().indexOf(value) + "]";
      case CONSTANT -> wide ? constant64(value) : constant32(value);
      case INPUT, INDEX, POSITION, OPERATION ->
          throw new IllegalArgumentException(value + " differs between elements or is computed");
    };
  }

  private static String constant32(Value value) {
    return value.type() == Expr.Type.INTEGER
        ? "" + value.bits()
        : "Float.intBitsToFloat(0x" + Integer.toHexString((int) value.bits()) + ")";
  }

  private static String constant64(Value value) {
    String bits = "0x" + Long.toHexString(value.bits()) + "L";
    return value.type() == Expr.Type.INTEGER ? bits : "Double.longBitsToDouble(" + bits + ")";
  }

  private void operation(int indent, Value value, JavaWriter to, String prefix) {
    List<Value> operands = value.operands();
    String[] names = new String[operands.size()];
    for (int i = 0; i < names.length; i++) {
      boolean literal = value.primitive().isShift() && i == 1;
      names[i] = literal ? "" + operands.get(i).bits() : prefix + operands.get(i).id();
    }
    requireLowerHalves(value);
    String name = prefix + value.id();
    switch (value.primitive()) {
      case FROM_HALF -> HalfConversions.fromHalf(to, indent, name, names[0]);
      case TO_HALF -> HalfConversions.toHalf(to, indent, name, names[0]);
      default -> to.operation(indent, name, value.primitive(), names);
    }
  }

  /** The upper halves of 16-bit inputs and of TO_HALF are not cleared: nothing looks at them. */
  private void requireLowerHalves(Value value) {
    boolean lower =
        value.primitive() == Primitive.FROM_HALF
            || value.primitive() == Primitive.SHIFT_LEFT && value.operands().get(1).bits() == 16;
    for (Value operand : value.operands()) {
      boolean half =
          operand.kind() == Kind.INPUT && program.inputType(operand.index()).isConverted()
              || operand.primitive() == Primitive.TO_HALF;
      if (half && !lower) {
        throw new IllegalArgumentException(value + " works on the bits of a 16-bit number");
      }
    }
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
        ? value.index()
        : program.inputs() + program.outputs().size() + program.kept().indexOf(value);
  }

  private Elements elements(int array) {
    if (array < program.inputs()) {
      return Elements.input(program, array);
    }
    return array < program.inputs() + program.outputs().size() ? stored : computed;
  }

  private void declare(int indent, Value value, String expression) {
    writer.declare(indent, value.type(), "v" + value.id(), expression);
  }

  private void line(int indent, String line) {
    writer.line(indent, line);
  }
}
