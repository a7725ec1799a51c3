package io.hillock.cpu;

import io.hillock.kernels.Expr;
import io.hillock.kernels.Primitive;
import io.hillock.kernels.Program;
import io.hillock.kernels.Program.Kind;
import io.hillock.kernels.Program.Scope;
import io.hillock.kernels.Program.Value;
import io.hillock.kernels.Reduction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Renders the stages of a phase, a method each: a loop over the rows of a block, and in it one over
 * the elements of a row. Values that are the same for all elements ({@code s}) are computed before
 * the loop they are the same in, and spread into vectors ({@code v}).
 */
final class PhaseRenderer {
  /** Loops with no more operations are unrolled where they wait for a maximum. */
  private static final int SHORT = 4;

  private static final int UNROLLED = 4;

  private final Program program;
  private final int phase;
  private final List<Stage> stages;
  private final int lanes;
  private final BlockArrays layout;
  private final JavaDialect dialect;
  private final JavaWriter writer;
  private final JavaWriter scalarWriter;

  /** What the names of a copy of the loop's body end with. */
  private String copy = "";

  /** The index of the element that a copy of the loop's body begins at. */
  private String at = "i";

  PhaseRenderer(Program program, int phase, int lanes, JavaWriter writer) {
    this.program = program;
    this.phase = phase;
    this.stages = StageCutter.stages(program, phase, lanes == 1);
    this.lanes = lanes;
    this.layout = new BlockArrays(program);
    this.dialect = writer.dialect();
    this.writer = writer;
    this.scalarWriter = writer.in(JavaDialect.scalar(program));
  }

  /** Returns how many arrays the stages need to hand values on. */
  int handedOn() {
    return Stage.handedOn(stages).size();
  }

  /** Writes the call of the phase. */
  void call(int indent) {
    if (isLast() && program.reducesRow()) {
      line(indent, "phase" + phase + "(block);");
      return;
    }
    line(indent, "for (int from = 0; from < block.count; from += block.piece()) {");
    line(indent + 1, "int to = Math.min(block.count, from + block.piece());");
    for (int s = 0; s < stages.size(); s++) {
      line(indent + 1, name(s) + "(block, from, to);");
    }
    line(indent, "}");
  }

  private String name(int stage) {
    return "phase" + phase + (stages.size() > 1 ? "stage" + stage : "");
  }

  private boolean isLast() {
    return phase == program.phases() - 1;
  }

  /** Writes the methods of the phase. */
  void methods() {
    if (isLast() && program.reducesRow()) {
      line(0, "");
      line(1, "private static void phase" + phase + "(Block block) {");
      results();
      line(1, "}");
      return;
    }
    for (int s = 0; s < stages.size(); s++) {
      line(0, "");
      line(1, "private static void " + name(s) + "(Block block, int from, int to) {");
      stage(stages.get(s));
      line(1, "}");
    }
  }

  /** One number for each row. */
  private void results() {
    Set<Value> scalars = new HashSet<>();
    program.outputs().forEach(output -> addScalar(output, scalars));
    scalars(2, Scope.LAUNCH, scalars);
    line(2, "for (int r = 0; r < block.rows; r++) {");
    scalars(3, Scope.ROW, scalars);
    for (int o = 0; o < program.outputs().size(); o++) {
      int array = program.inputs() + o;
      Elements stored = layout.elements(array);
      String name = "((" + stored.type() + "[]) block.arrays[" + array + "])";
      String index = "block.offsets[" + array + "] + r * block.pitches[" + array + "]";
      String value = "s" + program.outputs().get(o).id();
      line(3, scalarWriter.dialect().store(stored, name, index, value) + ";");
    }
    line(2, "}");
  }

  private void stage(Stage stage) {
    Set<Value> vectors = new HashSet<>();
    Set<Value> scalars = new HashSet<>();
    uniforms(stage, vectors, scalars);
    scalars(2, Scope.LAUNCH, scalars);
    spread(2, Scope.LAUNCH, vectors);
    Set<Integer> arrays = arrays(stage);
    for (int array : arrays) {
      String type = layout.elements(array).type();
      line(2, type + "[] a" + array + " = (" + type + "[]) block.arrays[" + array + "];");
    }
    boolean indexed = has(stage, Kind.INDEX);
    if (indexed) {
      line(2, "long step = block.step;");
    }
    ofLanes(stage);
    List<Value> maxima = ofStage(stage, Reduction.MAX);
    if (!maxima.isEmpty() && lanes > 1) {
      writer.declare(2, Expr.Type.REAL, "places", dialect.places());
      String least = dialect.spread(Expr.Type.REAL, "Float.NEGATIVE_INFINITY");
      writer.declare(2, Expr.Type.REAL, "least", least);
    }
    line(2, "for (int r = 0; r < block.rows; r++) {");
    scalars(3, Scope.ROW, scalars);
    spread(3, Scope.ROW, vectors);
    for (int array : arrays) {
      String first =
          array < layout.firstHandedOn()
              ? "block.offsets[" + array + "] + r * block.pitches[" + array + "]"
              : "r * (to - from + " + (lanes - 1) + " & -" + lanes + ") - from";
      line(3, "int o" + array + " = " + first + ";");
    }
    if (indexed) {
      line(3, "long firstOfRow = block.first + r * block.rowStep;");
    }
    loops(stage, maxima);
    line(2, "}");
  }

  private static boolean has(Stage stage, Kind kind) {
    return stage.values().stream().anyMatch(value -> value.kind() == kind);
  }

  private List<Value> ofStage(Stage stage, Reduction reduction) {
    return stage.reductions().stream().filter(r -> r.reduction() == reduction).toList();
  }

  /** The loops over the elements; what is behind the last element takes no part in a maximum. */
  private void loops(Stage stage, List<Value> maxima) {
    boolean unrolled = !maxima.isEmpty() && stage.values().size() <= SHORT;
    int copies = unrolled ? UNROLLED : 1;
    String least = dialect.spread(Expr.Type.REAL, "Float.NEGATIVE_INFINITY");
    for (int m = 0; m < maxima.size(); m++) {
      for (int c = 0; c < copies; c++) {
        writer.declare(3, Expr.Type.REAL, "m" + m + (c == 0 ? "" : "_" + c), least);
      }
    }
    String from = "int i = from";
    if (unrolled) {
      int together = copies * lanes;
      line(3, from + ";");
      line(3, "for (; i <= to - " + together + "; i += " + together + ") {");
      for (int c = 0; c < copies; c++) {
        copy = c == 0 ? "" : "_" + c;
        at = c == 0 ? "i" : "i + " + c * lanes;
        body(stage, maxima, false);
      }
      copy = "";
      at = "i";
      line(3, "}");
      from = "";
    }
    line(3, "for (" + from + "; i < to; i += " + lanes + ") {");
    body(stage, maxima, lanes > 1);
    line(3, "}");
    for (int m = 0; m < maxima.size(); m++) {
      for (int c = 1; c < copies; c++) {
        line(3, "m" + m + " = " + dialect.larger("m" + m, "m" + m + "_" + c) + ";");
      }
      String known = reduction(maxima.get(m));
      line(3, known + " = Math.max(" + known + ", " + dialect.largest("m" + m) + ");");
    }
  }

  private String reduction(Value value) {
    int count = layout.rowNumbers();
    int index = layout.place(value);
    return "block.reductions[" + (count == 1 ? "r" : "r * " + count + " + " + index) + "]";
  }

  /**
   * The loop's body.
   *
   * @param bounded whether there may be fewer elements left than there are lanes
   */
  private void body(Stage stage, List<Value> maxima, boolean bounded) {
    if (has(stage, Kind.POSITION)) {
      line(4, "long position = block.position + (" + at + ") - i;");
    }
    if (has(stage, Kind.INDEX)) {
      line(4, "long index = firstOfRow + (" + at + ") * step;");
    }
    for (Value value : stage.values()) {
      boolean computed = value.kind() == Kind.OPERATION && !isLoaded(stage, value);
      if (value.kind() == Kind.INDEX) {
        declare(value, dialect.index(value.bits() == 1));
      } else if (value.kind() == Kind.POSITION) {
        declare(value, dialect.position());
      } else if (computed) {
        operation(4, value, writer);
      } else {
        int array = layout.array(value, stages);
        declare(value, dialect.load(layout.elements(array), "a" + array, index(array)));
      }
      if (computed && (layout.isKept(value) || stage.handedOn().contains(value))) {
        store(layout.array(value, stages), value);
      }
    }
    for (int m = 0; m < maxima.size(); m++) {
      String operand = name(maxima.get(m).operands().get(0));
      if (bounded) {
        operand = dialect.bounded(operand, "to - (" + at + ")");
      }
      line(4, "m" + m + copy + " = " + dialect.larger("m" + m + copy, operand) + ";");
    }
    for (Value sum : ofStage(stage, Reduction.SUM)) {
      Value operand = sum.operands().get(0);
      if (!layout.isKept(operand)) {
        store(layout.summands(sum), operand);
      }
    }
    if (stage.last() && isLast()) {
      for (int o = 0; o < program.outputs().size(); o++) {
        store(program.inputs() + o, program.outputs().get(o));
      }
    }
  }

  /** A value that is read from memory: an input, or one of an earlier phase or stage. */
  private boolean isLoaded(Stage stage, Value value) {
    return layout.isKept(value) && value.phase() < phase || stage.loaded().contains(value);
  }

  private Set<Integer> arrays(Stage stage) {
    Set<Integer> used = new TreeSet<>();
    for (Value value : stage.values()) {
      boolean read = value.kind() == Kind.INPUT || isLoaded(stage, value);
      if (read || layout.isKept(value) || stage.handedOn().contains(value)) {
        used.add(layout.array(value, stages));
      }
    }
    ofStage(stage, Reduction.SUM).forEach(sum -> used.add(layout.summands(sum)));
    if (stage.last() && isLast()) {
      for (int o = 0; o < program.outputs().size(); o++) {
        used.add(program.inputs() + o);
      }
    }
    return used;
  }

  private void ofLanes(Stage stage) {
    Set<String> declarations = new LinkedHashSet<>();
    for (Value value : stage.values()) {
      if (value.kind() == Kind.INDEX) {
        declarations.add(dialect.indexOfLanes(false));
        declarations.add(dialect.indexOfLanes(value.bits() == 1));
      } else if (value.kind() == Kind.POSITION) {
        declarations.add(dialect.positionOfLanes());
      }
    }
    for (String declaration : declarations) {
      if (declaration != null) {
        line(2, declaration + ";");
      }
    }
  }

  private String name(Value value) {
    return "v" + value.id() + (value.scope() == Scope.ELEMENT ? copy : "");
  }

  private String index(int array) {
    return "o" + array + " + " + at;
  }

  private void declare(Value value, String expression) {
    writer.declare(4, value.type(), name(value), expression);
  }

  private void store(int array, Value value) {
    String to = dialect.store(layout.elements(array), "a" + array, index(array), name(value));
    line(4, to + ";");
  }

  /** Finds what is the same for all elements of a row and is needed, as vectors and as numbers. */
  private void uniforms(Stage stage, Set<Value> vectors, Set<Value> scalars) {
    List<Value> needed = new ArrayList<>();
    for (Value value : stage.values()) {
      if (value.kind() == Kind.OPERATION && !isLoaded(stage, value)) {
        for (int i = 0; i < value.operands().size(); i++) {
          if (!(value.primitive().isShift() && i == 1)) {
            needed.add(value.operands().get(i));
          }
        }
      }
    }
    stage.reductions().forEach(reduction -> needed.add(reduction.operands().get(0)));
    if (stage.last() && isLast()) {
      needed.addAll(program.outputs());
    }
    for (Value value : needed) {
      if (value.scope() != Scope.ELEMENT) {
        vectors.add(value);
        addScalar(value, scalars);
      }
    }
  }

  private static void addScalar(Value value, Set<Value> scalars) {
    if (scalars.add(value) && value.kind() == Kind.OPERATION) {
      value.operands().forEach(operand -> addScalar(operand, scalars));
    }
  }

  private void scalars(int indent, Scope scope, Set<Value> scalars) {
    for (Value value : program.values()) {
      if (value.scope() == scope && scalars.contains(value)) {
        if (value.kind() == Kind.OPERATION) {
          operation(indent, value, scalarWriter);
        } else {
          scalarWriter.declare(indent, value.type(), "s" + value.id(), uniform(value));
        }
      }
    }
  }

  private void spread(int indent, Scope scope, Set<Value> vectors) {
    for (Value value : program.values()) {
      if (value.scope() == scope && vectors.contains(value)) {
        String expression = dialect.spread(value.type(), "s" + value.id());
        writer.declare(indent, value.type(), "v" + value.id(), expression);
      }
    }
  }

  /** Returns the expression for a value that is not computed here. */
  private String uniform(Value value) {
    boolean wide = program.type().isWide();
    String narrowed = wide ? "" : "(float) ";
    return switch (value.kind()) {
      case PARAMETER -> {
        String parameter = "block.parameters[" + value.index() + "]";
        String integer = wide ? "(long) " : "(int) (long) ";
        yield (value.type() == Expr.Type.INTEGER ? integer : narrowed) + parameter;
      }
      case REDUCTION, REST -> narrowed + reduction(value);
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

  private void operation(int indent, Value value, JavaWriter to) {
    boolean scalar = to == scalarWriter;
    List<Value> operands = value.operands();
    String[] names = new String[operands.size()];
    for (int i = 0; i < names.length; i++) {
      Value operand = operands.get(i);
      boolean literal = value.primitive().isShift() && i == 1;
      names[i] = literal ? "" + operand.bits() : scalar ? "s" + operand.id() : name(operand);
    }
    requireLowerHalves(value);
    String name = scalar ? "s" + value.id() : name(value);
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

  private void line(int indent, String line) {
    writer.line(indent, line);
  }
}
