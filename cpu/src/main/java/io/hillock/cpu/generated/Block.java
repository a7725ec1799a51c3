package io.hillock.cpu.generated;

/**
 * What a rendered kernel works on: some rows of as many elements. The elements of a row follow one
 * another; behind the last there is room for a vector, of which nothing is promised.
 */
public final class Block {
  /**
   * The most elements of all rows together, with the room behind each, if there are several. More
   * would be read and written faster than memory can, and less than that in between.
   */
  public static final int LARGEST = 2048;

  /** The elements of a single row that the stages of a phase work on in turns. */
  private static final int PIECE = 512;

  /**
   * The inputs, the outputs, the values kept between phases, the operands of the sums of a phase,
   * and the values that the stages of a phase hand on.
   */
  public Object[] arrays = {};

  /** Where in each array the first element of the first row is. */
  public int[] offsets = {};

  /** How far apart in each array the rows begin. */
  public int[] pitches = {};

  /** The program's parameters. */
  public double[] parameters = {};

  /** For each row the reductions, in the order of the program, and the rests of sums. */
  public double[] reductions = {};

  /** The index of the first element among those of the result. */
  public long first;

  /** How far apart rows are there. */
  public long rowStep;

  /** How far apart the elements of a row are there. */
  public long step;

  /** The position of the first element in its row. */
  public long position;

  /** How many rows. */
  public int rows;

  /** How many elements in a row. */
  public int count;

  /** Returns how many elements of a row the stages of a phase work on in turns. */
  public int piece() {
    return rows == 1 ? PIECE : count;
  }
}
