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
  final float[] parameters;
  final List<Operand> inputs;
  final CpuMemory output;
  final Extent extent;

  Call(
      RenderedKernel kernel,
      Program program,
      float[] parameters,
      List<Operand> inputs,
      CpuMemory output,
      Extent extent) {
    this.kernel = kernel;
    this.program = program;
    this.lanes = kernel.lanes();
    this.parameters = parameters;
    this.inputs = inputs;
    this.output = output;
    this.extent = extent;
  }

  /** Returns the number of parts. */
  abstract long parts();

  static CpuMemory memory(Operand operand) {
    return (CpuMemory) operand.memory();
  }

  /** Copies the elements that an operand has for consecutive elements of the call. */
  static void read(Operand operand, long start, float[] target, int from, int count) {
    CpuMemory memory = memory(operand);
    if (operand.dense()) {
      memory.get(start, target, from, count);
      return;
    }
    int done = 0;
    while (done < count) {
      long at = start + done;
      long index = at / operand.inner() % operand.period();
      long same = operand.inner() - at % operand.inner();
      if (operand.inner() == 1) {
        int part = (int) Math.min(count - done, operand.period() - index);
        memory.get(index, target, from + done, part);
        done += part;
      } else {
        int part = (int) Math.min(count - done, same);
        java.util.Arrays.fill(target, from + done, from + done + part, memory.get(index));
        done += part;
      }
    }
  }
}
