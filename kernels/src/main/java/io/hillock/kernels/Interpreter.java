package io.hillock.kernels;

import io.hillock.kernels.Program.Kind;
import io.hillock.kernels.Program.Scope;
import io.hillock.kernels.Program.Value;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The living definition: evaluates a program slowly and obviously, one number at a time. Every
 * backend must give the same bits (a NaN equals a NaN).
 *
 * <p>Elements go in and out as their stored bits, those of fewer than 64 bits with zeros above; for
 * float32 and float64 there are methods that take and return numbers.
 */
public final class Interpreter {
  private static final long INT_MASK = 0xffffffffL;

  private final Program program;
  private final boolean wide;
  private final long[] launch;

  /** What each phase computes: for the row, and for each element. */
  private final List<List<Value>> rowValues;

  private final List<List<Value>> elementValues;

  /**
   * Creates an interpreter of a program.
   *
   * @param program the program
   * @param parameters the values of its parameters
   */
  public Interpreter(Program program, double... parameters) {
    if (parameters.length != program.parameters()) {
      throw new IllegalArgumentException(
          program.name()
              + " has "
              + program.parameters()
              + " parameters, but was given "
              + parameters.length);
    }
    this.program = program;
    this.wide = program.type().isWide();
    this.launch = new long[program.values().size()];
    for (Value value : program.values()) {
      if (value.scope() == Scope.LAUNCH) {
        launch[value.id()] =
            value.kind() == Kind.PARAMETER
                ? parameter(value, parameters[value.index()])
                : evaluate(value, launch);
      }
    }
    rowValues = IntStream.range(0, program.phases()).mapToObj(program::rowValues).toList();
    elementValues =
        IntStream.range(0, program.phases())
            .mapToObj(phase -> program.elementValues(phase, false))
            .toList();
  }

  private long parameter(Value value, double given) {
    if (value.type() == Expr.Type.INTEGER) {
      return wide ? (long) given : (int) (long) given;
    }
    return realBits(given);
  }

  /** Returns the value of a map program of float32 for one element. */
  public float map(float... inputs) {
    return row(columns(inputs))[0];
  }

  /** Returns the value of a map program of float64 for one element. */
  public double map(double... inputs) {
    double[][] columns = new double[inputs.length][];
    for (int i = 0; i < inputs.length; i++) {
      columns[i] = new double[] {inputs[i]};
    }
    return row(columns)[0];
  }

  private static float[][] columns(float... inputs) {
    float[][] columns = new float[inputs.length][];
    for (int i = 0; i < inputs.length; i++) {
      columns[i] = new float[] {inputs[i]};
    }
    return columns;
  }

  /**
   * Returns the value of a program of float32 for one row of elements: as many numbers as the row
   * has, or one where the program reduces its row.
   *
   * @param inputs for each input the row's elements
   */
  public float[] row(float[]... inputs) {
    requireType(DataType.FLOAT32);
    long[] result = row(0, 1, bits(inputs))[0];
    float[] values = new float[result.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.intBitsToFloat((int) result[i]);
    }
    return values;
  }

  /** Returns the same of a program of float64. */
  public double[] row(double[]... inputs) {
    requireType(DataType.FLOAT64);
    long[][] columns = new long[inputs.length][];
    for (int i = 0; i < inputs.length; i++) {
      columns[i] = new long[inputs[i].length];
      for (int j = 0; j < inputs[i].length; j++) {
        columns[i][j] = Double.doubleToRawLongBits(inputs[i][j]);
      }
    }
    long[] result = row(0, 1, columns)[0];
    double[] values = new double[result.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Double.longBitsToDouble(result[i]);
    }
    return values;
  }

  private static long[][] bits(float[]... inputs) {
    long[][] columns = new long[inputs.length][];
    for (int i = 0; i < inputs.length; i++) {
      columns[i] = new long[inputs[i].length];
      for (int j = 0; j < inputs[i].length; j++) {
        columns[i][j] = Float.floatToRawIntBits(inputs[i][j]) & INT_MASK;
      }
    }
    return columns;
  }

  private void requireType(DataType type) {
    if (program.type() != type) {
      throw new IllegalArgumentException(
          program.name() + " is a program of " + program.type() + ", not of " + type);
    }
  }

  /**
   * Returns the stored bits of each output for one row of elements, of a map program for elements
   * that follow one another.
   *
   * @param start the index of the first element among those of the result
   * @param step how far apart the elements of the row are there
   * @param inputs for each input the stored bits of the row's elements
   */
  public long[][] row(long start, long step, long[]... inputs) {
    int length = inputs.length == 0 ? 1 : inputs[0].length;
    long[] bits = launch.clone();
    int last = program.phases() - 1;
    List<Value> outputs = program.outputs();
    long[][] result = new long[outputs.size()][program.reducesRow() ? 1 : length];
    for (int phase = 0; phase <= last; phase++) {
      for (Value value : rowValues.get(phase)) {
        bits[value.id()] = evaluate(value, bits);
      }
      List<Value> reductions = program.reductions(phase);
      double[][] operands = new double[reductions.size()][length];
      List<Value> body = elementValues.get(phase);
      for (int i = 0; i < length; i++) {
        for (Value value : body) {
          bits[value.id()] =
              switch (value.kind()) {
                case INPUT -> element(value, inputs[value.index()][i]);
                case INDEX -> index(value, start + i * step);
                case POSITION -> i;
                default -> evaluate(value, bits);
              };
        }
        for (int r = 0; r < operands.length; r++) {
          operands[r][i] = real(bits[reductions.get(r).operands().get(0).id()]);
        }
        if (phase == last && !program.reducesRow()) {
          store(result, i, bits);
        }
      }
      for (int r = 0; r < operands.length; r++) {
        Value reduction = reductions.get(r);
        bits[reduction.id()] = realBits(reduce(reduction.reduction(), operands[r]));
        Value rest = program.rest(reduction);
        if (rest != null) {
          bits[rest.id()] = realBits(restOfSum(operands[r]));
        }
      }
    }
    if (program.reducesRow()) {
      store(result, 0, bits);
    }
    return result;
  }

  private void store(long[][] result, int at, long[] bits) {
    long mask = program.type() == DataType.FLOAT64 ? -1 : INT_MASK;
    for (int o = 0; o < result.length; o++) {
      result[o][at] = bits[program.outputs().get(o).id()] & mask;
    }
  }

  private double reduce(Reduction reduction, double[] operands) {
    return wide
        ? reduction.of(operands, operands.length)
        : reduction.of(narrow(operands), operands.length);
  }

  private double restOfSum(double[] operands) {
    return wide
        ? Reduction.restOfSum(operands, operands.length)
        : Reduction.restOfSum(narrow(operands), operands.length);
  }

  private static float[] narrow(double[] numbers) {
    float[] narrow = new float[numbers.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) numbers[i];
    }
    return narrow;
  }

  private long element(Value value, long stored) {
    if (program.inputType(value.index()) == DataType.INT32) {
      return (int) stored;
    }
    return wide || value.type() == Expr.Type.INTEGER ? stored : (int) stored;
  }

  private long index(Value value, long index) {
    long word = value.bits() == 0 ? index & INT_MASK : index >>> 32;
    return wide ? word : (int) word;
  }

  private double real(long bits) {
    return wide ? Double.longBitsToDouble(bits) : Float.intBitsToFloat((int) bits);
  }

  private long realBits(double value) {
    return wide ? Double.doubleToRawLongBits(value) : Float.floatToRawIntBits((float) value);
  }

  /** Evaluates a constant or an operation on values that are known. */
  private long evaluate(Value value, long[] bits) {
    if (value.kind() == Kind.CONSTANT) {
      return value.bits();
    }
    List<Value> operands = value.operands();
    long a = bits[operands.get(0).id()];
    long b = operands.size() > 1 ? bits[operands.get(1).id()] : 0;
    long c = operands.size() > 2 ? bits[operands.get(2).id()] : 0;
    return wide
        ? evaluate64(value.primitive(), a, b, c)
        : evaluate32(value.primitive(), (int) a, (int) b, (int) c);
  }

  private static int evaluate32(Primitive primitive, int a, int b, int c) {
    float x = Float.intBitsToFloat(a);
    float y = Float.intBitsToFloat(b);
    float z = Float.intBitsToFloat(c);
    return switch (primitive) {
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
      case INT_LESS -> a < b ? 1 : 0;
      case INT_EQUAL -> a == b ? 1 : 0;
      case TO_REAL -> Float.floatToRawIntBits((float) a);
      case BITS, FROM_BITS -> a;
      case FROM_HALF -> Float.floatToRawIntBits(Float16.toFloat((short) a));
      case TO_HALF -> Float16.fromFloat(x) & 0xffff;
      case INT_ADD -> a + b;
      case INT_SUB -> a - b;
      case INT_MIN -> Math.min(a, b);
      case INT_AND -> a & b;
      case INT_OR -> a | b;
      case INT_XOR -> a ^ b;
      case SHIFT_LEFT -> a << b;
      case SHIFT_RIGHT -> a >> b;
      case SHIFT_RIGHT_UNSIGNED -> a >>> b;
    };
  }

  private static long evaluate64(Primitive primitive, long a, long b, long c) {
    double x = Double.longBitsToDouble(a);
    double y = Double.longBitsToDouble(b);
    double z = Double.longBitsToDouble(c);
    return switch (primitive) {
      case ADD -> Double.doubleToRawLongBits(x + y);
      case SUB -> Double.doubleToRawLongBits(x - y);
      case MUL -> Double.doubleToRawLongBits(x * y);
      case DIV -> Double.doubleToRawLongBits(x / y);
      case FMA -> Double.doubleToRawLongBits(Math.fma(x, y, z));
      case SQRT -> Double.doubleToRawLongBits(Math.sqrt(x));
      case NEG -> a ^ Long.MIN_VALUE;
      case ABS -> a & Long.MAX_VALUE;
      case LESS -> x < y ? 1 : 0;
      case LESS_EQUAL -> x <= y ? 1 : 0;
      case EQUAL -> x == y ? 1 : 0;
      case SELECT -> a != 0 ? b : c;
      case INT_LESS -> a < b ? 1 : 0;
      case INT_EQUAL -> a == b ? 1 : 0;
      case TO_REAL -> Double.doubleToRawLongBits((double) a);
      case BITS, FROM_BITS -> a;
      case FROM_HALF, TO_HALF ->
          throw new IllegalArgumentException(primitive + " is not in a program of float64");
      case INT_ADD -> a + b;
      case INT_SUB -> a - b;
      case INT_MIN -> Math.min(a, b);
      case INT_AND -> a & b;
      case INT_OR -> a | b;
      case INT_XOR -> a ^ b;
      case SHIFT_LEFT -> a << b;
      case SHIFT_RIGHT -> a >> b;
      case SHIFT_RIGHT_UNSIGNED -> a >>> b;
    };
  }
}
