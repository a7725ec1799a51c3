package io.hillock.measure;

/** Work that can be done again and again, and timed. */
public interface Workload extends AutoCloseable {
  /** Does the work once, or queues it on a device. */
  void run();

  /** Waits until all that was queued is done. */
  void finish();

  /** Does the work some times and returns how many nanoseconds all of it took. */
  default long nanos(int times) {
    long start = System.nanoTime();
    for (int i = 0; i < times; i++) {
      run();
    }
    finish();
    return System.nanoTime() - start;
  }

  /** Gives back what the work needed. */
  @Override
  void close();
}
