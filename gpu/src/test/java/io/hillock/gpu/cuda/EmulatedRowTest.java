package io.hillock.gpu.cuda;

import static io.hillock.kernels.Functions.rowMax;
import static io.hillock.kernels.Functions.rowSum;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hillock.check.Rows;
import io.hillock.gpu.RowSchedule;
import io.hillock.gpu.opencl.RowKernelTest;
import io.hillock.kernels.Activations;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Expr;
import io.hillock.kernels.Kernel;
import io.hillock.kernels.Program;
import io.hillock.tensor.spi.Extent;
import io.hillock.tensor.spi.Operand;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The text of row kernels, executed by the emulator: the interpreter's bits by every variant that
 * can take a row, whether a device would choose it for so many rows or not, on grids that are
 * smaller than the work.
 */
class EmulatedRowTest {
  private static final boolean FEWER = Integer.getInteger("hillock.test.inputs", 1 << 20) < 1 << 20;
  private static final double[] NONE = {};

  /** Counts the variants that calls have met; for all instances, or each would meet the same. */
  private static int turn;

  /** The shared memory that a block may have on every device. */
  private static final int SHARED = 96 << 10;

  private static final Kernel MAX = Kernel.of("max", x -> rowMax(x));

  /** Two inputs, two outputs. */
  private static final Kernel SHARES =
      Kernel.of("shares", (a, b) -> a.mul(b).div(rowSum(a.abs()))).gradients();

  /** An element of a row knows its index in the tensor. */
  private static final Kernel INDEXED =
      Kernel.of(
          "indexed",
          x -> {
            Expr even = Expr.indexLow().and(1).xor(Expr.indexHigh());
            return rowSum(x.bits().xor(even).fromBits()).add(x);
          });

  private static final List<Kernel> KERNELS =
      List.of(
          Activations.SOFTMAX,
          Activations.SOFTMAX.backward(),
          RowKernelTest.MANY,
          RowKernelTest.LOG_SUM,
          MAX,
          SHARES,
          INDEXED);

  private final Emulation emulation = new Emulation();

  /** Returns every variant that can take rows that lie as the extent says. */
  static List<Variant> variants(Program program, Extent extent) {
    long length = extent.length();
    List<Variant> variants = new ArrayList<>();
    if (extent.inner() == 1) {
      for (boolean whole : wholes(length, RowWriter.ELEMENTS)) {
        for (int group : new int[] {1, 8, 32}) {
          warps(program, length, group, whole, variants);
        }
      }
      for (boolean whole : wholes(length, BlockRowRenderer.STEP)) {
        for (int teams : new int[] {1, 2, 4}) {
          blocks(program, length, teams, whole, variants);
        }
      }
    }
    boolean[] ways = extent.inner() == 1 ? new boolean[] {true, false} : new boolean[] {false};
    for (boolean contiguous : length == 0 ? new boolean[0] : ways) {
      for (boolean whole : wholes(length, ChunkRenderer.STEP)) {
        variants.add(new ChunkRenderer.Variant(contiguous, whole));
      }
    }
    for (boolean chunked : new boolean[] {true, false}) {
      if (chunked || RowSchedule.chunks(length) <= 1) {
        variants.add(new ColumnRenderer.Variant(chunked));
      }
    }
    return variants;
  }

  /** A variant for whole vectors takes no other length; that for others takes them, too. */
  private static boolean[] wholes(long length, int vector) {
    return length % vector == 0 ? new boolean[] {true, false} : new boolean[] {false};
  }

  private static void warps(
      Program program, long length, int group, boolean whole, List<Variant> variants) {
    long passes = WarpRowRenderer.Variant.passes(group, length);
    // Fewer threads have fewer partial sums than a chunk, and all must be elements by themselves.
    boolean enough = group == 32 ? length <= 4096 : length <= (long) group * RowWriter.ELEMENTS;
    if (!enough) {
      return;
    }
    if (passes <= 1) {
      variants.add(new WarpRowRenderer.Variant(group, true, whole, Kept.What.NOTHING));
    }
    for (Kept.What what : Kept.What.values()) {
      long bytes =
          Kept.of(program, what).count()
              * passes
              * WarpRowRenderer.THREADS
              * RowWriter.keptBytes(program);
      if (bytes <= SHARED) {
        variants.add(new WarpRowRenderer.Variant(group, false, whole, what));
      }
    }
  }

  private static void blocks(
      Program program, long length, int teams, boolean whole, List<Variant> variants) {
    if (RowSchedule.chunks(length) > BlockRowRenderer.MOST_CHUNKS) {
      return;
    }
    for (Kept.What what : Kept.What.values()) {
      BlockRowRenderer.Variant variant = new BlockRowRenderer.Variant(teams, whole, what);
      long bytes =
          Kept.of(program, what).count()
                  * BlockRowRenderer.Variant.passes(teams, length)
                  * variant.threads()
                  * RowWriter.keptBytes(program)
              + BlockRowRenderer.declaredBytes(program, variant.threads());
      if (bytes <= SHARED) {
        variants.add(variant);
      }
    }
  }

  /**
   * Checks some of the variants, one of {@code every} that follow one another: other kernels and
   * lengths meet the others.
   */
  private void check(Kernel kernel, DataType type, Extent extent, int every, Object... inputs) {
    Program program = kernel.program(type);
    double[] parameters = kernel.parameterValues();
    Object[] expected = Expectation.of(program, parameters, extent, inputs);
    int most = 1;
    for (Variant variant : variants(program, extent)) {
      if (++turn % every == 0) {
        emulation.check(program, parameters, variant, extent, most, inputs, expected);
        most = most % 3 + 1; // one block for all, two, three
      }
    }
  }

  private void ordinary(Kernel kernel, DataType type, Extent extent) {
    ordinary(kernel, type, extent, FEWER ? 9 : type == DataType.FLOAT32 ? 2 : 5);
  }

  private void ordinary(Kernel kernel, DataType type, Extent extent, int every) {
    check(
        kernel, type, extent, every, Samples.ordinary(kernel.program(type), (int) extent.count()));
  }

  static List<Kernel> kernels() {
    return KERNELS;
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void rowsOfEveryLengthHaveTheInterpretersBits(Kernel kernel) {
    int[] lengths =
        FEWER
            ? new int[] {1, 7, 129, 4097}
            : new int[] {1, 2, 4, 5, 31, 32, 33, 127, 128, 129, 512, 1025};
    for (int length : lengths) {
      ordinary(kernel, DataType.FLOAT32, new Extent(5, length, 1));
    }
    for (int length : FEWER ? new int[] {4097} : new int[] {4095, 4096, 4097, 12_289}) {
      ordinary(kernel, DataType.FLOAT32, new Extent(2, length, 1));
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void rowsAlongAnInnerAxisHaveTheInterpretersBits(Kernel kernel) {
    for (int length : FEWER ? new int[] {129} : new int[] {1, 2, 7, 31, 129, 1000, 4097}) {
      ordinary(kernel, DataType.FLOAT32, new Extent(2, length, 5));
      ordinary(kernel, DataType.FLOAT32, new Extent(1, length, 33));
    }
    ordinary(kernel, DataType.FLOAT32, new Extent(1, 12_289, 2));
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT16", "BFLOAT16", "FLOAT64"})
  void rowsOfEveryTypeHaveTheInterpretersBits(DataType type) {
    for (Kernel kernel : FEWER ? List.of(Activations.SOFTMAX, SHARES) : KERNELS) {
      for (int length : new int[] {3, 33, 512, 4097}) {
        ordinary(kernel, type, new Extent(3, length, 1));
      }
      ordinary(kernel, type, new Extent(2, 129, 3));
      ordinary(kernel, type, new Extent(1, 8193, 2));
    }
  }

  @ParameterizedTest
  @MethodSource("io.hillock.kernels.DataType#reals")
  void everyRowKernelOfTheCatalogueHasTheInterpretersBits(DataType type) {
    Activations.all().stream()
        .filter(Kernel::isRow)
        .flatMap(kernel -> Stream.of(kernel, kernel.backward()))
        .forEach(
            kernel -> {
              ordinary(kernel, type, new Extent(3, 77, 1), 9);
              ordinary(kernel, type, new Extent(2, 5, 3), 3);
              ordinary(kernel, type, new Extent(1, 4500, 1), 9);
            });
  }

  @Test
  void moreRowsThanBlocksHaveTheInterpretersBits() {
    for (Kernel kernel : List.of(Activations.SOFTMAX, RowKernelTest.LOG_SUM)) {
      ordinary(kernel, DataType.FLOAT32, new Extent(401, 3, 1));
      ordinary(kernel, DataType.FLOAT32, new Extent(61, 40, 1));
      ordinary(kernel, DataType.FLOAT32, new Extent(11, 9, 17));
    }
  }

  @Test
  void theLongestRowsOfABlockHaveTheInterpretersBits() {
    for (int length : FEWER ? new int[] {} : new int[] {64 * 4096, 64 * 4096 + 1}) {
      ordinary(RowKernelTest.MANY, DataType.FLOAT32, new Extent(1, length, 1));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 130, 1500})
  void rowsOfAllContentsHaveTheInterpretersBits(int length) {
    int rows = 3 * Rows.Content.values().length;
    for (Kernel kernel : KERNELS) {
      for (DataType type : FEWER ? List.of(DataType.FLOAT32) : DataType.reals()) {
        int inputs = kernel.program(type).inputs();
        Object[] elements = new Rows(inputs, length).get(type, 0, rows);
        check(kernel, type, new Extent(rows, length, 1), 5, elements);
      }
    }
  }

  @Test
  void anEmptyRowHasSumZeroAndMaximumMinusInfinity() {
    for (Kernel kernel : List.of(MAX, RowKernelTest.LOG_SUM, Activations.SOFTMAX)) {
      for (Extent extent : List.of(new Extent(3, 0, 1), new Extent(3, 0, 2))) {
        check(kernel, DataType.FLOAT32, extent, 1, (Object) new float[0]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 128, 1000, 5000})
  void whatIsKeptIsReadOnce(int length) {
    Extent extent = new Extent(7, length, 1);
    Program program = Activations.SOFTMAX.program();
    Object[] inputs = Samples.ordinary(DataType.FLOAT32, 1, (int) extent.count());
    Object[] expected = Expectation.of(program, NONE, extent, inputs);
    for (Variant variant : variants(program, extent)) {
      boolean once =
          variant instanceof WarpRowRenderer.Variant warp
              ? warp.single() || warp.what() != Kept.What.NOTHING
              : variant instanceof BlockRowRenderer.Variant block
                  && block.what() != Kept.What.NOTHING;
      List<Emulation.Launched> launched =
          emulation.check(program, NONE, variant, extent, 2, inputs, expected);
      if (once) {
        assertEquals(4 * extent.count(), launched.get(0).counters().bytesRead(), "" + variant);
        assertEquals(4 * extent.count(), launched.get(0).counters().bytesWritten(), "" + variant);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 300, 9001})
  void theOutputMayBeTheInput(int length) {
    Extent extent = new Extent(4, length, 1);
    Program program = Activations.SOFTMAX.program();
    Object input = Samples.ordinary(DataType.FLOAT32, 1, (int) extent.count())[0];
    Object expected = Expectation.of(program, NONE, extent, input)[0];
    for (Variant variant : variants(program, extent)) {
      CudaMemory memory = emulation.upload(DataType.FLOAT32, input);
      List<Operand> operand = List.of(Operand.dense(memory));
      emulation.run(program, NONE, variant, operand, operand, extent, 3);
      float[] found = new float[(int) extent.count()];
      emulation.download(memory, found);
      emulation.free();
      Expectation.assertSame("" + variant, DataType.FLOAT32, expected, found);
    }
  }
}
