package io.hillock.tensor;

import io.hillock.kernels.DataType;
import io.hillock.tensor.spi.Backend;
import io.hillock.tensor.spi.Memory;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps released device memory for the next tensor of about the same size, so that a steady loop
 * allocates nothing. Backends work in the order of calls, so memory can be given out again while
 * earlier work on it is still queued.
 */
final class MemoryPool {
  /** Sizes are rounded up to steps of an eighth of their power of two. */
  private static final int STEPS_LOG2 = 3;

  private static final long LEAST = 256;

  /** Memory is given out again for elements of the same kind only: it may be an array of them. */
  private record Size(int width, boolean real, long capacity) {
    static Size of(DataType type, long capacity) {
      return new Size(type.bytes(), type.isReal(), capacity);
    }
  }

  private final Backend backend;
  private final Map<Size, ArrayDeque<Memory>> free = new HashMap<>();
  private final long limit;
  private long pooledBytes;
  private boolean closed;

  MemoryPool(Backend backend) {
    this.backend = backend;
    this.limit = backend.device().memoryBytes() / 2;
  }

  /** Returns the number of elements that is really taken for a tensor of the given count. */
  static long capacity(long count) {
    if (count <= LEAST) {
      return LEAST;
    }
    int shift = Math.max(0, 63 - Long.numberOfLeadingZeros(count - 1) - STEPS_LOG2);
    return (((count - 1) >> shift) + 1) << shift;
  }

  Memory take(DataType type, long count) {
    long capacity = capacity(count);
    synchronized (this) {
      ArrayDeque<Memory> same = free.get(Size.of(type, capacity));
      Memory pooled = same == null ? null : same.pollLast();
      if (pooled != null) {
        pooledBytes -= pooled.bytes();
        return pooled;
      }
    }
    try {
      return backend.allocate(type, capacity);
    } catch (OutOfDeviceMemoryException first) {
      long emptied = clear();
      try {
        return backend.allocate(type, count);
      } catch (OutOfDeviceMemoryException second) {
        throw new OutOfDeviceMemoryException(
            second.getMessage() + " (after " + emptied + " pooled bytes were given back)", second);
      }
    }
  }

  synchronized void give(DataType type, long count, Memory memory) {
    if (closed) {
      return;
    }
    long capacity = capacity(count);
    long size = capacity * type.bytes();
    if (memory.bytes() != size || pooledBytes + size > limit) {
      try {
        backend.finish();
      } finally {
        memory.release();
      }
      return;
    }
    free.computeIfAbsent(Size.of(type, capacity), key -> new ArrayDeque<>()).addLast(memory);
    pooledBytes += size;
  }

  /** Gives all pooled memory back to the device and returns how many bytes it was. */
  synchronized long clear() {
    backend.finish();
    long bytes = pooledBytes;
    free.values().forEach(same -> same.forEach(Memory::release));
    free.clear();
    pooledBytes = 0;
    return bytes;
  }

  synchronized void close() {
    closed = true;
    clear();
  }
}
