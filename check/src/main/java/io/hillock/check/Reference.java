package io.hillock.check;

import io.hillock.kernels.Expr;
import io.hillock.kernels.Primitive;
import io.hillock.kernels.Program;
import io.hillock.kernels.Program.Kind;
import io.hillock.kernels.Program.Scope;
import io.hillock.kernels.Program.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the {@link io.hillock.kernels.Interpreter} computes, an operation at a time for a block of
 * elements and so about a hundred times faster: fast enough for all 2^32 floats. It follows the
 * same order of phases and of sums. The interpreter keeps the last word: {@link Check} compares the
 * two on the special values, and asks it about every difference.
 *
 * <p>An instance is for one thread at a time.
 */
public final class Reference {
  private static final int BLOCK = 1024;

  /** Computes one column from those it depends on. */
  private interface Step {
    void run(int count);
  }

  /** The elements of a row that a reduction has seen so far. */
  private static final class Running {
    private final Value value;
    private float[] elements = new float[BLOCK];

    Running(Value value) {
      this.value = value;
    }

    /** Takes elements, the first of which has the given index in the row. */
    void take(float[] block, int index, int count) {
      if (index + count > elements.length) {
        elements = Arrays.copyOf(elements, Math.max(2 * elements.length, index + count));
      }
      System.arraycopy(block, 0, elements, index, count);
    }

    float end(int length) {
      return value.reduction().of(elements, length);
    }
  }

  /** What one phase does. */
  private record Phase(
      List<Step> rowSteps, List<Value> inputs, List<Step> steps, List<Running> reductions) {}

  private final Program program;
  private final float[][] reals;
  private final int[][] integers;
  private final List<Phase> phases = new ArrayList<>();

  /**
   * Prepares a program.
   *
   * @param program the program
   * @param parameters the values of its parameters
   */
  public Reference(Program program, float... parameters) {
    this.program = program;
    this.reals = new float[program.values().size()][];
    this.integers = new int[program.values().size()][];
    for (Value value : program.values()) {
      if (value.type() == Expr.Type.REAL) {
        reals[value.id()] = new float[BLOCK];
      } else {
        integers[value.id()] = new int[BLOCK];
      }
    }
    for (Value value : program.values()) {
      if (value.scope() == Scope.LAUNCH) {
        launch(value, parameters);
      }
    }
    for (int phase = 0; phase < program.phases(); phase++) {
      List<Value> body = program.elementValues(phase, false);
      phases.add(
          new Phase(
              program.rowValues(phase).stream().map(this::step).toList(),
              body.stream().filter(v -> v.kind() == Kind.INPUT).toList(),
              body.stream().filter(v -> v.kind() == Kind.OPERATION).map(this::step).toList(),
              program.reductions(phase).stream().map(Running::new).toList()));
    }
  }

  /**
   * Computes values. For a row program the elements are one row.
   *
   * @param inputs the elements of each input
   * @param from the first element
   * @param count how many
   * @param result takes as many values, from {@code at} on; one where the program reduces its row
   * @param at where in the result they begin
   */
  public void evaluate(float[][] inputs, int from, int count, float[] result, int at) {
    int last = program.phases() - 1;
    for (int p = 0; p <= last; p++) {
      Phase phase = phases.get(p);
      for (Step step : phase.rowSteps) {
        step.run(Math.max(1, Math.min(BLOCK, count)));
      }
      boolean writes = p == last && !program.reducesRow();
      for (int start = 0; start < count; start += BLOCK) {
        int length = Math.min(BLOCK, count - start);
        for (Value input : phase.inputs) {
          System.arraycopy(inputs[input.bits()], from + start, reals[input.id()], 0, length);
        }
        for (Step step : phase.steps) {
          step.run(length);
        }
        for (Running reduction : phase.reductions) {
          reduction.take(reals[operandOf(reduction)], start, length);
        }
        if (writes) {
          System.arraycopy(reals[program.output().id()], 0, result, at + start, length);
        }
      }
      for (Running reduction : phase.reductions) {
        Arrays.fill(reals[reduction.value.id()], reduction.end(count));
      }
    }
    if (program.reducesRow()) {
      result[at] = reals[program.output().id()][0];
    }
  }

  private static int operandOf(Running reduction) {
    return reduction.value.operands().get(0).id();
  }

  private void launch(Value value, float[] parameters) {
    switch (value.kind()) {
      case PARAMETER -> Arrays.fill(reals[value.id()], parameters[value.bits()]);
      case CONSTANT -> {
        if (value.type() == Expr.Type.REAL) {
          Arrays.fill(reals[value.id()], value.constant());
        } else {
          Arrays.fill(integers[value.id()], value.bits());
        }
      }
      case OPERATION -> step(value).run(BLOCK);
      case INPUT, REDUCTION -> throw new IllegalStateException(value + " depends on elements");
    }
  }

  private float[] real(Value value, int operand) {
    return operand < value.operands().size() ? reals[value.operands().get(operand).id()] : null;
  }

  private int[] integer(Value value, int operand) {
    return operand < value.operands().size() ? integers[value.operands().get(operand).id()] : null;
  }

  /** Returns an operation on columns, a loop for each so that the compiler can use vectors. */
  private Step step(Value value) {
    Primitive primitive = value.primitive();
    float[] x = real(value, 0);
    float[] y = real(value, 1);
    float[] z = real(value, 2);
    float[] r = reals[value.id()];
    return switch (primitive) {
      case ADD ->
          n -> {
            for (int i = 0; i < n; i++) {
              r[i] = x[i] + y[i];
            }
          };
      case SUB ->
          n -> {
            for (int i = 0; i < n; i++) {
              r[i] = x[i] - y[i];
            }
          };
      case MUL ->
          n -> {
            for (int i = 0; i < n; i++) {
              r[i] = x[i] * y[i];
            }
          };
      case DIV ->
          n -> {
            for (int i = 0; i < n; i++) {
              r[i] = x[i] / y[i];
            }
          };
      case FMA ->
          n -> {
            for (int i = 0; i < n; i++) {
              r[i] = Math.fma(x[i], y[i], z[i]);
            }
          };
      case SQRT ->
          n -> {
            for (int i = 0; i < n; i++) {
              r[i] = (float) Math.sqrt(x[i]);
            }
          };
      case NEG ->
          n -> {
            for (int i = 0; i < n; i++) {
              r[i] = Float.intBitsToFloat(Float.floatToRawIntBits(x[i]) ^ 0x80000000);
            }
          };
      case ABS ->
          n -> {
            for (int i = 0; i < n; i++) {
              r[i] = Float.intBitsToFloat(Float.floatToRawIntBits(x[i]) & 0x7fffffff);
            }
          };
      case LESS, LESS_EQUAL, EQUAL -> comparison(primitive, x, y, integers[value.id()]);
      case SELECT -> {
        int[] condition = integer(value, 0);
        yield n -> {
          for (int i = 0; i < n; i++) {
            r[i] = condition[i] != 0 ? y[i] : z[i];
          }
        };
      }
      case BITS -> {
        int[] result = integers[value.id()];
        yield n -> {
          for (int i = 0; i < n; i++) {
            result[i] = Float.floatToRawIntBits(x[i]);
          }
        };
      }
      case FROM_BITS -> {
        int[] bits = integer(value, 0);
        yield n -> {
          for (int i = 0; i < n; i++) {
            r[i] = Float.intBitsToFloat(bits[i]);
          }
        };
      }
      case INT_ADD,
          INT_SUB,
          INT_AND,
          INT_OR,
          INT_XOR,
          SHIFT_LEFT,
          SHIFT_RIGHT,
          SHIFT_RIGHT_UNSIGNED ->
          onIntegers(primitive, integer(value, 0), integer(value, 1), integers[value.id()]);
    };
  }

  private static Step comparison(Primitive primitive, float[] x, float[] y, int[] r) {
    return switch (primitive) {
      case LESS ->
          n -> {
            for (int i = 0; i < n; i++) {
              r[i] = x[i] < y[i] ? 1 : 0;
            }
          };
      case LESS_EQUAL ->
          n -> {
            for (int i = 0; i < n; i++) {
              r[i] = x[i] <= y[i] ? 1 : 0;
            }
          };
      case EQUAL ->
          n -> {
            for (int i = 0; i < n; i++) {
              r[i] = x[i] == y[i] ? 1 : 0;
            }
          };
      default -> throw new IllegalArgumentException(primitive + " is not a comparison");
    };
  }

  private interface IntOperation {
    int apply(int a, int b);
  }

  private static Step onIntegers(Primitive primitive, int[] x, int[] y, int[] r) {
    IntOperation operation =
        switch (primitive) {
          case INT_ADD -> (a, b) -> a + b;
          case INT_SUB -> (a, b) -> a - b;
          case INT_AND -> (a, b) -> a & b;
          case INT_OR -> (a, b) -> a | b;
          case INT_XOR -> (a, b) -> a ^ b;
          case SHIFT_LEFT -> (a, b) -> a << b;
          case SHIFT_RIGHT -> (a, b) -> a >> b;
          case SHIFT_RIGHT_UNSIGNED -> (a, b) -> a >>> b;
          default -> throw new IllegalArgumentException(primitive + " is not on integers");
        };
    return n -> {
      for (int i = 0; i < n; i++) {
        r[i] = operation.apply(x[i], y[i]);
      }
    };
  }
}
