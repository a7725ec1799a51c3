package io.hillock.cpu;

import io.hillock.tensor.spi.Memory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Floats in the Java heap, in pages because an array cannot hold more than 2^31. The first element
 * of each memory lies at another place within 4 KiB, on a cache line: a load that follows a store
 * to an address 4 KiB apart waits for it, and large arrays all begin at the same place in a page.
 */
final class CpuMemory implements Memory {
  /** Elements in a page. */
  private static final int PAGE = 1 << 28;

  /** A large array's element 12 is on a cache line: its header takes 16 bytes. */
  private static final int FIRST = 12;

  private static final int LINE = 16;
  private static final int COLOURS = 63;
  private static final AtomicInteger NEXT = new AtomicInteger();

  private final long count;
  private final int pageSize;
  private final int base;
  private float[][] pages;

  CpuMemory(long count) {
    this(count, PAGE);
  }

  /** Takes memory in pages of the given size, so that tests reach the end of one. */
  CpuMemory(long count, int pageSize) {
    this.count = count;
    this.pageSize = pageSize;
    this.base = FIRST + LINE * (int) (NEXT.getAndIncrement() * 19L % COLOURS);
    this.pages = new float[Math.toIntExact((count + pageSize - 1) / pageSize)][];
    for (int i = 0; i < pages.length; i++) {
      pages[i] = new float[base + (int) Math.min(pageSize, count - (long) i * pageSize)];
    }
  }

  /** Returns the array that holds an element. */
  float[] array(long index) {
    return pages[(int) (index / pageSize)];
  }

  /** Returns where in its array an element is. */
  int offset(long index) {
    return base + (int) (index % pageSize);
  }

  /** Returns how many elements follow one another in one array from the given one on. */
  int contiguous(long index, long wanted) {
    return (int) Math.min(wanted, pageSize - index % pageSize);
  }

  /** Copies elements out. */
  void get(long start, float[] target, int from, int length) {
    int done = 0;
    while (done < length) {
      int part = contiguous(start + done, length - done);
      System.arraycopy(array(start + done), offset(start + done), target, from + done, part);
      done += part;
    }
  }

  /** Copies elements in. */
  void set(long start, float[] source, int from, int length) {
    int done = 0;
    while (done < length) {
      int part = contiguous(start + done, length - done);
      System.arraycopy(source, from + done, array(start + done), offset(start + done), part);
      done += part;
    }
  }

  float get(long index) {
    return array(index)[offset(index)];
  }

  void set(long index, float value) {
    array(index)[offset(index)] = value;
  }

  @Override
  public long bytes() {
    return count * Float.BYTES;
  }

  @Override
  public void release() {
    pages = null;
  }
}
