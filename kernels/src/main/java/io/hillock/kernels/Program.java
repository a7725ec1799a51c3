package io.hillock.kernels;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A kernel lowered to straight-line code for one data type: one value per distinct node, in an
 * order in which each comes after what it needs. This is what renderers turn into text and what
 * backends cache their compiled code by: two programs of the same content are equal.
 *
 * <p>Reals are float64 and integers have 64 bits where the data type {@link DataType#isWide is
 * wide}; otherwise they are float32 and have 32 bits. Inputs and outputs of a 16-bit type are
 * integers, their bits in the lower half and zeros above; the conversions are operations of the
 * program. Inputs of {@link DataType#INT32} are integers, their sign moving in where integers have
 * 64 bits; those of {@link DataType#BOOL} are integers, the byte with zeros above.
 *
 * <p>A <em>map</em> program has one phase, no reduction and no position. A <em>row</em> program
 * passes over its row once for each phase: phase p computes the reductions whose operands need no
 * reduction of a phase later than p - 1, and the last phase the output.
 */
public final class Program {
  /** How often a value is computed. */
  public enum Scope {
    /** Once for the whole call: it depends on constants and parameters alone. */
    LAUNCH,
    /** Once for each row: it depends on reductions, too. */
    ROW,
    /** For each element. */
    ELEMENT
  }

  /** What a value is. */
  public enum Kind {
    INPUT,
    INDEX,
    POSITION,
    PARAMETER,
    CONSTANT,
    OPERATION,
    REDUCTION,
    /** What the value of a sum leaves of its compensated pair. */
    REST
  }

  /**
   * One value of the program.
   *
   * @param id its place in the program, from 0
   * @param kind what it is
   * @param type real, integer or truth value
   * @param wide whether a number has 64 bits, and not 32
   * @param primitive the operation, for an operation; otherwise null
   * @param reduction the reduction, for a reduction; otherwise null
   * @param operands the values it is computed from
   * @param bits the bits of a constant, or the index of an input or parameter, or 1 for the upper
   *     word of an element's index and 0 for the lower
   * @param scope how often it is computed
   * @param phase the phase it is computed in; for a reduction the phase that passes over its row
   */
  public record Value(
      int id,
      Kind kind,
      Expr.Type type,
      boolean wide,
      Primitive primitive,
      Reduction reduction,
      List<Value> operands,
      long bits,
      Scope scope,
      int phase) {
    /** Returns the value of a real constant. */
    public double constant() {
      return wide ? Double.longBitsToDouble(bits) : Float.intBitsToFloat((int) bits);
    }

    /** Returns the index of an input or of a parameter. */
    public int index() {
      return (int) bits;
    }

    /** Returns the phase from which on another value can use this one. */
    public int availableFrom() {
      return kind == Kind.REDUCTION ? phase + 1 : phase;
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return id;
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder("v" + id + " = ");
      switch (kind) {
        case INPUT -> text.append("input ").append(bits);
        case INDEX -> text.append(bits == 0 ? "index, low" : "index, high");
        case POSITION -> text.append("position");
        case PARAMETER -> text.append("parameter ").append(bits);
        case CONSTANT ->
            text.append(type == Expr.Type.REAL ? Double.toHexString(constant()) : "" + bits);
        case OPERATION -> text.append(primitive);
        case REDUCTION -> text.append("row ").append(reduction);
        case REST -> text.append("rest of");
      }
      for (Value operand : operands) {
        text.append(" v").append(operand.id);
      }
      return text.toString();
    }
  }

  /** A value that is worth keeping from one phase to the next has at least this many operations. */
  private static final int KEEP_COST = 8;

  private final String name;
  private final DataType type;
  private final List<DataType> inputs;
  private final int parameters;
  private final List<Value> values;
  private final List<Value> outputs;
  private final int phases;
  private final boolean row;
  private final boolean reducesRow;
  private final int operations;
  private final List<Value> reductions;
  private final List<List<Value>> reductionsOfPhase;
  private final List<Value> rests;
  private final List<Value> rowNumbers;
  private final List<Value> kept;
  private final String text;

  Program(
      String name,
      DataType type,
      List<DataType> inputs,
      int parameters,
      List<Value> values,
      List<Value> outputs) {
    this.name = name;
    this.type = type;
    this.inputs = List.copyOf(inputs);
    this.parameters = parameters;
    this.values = List.copyOf(values);
    this.outputs = List.copyOf(outputs);
    this.reductions = values.stream().filter(v -> v.kind() == Kind.REDUCTION).toList();
    this.rests = values.stream().filter(v -> v.kind() == Kind.REST).toList();
    this.rowNumbers = Stream.concat(reductions.stream(), rests.stream()).toList();
    int last = outputs.stream().mapToInt(Value::availableFrom).max().orElse(0);
    this.phases = reductions.isEmpty() ? 1 : last + 1;
    this.row = phases > 1 || values.stream().anyMatch(v -> v.kind() == Kind.POSITION);
    this.reducesRow = row && outputs.stream().noneMatch(out -> out.scope() == Scope.ELEMENT);
    this.operations = (int) values.stream().filter(v -> v.kind() == Kind.OPERATION).count();
    this.reductionsOfPhase =
        IntStream.range(0, phases)
            .mapToObj(phase -> reductions.stream().filter(r -> r.phase() == phase).toList())
            .toList();
    this.kept = findKept();
    StringBuilder content = new StringBuilder();
    content.append(type.label()).append(", ");
    content.append(inputs.size()).append(" inputs, ").append(parameters).append(" parameters\n");
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i) != type) {
        content.append("input ").append(i).append(" is ").append(inputs.get(i).label());
        content.append('\n');
      }
    }
    for (Value value : values) {
      content.append(value).append('\n');
    }
    for (Value output : outputs) {
      content.append("output v").append(output.id()).append('\n');
    }
    this.text = content.toString();
  }

  /**
   * Returns the name of the kernel it was lowered from, for messages; it is not part of equality.
   */
  public String name() {
    return name;
  }

  /** Returns how the elements of outputs and of real inputs are stored. */
  public DataType type() {
    return type;
  }

  /** Returns the number of inputs. */
  public int inputs() {
    return inputs.size();
  }

  /**
   * Returns how the elements of an input are stored: as {@link #type} says, or as {@link
   * DataType#INT32} or {@link DataType#BOOL}.
   */
  public DataType inputType(int input) {
    return inputs.get(input);
  }

  /** Returns the number of parameters. */
  public int parameters() {
    return parameters;
  }

  /** Returns all values in order. */
  public List<Value> values() {
    return values;
  }

  /** Returns how many of the values are operations. */
  public int operations() {
    return operations;
  }

  /** Returns the values that are the results, in order. */
  public List<Value> outputs() {
    return outputs;
  }

  /** Returns whether the program works along a row: it reduces it, or asks for positions in it. */
  public boolean isRow() {
    return row;
  }

  /** Returns whether the result is one number for each row instead of one for each element. */
  public boolean reducesRow() {
    return reducesRow;
  }

  /**
   * Returns the number of phases. The last computes the output; it passes over the row unless
   * {@link #reducesRow}.
   */
  public int phases() {
    return phases;
  }

  /** Returns the operations that are computed once for the whole call. */
  public List<Value> launchValues() {
    return values.stream()
        .filter(v -> v.kind() == Kind.OPERATION && v.scope() == Scope.LAUNCH)
        .toList();
  }

  /** Returns the operations that are computed once for each row at the beginning of a phase. */
  public List<Value> rowValues(int phase) {
    return values.stream()
        .filter(v -> v.kind() == Kind.OPERATION && v.scope() == Scope.ROW && v.phase() == phase)
        .toList();
  }

  /** Returns all reductions, in the order of the program. */
  public List<Value> reductions() {
    return reductions;
  }

  /** Returns the reductions that a phase computes, in the order of the program. */
  public List<Value> reductions(int phase) {
    return reductionsOfPhase.get(phase);
  }

  /** Returns the numbers that a schedule has for each row: the reductions, then rests of sums. */
  public List<Value> rowNumbers() {
    return rowNumbers;
  }

  /** Returns the rest of a reduction, null where the program does not use it. */
  public Value rest(Value reduction) {
    for (Value rest : rests) {
      if (rest.operands().get(0).equals(reduction)) {
        return rest;
      }
    }
    return null;
  }

  /**
   * Returns the element values that are expensive to compute and needed in a later phase than the
   * one that computes them: a schedule may keep them in a row of memory each.
   */
  public List<Value> kept() {
    return kept;
  }

  /**
   * Returns the element values that a phase computes, in order, inputs included.
   *
   * @param phase the phase
   * @param keep whether {@link #kept} values of earlier phases are read back instead of computed
   *     again; they are part of the list, and the caller reads them
   */
  public List<Value> elementValues(int phase, boolean keep) {
    return elementValues(phase, keep ? new HashSet<>(kept) : Set.of());
  }

  private List<Value> elementValues(int phase, Set<Value> keep) {
    Set<Value> needed = new HashSet<>();
    for (Value reduction : reductions(phase)) {
      collect(reduction.operands().get(0), phase, keep, needed);
    }
    if (phase == phases - 1 && !reducesRow()) {
      outputs.forEach(output -> collect(output, phase, keep, needed));
    }
    for (Value value : keep) {
      if (value.phase() == phase) {
        collect(value, phase, keep, needed);
      }
    }
    List<Value> result = new ArrayList<>(needed);
    result.sort((a, b) -> Integer.compare(a.id(), b.id()));
    return result;
  }

  private static void collect(Value value, int phase, Set<Value> keep, Set<Value> needed) {
    if (value.scope() != Scope.ELEMENT || !needed.add(value)) {
      return;
    }
    if (value.phase() < phase && keep.contains(value)) {
      return;
    }
    for (Value operand : value.operands()) {
      collect(operand, phase, keep, needed);
    }
  }

  private List<Value> findKept() {
    Set<Value> result = new LinkedHashSet<>();
    Set<Value> computed = new HashSet<>();
    for (int phase = 0; phase < phases; phase++) {
      List<Value> needed = elementValues(phase, Set.of());
      List<Value> fromLast = new ArrayList<>(needed);
      Collections.reverse(fromLast);
      Set<Value> covered = new HashSet<>();
      for (Value value : fromLast) {
        boolean known = value.phase() < phase && computed.contains(value);
        if (known && value.type() == Expr.Type.REAL && !covered.contains(value)) {
          Set<Value> closure = new HashSet<>();
          collect(value, phase, Set.of(), closure);
          long cost = closure.stream().filter(v -> v.kind() == Kind.OPERATION).count();
          if (cost >= KEEP_COST) {
            result.add(value);
            covered.addAll(closure);
          }
        }
      }
      computed.addAll(needed);
    }
    return List.copyOf(result);
  }

  /** Two programs are equal where their content is: values, inputs, parameters and output. */
  @Override
  public boolean equals(Object other) {
    return this == other || other instanceof Program p && text.equals(p.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** Returns the content as text, one value a line. */
  @Override
  public String toString() {
    return text;
  }
}
