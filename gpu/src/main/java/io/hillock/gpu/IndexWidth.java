package io.hillock.gpu;

import io.hillock.tensor.spi.Operand;

/** Where 32 bits suffice to find the elements of an operand: they divide several times as fast. */
public final class IndexWidth {
  private static final long LIMIT = 1L << 32;

  private IndexWidth() {}

  /**
   * Returns whether every number that is met has no more bits, for an operand that is not dense in
   * a call of the given number of elements.
   */
  public static boolean isNarrow(Operand operand, long count) {
    long largest = Math.max(Math.max(count, operand.inner()), operand.period());
    return largest < LIMIT
        && switch (operand.layout()) {
          case DENSE, STRETCHED -> true;
          case SPLIT -> {
            // The last element's index, less the block's, must leave room for it; a product could
            // overflow.
            long blocks = Math.max(0, count - 1) / operand.inner();
            long room = LIMIT - operand.inner() - operand.offset();
            yield blocks <= Math.floorDiv(room, operand.period());
          }
          case STRIDED -> {
            // The elements of a tensor can be counted, so their indices do not overflow.
            long last = 0;
            for (Operand.Axis axis : operand.axes()) {
              last += (axis.size() - 1) * axis.stride();
            }
            yield last < LIMIT;
          }
        };
  }
}
