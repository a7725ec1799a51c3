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
import java.util.function.LongBinaryOperator;

/**
 * The true value of a kernel: its expression, before it is lowered, to more than 90 bits and with
 * mathematics of its own ({@link TrueFunctions}). That leaves enough for float64 where the
 * expression does not cancel, and for float32 where it does.
 *
 * <p>A parameter is the number that the kernel is called with, rounded to the kernel's precision. A
 * constant is not rounded, so that its rounding counts as an error of the kernel; only a constant
 * that is compared with is, as the kernel says where its pieces meet.
 *
 * <p>An instance is for one thread at a time.
 */
public final class Truth {
  private static final int BLOCK = 256;

  /** Computes one column from those it depends on. */
  private interface Step {
    void run(Real[][] columns, int count);
  }

  private interface Operation {
    Real value(Real a, Real b, Real c);
  }

  private interface Comparison {
    boolean holds(Real a, Real b);
  }

  private record Fixed(int column, Real value) {}

  private final IdentityHashMap<Expr, Integer> columnOf = new IdentityHashMap<>();
  private final List<Fixed> fixed = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final int[] inputColumns;
  private final double[] parameters;
  private final boolean single;
  private final boolean row;
  private final boolean reducesRow;
  private final int output;
  private int columnCount;
  private Real[][] columns;
  private int capacity;
  private boolean turns;
  private long path;

  private Truth(Kernel kernel, boolean single) {
    this.single = single;
    parameters =
        kernel.parameters().stream().mapToDouble(p -> kernel.parameter(p.name())).toArray();
    row = kernel.program().isRow();
    reducesRow = kernel.program().reducesRow();
    inputColumns = new int[kernel.inputs().size()];
    Arrays.setAll(inputColumns, i -> columnCount++);
    output = column(kernel.expression());
    reserve(row ? BLOCK : 1);
  }

  /**
   * Returns the true value of a kernel in float32, or nothing where its expression works on the
   * bits of floats and so has no meaning in real numbers.
   */
  public static Optional<Truth> of(Kernel kernel) {
    return of(kernel, true);
  }

  /** Returns the true value of a kernel in float64. */
  public static Optional<Truth> ofDouble(Kernel kernel) {
    return of(kernel, false);
  }

  private static Optional<Truth> of(Kernel kernel, boolean single) {
    return isReal(kernel.expression(), new IdentityHashMap<>())
        ? Optional.of(new Truth(kernel, single))
        : Optional.empty();
  }

  private static boolean isReal(Expr node, IdentityHashMap<Expr, Boolean> seen) {
    if (isOnBits(node)) {
      return false;
    }
    return seen.put(node, true) != null
        || node.operands().stream().allMatch(operand -> isReal(operand, seen));
  }

  /** Returns whether a node asks for the bits of a number, or for what has no truth: chance. */
  private static boolean isOnBits(Expr node) {
    if (node instanceof Expr.Operation operation) {
      return switch (operation.primitive()) {
        case BITS, FROM_BITS, FROM_HALF, TO_HALF -> true;
        default -> false;
      };
    }
    return node instanceof Expr.Index;
  }

  /**
   * Computes true values, rounded to double. For a row kernel the elements are one row.
   *
   * @param inputs the elements of each input
   * @param from the first element
   * @param count how many
   * @param result takes as many values, from 0 on; one where the kernel reduces its row
   */
  public void evaluate(float[][] inputs, int from, int count, double[] result) {
    if (row) {
      reserve(count);
      for (int i = 0; i < inputColumns.length; i++) {
        for (int j = 0; j < count; j++) {
          columns[inputColumns[i]][j] = Real.of(inputs[i][from + j]);
        }
      }
      run(count);
      for (int i = 0; i < (reducesRow ? 1 : count); i++) {
        result[i] = columns[output][i].doubleValue();
      }
      return;
    }
    for (int j = 0; j < count; j++) {
      for (int i = 0; i < inputColumns.length; i++) {
        columns[inputColumns[i]][0] = Real.of(inputs[i][from + j]);
      }
      run(1);
      result[j] = columns[output][0].doubleValue();
    }
  }

  /** Returns the true value of a map kernel at inputs that need not be floats. */
  public double value(double... inputs) {
    return real(inputs).doubleValue();
  }

  /** Returns the true value of a map kernel, not rounded. */
  Real real(double... inputs) {
    if (row) {
      throw new IllegalArgumentException("a row kernel has a value for a row, not for an element");
    }
    for (int i = 0; i < inputColumns.length; i++) {
      columns[inputColumns[i]][0] = Real.of(inputs[i]);
    }
    path = 0;
    run(1);
    return columns[output][0];
  }

  /**
   * Returns which way the last {@link #real} has gone: a hash of all comparisons and signs. Where
   * two inputs of a kernel take different ways, they lie on different pieces of its definition.
   */
  long path() {
    return path;
  }

  /** Returns whether there is more than one {@link #path}. */
  boolean turns() {
    return turns;
  }

  /** Returns the true values of a row kernel for a row whose elements need not be floats. */
  public double[] row(double[]... inputs) {
    return Arrays.stream(realRow(inputs)).mapToDouble(Real::doubleValue).toArray();
  }

  /** Returns the true values of a row kernel, not rounded. */
  Real[] realRow(double[]... inputs) {
    int count = inputs[0].length;
    reserve(count);
    for (int i = 0; i < inputColumns.length; i++) {
      for (int j = 0; j < count; j++) {
        columns[inputColumns[i]][j] = Real.of(inputs[i][j]);
      }
    }
    run(count);
    return Arrays.copyOf(columns[output], reducesRow ? 1 : count);
  }

  private void run(int count) {
    for (Step step : steps) {
      step.run(columns, count);
    }
  }

  private void reserve(int count) {
    if (count > capacity) {
      capacity = count;
      columns = new Real[columnCount][count];
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
      return fixed(rounded(parameters[parameter.index()]));
    }
    if (node instanceof Expr.IntConstant constant) {
      return fixed(constant.value());
    }
    if (node instanceof Expr.Position) {
      int out = columnCount++;
      steps.add(
          (columns, count) -> {
            for (int i = 0; i < count; i++) {
              columns[out][i] = Real.of(i);
            }
          });
      return out;
    }
    if (node instanceof Expr.Constant constant) {
      return fixed(constant.value());
    }
    if (node instanceof Expr.Operation operation) {
      return create(operation);
    }
    if (node instanceof Expr.SumRest) {
      return fixed(0);
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
    turns |= compares || primitive == Primitive.ABS;
    int[] operands = new int[3];
    for (int i = 0; i < node.operands().size(); i++) {
      Expr operand = node.operands().get(i);
      operands[i] =
          compares && operand instanceof Expr.Constant threshold
              ? fixed(rounded(threshold.value()))
              : column(operand);
    }
    int out = columnCount++;
    steps.add(step(primitive, operands[0], operands[1], operands[2], out));
    return out;
  }

  private double rounded(double value) {
    return single ? (float) value : value;
  }

  private int fixed(double value) {
    fixed.add(new Fixed(columnCount, Real.of(value)));
    return columnCount++;
  }

  private static Step call(TrueFunctions.Function function, int[] operands, int out) {
    Real[] arguments = new Real[operands.length];
    return (columns, count) -> {
      for (int i = 0; i < count; i++) {
        for (int j = 0; j < arguments.length; j++) {
          arguments[j] = columns[operands[j]][i];
        }
        columns[out][i] = function.value(arguments);
      }
    };
  }

  private static Step reduce(Reduction reduction, int a, int out) {
    return (columns, count) -> {
      Real value =
          switch (reduction) {
            case MAX -> max(columns[a], count);
            case SUM -> sum(columns[a], count);
          };
      // A row without elements has a maximum and a sum, too.
      Arrays.fill(columns[out], 0, Math.max(1, count), value);
    };
  }

  private static Real max(Real[] column, int count) {
    Real max = Real.INFINITY.negate();
    for (int i = 0; i < count; i++) {
      if (max.isLess(column[i]) || column[i].isNaN()) {
        max = column[i];
      }
      if (max.isNaN()) {
        return max;
      }
    }
    return max;
  }

  private static Real sum(Real[] column, int count) {
    Real sum = Real.ZERO;
    for (int i = 0; i < count; i++) {
      sum = sum.add(column[i]);
    }
    return sum;
  }

  /** Returns an operation on columns; truth values are 1 and 0. */
  private Step step(Primitive primitive, int a, int b, int c, int out) {
    return switch (primitive) {
      case ADD -> each(a, b, c, out, (x, y, z) -> x.add(y));
      case SUB -> each(a, b, c, out, (x, y, z) -> x.subtract(y));
      case MUL -> each(a, b, c, out, (x, y, z) -> x.multiply(y));
      case DIV -> each(a, b, c, out, (x, y, z) -> x.divide(y));
      case FMA -> each(a, b, c, out, (x, y, z) -> x.multiply(y).add(z));
      case SQRT -> each(a, b, c, out, (x, y, z) -> x.sqrt());
      case NEG -> each(a, b, c, out, (x, y, z) -> x.negate());
      case ABS ->
          each(
              a,
              b,
              c,
              out,
              (x, y, z) -> {
                turn(x.isNegative());
                return x.abs();
              });
      case LESS, INT_LESS -> compare(a, b, out, Real::isLess);
      case LESS_EQUAL -> compare(a, b, out, Real::isLessOrEqual);
      case EQUAL, INT_EQUAL -> compare(a, b, out, Real::isEqual);
      case TO_REAL -> each(a, b, c, out, (x, y, z) -> x);
      case SELECT -> each(a, b, c, out, (x, y, z) -> x.isZero() ? z : y);
      case INT_ADD -> integers(a, b, out, (x, y) -> x + y);
      case INT_SUB -> integers(a, b, out, (x, y) -> x - y);
      case INT_MIN -> integers(a, b, out, Math::min);
      case INT_AND -> integers(a, b, out, (x, y) -> x & y);
      case INT_OR -> integers(a, b, out, (x, y) -> x | y);
      case INT_XOR -> integers(a, b, out, (x, y) -> x ^ y);
      case SHIFT_LEFT -> integers(a, b, out, (x, y) -> x << y);
      case SHIFT_RIGHT -> integers(a, b, out, (x, y) -> x >> y);
      case SHIFT_RIGHT_UNSIGNED -> integers(a, b, out, (x, y) -> x >>> y);
      case BITS, FROM_BITS, FROM_HALF, TO_HALF ->
          throw new IllegalArgumentException(primitive + " has no meaning in real numbers");
    };
  }

  private static Step each(int a, int b, int c, int out, Operation operation) {
    return (columns, count) -> {
      for (int i = 0; i < count; i++) {
        columns[out][i] = operation.value(columns[a][i], columns[b][i], columns[c][i]);
      }
    };
  }

  /** Integers are positions and indices, which no operation on them takes out of their range. */
  private static Step integers(int a, int b, int out, LongBinaryOperator operation) {
    return each(
        a,
        b,
        a,
        out,
        (x, y, z) ->
            Real.of(operation.applyAsLong((long) x.doubleValue(), (long) y.doubleValue())));
  }

  private Step compare(int a, int b, int out, Comparison comparison) {
    return each(
        a,
        b,
        a,
        out,
        (x, y, z) -> {
          boolean holds = comparison.holds(x, y);
          turn(holds);
          return holds ? Real.ONE : Real.ZERO;
        });
  }

  private void turn(boolean way) {
    path = path * 31 + (way ? 2 : 1);
  }
}
