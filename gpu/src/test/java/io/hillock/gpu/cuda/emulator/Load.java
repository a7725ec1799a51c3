package io.hillock.gpu.cuda.emulator;

import java.util.List;

/** {@code ld.global} and {@code ld.shared}. */
final class Load extends Access {
  private final int[] targets;
  private final Type type;
  private final boolean constant;
  private final long[] values;

  /**
   * Creates a step.
   *
   * @param source the instruction
   * @param space where the memory is
   * @param base the place of the register with the address, or {@link #NO_BASE}
   * @param offset what is added to it
   * @param type the type of an element
   * @param targets the places of the registers that take the elements
   * @param constant whether it says that no one writes there while the kernel works
   */
  Load(
      Instruction source,
      Space space,
      int base,
      long offset,
      Type type,
      List<Integer> targets,
      boolean constant) {
    super(source, space, base, offset, type.bytes(), targets.size());
    this.type = type;
    this.targets = array(targets);
    this.constant = constant;
    this.values = new long[targets.size()];
  }

  @Override
  String verb() {
    return "reads";
  }

  @Override
  void prepare(Warp warp, int active) {
    // The addresses are read before a target is written: it may be the register with the address.
  }

  @Override
  String one(Warp warp, int lane, Page page, int at) {
    for (int k = 0; k < targets.length; k++) {
      int invalid = page.firstInvalid(at + k * element(), element());
      if (invalid >= 0) {
        return "byte " + (invalid - at) + " of which was never written";
      }
      values[k] = extend(page.get(at + k * element(), element()));
    }
    String wrong = page.read(at, bytes(), element(), warp.order(), lane);
    if (wrong == null && constant) {
      wrong = page.readConstant(at, bytes(), warp.block().launch());
    }
    if (wrong != null) {
      return wrong;
    }
    for (int k = 0; k < targets.length; k++) {
      int target = targets[k];
      if (warp.file[target] instanceof int[] words) {
        words[lane] = (int) values[k];
      } else {
        ((long[]) warp.file[target])[lane] = values[k];
      }
      warp.written[target] |= 1 << lane;
    }
    return null;
  }

  private long extend(long bits) {
    int spare = 64 - type.bits();
    return type.isSigned() ? bits << spare >> spare : bits;
  }

  @Override
  void count(Counters counters, long all) {
    counters.bytesRead += all;
  }
}
