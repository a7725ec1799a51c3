package io.hillock.gpu.cuda.emulator;

/** A division of integers: by zero it has no result. */
final class Divide extends Step {
  private final Compute compute;
  private final int divisor;

  Divide(Instruction source, Compute compute, int divisor) {
    super(source);
    this.compute = compute;
    this.divisor = divisor;
  }

  @Override
  void run(Warp warp, int active) {
    warp.requireWritten(this, active, divisor);
    Object by = warp.file[divisor];
    for (int rest = active; rest != 0; rest &= rest - 1) {
      int lane = Integer.numberOfTrailingZeros(rest);
      boolean zero = by instanceof int[] words ? words[lane] == 0 : ((long[]) by)[lane] == 0;
      if (zero) {
        throw trap(warp, lane, "divides by zero");
      }
    }
    compute.run(warp, active);
  }
}
