package io.hillock.bench.peers;

import io.hillock.tensor.Engine;

/** What peers run on. */
final class Processor {
  private Processor() {}

  /** Returns the name that Hillock's own results on the processor have. */
  static String description() {
    try (Engine engine = Engine.create("cpu")) {
      return engine.device().name();
    }
  }
}
