package io.hillock.cpu;

import io.hillock.kernels.Program;
import io.hillock.kernels.Program.Kind;
import io.hillock.kernels.Program.Scope;
import io.hillock.kernels.Program.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a stage does for the values that it needs of earlier ones: each is loaded, or computed again
 * from others. The cheapest way is a least cut. Every value has two nodes: that it is needed, and
 * that it is computed again. The cut goes between the two where it is loaded, and behind the second
 * where it is computed; then its operands are needed.
 */
final class Recomputation {
  /** What handing a value on costs in operations, the load with it. */
  private static final int HAND_ON = 4;

  private static final int LOAD = 1;

  /** What a division or a root costs. */
  private static final int SLOW = 10;

  private static final int NEVER = 1 << 20;

  private static final int SOURCE = 0;
  private static final int SINK = 1;

  private final Program program;
  private final Map<Value, Integer> places;
  private final Set<Value> stored;
  private final List<Value> nodes = new ArrayList<>();
  private final List<Edge> edges = new ArrayList<>();
  private final List<List<Integer>> leaving = new ArrayList<>();
  private final int cost;
  private final boolean[] reached;

  /** An edge of the network; the one back is the next or the one before. */
  private static final class Edge {
    private final int to;
    private int room;

    Edge(int to, int room) {
      this.to = to;
      this.room = room;
    }
  }

  /**
   * Finds the cheapest way.
   *
   * @param places the values that the phase computes, and where each is among them
   * @param needs values of earlier stages and sources that are needed
   * @param stored values that are in memory already
   */
  Recomputation(Map<Value, Integer> places, Program program, Set<Value> needs, Set<Value> stored) {
    this.program = program;
    this.places = places;
    this.stored = stored;
    leaving.add(new ArrayList<>());
    leaving.add(new ArrayList<>());
    for (Value need : needs) {
      join(SOURCE, needed(need), NEVER);
    }
    int flow = 0;
    for (int more = push(); more > 0; more = push()) {
      flow += more;
    }
    cost = flow;
    reached = new boolean[leaving.size()];
    reach(SOURCE, NEVER, reached);
  }

  /** Returns what it costs, in operations. */
  int cost() {
    return cost;
  }

  /** Returns how many operations are computed again. */
  int operations() {
    int result = 0;
    for (int n = 0; n < nodes.size(); n++) {
      result += isComputed(n) ? 1 : 0;
    }
    return result;
  }

  /** Returns the values that are loaded from where an earlier stage has stored them. */
  Set<Value> loaded() {
    Set<Value> result = new LinkedHashSet<>();
    for (int n = 0; n < nodes.size(); n++) {
      if (places.containsKey(nodes.get(n)) && isNeeded(n) && !isComputed(n)) {
        result.add(nodes.get(n));
      }
    }
    return result;
  }

  /** Returns all values that are loaded or computed again. */
  Set<Value> values() {
    Set<Value> result = new LinkedHashSet<>();
    for (int n = 0; n < nodes.size(); n++) {
      if (isNeeded(n)) {
        result.add(nodes.get(n));
      }
    }
    return result;
  }

  private boolean isNeeded(int n) {
    return reached[2 + 2 * n];
  }

  private boolean isComputed(int n) {
    return reached[3 + 2 * n];
  }

  /** Returns the node of a value's being needed, and adds what follows from it. */
  private int needed(Value value) {
    int at = nodes.indexOf(value);
    if (at >= 0) {
      return 2 + 2 * at;
    }
    int needed = leaving.size();
    nodes.add(value);
    leaving.add(new ArrayList<>());
    leaving.add(new ArrayList<>());
    if (!places.containsKey(value)) {
      join(needed, SINK, value.kind() == Kind.INPUT ? LOAD : 2 * LOAD);
      return needed;
    }
    boolean kept = program.kept().contains(value);
    int load = stored.contains(value) || kept ? LOAD : HAND_ON;
    join(needed, needed + 1, StageCutter.isStorable(value) ? load : NEVER);
    join(needed + 1, SINK, kept ? NEVER : operations(value));
    for (Value operand : value.operands()) {
      if (operand.scope() == Scope.ELEMENT) {
        join(needed + 1, needed(operand), NEVER);
      }
    }
    return needed;
  }

  private static int operations(Value value) {
    return switch (value.primitive()) {
      case FROM_HALF, TO_HALF, DIV, SQRT -> SLOW;
      default -> 1;
    };
  }

  private void join(int from, int to, int room) {
    leaving.get(from).add(edges.size());
    edges.add(new Edge(to, room));
    leaving.get(to).add(edges.size());
    edges.add(new Edge(from, 0));
  }

  /** Sends more from the source to the sink, if it can be; returns how much. */
  private int push() {
    return reach(SOURCE, NEVER, new boolean[leaving.size()]);
  }

  private int reach(int node, int most, boolean[] seen) {
    if (node == SINK) {
      return most;
    }
    seen[node] = true;
    for (int e : leaving.get(node)) {
      Edge edge = edges.get(e);
      if (edge.room > 0 && !seen[edge.to]) {
        int sent = reach(edge.to, Math.min(most, edge.room), seen);
        if (sent > 0) {
          edge.room -= sent;
          edges.get(e ^ 1).room += sent;
          return sent;
        }
      }
    }
    return 0;
  }
}
