package io.hillock.check;

import io.hillock.kernels.Expr;
import io.hillock.kernels.Float16;
import io.hillock.kernels.Primitive;
import io.hillock.kernels.Program.Value;
import io.hillock.kernels.Reduction;
import java.util.Arrays;

/** Programs of float32 and of the types of 16 bits: its integers and truth values have 32 bits. */
final class NarrowArithmetic extends Arithmetic {
  @Override
  Object column(Expr.Type type, int length) {
    return type == Expr.Type.REAL ? new float[length] : new int[length];
  }

  @Override
  void fill(Object column, double number) {
    if (column instanceof float[] reals) {
      Arrays.fill(reals, (float) number);
    } else {
      Arrays.fill((int[]) column, (int) (long) number);
    }
  }

  @Override
  void fillBits(Object column, long bits) {
    if (column instanceof float[] reals) {
      Arrays.fill(reals, Float.intBitsToFloat((int) bits));
    } else {
      Arrays.fill((int[]) column, (int) bits);
    }
  }

  @Override
  void reduce(Value reduction, Object elements, int length, Object column) {
    Arrays.fill((float[]) column, reduction.reduction().of((float[]) elements, length));
  }

  @Override
  void restOfSum(Object elements, int length, Object column) {
    Arrays.fill((float[]) column, Reduction.restOfSum((float[]) elements, length));
  }

  @Override
  void index(Object column, long first, int shift, int count) {
    int[] words = (int[]) column;
    for (int i = 0; i < count; i++) {
      words[i] = (int) ((first + i) >>> shift);
    }
  }

  /** A loop for each operation, so that the compiler can use vectors. */
  @Override
  Step step(Primitive primitive, Object a, Object b, Object c, Object out) {
    return switch (primitive) {
      case ADD, SUB, MUL, DIV, FMA, SQRT, NEG, ABS ->
          onReals(primitive, (float[]) a, (float[]) b, (float[]) c, (float[]) out);
      case LESS, LESS_EQUAL, EQUAL -> compare(primitive, (float[]) a, (float[]) b, (int[]) out);
      case INT_LESS -> less((int[]) a, (int[]) b, (int[]) out);
      case INT_EQUAL -> equal((int[]) a, (int[]) b, (int[]) out);
      case TO_REAL -> toReal((int[]) a, (float[]) out);
      case SELECT -> select((int[]) a, b, c, out);
      case BITS -> bits((float[]) a, (int[]) out);
      case FROM_BITS -> fromBits((int[]) a, (float[]) out);
      case FROM_HALF -> fromHalf((int[]) a, (float[]) out);
      case TO_HALF -> toHalf((float[]) a, (int[]) out);
      case INT_ADD, INT_SUB, INT_MIN, INT_AND, INT_OR, INT_XOR ->
          onIntegers(primitive, (int[]) a, (int[]) b, (int[]) out);
      case SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_UNSIGNED ->
          shift(primitive, (int[]) a, (int[]) b, (int[]) out);
    };
  }

  private static Step onReals(Primitive primitive, float[] x, float[] y, float[] z, float[] r) {
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

  private static Step compare(Primitive primitive, float[] x, float[] y, int[] r) {
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

  private static Step onIntegers(Primitive primitive, int[] x, int[] y, int[] r) {
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
  private static Step shift(Primitive primitive, int[] x, int[] y, int[] r) {
    return switch (primitive) {
      case SHIFT_LEFT ->
          n -> {
            int distance = y[0];
            for (int i = 0; i < n; i++) {
              r[i] = x[i] << distance;
            }
          };
      case SHIFT_RIGHT ->
          n -> {
            int distance = y[0];
            for (int i = 0; i < n; i++) {
              r[i] = x[i] >> distance;
            }
          };
      case SHIFT_RIGHT_UNSIGNED ->
          n -> {
            int distance = y[0];
            for (int i = 0; i < n; i++) {
              r[i] = x[i] >>> distance;
            }
          };
      default -> throw new IllegalArgumentException(primitive + " is not a shift");
    };
  }

  private static Step less(int[] x, int[] y, int[] r) {
    return n -> {
      for (int i = 0; i < n; i++) {
        r[i] = x[i] < y[i] ? 1 : 0;
      }
    };
  }

  private static Step equal(int[] x, int[] y, int[] r) {
    return n -> {
      for (int i = 0; i < n; i++) {
        r[i] = x[i] == y[i] ? 1 : 0;
      }
    };
  }

  private static Step toReal(int[] x, float[] r) {
    return n -> {
      for (int i = 0; i < n; i++) {
        r[i] = (float) x[i];
      }
    };
  }

  private static Step select(int[] condition, Object y, Object z, Object out) {
    if (out instanceof int[] r) {
      int[] yes = (int[]) y;
      int[] no = (int[]) z;
      return n -> {
        for (int i = 0; i < n; i++) {
          r[i] = condition[i] != 0 ? yes[i] : no[i];
        }
      };
    }
    float[] yes = (float[]) y;
    float[] no = (float[]) z;
    float[] r = (float[]) out;
    return n -> {
      for (int i = 0; i < n; i++) {
        r[i] = condition[i] != 0 ? yes[i] : no[i];
      }
    };
  }

  private static Step bits(float[] x, int[] r) {
    return n -> {
      for (int i = 0; i < n; i++) {
        r[i] = Float.floatToRawIntBits(x[i]);
      }
    };
  }

  private static Step fromBits(int[] x, float[] r) {
    return n -> {
      for (int i = 0; i < n; i++) {
        r[i] = Float.intBitsToFloat(x[i]);
      }
    };
  }

  private static Step fromHalf(int[] x, float[] r) {
    return n -> {
      for (int i = 0; i < n; i++) {
        r[i] = Float16.toFloat((short) x[i]);
      }
    };
  }

  private static Step toHalf(float[] x, int[] r) {
    return n -> {
      for (int i = 0; i < n; i++) {
        r[i] = Float16.fromFloat(x[i]) & 0xffff;
      }
    };
  }
}
