package io.hillock.tensor.spi;

/**
 * An input or an output of a call: which element of a memory belongs to element i of the call.
 * Outputs are dense or split.
 *
 * @param memory where the elements are
 * @param layout how they lie
 * @param inner for a stretched operand how many elements of the call in a row read the same one;
 *     for a split one how many lie next to each other
 * @param period for a stretched operand the number of elements in the memory; for a split one how
 *     far apart its blocks begin
 * @param offset for a split operand the element that belongs to element 0
 */
public record Operand(Memory memory, Layout layout, long inner, long period, long offset) {
  /** How the elements of an operand lie. */
  public enum Layout {
    /** Element i belongs to element i. */
    DENSE,
    /** Element {@code i / inner % period}: a smaller tensor that is stretched. */
    STRETCHED,
    /** Element {@code i / inner * period + i % inner + offset}: a part of a larger tensor. */
    SPLIT
  }

  /** Returns an operand whose element i belongs to element i. */
  public static Operand dense(Memory memory) {
    return new Operand(memory, Layout.DENSE, 1, 1, 0);
  }

  /** Returns an operand whose element {@code i / inner % period} belongs to element i. */
  public static Operand stretched(Memory memory, long period, long inner) {
    return new Operand(memory, Layout.STRETCHED, inner, period, 0);
  }

  /** Returns an operand of blocks of {@code inner} elements that begin {@code period} apart. */
  public static Operand split(Memory memory, long inner, long period, long offset) {
    return new Operand(memory, Layout.SPLIT, inner, period, offset);
  }

  /** Returns whether element i belongs to element i. */
  public boolean dense() {
    return layout == Layout.DENSE;
  }
}
