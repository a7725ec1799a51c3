package io.hillock.tensor.spi;

import java.util.List;

/**
 * An input or an output of a call: which element of a memory belongs to element i of the call.
 * Outputs are dense, split or strided, and no two of their elements are the same one.
 *
 * @param memory where the elements are
 * @param layout how they lie
 * @param inner for a stretched operand how many elements of the call in a row read the same one;
 *     for a split one how many lie next to each other
 * @param period for a stretched operand the number of elements in the memory; for a split one how
 *     far apart its blocks begin
 * @param offset for a split operand the element that belongs to element 0
 * @param axes for a strided operand its axes, the innermost first, at least one; otherwise none
 */
public record Operand(
    Memory memory, Layout layout, long inner, long period, long offset, List<Axis> axes) {
  /** How the elements of an operand lie. */
  public enum Layout {
    /** Element i belongs to element i. */
    DENSE,
    /** Element {@code i / inner % period}: a smaller tensor that is stretched. */
    STRETCHED,
    /** Element {@code i / inner * period + i % inner + offset}: a part of a larger tensor. */
    SPLIT,
    /**
     * Axis a of n elements, before which there are axes of m elements in all, adds {@code i / m % n
     * * stride}: axes in another order, or a smaller tensor that varies along axes which are not
     * next to each other.
     */
    STRIDED
  }

  /**
   * An axis of a strided operand.
   *
   * @param size how many elements of the call lie along it
   * @param stride how far apart they are in the memory; 0 where they read the same one
   */
  public record Axis(long size, long stride) {}

  /** Returns an operand whose element i belongs to element i. */
  public static Operand dense(Memory memory) {
    return new Operand(memory, Layout.DENSE, 1, 1, 0, List.of());
  }

  /** Returns an operand whose element {@code i / inner % period} belongs to element i. */
  public static Operand stretched(Memory memory, long period, long inner) {
    return new Operand(memory, Layout.STRETCHED, inner, period, 0, List.of());
  }

  /** Returns an operand of blocks of {@code inner} elements that begin {@code period} apart. */
  public static Operand split(Memory memory, long inner, long period, long offset) {
    return new Operand(memory, Layout.SPLIT, inner, period, offset, List.of());
  }

  /** Returns an operand with axes of their own strides, the innermost first. */
  public static Operand strided(Memory memory, List<Axis> axes) {
    return new Operand(memory, Layout.STRIDED, 1, 1, 0, List.copyOf(axes));
  }

  /** Returns whether element i belongs to element i. */
  public boolean dense() {
    return layout == Layout.DENSE;
  }

  /** Returns the element of the memory that belongs to an element of the call. */
  public long index(long element) {
    return switch (layout) {
      case DENSE -> element;
      case STRETCHED -> element / inner % period;
      case SPLIT -> element / inner * period + element % inner + offset;
      case STRIDED -> {
        long index = 0;
        long left = element;
        for (Axis axis : axes) {
          index += left % axis.size() * axis.stride();
          left /= axis.size();
        }
        yield index;
      }
    };
  }
}
