package io.hillock.cpu;

import io.hillock.kernels.Expr;
import io.hillock.kernels.Primitive;
import io.hillock.kernels.Program;
import io.hillock.kernels.Program.Kind;
import io.hillock.kernels.Program.Scope;
import io.hillock.kernels.Program.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Cuts a phase of a program into stages of about as many operations, where little has to be handed
 * on or computed again.
 */
final class StageCutter {
  /** About the most operations of a stage. */
  private static final int LONGEST = 32;

  /** How much shorter or longer a stage may become so that less is handed on. */
  private static final int SLACK = 8;

  private final Program program;
  private final int phase;
  private final List<Value> computed = new ArrayList<>();
  private final Map<Value, Integer> places = new HashMap<>();

  private StageCutter(Program program, int phase) {
    this.program = program;
    this.phase = phase;
    for (Value value : program.elementValues(phase, true)) {
      boolean kept = value.phase() < phase && program.kept().contains(value);
      if (value.kind() == Kind.OPERATION && !kept) {
        places.put(value, computed.size());
        computed.add(value);
      }
    }
  }

  /**
   * Returns the stages of a phase.
   *
   * @param whole whether it is to stay in one piece
   */
  static List<Stage> stages(Program program, int phase, boolean whole) {
    StageCutter cutter = new StageCutter(program, phase);
    List<Integer> cuts = new ArrayList<>(List.of(0));
    if (!whole) {
      cutter.addCuts(cuts);
    }
    cuts.add(cutter.computed.size());
    return cutter.stages(cuts);
  }

  private void addCuts(List<Integer> cuts) {
    int total = weight(0, computed.size());
    int count = (total + LONGEST - 1) / LONGEST;
    for (int k = 1; k < count; k++) {
      int wanted = total * k / count;
      int first = cuts.get(cuts.size() - 1);
      int best = -1;
      int least = Integer.MAX_VALUE;
      for (int at = first + 1; at < computed.size(); at++) {
        int distance = Math.abs(weight(0, at) - wanted);
        if (distance <= SLACK) {
          Set<Value> across = needs(at, computed.size());
          Recomputation way = new Recomputation(places, program, across, Set.of());
          // What is computed again makes the later stage longer.
          int cost = way.cost() + (distance + way.operations()) / 2;
          if (cost < least) {
            best = at;
            least = cost;
          }
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

  private boolean isLastPhase() {
    return phase == program.phases() - 1;
  }

  /**
   * Returns the values from before a range of operations that these need, and what comes of them.
   */
  private Set<Value> needs(int from, int to) {
    Set<Value> needs = new LinkedHashSet<>();
    for (Value value : computed.subList(from, to)) {
      value.operands().forEach(operand -> addBefore(operand, from, needs));
    }
    for (Value reduction : reductions(from, to)) {
      addBefore(reduction.operands().get(0), from, needs);
    }
    if (to == computed.size() && isLastPhase()) {
      // An output may be an input, too: nothing is stored before all has been read.
      program.outputs().forEach(output -> addBefore(output, from, needs));
    }
    return needs;
  }

  private void addBefore(Value value, int from, Set<Value> needs) {
    if (value.scope() == Scope.ELEMENT && places.getOrDefault(value, -1) < from) {
      needs.add(value);
    }
  }

  /**
   * Returns the reductions that take what a range of operations computes; the last takes the rest.
   */
  private List<Value> reductions(int from, int to) {
    List<Value> result = new ArrayList<>();
    for (Value reduction : program.reductions(phase)) {
      int at = places.getOrDefault(reduction.operands().get(0), -1);
      if (at >= 0 ? at >= from && at < to : to == computed.size()) {
        result.add(reduction);
      }
    }
    return result;
  }

  private List<Stage> stages(List<Integer> cuts) {
    int count = cuts.size() - 1;
    List<Recomputation> fromBefore = new ArrayList<>();
    Set<Value> stored = new LinkedHashSet<>();
    for (int s = 0; s < count; s++) {
      Set<Value> needs = needs(cuts.get(s), cuts.get(s + 1));
      fromBefore.add(new Recomputation(places, program, needs, stored));
      stored.addAll(fromBefore.get(s).loaded());
    }
    List<Stage> stages = new ArrayList<>();
    for (int s = 0; s < count; s++) {
      int from = cuts.get(s);
      int to = cuts.get(s + 1);
      Set<Value> values = new TreeSet<>((a, b) -> Integer.compare(a.id(), b.id()));
      values.addAll(fromBefore.get(s).values());
      values.addAll(computed.subList(from, to));
      Set<Value> handedOn = new LinkedHashSet<>(computed.subList(from, to));
      handedOn.retainAll(stored);
      handedOn.removeIf(program.kept()::contains);
      Set<Value> loaded = fromBefore.get(s).loaded();
      stages.add(
          new Stage(List.copyOf(values), loaded, handedOn, reductions(from, to), s == count - 1));
    }
    return stages;
  }

  /** Whether a value can be kept in memory. */
  static boolean isStorable(Value value) {
    return value.type() == Expr.Type.REAL;
  }
}
