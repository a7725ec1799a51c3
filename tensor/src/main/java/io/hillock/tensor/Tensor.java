package io.hillock.tensor;

import io.hillock.kernels.DataType;
import io.hillock.tensor.spi.Backend;
import io.hillock.tensor.spi.Memory;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.Objects;
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

  @SuppressWarnings("unused") // what a view keeps from being collected
  private final Tensor base;

  Tensor(Engine engine, DataType dataType, Shape shape) {
    this.engine = engine;
    this.shape = shape;
    this.dataType = dataType;
    this.storage = new Storage(engine.pool(), dataType, shape);
    this.cleanable = CLEANER.register(this, storage);
    this.base = null;
  }

  private Tensor(Tensor base, Shape shape) {
    this.engine = base.engine;
    this.shape = shape;
    this.dataType = base.dataType;
    this.storage = base.storage;
    // It keeps the other from being collected, and is none to be closed.
    this.cleanable = base.cleanable;
    this.base = base;
  }

  /** Returns this tensor's elements in another shape of as many: for calls within this package. */
  Tensor view(Shape other) {
    return new Tensor(this, other);
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
   * Those of 16 bits are exact, those of FLOAT64 and INT32 rounded to nearest; {@link
   * #toDoubleArray} keeps them.
   *
   * @throws TensorClosedException if it was closed
   * @throws IllegalArgumentException if it has more elements than an array can hold
   */
  public float[] toFloatArray() {
    float[] result = new float[arrayLength()];
    copyTo(0, result, 0, result.length);
    return result;
  }

  /** Returns the elements, exactly whatever their type; see {@link #toFloatArray}. */
  public double[] toDoubleArray() {
    double[] result = new double[arrayLength()];
    copyTo(0, result, 0, result.length);
    return result;
  }

  /**
   * Returns the stored bits of the elements; see {@link #toFloatArray}.
   *
   * @throws IllegalArgumentException also if it is not of a type of 16 bits
   */
  public short[] toShortArray() {
    bitsType();
    short[] result = new short[arrayLength()];
    copyTo(0, result, 0, result.length);
    return result;
  }

  /**
   * Returns the elements of a tensor of INT32; see {@link #toFloatArray}.
   *
   * @throws IllegalArgumentException also if it is of another type
   */
  public int[] toIntArray() {
    int[] result = new int[arrayLength()];
    copyTo(0, result, 0, result.length);
    return result;
  }

  /**
   * Waits for the work on this tensor and copies elements to an array. Those of 16 bits are exact,
   * those of FLOAT64 rounded to nearest.
   *
   * @param start the first element to copy
   * @param target where they go
   * @param from where in the array they begin
   * @param count how many
   * @throws IllegalArgumentException if the tensor or the array is too short
   */
  public void copyTo(long start, float[] target, int from, int count) {
    Objects.requireNonNull(target, "target");
    download(start, target, target.length, DataType.FLOAT32, from, count);
  }

  /** Copies elements to an array, exactly; see {@link #copyTo(long, float[], int, int)}. */
  public void copyTo(long start, double[] target, int from, int count) {
    Objects.requireNonNull(target, "target");
    download(start, target, target.length, DataType.FLOAT64, from, count);
  }

  /**
   * Copies the stored bits of elements to an array; see {@link #copyTo(long, float[], int, int)}.
   *
   * @throws IllegalArgumentException also if this tensor is not of a type of 16 bits
   */
  public void copyTo(long start, short[] target, int from, int count) {
    Objects.requireNonNull(target, "target");
    download(start, target, target.length, bitsType(), from, count);
  }

  /**
   * Copies elements of a tensor of INT32; see {@link #copyTo(long, float[], int, int)}.
   *
   * @throws IllegalArgumentException also if this tensor is of another type
   */
  public void copyTo(long start, int[] target, int from, int count) {
    Objects.requireNonNull(target, "target");
    requireType(DataType.INT32, "an int[]");
    download(start, target, target.length, DataType.INT32, from, count);
  }

  /**
   * Copies elements from an array to this tensor, rounded to nearest, to even at a tie, where its
   * type has fewer bits.
   *
   * @param source where they are
   * @param from where in the array they begin
   * @param start the first element of this tensor to write
   * @param count how many
   * @throws IllegalArgumentException if the tensor or the array is too short
   */
  public void copyFrom(float[] source, int from, long start, int count) {
    Objects.requireNonNull(source, "source");
    upload(source, source.length, DataType.FLOAT32, from, start, count);
  }

  /**
   * Copies elements from an array to this tensor, rounded once; see {@link #copyFrom(float[], int,
   * long, int)}.
   */
  public void copyFrom(double[] source, int from, long start, int count) {
    Objects.requireNonNull(source, "source");
    upload(source, source.length, DataType.FLOAT64, from, start, count);
  }

  /**
   * Copies the bits of elements from an array; see {@link #copyFrom(float[], int, long, int)}.
   *
   * @throws IllegalArgumentException also if this tensor is not of a type of 16 bits
   */
  public void copyFrom(short[] source, int from, long start, int count) {
    Objects.requireNonNull(source, "source");
    upload(source, source.length, bitsType(), from, start, count);
  }

  /**
   * Copies elements from an array to this tensor of INT32; see {@link #copyFrom(float[], int, long,
   * int)}.
   *
   * @throws IllegalArgumentException also if this tensor is of another type
   */
  public void copyFrom(int[] source, int from, long start, int count) {
    Objects.requireNonNull(source, "source");
    requireType(DataType.INT32, "an int[]");
    upload(source, source.length, DataType.INT32, from, start, count);
  }

  /**
   * Copies elements from an array to this tensor of BOOL; see {@link #copyFrom(float[], int, long,
   * int)}.
   *
   * @throws IllegalArgumentException also if this tensor is of another type
   */
  public void copyFrom(boolean[] source, int from, long start, int count) {
    Objects.requireNonNull(source, "source");
    requireType(DataType.BOOL, "a boolean[]");
    checkPart(start, source.length, from, count);
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (source[from + i] ? 1 : 0);
    }
    upload(bytes, count, DataType.BOOL, 0, start, count);
  }

  private void requireType(DataType type, String array) {
    if (dataType != type) {
      throw new IllegalArgumentException(
          array
              + " holds elements of type "
              + type
              + ", but a tensor of shape "
              + shape
              + " is of type "
              + dataType);
    }
  }

  /** Copies elements to an array of a type's, converted in pieces where this one has another. */
  private void download(long start, Object target, int length, DataType as, int from, int count) {
    checkPart(start, length, from, count);
    try {
      if (as == dataType) {
        backend().download(memory(), start, target, from, count);
        return;
      }
      Object buffer = Elements.buffer(dataType, count);
      for (long done = 0; done < count; done += Elements.PIECE) {
        int part = (int) Math.min(Elements.PIECE, count - done);
        backend().download(memory(), start + done, buffer, 0, part);
        Elements.convert(buffer, dataType, 0, target, as, from + (int) done, part);
      }
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private void upload(Object source, int length, DataType as, int from, long start, int count) {
    checkPart(start, length, from, count);
    try {
      if (as == dataType) {
        backend().upload(source, from, memory(), start, count);
        return;
      }
      Object buffer = Elements.buffer(dataType, count);
      for (long done = 0; done < count; done += Elements.PIECE) {
        int part = (int) Math.min(Elements.PIECE, count - done);
        Elements.convert(source, as, from + (int) done, buffer, dataType, 0, part);
        backend().upload(buffer, 0, memory(), start + done, part);
      }
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Copies all elements of a tensor of the same shape, converted. */
  void convertFrom(Tensor source) {
    long total = shape.count();
    Object theirs = Elements.buffer(source.dataType, total);
    Object own = Elements.buffer(dataType, total);
    for (long done = 0; done < total; done += Elements.PIECE) {
      int part = (int) Math.min(Elements.PIECE, total - done);
      source.backend().download(source.memory(), done, theirs, 0, part);
      Elements.convert(theirs, source.dataType, 0, own, dataType, 0, part);
      backend().upload(own, 0, memory(), done, part);
    }
    Reference.reachabilityFence(source);
    Reference.reachabilityFence(this);
  }

  private int arrayLength() {
    if (shape.count() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "a tensor of shape " + shape + " does not fit in an array; copy it in parts");
    }
    return (int) shape.count();
  }

  /** Returns the type if its elements are 16 bits. */
  private DataType bitsType() {
    if (!dataType.isConverted()) {
      throw new IllegalArgumentException(
          "a short[] holds the bits of FLOAT16 or BFLOAT16, but a tensor of shape "
              + shape
              + " is of type "
              + dataType
              + "; use a "
              + (dataType.isWide() ? "double[]" : "float[]"));
    }
    return dataType;
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
