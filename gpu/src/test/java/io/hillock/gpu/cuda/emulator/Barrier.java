package io.hillock.gpu.cuda.emulator;

/** {@code bar.sync}: all warps of the block, or as many as it says, wait for each other. */
final class Barrier extends Step {
  private final int number;
  private final int threads;

  /**
   * Creates a step.
   *
   * @param source the instruction
   * @param number the number of the barrier, of which a block has 16
   * @param threads how many threads it waits for, or 0 for all
   */
  Barrier(Instruction source, int number, int threads) {
    super(source);
    this.number = number;
    this.threads = threads;
  }

  int number() {
    return number;
  }

  int threads() {
    return threads;
  }

  @Override
  void run(Warp warp, int active) {
    warp.arrive(this, active);
  }
}
