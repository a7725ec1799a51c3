package io.hillock.cpu;

import io.hillock.kernels.Program.Value;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A part of what a phase computes for each element; {@link StageCutter} cuts a phase into them.
 * They work in turns on pieces that stay in the first cache. That is for two reasons. A processor
 * looks ahead a few hundred operations, which in a long loop are too few elements to keep it busy
 * while each waits for its chain of operations. And the compiler of JDK 17 stops to inline the
 * Vector API where a method has become too long; what is left are calls that make garbage.
 *
 * @param values what is loaded or computed for each element, in order
 * @param loaded those of the values that an earlier stage hands on
 * @param handedOn those of the values that a later stage loads
 * @param reductions the reductions whose operands are computed here
 * @param last whether it is the phase's last
 */
record Stage(
    List<Value> values,
    Set<Value> loaded,
    Set<Value> handedOn,
    List<Value> reductions,
    boolean last) {
  /** Returns the values that the stages of a phase hand on. */
  static List<Value> handedOn(List<Stage> stages) {
    Set<Value> all = new LinkedHashSet<>();
    stages.forEach(stage -> all.addAll(stage.handedOn));
    return List.copyOf(all);
  }
}
