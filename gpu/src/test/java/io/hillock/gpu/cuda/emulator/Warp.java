package io.hillock.gpu.cuda.emulator;

import java.util.Arrays;

/**
 * 32 threads of a block, each at an instruction of its own. Of the threads that can go on those at
 * the first instruction in the text go together until they meet others, which is one of the orders
 * that a device may choose.
 */
final class Warp {
  private static final int NOWHERE = Integer.MAX_VALUE;

  /** The registers, constants and special registers: for each an array of its lanes. */
  final Object[] file;

  /** For each of them the lanes that were written. */
  final int[] written;

  /** The predicates: a bit for each lane. */
  final int[] predicates;

  final int[] predicatesWritten;
  final int[] spareWords = new int[Lanes.COUNT];
  final long[] spareLongs = new long[Lanes.COUNT];

  private final Block block;
  private final Code code;
  private final Step[] steps;
  private final int index;
  private final int lanes;
  private final Order order;
  private final WarpSync sync;

  /** Where each lane that is not going goes on, and the instruction it waits at. */
  private final int[] places = new int[Lanes.COUNT];

  private int runnable;
  private int exited;
  private int atBarrier;
  private Barrier barrier;

  private int current;
  private int place;
  private int limit;

  Warp(Block block, Code code, int index) {
    this.block = block;
    this.code = code;
    this.steps = code.steps().toArray(new Step[0]);
    this.index = index;
    int count = Math.min(Lanes.COUNT, block.threads() - index * Lanes.COUNT);
    this.lanes = -1 >>> (Lanes.COUNT - count);
    this.order = new Order(block, index);
    this.sync = new WarpSync(this);
    this.predicates = new int[code.entry().predicates().size()];
    this.predicatesWritten = new int[predicates.length];
    this.file = code.takeFile();
    this.written = new int[file.length];
  }

  /** Makes it ready for its block, which takes another place in the grid. */
  void begin() {
    int registers = code.entry().registers().size();
    Arrays.fill(written, 0, registers, 0);
    Arrays.fill(written, registers, written.length, -1);
    Arrays.fill(predicatesWritten, 0);
    Arrays.fill(places, 0);
    for (int i = registers; i < file.length; i++) {
      if (code.extras().get(i - registers) instanceof String special) {
        Specials.fill(special, (int[]) file[i], this);
      }
    }
    runnable = lanes;
    exited = 0;
    atBarrier = 0;
    barrier = null;
    sync.begin();
    order.begin();
  }

  /** Gives the registers back; it executes nothing any more. */
  void close() {
    code.giveBack(file);
  }

  Block block() {
    return block;
  }

  /** Returns the warp's number in its block. */
  int index() {
    return index;
  }

  int thread(int lane) {
    return index * Lanes.COUNT + lane;
  }

  int blockIndex() {
    return block.index();
  }

  String kernel() {
    return code.entry().name();
  }

  /** Returns what is known of the order of memory accesses. */
  Order order() {
    return order;
  }

  WarpSync sync() {
    return sync;
  }

  /** Returns the lanes that there are. */
  int lanes() {
    return lanes;
  }

  int exited() {
    return exited;
  }

  boolean isDone() {
    return exited == lanes;
  }

  /** Returns the barrier that all wait at, or null. */
  Barrier barrier() {
    return barrier;
  }

  /** Runs until each thread has exited or waits at a barrier. */
  void run() {
    while (runnable != 0) {
      pick();
      do {
        int at = place;
        place = at + 1;
        block.launch().count(this, steps[at]);
        steps[at].execute(this, current);
      } while (current != 0 && place < limit);
      for (int rest = current; rest != 0; rest &= rest - 1) {
        places[Integer.numberOfTrailingZeros(rest)] = place;
      }
    }
    sync.requireNobodyWaits();
    if (atBarrier != 0 && exited != 0) {
      int lane = Integer.numberOfTrailingZeros(atBarrier);
      int gone = Integer.numberOfTrailingZeros(exited);
      throw barrier.trap(this, lane, "waits, but thread " + thread(gone) + " has exited");
    }
  }

  private void pick() {
    place = NOWHERE;
    for (int rest = runnable; rest != 0; rest &= rest - 1) {
      place = Math.min(place, places[Integer.numberOfTrailingZeros(rest)]);
    }
    current = 0;
    limit = NOWHERE;
    for (int rest = runnable; rest != 0; rest &= rest - 1) {
      int lane = Integer.numberOfTrailingZeros(rest);
      if (places[lane] == place) {
        current |= 1 << lane;
      } else {
        limit = Math.min(limit, places[lane]);
      }
    }
  }

  /** Returns the lanes that go together now. */
  int current() {
    return current;
  }

  /** Lets some of the lanes that go now go on at another place. */
  void jump(int active, int target) {
    if (active == current) {
      place = target;
      return;
    }
    current &= ~active;
    resume(active, target);
  }

  /** Takes some of the lanes that go now away, until they are resumed. */
  void leave(int active) {
    current &= ~active;
    runnable &= ~active;
  }

  /** Lets lanes go on at a place. */
  void resume(int resumed, int target) {
    runnable |= resumed;
    limit = Math.min(limit, target);
    for (int rest = resumed; rest != 0; rest &= rest - 1) {
      places[Integer.numberOfTrailingZeros(rest)] = target;
    }
  }

  /** Returns the place behind the instruction that is being executed. */
  int next() {
    return place;
  }

  void exit(int active) {
    leave(active);
    exited |= active;
  }

  /** Lets lanes wait at a barrier, which must be the same for all. */
  void arrive(Barrier at, int active) {
    int next = place;
    leave(active);
    if (atBarrier != 0 && barrier != at) {
      int lane = Integer.numberOfTrailingZeros(active);
      int other = Integer.numberOfTrailingZeros(atBarrier);
      throw at.trap(
          this,
          lane,
          "waits, but thread "
              + thread(other)
              + " of the same warp waits at line "
              + barrier.line());
    }
    atBarrier |= active;
    barrier = at;
    for (int rest = active; rest != 0; rest &= rest - 1) {
      places[Integer.numberOfTrailingZeros(rest)] = next;
    }
  }

  /** Lets all go on that wait at a barrier. */
  void passBarrier() {
    runnable |= atBarrier;
    atBarrier = 0;
    barrier = null;
  }

  /** Assigns some lanes of a register. */
  void assign(int register, Object all, int active) {
    if (active == -1) {
      System.arraycopy(all, 0, file[register], 0, Lanes.COUNT);
    } else if (all instanceof int[] words) {
      int[] target = (int[]) file[register];
      for (int rest = active; rest != 0; rest &= rest - 1) {
        int lane = Integer.numberOfTrailingZeros(rest);
        target[lane] = words[lane];
      }
    } else {
      long[] longs = (long[]) all;
      long[] target = (long[]) file[register];
      for (int rest = active; rest != 0; rest &= rest - 1) {
        int lane = Integer.numberOfTrailingZeros(rest);
        target[lane] = longs[lane];
      }
    }
    written[register] |= active;
  }

  /** Assigns some lanes of a predicate. */
  void assignPredicate(int predicate, int value, int active) {
    predicates[predicate] = (predicates[predicate] & ~active) | (value & active);
    predicatesWritten[predicate] |= active;
  }

  /** Traps where a lane reads a register that was never written. */
  void requireWritten(Step step, int active, int... registers) {
    for (int register : registers) {
      int missing = active & ~written[register];
      if (missing != 0) {
        throw step.trap(
            this,
            Integer.numberOfTrailingZeros(missing),
            "reads " + code.entry().registers().get(register) + ", which was never written");
      }
    }
  }

  /** Traps where a lane reads a predicate that was never written. */
  void requirePredicate(Step step, int predicate, int active) {
    int missing = active & ~predicatesWritten[predicate];
    if (missing != 0) {
      throw step.trap(
          this,
          Integer.numberOfTrailingZeros(missing),
          "reads " + code.entry().predicates().get(predicate) + ", which was never written");
    }
  }
}
