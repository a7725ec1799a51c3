package io.hillock.gpu.opencl;

import static io.hillock.kernels.Functions.rowMax;
import static io.hillock.kernels.Functions.rowSum;

import io.hillock.kernels.Activations;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Expr;
import io.hillock.kernels.Kernel;
import io.hillock.tensor.spi.Extent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Kernels along a row of elements of other types than float32, in either layout of rows. */
class DataTypeRowTest {
  private static final double[] NONE = {};

  // Few reductions in a kernel: PoCL takes long to compile many barriers.

  /** A sum and a maximum in one phase, a value for each element in the next. */
  private static final Kernel SHARE =
      Kernel.of("share", x -> x.sub(rowMax(x)).div(rowSum(x.abs())));

  /** One number for a row. */
  private static final Kernel TOTAL = Kernel.of("total", x -> rowSum(x).add(rowMax(x)));

  private static List<OpenClBackend> backends;

  @BeforeAll
  static void open() {
    // Rows for CPUs and for GPUs; conversions by the device in one and by integers in the other.
    backends =
        List.of(
            TestDevice.open(OpenClDialect.NATIVE.withoutHalf(), true),
            TestDevice.open(OpenClDialect.NATIVE, false));
  }

  @AfterAll
  static void close() {
    backends.forEach(OpenClBackend::close);
  }

  private static void check(Kernel kernel, DataType type, Extent extent, long[]... inputs) {
    for (OpenClBackend backend : backends) {
      Elements.assertExact(backend, kernel.program(type), NONE, extent, inputs);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT16", "FLOAT64"})
  void rowsAreExactAtEveryLength(DataType type) {
    List<Extent> extents = new ArrayList<>();
    for (int length : new int[] {0, 1, 3, 31, 127, 4097}) {
      extents.add(new Extent(3, length, 1));
    }
    extents.add(new Extent(2, 12289, 5));
    extents.add(new Extent(1, 100_003, 1));
    extents.add(new Extent(200, 4099, 1)); // more long rows than are split over groups
    extents.add(new Extent(20_003, 3, 1)); // more short rows than groups
    for (Extent extent : extents) {
      long[] x = Elements.ordinary(type, (int) extent.count(), extent.length());
      check(SHARE, type, extent, x);
      check(TOTAL, type, extent, x);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT16", "FLOAT64"})
  void nanInfinityAndZerosPassThroughReductions(DataType type) {
    double[] chosen = {
      0.0,
      -0.0,
      Double.NaN,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      Float.MIN_VALUE,
      -Double.MIN_VALUE,
      Double.MAX_VALUE
    };
    for (int length : new int[] {3, 5000}) {
      for (double value : chosen) {
        long[] all = Elements.filled(type, length, value);
        long[] mixed = Elements.filled(type, length, -0.0);
        mixed[length - 1] = type.bitsOf(value);
        for (long[] x : List.of(all, mixed)) {
          check(TOTAL, type, new Extent(1, length, 1), x);
        }
      }
    }
  }

  @Test
  void softmaxOf16BitsIsComputedInFloat32() {
    DataType type = DataType.BFLOAT16;
    for (Extent extent : List.of(new Extent(3, 17, 1), new Extent(1, 9001, 1))) {
      long[] x = Elements.ordinary(type, (int) extent.count(), 1);
      check(Activations.SOFTMAX, type, extent, x);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT16", "FLOAT64"})
  void anElementOfARowKnowsItsIndex(DataType type) {
    Kernel indexed =
        Kernel.of(
            "indexed",
            x -> {
              Expr low = Expr.indexLow();
              Expr digit = DataTypeTest.digit(type, low.xor(low.ushr(4)).xor(low.ushr(9)));
              Expr high = DataTypeTest.digit(type, Expr.indexHigh());
              return rowSum(x.mul(digit)).add(digit).sub(high);
            });
    for (Extent extent : List.of(new Extent(3, 17, 7), new Extent(2, 9001, 1))) {
      long[] x = Elements.ordinary(type, (int) extent.count(), 1);
      check(indexed, type, extent, x);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"BFLOAT16", "FLOAT64"})
  void gradientsByAllInputsAreWrittenInOnePass(DataType type) {
    Kernel shares = Kernel.of("shares", (a, b) -> a.mul(b).div(rowSum(a.abs())));
    for (Extent extent : List.of(new Extent(3, 17, 2), new Extent(1, 9001, 1))) {
      int count = (int) extent.count();
      check(
          shares.gradients(),
          type,
          extent,
          Elements.ordinary(type, count, 1),
          Elements.ordinary(type, count, 2),
          Elements.ordinary(type, count, 3));
    }
  }
}
