package io.hillock.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class TurnsTest {
  /** Queues waiting that finish() does: as a device does its work. */
  private static final class Waiting implements Workload {
    private final long nanos;
    private int queued;
    private int finished;

    Waiting(long nanos) {
      this.nanos = nanos;
    }

    @Override
    public void run() {
      queued++;
    }

    @Override
    public void finish() {
      long end = System.nanoTime() + queued * nanos;
      while (System.nanoTime() < end) {
        LockSupport.parkNanos(end - System.nanoTime());
      }
      finished += queued;
      queued = 0;
    }

    @Override
    public void close() {}
  }

  @Test
  void whatIsQueuedCountsAndLongerWorkTakesLonger() {
    Waiting shorter = new Waiting(1_000_000);
    Waiting longer = new Waiting(4_000_000);
    double[][] nanos = Turns.time(List.of(shorter, longer), 5);
    assertEquals(0, shorter.queued + longer.queued, "all that was queued was waited for");
    assertTrue(Arrays.stream(nanos[0]).min().orElseThrow() >= 1_000_000, Arrays.toString(nanos[0]));
    double ratio = median(nanos[1]) / median(nanos[0]);
    assertTrue(ratio > 2 && ratio < 4.5, "4 ms by 1 ms is " + ratio);
    assertTrue(shorter.finished > longer.finished, "a sample of short work has more runs");
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
