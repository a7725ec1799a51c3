package io.hillock.image.figure;

/**
 * Where a function is worth looking at: from -4 to 4, farther where it bends beyond that, nearer
 * where it is not defined or grows without end.
 */
record PlotRange(float from, float to) {
  private static final PlotRange USUAL = new PlotRange(-4, 4);

  /** That of functions that bend everywhere, such as powers: they leave any chart soon. */
  private static final PlotRange UNSETTLED = new PlotRange(-3, 3);

  private static final int HALF = 1024;

  /** How far is looked at least, and no farther than some parameters reach. */
  private static final float LEAST_REACH = 10;

  private static final float GREATEST_REACH = 1e6f;

  /** The share of all bending that is left out at each end. */
  private static final double LEFT_OUT = 0.02;

  /** Bending in the outermost tenth, as a share of all, that is still none. */
  private static final double SETTLED = 0.02;

  private static final float BESIDES = 0.1f;

  /**
   * Chooses the range of a function.
   *
   * @param marks places that may be of interest, such as its parameters
   */
  static PlotRange of(Curve.Values value, Curve.Values derivative, float... marks) {
    float reach = LEAST_REACH;
    for (float mark : marks) {
      if (Math.abs(mark) < GREATEST_REACH) {
        reach = Math.max(reach, 1.5f * Math.abs(mark));
      }
    }
    float[] x = new float[2 * HALF + 1];
    for (int i = 0; i < x.length; i++) {
      x[i] = reach * (i - HALF) / HALF;
    }
    return bending(x, derivative.at(x)).within(x, value.at(x));
  }

  /** Returns the range that holds this one and another. */
  PlotRange and(PlotRange other) {
    return new PlotRange(Math.min(from, other.from), Math.max(to, other.to));
  }

  /** Where the slope changes. */
  private static PlotRange bending(float[] x, float[] slope) {
    double[] until = new double[x.length];
    for (int i = 1; i < x.length; i++) {
      boolean finite = Float.isFinite(slope[i]) && Float.isFinite(slope[i - 1]);
      until[i] = until[i - 1] + (finite ? Math.abs((double) slope[i] - slope[i - 1]) : 0);
    }
    double all = until[x.length - 1];
    if (all == 0) {
      return USUAL;
    }
    int tenth = x.length / 20;
    double outside = until[tenth] + all - until[x.length - 1 - tenth];
    if (outside > SETTLED * all) {
      return UNSETTLED;
    }
    int first = 0;
    while (until[first + 1] <= LEFT_OUT * all) {
      first++;
    }
    int last = x.length - 1;
    while (until[last - 1] >= (1 - LEFT_OUT) * all) {
      last--;
    }
    float beside = Math.max(0.5f, BESIDES * (x[last] - x[first]) / 2);
    return USUAL.and(
        new PlotRange((float) Math.floor(x[first] - beside), (float) Math.ceil(x[last] + beside)));
  }

  /** Cuts this range to where a function is defined, and a little beside it. */
  private PlotRange within(float[] x, float[] y) {
    int first = 0;
    while (first < y.length && Float.isNaN(y[first])) {
      first++;
    }
    int last = y.length - 1;
    while (last > first && Float.isNaN(y[last])) {
      last--;
    }
    float least = first == 0 || first == y.length ? from : Math.max(from, x[first]);
    float greatest = last == y.length - 1 || last <= first ? to : Math.min(to, x[last]);
    if (least >= greatest) {
      return this;
    }
    float beside = BESIDES * (greatest - least);
    return new PlotRange(
        least > from ? least - beside : from, greatest < to ? greatest + beside : to);
  }
}
