package io.hillock.gpu.cuda.emulator;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A piece of memory with, for each byte, whether it was written, and for each granule of some bytes
 * who has written and read it last.
 */
final class Page {
  /** The bits of a place within a page. */
  static final int SHIFT = 16;

  /** The most bytes of a page. */
  static final int BYTES = 1 << Page.SHIFT;

  private static final VarHandle SHORT = view(short[].class);
  private static final VarHandle INT = view(int[].class);
  private static final VarHandle LONG = view(long[].class);
  private static final int LARGEST_SHIFT = 3;

  private final byte[] data;

  /** -1 for each byte that was written. */
  private final byte[] valid;

  private int shift = LARGEST_SHIFT;
  private long[] writers;

  // Two readers that do not know of each other are enough: a writer who knows of one of them does
  // not know of the other.
  private long[] readers;
  private long[] otherReaders;

  /** For each granule the last launch that read it as what no one writes. */
  private int[] constants;

  Page(int bytes) {
    // Whole longs, so that each view of the last bytes is within.
    int size = (bytes + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
    this.data = new byte[size];
    this.valid = new byte[size];
    poison();
  }

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
  }

  /** Makes it as new. */
  void clear() {
    Arrays.fill(valid, (byte) 0);
    poison();
    if (writers != null) {
      Arrays.fill(writers, 0);
      Arrays.fill(readers, 0);
      Arrays.fill(otherReaders, 0);
    }
  }

  /** What was never written is no number that anyone expects. */
  private void poison() {
    Arrays.fill(data, (byte) 0xa5);
  }

  byte[] data() {
    return data;
  }

  byte[] valid() {
    return valid;
  }

  int getInt(int at) {
    return (int) INT.get(data, at);
  }

  long getLong(int at) {
    return (long) LONG.get(data, at);
  }

  /** Returns bytes as a number with zeros above. */
  long get(int at, int bytes) {
    return switch (bytes) {
      case 1 -> data[at] & 0xffL;
      case 2 -> (short) SHORT.get(data, at) & 0xffffL;
      case 4 -> getInt(at) & 0xffffffffL;
      default -> getLong(at);
    };
  }

  void set(int at, int bytes, long value) {
    switch (bytes) {
      case 1 -> data[at] = (byte) value;
      case 2 -> SHORT.set(data, at, (short) value);
      case 4 -> INT.set(data, at, (int) value);
      default -> LONG.set(data, at, value);
    }
  }

  /** Returns the first byte of an element of 1, 2, 4 or 8 that was never written, or -1. */
  int firstInvalid(int at, int bytes) {
    boolean all =
        bytes == Integer.BYTES
            ? (int) INT.get(valid, at) == -1
            : bytes == Long.BYTES
                ? (long) LONG.get(valid, at) == -1
                : bytes == Short.BYTES ? (short) SHORT.get(valid, at) == -1 : valid[at] == -1;
    return all ? -1 : firstInvalid(at);
  }

  private int firstInvalid(int at) {
    int i = at;
    while (valid[i] == -1) {
      i++;
    }
    return i;
  }

  void setValid(int at, int bytes) {
    switch (bytes) {
      case 1 -> valid[at] = -1;
      case 2 -> SHORT.set(valid, at, (short) -1);
      case 4 -> INT.set(valid, at, -1);
      default -> LONG.set(valid, at, -1L);
    }
  }

  /** Makes granules fine enough for elements of some bytes. */
  private void refine(int bytes) {
    int wanted = Math.min(shift, Integer.numberOfTrailingZeros(bytes));
    if (writers == null) {
      shift = wanted;
      int count = data.length >> shift;
      writers = new long[count];
      readers = new long[count];
      otherReaders = new long[count];
      return;
    }
    if (wanted < shift) {
      int copies = 1 << (shift - wanted);
      writers = repeat(writers, copies);
      readers = repeat(readers, copies);
      otherReaders = repeat(otherReaders, copies);
      constants = constants == null ? null : repeat(constants, copies);
      shift = wanted;
    }
  }

  private static long[] repeat(long[] values, int copies) {
    long[] result = new long[values.length * copies];
    for (int i = 0; i < result.length; i++) {
      result[i] = values[i / copies];
    }
    return result;
  }

  private static int[] repeat(int[] values, int copies) {
    int[] result = new int[values.length * copies];
    for (int i = 0; i < result.length; i++) {
      result[i] = values[i / copies];
    }
    return result;
  }

  /**
   * Notes that a lane reads.
   *
   * @param at the first byte
   * @param bytes how many
   * @param element the bytes of an element, which are a granule or more
   * @param order what is known of the order of accesses
   * @param lane the lane
   * @return null, or what is wrong with it
   */
  String read(int at, int bytes, int element, Order order, int lane) {
    if (writers == null || element >> shift == 0) {
      refine(element);
    }
    long launch = order.firstStamp();
    long stamp = order.stamp(lane);
    int end = (at + bytes - 1) >> shift;
    for (int i = at >> shift; i <= end; i++) {
      long writer = writers[i];
      if (writer >= launch && !order.isBefore(writer, lane)) {
        return "what " + order.describe(writer) + " writes without a barrier between";
      }
      long reader = readers[i];
      if (reader < launch || order.isBefore(reader, lane)) {
        readers[i] = stamp;
      } else if (otherReaders[i] < launch || order.isBefore(otherReaders[i], lane)) {
        otherReaders[i] = stamp;
      }
    }
    return null;
  }

  /**
   * Notes that a lane writes; see {@link #read}.
   *
   * @param number the number of the launch
   */
  String write(int at, int bytes, int element, Order order, int lane, int number) {
    if (writers == null || element >> shift == 0) {
      refine(element);
    }
    long launch = order.firstStamp();
    long stamp = order.stamp(lane);
    int end = (at + bytes - 1) >> shift;
    for (int i = at >> shift; i <= end; i++) {
      long writer = writers[i];
      if (writer >= launch && !order.isBefore(writer, lane)) {
        return "what " + order.describe(writer) + " writes, too, without a barrier between";
      }
      if (constants != null && constants[i] == number) {
        return "what this kernel has read with ld.global.nc";
      }
      long reader = readers[i];
      if (reader >= launch && !order.isBefore(reader, lane)) {
        return "what " + order.describe(reader) + " reads without a barrier between";
      }
      reader = otherReaders[i];
      if (reader >= launch && !order.isBefore(reader, lane)) {
        return "what " + order.describe(reader) + " reads without a barrier between";
      }
      writers[i] = stamp;
    }
    return null;
  }

  /** Notes that a launch reads what no one must write while it works; after {@link #read}. */
  String readConstant(int at, int bytes, Launch launch) {
    if (constants == null) {
      constants = new int[writers.length];
    }
    long first = (long) launch.firstInterval() << 32;
    int end = (at + bytes - 1) >> shift;
    for (int i = at >> shift; i <= end; i++) {
      if (writers[i] >= first) {
        return "with ld.global.nc what this kernel has written";
      }
      constants[i] = launch.number();
    }
    return null;
  }
}
