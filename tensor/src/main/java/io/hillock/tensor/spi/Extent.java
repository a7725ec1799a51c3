package io.hillock.tensor.spi;

/**
 * The elements of a call. Rows lie along an axis, or several that are next to each other: element i
 * of the row with outer index o and inner index k is element {@code (o * length + i) * inner + k}.
 * The result of a program that reduces its row has element {@code o * inner + k} for that row. A
 * map program takes the elements one after the other.
 *
 * @param outer the product of the sizes before the axes
 * @param length the product of the sizes of the axes: elements in a row
 * @param inner the product of the sizes behind the axes
 */
public record Extent(long outer, long length, long inner) {
  /** Returns the number of elements. */
  public long count() {
    return outer * length * inner;
  }

  /** Returns the number of rows. */
  public long rows() {
    return outer * inner;
  }
}
