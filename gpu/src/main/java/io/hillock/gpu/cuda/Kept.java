package io.hillock.gpu.cuda;

import io.hillock.kernels.Program;
import io.hillock.kernels.Program.Kind;
import io.hillock.kernels.Program.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a row keeps in shared memory from one phase to the next, and where: values whose times do
 * not overlap share a slot. A thread keeps its own elements, so that it waits for no other.
 */
final class Kept {
  /** How much is kept. */
  enum What {
    /** Nothing: each phase reads the row from memory again. */
    NOTHING,
    /** The inputs, so that the row is read once. */
    INPUTS,
    /** Also what is expensive to compute. */
    ALL
  }

  private final Program program;
  private final What what;
  private final Map<Value, Integer> slots = new HashMap<>();
  private final int count;

  private Kept(Program program, What what) {
    this.program = program;
    this.what = what;
    Map<Value, int[]> times = what == What.NOTHING ? Map.of() : times();
    List<Integer> freeFrom = new ArrayList<>();
    List<Map.Entry<Value, int[]>> inOrder = new ArrayList<>(times.entrySet());
    inOrder.sort(Comparator.comparingInt(entry -> entry.getValue()[0]));
    for (Map.Entry<Value, int[]> entry : inOrder) {
      int first = entry.getValue()[0];
      int slot = 0;
      // In one phase a slot may be read and then written, but not written twice.
      while (slot < freeFrom.size() && freeFrom.get(slot) > first) {
        slot++;
      }
      if (slot == freeFrom.size()) {
        freeFrom.add(0);
      }
      freeFrom.set(slot, Math.max(first + 1, entry.getValue()[1]));
      slots.put(entry.getKey(), slot);
    }
    this.count = freeFrom.size();
  }

  /** Returns what is kept of a program's row. */
  static Kept of(Program program, What what) {
    return new Kept(program, what);
  }

  /** Returns the first and the last phase of each value that is in use in more than one. */
  private Map<Value, int[]> times() {
    Map<Value, int[]> times = new TreeMap<>(Comparator.comparingInt(Value::id));
    for (int phase = 0; phase < program.phases(); phase++) {
      for (Value value : values(phase)) {
        boolean input = value.kind() == Kind.INPUT;
        if (input || what == What.ALL && program.kept().contains(value)) {
          times.computeIfAbsent(value, key -> new int[2])[1] = phase;
          if (times.get(value)[0] == 0 && !contains(value, phase)) {
            times.get(value)[0] = phase;
          }
        }
      }
    }
    times.values().removeIf(time -> time[0] == time[1]);
    return times;
  }

  private boolean contains(Value value, int before) {
    for (int phase = 0; phase < before; phase++) {
      if (values(phase).contains(value)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the values that a phase computes, loads or reads back, in order. */
  List<Value> values(int phase) {
    return program.elementValues(phase, what == What.ALL);
  }

  /** Returns the number of slots, each of which has a number for each element. */
  int count() {
    return count;
  }

  /** Returns the slots from which a phase reads values that an earlier one has left. */
  Map<Value, Integer> read(int phase) {
    Map<Value, Integer> read = new TreeMap<>(Comparator.comparingInt(Value::id));
    for (Value value : values(phase)) {
      if (slots.containsKey(value) && contains(value, phase)) {
        read.put(value, slots.get(value));
      }
    }
    return read;
  }

  /** Returns the slots to which a phase writes values for later ones. */
  Map<Value, Integer> written(int phase) {
    Map<Value, Integer> written = new TreeMap<>(Comparator.comparingInt(Value::id));
    for (Value value : values(phase)) {
      if (slots.containsKey(value) && !contains(value, phase)) {
        written.put(value, slots.get(value));
      }
    }
    return written;
  }
}
