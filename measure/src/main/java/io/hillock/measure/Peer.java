package io.hillock.measure;

import java.util.Optional;

/**
 * Another library with activation functions, found with {@link java.util.ServiceLoader}. It runs on
 * as many threads as Hillock's CPU backend does.
 */
public interface Peer extends AutoCloseable {
  /** Returns the name of the implementation: {@code nd4j}, {@code djl-pytorch}, ... */
  String implementation();

  /** Returns the library's version and what it runs on. */
  String device();

  /**
   * Returns the work of a subject on {@link Noise}, with an output that is there beforehand where
   * the library lets it; nothing where the library does not have the very same function.
   */
  Optional<Workload> workload(Subject subject);

  @Override
  void close();
}
