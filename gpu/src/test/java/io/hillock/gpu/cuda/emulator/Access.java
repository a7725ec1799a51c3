package io.hillock.gpu.cuda.emulator;

import java.util.List;

/** A step that reads or writes memory at an address of each lane. */
abstract class Access extends Step {
  /** Where the memory is. */
  enum Space {
    GLOBAL,
    SHARED
  }

  /** No register: the address is that of a variable. */
  static final int NO_BASE = -1;

  private final Space space;
  private final int base;
  private final long offset;
  private final int element;
  private final int bytes;

  /**
   * Creates a step.
   *
   * @param source the instruction
   * @param space where the memory is
   * @param base the place of the register with the address, or {@link #NO_BASE}
   * @param offset what is added to it
   * @param element the bytes of an element
   * @param count how many elements there are
   */
  Access(Instruction source, Space space, int base, long offset, int element, int count) {
    super(source);
    this.space = space;
    this.base = base;
    this.offset = offset;
    this.element = element;
    this.bytes = element * count;
  }

  @Override
  final void run(Warp warp, int active) {
    if (base != NO_BASE) {
      warp.requireWritten(this, active, base);
    }
    prepare(warp, active);
    Object addresses = base == NO_BASE ? null : warp.file[base];
    Region region = null;
    for (int rest = active; rest != 0; rest &= rest - 1) {
      int lane = Integer.numberOfTrailingZeros(rest);
      long address = address(addresses, lane);
      if (region == null || !region.has(address, bytes)) {
        region = find(warp, address);
        if (region == null) {
          throw trap(warp, lane, what() + explain(warp, address));
        }
      }
      if ((address & bytes - 1) != 0) {
        throw trap(
            warp,
            lane,
            what() + "at 0x" + Long.toHexString(address) + ", which is no multiple of " + bytes);
      }
      long at = address - region.start();
      Page page = region.page(at);
      String wrong = one(warp, lane, page, (int) at & (Page.BYTES - 1));
      if (wrong != null) {
        throw trap(
            warp,
            lane,
            what() + "at 0x" + Long.toHexString(address) + " in " + region + ", " + wrong);
      }
    }
    done(warp, active);
    if (space == Space.GLOBAL) {
      count(warp.block().launch().counters(), (long) bytes * Integer.bitCount(active));
    }
  }

  private long address(Object registers, int lane) {
    if (registers instanceof long[] longs) {
      return longs[lane] + offset;
    }
    return registers == null ? offset : (((int[]) registers)[lane] & 0xffffffffL) + offset;
  }

  private Region find(Warp warp, long address) {
    return space == Space.GLOBAL
        ? warp.block().launch().memory().find(address, bytes)
        : warp.block().shared().find(address, bytes);
  }

  private String explain(Warp warp, long address) {
    return space == Space.GLOBAL
        ? warp.block().launch().memory().explain(address, bytes)
        : warp.block().shared().explain(address);
  }

  private String what() {
    return verb() + " " + bytes + " bytes ";
  }

  int element() {
    return element;
  }

  int bytes() {
    return bytes;
  }

  boolean isGlobal() {
    return space == Space.GLOBAL;
  }

  /** Returns what it does, for messages. */
  abstract String verb();

  /** Checks the registers of all lanes. */
  abstract void prepare(Warp warp, int active);

  /** Does it for one lane; returns null, or what is wrong. */
  abstract String one(Warp warp, int lane, Page page, int at);

  /** Is called when it is done for all lanes. */
  void done(Warp warp, int active) {}

  /** Counts bytes of global memory. */
  abstract void count(Counters counters, long all);

  /** Returns the lanes of a register as the element that is being moved sees them. */
  static long get(Object register, int lane) {
    return register instanceof int[] words ? words[lane] : ((long[]) register)[lane];
  }

  /** Returns the places of registers as an array. */
  static int[] array(List<Integer> registers) {
    return registers.stream().mapToInt(Integer::intValue).toArray();
  }
}
