package io.hillock.gpu.opencl;

import static io.hillock.kernels.Functions.exp;
import static io.hillock.kernels.Functions.rowMax;
import static io.hillock.kernels.Functions.rowSum;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hillock.kernels.Activations;
import io.hillock.kernels.Expr;
import io.hillock.kernels.Kernel;
import io.hillock.kernels.Program;
import io.hillock.tensor.spi.Extent;
import io.hillock.tensor.spi.Memory;
import io.hillock.tensor.spi.Operand;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Kernels along a row: the order of sums is part of their meaning, however rows lie and however
 * they are laid out over work items.
 */
@ParameterizedClass(name = "rows for a CPU: {0}")
@ValueSource(booleans = {true, false})
public class RowKernelTest {
  private static final double[] NONE = {};

  private static final Kernel SUM = Kernel.of("sum", x -> rowSum(x));
  private static final Kernel MAX = Kernel.of("max", x -> rowMax(x));

  /** Three phases, two sums and a maximum in one of them, a value for each row. */
  public static final Kernel MANY =
      Kernel.of(
          "many",
          x -> {
            Expr mean = rowSum(x).div(rowSum(Expr.constant(1)));
            Expr far = x.sub(mean);
            Expr spread = rowSum(far.mul(far)).sqrt().add(rowMax(far.abs()));
            Expr scaled = far.div(spread);
            return scaled.mul(rowSum(scaled.abs())).add(mean);
          });

  /** One number for a row out of three phases. */
  public static final Kernel LOG_SUM =
      Kernel.of(
          "scaled-sum",
          x -> {
            Expr max = rowMax(x);
            return rowSum(exp(x.sub(max))).mul(2).add(max);
          });

  private static OpenClBackend backend;

  @Parameter boolean serialRows;

  @BeforeParameterizedClassInvocation
  static void open(boolean serialRows) {
    backend = TestDevice.open(OpenClDialect.NATIVE, serialRows);
  }

  @AfterParameterizedClassInvocation
  static void close() {
    backend.close();
  }

  private static void check(Kernel kernel, Extent extent, long seed) {
    Program program = kernel.program();
    float[][] inputs = new float[program.inputs()][];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = TestDevice.ordinary((int) extent.count(), seed + i);
    }
    TestDevice.assertExact(backend, program, NONE, extent, inputs);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {1, 2, 3, 7, 31, 32, 33, 64, 65, 127, 128, 129, 4095, 4096, 4097, 12289, 28673})
  void rowsAlongTheLastAxisAreExactAtEveryLength(int length) {
    for (Kernel kernel : List.of(MANY, LOG_SUM, Activations.SOFTMAX)) {
      check(kernel, new Extent(3, length, 1), length);
    }
    check(Activations.SOFTMAX.backward(), new Extent(2, length, 1), length);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 64, 65, 128, 129, 4097, 12289})
  void rowsAlongAnInnerAxisAreExactAtEveryLength(int length) {
    for (Kernel kernel : List.of(MANY, LOG_SUM, Activations.SOFTMAX)) {
      check(kernel, new Extent(2, length, 5), length);
    }
  }

  @Test
  void aRowOfAMillionElementsIsExact() {
    for (Kernel kernel : List.of(SUM, MAX, MANY, Activations.SOFTMAX)) {
      check(kernel, new Extent(1, 1_000_003, 1), 1);
    }
    check(SUM, new Extent(1, 1_000_003, 2), 2);
  }

  @Test
  void longRowsThatAreManyAreExact() {
    // More rows than are split over groups.
    for (Kernel kernel : List.of(SUM, MANY, Activations.SOFTMAX)) {
      check(kernel, new Extent(200, 8199, 1), 3);
    }
  }

  @Test
  void moreShortRowsThanGroupsAreExact() {
    check(Activations.SOFTMAX, new Extent(100_001, 3, 1), 4);
    check(SUM, new Extent(20_003, 70, 1), 5);
    check(MAX, new Extent(11, 9, 1001), 6);
  }

  @Test
  void anEmptyRowHasSumZeroAndMaximumMinusInfinity() {
    Extent empty = new Extent(3, 0, 2);
    float[] sums = TestDevice.run(backend, SUM.program(), NONE, empty, new float[1]);
    float[] maxima = TestDevice.run(backend, MAX.program(), NONE, empty, new float[1]);
    assertEquals(6, sums.length);
    for (int i = 0; i < 6; i++) {
      assertEquals(0, Float.floatToIntBits(sums[i]));
      assertEquals(Float.NEGATIVE_INFINITY, maxima[i]);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 5000})
  void nanInfinityAndZerosPassThroughReductions(int length) {
    float[][] rows = {
      filled(length, -0f),
      with(filled(length, -0f), length - 1, 0f),
      filled(length, Float.NEGATIVE_INFINITY),
      with(TestDevice.ordinary(length, 1), length / 2, Float.NaN),
      with(TestDevice.ordinary(length, 2), length - 1, Float.NaN),
      with(TestDevice.ordinary(length, 3), 0, Float.POSITIVE_INFINITY),
      with(filled(length, Float.MIN_VALUE), 1, -Float.MIN_VALUE),
      filled(length, Float.MAX_VALUE)
    };
    for (float[] row : rows) {
      for (Kernel kernel : List.of(SUM, MAX, MANY)) {
        TestDevice.assertExact(backend, kernel.program(), NONE, new Extent(1, length, 1), row);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 300, 9001})
  void aRowKernelMayWriteOverItsInput(int length) {
    Extent extent = new Extent(4, length, 1);
    float[] values = TestDevice.ordinary((int) extent.count(), 9);
    Program program = Activations.SOFTMAX.program();
    Memory memory = TestDevice.upload(backend, values);
    backend.run(
        program, NONE, List.of(Operand.dense(memory)), List.of(Operand.dense(memory)), extent);
    float[] found = new float[values.length];
    backend.download(memory, 0, found, 0, found.length);
    memory.release();
    TestDevice.assertSameBits(
        TestDevice.expected(program, NONE, extent, values), found, "softmax in place");
  }

  private static float[] filled(int length, float value) {
    float[] row = new float[length];
    java.util.Arrays.fill(row, value);
    return row;
  }

  private static float[] with(float[] row, int index, float value) {
    row[index] = value;
    return row;
  }
}
