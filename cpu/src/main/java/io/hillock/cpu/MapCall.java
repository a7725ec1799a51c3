package io.hillock.cpu;

import io.hillock.cpu.generated.RenderedKernel;
import io.hillock.kernels.Program;
import io.hillock.tensor.spi.Extent;
import io.hillock.tensor.spi.Operand;
import java.util.List;

/** A call of a map program: its parts are blocks of consecutive elements. */
final class MapCall extends Call {
  private static final int BLOCK = 1 << 16;

  /** Operands that are stretched are written out in pieces that stay in the first cache. */
  private static final int PIECE = 1 << 11;

  private final boolean dense;
  private final long count;

  MapCall(
      RenderedKernel kernel,
      Program program,
      float[] parameters,
      List<Operand> inputs,
      CpuMemory output,
      Extent extent) {
    super(kernel, program, parameters, inputs, output, extent);
    boolean all = true;
    for (Operand input : inputs) {
      all &= input.dense();
    }
    this.dense = all;
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
      int length = (int) Math.min(end - at, dense ? BLOCK : PIECE);
      length = output.contiguous(at, length);
      for (int i = 0; i < inputs.size(); i++) {
        Operand input = inputs.get(i);
        if (input.dense()) {
          length = memory(input).contiguous(at, length);
        }
      }
      piece(scratch, at, length);
      at += length;
    }
    scratch.release();
  }

  private void piece(Scratch scratch, long at, int length) {
    float[][] arrays = scratch.arrays;
    int[] offsets = scratch.offsets;
    int out = inputs.size();
    for (int i = 0; i < out; i++) {
      Operand input = inputs.get(i);
      if (input.dense()) {
        arrays[i] = memory(input).array(at);
        offsets[i] = memory(input).offset(at);
      } else {
        arrays[i] = scratch.buffer(i, PIECE);
        offsets[i] = 0;
        read(input, at, arrays[i], 0, length);
      }
    }
    arrays[out] = output.array(at);
    offsets[out] = output.offset(at);
    int whole = length - length % lanes;
    kernel.run(0, arrays, offsets, parameters, null, null, whole);
    int rest = length - whole;
    if (rest > 0) {
      float[][] tails = scratch.tails;
      for (int i = 0; i < out; i++) {
        System.arraycopy(arrays[i], offsets[i] + whole, tails[i], 0, rest);
      }
      kernel.run(0, tails, scratch.zeros, parameters, null, null, lanes);
      System.arraycopy(tails[out], 0, arrays[out], offsets[out] + whole, rest);
    }
  }
}
