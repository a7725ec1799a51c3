package io.hillock.measure;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * Times workloads in turns: each round runs every one of them, so that the noise of a shared
 * machine falls on all, and ratios within a round mean something where times do not.
 */
final class Turns {
  /** A sample lasts this long at least, so that neither the clock nor a queue's end count. */
  private static final long SAMPLE_NANOS = 2_000_000;

  /**
   * Warm-up goes on until so many windows in a row were no faster than those before and nothing was
   * compiled in them: code waits for its compiler, and is a hundred times slower until then.
   */
  private static final int STEADY_WINDOWS = 5;

  private static final long WARM_UP_NANOS = 400_000_000;
  private static final long LONGEST_WARM_UP_NANOS = 10_000_000_000L;
  private static final long WINDOW_NANOS = 50_000_000;
  private static final double STEADY = 0.95;

  private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();

  private Turns() {}

  /**
   * Times workloads.
   *
   * @param workloads what to time
   * @param rounds how often
   * @return for each workload the nanoseconds of one run in each round
   */
  static double[][] time(List<? extends Workload> workloads, int rounds) {
    int[] repeats = new int[workloads.size()];
    for (int i = 0; i < repeats.length; i++) {
      repeats[i] = warmUp(workloads.get(i));
    }
    double[][] nanos = new double[workloads.size()][rounds];
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < repeats.length; i++) {
        nanos[i][round] = (double) workloads.get(i).nanos(repeats[i]) / repeats[i];
      }
    }
    return nanos;
  }

  /** Runs a workload until it is as fast as it gets; returns how often it is run for a sample. */
  private static int warmUp(Workload workload) {
    long start = System.nanoTime();
    double best = Double.MAX_VALUE;
    int steady = 0;
    double each = workload.nanos(1);
    long compiled = compiled();
    for (long elapsed = 0; elapsed < LONGEST_WARM_UP_NANOS; elapsed = System.nanoTime() - start) {
      if (elapsed >= WARM_UP_NANOS && steady >= STEADY_WINDOWS) {
        break;
      }
      int repeats = repeats(WINDOW_NANOS, each);
      each = (double) workload.nanos(repeats) / repeats;
      long before = compiled;
      compiled = compiled();
      steady = each > best * STEADY && compiled == before ? steady + 1 : 0;
      best = Math.min(best, each);
    }
    return repeats(SAMPLE_NANOS, best == Double.MAX_VALUE ? each : best);
  }

  /** Returns the milliseconds that the virtual machine has spent on compiling so far. */
  private static long compiled() {
    return COMPILER == null || !COMPILER.isCompilationTimeMonitoringSupported()
        ? 0
        : COMPILER.getTotalCompilationTime();
  }

  private static int repeats(long nanos, double each) {
    return (int) Math.max(1, Math.min(1 << 20, Math.ceil(nanos / Math.max(1, each))));
  }
}
