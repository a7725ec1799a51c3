package io.hillock.check;

import io.hillock.check.Arithmetic.Step;
import io.hillock.kernels.Expr;
import io.hillock.kernels.Program;
import io.hillock.kernels.Program.Kind;
import io.hillock.kernels.Program.Scope;
import io.hillock.kernels.Program.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * What the {@link io.hillock.kernels.Interpreter} computes, an operation at a time for a block of
 * elements and so about a hundred times faster: fast enough for all 2^32 floats. It follows the
 * same order of phases and of sums. The interpreter keeps the last word: {@link Check} compares the
 * two on the special values, and asks it about every difference.
 *
 * <p>Elements are in arrays as {@link Elements} describes them. An instance is for one thread at a
 * time.
 */
public final class Reference {
  private static final int BLOCK = 1024;

  /** The elements of a row that a reduction has seen so far. */
  private final class Running {
    private final Value value;
    private final Object block;
    private Object elements = arithmetic.column(Expr.Type.REAL, BLOCK);
    private int capacity = BLOCK;

    Running(Value value, Object block) {
      this.value = value;
      this.block = block;
    }

    /** Takes the block's elements, the first of which has the given index in the row. */
    @SuppressWarnings("SuspiciousSystemArraycopy") // both are columns of reals
    void take(int index, int count) {
      if (index + count > capacity) {
        capacity = Math.max(2 * capacity, index + count);
        Object longer = arithmetic.column(Expr.Type.REAL, capacity);
        System.arraycopy(elements, 0, longer, 0, index);
        elements = longer;
      }
      System.arraycopy(block, 0, elements, index, count);
    }

    void end(int length) {
      arithmetic.reduce(value, elements, length, columns[value.id()]);
      Value rest = program.rest(value);
      if (rest != null) {
        arithmetic.restOfSum(elements, length, columns[rest.id()]);
      }
    }
  }

  /** What one phase does. */
  private record Phase(
      List<Step> rowSteps, List<Column> inputs, List<Step> steps, List<Running> reductions) {}

  /** Where an input's elements go. */
  private record Column(int input, Object elements) {}

  private final Program program;
  private final Arithmetic arithmetic;
  private final Object[] columns;
  private final List<Phase> phases = new ArrayList<>();

  /** The index of the first element of a block. */
  private long index;

  /** The position of the first element of a block in its row. */
  private long position;

  /**
   * Prepares a program.
   *
   * @param program the program
   * @param parameters the values of its parameters
   */
  public Reference(Program program, double... parameters) {
    this.program = program;
    this.arithmetic = Arithmetic.of(program.type().isWide());
    this.columns = new Object[program.values().size()];
    for (Value value : program.values()) {
      if (value.scope() != Scope.ELEMENT) {
        reserve(value);
      }
    }
    for (Value value : program.values()) {
      if (value.scope() == Scope.LAUNCH) {
        launch(value, parameters);
      }
    }
    for (int phase = 0; phase < program.phases(); phase++) {
      List<Value> body = program.elementValues(phase, false);
      List<Step> steps = steps(body, phase);
      phases.add(
          new Phase(
              program.rowValues(phase).stream().map(this::step).toList(),
              body.stream()
                  .filter(v -> v.kind() == Kind.INPUT)
                  .map(v -> new Column(v.index(), columns[v.id()]))
                  .toList(),
              steps,
              program.reductions(phase).stream()
                  .map(r -> new Running(r, columns[r.operands().get(0).id()]))
                  .toList()));
    }
  }

  /**
   * Computes values of a program of one output. For a row program the elements are one row.
   *
   * @param inputs the elements of each input
   * @param from the first element; an element's index is where it is in the inputs
   * @param count how many
   * @param result takes as many values, from {@code at} on; one where the program reduces its row
   * @param at where in the result they begin
   */
  public void evaluate(Object[] inputs, int from, int count, Object result, int at) {
    evaluateAll(inputs, from, count, new Object[] {result}, at);
  }

  /** Computes the values of all outputs; see {@link #evaluate}. */
  public void evaluateAll(Object[] inputs, int from, int count, Object[] results, int at) {
    int last = program.phases() - 1;
    for (int p = 0; p <= last; p++) {
      Phase phase = phases.get(p);
      for (Step step : phase.rowSteps) {
        step.run(Math.max(1, Math.min(BLOCK, count)));
      }
      boolean writes = p == last && !program.reducesRow();
      for (int start = 0; start < count; start += BLOCK) {
        int length = Math.min(BLOCK, count - start);
        for (Column column : phase.inputs) {
          load(inputs[column.input], from + start, column.elements, length);
        }
        index = from + start;
        position = start;
        for (Step step : phase.steps) {
          step.run(length);
        }
        for (Running reduction : phase.reductions) {
          reduction.take(start, length);
        }
        if (writes) {
          store(results, at + start, length);
        }
      }
      for (Running reduction : phase.reductions) {
        reduction.end(count);
      }
    }
    if (program.reducesRow()) {
      store(results, at, 1);
    }
  }

  @SuppressWarnings("SuspiciousSystemArraycopy") // arrays of the program's type
  private static void load(Object elements, int from, Object column, int count) {
    if (elements instanceof short[] stored) {
      int[] bits = (int[]) column;
      for (int i = 0; i < count; i++) {
        bits[i] = stored[from + i] & 0xffff;
      }
    } else if (column instanceof long[] wide) {
      for (int i = 0; i < count; i++) {
        wide[i] = integer(elements, from + i);
      }
    } else if (elements instanceof byte[]) {
      int[] integers = (int[]) column;
      for (int i = 0; i < count; i++) {
        integers[i] = integer(elements, from + i);
      }
    } else {
      System.arraycopy(elements, from, column, 0, count);
    }
  }

  private static int integer(Object elements, int i) {
    return elements instanceof byte[] bytes ? bytes[i] & 0xff : ((int[]) elements)[i];
  }

  @SuppressWarnings("SuspiciousSystemArraycopy") // arrays of the program's type
  private void store(Object[] results, int at, int count) {
    for (int output = 0; output < results.length; output++) {
      Object column = columns[program.outputs().get(output).id()];
      if (results[output] instanceof short[] stored) {
        int[] bits = (int[]) column;
        for (int i = 0; i < count; i++) {
          stored[at + i] = (short) bits[i];
        }
      } else {
        System.arraycopy(column, 0, results[output], at, count);
      }
    }
  }

  private void reserve(Value value) {
    columns[value.id()] = arithmetic.column(value.type(), BLOCK);
  }

  /**
   * Returns the steps of a phase. Columns are used again as soon as nobody needs what is in them,
   * so that they stay in the cache nearest to the processor.
   */
  private List<Step> steps(List<Value> body, int phase) {
    Map<Value, Value> lastUse = new HashMap<>();
    for (Value value : body) {
      value.operands().forEach(operand -> lastUse.put(operand, value));
    }
    program.reductions(phase).forEach(reduction -> lastUse.remove(reduction.operands().get(0)));
    program.outputs().forEach(lastUse::remove);
    Deque<Object> freeReals = new ArrayDeque<>();
    Deque<Object> freeIntegers = new ArrayDeque<>();
    List<Step> steps = new ArrayList<>();
    for (Value value : body) {
      Deque<Object> free = value.type() == Expr.Type.REAL ? freeReals : freeIntegers;
      if (value.kind() == Kind.INPUT || free.isEmpty()) {
        // Inputs are read before all steps: they take nobody's place.
        reserve(value);
      } else {
        columns[value.id()] = free.pop();
      }
      if (value.kind() == Kind.OPERATION) {
        steps.add(step(value));
      } else if (value.kind() == Kind.INDEX) {
        steps.add(index(columns[value.id()], value.bits() == 0 ? 0 : 32));
      } else if (value.kind() == Kind.POSITION) {
        Object column = columns[value.id()];
        steps.add(length -> arithmetic.index(column, position, 0, length));
      }
      for (Value operand : new HashSet<>(value.operands())) {
        if (operand.scope() == Scope.ELEMENT && lastUse.get(operand) == value) {
          (operand.type() == Expr.Type.REAL ? freeReals : freeIntegers).push(columns[operand.id()]);
        }
      }
    }
    return steps;
  }

  /** Returns a step that writes a word of each element's index. */
  private Step index(Object column, int shift) {
    return count -> arithmetic.index(column, index, shift, count);
  }

  private void launch(Value value, double[] parameters) {
    switch (value.kind()) {
      case PARAMETER -> arithmetic.fill(columns[value.id()], parameters[value.index()]);
      case CONSTANT -> arithmetic.fillBits(columns[value.id()], value.bits());
      case OPERATION -> step(value).run(BLOCK);
      case INPUT, INDEX, POSITION, REDUCTION, REST ->
          throw new IllegalStateException(value + " depends on elements");
    }
  }

  private Step step(Value value) {
    List<Value> operands = value.operands();
    Object[] from = new Object[3];
    for (int i = 0; i < operands.size(); i++) {
      from[i] = columns[operands.get(i).id()];
    }
    return arithmetic.step(value.primitive(), from[0], from[1], from[2], columns[value.id()]);
  }
}
