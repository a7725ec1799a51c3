package io.hillock.gpu.cuda.emulator;

import java.util.ArrayList;
import java.util.List;

/** The shared memory of a block: one region for each variable. */
final class SharedMemory {
  private final List<Region> regions = new ArrayList<>();

  /**
   * Creates it.
   *
   * @param variables the variables in it
   * @param dynamicBytes the bytes of those whose size the launch gives
   */
  SharedMemory(List<Variable> variables, int dynamicBytes) {
    for (Variable variable : variables) {
      int bytes = variable.isDynamic() ? dynamicBytes : variable.bytes();
      regions.add(new Region(variable.name(), variable.offset(), bytes));
    }
  }

  /** Returns the bytes of the variables that have a size of their own. */
  static int declaredBytes(List<Variable> variables) {
    int end = 0;
    for (Variable variable : variables) {
      end = (end + variable.align() - 1) / variable.align() * variable.align() + variable.bytes();
    }
    return end;
  }

  void clear() {
    regions.forEach(Region::clear);
  }

  Region find(long address, long bytes) {
    for (Region region : regions) {
      if (region.has(address, bytes)) {
        return region;
      }
    }
    return null;
  }

  String explain(long address) {
    Region near = null;
    for (Region region : regions) {
      if (address >= region.start()) {
        near = region;
      }
    }
    return "at "
        + address
        + " in shared memory, "
        + (near == null ? "where nothing is" : "behind the end of " + near);
  }
}
