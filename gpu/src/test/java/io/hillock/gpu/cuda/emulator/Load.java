package io.hillock.gpu.cuda.emulator;

import java.util.List;

/** {@code ld.global} and {@code ld.shared}. */
final class Load extends Access {
  private final int[] targets;
  private final Type type;
  private final boolean constant;

  /** For each target the lanes of the warp that executes it: one of the two, the other is null. */
  private final int[][] words;

  private final long[][] longs;

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
    this.words = new int[targets.size()][];
    this.longs = new long[targets.size()][];
  }

  @Override
  String verb() {
    return "reads";
  }

  @Override
  void prepare(Warp warp, int active) {
    for (int k = 0; k < targets.length; k++) {
      Object lanes = warp.file[targets[k]];
      words[k] = lanes instanceof int[] narrow ? narrow : null;
      longs[k] = lanes instanceof long[] wide ? wide : null;
    }
  }

  @Override
  String one(Warp warp, int lane, Page page, int at) {
    int element = element();
    for (int k = 0; k < targets.length; k++) {
      int from = at + k * element;
      int invalid = page.firstInvalid(from, element);
      if (invalid >= 0) {
        return "byte " + (invalid - at) + " of which was never written";
      }
      if (words[k] == null) {
        longs[k][lane] = extend(page.get(from, element));
      } else if (element == Integer.BYTES) {
        words[k][lane] = page.getInt(from);
      } else {
        words[k][lane] = (int) extend(page.get(from, element));
      }
    }
    String wrong = page.read(at, bytes(), element, warp.order(), lane);
    return wrong == null && constant
        ? page.readConstant(at, bytes(), warp.block().launch())
        : wrong;
  }

  @Override
  void done(Warp warp, int active) {
    for (int target : targets) {
      warp.written[target] |= active;
    }
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
