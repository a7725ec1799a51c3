package io.hillock.cpu.generated;

/** How much further than the first lane's the element indices of a vector's lanes are. */
public final class LaneIndex {
  private LaneIndex() {}

  /** Returns the lower words. */
  public static int[] low(long step, int lanes) {
    int[] result = new int[lanes];
    for (int lane = 0; lane < lanes; lane++) {
      result[lane] = (int) (lane * step);
    }
    return result;
  }

  /** Returns the upper words. */
  public static int[] high(long step, int lanes) {
    int[] result = new int[lanes];
    for (int lane = 0; lane < lanes; lane++) {
      result[lane] = (int) (lane * step >>> 32);
    }
    return result;
  }

  /** Returns both words. */
  public static long[] wide(long step, int lanes) {
    long[] result = new long[lanes];
    for (int lane = 0; lane < lanes; lane++) {
      result[lane] = lane * step;
    }
    return result;
  }
}
