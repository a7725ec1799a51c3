package io.hillock.image.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CurvePathTest {
  private static List<String> segments(Path2D path) {
    List<String> segments = new ArrayList<>();
    double[] at = new double[6];
    for (PathIterator i = path.getPathIterator(null); !i.isDone(); i.next()) {
      String kind = i.currentSegment(at) == PathIterator.SEG_MOVETO ? "move" : "line";
      segments.add(kind + " " + at[0] + " " + at[1]);
    }
    return segments;
  }

  @Test
  void pointsOfAStraightLineAreLeftOutAndAKinkStays() {
    double[] x = new double[201];
    double[] y = new double[201];
    for (int i = 0; i < x.length; i++) {
      x[i] = i;
      y[i] = Math.max(0, i - 70);
    }
    assertEquals(
        List.of("move 0.0 0.0", "line 70.0 0.0", "line 200.0 130.0"), segments(CurvePath.of(x, y)));
  }

  @Test
  void gapsAreNotJoined() {
    double gap = Double.NaN;
    double[] x = {0, 1, 1, 2, 3, 4};
    double[] y = {gap, 5, gap, 7, 8, gap};
    assertEquals(
        List.of("move 1.0 5.0", "line 1.0 5.0", "move 2.0 7.0", "line 3.0 8.0"),
        segments(CurvePath.of(x, y)));
    assertEquals(List.of(), segments(CurvePath.of(new double[] {1}, new double[] {gap})));
  }
}
