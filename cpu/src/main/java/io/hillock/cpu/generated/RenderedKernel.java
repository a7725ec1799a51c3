package io.hillock.cpu.generated;

/** What a rendered class implements: the phases of one program. */
public interface RenderedKernel {
  /** Returns the elements that are worked on at once. */
  int lanes();

  /**
   * Runs one phase over consecutive elements.
   *
   * @param phase the phase
   * @param arrays the inputs, the outputs, then one array for each value kept between phases
   * @param offsets where in each array the first element is
   * @param parameters the program's parameters
   * @param row the reductions of earlier phases, in the order of the program
   * @param accumulators for each reduction of this phase 128 partial results and 128 rounding
   *     errors of them, which are added to; the first element belongs to partial 0. A maximum uses
   *     as many partial results as there are lanes.
   * @param first the index of the first element among those of the result
   * @param step how far apart the elements are there
   * @param position the position of the first element in its row
   * @param count how many elements: a multiple of {@link #lanes}
   */
  void run(
      int phase,
      Object[] arrays,
      int[] offsets,
      double[] parameters,
      double[] row,
      Object accumulators,
      long first,
      long step,
      long position,
      int count);

  /**
   * Folds the 128 partial sums of a chunk in halves, as {@link io.hillock.kernels.Reduction#fold}
   * does.
   *
   * @param accumulators the partial sums and what they have lost
   * @param offset where they begin, and where their pair is afterwards
   */
  void fold(Object accumulators, int offset);
}
