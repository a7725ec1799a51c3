package io.hillock.bench.peers;

import io.hillock.kernels.Activations;
import io.hillock.kernels.DataType;
import io.hillock.measure.Noise;
import io.hillock.measure.Peer;
import io.hillock.measure.Subject;
import io.hillock.measure.Workload;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A library as {@code hillock bench --peers} times it: the values and the gradients of its
 * functions of float32 that Hillock has at its default parameters, too, into results that are there
 * beforehand where the library lets one. It is loaded when it is first needed.
 */
abstract class SpeedPeer implements Peer {
  private final Supplier<io.hillock.bench.peers.Peer> opened;
  private io.hillock.bench.peers.Peer library;

  SpeedPeer(Supplier<io.hillock.bench.peers.Peer> opened) {
    this.opened = opened;
  }

  /** Returns the library, loaded. */
  final io.hillock.bench.peers.Peer library() {
    if (library == null) {
      library = opened.get();
    }
    return library;
  }

  @Override
  public final String implementation() {
    return library().name();
  }

  @Override
  public final String device() {
    return library().device();
  }

  @Override
  public final Optional<Workload> workload(Subject subject) {
    boolean known = Activations.all().contains(subject.function());
    if (!known || subject.type() != DataType.FLOAT32) {
      return Optional.empty();
    }
    int count = Math.toIntExact(subject.elements());
    String function = subject.function().name();
    long[] shape = subject.shape().toArray();
    return switch (subject.kind()) {
      case FORWARD -> workload(function, Noise.floats(count, 0), shape);
      case BACKWARD -> backward(function, Noise.floats(count, 0), Noise.floats(count, 1), shape);
      case DERIVATIVE -> Optional.empty();
    };
  }

  /**
   * Returns the work of a function on an array of a shape; nothing where the library has it not.
   */
  abstract Optional<Workload> workload(String function, float[] values, long[] shape);

  /**
   * Returns the work of a function's backward on arrays of a shape; nothing where the library has
   * it not.
   *
   * @param upstream the upstream gradient, where the library can be given one
   */
  Optional<Workload> backward(String function, float[] values, float[] upstream, long[] shape) {
    return Optional.empty();
  }

  @Override
  public final void close() {
    if (library != null) {
      library.close();
    }
  }
}
