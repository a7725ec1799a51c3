package io.hillock.gpu.cuda;

import io.hillock.check.Elements;
import io.hillock.kernels.Activations;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Kernel;
import io.hillock.kernels.Program;
import io.hillock.tensor.spi.Extent;
import io.hillock.tensor.spi.Operand;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tensors of more than 2^31 and of more than 2^32 elements: of the grid only the blocks at such
 * borders are executed, and of the memory only what they access is there.
 */
class EmulatedLargeTest {
  private static final double[] NONE = {};

  private final Emulation emulation = new Emulation();

  @ParameterizedTest
  @MethodSource("io.hillock.kernels.DataType#reals")
  void elementsBeyond32BitsAreReadAndWritten(DataType type) {
    Kernel kernel = Activations.SWIGLU;
    Program program = kernel.program(type);
    long count = (1L << 32) + 3;
    Extent extent = new Extent(1, count, 1);
    CudaMemory gate = emulation.allocate(type, count);
    CudaMemory up = emulation.allocate(type, count);
    CudaMemory out = emulation.allocate(type, count);
    for (int vectors = 1; vectors <= 2; vectors++) {
      int together = MapRenderer.together(program);
      int tile = vectors * together * MapRenderer.THREADS;
      for (long border : new long[] {1L << 31, (1L << 32) - tile, 1L << 32}) {
        long first = border / tile * tile;
        int size = (int) Math.min(tile, count - first);
        Object[] inputs = Samples.spread(type, 2, size);
        emulation.upload(gate, first, inputs[0]);
        emulation.upload(up, first, inputs[1]);
        emulation.choose(block -> block == first / tile);
        emulation.run(
            program,
            NONE,
            new MapRenderer.Variant(vectors, together),
            List.of(Operand.dense(gate), Operand.dense(up)),
            List.of(Operand.dense(out)),
            extent,
            Integer.MAX_VALUE);
        Object found = Elements.array(type, size);
        emulation.download(out, first, found);
        Extent part = new Extent(1, size, 1);
        Object expected = Expectation.of(program, NONE, part, inputs)[0];
        Expectation.assertSame("from element " + first, type, expected, found);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.hillock.kernels.DataType#reals")
  void rowsBeyond32BitsAreReadAndWritten(DataType type) {
    Program program = Activations.SOFTMAX.program(type);
    int length = 1000;
    long rows = (1L << 32) / length + 2;
    Extent extent = new Extent(rows, length, 1);
    CudaMemory in = emulation.allocate(type, extent.count());
    CudaMemory out = emulation.allocate(type, extent.count());
    WarpRowRenderer.Variant warp = new WarpRowRenderer.Variant(32, false, true, Kept.What.INPUTS);
    BlockRowRenderer.Variant block = new BlockRowRenderer.Variant(1, false, Kept.What.INPUTS);
    for (Variant variant : List.of(warp, block)) {
      int rowsOfBlock = variant == warp ? warp.rows() : 1;
      long first = (rows - 1) / rowsOfBlock * rowsOfBlock;
      int size = (int) (rows - first);
      Object input = Samples.ordinary(type, 1, size * length)[0];
      emulation.upload(in, first * length, input);
      emulation.choose(index -> index == first / rowsOfBlock);
      List<Operand> operand = List.of(Operand.dense(in));
      List<Operand> result = List.of(Operand.dense(out));
      emulation.run(program, NONE, variant, operand, result, extent, Integer.MAX_VALUE);
      Object found = Elements.array(type, size * length);
      emulation.download(out, first * length, found);
      Object expected = Expectation.of(program, NONE, new Extent(size, length, 1), input)[0];
      Expectation.assertSame("from row " + first + " by " + variant, type, expected, found);
    }
  }
}
