package io.hillock.check;

import io.hillock.kernels.Expr;
import io.hillock.kernels.Kernel;
import io.hillock.kernels.Primitive;
import io.hillock.kernels.Reduction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/**
 * The true value of a kernel: its expression, before it is lowered, in double precision and with
 * mathematics of its own. Elementary functions have a relative error below 1e-13, so a true value
 * is good to a millionth of a float's last place where the expression does not cancel.
 *
 * <p>A parameter is the float32 that the kernel is called with. A constant is a mathematical one
 * and is not rounded, so that its rounding counts as an error of the kernel; only a constant that
 * is compared with is, as the kernel says where its pieces meet. A sum along a row is compensated.
 *
 * <p>An instance is for one thread at a time.
 */
public final class Truth {
  private static final int BLOCK = 512;

  /** Computes one column from those it depends on. */
  private interface Step {
    void run(double[][] columns, int count);
  }

  private record Fixed(int column, double value) {}

  private final IdentityHashMap<Expr, Integer> columnOf = new IdentityHashMap<>();
  private final List<Fixed> fixed = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final int[] inputColumns;
  private final float[] parameters;
  private final boolean row;
  private final boolean reducesRow;
  private final int output;
  private int columnCount;
  private double[][] columns;
  private int capacity;

  private Truth(Kernel kernel) {
    parameters = kernel.parameterValues();
    row = kernel.program().isRow();
    reducesRow = kernel.program().reducesRow();
    inputColumns = new int[kernel.inputs().size()];
    Arrays.setAll(inputColumns, i -> columnCount++);
    output = column(kernel.expression());
    reserve(BLOCK);
  }

  /**
   * Returns the true value of a kernel, or nothing where its expression works on the bits of floats
   * and so has no meaning in real numbers.
   */
  public static Optional<Truth> of(Kernel kernel) {
    return isReal(kernel.expression(), new IdentityHashMap<>())
        ? Optional.of(new Truth(kernel))
        : Optional.empty();
  }

  private static boolean isReal(Expr node, IdentityHashMap<Expr, Boolean> seen) {
    if (node.type() == Expr.Type.INTEGER) {
      return false;
    }
    return seen.put(node, true) != null
        || node.operands().stream().allMatch(operand -> isReal(operand, seen));
  }

  /**
   * Computes true values. For a row kernel the elements are one row.
   *
   * @param inputs the elements of each input
   * @param from the first element
   * @param count how many
   * @param result takes as many values, from 0 on; one where the kernel reduces its row
   */
  public void evaluate(float[][] inputs, int from, int count, double[] result) {
    if (row) {
      reserve(count);
      load(inputs, from, count);
      run(count);
      System.arraycopy(columns[output], 0, result, 0, reducesRow ? 1 : count);
      return;
    }
    for (int start = 0; start < count; start += BLOCK) {
      int length = Math.min(BLOCK, count - start);
      load(inputs, from + start, length);
      run(length);
      System.arraycopy(columns[output], 0, result, start, length);
    }
  }

  /** Returns the true value of a map kernel at inputs that need not be floats. */
  public double value(double... inputs) {
    if (row) {
      throw new IllegalArgumentException("a row kernel has a value for a row, not for an element");
    }
    for (int i = 0; i < inputColumns.length; i++) {
      columns[inputColumns[i]][0] = inputs[i];
    }
    run(1);
    return columns[output][0];
  }

  /** Returns the true values of a row kernel for a row whose elements need not be floats. */
  public double[] row(double[]... inputs) {
    int count = inputs[0].length;
    reserve(count);
    for (int i = 0; i < inputColumns.length; i++) {
      System.arraycopy(inputs[i], 0, columns[inputColumns[i]], 0, count);
    }
    run(count);
    return Arrays.copyOf(columns[output], reducesRow ? 1 : count);
  }

  private void load(float[][] inputs, int from, int count) {
    for (int i = 0; i < inputColumns.length; i++) {
      double[] column = columns[inputColumns[i]];
      float[] input = inputs[i];
      for (int j = 0; j < count; j++) {
        column[j] = input[from + j];
      }
    }
  }

  private void run(int count) {
    for (Step step : steps) {
      step.run(columns, count);
    }
  }

  private void reserve(int count) {
    if (count > capacity) {
      capacity = count;
      columns = new double[columnCount][count];
      for (Fixed constant : fixed) {
        Arrays.fill(columns[constant.column], constant.value);
      }
    }
  }

  private int column(Expr node) {
    Integer known = columnOf.get(node);
    if (known == null) {
      known = create(node);
      columnOf.put(node, known);
    }
    return known;
  }

  private int create(Expr node) {
    if (node instanceof Expr.Input input) {
      return inputColumns[input.index()];
    }
    if (node instanceof Expr.Parameter parameter) {
      return fixed(parameters[parameter.index()]);
    }
    if (node instanceof Expr.Constant constant) {
      return fixed(constant.value());
    }
    if (node instanceof Expr.Operation operation) {
      return create(operation);
    }
    int[] operands = node.operands().stream().mapToInt(this::column).toArray();
    int out = columnCount++;
    if (node instanceof Expr.Call call) {
      steps.add(call(TrueFunctions.of(call.function()), operands, out));
    } else {
      steps.add(reduce(((Expr.Reduce) node).reduction(), operands[0], out));
    }
    return out;
  }

  private int create(Expr.Operation node) {
    Primitive primitive = node.primitive();
    boolean compares = primitive.result() == Expr.Type.BOOLEAN;
    int[] operands = new int[3];
    for (int i = 0; i < node.operands().size(); i++) {
      Expr operand = node.operands().get(i);
      operands[i] =
          compares && operand instanceof Expr.Constant threshold
              ? fixed((float) threshold.value())
              : column(operand);
    }
    int out = columnCount++;
    steps.add(operation(primitive, operands[0], operands[1], operands[2], out));
    return out;
  }

  private int fixed(double value) {
    fixed.add(new Fixed(columnCount, value));
    return columnCount++;
  }

  private static Step call(TrueFunctions.Function function, int[] operands, int out) {
    int a = operands[0];
    int b = operands[operands.length - 1];
    return (columns, count) -> {
      double[] x = columns[a];
      double[] y = columns[b];
      double[] r = columns[out];
      for (int i = 0; i < count; i++) {
        r[i] = function.value(x[i], y[i]);
      }
    };
  }

  private static Step reduce(Reduction reduction, int a, int out) {
    return (columns, count) -> {
      double value =
          switch (reduction) {
            case MAX -> max(columns[a], count);
            case SUM -> sum(columns[a], count);
          };
      // A row without elements has a maximum and a sum, too.
      Arrays.fill(columns[out], 0, Math.max(1, count), value);
    };
  }

  private static double max(double[] column, int count) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      max = Math.max(max, column[i]);
    }
    return max;
  }

  /** The sum with what each addition loses added at the end. */
  private static double sum(double[] column, int count) {
    double sum = 0;
    double lost = 0;
    for (int i = 0; i < count; i++) {
      double next = sum + column[i];
      double part = next - sum;
      lost += (sum - (next - part)) + (column[i] - part);
      sum = next;
    }
    return Double.isInfinite(sum) || Double.isNaN(sum) ? sum : sum + lost;
  }

  /** Returns an operation on columns; truth values are 1 and 0. */
  private static Step operation(Primitive primitive, int a, int b, int c, int out) {
    return switch (primitive) {
      case ADD -> binary(a, b, out, (x, y) -> x + y);
      case SUB -> binary(a, b, out, (x, y) -> x - y);
      case MUL -> binary(a, b, out, (x, y) -> x * y);
      case DIV -> binary(a, b, out, (x, y) -> x / y);
      case FMA ->
          (columns, count) -> {
            double[] x = columns[a];
            double[] y = columns[b];
            double[] z = columns[c];
            double[] r = columns[out];
            for (int i = 0; i < count; i++) {
              r[i] = Math.fma(x[i], y[i], z[i]);
            }
          };
      case SQRT -> binary(a, a, out, (x, unused) -> Math.sqrt(x));
      case NEG -> binary(a, a, out, (x, unused) -> -x);
      case ABS -> binary(a, a, out, (x, unused) -> Math.abs(x));
      case LESS -> binary(a, b, out, (x, y) -> x < y ? 1 : 0);
      case LESS_EQUAL -> binary(a, b, out, (x, y) -> x <= y ? 1 : 0);
      case EQUAL -> binary(a, b, out, (x, y) -> x == y ? 1 : 0);
      case SELECT ->
          (columns, count) -> {
            double[] condition = columns[a];
            double[] x = columns[b];
            double[] y = columns[c];
            double[] r = columns[out];
            for (int i = 0; i < count; i++) {
              r[i] = condition[i] != 0 ? x[i] : y[i];
            }
          };
      case BITS,
          FROM_BITS,
          INT_ADD,
          INT_SUB,
          INT_AND,
          INT_OR,
          INT_XOR,
          SHIFT_LEFT,
          SHIFT_RIGHT,
          SHIFT_RIGHT_UNSIGNED ->
          throw new IllegalArgumentException(primitive + " has no meaning in real numbers");
    };
  }

  private static Step binary(int a, int b, int out, TrueFunctions.Function operation) {
    return call(operation, new int[] {a, b}, out);
  }
}
