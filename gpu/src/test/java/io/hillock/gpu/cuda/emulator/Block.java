package io.hillock.gpu.cuda.emulator;

import java.util.ArrayList;
import java.util.List;

/** A block of threads with its shared memory. Used for the blocks of a launch one after another. */
final class Block {
  private final Launch launch;
  private final List<Warp> warps = new ArrayList<>();
  private final SharedMemory shared;
  private int index;
  private int firstInterval;

  Block(Launch launch, Code code) {
    this.launch = launch;
    this.shared = new SharedMemory(code.entry().shared(), launch.sharedBytes());
    for (int i = 0; i * Lanes.COUNT < launch.threads(); i++) {
      warps.add(new Warp(this, code, i));
    }
  }

  Launch launch() {
    return launch;
  }

  SharedMemory shared() {
    return shared;
  }

  int threads() {
    return launch.threads();
  }

  int index() {
    return index;
  }

  /** Returns the first interval of this block. */
  int firstInterval() {
    return firstInterval;
  }

  /**
   * Executes the block of a given index.
   *
   * @param backwards whether the last warp goes first
   */
  void run(int blockIndex, boolean backwards) {
    index = blockIndex;
    shared.clear();
    firstInterval = launch.nextInterval();
    warps.forEach(Warp::begin);
    boolean passed = true;
    while (passed) {
      for (int i = 0; i < warps.size(); i++) {
        warps.get(backwards ? warps.size() - 1 - i : i).run();
      }
      passed = false;
      for (Warp warp : warps) {
        passed |= warp.barrier() != null && pass(warp.barrier());
      }
    }
    for (Warp warp : warps) {
      if (!warp.isDone()) {
        throw missing(warp);
      }
    }
  }

  /** Gives back what the warps have; the block executes nothing any more. */
  void close() {
    warps.forEach(Warp::close);
  }

  private List<Warp> waiting(Barrier barrier) {
    List<Warp> waiting = new ArrayList<>();
    for (Warp warp : warps) {
      Barrier other = warp.barrier();
      if (other != null && other.number() == barrier.number()) {
        if (other.threads() != barrier.threads()) {
          throw other.trap(
              warp, 0, "waits for other threads than line " + barrier.line() + " says");
        }
        waiting.add(warp);
      }
    }
    return waiting;
  }

  private static int threads(List<Warp> warps) {
    return warps.stream().mapToInt(warp -> Integer.bitCount(warp.lanes())).sum();
  }

  private boolean pass(Barrier barrier) {
    List<Warp> waiting = waiting(barrier);
    int expected = barrier.threads() == 0 ? threads() : barrier.threads();
    int come = threads(waiting);
    if (come > expected) {
      throw barrier.trap(
          waiting.get(0), 0, "waits for " + expected + " threads, but " + come + " have come");
    }
    if (come < expected) {
      return false;
    }
    Order.meet(waiting);
    waiting.forEach(Warp::passBarrier);
    return true;
  }

  private Trap missing(Warp warp) {
    Barrier barrier = warp.barrier();
    for (Warp other : warps) {
      if (other.isDone()) {
        return barrier.trap(warp, 0, "waits, but thread " + other.thread(0) + " has exited");
      }
    }
    return barrier.trap(warp, 0, "waits for threads that do not come");
  }
}
