package io.hillock.tensor;

import java.lang.ref.Reference;

/**
 * A call that was checked and laid out once, to be made as often as is wanted: {@link #run}
 * computes the outputs from what the inputs hold then. It is for small tensors and steady loops,
 * where the way to the kernel takes longer than the kernel; on the CPU it makes no garbage.
 *
 * <pre>{@code
 * PreparedCall gelu = engine.prepare(y, GELU, x);
 * for (...) {
 *   x.set(values);
 *   gelu.run();
 * }
 * }</pre>
 *
 * <p>Its tensors stay the caller's to close. A call may be made by many threads, but not by two at
 * once, as they would write the same outputs.
 */
public final class PreparedCall {
  private final Engine engine;
  private final Tensor[] outputs;
  private final Tensor[] inputs;

  /** The call of the backend; null where there is no element to compute. */
  private final Runnable launch;

  PreparedCall(Engine engine, Tensor[] outputs, Tensor[] inputs, Runnable launch) {
    this.engine = engine;
    this.outputs = outputs.clone();
    this.inputs = inputs.clone();
    this.launch = launch;
  }

  /**
   * Makes the call; it may return before its results are there, reading them waits.
   *
   * @throws TensorClosedException if one of its tensors or the engine was closed
   */
  public void run() {
    engine.backend();
    requireOpen(outputs);
    requireOpen(inputs);
    if (launch != null) {
      launch.run();
    }
    Reference.reachabilityFence(this);
  }

  private static void requireOpen(Tensor... tensors) {
    for (int i = 0; i < tensors.length; i++) {
      tensors[i].memory();
    }
  }
}
