package io.hillock.measure;

/** Work that can be done again and again, and timed. */
public interface Workload extends AutoCloseable {
  /** Does the work once, or queues it on a device. */
  void run();

  /** Waits until all that was queued is done. */
  void finish();

  /** Gives back what the work needed. */
  @Override
  void close();
}
