package io.hillock.cli;

import io.hillock.image.npy.NpyReader;
import io.hillock.image.npy.NpyType;
import io.hillock.image.npy.NpyWriter;
import io.hillock.kernels.DataType;
import io.hillock.tensor.Tensor;
import java.io.IOException;

/**
 * Moves elements between files and tensors, in parts. They go through float32, which holds all
 * types but FLOAT64 exactly, and through float64 where one of the two is that.
 */
final class TensorFiles {
  /** Elements that are read or written together: 16 MiB of float32. */
  private static final int PART = 1 << 22;

  private TensorFiles() {}

  /** Reads all elements of a file into a tensor; one of integers or truth values from integers. */
  static void read(NpyReader reader, Tensor into) throws IOException {
    if (!into.dataType().isReal()) {
      readIntegers(reader, into);
      return;
    }
    int size = (int) Math.min(PART, reader.remaining());
    boolean wide = isWide(reader.header().type(), into);
    float[] floats = new float[wide ? 0 : size];
    double[] doubles = new double[wide ? size : 0];
    for (long at = 0; reader.remaining() > 0; ) {
      int count = (int) Math.min(size, reader.remaining());
      if (wide) {
        reader.read(doubles, 0, count);
        into.copyFrom(doubles, 0, at, count);
      } else {
        reader.read(floats, 0, count);
        into.copyFrom(floats, 0, at, count);
      }
      at += count;
    }
  }

  private static void readIntegers(NpyReader reader, Tensor into) throws IOException {
    int size = (int) Math.min(PART, reader.remaining());
    int[] integers = new int[size];
    boolean truth = into.dataType() == DataType.BOOL;
    boolean[] values = new boolean[truth ? size : 0];
    for (long at = 0; reader.remaining() > 0; ) {
      int count = (int) Math.min(size, reader.remaining());
      reader.read(integers, 0, count);
      if (truth) {
        for (int i = 0; i < count; i++) {
          values[i] = integers[i] != 0;
        }
        into.copyFrom(values, 0, at, count);
      } else {
        into.copyFrom(integers, 0, at, count);
      }
      at += count;
    }
  }

  /** Writes all elements of a tensor to a file that has a type. */
  static void write(Tensor from, NpyType type, NpyWriter writer) throws IOException {
    long total = from.shape().count();
    int size = (int) Math.min(PART, total);
    boolean wide = isWide(type, from);
    float[] floats = new float[wide ? 0 : size];
    double[] doubles = new double[wide ? size : 0];
    for (long at = 0; at < total; at += size) {
      int count = (int) Math.min(size, total - at);
      if (wide) {
        from.copyTo(at, doubles, 0, count);
        writer.write(doubles, 0, count);
      } else {
        from.copyTo(at, floats, 0, count);
        writer.write(floats, 0, count);
      }
    }
  }

  private static boolean isWide(NpyType type, Tensor tensor) {
    return type == NpyType.FLOAT64 || tensor.dataType().isWide();
  }
}
