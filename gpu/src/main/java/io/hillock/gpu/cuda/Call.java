package io.hillock.gpu.cuda;

import io.hillock.tensor.spi.Extent;
import io.hillock.tensor.spi.Operand;
import java.util.List;

/**
 * What a launch passes to a kernel.
 *
 * @param parameters the values of the program's parameters
 * @param inputs the program's inputs
 * @param outputs its outputs
 * @param extent the elements and the rows
 * @param scratch the address of what blocks leave for others; 0 where they do not
 * @param reduced the address of the results of reductions; 0 where they stay in a block
 */
record Call(
    double[] parameters,
    List<Operand> inputs,
    List<Operand> outputs,
    Extent extent,
    long scratch,
    long reduced) {
  /** Returns the address of an operand. */
  static long address(Operand operand) {
    return ((CudaMemory) operand.memory()).address();
  }
}
