package io.hillock.gpu.cuda.emulator;

/**
 * {@code membar} and {@code fence}. By itself it orders nothing between threads, and nothing here
 * depends on how a thread's own accesses become seen.
 */
final class Fence extends Step {
  Fence(Instruction source) {
    super(source);
  }

  @Override
  void run(Warp warp, int active) {
    // Nothing to do: see above.
  }
}
