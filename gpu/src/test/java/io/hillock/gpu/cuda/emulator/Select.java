package io.hillock.gpu.cuda.emulator;

/** {@code selp}: one of two registers. */
final class Select extends Step {
  private final int d;
  private final int a;
  private final int b;
  private final int predicate;

  /**
   * Creates a step.
   *
   * @param source the instruction
   * @param d the place of the target in the file of registers
   * @param a the place of what is taken where the predicate is true
   * @param b the place of what is taken where it is false
   * @param predicate the predicate
   */
  Select(Instruction source, int d, int a, int b, int predicate) {
    super(source);
    this.d = d;
    this.a = a;
    this.b = b;
    this.predicate = predicate;
  }

  @Override
  void run(Warp warp, int active) {
    warp.requirePredicate(this, predicate, active);
    if ((active & ~(warp.written[a] & warp.written[b])) != 0) {
      warp.requireWritten(this, active, a, b);
    }
    int chosen = warp.predicates[predicate];
    if (warp.file[d] instanceof int[]) {
      int[] x = (int[]) warp.file[a];
      int[] y = (int[]) warp.file[b];
      int[] result = warp.spareWords;
      for (int i = 0; i < Lanes.COUNT; i++) {
        result[i] = (chosen >>> i & 1) != 0 ? x[i] : y[i];
      }
      warp.assign(d, result, active);
    } else {
      long[] x = (long[]) warp.file[a];
      long[] y = (long[]) warp.file[b];
      long[] result = warp.spareLongs;
      for (int i = 0; i < Lanes.COUNT; i++) {
        result[i] = (chosen >>> i & 1) != 0 ? x[i] : y[i];
      }
      warp.assign(d, result, active);
    }
  }
}
