package io.hillock.gpu.cuda;

import io.hillock.kernels.Program;
import io.hillock.tensor.spi.Extent;
import io.hillock.tensor.spi.Operand;
import java.util.Collections;
import java.util.List;

/**
 * How the operands of a call are accessed.
 *
 * @param inputs for each input of the program
 * @param outputs for each of its outputs
 */
record Accesses(List<Access> inputs, List<Access> outputs) {
  /** Returns the accesses of a call in which a thread takes so many elements at once. */
  static Accesses of(
      Program program, List<Operand> inputs, List<Operand> outputs, Extent extent, int together) {
    boolean one = program.reducesRow();
    long results = one ? extent.rows() : extent.count();
    return new Accesses(
        inputs.stream().map(input -> Access.of(input, extent.count(), together)).toList(),
        outputs.stream().map(output -> Access.of(output, results, one ? 1 : together)).toList());
  }

  /** Returns those of a call whose operands are all dense. */
  static Accesses dense(Program program) {
    return new Accesses(
        Collections.nCopies(program.inputs(), Access.DENSE),
        Collections.nCopies(program.outputs().size(), Access.DENSE));
  }
}
