package io.hillock.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hillock.kernels.Functions;
import io.hillock.kernels.Kernel;
import io.hillock.kernels.Program;
import io.hillock.tensor.spi.Extent;
import io.hillock.tensor.spi.Operand;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderTest {
  private static final Program MAP = Kernel.of("map", x -> x).program();
  private static final Program SUM = Kernel.of("sum", x -> Functions.rowSum(x)).program();
  private static final Program ROW = Kernel.of("row", x -> x.sub(Functions.rowMax(x))).program();

  private static Operand read(Order order, long... from) {
    return order.operand(Shape.of(from), null);
  }

  private static String refusal(Runnable call) {
    return assertThrows(IllegalArgumentException.class, call::run).getMessage();
  }

  @Test
  void aTensorThatVariesAlongNeighbouringAxesIsReadByOneDivisionAndOneRemainder() {
    Order order = Order.of(MAP, Shape.of(2, 3, 4, 5));
    assertEquals(Operand.stretched(null, 3, 20), read(order, 3, 1, 1));
    assertEquals(Operand.stretched(null, 5, 1), read(order, 5));
    assertEquals(Operand.stretched(null, 12, 5), read(order, 3, 4, 1));
    assertEquals(Operand.stretched(null, 1, 120), read(order));
    assertEquals(Operand.dense(null), read(order, 2, 3, 4, 5));
    assertEquals(Operand.dense(null), read(Order.of(MAP, Shape.of(1, 4, 5)), 4, 5));
  }

  @Test
  void aTensorThatVariesAlongSeparateAxesHasAStrideForEach() {
    Order order = Order.of(MAP, Shape.of(2, 3, 4, 5));
    assertEquals(
        Operand.strided(
            null,
            List.of(
                new Operand.Axis(5, 0),
                new Operand.Axis(4, 1),
                new Operand.Axis(3, 0),
                new Operand.Axis(2, 4))),
        read(order, 2, 1, 4, 1));
  }

  @Test
  void everyLayoutReadsTheElementsOfNumPysRule() {
    Shape shape = Shape.of(2, 3, 4, 5);
    for (int mask = 0; mask < 16; mask++) {
      long[] from = shape.toArray();
      for (int axis = 0; axis < 4; axis++) {
        from[axis] = (mask >> axis & 1) == 0 ? from[axis] : 1;
      }
      for (int[] axes : new int[][] {{-1}, {1}, {0, 2}, {3, 1}, {0, 3}, {1, 2}, {0, 1, 3}}) {
        Order order = Order.of(ROW, shape, axes);
        Operand smaller = order.operand(Shape.of(from), null);
        Operand whole = order.output(null);
        for (long i = 0; i < shape.count(); i++) {
          long left = whole.index(i);
          long expected = 0;
          long stride = 1;
          for (int axis = 3; axis >= 0; axis--) {
            expected += from[axis] == 1 ? 0 : left % shape.size(axis) * stride;
            stride *= from[axis];
            left /= shape.size(axis);
          }
          assertEquals(expected, smaller.index(i));
        }
      }
    }
  }

  @Test
  void axesNextToEachOtherAreOneAndOthersAreMovedBehind() {
    Shape shape = Shape.of(2, 3, 1, 4, 5);
    assertEquals(new Extent(2, 3, 20), Order.of(ROW, shape, 1).extent());
    assertEquals(new Extent(2, 12, 5), Order.of(ROW, shape, 3, 1).extent());
    assertEquals(new Extent(1, 120, 1), Order.of(ROW, shape, 0, 1, 2, 3, 4).extent());
    assertEquals(new Extent(12, 10, 1), Order.of(ROW, shape, -1, 0).extent());
    assertTrue(Order.of(ROW, shape, 3, 1).output(null).dense());
    assertEquals(Shape.of(1, 3, 1, 4, 1), Order.of(SUM, shape, 4, 0).result());
    assertTrue(Order.of(SUM, shape, 4, 0).output(null).dense());
  }

  @Test
  void whatCannotBeReadAndAxesThatAreNoneAreRefused() {
    Order order = Order.of(ROW, Shape.of(2, 3));
    assertTrue(refusal(() -> read(order, 2)).contains("[2] and [2, 3] do not fit together"));
    assertTrue(refusal(() -> read(Order.of(ROW, Shape.of(3)), 2, 3)).contains("[2, 3]"));
    assertTrue(refusal(() -> Order.of(ROW, Shape.of(2, 3), 1, -1)).contains("named twice"));
    assertTrue(refusal(() -> Order.of(ROW, Shape.of(2, 3), new int[0])).contains("name one axis"));
    assertTrue(refusal(() -> Order.of(ROW, Shape.of(2, 3), 2)).contains("no axis 2"));
  }
}
