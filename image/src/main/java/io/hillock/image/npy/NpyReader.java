package io.hillock.image.npy;

import io.hillock.kernels.Float16;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/**
 * Reads an array from a {@code .npy} file of version 1 to 3, in C order, of any rank and size. The
 * file is checked when it is opened; the elements are then read from the first to the last, in
 * parts of any size.
 *
 * <pre>{@code
 * try (NpyReader in = NpyReader.open(file)) {
 *   float[] part = new float[1 << 20];
 *   for (long left = in.header().shape().count(); left > 0; left -= part.length) {
 *     in.read(part, 0, (int) Math.min(left, part.length));
 *   }
 * }
 * }</pre>
 */
public final class NpyReader implements AutoCloseable {
  private static final int MAX_HEADER = 1 << 20;
  private static final int BUFFER = 1 << 16;

  private final Path file;
  private final FileChannel channel;
  private final NpyHeader header;
  private final ByteBuffer buffer =
      ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN).limit(0);
  private long left;

  private NpyReader(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    header = readHeader();
    left = checkedCount();
  }

  /**
   * Opens a file.
   *
   * @throws NpyException if it is no array, of a type or order that is not supported, cut short, or
   *     longer than its array
   * @throws IOException if it cannot be read
   */
  public static NpyReader open(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new NpyException(file, "it is a folder, not an array");
    }
    FileChannel channel;
    try {
      channel = FileChannel.open(file, StandardOpenOption.READ);
    } catch (NoSuchFileException e) {
      throw new NpyException(file, "there is no such file", e);
    }
    try {
      return new NpyReader(file, channel);
    } catch (Throwable e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Reads a whole array.
   *
   * @throws NpyException as {@link #open}, and if it has more elements than a Java array can
   */
  public static float[] readAll(Path file) throws IOException {
    try (NpyReader in = open(file)) {
      if (in.left > Integer.MAX_VALUE - 8) {
        throw new NpyException(file, "it has " + in.left + " elements; read it in parts");
      }
      float[] result = new float[(int) in.left];
      in.read(result, 0, result.length);
      return result;
    }
  }

  /** Returns the type and the shape. */
  public NpyHeader header() {
    return header;
  }

  /** Returns the number of elements that were not read yet. */
  public long remaining() {
    return left;
  }

  /**
   * Reads the next elements. Those of type FLOAT64 are rounded to nearest; all others are exact.
   *
   * @param target where they go
   * @param from where in the array they begin
   * @param count how many
   * @throws IllegalArgumentException if there are not so many
   */
  public void read(float[] target, int from, int count) throws IOException {
    Objects.checkFromIndexSize(from, count, target.length);
    begin(count);
    for (int i = from; i < from + count; i++) {
      fill();
      target[i] =
          switch (header.type()) {
            case FLOAT16 -> Float16.toFloat(buffer.getShort());
            case FLOAT32 -> buffer.getFloat();
            case FLOAT64 -> (float) buffer.getDouble();
            case UINT8 -> buffer.get() & 0xff;
            case BFLOAT16 -> Float16.bfloat16ToFloat(buffer.getShort());
            case INT32, INT64, BOOL -> throw notReal();
          };
    }
  }

  private NpyException notReal() {
    return new NpyException(
        file, "its elements are of type " + header.type().descr() + ", and not real numbers");
  }

  /**
   * Reads the next elements as integers: those of types of integers and truth values, which are 0
   * and 1.
   *
   * @throws NpyException if they are real numbers, or one does not fit in 32 bits
   */
  public void read(int[] target, int from, int count) throws IOException {
    Objects.checkFromIndexSize(from, count, target.length);
    begin(count);
    for (int i = from; i < from + count; i++) {
      fill();
      target[i] =
          switch (header.type()) {
            case INT32 -> buffer.getInt();
            case INT64 -> narrow(buffer.getLong());
            case UINT8 -> buffer.get() & 0xff;
            case BOOL -> buffer.get() != 0 ? 1 : 0;
            case FLOAT16, FLOAT32, FLOAT64, BFLOAT16 ->
                throw new NpyException(
                    file,
                    "its elements are of type " + header.type().descr() + ", and not integers");
          };
    }
  }

  private int narrow(long value) throws NpyException {
    if (value != (int) value) {
      throw new NpyException(file, "it has " + value + ", which does not fit in 32 bits");
    }
    return (int) value;
  }

  /** Reads the next elements, exactly whatever their type; see {@link #read(float[], int, int)}. */
  public void read(double[] target, int from, int count) throws IOException {
    Objects.checkFromIndexSize(from, count, target.length);
    if (header.type() == NpyType.FLOAT64) {
      begin(count);
      for (int i = from; i < from + count; i++) {
        fill();
        target[i] = buffer.getDouble();
      }
      return;
    }
    float[] part = new float[Math.min(count, BUFFER)];
    for (int done = 0; done < count; done += part.length) {
      int size = Math.min(part.length, count - done);
      read(part, 0, size);
      for (int i = 0; i < size; i++) {
        target[from + done + i] = part[i];
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void begin(int count) {
    if (count > left) {
      throw new IllegalArgumentException(
          file + ": asked for " + count + " elements, but " + left + " are left");
    }
    left -= count;
  }

  /** Makes sure that the buffer holds an element. */
  private void fill() throws IOException {
    if (!buffer.hasRemaining()) {
      readFully(buffer.clear());
    }
  }

  /** Reads until the buffer is full or the file ends; an element is never split: sizes divide. */
  private void readFully(ByteBuffer into) throws IOException {
    int read = 0;
    while (into.hasRemaining() && read >= 0) {
      read = channel.read(into);
    }
    into.flip();
    if (into.remaining() % header.type().bytes() != 0 || !into.hasRemaining()) {
      throw new NpyException(file, "it became shorter while it was read");
    }
  }

  private NpyHeader readHeader() throws IOException {
    byte[] magic = take(8, "its first bytes");
    if (!Arrays.equals(magic, 0, 6, NpyHeader.MAGIC, 0, 6)) {
      throw new NpyException(file, "it is not a .npy file: it does not begin with \\x93NUMPY");
    }
    int version = magic[6];
    if (version < 1 || version > 3 || magic[7] != 0) {
      throw new NpyException(
          file,
          "it is of version " + version + "." + magic[7] + "; supported are 1.0, 2.0 and 3.0");
    }
    byte[] size = take(version == 1 ? 2 : 4, "its header");
    long length = 0;
    for (int i = 0; i < size.length; i++) {
      length |= (size[i] & 0xffL) << (8 * i);
    }
    if (length > MAX_HEADER) {
      throw new NpyException(file, "its header has " + length + " bytes, which no array needs");
    }
    byte[] text = take((int) length, "its header");
    try {
      return NpyHeader.parse(
          version,
          new String(text, version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1));
    } catch (IllegalArgumentException e) {
      throw new NpyException(file, e.getMessage(), e);
    }
  }

  private byte[] take(int count, String what) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new NpyException(
            file, channel.size() == 0 ? "it is empty" : "it is cut short in " + what);
      }
    }
    return bytes.array();
  }

  private long checkedCount() throws IOException {
    long count = header.shape().count();
    long needed = count * header.type().bytes();
    long found = channel.size() - channel.position();
    if (found != needed) {
      throw new NpyException(
          file,
          String.format(
              Locale.ROOT,
              "%s %s needs %,d bytes of elements, but the file has %,d: it %s",
              header.type().descr(),
              header.shape(),
              needed,
              found,
              found < needed ? "is cut short" : "has something behind its end"));
    }
    return count;
  }
}
