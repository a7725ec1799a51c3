package io.hillock.tensor;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The sizes of a tensor along its axes, outermost first. A shape without axes is that of a single
 * number. A size may be zero.
 */
public final class Shape {
  private final long[] sizes;
  private final long count;

  private Shape(long[] sizes) {
    this.sizes = sizes;
    long product = 1;
    for (long size : sizes) {
      if (size < 0) {
        throw new IllegalArgumentException(
            "a size cannot be negative, but the shape is " + Arrays.toString(sizes));
      }
      if (size != 0 && product > Long.MAX_VALUE / 16 / size) {
        throw new IllegalArgumentException(
            "a tensor of shape " + Arrays.toString(sizes) + " is too large to be counted");
      }
      product *= size;
    }
    this.count = product;
  }

  /** Returns the shape with the given sizes. */
  public static Shape of(long... sizes) {
    return new Shape(Objects.requireNonNull(sizes, "shape").clone());
  }

  /** Returns the number of axes. */
  public int rank() {
    return sizes.length;
  }

  /** Returns the size along an axis, counted from the last where it is negative. */
  public long size(int axis) {
    return sizes[axis(axis)];
  }

  /** Returns the number of elements. */
  public long count() {
    return count;
  }

  /** Returns the sizes. */
  public long[] toArray() {
    return sizes.clone();
  }

  /**
   * Returns an axis as a number from 0.
   *
   * @param axis the axis, counted from the last where it is negative
   * @throws IllegalArgumentException if there is no such axis
   */
  public int axis(int axis) {
    int result = axis < 0 ? axis + sizes.length : axis;
    if (result < 0 || result >= sizes.length) {
      throw new IllegalArgumentException(
          "there is no axis "
              + axis
              + " in shape "
              + this
              + (sizes.length == 0
                  ? ", which has no axes"
                  : "; it may be from " + -sizes.length + " to " + (sizes.length - 1)));
    }
    return result;
  }

  /** Returns this shape with an axis that is so many times as long. */
  public Shape times(int axis, int parts) {
    long[] result = sizes.clone();
    int along = axis(axis);
    result[along] = Math.multiplyExact(result[along], parts);
    return new Shape(result);
  }

  /**
   * Returns the shape of each of the equal parts in which a tensor is split along an axis.
   *
   * @param axis the axis, counted from the last where it is negative
   * @param parts how many there are
   * @throws IllegalArgumentException if there is no such axis or its size cannot be divided
   */
  public Shape part(int axis, int parts) {
    long[] result = sizes.clone();
    int along = axis(axis);
    if (parts < 1 || sizes[along] % parts != 0) {
      throw new IllegalArgumentException(
          "axis "
              + axis
              + " of shape "
              + this
              + " has size "
              + sizes[along]
              + ", which cannot be split in "
              + parts
              + " equal parts");
    }
    result[along] /= parts;
    return new Shape(result);
  }

  /** Returns the axes along which a smaller shape is stretched to this one. */
  int[] stretchedFrom(Shape smaller) {
    int offset = rank() - smaller.rank();
    return IntStream.range(0, rank())
        .filter(axis -> axis < offset || smaller.sizes[axis - offset] != sizes[axis])
        .toArray();
  }

  /** Returns this shape with size 1 along an axis, counted from the last where it is negative. */
  public Shape reduced(int axis) {
    long[] result = sizes.clone();
    result[axis(axis)] = 1;
    return new Shape(result);
  }

  /**
   * Returns the shape that two shapes have together by the rule of NumPy: aligned at the last axis,
   * a size of 1 is stretched to the other's.
   *
   * @throws IllegalArgumentException if they do not fit
   */
  public Shape broadcast(Shape other) {
    Objects.requireNonNull(other, "other");
    int rank = Math.max(rank(), other.rank());
    long[] result = new long[rank];
    for (int i = 1; i <= rank; i++) {
      long a = i <= rank() ? sizes[rank() - i] : 1;
      long b = i <= other.rank() ? other.sizes[other.rank() - i] : 1;
      if (a != b && a != 1 && b != 1) {
        throw new IllegalArgumentException(
            "shapes "
                + this
                + " and "
                + other
                + " do not fit together: counted from the last axis, sizes must be equal or 1");
      }
      result[rank - i] = a == 1 ? b : a;
    }
    return new Shape(result);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape s && Arrays.equals(sizes, s.sizes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sizes);
  }

  @Override
  public String toString() {
    return Arrays.toString(sizes);
  }
}
