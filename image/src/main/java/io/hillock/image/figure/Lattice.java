package io.hillock.image.figure;

import io.hillock.kernels.DataType;

/**
 * The numbers of a data type that are floats, in their order: a function of bfloat16 has values
 * there and nowhere between.
 */
final class Lattice {
  private final DataType type;
  private final int sign;

  Lattice(DataType type) {
    this.type = type.isWide() ? DataType.FLOAT32 : type;
    this.sign = 1 << (8 * this.type.bytes() - 1);
  }

  /** Returns the number that is nearest to one; both zeros are 0. */
  float nearest(float x) {
    return place(key(x));
  }

  /** Numbers the numbers, both zeros as 0. */
  int key(float x) {
    int bits = (int) type.bitsOf(x);
    int magnitude = bits & (sign - 1);
    return (bits & sign) == 0 ? magnitude : -magnitude;
  }

  /** Returns the number with a key. */
  float place(int key) {
    float magnitude = (float) type.valueOf(Math.abs(key));
    return key < 0 ? -magnitude : magnitude;
  }

  /** Returns the distance from a number to the next one away from 0. */
  double spacing(double x) {
    int key = Math.abs(key((float) x));
    return (double) place(key + 1) - place(key);
  }
}
