package io.hillock.gpu.cuda.emulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** A kernel prepared for execution. */
final class Code {
  private final Entry entry;
  private final List<Step> steps;
  private final List<Object> extras;

  /** Files of registers that no warp has: a launch takes them from the one before. */
  private final Deque<Object[]> files = new ArrayDeque<>();

  /**
   * Creates it.
   *
   * @param entry the kernel as it is written
   * @param steps its instructions
   * @param extras what stands in the file of registers behind the registers: the lanes of constants
   *     and the names of special registers
   */
  Code(Entry entry, List<Step> steps, List<Object> extras) {
    this.entry = entry;
    this.steps = steps;
    this.extras = extras;
  }

  /** Returns a kernel prepared for execution. */
  static Code of(Entry entry) {
    return new Decoder(entry).decode();
  }

  Entry entry() {
    return entry;
  }

  List<Step> steps() {
    return steps;
  }

  List<Object> extras() {
    return extras;
  }

  /** Returns a file of registers for a warp, with anything in them. */
  Object[] takeFile() {
    if (!files.isEmpty()) {
      return files.pop();
    }
    List<Register> registers = entry.registers();
    Object[] file = new Object[registers.size() + extras.size()];
    int next = 0;
    for (Register register : registers) {
      file[next++] = register.isWide() ? new long[Lanes.COUNT] : new int[Lanes.COUNT];
    }
    for (Object extra : extras) {
      file[next++] = extra instanceof String ? new int[Lanes.COUNT] : extra;
    }
    return file;
  }

  /** Takes a file of registers back. */
  void giveBack(Object[] file) {
    files.push(file);
  }
}
