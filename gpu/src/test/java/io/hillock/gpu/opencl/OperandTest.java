package io.hillock.gpu.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hillock.kernels.DataType;
import io.hillock.kernels.Functions;
import io.hillock.kernels.Kernel;
import io.hillock.kernels.Program;
import io.hillock.tensor.spi.Extent;
import io.hillock.tensor.spi.Memory;
import io.hillock.tensor.spi.Operand;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Operands that are parts of tensors, and calls with several outputs. */
class OperandTest {
  private static final double[] NONE = {};
  private static final Kernel GATED =
      Kernel.of("gated", (a, b) -> a.mul(b).add(a.div(b.abs().add(1))));

  private static OpenClBackend backend;

  @BeforeAll
  static void open() {
    backend = TestDevice.open();
  }

  @AfterAll
  static void close() {
    backend.close();
  }

  /** Returns the elements that a split operand has in the order of the call. */
  private static long[] part(long[] all, int count, int inner, int period, int offset) {
    long[] part = new long[count];
    for (int i = 0; i < count; i++) {
      part[i] = all[i / inner * period + i % inner + offset];
    }
    return part;
  }

  @ParameterizedTest
  @EnumSource(value = DataType.class, to = "FLOAT64")
  void halvesOfATensorAreReadAndBothHalvesOfAnotherWritten(DataType type) {
    int blocks = 13;
    int inner = 77;
    int period = 2 * inner;
    int count = blocks * inner;
    long[] x = Elements.spread(type, 2 * count, 1);
    long[] upstream = Elements.ordinary(type, count, 2);
    Memory in = Elements.upload(backend, type, x);
    Memory above = Elements.upload(backend, type, upstream);
    Memory out = Elements.upload(backend, type, Elements.filled(type, 2 * count + 1, 42));
    List<Operand> halves =
        List.of(Operand.split(in, inner, period, 0), Operand.split(in, inner, period, inner));
    Program program = GATED.gradients().program(type);
    Extent extent = new Extent(1, count, 1);
    backend.run(
        program,
        NONE,
        List.of(halves.get(0), halves.get(1), Operand.dense(above)),
        List.of(Operand.split(out, inner, period, 0), Operand.split(out, inner, period, inner)),
        extent);
    long[] a = part(x, count, inner, period, 0);
    long[] b = part(x, count, inner, period, inner);
    long[][] expected = Elements.expected(program, NONE, extent, a, b, upstream);
    long[] found = Elements.download(backend, type, out, 2 * count + 1);
    for (int half = 0; half < 2; half++) {
      long[] written = part(found, count, inner, period, half * inner);
      Elements.assertSame(type, expected[half], written, type + ", half " + half);
    }
    assertEquals(42, type.valueOf(found[2 * count]));
    List.of(in, above, out).forEach(Memory::release);
  }

  @ParameterizedTest
  @EnumSource(value = DataType.class, to = "FLOAT64")
  void sixtyFourBitIndicesGiveTheSame(DataType type) {
    int count = 1001;
    long many = 1L << 33;
    long[] a = Elements.ordinary(type, count + 5, 1);
    long[] b = Elements.ordinary(type, 3, 2);
    Memory first = Elements.upload(backend, type, a);
    Memory second = Elements.upload(backend, type, b);
    Memory out = Elements.upload(backend, type, Elements.filled(type, count + 7, 42));
    Program program = GATED.program(type);
    Extent extent = new Extent(1, count, 1);
    List<Operand> inputs =
        List.of(Operand.split(first, many, 2 * many, 5), Operand.stretched(second, 3, many));
    List<Operand> outputs = List.of(Operand.split(out, many, many, 7));
    assertEquals(
        new Accesses(List.of(Access.WIDE_SPLIT, Access.WIDE), List.of(Access.WIDE_SPLIT)),
        Accesses.of(program, inputs, outputs, extent));
    backend.run(program, NONE, inputs, outputs, extent);
    long[] found = part(Elements.download(backend, type, out, count + 7), count, count, 0, 7);
    long[] same = Elements.filled(type, count, type.valueOf(b[0]));
    long[][] expected = Elements.expected(program, NONE, extent, part(a, count, count, 0, 5), same);
    Elements.assertSame(type, expected[0], found, "wide indices");
    List.of(first, second, out).forEach(Memory::release);
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT16", "FLOAT64"})
  void rowsReadAndWritePartsOfTensors(DataType type) {
    Kernel shares = Kernel.of("shares", (a, b) -> a.mul(b).div(Functions.rowSum(a.abs())));
    Program whole = shares.gradients().program(type);
    Program total = Kernel.of("total", (a, b) -> Functions.rowSum(a.mul(b))).program(type);
    for (boolean serialRows : new boolean[] {true, false}) {
      try (OpenClBackend other = TestDevice.open(OpenClDialect.NATIVE, serialRows)) {
        for (int length : new int[] {3, 9001}) {
          checkRows(other, whole, length);
          checkRows(other, total, length);
        }
      }
    }
  }

  /** Rows of which three lie next to each other in blocks with a gap behind them. */
  private static void checkRows(OpenClBackend other, Program program, int length) {
    DataType type = program.type();
    Extent extent = new Extent(5, length, 1);
    int count = (int) extent.count();
    int period = length + 2;
    long[] x = Elements.ordinary(type, 5 * period, length);
    Memory in = Elements.upload(other, type, x);
    long[] upstream = Elements.ordinary(type, count, 2);
    Memory above = Elements.upload(other, type, upstream);
    boolean one = program.reducesRow();
    int results = one ? 5 : count;
    int block = one ? 1 : length;
    Memory out =
        Elements.upload(other, type, Elements.filled(type, results / block * (block + 3) * 2, 42));
    Operand first = Operand.split(in, length, period, 0);
    Operand second = Operand.split(in, length, period, 2);
    List<Operand> inputs =
        program.inputs() == 3
            ? List.of(first, second, Operand.dense(above))
            : List.of(first, second);
    int each = (block + 3) * 2;
    Operand low = Operand.split(out, block, each, 1);
    Operand high = Operand.split(out, block, each, block + 4);
    other.run(program, NONE, inputs, one ? List.of(low) : List.of(low, high), extent);
    long[] a = part(x, count, length, period, 0);
    long[] b = part(x, count, length, period, 2);
    long[][] expected =
        program.inputs() == 3
            ? Elements.expected(program, NONE, extent, a, b, upstream)
            : Elements.expected(program, NONE, extent, a, b);
    long[] found = Elements.download(other, type, out, results / block * each);
    for (int o = 0; o < expected.length; o++) {
      long[] written = part(found, results, block, each, o == 0 ? 1 : block + 4);
      String what = type + " " + program.name() + " " + extent + ", output " + o;
      Elements.assertSame(type, expected[o], written, what);
    }
    assertEquals(42, type.valueOf(found[0]));
    assertEquals(42, type.valueOf(found[found.length - 1]));
    List.of(in, above, out).forEach(Memory::release);
  }

  @Test
  void indicesHave32BitsAsLongAsTheySuffice() {
    long limit = 1L << 32;
    assertEquals(Access.DENSE, Access.of(Operand.dense(null), limit * 2));
    assertEquals(Access.NARROW_SPLIT, Access.of(Operand.split(null, 10, 20, 10), 0));
    assertEquals(Access.NARROW_SPLIT, Access.of(Operand.split(null, 10, 20, 10), limit / 2 - 10));
    assertEquals(Access.WIDE_SPLIT, Access.of(Operand.split(null, 10, 20, 10), limit / 2));
    assertEquals(Access.WIDE_SPLIT, Access.of(Operand.split(null, 10, 20, limit), 10));
    assertEquals(Access.WIDE_SPLIT, Access.of(Operand.split(null, 10, limit, 0), 10));
    assertEquals(Access.WIDE_SPLIT, Access.of(Operand.split(null, 1, limit - 1, 0), limit - 1));
    assertEquals(Access.WIDE_SPLIT, Access.of(Operand.split(null, 1, 1, 0), limit));
    assertEquals(Access.NARROW_SPLIT, Access.of(Operand.split(null, 1, 1, 0), limit - 1));
  }
}
