package io.hillock.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hillock.kernels.Activations;
import io.hillock.kernels.Kernel;
import java.util.List;
import org.junit.jupiter.api.Test;

class BreakpointsTest {
  @Test
  void aPieceEndsWhereAComparisonTurns() {
    float beforeThree = Math.nextDown(3f);
    assertEquals(List.of(-3f, beforeThree), Breakpoints.of(Activations.HARD_SIGMOID));
    assertEquals(List.of(0f), Breakpoints.of(Activations.LEAKY_RELU));
    assertEquals(List.of(), Breakpoints.of(Activations.TANH));
  }

  @Test
  void whatIsComparedMayBeAnyExpression() {
    Kernel kernel = Kernel.of("kernel", x -> x.mul(x).lt(2).select(x, 0));
    List<Float> found = Breakpoints.of(kernel);
    assertEquals(2, found.size());
    assertTrue(found.get(0) < -Math.sqrt(2) && Math.nextUp(found.get(0)) > -Math.sqrt(2));
    assertTrue(found.get(1) < Math.sqrt(2) && Math.nextUp(found.get(1)) > Math.sqrt(2));
  }
}
