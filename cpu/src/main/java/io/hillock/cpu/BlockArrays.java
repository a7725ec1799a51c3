package io.hillock.cpu;

import io.hillock.kernels.Program;
import io.hillock.kernels.Program.Kind;
import io.hillock.kernels.Program.Value;
import io.hillock.kernels.Reduction;
import java.util.ArrayList;
import java.util.List;

/**
 * Which array of a block is what: the inputs, the outputs, the values kept between phases, the
 * operands of a phase's sums, and what its stages hand on.
 */
final class BlockArrays {
  private final Program program;
  private final int operands;
  private final int firstHandedOn;
  private final int[][] sums;
  private final int[][] maxima;

  BlockArrays(Program program) {
    this.program = program;
    this.operands = program.inputs() + program.outputs().size();
    this.sums = new int[program.phases()][];
    this.maxima = new int[program.phases()][];
    int most = 0;
    for (int phase = 0; phase < sums.length; phase++) {
      sums[phase] = reductions(phase, Reduction.SUM);
      maxima[phase] = reductions(phase, Reduction.MAX);
      most = Math.max(most, sums[phase].length);
    }
    this.firstHandedOn = firstSummands() + most;
  }

  private int[] reductions(int phase, Reduction reduction) {
    List<Integer> indices = new ArrayList<>();
    for (Value value : program.reductions(phase)) {
      if (value.reduction() == reduction) {
        indices.add(program.reductions().indexOf(value));
      }
    }
    return indices.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Returns how many arrays are operands of the call. */
  int operands() {
    return operands;
  }

  /** Returns the first array of the operands of sums; those before have all elements of a row. */
  int firstSummands() {
    return operands + program.kept().size();
  }

  /** Returns the first array of what stages hand on. */
  int firstHandedOn() {
    return firstHandedOn;
  }

  /** Returns the sums of a phase, by their places among all reductions. */
  int[] sums(int phase) {
    return sums[phase];
  }

  /** Returns the maxima of a phase, by their places among all reductions. */
  int[] maxima(int phase) {
    return maxima[phase];
  }

  boolean isKept(Value value) {
    return program.kept().contains(value);
  }

  /** Returns the array of an input, of a kept value, or of one that a phase's stages hand on. */
  int array(Value value, List<Stage> stages) {
    if (value.kind() == Kind.INPUT) {
      return value.index();
    }
    return isKept(value)
        ? operands + program.kept().indexOf(value)
        : firstHandedOn + Stage.handedOn(stages).indexOf(value);
  }

  /** Returns the array of the operands of a sum. */
  int summands(Value sum) {
    int[] ofPhase = sums[sum.phase()];
    int index = program.reductions().indexOf(sum);
    int place = 0;
    while (ofPhase[place] != index) {
      place++;
    }
    return firstSummands() + place;
  }

  /** Returns the elements of an array. */
  Elements elements(int array) {
    if (array < program.inputs()) {
      return Elements.input(program, array);
    }
    return array < operands ? Elements.stored(program.type()) : Elements.computed(program.type());
  }
}
