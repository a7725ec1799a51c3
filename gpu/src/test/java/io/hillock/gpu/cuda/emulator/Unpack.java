package io.hillock.gpu.cuda.emulator;

import java.util.List;

/** {@code mov} of a register to two of half the width. */
final class Unpack extends Step {
  private final int a;
  private final List<Integer> parts;
  private final boolean wide;

  Unpack(Instruction source, List<Integer> parts, int a, boolean wide) {
    super(source);
    this.a = a;
    this.parts = parts;
    this.wide = wide;
  }

  @Override
  void run(Warp warp, int active) {
    warp.requireWritten(this, active, a);
    // The source may be a part, too: it is read before either is written.
    Object from = warp.file[a];
    int[] low = new int[Lanes.COUNT];
    int[] high = new int[Lanes.COUNT];
    for (int i = 0; i < Lanes.COUNT; i++) {
      if (wide) {
        low[i] = (int) ((long[]) from)[i];
        high[i] = (int) (((long[]) from)[i] >>> 32);
      } else {
        low[i] = ((int[]) from)[i] & 0xffff;
        high[i] = ((int[]) from)[i] >>> 16;
      }
    }
    warp.assign(parts.get(0), low, active);
    warp.assign(parts.get(1), high, active);
  }
}
