package io.hillock.cpu.generated;

/**
 * The numbers of a vector's lanes, and how much further than the first lane's their elements are.
 */
public final class LaneIndex {
  /** As many as a vector has lanes at most. */
  private static final int MOST = 64;

  /** The numbers of the lanes. */
  public static final float[] FLOATS = new float[MOST];

  /** The numbers of the lanes. */
  public static final double[] DOUBLES = new double[MOST];

  static {
    for (int lane = 0; lane < MOST; lane++) {
      FLOATS[lane] = lane;
      DOUBLES[lane] = lane;
    }
  }

  private LaneIndex() {}

  /**
   * Returns an order of lanes: of groups of so many each second, as often as it takes to fill the
   * lower half of the lanes, and the same in the upper half.
   *
   * @param from the first lane of the first group
   */
  public static int[] halves(int lanes, int size, int from) {
    int[] result = new int[lanes];
    for (int lane = 0; lane < lanes; lane++) {
      int place = lane % (lanes / 2);
      result[lane] = place / size * 2 * size + place % size + from;
    }
    return result;
  }

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
