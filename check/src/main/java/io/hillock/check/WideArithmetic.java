package io.hillock.check;

import io.hillock.kernels.Expr;
import io.hillock.kernels.Primitive;
import io.hillock.kernels.Program.Value;
import io.hillock.kernels.Reduction;
import java.util.Arrays;

/** Programs of float64: its integers and truth values have 64 bits. */
final class WideArithmetic extends Arithmetic {
  @Override
  Object column(Expr.Type type, int length) {
    return type == Expr.Type.REAL ? new double[length] : new long[length];
  }

  @Override
  void fill(Object column, double number) {
    if (column instanceof double[] reals) {
      Arrays.fill(reals, number);
    } else {
      Arrays.fill((long[]) column, (long) number);
    }
  }

  @Override
  void fillBits(Object column, long bits) {
    if (column instanceof double[] reals) {
      Arrays.fill(reals, Double.longBitsToDouble(bits));
    } else {
      Arrays.fill((long[]) column, bits);
    }
  }

  @Override
  void reduce(Value reduction, Object elements, int length, Object column) {
    Arrays.fill((double[]) column, reduction.reduction().of((double[]) elements, length));
  }

  @Override
  void restOfSum(Object elements, int length, Object column) {
    Arrays.fill((double[]) column, Reduction.restOfSum((double[]) elements, length));
  }

  @Override
  void index(Object column, long first, int shift, int count) {
    long[] words = (long[]) column;
    for (int i = 0; i < count; i++) {
      words[i] = ((first + i) >>> shift) & 0xffffffffL;
    }
  }

  /** A loop for each operation, so that the compiler can use vectors. */
  @Override
  Step step(Primitive primitive, Object a, Object b, Object c, Object out) {
    return switch (primitive) {
      case ADD, SUB, MUL, DIV, FMA, SQRT, NEG, ABS ->
          onReals(primitive, (double[]) a, (double[]) b, (double[]) c, (double[]) out);
      case LESS, LESS_EQUAL, EQUAL -> compare(primitive, (double[]) a, (double[]) b, (long[]) out);
      case INT_LESS -> less((long[]) a, (long[]) b, (long[]) out);
      case INT_EQUAL -> equal((long[]) a, (long[]) b, (long[]) out);
      case TO_REAL -> toReal((long[]) a, (double[]) out);
      case SELECT -> select((long[]) a, b, c, out);
      case BITS -> bits((double[]) a, (long[]) out);
      case FROM_BITS -> fromBits((long[]) a, (double[]) out);
      case FROM_HALF, TO_HALF ->
          throw new IllegalArgumentException(primitive + " is not in a program of float64");
      case INT_ADD, INT_SUB, INT_MIN, INT_AND, INT_OR, INT_XOR ->
          onIntegers(primitive, (long[]) a, (long[]) b, (long[]) out);
      case SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_UNSIGNED ->
          shift(primitive, (long[]) a, (long[]) b, (long[]) out);
    };
  }

  private static Step onReals(Primitive primitive, double[] x, double[] y, double[] z, double[] r) {
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
              r[i] = Math.sqrt(x[i]);
            }
          };
      case NEG ->
          n -> {
            for (int i = 0; i < n; i++) {
              r[i] = -x[i];
            }
          };
      case ABS ->
          n -> {
            for (int i = 0; i < n; i++) {
              r[i] = Math.abs(x[i]);
            }
          };
      default -> throw new IllegalArgumentException(primitive + " is not arithmetic");
    };
  }

  private static Step compare(Primitive primitive, double[] x, double[] y, long[] r) {
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

  private static Step onIntegers(Primitive primitive, long[] x, long[] y, long[] r) {
    return switch (primitive) {
      case INT_ADD ->
          n -> {
            for (int i = 0; i < n; i++) {
              r[i] = x[i] + y[i];
            }
          };
      case INT_SUB ->
          n -> {
            for (int i = 0; i < n; i++) {
              r[i] = x[i] - y[i];
            }
          };
      case INT_MIN ->
          n -> {
            for (int i = 0; i < n; i++) {
              r[i] = Math.min(x[i], y[i]);
            }
          };
      case INT_AND ->
          n -> {
            for (int i = 0; i < n; i++) {
              r[i] = x[i] & y[i];
            }
          };
      case INT_OR ->
          n -> {
            for (int i = 0; i < n; i++) {
              r[i] = x[i] | y[i];
            }
          };
      case INT_XOR ->
          n -> {
            for (int i = 0; i < n; i++) {
              r[i] = x[i] ^ y[i];
            }
          };
      default -> throw new IllegalArgumentException(primitive + " is not on integers");
    };
  }

  /** The distance is a constant, the same in the whole column. */
  private static Step shift(Primitive primitive, long[] x, long[] y, long[] r) {
    return switch (primitive) {
      case SHIFT_LEFT ->
          n -> {
            int distance = (int) y[0];
            for (int i = 0; i < n; i++) {
              r[i] = x[i] << distance;
            }
          };
      case SHIFT_RIGHT ->
          n -> {
            int distance = (int) y[0];
            for (int i = 0; i < n; i++) {
              r[i] = x[i] >> distance;
            }
          };
      case SHIFT_RIGHT_UNSIGNED ->
          n -> {
            int distance = (int) y[0];
            for (int i = 0; i < n; i++) {
              r[i] = x[i] >>> distance;
            }
          };
      default -> throw new IllegalArgumentException(primitive + " is not a shift");
    };
  }

  private static Step less(long[] x, long[] y, long[] r) {
    return n -> {
      for (int i = 0; i < n; i++) {
        r[i] = x[i] < y[i] ? 1 : 0;
      }
    };
  }

  private static Step equal(long[] x, long[] y, long[] r) {
    return n -> {
      for (int i = 0; i < n; i++) {
        r[i] = x[i] == y[i] ? 1 : 0;
      }
    };
  }

  private static Step toReal(long[] x, double[] r) {
    return n -> {
      for (int i = 0; i < n; i++) {
        r[i] = (double) x[i];
      }
    };
  }

  private static Step select(long[] condition, Object y, Object z, Object out) {
    if (out instanceof long[] r) {
      long[] yes = (long[]) y;
      long[] no = (long[]) z;
      return n -> {
        for (int i = 0; i < n; i++) {
          r[i] = condition[i] != 0 ? yes[i] : no[i];
        }
      };
    }
    double[] yes = (double[]) y;
    double[] no = (double[]) z;
    double[] r = (double[]) out;
    return n -> {
      for (int i = 0; i < n; i++) {
        r[i] = condition[i] != 0 ? yes[i] : no[i];
      }
    };
  }

  private static Step bits(double[] x, long[] r) {
    return n -> {
      for (int i = 0; i < n; i++) {
        r[i] = Double.doubleToRawLongBits(x[i]);
      }
    };
  }

  private static Step fromBits(long[] x, double[] r) {
    return n -> {
      for (int i = 0; i < n; i++) {
        r[i] = Double.longBitsToDouble(x[i]);
      }
    };
  }
}
