package io.hillock.gpu.cuda.emulator;

import java.util.Arrays;

/**
 * What the threads of a warp know of the order of memory accesses. An access is stamped with when
 * and by whom it was made; another one is ordered behind it only by a barrier of the block or of
 * the warp, never by the order in which instructions happen to be executed here.
 *
 * <p>Time is cut into intervals, numbered for all warps of all launches together: a warp enters a
 * new one at each barrier of its block, and where all its threads meet at {@code bar.warp.sync}.
 * Within an interval each thread counts the barriers of part of the warp.
 */
final class Order {
  private static final int CLOCK_BITS = 22;
  private static final int CLOCK_MASK = (1 << CLOCK_BITS) - 1;
  private static final int THREAD_MASK = 1023;

  private final Block block;
  private final int warp;

  /** For each warp of the block the last of its intervals that is behind this warp. */
  private final int[] passed;

  private final int[] clocks = new int[Lanes.COUNT];
  private final int[][] seen = new int[Lanes.COUNT][Lanes.COUNT];
  private boolean partial;
  private int interval;
  private long firstStamp;

  Order(Block block, int warp) {
    this.block = block;
    this.warp = warp;
    this.passed = new int[(block.threads() + Lanes.COUNT - 1) / Lanes.COUNT];
  }

  void begin() {
    Arrays.fill(passed, 0);
    firstStamp = (long) block.launch().firstInterval() << 32;
    enter();
  }

  private void enter() {
    interval = block.launch().nextInterval();
    if (partial) {
      partial = false;
      Arrays.fill(clocks, 0);
      for (int[] row : seen) {
        Arrays.fill(row, 0);
      }
    }
  }

  /** Returns the least stamp of this launch: what is less was before all of it. */
  long firstStamp() {
    return firstStamp;
  }

  /** Returns the stamp of an access by a lane now. */
  long stamp(int lane) {
    return (long) interval << 32 | (long) (warp << 5 | lane) << CLOCK_BITS | clocks[lane];
  }

  /** Returns whether an access of this launch is before what a lane does now. */
  boolean isBefore(long stamp, int lane) {
    int other = (int) (stamp >>> 32);
    if (other < block.firstInterval()) {
      return stamp < firstStamp;
    }
    int thread = (int) (stamp >>> CLOCK_BITS) & THREAD_MASK;
    if (thread >> 5 != warp) {
      return other <= passed[thread >> 5];
    }
    if (other < interval || (thread & 31) == lane) {
      return true;
    }
    return seen[lane][thread & 31] > ((int) stamp & CLOCK_MASK);
  }

  /** Says who made an access. */
  String describe(long stamp) {
    int thread = (int) (stamp >>> CLOCK_BITS) & THREAD_MASK;
    int other = (int) (stamp >>> 32);
    return "thread "
        + thread
        + (other < block.firstInterval() ? " of another block" : " of the same block");
  }

  /** Some lanes of the warp meet at a barrier of their own. */
  void meet(int lanes, boolean all) {
    if (all) {
      enter();
      return;
    }
    partial = true;
    int[] joined = new int[Lanes.COUNT];
    for (int rest = lanes; rest != 0; rest &= rest - 1) {
      int lane = Integer.numberOfTrailingZeros(rest);
      seen[lane][lane] = ++clocks[lane];
      for (int i = 0; i < Lanes.COUNT; i++) {
        joined[i] = Math.max(joined[i], seen[lane][i]);
      }
    }
    for (int rest = lanes; rest != 0; rest &= rest - 1) {
      System.arraycopy(joined, 0, seen[Integer.numberOfTrailingZeros(rest)], 0, Lanes.COUNT);
    }
  }

  /** Some warps of the block meet at a barrier: what is behind one is behind all. */
  static void meet(Iterable<Warp> warps) {
    int[] joined = null;
    for (Warp each : warps) {
      Order order = each.order();
      order.passed[order.warp] = order.interval;
      if (joined == null) {
        joined = new int[order.passed.length];
      }
      for (int i = 0; i < joined.length; i++) {
        joined[i] = Math.max(joined[i], order.passed[i]);
      }
    }
    for (Warp each : warps) {
      Order order = each.order();
      System.arraycopy(joined, 0, order.passed, 0, joined.length);
      order.enter();
    }
  }
}
