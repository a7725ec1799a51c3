package io.hillock.cpu;

import io.hillock.cpu.generated.Block;
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
    Scratch scratch = scratch();
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
