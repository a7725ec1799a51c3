package io.hillock.image.npy;

import io.hillock.image.io.AtomicFile;
import io.hillock.kernels.Float16;
import io.hillock.tensor.Shape;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Writes an array to a {@code .npy} file of version 1, in parts of any size. The file appears,
 * whole, with {@link #commit}; closed without it, nothing is left.
 */
public final class NpyWriter implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final AtomicFile file;
  private final OutputStream out;
  private final NpyType type;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
  private long left;

  private NpyWriter(AtomicFile file, NpyType type, long count) {
    this.file = file;
    this.out = file.stream();
    this.type = type;
    this.left = count;
  }

  /**
   * Begins a file; one that is there is replaced when this one is whole.
   *
   * @param file its place, in a folder that exists
   * @param type how an element is stored
   * @param shape the sizes along its axes, outermost first; empty for a single number
   */
  public static NpyWriter create(Path file, NpyType type, long... shape) throws IOException {
    Shape sizes = Shape.of(shape);
    byte[] header = NpyHeader.encode(type, sizes);
    AtomicFile target = AtomicFile.open(file);
    try {
      target.stream().write(header);
      return new NpyWriter(target, type, sizes.count());
    } catch (Throwable e) {
      target.close();
      throw e;
    }
  }

  /** Writes a whole array. */
  public static void writeAll(Path file, NpyType type, float[] values, long... shape)
      throws IOException {
    try (NpyWriter writer = create(file, type, shape)) {
      writer.write(values, 0, values.length);
      writer.commit();
    }
  }

  /**
   * Writes the next elements, rounded to nearest, to even at a tie, where the type has fewer bits.
   * For UINT8 they are cut to 0 to 255, for other integers to their range, and a NaN becomes 0; for
   * BOOL all but 0 is true.
   *
   * @param values where they are
   * @param from where in the array they begin
   * @param count how many
   * @throws IllegalArgumentException if these are more than the shape has
   */
  public void write(float[] values, int from, int count) throws IOException {
    Objects.checkFromIndexSize(from, count, values.length);
    begin(count);
    for (int i = from; i < from + count; i++) {
      drain();
      switch (type) {
        case FLOAT16 -> buffer.putShort(Float16.fromFloat(values[i]));
        case FLOAT32 -> buffer.putFloat(values[i]);
        case FLOAT64 -> buffer.putDouble(values[i]);
        case UINT8 -> buffer.put((byte) Math.rint(Math.max(0, Math.min(255, values[i]))));
        case BFLOAT16 -> buffer.putShort(Float16.bfloat16FromFloat(values[i]));
        case INT32 -> buffer.putInt((int) Math.rint(values[i]));
        case INT64 -> buffer.putLong((long) Math.rint(values[i]));
        case BOOL -> buffer.put((byte) (values[i] != 0 ? 1 : 0));
      }
    }
  }

  /** Writes the next elements, rounded once; see {@link #write(float[], int, int)}. */
  public void write(double[] values, int from, int count) throws IOException {
    Objects.checkFromIndexSize(from, count, values.length);
    begin(count);
    for (int i = from; i < from + count; i++) {
      drain();
      switch (type) {
        case FLOAT16 -> buffer.putShort(Float16.fromDouble(values[i]));
        case FLOAT32 -> buffer.putFloat((float) values[i]);
        case FLOAT64 -> buffer.putDouble(values[i]);
        case UINT8 -> buffer.put((byte) Math.rint(Math.max(0, Math.min(255, values[i]))));
        case BFLOAT16 -> buffer.putShort(Float16.bfloat16FromDouble(values[i]));
        case INT32 -> buffer.putInt((int) Math.rint(values[i]));
        case INT64 -> buffer.putLong((long) Math.rint(values[i]));
        case BOOL -> buffer.put((byte) (values[i] != 0 ? 1 : 0));
      }
    }
  }

  /**
   * Puts the file in its place.
   *
   * @throws IllegalStateException if elements are missing
   */
  public void commit() throws IOException {
    if (left > 0) {
      throw new IllegalStateException("the array is not whole: " + left + " elements are missing");
    }
    flush();
    file.commit();
  }

  /** Removes what was written, unless it was put in its place. */
  @Override
  public void close() throws IOException {
    file.close();
  }

  private void begin(int count) {
    if (count > left) {
      throw new IllegalArgumentException(
          "given " + count + " elements, but the array takes only " + left + " more");
    }
    left -= count;
  }

  private void drain() throws IOException {
    if (!buffer.hasRemaining()) {
      flush();
    }
  }

  private void flush() throws IOException {
    out.write(buffer.array(), 0, buffer.position());
    buffer.clear();
  }
}
