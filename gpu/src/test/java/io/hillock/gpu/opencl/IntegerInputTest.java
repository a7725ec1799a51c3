package io.hillock.gpu.opencl;

import static io.hillock.kernels.Functions.rowSum;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hillock.kernels.DataType;
import io.hillock.kernels.Expr;
import io.hillock.kernels.Kernel;
import io.hillock.kernels.Program;
import io.hillock.tensor.spi.Backend;
import io.hillock.tensor.spi.Extent;
import io.hillock.tensor.spi.Memory;
import io.hillock.tensor.spi.Operand;
import io.hillock.tensor.spi.Operand.Axis;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Integers, truth values, positions in the row, and operands with a stride for each axis. */
public class IntegerInputTest {
  private static final double[] NONE = {};
  private static final double[] IGNORED = {-7};

  /** Takes an integer, a truth value and an integer parameter, and asks where it is. */
  public static final Kernel CHOSEN =
      Kernel.define("chosen")
          .inputs("x", "target", "mask")
          .integerInput("target")
          .booleanInput("mask")
          .integerParameter("ignored", -7, -100, 100)
          .define(
              in -> {
                Expr target = in.input("target");
                Expr near = target.intLt(Expr.position()).select(in.x(), target.toReal());
                Expr hit = Expr.position().intEq(target.intAdd(3)).select(rowSum(near), near);
                Expr kept = target.intEq(in.parameter("ignored")).select(0, hit);
                return in.input("mask").select(kept, in.x().mul(0.5));
              })
          .build();

  /** Asks for positions and reduces nothing. */
  public static final Kernel PLACED =
      Kernel.of("placed", x -> Expr.position().shl(1).intLt(Expr.indexLow()).select(x, 1));

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT32", "FLOAT64"})
  void integersTruthValuesAndPositionsHaveTheBitsOfTheInterpreter(DataType type) {
    for (boolean serialRows : new boolean[] {true, false}) {
      try (OpenClBackend backend = TestDevice.open(OpenClDialect.NATIVE, serialRows)) {
        for (Extent extent :
            List.of(new Extent(70, 3, 1), new Extent(2, 300, 5), new Extent(1, 4099, 2))) {
          int count = (int) extent.count();
          long[] x = Elements.ordinary(type, count, 1);
          long[] target = Elements.integers(DataType.INT32, count, 2);
          long[] mask = Elements.integers(DataType.BOOL, count, 3);
          Program chosen = CHOSEN.program(type);
          Elements.assertExact(backend, chosen, IGNORED, extent, x, target, mask);
        }
      }
    }
  }

  @Test
  void aProgramOfPositionsAloneGoesAlongRows() {
    for (boolean serialRows : new boolean[] {true, false}) {
      try (OpenClBackend backend = TestDevice.open(OpenClDialect.NATIVE, serialRows)) {
        for (Extent extent : List.of(new Extent(2, 150, 3), new Extent(1, 4099, 1))) {
          long[] x = Elements.ordinary(DataType.FLOAT32, (int) extent.count(), 1);
          Elements.assertExact(backend, PLACED.program(), NONE, extent, x);
        }
      }
    }
  }

  @Test
  void operandsMayHaveAStrideForEachAxis() {
    DataType type = DataType.FLOAT32;
    Kernel shares = Kernel.of("shares", (a, b) -> a.mul(b).div(rowSum(a.abs())));
    Kernel product = Kernel.of("product", (a, b) -> a.mul(b));
    for (boolean serialRows : new boolean[] {true, false}) {
      try (OpenClBackend backend = TestDevice.open(OpenClDialect.NATIVE, serialRows)) {
        checkStrides(backend, shares.program(type), new Extent(4, 30, 1));
        checkStrides(backend, shares.program(type), new Extent(4, 5, 6));
        checkStrides(backend, product.program(type), new Extent(1, 120, 1));
      }
    }
  }

  /** Checks operands with a stride for each axis, in a call of 120 elements. */
  public static void checkStrides(Backend backend, Program program, Extent extent) {
    DataType type = program.type();
    Axis innermost = new Axis(6, 20);
    List<Axis> moved = List.of(innermost, new Axis(5, 1), new Axis(4, 5));
    List<Axis> smaller = List.of(new Axis(6, 4), new Axis(5, 0), new Axis(4, 1));
    long[] a = Elements.ordinary(type, 120, 1);
    long[] b = Elements.ordinary(type, 24, 2);
    Memory first = Elements.upload(backend, type, a);
    Memory second = Elements.upload(backend, type, b);
    Memory out = Elements.upload(backend, type, Elements.filled(type, 121, 42));
    Operand in = Operand.strided(first, moved);
    Operand stretched = Operand.strided(second, smaller);
    Operand target = Operand.strided(out, moved);
    backend.run(program, NONE, List.of(in, stretched), List.of(target), extent);
    long[] expected =
        Elements.expected(program, NONE, extent, inOrder(in, a), inOrder(stretched, b))[0];
    long[] found = Elements.download(backend, type, out, 121);
    Elements.assertSame(type, expected, inOrder(target, found), program.name() + " " + extent);
    assertEquals(42, type.valueOf(found[120]));
    List.of(first, second, out).forEach(Memory::release);
  }

  private static long[] inOrder(Operand operand, long[] elements) {
    long[] result = new long[120];
    for (int i = 0; i < result.length; i++) {
      result[i] = elements[(int) operand.index(i)];
    }
    return result;
  }

  @Test
  void indicesOfStridedOperandsHave32BitsAsLongAsTheySuffice() {
    long limit = 1L << 32;
    Operand small = Operand.strided(null, List.of(new Axis(4, 10), new Axis(10, 1)));
    assertEquals(new Access(Access.Form.STRIDED, true, 2), Access.of(small, 40));
    assertEquals(new Access(Access.Form.STRIDED, false, 2), Access.of(small, limit));
    Operand far = Operand.strided(null, List.of(new Axis(4, limit / 3 + 1), new Axis(10, 1)));
    assertEquals(new Access(Access.Form.STRIDED, false, 2), Access.of(far, 40));
  }
}
