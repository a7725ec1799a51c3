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
    DjlPeer djl = (DjlPeer) library();
    Optional<UnaryOperator<NDArray>> operation =
        switch (function) {
          case "softmax" -> Optional.of(x -> x.softmax(-1));
          case "log-softmax" -> Optional.of(x -> x.logSoftmax(-1));
          default -> djl.operation(function);
        };
    return operation.map(
        apply -> {
          NDArray x = djl.array(values, shape);
          return new PeerWork(() -> apply.apply(x).close(), x::close);
        });
  }
}
