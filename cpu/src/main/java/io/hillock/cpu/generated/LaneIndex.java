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
