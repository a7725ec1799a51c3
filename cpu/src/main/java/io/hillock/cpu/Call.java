package io.hillock.cpu;

import io.hillock.cpu.generated.Block;
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
  final BlockArrays layout;

  /** How many arrays of a block hold an element for each element of a row. */
  private final int arrays;

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
    this.layout = new BlockArrays(program);
    this.arrays = layout.firstSummands();
  }

  /** Returns the number of parts. */
  abstract long parts();

  /** Returns the scratch of this thread, with room for the program. */
  final Scratch scratch() {
    return Scratch.of(program, layout, kernel);
  }

  /** Returns the operand that belongs to one of the program's first arrays. */
  final Operand operand(int array) {
    int input = inputs.size();
    return array < input ? inputs.get(array) : outputs.get(array - input);
  }

  /**
   * Runs the last phase over one row of the scratch's block. Behind it are elements of others, so
   * that its end, where it does not fill a vector, is computed elsewhere and copied.
   */
  final void runToTheEnd(Scratch scratch, int phase, int count) {
    Block block = scratch.block;
    int rest = count % lanes;
    int whole = count - rest;
    block.rows = 1;
    block.count = whole;
    kernel.run(phase, block);
    if (rest == 0) {
      return;
    }
    shift(block, whole);
    block.count = rest;
    int firstOutput = inputs.size();
    for (int o = 0; o < outputs.size(); o++) {
      int array = firstOutput + o;
      scratch.places[o] = block.arrays[array];
      scratch.starts[o] = block.offsets[array];
      block.arrays[array] = scratch.tail(o, lanes);
      block.offsets[array] = 0;
    }
    kernel.run(phase, block);
    for (int o = 0; o < outputs.size(); o++) {
      int array = firstOutput + o;
      System.arraycopy(block.arrays[array], 0, scratch.places[o], scratch.starts[o], rest);
      block.arrays[array] = scratch.places[o];
      block.offsets[array] = scratch.starts[o];
    }
    shift(block, -whole);
  }

  /** Moves what is worked on along the row. */
  final void shift(Block block, int by) {
    for (int i = 0; i < arrays; i++) {
      block.offsets[i] += by;
    }
    block.first += by * block.step;
    block.position += by;
  }
}
