package io.hillock.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ShapeTest {
  private static String refusal(Runnable call) {
    return assertThrows(IllegalArgumentException.class, call::run).getMessage();
  }

  @Test
  void aShapeWithoutAxesHasOneElementAndOneWithSizeZeroHasNone() {
    assertEquals(1, Shape.of().count());
    assertEquals(0, Shape.of(3, 0, 5).count());
    assertEquals(1L << 40, Shape.of(1L << 20, 1L << 20).count());
  }

  @Test
  void negativeAndUncountableSizesAreRefused() {
    assertTrue(refusal(() -> Shape.of(2, -1)).contains("[2, -1]"));
    assertTrue(refusal(() -> Shape.of(1L << 40, 1L << 40)).contains("too large"));
  }

  @Test
  void axesCountFromTheLastWhereNegative() {
    Shape shape = Shape.of(2, 3, 4);
    assertEquals(4, shape.size(-1));
    assertEquals(2, shape.size(-3));
    assertTrue(refusal(() -> shape.size(3)).contains("from -3 to 2"));
    assertTrue(refusal(() -> Shape.of().size(0)).contains("no axes"));
  }

  @Test
  void sizesOfOneAreStretched() {
    assertEquals(Shape.of(5, 3, 4), Shape.of(5, 1, 4).broadcast(Shape.of(3, 1)));
    String message = refusal(() -> Shape.of(2, 3).broadcast(Shape.of(2)));
    assertTrue(message.contains("[2, 3]") && message.contains("[2]"), message);
  }
}
