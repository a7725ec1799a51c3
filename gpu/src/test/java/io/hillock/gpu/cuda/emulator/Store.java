package io.hillock.gpu.cuda.emulator;

import java.util.List;

/** {@code st.global} and {@code st.shared}. */
final class Store extends Access {
  private final int[] sources;
  private int launch;

  /**
   * Creates a step.
   *
   * @param source the instruction
   * @param space where the memory is
   * @param base the place of the register with the address, or {@link #NO_BASE}
   * @param offset what is added to it
   * @param element the bytes of an element
   * @param sources the places of what is written
   */
  Store(
      Instruction source, Space space, int base, long offset, int element, List<Integer> sources) {
    super(source, space, base, offset, element, sources.size());
    this.sources = array(sources);
  }

  @Override
  String verb() {
    return "writes";
  }

  @Override
  void prepare(Warp warp, int active) {
    launch = warp.block().launch().number();
    warp.requireWritten(this, active, sources);
  }

  @Override
  String one(Warp warp, int lane, Page page, int at) {
    String wrong = page.write(at, bytes(), element(), warp.order(), lane, launch);
    if (wrong != null) {
      return wrong;
    }
    for (int k = 0; k < sources.length; k++) {
      int to = at + k * element();
      page.set(to, element(), get(warp.file[sources[k]], lane));
      page.setValid(to, element());
    }
    return null;
  }

  @Override
  void count(Counters counters, long all) {
    counters.bytesWritten += all;
  }
}
