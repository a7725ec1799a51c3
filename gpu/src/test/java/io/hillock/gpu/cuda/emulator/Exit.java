package io.hillock.gpu.cuda.emulator;

/** {@code ret} or {@code exit} of a kernel. */
final class Exit extends Step {
  Exit(Instruction source) {
    super(source);
  }

  @Override
  void run(Warp warp, int active) {
    warp.exit(active);
  }
}
