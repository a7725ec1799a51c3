package io.hillock.image.figure;

import java.awt.geom.Line2D;
import java.awt.geom.Path2D;

/**
 * The line of a curve on the screen, in as few points as show it: those within a twentieth of a
 * pixel of the line without them are left out. One path for each piece, so that dashes are even and
 * corners are joined.
 */
final class CurvePath {
  private static final double TOLERANCE = 0.05;

  private final double[] x;
  private final double[] y;
  private final Path2D path = new Path2D.Double();

  private CurvePath(double[] x, double[] y) {
    this.x = x;
    this.y = y;
  }

  /** Returns the path through points; a y that is NaN is a gap. */
  static Path2D of(double[] x, double[] y) {
    CurvePath curve = new CurvePath(x, y);
    int first = 0;
    while (first < y.length) {
      int end = first;
      while (end < y.length && !Double.isNaN(y[end])) {
        end++;
      }
      if (end > first) {
        curve.path.moveTo(x[first], y[first]);
        curve.add(first, end - 1);
      }
      first = Math.max(end, first) + 1;
    }
    return curve.path;
  }

  /** Adds what comes after the first point, up to the last. */
  private void add(int first, int last) {
    int farthest = first;
    double most = TOLERANCE;
    for (int i = first + 1; i < last; i++) {
      double away = Line2D.ptSegDist(x[first], y[first], x[last], y[last], x[i], y[i]);
      if (away > most) {
        most = away;
        farthest = i;
      }
    }
    if (farthest > first) {
      add(first, farthest);
      add(farthest, last);
    } else {
      path.lineTo(x[last], y[last]);
    }
  }
}
