package io.hillock.gpu.cuda.emulator;

/** {@code bra}: lanes go on at a label. */
final class Branch extends Step {
  private final int target;
  private final boolean uniform;

  /**
   * Creates a step.
   *
   * @param source the instruction
   * @param target the index of the instruction it goes to
   * @param uniform whether it says that all lanes that execute it go the same way
   */
  Branch(Instruction source, int target, boolean uniform) {
    super(source);
    this.target = target;
    this.uniform = uniform;
  }

  @Override
  void run(Warp warp, int active) {
    if (uniform && active != warp.current()) {
      int lane = Integer.numberOfTrailingZeros(active);
      int other = Integer.numberOfTrailingZeros(warp.current() & ~active);
      throw trap(warp, lane, "goes another way than thread " + warp.thread(other));
    }
    warp.jump(active, target);
  }
}
