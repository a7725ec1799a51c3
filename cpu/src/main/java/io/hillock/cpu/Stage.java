package io.hillock.cpu;

import io.hillock.kernels.Expr;
import io.hillock.kernels.Primitive;
import io.hillock.kernels.Program;
import io.hillock.kernels.Program.Kind;
import io.hillock.kernels.Program.Scope;
import io.hillock.kernels.Program.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A part of what a phase computes for each element. A phase is cut where few values are alive, and
 * its stages work in turns on pieces that stay in the first cache. That is for two reasons. A
 * processor looks ahead a few hundred operations, which in a long loop are too few elements to keep
 * it busy while each waits for its chain of operations. And the compiler of JDK 17 stops to inline
 * the Vector API where a method has become too long; what is left are calls that make garbage.
 *
 * @param values what is loaded or computed for each element, in order
 * @param loaded those of the values that an earlier stage hands on
 * @param handedOn those of the values that a later stage needs
 * @param reductions the reductions whose operands are computed here
 * @param last whether it is the phase's last
 */
record Stage(
    List<Value> values,
    Set<Value> loaded,
    Set<Value> handedOn,
    List<Value> reductions,
    boolean last) {
  /** About the most operations of a stage. */
  private static final int LONGEST = 32;

  /** How much shorter or longer a stage may become so that less is handed on. */
  private static final int SLACK = 8;

  /**
   * Cuts a phase.
   *
   * @param whole whether it is to stay in one piece
   */
  static List<Stage> of(Program program, int phase, boolean whole) {
    return new Cutter(program, phase).cut(whole);
  }

  /** Returns the values that the stages of a phase hand on. */
  static List<Value> handedOn(List<Stage> stages) {
    Set<Value> all = new LinkedHashSet<>();
    stages.forEach(stage -> all.addAll(stage.handedOn));
    return List.copyOf(all);
  }

  private static final class Cutter {
    private final Program program;
    private final int phase;
    private final List<Value> sources = new ArrayList<>();
    private final List<Value> computed = new ArrayList<>();

    /** For each computed value the place of the last one that needs it. */
    private final int[] lastUse;

    Cutter(Program program, int phase) {
      this.program = program;
      this.phase = phase;
      for (Value value : program.elementValues(phase, true)) {
        boolean kept = value.phase() < phase && program.kept().contains(value);
        (value.kind() == Kind.OPERATION && !kept ? computed : sources).add(value);
      }
      lastUse = new int[computed.size()];
      for (int i = 0; i < lastUse.length; i++) {
        for (Value operand : computed.get(i).operands()) {
          int at = computed.indexOf(operand);
          if (at >= 0) {
            lastUse[at] = i;
          }
        }
      }
      if (isLastPhase()) {
        // An output may be an input, too: nothing is stored before all has been read.
        for (Value output : program.outputs()) {
          int at = computed.indexOf(output);
          if (at >= 0) {
            lastUse[at] = lastUse.length - 1;
          }
        }
      }
    }

    private boolean isLastPhase() {
      return phase == program.phases() - 1;
    }

    List<Stage> cut(boolean whole) {
      List<Integer> cuts = new ArrayList<>(List.of(0));
      if (!whole) {
        addCuts(cuts);
      }
      cuts.add(computed.size());
      List<Stage> stages = new ArrayList<>();
      for (int i = 0; i + 1 < cuts.size(); i++) {
        stages.add(stage(cuts.get(i), cuts.get(i + 1)));
      }
      return stages;
    }

    private void addCuts(List<Integer> cuts) {
      int total = weight(0, computed.size());
      int count = (total + LONGEST - 1) / LONGEST;
      for (int k = 1; k < count; k++) {
        int wanted = total * k / count;
        int best = -1;
        int least = Integer.MAX_VALUE;
        for (int at = cuts.get(cuts.size() - 1) + 1; at < computed.size(); at++) {
          int distance = Math.abs(weight(0, at) - wanted);
          int cost = 4 * alive(at) + distance / 2;
          if (distance <= SLACK && alive(at) >= 0 && cost < least) {
            best = at;
            least = cost;
          }
        }
        if (best > 0) {
          cuts.add(best);
        }
      }
    }

    private int weight(int from, int to) {
      int weight = 0;
      for (Value value : computed.subList(from, to)) {
        weight += weight(value.primitive());
      }
      return weight;
    }

    /** The operations that one is written with, and what the compiler inlines for it. */
    private static int weight(Primitive primitive) {
      return switch (primitive) {
        case FROM_HALF, TO_HALF -> 12;
        case BITS, FROM_BITS -> 2;
        default -> 1;
      };
    }

    /** Returns how many values are handed on at a cut; -1 if some are not real. */
    private int alive(int cut) {
      int alive = 0;
      for (int i = 0; i < cut; i++) {
        if (lastUse[i] >= cut && !isKept(computed.get(i))) {
          if (computed.get(i).type() != Expr.Type.REAL) {
            return -1;
          }
          alive++;
        }
      }
      return alive;
    }

    private boolean isKept(Value value) {
      return program.kept().contains(value);
    }

    private Stage stage(int from, int to) {
      boolean last = to == computed.size();
      Set<Value> values = new TreeSet<>((a, b) -> Integer.compare(a.id(), b.id()));
      Set<Value> loaded = new LinkedHashSet<>();
      Set<Value> handedOn = new LinkedHashSet<>();
      for (int i = from; i < to; i++) {
        Value value = computed.get(i);
        values.add(value);
        value.operands().forEach(operand -> need(operand, from, values, loaded));
        if (lastUse[i] >= to && !isKept(value)) {
          handedOn.add(value);
        }
      }
      List<Value> reductions = new ArrayList<>();
      for (Value reduction : program.reductions(phase)) {
        Value operand = reduction.operands().get(0);
        int at = computed.indexOf(operand);
        if (at >= 0 ? at >= from && at < to : last) {
          reductions.add(reduction);
          need(operand, from, values, loaded);
        }
      }
      if (last && isLastPhase()) {
        program.outputs().forEach(output -> need(output, from, values, loaded));
      }
      return new Stage(List.copyOf(values), loaded, handedOn, reductions, last);
    }

    private void need(Value value, int from, Set<Value> values, Set<Value> loaded) {
      if (value.scope() != Scope.ELEMENT) {
        return;
      }
      int at = computed.indexOf(value);
      values.add(value);
      if (at >= 0 && at < from) {
        loaded.add(value);
      }
    }
  }
}
