package io.hillock.cpu;

import io.hillock.kernels.DataType;
import io.hillock.tensor.spi.Memory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Elements in the Java heap, in pages because an array cannot hold more than 2^31. The first
 * element of each memory lies at another place within 4 KiB, on a cache line: a load that follows a
 * store to an address 4 KiB apart waits for it, and large arrays all begin at the same place in a
 * page.
 */
final class CpuMemory implements Memory {
  /** Elements in a page. */
  private static final int PAGE = 1 << 28;

  /** Where in a large array's elements a cache line begins: its header takes 16 bytes. */
  private static final int FIRST_BYTES = 48;

  private static final int LINE_BYTES = 64;
  private static final int COLOURS = 63;

  /** Behind the last element there is room for a vector, which may be read beyond it. */
  private static final int ROOM = 64;

  private static final AtomicInteger NEXT = new AtomicInteger();

  private final Elements elements;
  private final boolean real;
  private final long count;
  private final int pageSize;
  private final int base;
  private Object[] pages;

  CpuMemory(DataType type, long count) {
    this(type, count, PAGE);
  }

  /** Takes memory in pages of the given size, so that tests reach the end of one. */
  CpuMemory(DataType type, long count, int pageSize) {
    this.elements = Elements.stored(type);
    this.real = type.isReal();
    this.count = count;
    this.pageSize = pageSize;
    this.base = colour(NEXT.getAndIncrement(), elements);
    this.pages = new Object[Math.toIntExact((count + pageSize - 1) / pageSize)];
    for (int i = 0; i < pages.length; i++) {
      pages[i] =
          elements.create(base + (int) Math.min(pageSize, count - (long) i * pageSize) + ROOM);
    }
  }

  /** Returns where elements begin in one of several large arrays: on a cache line each. */
  static int colour(int array, Elements elements) {
    int colour = Math.floorMod(array * 19, COLOURS);
    return (FIRST_BYTES + LINE_BYTES * colour) / elements.bytes();
  }

  /** Returns the array that holds an element. */
  Object array(long index) {
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

  /** Returns whether programs work on the elements as they are stored: integers are widened. */
  boolean isReal() {
    return real;
  }

  /** Copies elements out. */
  void get(long start, Object target, int from, int length) {
    int done = 0;
    while (done < length) {
      int part = contiguous(start + done, length - done);
      elements.copy(array(start + done), offset(start + done), target, from + done, part);
      done += part;
    }
  }

  /** Copies elements in. */
  void set(long start, Object source, int from, int length) {
    int done = 0;
    while (done < length) {
      int part = contiguous(start + done, length - done);
      System.arraycopy(source, from + done, array(start + done), offset(start + done), part);
      done += part;
    }
  }

  /** Copies elements of another memory of the same type to the same places. */
  void copyFrom(CpuMemory source, long start, long length) {
    long at = start;
    while (at < start + length) {
      int part = source.contiguous(at, contiguous(at, start + length - at));
      System.arraycopy(source.array(at), source.offset(at), array(at), offset(at), part);
      at += part;
    }
  }

  /** Copies elements out that lie apart. */
  void getApart(long start, long step, Object target, int from, int length) {
    if (step == 1) {
      get(start, target, from, length);
      return;
    }
    int done = 0;
    while (done < length) {
      long at = start + done * step;
      int part = inPage(at, step, length - done);
      elements.copy(array(at), offset(at), (int) step, target, from + done, 1, part);
      done += part;
    }
  }

  /** Copies elements in that are to lie apart. */
  void setApart(long start, long step, Object source, int from, int length) {
    if (step == 1) {
      set(start, source, from, length);
      return;
    }
    int done = 0;
    while (done < length) {
      long at = start + done * step;
      int part = inPage(at, step, length - done);
      elements.copy(source, from + done, 1, array(at), offset(at), (int) step, part);
      done += part;
    }
  }

  private int inPage(long index, long step, int wanted) {
    return (int) Math.min(wanted, (pageSize - 1 - index % pageSize) / step + 1);
  }

  /** Copies one element out, to several places. */
  void fill(long index, Object target, int from, int length) {
    elements.fill(array(index), offset(index), target, from, length);
  }

  @Override
  public long bytes() {
    return count * elements.bytes();
  }

  @Override
  public void release() {
    pages = null;
  }
}
