package io.hillock.gpu.cuda.emulator;

/**
 * Where lanes of a warp wait for each other: an instruction with a mask of members is executed for
 * all of them when the last one has come. Stricter than PTX, which lets members be missing that
 * have exited.
 */
final class WarpSync {
  private final Warp warp;
  private final MemberStep[] waitsAt = new MemberStep[Lanes.COUNT];
  private final int[] members = new int[Lanes.COUNT];
  private int waiting;

  WarpSync(Warp warp) {
    this.warp = warp;
  }

  void begin() {
    waiting = 0;
  }

  /** Lets lanes come to an instruction, each with the mask it gives. */
  void arrive(MemberStep step, int active, int[] masks) {
    int first = Integer.numberOfTrailingZeros(active);
    if (masks[first] == active && same(active, masks, active)) {
      step.perform(warp, active);
      return;
    }
    for (int rest = active; rest != 0; rest &= rest - 1) {
      int lane = Integer.numberOfTrailingZeros(rest);
      waitsAt[lane] = step;
      members[lane] = masks[lane];
      if ((masks[lane] >>> lane & 1) == 0) {
        throw step.trap(warp, lane, "is not in its mask " + mask(masks[lane]));
      }
      int gone = masks[lane] & (warp.exited() | ~warp.lanes());
      if (gone != 0) {
        throw step.trap(warp, lane, "waits for " + gone(gone, masks[lane]));
      }
    }
    int next = warp.next();
    waiting |= active;
    warp.leave(active);
    for (int rest = active; rest != 0; rest &= rest - 1) {
      complete(step, members[Integer.numberOfTrailingZeros(rest)], next);
    }
  }

  private String gone(int lanes, int mask) {
    int lane = Integer.numberOfTrailingZeros(lanes);
    return "thread "
        + warp.thread(lane)
        + " of its mask "
        + mask(mask)
        + ((warp.exited() >>> lane & 1) != 0 ? ", which has exited" : ", which does not exist");
  }

  private static boolean same(int lanes, int[] masks, int mask) {
    for (int rest = lanes; rest != 0; rest &= rest - 1) {
      if (masks[Integer.numberOfTrailingZeros(rest)] != mask) {
        return false;
      }
    }
    return true;
  }

  private void complete(MemberStep step, int mask, int next) {
    if ((waiting & mask) != mask) {
      return;
    }
    for (int rest = mask; rest != 0; rest &= rest - 1) {
      int lane = Integer.numberOfTrailingZeros(rest);
      if (waitsAt[lane] != step || members[lane] != mask) {
        return;
      }
    }
    waiting &= ~mask;
    step.perform(warp, mask);
    warp.resume(mask, next);
  }

  /** Traps if a lane waits though no other can go on. */
  void requireNobodyWaits() {
    if (waiting == 0) {
      return;
    }
    int lane = Integer.numberOfTrailingZeros(waiting);
    MemberStep step = waitsAt[lane];
    int mask = members[lane];
    int gone = mask & warp.exited();
    if (gone != 0) {
      throw step.trap(warp, lane, "waits for " + gone(gone, mask));
    }
    for (int rest = mask; rest != 0; rest &= rest - 1) {
      int other = Integer.numberOfTrailingZeros(rest);
      boolean together = (waiting >>> other & 1) != 0 && waitsAt[other] == step;
      if (!together || members[other] != mask) {
        throw step.trap(
            warp,
            lane,
            "waits for thread " + warp.thread(other) + " of its mask " + mask(mask) + where(other));
      }
    }
    throw new IllegalStateException("nobody is missing");
  }

  private String where(int lane) {
    if ((waiting >>> lane & 1) == 0) {
      return ", which waits at a barrier";
    }
    return ", which waits at line "
        + waitsAt[lane].line()
        + " with the mask "
        + mask(members[lane]);
  }

  private static String mask(int mask) {
    return "0x" + Integer.toHexString(mask);
  }
}
