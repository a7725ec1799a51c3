package io.hillock.measure;

import io.hillock.tensor.Engine;

/** Work of an engine, timed by the clock of its device where that has one. */
abstract class EngineWorkload implements Workload {
  final Engine engine;

  EngineWorkload(Engine engine) {
    this.engine = engine;
  }

  @Override
  public final void finish() {
    engine.finish();
  }

  @Override
  public final long nanos(int times) {
    return engine.nanos(
        () -> {
          for (int i = 0; i < times; i++) {
            run();
          }
        });
  }
}
