package io.hillock.tensor;

import io.hillock.tensor.spi.Backend;
import io.hillock.tensor.spi.Memory;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Numbers in a device's memory: contiguous, row-major, of one {@link DataType}. Made by an {@link
 * Engine}, closed by its owner. One that is forgotten is freed when it is collected, with a
 * warning; with {@code -Dhillock.trace-tensors=true} the warning says where it was made.
 */
public final class Tensor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Tensor.class);
  private static final Cleaner CLEANER = Cleaner.create();
  private static final int MOST_WARNINGS = 10;
  private static final AtomicInteger FORGOTTEN = new AtomicInteger();
  private static final boolean TRACE = Boolean.getBoolean("hillock.trace-tensors");

  private final Engine engine;
  private final Shape shape;
  private final DataType dataType;
  private final Storage storage;
  private final Cleaner.Cleanable cleanable;

  Tensor(Engine engine, DataType dataType, Shape shape) {
    this.engine = engine;
    this.shape = shape;
    this.dataType = dataType;
    this.storage = new Storage(engine.pool(), dataType, shape);
    this.cleanable = CLEANER.register(this, storage);
  }

  /** Returns the engine it was made by. */
  public Engine engine() {
    return engine;
  }

  /** Returns the shape. */
  public Shape shape() {
    return shape;
  }

  /** Returns how its elements are stored. */
  public DataType dataType() {
    return dataType;
  }

  /**
   * Waits for the work on this tensor and returns its elements, the last axis running fastest.
   *
   * @throws TensorClosedException if it was closed
   * @throws IllegalArgumentException if it has more elements than an array can hold
   */
  public float[] toFloatArray() {
    if (shape.count() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "a tensor of shape " + shape + " does not fit in an array; copy it in parts");
    }
    float[] result = new float[(int) shape.count()];
    copyTo(0, result, 0, result.length);
    return result;
  }

  /**
   * Waits for the work on this tensor and copies elements to an array.
   *
   * @param start the first element to copy
   * @param target where they go
   * @param from where in the array they begin
   * @param count how many
   * @throws IllegalArgumentException if the tensor or the array is too short
   */
  public void copyTo(long start, float[] target, int from, int count) {
    checkPart(start, target.length, from, count);
    try {
      backend().download(memory(), start, target, from, count);
    } finally {
      java.lang.ref.Reference.reachabilityFence(this);
    }
  }

  /**
   * Copies elements from an array to this tensor.
   *
   * @param source where they are
   * @param from where in the array they begin
   * @param start the first element of this tensor to write
   * @param count how many
   * @throws IllegalArgumentException if the tensor or the array is too short
   */
  public void copyFrom(float[] source, int from, long start, int count) {
    checkPart(start, source.length, from, count);
    try {
      backend().upload(source, from, memory(), start, count);
    } finally {
      java.lang.ref.Reference.reachabilityFence(this);
    }
  }

  private void checkPart(long start, int length, int from, int count) {
    if (count < 0 || start < 0 || start + count > shape.count()) {
      throw new IllegalArgumentException(
          "elements "
              + start
              + " to "
              + (start + count)
              + " are not all in a tensor of shape "
              + shape);
    }
    if (from < 0 || from + (long) count > length) {
      throw new IllegalArgumentException(
          "an array of " + length + " has not " + count + " elements from " + from + " on");
    }
  }

  private Backend backend() {
    return engine.backend();
  }

  /** Returns the memory, for a call of the backend. */
  Memory memory() {
    Memory memory = storage.memory;
    if (storage.released.get()) {
      throw new TensorClosedException(
          "a tensor of shape " + shape + " was used after it was closed");
    }
    return memory;
  }

  /** Gives the memory back; closing again does nothing. */
  @Override
  public void close() {
    storage.closedByOwner = true;
    cleanable.clean();
  }

  @Override
  public String toString() {
    return "Tensor" + shape + " " + dataType + " on " + engine.device().backend();
  }

  /** What outlives the tensor until its memory is back in the pool; it does not refer to it. */
  private static final class Storage implements Runnable {
    private final MemoryPool pool;
    private final DataType type;
    private final Shape shape;
    private final Memory memory;
    private final Throwable origin;
    private final AtomicBoolean released = new AtomicBoolean();
    private volatile boolean closedByOwner;

    Storage(MemoryPool pool, DataType type, Shape shape) {
      this.pool = pool;
      this.type = type;
      this.shape = shape;
      this.memory = pool.take(type, shape.count());
      this.origin = TRACE ? new Throwable("it was made here") : null;
    }

    @Override
    public void run() {
      if (!released.compareAndSet(false, true)) {
        return;
      }
      if (!closedByOwner && FORGOTTEN.incrementAndGet() <= MOST_WARNINGS) {
        LOG.warn(
            "a tensor of shape {} was never closed; its memory is freed only now{}",
            shape,
            TRACE ? "" : " (-Dhillock.trace-tensors=true shows where it was made)",
            origin);
      }
      pool.give(type, shape.count(), memory);
    }
  }
}
