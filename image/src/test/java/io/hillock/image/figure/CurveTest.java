package io.hillock.image.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hillock.kernels.DataType;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class CurveTest {
  private static Curve curve(DoubleUnaryOperator function, float from, float to, float... marks) {
    return Curve.of(
        DataType.FLOAT32,
        x -> {
          float[] y = new float[x.length];
          for (int i = 0; i < y.length; i++) {
            y[i] = (float) function.applyAsDouble(x[i]);
          }
          return y;
        },
        from,
        to,
        marks);
  }

  /** The number of times that the line is broken between two points. */
  private static int gaps(Curve curve) {
    int gaps = 0;
    for (int i = 1; i < curve.x().length; i++) {
      gaps += Double.isNaN(curve.y()[i]) && !Double.isNaN(curve.y()[i - 1]) ? 1 : 0;
    }
    return gaps;
  }

  @Test
  void jumpIsFoundToTheLastFloatAndTheLineIsBroken() {
    float threshold = 0.3f;
    Curve step = curve(x -> x >= threshold ? 1 : 0, -4, 5, 0, threshold);
    assertEquals(List.of(new Curve.Jump(threshold, 1, 0)), step.jumps());
    assertEquals(1, gaps(step));
    for (int i = 1; i < step.x().length; i++) {
      assertTrue(step.y()[i] == step.y()[i - 1] || Double.isNaN(step.y()[i] + step.y()[i - 1]));
    }
  }

  @Test
  void jumpAtZeroIsAtZeroFromEitherSide() {
    assertEquals(List.of(new Curve.Jump(0, 0, 1)), curve(x -> x > 0 ? 1 : 0, -4, 4).jumps());
    assertEquals(List.of(new Curve.Jump(0, 1, 0)), curve(x -> x >= 0 ? 1 : 0, -4, 4).jumps());
    assertEquals(List.of(new Curve.Jump(0, 1, 0)), curve(x -> x >= 0 ? 1 : 0, -3, 1e7f).jumps());
  }

  @Test
  void everyJumpOfAStaircaseIsFound() {
    List<Curve.Jump> jumps = curve(Math::floor, -4.5f, 4.5f).jumps();
    assertEquals(9, jumps.size());
    for (Curve.Jump jump : jumps) {
      assertEquals(Math.rint(jump.x()), jump.x());
      assertEquals(jump.x(), jump.value());
      assertEquals(jump.x() - 1, jump.limit());
    }
  }

  @Test
  void kinkIsAPointOfTheCurve() {
    float kink = 0.123f;
    Curve relu = curve(x -> Math.max(0, x - kink), -4, 5, kink);
    assertEquals(List.of(), relu.jumps());
    assertEquals(0, gaps(relu));
    boolean found = false;
    for (int i = 0; i < relu.x().length; i++) {
      found |= relu.x()[i] == kink && relu.y()[i] == 0;
    }
    assertTrue(found);
  }

  @Test
  void steepFunctionIsNoJump() {
    Curve steep = curve(x -> Math.tanh(1e5 * x), -4, 4);
    assertEquals(List.of(), steep.jumps());
    assertEquals(0, gaps(steep));
    assertEquals(List.of(), curve(x -> x, -1e30f, 1e30f).jumps());
  }

  @Test
  void curveEndsWhereTheFunctionDoesAndPolesDoNotSetTheHeight() {
    Curve log = curve(x -> x < 0 ? Double.NaN : Math.log(x), -4, 4);
    assertEquals(List.of(), log.jumps());
    int first = 0;
    while (Double.isNaN(log.y()[first])) {
      first++;
    }
    assertEquals(Float.MIN_VALUE, log.x()[first]);
    assertTrue(log.low() > -5 && log.low() < -2, "low " + log.low());
    assertEquals(1.4, log.high(), 0.1);
    Curve pole = curve(x -> 1 / x, -4, 4);
    assertTrue(gaps(pole) >= 1);
    assertTrue(pole.high() < 20, "high " + pole.high());
  }

  @Test
  void functionThatIsNowhereANumberHasNoPoints() {
    Curve none = curve(x -> Double.NaN, -4, 4);
    assertEquals(0, none.low());
    assertEquals(0, none.high());
    for (double y : none.y()) {
      assertTrue(Double.isNaN(y));
    }
  }
}
