package io.hillock.cpu.generated;

/** What a rendered class implements: the phases of one program. */
public interface RenderedKernel {
  /** Returns the elements that are worked on at once. */
  int lanes();

  /** Returns how many arrays the stages of a phase need, to hand values on. */
  int handedOn();

  /**
   * Runs one phase over the rows of a block. A maximum is that of what stands for it in the block
   * and of the rows' elements; the operands of a sum are stored.
   */
  void run(int phase, Block block);

  /**
   * Adds up numbers as {@link io.hillock.kernels.Reduction} does, until there are half of its
   * partial sums.
   *
   * @param numbers the numbers of all rows: zeros fill up the last 128
   * @param offset where those of the first row begin
   * @param pitch how far apart rows begin
   * @param count how many there are in a row: a multiple of 128
   * @param rows how many rows
   * @param partials for each row 64 partial sums, and behind them what they have lost
   */
  void sum(Object numbers, int offset, int pitch, int count, int rows, Object partials);

  /**
   * Folds partial sums in halves, as {@link io.hillock.kernels.Reduction#fold} does.
   *
   * @param partials for each row 64 partial sums, of which those behind the width count no more,
   *     and behind them what they have lost. Afterwards the first lanes of the first row are the
   *     sums of as many rows, those of the second row the sums of the next, and so on
   * @param rows how many rows
   * @param width how many partial sums there are: a power of two, from {@link #lanes} to 64
   */
  void fold(Object partials, int rows, int width);
}
