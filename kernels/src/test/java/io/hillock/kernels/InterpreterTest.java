package io.hillock.kernels;

import static io.hillock.kernels.Functions.max;
import static io.hillock.kernels.Functions.min;
import static io.hillock.kernels.Functions.rowMax;
import static io.hillock.kernels.Functions.rowSum;
import static io.hillock.kernels.Functions.rowSumRest;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InterpreterTest {
  private static float map(Kernel kernel, float... inputs) {
    return new Interpreter(kernel.program(), kernel.parameterValues()).map(inputs);
  }

  @Test
  void fmaIsRoundedOnce() {
    Kernel kernel = Kernel.of("fma", (a, b) -> a.fma(b, Expr.constant(-1)));
    float a = 1 + 0x1p-13f;
    float b = 1 - 0x1p-13f;
    assertEquals(-0x1p-26f, map(kernel, a, b));
    assertEquals(0f, a * b - 1, "which two roundings would lose");
  }

  @Test
  void signsAreFlippedAndClearedOfZerosInfinitiesAndNaN() {
    assertEquals(0x80000000, Float.floatToRawIntBits(map(Kernel.of("n", Expr::neg), 0f)));
    assertEquals(0, Float.floatToRawIntBits(map(Kernel.of("a", Expr::abs), -0f)));
    float negativeNan = Float.intBitsToFloat(0xffc00000);
    assertTrue(Float.isNaN(map(Kernel.of("a", Expr::abs), negativeNan)));
  }

  @Test
  void largerAndSmallerPassNanOn() {
    Kernel larger = Kernel.of("max", (a, b) -> max(a, b));
    Kernel smaller = Kernel.of("min", (a, b) -> min(a, b));
    for (float[] pair : new float[][] {{Float.NaN, 1}, {1, Float.NaN}, {Float.NaN, Float.NaN}}) {
      assertTrue(Float.isNaN(map(larger, pair)));
      assertTrue(Float.isNaN(map(smaller, pair)));
    }
    assertEquals(2f, map(larger, 1, 2));
    assertEquals(2f, map(larger, 2, 1));
    assertEquals(Float.NEGATIVE_INFINITY, map(smaller, 2, Float.NEGATIVE_INFINITY));
  }

  @Test
  void aRowsMaximumIsNanWhereAnElementIsAndNeverNegativeZero() {
    Kernel kernel = Kernel.of("max", x -> rowMax(x));
    Interpreter interpreter = new Interpreter(kernel.program());
    assertTrue(Float.isNaN(interpreter.row(new float[] {1, Float.NaN, 2})[0]));
    int zero = Float.floatToRawIntBits(interpreter.row(new float[] {-0f, -1, -0f})[0]);
    assertEquals(0, zero);
    assertEquals(Float.NEGATIVE_INFINITY, interpreter.row(new float[0])[0]);
  }

  /** A sum and what its rounding has lost. */
  private record Pair(float sum, float lost) {
    Pair plus(Pair other) {
      float s = sum + other.sum;
      // The error of one addition of floats is a float.
      BigDecimal exact = new BigDecimal(sum).add(new BigDecimal(other.sum));
      float error = exact.subtract(new BigDecimal(s)).floatValue();
      return new Pair(s, (lost + other.lost) + error);
    }
  }

  /** The order of summation, written again from its description alone. */
  private static float described(float[] row) {
    Pair[] sums = new Pair[(row.length + 4095) / 4096];
    for (int chunk = 0; chunk < sums.length; chunk++) {
      sums[chunk] = fold(row, chunk * 4096, Math.min(row.length, chunk * 4096 + 4096), 0, 1);
    }
    while (sums.length > 1) {
      Pair[] up = new Pair[(sums.length + 1) / 2];
      for (int i = 0; i < up.length; i++) {
        up[i] = 2 * i + 1 < sums.length ? sums[2 * i].plus(sums[2 * i + 1]) : sums[2 * i];
      }
      sums = up;
    }
    return sums.length == 0 ? 0 : sums[0].sum + sums[0].lost;
  }

  /** The sum of the elements whose index is {@code lane} modulo {@code step}. */
  private static Pair fold(float[] row, int start, int end, int lane, int step) {
    if (step == 128) {
      Pair sum = new Pair(0, 0);
      for (int i = start + lane; i < end; i += 128) {
        sum = sum.plus(new Pair(row[i], 0));
      }
      return sum;
    }
    return fold(row, start, end, lane, 2 * step).plus(fold(row, start, end, lane + step, 2 * step));
  }

  @Test
  void aRowIsSummedInTheOrderThatIsDocumented() {
    Random random = new Random(1);
    Interpreter interpreter = new Interpreter(Kernel.of("sum", x -> rowSum(x)).program());
    for (int length : new int[] {0, 1, 2, 5, 127, 128, 129, 300, 4095, 4096, 4097, 40_000}) {
      float[] row = new float[length];
      for (int i = 0; i < length; i++) {
        row[i] = (float) random.nextGaussian() * (1 << random.nextInt(20));
      }
      assertArrayEquals(new float[] {described(row)}, interpreter.row(row), "length " + length);
    }
  }

  @Test
  void theSumOfManyNumbersOfOneSignIsRightInTheLastPlace() {
    Random random = new Random(3);
    float[] row = new float[1_000_003];
    BigDecimal exact = BigDecimal.ZERO;
    for (int i = 0; i < row.length; i++) {
      row[i] = (float) Math.exp(random.nextGaussian() * 5);
      exact = exact.add(new BigDecimal(row[i]));
    }
    float sum = Reduction.SUM.of(row, row.length);
    assertEquals(exact.doubleValue(), sum, Math.ulp(sum));
  }

  @Test
  void aSumAndItsRestAreRightToTwiceThePrecision() {
    Random random = new Random(4);
    Kernel both = Kernel.of("both", x -> x.mul(rowSum(x)).add(rowSumRest(x)));
    for (int length : new int[] {1, 2, 3, 127, 4097, 100_000}) {
      float[] row = new float[length];
      BigDecimal exact = BigDecimal.ZERO;
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) Math.exp(random.nextGaussian() * 5);
        exact = exact.add(new BigDecimal(row[i]));
      }
      float sum = Reduction.SUM.of(row, row.length);
      float rest = Reduction.restOfSum(row, row.length);
      assertEquals(exact.doubleValue(), (double) sum + rest, Math.ulp(sum) * 0x1p-16);
      assertEquals(0, Math.abs(rest), Math.ulp(sum) / 2);
      assertEquals(row[0] * sum + rest, new Interpreter(both.program()).row(row)[0]);
    }
  }

  @Test
  void anInfiniteSumLeavesNothing() {
    float[] row = {1, Float.POSITIVE_INFINITY, 3};
    assertEquals(0, Reduction.restOfSum(row, row.length));
    assertEquals(0, Reduction.restOfSum(row, 0));
    double[] wide = {1e-30, Double.NEGATIVE_INFINITY, 3};
    assertEquals(0, Reduction.restOfSum(wide, wide.length));
    assertEquals(1e-30, Reduction.restOfSum(new double[] {1, 1e-30}, 2));
  }

  @Test
  void anInfiniteElementMakesTheSumInfiniteAndOppositeOnesNan() {
    float[] row = new float[300];
    Arrays.fill(row, 1);
    row[7] = Float.POSITIVE_INFINITY;
    assertEquals(Float.POSITIVE_INFINITY, Reduction.SUM.of(row, row.length));
    row[200] = Float.NEGATIVE_INFINITY;
    assertTrue(Float.isNaN(Reduction.SUM.of(row, row.length)));
    Arrays.fill(row, Float.MAX_VALUE);
    assertEquals(Float.POSITIVE_INFINITY, Reduction.SUM.of(row, row.length));
  }
}
