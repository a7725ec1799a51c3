package io.hillock.cpu;

import io.hillock.cpu.generated.RenderedKernel;
import io.hillock.kernels.Program;
import io.hillock.tensor.spi.Extent;
import io.hillock.tensor.spi.Operand;
import java.util.List;

/** A call of a map program: its parts are blocks of consecutive elements. */
final class MapCall extends Call {
  private static final int BLOCK = 1 << 16;

  /** Operands that are copied are so in pieces that stay in the first cache. */
  private static final int PIECE = 1 << 11;

  private final int operands;
  private final boolean inPlace;
  private final long count;

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
  }

  @Override
  long parts() {
    return (count + BLOCK - 1) / BLOCK;
  }

  @Override
  public void run(long part) {
    Scratch scratch = Scratch.of(program, lanes);
    long end = Math.min(count, (part + 1) * BLOCK);
    long at = part * BLOCK;
    while (at < end) {
      int length = (int) Math.min(end - at, inPlace ? BLOCK : PIECE);
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
    Object[] arrays = scratch.arrays;
    int[] offsets = scratch.offsets;
    int firstOutput = inputs.size();
    for (int i = 0; i < operands; i++) {
      Operand operand = operand(i);
      if (Operands.inPlace(operand)) {
        long index = operand.index(at);
        arrays[i] = Operands.memory(operand).array(index);
        offsets[i] = Operands.memory(operand).offset(index);
      } else {
        arrays[i] = scratch.buffer(i, PIECE);
        offsets[i] = 0;
        if (i < firstOutput) {
          Operands.read(operand, at, arrays[i], 0, length);
        }
      }
    }
    int whole = length - length % lanes;
    kernel.run(0, arrays, offsets, parameters, null, null, at, 1, 0, whole);
    int rest = length - whole;
    if (rest > 0) {
      Object[] tails = scratch.tails;
      for (int i = 0; i < firstOutput; i++) {
        System.arraycopy(arrays[i], offsets[i] + whole, tails[i], 0, rest);
      }
      kernel.run(0, tails, scratch.zeros, parameters, null, null, at + whole, 1, 0, lanes);
      for (int i = firstOutput; i < operands; i++) {
        System.arraycopy(tails[i], 0, arrays[i], offsets[i] + whole, rest);
      }
    }
    for (int i = firstOutput; i < operands; i++) {
      Operand operand = operand(i);
      if (!Operands.inPlace(operand)) {
        Operands.write(operand, at, arrays[i], 0, length);
      }
    }
  }
}
