package io.hillock.bench.peers;

import ai.djl.ndarray.NDArray;
import io.hillock.measure.Workload;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The speed of PyTorch under DJL, which makes a new result each time. */
public final class DjlSpeed extends SpeedPeer {
  /** For the service loader. */
  public DjlSpeed() {
    super(DjlPeer::new);
  }

  @Override
  Optional<Workload> workload(String function, float[] values, long[] shape) {
    return operation(function)
        .map(
            apply -> {
              NDArray x = djl().array(values, shape);
              return new PeerWork(() -> djl().inScope(x, () -> apply.apply(x).close()), x::close);
            });
  }

  /** Its gradient from gradients of 1, with the values that it is computed from: one needs both. */
  @Override
  Optional<Workload> backward(String function, float[] values, float[] upstream, long[] shape) {
    return operation(function)
        .map(
            apply -> {
              NDArray x = djl().array(values, shape);
              return new PeerWork(() -> djl().inScope(x, () -> gradient(apply, x)), x::close);
            });
  }

  /** By a new array of the same memory, for another gradient would be added to the first. */
  private void gradient(UnaryOperator<NDArray> apply, NDArray x) {
    NDArray leaf = x.stopGradient();
    leaf.setRequiresGradient(true);
    djl().backward(apply, leaf);
  }

  private DjlPeer djl() {
    return (DjlPeer) library();
  }

  private Optional<UnaryOperator<NDArray>> operation(String function) {
    return switch (function) {
      case "softmax" -> Optional.of(x -> x.softmax(-1));
      case "log-softmax" -> Optional.of(x -> x.logSoftmax(-1));
      default -> djl().operation(function);
    };
  }
}
