package io.hillock.image.figure;

import io.hillock.kernels.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The graph of a function: points in the order of x, and the jumps between them. A y that is not
 * finite is where the graph has a gap.
 *
 * <p>Jumps are found, not guessed: where neighbouring points are far apart, the interval between
 * them is divided until it is that of two adjacent numbers of the data type. If most of the
 * distance is still there, and much more than to the next numbers, the function jumps; if not, it
 * is steep.
 */
final class Curve {
  private static final int POINTS = 1025;

  /** The distance of numbers of the data type that a jump has at least. */
  private static final double LEAST_SPACINGS = 4;

  /** How many times as far as its neighbours the two sides of a jump are apart at least. */
  private static final double BEYOND_NEIGHBOURS = 4;

  /** The parts an interval is divided into: the floats of any interval in seven rounds. */
  private static final int PARTS = 32;

  /** The intervals that are looked into at most; more are in no function that can be drawn. */
  private static final int MOST_INTERVALS = 64;

  /** The share of the height that a jump has at least. */
  private static final double LEAST_JUMP = 0.005;

  /** The values of a function at many places. */
  @FunctionalInterface
  interface Values {
    /** Returns the value at each of x. */
    float[] at(float[] x);
  }

  /**
   * A jump.
   *
   * @param x where
   * @param value the function's value there
   * @param limit what it comes close to on the side that does not reach the value
   */
  record Jump(double x, double value, double limit) {}

  private final double[] x;
  private final double[] y;
  private final List<Jump> jumps;
  private final double low;
  private final double high;

  private Curve(double[] x, double[] y, List<Jump> jumps, double low, double high) {
    this.x = x;
    this.y = y;
    this.jumps = jumps;
    this.low = low;
    this.high = high;
  }

  /**
   * Samples a function.
   *
   * @param type what the function is computed in: it is asked only for numbers of that type
   * @param from the first place
   * @param to the last, greater than that
   * @param marks places where kinks and jumps may be, such as zero and the function's parameters;
   *     those outside are left out
   */
  static Curve of(DataType type, Values function, float from, float to, float... marks) {
    Lattice lattice = new Lattice(type);
    TreeSet<Float> places = new TreeSet<>();
    for (int i = 0; i < POINTS; i++) {
      double part = (double) i / (POINTS - 1);
      places.add(lattice.nearest((float) (from * (1 - part) + to * part)));
    }
    for (float mark : marks) {
      if (mark >= from && mark <= to) {
        places.add(lattice.nearest(mark));
      }
    }
    float[] grid = new float[places.size()];
    int n = 0;
    for (float place : places) {
      grid[n++] = place;
    }
    float[] values = function.at(grid);
    double[] range = range(values);
    TreeMap<Float, Float> points = new TreeMap<>();
    for (int i = 0; i < grid.length; i++) {
      points.put(grid[i], values[i]);
    }
    // What a coarse data type rounds away is no jump.
    double rounding = lattice.spacing(Math.max(Math.abs(range[0]), Math.abs(range[1])));
    double least = Math.max(LEAST_JUMP * (range[1] - range[0]), LEAST_SPACINGS * rounding);
    List<Interval> steps = steps(lattice, function, grid, values, least);
    List<Jump> jumps = new ArrayList<>();
    for (Interval step : steps) {
      points.put(step.x0, step.y0);
      points.put(step.x1, step.y1);
      if (Float.isFinite(step.y0) && Float.isFinite(step.y1)) {
        jumps.add(step.jump(marks));
      }
    }
    return joined(points, steps, jumps, range);
  }

  /** Puts points and gaps in order: one gap within each step. */
  private static Curve joined(
      TreeMap<Float, Float> points, List<Interval> steps, List<Jump> jumps, double[] range) {
    TreeSet<Float> before = new TreeSet<>();
    for (Interval step : steps) {
      before.add(step.x0);
    }
    double[] x = new double[points.size() + before.size()];
    double[] y = new double[x.length];
    int n = 0;
    for (var point : points.entrySet()) {
      x[n] = point.getKey();
      y[n++] = Float.isFinite(point.getValue()) ? point.getValue() : Double.NaN;
      if (before.contains(point.getKey())) {
        x[n] = point.getKey();
        y[n++] = Double.NaN;
      }
    }
    return new Curve(x, y, jumps, range[0], range[1]);
  }

  /**
   * The least and the greatest value worth showing. Where there are poles, which have no greatest
   * value, the outermost values are left out.
   */
  private static double[] range(float[] values) {
    float[] finite = new float[values.length];
    int n = 0;
    boolean infinite = false;
    for (float value : values) {
      infinite |= Float.isInfinite(value);
      if (Float.isFinite(value)) {
        finite[n++] = value;
      }
    }
    if (n == 0) {
      return new double[] {0, 0};
    }
    Arrays.sort(finite, 0, n);
    int cut = infinite ? n / 32 : 0;
    return new double[] {finite[cut], finite[n - 1 - cut]};
  }

  private static List<Interval> steps(
      Lattice lattice, Values function, float[] x, float[] y, double leastDistance) {
    List<Interval> intervals = new ArrayList<>();
    for (int i = 1; i < x.length; i++) {
      Interval interval = new Interval(x[i - 1], x[i], y[i - 1], y[i]);
      if (interval.distance() > leastDistance) {
        intervals.add(interval);
      }
    }
    intervals.sort((a, b) -> Double.compare(b.distance(), a.distance()));
    List<Interval> open =
        new ArrayList<>(intervals.subList(0, Math.min(MOST_INTERVALS, intervals.size())));
    double[] half = open.stream().mapToDouble(interval -> interval.distance() / 2).toArray();
    for (boolean divided = true; divided; ) {
      divided = false;
      float[] places = new float[open.size() * (PARTS + 1)];
      for (int i = 0; i < open.size(); i++) {
        open.get(i).divide(lattice, places, i * (PARTS + 1));
      }
      float[] values = places.length == 0 ? places : function.at(places);
      for (int i = 0; i < open.size(); i++) {
        Interval part = Interval.widest(places, values, i * (PARTS + 1));
        // One that is only steep stays as it is from here on.
        if (part.distance() >= half[i] && !part.sameEnds(open.get(i))) {
          open.set(i, part);
          divided = true;
        }
      }
    }
    open.removeIf(interval -> !interval.isAdjacent(lattice));
    return beyondNeighbours(lattice, function, open);
  }

  /** Of steps between adjacent numbers, those that are not just as steep as all is about them. */
  private static List<Interval> beyondNeighbours(
      Lattice lattice, Values function, List<Interval> steps) {
    float[] places = new float[2 * steps.size()];
    for (int i = 0; i < steps.size(); i++) {
      places[2 * i] = lattice.place(lattice.key(steps.get(i).x0) - 1);
      places[2 * i + 1] = lattice.place(lattice.key(steps.get(i).x1) + 1);
    }
    float[] values = places.length == 0 ? places : function.at(places);
    List<Interval> jumps = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      Interval step = steps.get(i);
      double before = Math.abs((double) step.y0 - values[2 * i]);
      double after = Math.abs((double) step.y1 - values[2 * i + 1]);
      // A neighbour that is no number tells nothing.
      if (!(step.distance() <= BEYOND_NEIGHBOURS * Math.max(before, after))) {
        jumps.add(step);
      }
    }
    return jumps;
  }

  double[] x() {
    return x;
  }

  /** Returns where it begins. */
  double from() {
    return x[0];
  }

  /** Returns where it ends. */
  double to() {
    return x[x.length - 1];
  }

  double[] y() {
    return y;
  }

  List<Jump> jumps() {
    return jumps;
  }

  /** Returns the least value worth showing. */
  double low() {
    return low;
  }

  /** Returns the greatest value worth showing. */
  double high() {
    return high;
  }

  /** The function between two places. */
  private record Interval(float x0, float x1, float y0, float y1) {
    /** How far the values are apart; infinite between a number and what is none. */
    double distance() {
      if (Float.isFinite(y0) && Float.isFinite(y1)) {
        return Math.abs((double) y1 - y0);
      }
      return Float.isFinite(y0) || Float.isFinite(y1) ? Double.POSITIVE_INFINITY : 0;
    }

    boolean isAdjacent(Lattice lattice) {
      return (long) lattice.key(x1) - lattice.key(x0) == 1;
    }

    boolean sameEnds(Interval other) {
      return x0 == other.x0 && x1 == other.x1;
    }

    void divide(Lattice lattice, float[] places, int at) {
      long from = lattice.key(x0);
      long to = lattice.key(x1);
      for (int i = 0; i <= PARTS; i++) {
        places[at + i] = lattice.place((int) (from + (to - from) * i / PARTS));
      }
    }

    static Interval widest(float[] x, float[] y, int at) {
      Interval widest = new Interval(x[at], x[at + 1], y[at], y[at + 1]);
      for (int i = at + 1; i < at + PARTS; i++) {
        Interval next = new Interval(x[i], x[i + 1], y[i], y[i + 1]);
        widest = next.distance() > widest.distance() ? next : widest;
      }
      return widest;
    }

    /** Of the two adjacent floats, the jump is at the mark, or else at the rounder one. */
    Jump jump(float... marks) {
      boolean first = roundness(x0, marks) >= roundness(x1, marks);
      return first ? new Jump(x0, y0, y1) : new Jump(x1, y1, y0);
    }

    private static int roundness(float x, float... marks) {
      for (float mark : marks) {
        if (mark == x) {
          return Integer.MAX_VALUE;
        }
      }
      return Integer.numberOfTrailingZeros(Float.floatToRawIntBits(x));
    }
  }
}
