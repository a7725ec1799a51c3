package io.hillock.cpu;

import io.hillock.cpu.generated.RenderedKernel;
import io.hillock.kernels.Program;
import io.hillock.tensor.spi.Extent;
import io.hillock.tensor.spi.Operand;
import java.util.List;

/** One call of a program: what its parts have in common. */
abstract class Call implements WorkerPool.Job {
  final RenderedKernel kernel;
  final Program program;
  final int lanes;
  final double[] parameters;
  final List<Operand> inputs;
  final List<Operand> outputs;
  final Extent extent;

  Call(
      RenderedKernel kernel,
      Program program,
      double[] parameters,
      List<Operand> inputs,
      List<Operand> outputs,
      Extent extent) {
    this.kernel = kernel;
    this.program = program;
    this.lanes = kernel.lanes();
    this.parameters = parameters;
    this.inputs = inputs;
    this.outputs = outputs;
    this.extent = extent;
  }

  /** Returns the number of parts. */
  abstract long parts();

  /** Returns the operand that belongs to one of the program's first arrays. */
  final Operand operand(int array) {
    int input = inputs.size();
    return array < input ? inputs.get(array) : outputs.get(array - input);
  }
}
