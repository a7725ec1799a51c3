package io.hillock.gpu.cuda;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The elements of the call that a thread takes at once, by the registers of their indices, which
 * must not change while this is in use.
 */
final class Elements {
  private final PtxText out;
  private final int count;
  private final int step;
  private final boolean together;
  private final String[] indices;
  private final List<String> valid;
  private final Map<Integer, String> offsets = new HashMap<>();
  private String position;
  private int positionStep;

  private Elements(PtxText out, String[] indices, int step, boolean together, List<String> valid) {
    this.out = out;
    this.indices = indices;
    this.count = indices.length;
    this.step = step;
    this.together = together;
    this.valid = valid;
  }

  /**
   * Returns elements that lie a fixed step apart.
   *
   * @param first the index of the first one
   * @param count how many they are
   * @param step how far apart they are
   * @param together whether they may be accessed as one where they lie next to each other: all are
   *     there and the first is a multiple of their count
   * @param valid for each the predicate that says whether it is there; null where all are
   */
  static Elements stepping(
      PtxText out, String first, int count, int step, boolean together, List<String> valid) {
    String[] indices = new String[count];
    indices[0] = first;
    return new Elements(out, indices, step, together, valid);
  }

  /** Returns elements with the given indices, all or some of which are there. */
  static Elements at(PtxText out, List<String> indices, List<String> valid) {
    return new Elements(out, indices.toArray(String[]::new), 0, false, valid);
  }

  /**
   * Says where in their row the elements are.
   *
   * @param first the register with the index of the first one in the row
   * @param apart how far apart they are there
   */
  Elements inRow(String first, int apart) {
    position = first;
    positionStep = apart;
    return this;
  }

  int count() {
    return count;
  }

  /** Returns the register with the index of an element in its row. */
  String position(int element) {
    return element == 0
        ? position
        : out.set(PtxType.B64, "add.u64", position, Integer.toString(element * positionStep));
  }

  /** Returns whether they may be accessed as one. */
  boolean together() {
    return together;
  }

  /** Returns the register with the index of an element. */
  String index(int element) {
    if (indices[element] == null) {
      indices[element] =
          out.set(PtxType.B64, "add.u64", indices[0], Integer.toString(element * step));
    }
    return indices[element];
  }

  /** Returns how far an element is behind the first; a negative number where that is not known. */
  int distance(int element) {
    return element == 0 ? 0 : step == 0 ? -1 : element * step;
  }

  /** Returns the predicate that says whether an element is there; null where it is. */
  String valid(int element) {
    return valid == null ? null : valid.get(element);
  }

  /** Returns where the first is in dense memory, in bytes, where an element has so many. */
  String offset(int bytes) {
    return offsets.computeIfAbsent(
        bytes, size -> out.set(PtxType.B64, "mul.lo.u64", indices[0], size.toString()));
  }
}
