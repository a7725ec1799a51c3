package io.hillock.gpu.cuda.emulator;

/** A step that the lanes of a mask execute together. */
abstract class MemberStep extends Step {
  private final int mask;

  /**
   * Creates a step.
   *
   * @param source the instruction
   * @param mask the place of the mask in the file of registers
   */
  MemberStep(Instruction source, int mask) {
    super(source);
    this.mask = mask;
  }

  @Override
  final void run(Warp warp, int active) {
    warp.requireWritten(this, active, mask);
    warp.sync().arrive(this, active, (int[]) warp.file[mask]);
  }

  /** Executes it for all members. */
  abstract void perform(Warp warp, int members);
}
