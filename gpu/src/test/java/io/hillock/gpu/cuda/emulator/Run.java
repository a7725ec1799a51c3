package io.hillock.gpu.cuda.emulator;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntPredicate;

/** A kernel with its arguments on a machine of its own. */
final class Run {
  private final Machine machine = new Machine();
  private final Machine.Loaded loaded;
  private final ByteBuffer arguments = buffer(256);
  private int sharedBytes;

  /** Prepares a text whose kernel has the name test. */
  Run(String ptx) {
    this(Kernels.load(ptx));
  }

  /** Prepares a text that was read. */
  Run(Machine.Loaded loaded) {
    this.loaded = loaded;
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  Machine machine() {
    return machine;
  }

  /** Gives memory that was never written to. */
  long empty(int bytes) {
    return give(machine.memory().allocate(bytes));
  }

  /** Gives memory with ints. */
  long ints(int... values) {
    ByteBuffer bytes = buffer(4 * values.length);
    bytes.asIntBuffer().put(values);
    return give(bytes);
  }

  /** Gives memory with longs. */
  long longs(long... values) {
    ByteBuffer bytes = buffer(8 * values.length);
    bytes.asLongBuffer().put(values);
    return give(bytes);
  }

  /** Gives memory with floats. */
  long floats(float... values) {
    ByteBuffer bytes = buffer(4 * values.length);
    bytes.asFloatBuffer().put(values);
    return give(bytes);
  }

  private long give(ByteBuffer bytes) {
    long address = machine.memory().allocate(bytes.capacity());
    machine.memory().put(address, bytes);
    return give(address);
  }

  /** Gives a number of 64 bits. */
  long give(long number) {
    arguments.position((arguments.position() + 7) / 8 * 8);
    arguments.putLong(number);
    return number;
  }

  /** Gives a number of 32 bits. */
  void give(int number) {
    arguments.putInt(number);
  }

  void shared(int bytes) {
    sharedBytes = bytes;
  }

  /** Executes the kernel. */
  Counters launch(int blocks, int threads) {
    return launch(blocks, threads, block -> true);
  }

  /** Executes some blocks of the kernel. */
  Counters launch(int blocks, int threads, IntPredicate chosen) {
    byte[] given = new byte[arguments.position()];
    arguments.duplicate().flip().get(given);
    return machine.launch(loaded, "test", blocks, threads, sharedBytes, given, chosen);
  }

  /** Returns ints from memory. */
  int[] ints(long address, int count) {
    ByteBuffer bytes = buffer(4 * count);
    machine.memory().get(address, bytes);
    int[] values = new int[count];
    bytes.flip().order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(values);
    return values;
  }

  /** Returns longs from memory. */
  long[] longs(long address, int count) {
    ByteBuffer bytes = buffer(8 * count);
    machine.memory().get(address, bytes);
    long[] values = new long[count];
    bytes.flip().order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(values);
    return values;
  }

  /** Returns floats from memory. */
  float[] floats(long address, int count) {
    int[] bits = ints(address, count);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = Float.intBitsToFloat(bits[i]);
    }
    return values;
  }
}
