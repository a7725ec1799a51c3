package io.hillock.gpu.cuda.emulator;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Memory that was allocated at once: what is behind its end belongs to something else. */
final class Region {
  private final String name;
  private final long start;
  private final long bytes;
  private final Page[] pages;
  private boolean freed;
  private boolean provided = true;

  Region(String name, long start, long bytes) {
    this.name = name;
    this.start = start;
    this.bytes = bytes;
    this.pages = new Page[Math.toIntExact((bytes + Page.BYTES - 1) / Page.BYTES)];
  }

  long start() {
    return start;
  }

  long bytes() {
    return bytes;
  }

  boolean isFreed() {
    return freed;
  }

  void free() {
    freed = true;
    Arrays.fill(pages, null);
  }

  /** Says whether it is there for what is done now. */
  void setProvided(boolean provided) {
    this.provided = provided;
  }

  boolean has(long address, long count) {
    return address >= start && address - start <= bytes - count && !freed && provided;
  }

  /** Returns the page of a place, which is made on its first use. */
  Page page(long offset) {
    int index = (int) (offset >> Page.SHIFT);
    Page page = pages[index];
    if (page == null) {
      page = new Page((int) Math.min(Page.BYTES, bytes - (long) index * Page.BYTES));
      pages[index] = page;
    }
    return page;
  }

  void clear() {
    for (Page page : pages) {
      if (page != null) {
        page.clear();
      }
    }
  }

  /** Writes from a buffer. */
  void put(long offset, ByteBuffer source) {
    long at = offset;
    while (source.hasRemaining()) {
      int within = (int) (at % Page.BYTES);
      int count = Math.min(source.remaining(), Page.BYTES - within);
      Page page = page(at);
      source.get(page.data(), within, count);
      Arrays.fill(page.valid(), within, within + count, (byte) -1);
      at += count;
    }
  }

  /** Writes the same byte everywhere. */
  void fill(long offset, byte value, long count) {
    for (long done = 0; done < count; ) {
      int within = (int) ((offset + done) % Page.BYTES);
      int part = (int) Math.min(count - done, Page.BYTES - within);
      Page page = page(offset + done);
      Arrays.fill(page.data(), within, within + part, value);
      Arrays.fill(page.valid(), within, within + part, (byte) -1);
      done += part;
    }
  }

  /** Reads to a buffer; what was never written reads as nothing that anyone expects. */
  void get(long offset, ByteBuffer target) {
    long at = offset;
    while (target.hasRemaining()) {
      int within = (int) (at % Page.BYTES);
      int count = Math.min(target.remaining(), Page.BYTES - within);
      target.put(page(at).data(), within, count);
      at += count;
    }
  }

  /** Copies to another region, with what was never written. */
  void copy(long offset, Region target, long at, long count) {
    for (long done = 0; done < count; ) {
      int from = (int) ((offset + done) % Page.BYTES);
      int to = (int) ((at + done) % Page.BYTES);
      int part = (int) Math.min(count - done, Page.BYTES - Math.max(from, to));
      Page source = page(offset + done);
      Page copy = target.page(at + done);
      System.arraycopy(source.data(), from, copy.data(), to, part);
      System.arraycopy(source.valid(), from, copy.valid(), to, part);
      done += part;
    }
  }

  @Override
  public String toString() {
    return name
        + " ("
        + bytes
        + " bytes at 0x"
        + Long.toHexString(start)
        + (freed ? ", freed)" : provided ? ")" : ", not allocated yet)");
  }
}
