package io.hillock.cpu;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Threads that share the parts of one job at a time. The caller works, too. A second caller that
 * finds the workers busy does its job alone: all cores are in use then.
 */
final class WorkerPool implements AutoCloseable {
  /** A job in parts that do not depend on each other. */
  interface Job {
    void run(long part);
  }

  private static final int SPINS = 2000;

  private final Thread[] workers;
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicLong next = new AtomicLong();

  /**
   * The number of jobs so far, in the upper bits; whether workers may still join in the last; and
   * how many are at it. A worker that wakes up late has no part in it: nobody waits for it.
   */
  private final AtomicLong state = new AtomicLong();

  private static final long OPEN = 1 << 16;
  private static final long AT_IT = OPEN - 1;
  private static final long NEXT = 2 * OPEN;

  private volatile boolean closed;
  private volatile Throwable failure;
  private Job job;
  private long parts;

  WorkerPool(int threads) {
    workers = new Thread[threads - 1];
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Thread(this::work, "hillock-cpu-" + (i + 1));
      workers[i].setDaemon(true);
      workers[i].start();
    }
  }

  int threads() {
    return workers.length + 1;
  }

  /** Runs all parts of a job and returns when they are done. */
  void run(Job work, long count) {
    if (count <= 1 || workers.length == 0 || !lock.tryLock()) {
      alone(work, count);
      return;
    }
    try {
      if (closed) {
        alone(work, count);
        return;
      }
      job = work;
      parts = count;
      failure = null;
      next.set(0);
      state.addAndGet(NEXT + OPEN);
      for (Thread worker : workers) {
        LockSupport.unpark(worker);
      }
      takeParts();
      state.addAndGet(-OPEN);
      for (int spins = 0; (state.get() & AT_IT) > 0; spins++) {
        if (spins < SPINS) {
          Thread.onSpinWait();
        } else {
          Thread.yield();
        }
      }
      job = null;
      if (failure != null) {
        throw rethrow(failure);
      }
    } finally {
      lock.unlock();
    }
  }

  private static void alone(Job work, long count) {
    for (long part = 0; part < count; part++) {
      work.run(part);
    }
  }

  private void work() {
    long seen = 0;
    while (!closed) {
      for (int spins = 0; !isOpen(seen) && spins < SPINS; spins++) {
        Thread.onSpinWait();
      }
      while (!isOpen(seen) && !closed) {
        LockSupport.park(this);
      }
      long found = state.get();
      if (isOpen(found, seen) && state.compareAndSet(found, found + 1)) {
        seen = found / NEXT;
        takeParts();
        state.decrementAndGet();
      }
    }
  }

  /** Returns whether there is a job that workers may join and that is not the one seen last. */
  private boolean isOpen(long seen) {
    return isOpen(state.get(), seen);
  }

  private static boolean isOpen(long state, long seen) {
    return (state & OPEN) != 0 && state / NEXT != seen;
  }

  private void takeParts() {
    try {
      for (long part = next.getAndIncrement(); part < parts; part = next.getAndIncrement()) {
        job.run(part);
      }
    } catch (Throwable e) {
      failure = e;
      next.set(parts);
    }
  }

  private static RuntimeException rethrow(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return (RuntimeException) e;
  }

  /** Waits for the job that the workers are at: without them it would not end. */
  @Override
  public void close() {
    lock.lock();
    closed = true;
    lock.unlock();
    for (Thread worker : workers) {
      LockSupport.unpark(worker);
    }
  }
}
