package io.hillock.gpu.cuda.emulator;

import java.util.List;

/** {@code mov} of two registers to one of twice the width. */
final class Pack extends Step {
  private final int d;
  private final int low;
  private final int high;
  private final boolean wide;

  Pack(Instruction source, int d, List<Integer> parts, boolean wide) {
    super(source);
    this.d = d;
    this.low = parts.get(0);
    this.high = parts.get(1);
    this.wide = wide;
  }

  @Override
  void run(Warp warp, int active) {
    warp.requireWritten(this, active, low, high);
    int[] x = (int[]) warp.file[low];
    int[] y = (int[]) warp.file[high];
    if (wide) {
      long[] result = warp.spareLongs;
      for (int i = 0; i < Lanes.COUNT; i++) {
        result[i] = (x[i] & 0xffffffffL) | (long) y[i] << 32;
      }
      warp.assign(d, result, active);
    } else {
      int[] result = warp.spareWords;
      for (int i = 0; i < Lanes.COUNT; i++) {
        result[i] = x[i] | y[i] << 16;
      }
      warp.assign(d, result, active);
    }
  }
}
