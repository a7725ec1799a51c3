package io.hillock.tensor;

import io.hillock.tensor.spi.Memory;
import io.hillock.tensor.spi.Operand;

/**
 * How a smaller tensor is read as one of a larger shape: the axes along which it varies are next to
 * each other, so that one division and one remainder find its element.
 *
 * @param period the number of its elements
 * @param inner the elements of the larger shape behind those axes
 * @param dense whether the shapes have the same elements
 */
record Broadcast(long period, long inner, boolean dense) {
  /**
   * Returns how a tensor of shape {@code from} is read as one of shape {@code to}.
   *
   * @throws IllegalArgumentException if it cannot be
   */
  static Broadcast of(Shape from, Shape to) {
    if (from.equals(to)) {
      return new Broadcast(from.count(), 1, true);
    }
    int offset = to.rank() - from.rank();
    if (offset < 0 || !from.broadcast(to).equals(to)) {
      throw new IllegalArgumentException(
          "a tensor of shape " + from + " cannot be read as one of shape " + to);
    }
    int first = to.rank();
    int last = -1;
    for (int axis = 0; axis < from.rank(); axis++) {
      if (from.size(axis) != 1) {
        first = Math.min(first, axis + offset);
        last = axis + offset;
      }
    }
    long inner = 1;
    for (int axis = 0; axis < to.rank(); axis++) {
      boolean varies = axis >= offset && from.size(axis - offset) != 1;
      if (axis > last) {
        inner *= to.size(axis);
      } else if (axis > first && !varies && to.size(axis) != 1) {
        throw new IllegalArgumentException(
            "a tensor of shape "
                + from
                + " varies along axes of "
                + to
                + " that are not next to each other; expand it to the whole shape first");
      }
    }
    boolean dense = from.count() == to.count();
    return new Broadcast(from.count(), last < 0 ? Math.max(1, to.count()) : inner, dense);
  }

  Operand operand(Memory memory) {
    return dense ? Operand.dense(memory) : Operand.stretched(memory, period, inner);
  }
}
