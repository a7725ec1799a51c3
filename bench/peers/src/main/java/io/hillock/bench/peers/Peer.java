package io.hillock.bench.peers;

import java.util.Optional;
import java.util.function.UnaryOperator;

/** Another library with activation functions, by the names of Hillock's catalogue. */
interface Peer extends AutoCloseable {
  /** Returns the name, which stands above its column of the table. */
  String name();

  /** Returns the library's version and what it runs on. */
  String device();

  /**
   * Returns a function, where the library has the very same at Hillock's default parameters: from
   * an array's elements to their values in a new array.
   */
  Optional<UnaryOperator<float[]>> forward(String function);

  /** Returns the derivative as the library's own backward computes it from gradients of 1. */
  Optional<UnaryOperator<float[]>> derivative(String function);

  @Override
  void close();
}
