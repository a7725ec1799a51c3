package io.hillock.measure;

import io.hillock.tensor.Engine;
import io.hillock.tensor.Tensor;

/** A plain copy from one tensor to another, by the same device and threads: the ceiling. */
final class CopyWorkload extends EngineWorkload {
  private final Tensor source;
  private final Tensor target;

  CopyWorkload(Engine engine, Subject subject) {
    super(engine);
    source = engine.empty(subject.type(), subject.shape().toArray());
    try {
      target = engine.empty(subject.type(), subject.shape().toArray());
    } catch (Throwable e) {
      source.close();
      throw e;
    }
    Noise.fill(source, 0);
  }

  /** Returns the bytes that one run reads and writes. */
  long bytes() {
    return 2 * source.shape().count() * source.dataType().bytes();
  }

  @Override
  public void run() {
    engine.copyInto(target, source);
  }

  @Override
  public void close() {
    source.close();
    target.close();
  }
}
