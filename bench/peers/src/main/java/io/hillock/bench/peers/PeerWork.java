package io.hillock.bench.peers;

import io.hillock.measure.Workload;

/**
 * Work of a library that waits for its result.
 *
 * @param work runs it once
 * @param release gives back what it needed
 */
record PeerWork(Runnable work, Runnable release) implements Workload {
  @Override
  public void run() {
    work.run();
  }

  @Override
  public void finish() {}

  @Override
  public void close() {
    release.run();
  }
}
