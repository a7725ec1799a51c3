package io.hillock.gpu.cuda;

import static io.hillock.kernels.Functions.rowSum;

import io.hillock.gpu.opencl.Elements;
import io.hillock.gpu.opencl.IntegerInputTest;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Expr;
import io.hillock.kernels.Kernel;
import io.hillock.kernels.Program;
import io.hillock.tensor.spi.Backend;
import io.hillock.tensor.spi.Extent;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Integers, truth values, positions in the row, and operands with a stride for each axis. */
class EmulatedIntegerTest {
  private static final double[] NONE = {};
  private static final double[] IGNORED = {-7};

  /** Elements of three widths side by side, without a row. */
  private static final Kernel MAPPED =
      Kernel.define("mapped")
          .inputs("x", "target", "mask")
          .integerInput("target")
          .booleanInput("mask")
          .define(
              in -> {
                Expr target = in.input("target").toReal();
                return in.input("mask").select(in.x().mul(target), in.x().sub(target));
              })
          .build();

  private Backend backend;

  @BeforeEach
  void open() {
    EmulatedDriver driver =
        new EmulatedDriver(EmulatedDevice.Properties.SMALL.withMultiprocessors(2));
    backend = new CudaProvider(() -> null, driver).open(0);
  }

  @AfterEach
  void close() {
    backend.close();
  }

  @ParameterizedTest
  @MethodSource("io.hillock.kernels.DataType#reals")
  void integersTruthValuesAndPositionsHaveTheBitsOfTheInterpreter(DataType type) {
    for (Extent extent :
        List.of(
            new Extent(70, 3, 1),
            new Extent(3, 32, 1),
            new Extent(3, 300, 1),
            new Extent(5, 1536, 1),
            new Extent(2, 300, 5),
            new Extent(1, 4099, 2))) {
      check(IntegerInputTest.CHOSEN.program(type), IGNORED, extent);
    }
    check(MAPPED.program(type), NONE, new Extent(1, 3000, 1));
    check(MAPPED.program(type), NONE, new Extent(1, 20_003, 1));
  }

  private void check(Program program, double[] parameters, Extent extent) {
    int count = (int) extent.count();
    long[] x = Elements.ordinary(program.type(), count, 1);
    long[] target = Elements.integers(DataType.INT32, count, 2);
    long[] mask = Elements.integers(DataType.BOOL, count, 3);
    Elements.assertExact(backend, program, parameters, extent, x, target, mask);
  }

  @Test
  void aProgramOfPositionsAloneGoesAlongRows() {
    Program placed = IntegerInputTest.PLACED.program();
    for (Extent extent :
        List.of(
            new Extent(2, 150, 3),
            new Extent(9, 150, 1),
            new Extent(1, 4099, 1),
            new Extent(5, 4099, 1))) {
      long[] x = Elements.ordinary(DataType.FLOAT32, (int) extent.count(), 1);
      Elements.assertExact(backend, placed, NONE, extent, x);
    }
  }

  @ParameterizedTest
  @MethodSource("io.hillock.kernels.DataType#reals")
  void operandsMayHaveAStrideForEachAxis(DataType type) {
    Kernel shares = Kernel.of("shares", (a, b) -> a.mul(b).div(rowSum(a.abs())));
    Kernel product = Kernel.of("product", (a, b) -> a.mul(b));
    IntegerInputTest.checkStrides(backend, shares.program(type), new Extent(4, 30, 1));
    IntegerInputTest.checkStrides(backend, shares.program(type), new Extent(4, 5, 6));
    IntegerInputTest.checkStrides(backend, product.program(type), new Extent(1, 120, 1));
  }
}
