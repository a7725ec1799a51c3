package io.hillock.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.imageio.IIOException;

/** The entries of a directory of a TIFF or BigTIFF file, whose values are all within the file. */
final class TiffDirectory {
  /** The bytes of a value of each type; 0 where there is no such type. */
  private static final int[] TYPE_SIZES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};

  private static final int MAX_ENTRIES = 1 << 16;

  /**
   * An entry.
   *
   * @param at where it begins in the file
   * @param type the type of its values
   * @param count how many there are
   * @param values where they begin
   */
  record Entry(int at, int type, int count, int values) {}

  private final ByteBuffer file;
  private final boolean big;
  private final Map<Integer, Entry> entries = new HashMap<>();
  private final int first;
  private final int next;

  private TiffDirectory(ByteBuffer file, boolean big, long from) throws IIOException {
    this.file = file;
    this.big = big;
    long count = 0;
    long at = from;
    if (from >= 0 && from <= file.limit() - (big ? 8 : 2)) {
      count = big ? file.getLong((int) from) : file.getShort((int) from) & 0xffff;
      at = from + (big ? 8 : 2);
    }
    if (count < 1 || count > MAX_ENTRIES) {
      throw new IIOException("it is damaged: it has no directory");
    }
    if (at + count * entrySize() + offsetSize() > file.limit()) {
      throw Checked.cutShort("its directory");
    }
    first = (int) at;
    for (int i = 0; i < count; i++, at += entrySize()) {
      add((int) at);
    }
    next = (int) at;
  }

  /**
   * Returns the first directory of a file.
   *
   * @throws IIOException if it, or what it refers to, is not within the file
   */
  static TiffDirectory first(byte[] bytes) throws IIOException {
    ByteBuffer file = ByteBuffer.wrap(bytes);
    file.order(bytes[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    boolean big = file.getShort(2) == 43;
    if (file.limit() < (big ? 16 : 8)) {
      throw Checked.cutShort("its header");
    }
    return new TiffDirectory(file, big, big ? file.getLong(8) : file.getInt(4) & 0xffffffffL);
  }

  private void add(int at) throws IIOException {
    int tag = file.getShort(at) & 0xffff;
    int type = file.getShort(at + 2) & 0xffff;
    long count = big ? file.getLong(at + 4) : file.getInt(at + 4) & 0xffffffffL;
    int size = type < TYPE_SIZES.length ? TYPE_SIZES[type] : 0;
    if (size == 0 || !TiffStructure.isNeeded(tag)) {
      return;
    }
    int inline = at + (big ? 12 : 8);
    long bytes = Math.multiplyHigh(count, size) == 0 ? count * size : -1;
    long values = inline;
    if (bytes > offsetSize()) {
      values = offset(inline);
    }
    if (bytes < 0 || values < 0 || bytes > file.limit() || values > file.limit() - bytes) {
      throw Checked.cutShort("the values of tag " + tag);
    }
    entries.putIfAbsent(tag, new Entry(at, type, (int) count, (int) values));
  }

  /** Returns where the offset of the following directory stands. */
  int nextAt() {
    return next;
  }

  int entrySize() {
    return big ? 20 : 12;
  }

  int offsetSize() {
    return big ? 8 : 4;
  }

  /** Returns the file, in its byte order. */
  ByteBuffer file() {
    return file;
  }

  /** Returns where the first entry begins. */
  int firstAt() {
    return first;
  }

  /** Returns the entry of a tag; null where there is none. */
  Entry entry(int tag) {
    return entries.get(tag);
  }

  /** Returns how many values a tag has. */
  int count(int tag) {
    Entry entry = entries.get(tag);
    return entry == null ? 0 : entry.count();
  }

  /** Returns a whole number of a tag, or another one where there is no such. */
  long number(int tag, int index, long otherwise) {
    Entry entry = entries.get(tag);
    if (entry == null || index >= entry.count()) {
      return otherwise;
    }
    int at = entry.values() + index * TYPE_SIZES[entry.type()];
    return switch (TYPE_SIZES[entry.type()]) {
      case 1 -> file.get(at) & 0xff;
      case 2 -> file.getShort(at) & 0xffff;
      case 4 -> file.getInt(at) & 0xffffffffL;
      default -> file.getLong(at);
    };
  }

  /** Returns how many directories there are, this one the first. */
  int pages() {
    Set<Long> known = new HashSet<>();
    int pages = 1;
    long at = offset(next);
    while (at > 0 && known.add(at) && at <= file.limit() - (big ? 8 : 2) && pages < MAX_ENTRIES) {
      long count = big ? file.getLong((int) at) : file.getShort((int) at) & 0xffff;
      long end = at + (big ? 8 : 2) + count * entrySize();
      if (count < 1 || count > MAX_ENTRIES || end > file.limit() - offsetSize()) {
        break;
      }
      pages++;
      at = offset((int) end);
    }
    return pages;
  }

  private long offset(int at) {
    return big ? file.getLong(at) : file.getInt(at) & 0xffffffffL;
  }
}
