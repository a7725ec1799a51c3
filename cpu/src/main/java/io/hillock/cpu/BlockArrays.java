package io.hillock.cpu;

import io.hillock.kernels.Program;
import io.hillock.kernels.Program.Kind;
import io.hillock.kernels.Program.Value;
import io.hillock.kernels.Reduction;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which array of a block is what: the inputs, the outputs, the values kept between phases, the
 * operands of a phase's sums, and what its stages hand on.
 */
final class BlockArrays {
  private final Program program;
  private final int operands;
  private final int firstHandedOn;
  private final Sum[][] sums;
  private final int[][] maxima;

  /**
   * Where the sum of a phase is.
   *
   * @param place its place among the numbers of a row
   * @param rest that of its rest, -1 where the program has none
   * @param array the array of its operands
   */
  record Sum(int place, int rest, int array) {}

  BlockArrays(Program program) {
    this.program = program;
    this.operands = program.inputs() + program.outputs().size();
    this.sums = new Sum[program.phases()][];
    this.maxima = new int[program.phases()][];
    int end = firstSummands();
    for (int phase = 0; phase < sums.length; phase++) {
      maxima[phase] = reductions(phase, Reduction.MAX).mapToInt(this::place).toArray();
      int next = firstSummands();
      List<Sum> ofPhase = new ArrayList<>();
      for (Value sum : reductions(phase, Reduction.SUM).toList()) {
        Value operand = sum.operands().get(0);
        Value rest = program.rest(sum);
        int array = isKept(operand) ? kept(operand) : next++;
        ofPhase.add(new Sum(place(sum), rest == null ? -1 : place(rest), array));
      }
      sums[phase] = ofPhase.toArray(new Sum[0]);
      end = Math.max(end, next);
    }
    this.firstHandedOn = end;
  }

  private Stream<Value> reductions(int phase, Reduction reduction) {
    return program.reductions(phase).stream().filter(value -> value.reduction() == reduction);
  }

  /** Returns how many numbers a row has. */
  int rowNumbers() {
    return program.rowNumbers().size();
  }

  /** Returns the place of a reduction or of a rest among the numbers of a row. */
  int place(Value value) {
    return program.rowNumbers().indexOf(value);
  }

  private int kept(Value value) {
    return operands + program.kept().indexOf(value);
  }

  /** Returns how many arrays are operands of the call. */
  int operands() {
    return operands;
  }

  /** Returns the first array of operands of sums alone; those before have all elements of a row. */
  int firstSummands() {
    return operands + program.kept().size();
  }

  /** Returns the first array of what stages hand on. */
  int firstHandedOn() {
    return firstHandedOn;
  }

  /** Returns the sums of a phase. */
  Sum[] sums(int phase) {
    return sums[phase];
  }

  /** Returns the places of the maxima of a phase among the numbers of a row. */
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
    return isKept(value) ? kept(value) : firstHandedOn + Stage.handedOn(stages).indexOf(value);
  }

  /** Returns the array of the operands of a sum: their own, or where they are kept anyway. */
  int summands(Value sum) {
    int place = place(sum);
    for (Sum of : sums[sum.phase()]) {
      if (of.place() == place) {
        return of.array();
      }
    }
    throw new IllegalArgumentException(sum + " is not a sum of the program");
  }

  /** Returns the elements of an array. */
  Elements elements(int array) {
    if (array < program.inputs()) {
      return Elements.input(program, array);
    }
    return array < operands ? Elements.stored(program.type()) : Elements.computed(program.type());
  }
}
