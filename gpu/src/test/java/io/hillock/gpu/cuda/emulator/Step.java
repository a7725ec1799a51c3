package io.hillock.gpu.cuda.emulator;

/** An instruction that was prepared for execution by the lanes of a warp. */
abstract class Step {
  private static final int NONE = -1;

  private final Instruction source;
  private final int guard;

  Step(Instruction source) {
    this.source = source;
    this.guard = source.guard() == null ? NONE : source.guard().index();
  }

  /** Executes it for those of some lanes whose guard allows it. */
  final void execute(Warp warp, int lanes) {
    if (guard == NONE) {
      run(warp, lanes);
      return;
    }
    warp.requirePredicate(this, guard, lanes);
    int value = warp.predicates[guard];
    int active = lanes & (source.negated() ? ~value : value);
    if (active != 0) {
      run(warp, active);
    }
  }

  /** Executes it for some lanes. */
  abstract void run(Warp warp, int lanes);

  Instruction source() {
    return source;
  }

  int line() {
    return source.line();
  }

  /** Returns what is thrown where a lane does something that it must not. */
  final Trap trap(Warp warp, int lane, String message) {
    return new Trap(
        warp.kernel()
            + " line "
            + line()
            + ", "
            + source.name()
            + ": thread "
            + warp.thread(lane)
            + " of block "
            + warp.blockIndex()
            + " "
            + message);
  }
}
