package io.hillock.gpu.cuda;

import io.hillock.tensor.HillockException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Pinned buffers of the host through which all copies go: pinning takes milliseconds, so they are
 * kept and used again. There are few, and who needs one waits for it.
 */
final class Staging {
  /** The most buffers of a size. */
  static final int MOST = 4;

  private static final int[] SIZES = {1 << 18, 1 << 24};

  /** A buffer, with the event after which it can be used again. */
  static final class Buffer {
    private final Driver.Pinned memory;
    private final Driver.Event copied;
    private final int size;

    private Buffer(Driver.Pinned memory, Driver.Event copied, int size) {
      this.memory = memory;
      this.copied = copied;
      this.size = size;
    }

    Driver.Pinned memory() {
      return memory;
    }

    /** Returns the event to record behind a copy. */
    Driver.Event copied() {
      return copied;
    }
  }

  private final Driver driver;
  private final List<Deque<Buffer>> free = List.of(new ArrayDeque<>(), new ArrayDeque<>());
  private final int[] created = new int[SIZES.length];
  private final List<Buffer> all = new ArrayList<>();

  Staging(Driver driver) {
    this.driver = driver;
  }

  /** Returns the bytes that are best copied at once of a number of bytes. */
  static int piece(long bytes) {
    return SIZES[kind(bytes)];
  }

  private static int kind(long bytes) {
    return bytes <= SIZES[0] ? 0 : 1;
  }

  /**
   * Returns a buffer for some bytes, as soon as there is one; its last copy is done. To be called
   * by a thread that has none, or two could wait for each other.
   */
  Buffer take(long bytes) {
    int kind = kind(bytes);
    Buffer buffer;
    boolean interrupted = false;
    synchronized (this) {
      while ((buffer = next(kind)) == null) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return ready(buffer);
  }

  /** Returns another buffer, or null where none is free. */
  Buffer tryTake(long bytes) {
    Buffer buffer;
    synchronized (this) {
      buffer = next(kind(bytes));
    }
    return buffer == null ? null : ready(buffer);
  }

  /** Returns the buffer that was given back the longest ago, or a new one. */
  private Buffer next(int kind) {
    if (created[kind] < MOST && free.get(kind).isEmpty()) {
      Buffer buffer = create(SIZES[kind]);
      created[kind]++;
      all.add(buffer);
      return buffer;
    }
    return free.get(kind).pollFirst();
  }

  private Buffer create(int size) {
    Driver.Event copied = driver.createEvent(false);
    try {
      return new Buffer(driver.allocatePinned(size), copied, size);
    } catch (HillockException e) {
      new Cleanup().run(() -> driver.destroy(copied));
      throw e;
    }
  }

  private Buffer ready(Buffer buffer) {
    try {
      driver.synchronize(buffer.copied);
      return buffer;
    } catch (RuntimeException e) {
      give(buffer);
      throw e;
    }
  }

  /** Gives a buffer back; its last copy may still be under way. */
  synchronized void give(Buffer buffer) {
    free.get(kind(buffer.size)).addLast(buffer);
    notifyAll();
  }

  /** Gives all memory back; no copy is under way. */
  synchronized void close(Cleanup cleanup) {
    for (Buffer buffer : all) {
      cleanup.run(() -> driver.destroy(buffer.copied));
      cleanup.run(() -> driver.freePinned(buffer.memory));
    }
    all.clear();
  }
}
