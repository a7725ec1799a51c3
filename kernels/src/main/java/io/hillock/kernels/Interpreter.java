package io.hillock.kernels;

import io.hillock.kernels.Program.Kind;
import io.hillock.kernels.Program.Scope;
import io.hillock.kernels.Program.Value;
import java.util.List;

/**
 * The living definition: evaluates a program slowly and obviously, one float at a time. Every
 * backend must give the same bits (a NaN equals a NaN).
 */
public final class Interpreter {
  private final Program program;
  private final int[] launch;

  /**
   * Creates an interpreter of a program.
   *
   * @param program the program
   * @param parameters the values of its parameters
   */
  public Interpreter(Program program, float... parameters) {
    if (parameters.length != program.parameters()) {
      throw new IllegalArgumentException(
          program.name()
              + " has "
              + program.parameters()
              + " parameters, but was given "
              + parameters.length);
    }
    this.program = program;
    this.launch = new int[program.values().size()];
    for (Value value : program.values()) {
      if (value.scope() == Scope.LAUNCH) {
        launch[value.id()] =
            value.kind() == Kind.PARAMETER
                ? Float.floatToRawIntBits(parameters[value.bits()])
                : evaluate(value, launch);
      }
    }
  }

  /** Returns the value of a map program for one element. */
  public float map(float... inputs) {
    return evaluateRow(1, new int[1], i -> inputs[i])[0];
  }

  /** Reads inputs: for one element at a time. */
  private interface Elements {
    float get(int input);
  }

  /**
   * Returns the value of a program for one row of elements: as many numbers as the row has, or one
   * where the program reduces its row.
   *
   * @param inputs for each input the row's elements
   */
  public float[] row(float[]... inputs) {
    int length = inputs[0].length;
    int[] position = new int[1];
    return evaluateRow(length, position, i -> inputs[i][position[0]]);
  }

  private float[] evaluateRow(int length, int[] position, Elements elements) {
    int[] bits = launch.clone();
    int last = program.phases() - 1;
    float[] result = new float[program.reducesRow() ? 1 : length];
    for (int phase = 0; phase <= last; phase++) {
      for (Value value : program.rowValues(phase)) {
        bits[value.id()] = evaluate(value, bits);
      }
      List<Value> reductions = program.reductions(phase);
      float[][] operands = new float[reductions.size()][length];
      List<Value> body = program.elementValues(phase, false);
      for (int i = 0; i < length; i++) {
        position[0] = i;
        for (Value value : body) {
          bits[value.id()] =
              value.kind() == Kind.INPUT
                  ? Float.floatToRawIntBits(elements.get(value.bits()))
                  : evaluate(value, bits);
        }
        for (int r = 0; r < operands.length; r++) {
          operands[r][i] = Float.intBitsToFloat(bits[reductions.get(r).operands().get(0).id()]);
        }
        if (phase == last && !program.reducesRow()) {
          result[i] = Float.intBitsToFloat(bits[program.output().id()]);
        }
      }
      for (int r = 0; r < operands.length; r++) {
        Value reduction = reductions.get(r);
        float reduced = reduction.reduction().of(operands[r], length);
        bits[reduction.id()] = Float.floatToRawIntBits(reduced);
      }
    }
    if (program.reducesRow()) {
      result[0] = Float.intBitsToFloat(bits[program.output().id()]);
    }
    return result;
  }

  /** Evaluates a constant or an operation on values that are known. */
  private static int evaluate(Value value, int[] bits) {
    if (value.kind() == Kind.CONSTANT) {
      return value.bits();
    }
    List<Value> operands = value.operands();
    int a = bits[operands.get(0).id()];
    int b = operands.size() > 1 ? bits[operands.get(1).id()] : 0;
    int c = operands.size() > 2 ? bits[operands.get(2).id()] : 0;
    float x = Float.intBitsToFloat(a);
    float y = Float.intBitsToFloat(b);
    float z = Float.intBitsToFloat(c);
    return switch (value.primitive()) {
      case ADD -> Float.floatToRawIntBits(x + y);
      case SUB -> Float.floatToRawIntBits(x - y);
      case MUL -> Float.floatToRawIntBits(x * y);
      case DIV -> Float.floatToRawIntBits(x / y);
      case FMA -> Float.floatToRawIntBits(Math.fma(x, y, z));
      case SQRT -> Float.floatToRawIntBits((float) Math.sqrt(x));
      case NEG -> a ^ 0x80000000;
      case ABS -> a & 0x7fffffff;
      case LESS -> x < y ? 1 : 0;
      case LESS_EQUAL -> x <= y ? 1 : 0;
      case EQUAL -> x == y ? 1 : 0;
      case SELECT -> a != 0 ? b : c;
      case BITS, FROM_BITS -> a;
      case INT_ADD -> a + b;
      case INT_SUB -> a - b;
      case INT_AND -> a & b;
      case INT_OR -> a | b;
      case INT_XOR -> a ^ b;
      case SHIFT_LEFT -> a << b;
      case SHIFT_RIGHT -> a >> b;
      case SHIFT_RIGHT_UNSIGNED -> a >>> b;
    };
  }
}
