package io.hillock.cpu;

import io.hillock.kernels.DataType;
import java.util.Arrays;

/** The Java arrays that elements lie in: what differs between them, as code that takes any. */
enum Elements {
  /** The bits of a 16-bit number. */
  SHORTS("short", Short.BYTES) {
    @Override
    Object create(int count) {
      return new short[count];
    }

    @Override
    void fill(Object source, int at, Object target, int from, int count) {
      Arrays.fill((short[]) target, from, from + count, ((short[]) source)[at]);
    }

    @Override
    void copy(Object source, int from, int step, Object target, int to, int apart, int count) {
      short[] in = (short[]) source;
      short[] out = (short[]) target;
      for (int i = 0; i < count; i++) {
        out[to + i * apart] = in[from + i * step];
      }
    }
  },

  FLOATS("float", Float.BYTES) {
    @Override
    Object create(int count) {
      return new float[count];
    }

    @Override
    void fill(Object source, int at, Object target, int from, int count) {
      Arrays.fill((float[]) target, from, from + count, ((float[]) source)[at]);
    }

    @Override
    void copy(Object source, int from, int step, Object target, int to, int apart, int count) {
      float[] in = (float[]) source;
      float[] out = (float[]) target;
      for (int i = 0; i < count; i++) {
        out[to + i * apart] = in[from + i * step];
      }
    }
  },

  DOUBLES("double", Double.BYTES) {
    @Override
    Object create(int count) {
      return new double[count];
    }

    @Override
    void fill(Object source, int at, Object target, int from, int count) {
      Arrays.fill((double[]) target, from, from + count, ((double[]) source)[at]);
    }

    @Override
    void copy(Object source, int from, int step, Object target, int to, int apart, int count) {
      double[] in = (double[]) source;
      double[] out = (double[]) target;
      for (int i = 0; i < count; i++) {
        out[to + i * apart] = in[from + i * step];
      }
    }
  };

  private final String type;
  private final int bytes;

  Elements(String type, int bytes) {
    this.type = type;
    this.bytes = bytes;
  }

  /** Returns how tensors of a type are stored. */
  static Elements stored(DataType type) {
    return type.isConverted() ? SHORTS : computed(type);
  }

  /** Returns how numbers are kept that programs of a type compute with. */
  static Elements computed(DataType type) {
    return type.isWide() ? DOUBLES : FLOATS;
  }

  /** Returns the Java type of an element. */
  String type() {
    return type;
  }

  int bytes() {
    return bytes;
  }

  abstract Object create(int count);

  /** Copies one element to several places that follow one another. */
  abstract void fill(Object source, int at, Object target, int from, int count);

  /** Copies elements that lie {@code step} apart to places that lie {@code apart} apart. */
  abstract void copy(
      Object source, int from, int step, Object target, int to, int apart, int count);
}
