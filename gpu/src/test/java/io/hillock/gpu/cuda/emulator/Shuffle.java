package io.hillock.gpu.cuda.emulator;

/** {@code shfl.sync}: each lane takes a register of another one. */
final class Shuffle extends MemberStep {
  /** Which lane it takes. */
  enum Mode {
    UP,
    DOWN,
    BFLY,
    IDX
  }

  private final Mode mode;
  private final int d;
  private final int inside;
  private final int a;
  private final int b;
  private final int c;

  /**
   * Creates a step.
   *
   * @param source the instruction
   * @param mode which lane each takes
   * @param d the place of the target
   * @param inside the predicate that says whether there was such a lane, or -1
   * @param a the place of what is taken
   * @param b the place of the distance or the lane
   * @param c the place of the limits
   * @param mask the place of the mask of members
   */
  Shuffle(Instruction source, Mode mode, int d, int inside, int a, int b, int c, int mask) {
    super(source, mask);
    this.mode = mode;
    this.d = d;
    this.inside = inside;
    this.a = a;
    this.b = b;
    this.c = c;
  }

  @Override
  void perform(Warp warp, int members) {
    warp.requireWritten(this, members, a, b, c);
    int[] values = (int[]) warp.file[a];
    int[] distances = (int[]) warp.file[b];
    int[] limits = (int[]) warp.file[c];
    int[] result = warp.spareWords;
    int found = 0;
    for (int rest = members; rest != 0; rest &= rest - 1) {
      int lane = Integer.numberOfTrailingZeros(rest);
      int segment = (limits[lane] >> 8) & 31;
      int distance = distances[lane] & 31;
      int limit = (lane & segment) | (limits[lane] & 31 & ~segment);
      int other =
          switch (mode) {
            case UP -> lane - distance;
            case DOWN -> lane + distance;
            case BFLY -> lane ^ distance;
            case IDX -> (lane & segment) | (distance & ~segment);
          };
      boolean is = mode == Mode.UP ? other >= limit : other <= limit;
      int from = is ? other : lane;
      if ((members >>> from & 1) == 0) {
        throw trap(warp, lane, "takes from thread " + warp.thread(from) + ", not in its mask");
      }
      result[lane] = values[from];
      found |= (is ? 1 : 0) << lane;
    }
    warp.assign(d, result, members);
    if (inside >= 0) {
      warp.assignPredicate(inside, found, members);
    }
  }
}
