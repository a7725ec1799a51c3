package io.hillock.cpu;

import io.hillock.cpu.generated.Block;
import io.hillock.cpu.generated.RenderedKernel;
import io.hillock.kernels.Program;
import io.hillock.tensor.spi.Extent;
import io.hillock.tensor.spi.Operand;
import java.util.List;

/**
 * A call of a map program: its parts are blocks of consecutive elements, large enough that another
 * thread is worth its waking up.
 */
final class MapCall extends Call {
  private static final int LARGEST_PART = 1 << 16;

  /** Parts are whole multiples of this. */
  private static final int UNIT = 1 << 10;

  /** Smaller tensors are cut in so many parts, if these take long enough. */
  private static final int PARTS = 16;

  /** About what a part takes at least, and one operation on a vector, and one element's memory. */
  private static final double PART_NANOS = 10_000;

  private static final double OPERATION_NANOS = 0.15;
  private static final double MEMORY_NANOS = 0.05;

  /** Operands that are copied are so in pieces that stay in the first cache. */
  private static final int PIECE = 1 << 11;

  private final int operands;
  private final boolean inPlace;
  private final long count;

  /** The elements of a part. */
  private final int part;

  MapCall(
      RenderedKernel kernel,
      Program program,
      double[] parameters,
      List<Operand> inputs,
      List<Operand> outputs,
      Extent extent) {
    super(kernel, program, parameters, inputs, outputs, extent);
    this.operands = inputs.size() + outputs.size();
    boolean all = true;
    for (int i = 0; i < operands; i++) {
      all &= Operands.inPlace(operand(i));
    }
    this.inPlace = all;
    this.count = extent.count();
    this.part = part();
  }

  private int part() {
    double nanos = program.operations() * OPERATION_NANOS / lanes + MEMORY_NANOS;
    long wanted = Math.max((long) (PART_NANOS / nanos), count / PARTS);
    return (int) Math.min(LARGEST_PART, (wanted + UNIT - 1) / UNIT * UNIT);
  }

  @Override
  long parts() {
    return (count + part - 1) / part;
  }

  @Override
  public void run(long index) {
    Scratch scratch = scratch();
    long end = Math.min(count, (index + 1) * part);
    long at = index * part;
    while (at < end) {
      int length = (int) Math.min(end - at, inPlace ? part : PIECE);
      for (int i = 0; i < operands; i++) {
        Operand operand = operand(i);
        if (Operands.inPlace(operand)) {
          length = Operands.contiguous(operand, at, length);
        }
      }
      piece(scratch, at, length);
      at += length;
    }
    scratch.release();
  }

  private void piece(Scratch scratch, long at, int length) {
    Block block = scratch.block;
    int firstOutput = inputs.size();
    for (int i = 0; i < operands; i++) {
      Operand operand = operand(i);
      if (Operands.inPlace(operand)) {
        long index = operand.index(at);
        block.arrays[i] = Operands.memory(operand).array(index);
        block.offsets[i] = Operands.memory(operand).offset(index);
      } else {
        scratch.place(i, 1, PIECE);
        if (i < firstOutput) {
          Operands.read(operand, at, block.arrays[i], block.offsets[i], length);
        }
      }
    }
    block.parameters = parameters;
    block.first = at;
    block.step = 1;
    block.position = 0;
    runToTheEnd(scratch, 0, length);
    for (int i = firstOutput; i < operands; i++) {
      Operand operand = operand(i);
      if (!Operands.inPlace(operand)) {
        Operands.write(operand, at, block.arrays[i], block.offsets[i], length);
      }
    }
  }
}
