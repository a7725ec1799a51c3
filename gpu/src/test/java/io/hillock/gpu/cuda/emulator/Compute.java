package io.hillock.gpu.cuda.emulator;

/** A step that computes a register from registers. */
final class Compute extends Step {
  private final Lanes lanes;
  private final int d;
  private final int a;
  private final int b;
  private final int c;

  /**
   * Creates a step.
   *
   * @param source the instruction
   * @param lanes what it computes
   * @param d the place of the target in the file of registers
   * @param a the place of the first source
   * @param b the place of the second, or again the first
   * @param c the place of the third, or again the first
   */
  Compute(Instruction source, Lanes lanes, int d, int a, int b, int c) {
    super(source);
    this.lanes = lanes;
    this.d = d;
    this.a = a;
    this.b = b;
    this.c = c;
  }

  @Override
  void run(Warp warp, int active) {
    int[] written = warp.written;
    if ((active & ~(written[a] & written[b] & written[c])) != 0) {
      warp.requireWritten(this, active, a, b, c);
    }
    Object[] file = warp.file;
    if (active == -1) {
      lanes.apply(file[d], file[a], file[b], file[c]);
      written[d] = -1;
      return;
    }
    Object all = file[d] instanceof int[] ? warp.spareWords : warp.spareLongs;
    lanes.apply(all, file[a], file[b], file[c]);
    warp.assign(d, all, active);
  }
}
