package io.hillock.image;

import java.util.concurrent.Semaphore;

/**
 * What pictures in work may take of the heap together. Whoever needs more than there is waits;
 * nobody waits while holding some, so that none waits for another forever.
 */
final class MemoryBudget {
  private static final int UNIT = 1 << 10;

  private final int units;
  private final Semaphore free;

  /**
   * Creates a budget.
   *
   * @param bytes what pictures may take together; one that takes more is worked on alone
   */
  MemoryBudget(long bytes) {
    units = units(bytes);
    free = new Semaphore(units, true);
  }

  /** Returns the bytes that a picture may take at most: the rest of the heap is for the others. */
  static long most() {
    return Runtime.getRuntime().maxMemory() / 4 * 3;
  }

  private static int units(long bytes) {
    return (int) Math.min(Integer.MAX_VALUE, bytes / UNIT + 1);
  }

  /** Waits until so many bytes are free, and takes them. */
  Lease take(long bytes) {
    int wanted = Math.min(units, units(bytes));
    free.acquireUninterruptibly(wanted);
    return new Lease(wanted);
  }

  /** Waits until nothing else is in work, and takes all. */
  Lease takeAll() {
    return take((long) units * UNIT);
  }

  /** Bytes that were taken. */
  final class Lease implements AutoCloseable {
    private int held;

    private Lease(int held) {
      this.held = held;
    }

    /** Makes it at least so many bytes, without waiting; returns whether they were free. */
    boolean grow(long bytes) {
      int more = Math.min(units, units(bytes)) - held;
      if (more > 0 && !free.tryAcquire(more)) {
        return false;
      }
      held += Math.max(0, more);
      return true;
    }

    /** Gives back all but so many bytes. */
    void shrink(long bytes) {
      int left = Math.min(held, units(bytes));
      free.release(held - left);
      held = left;
    }

    /** Gives it back, and waits for so many bytes. */
    void exchange(long bytes) {
      close();
      int wanted = Math.min(units, units(bytes));
      free.acquireUninterruptibly(wanted);
      held = wanted;
    }

    @Override
    public void close() {
      free.release(held);
      held = 0;
    }
  }
}
