package io.hillock.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hillock.kernels.DataType;
import io.hillock.kernels.Functions;
import io.hillock.kernels.Kernel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kernels of several inputs whose inputs are one tensor, and several outputs in one pass. */
class SplitTest {
  private static final Kernel GATE = Kernel.of("gate", (a, b) -> a.sub(b.mul(b)));
  private static final Kernel THREE =
      Kernel.define("three")
          .inputs("a", "b", "c")
          .define(in -> in.input("a").fma(in.input("b"), in.input("c")))
          .build();
  private static final Kernel ROW_GATE =
      Kernel.of("row-gate", (a, b) -> a.div(Functions.rowSum(b)));

  private final Engine engine = Engine.create("interpreter");

  @AfterEach
  void close() {
    engine.close();
  }

  private static float[] counting(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = i % 13 - 5;
    }
    return values;
  }

  /** Returns a part of an array of a shape of three axes. */
  private static float[] part(float[] x, long[] shape, int axis, int parts, int which) {
    float[] result = new float[x.length / parts];
    int at = 0;
    for (int i = 0; i < x.length; i++) {
      long[] place = {i / (shape[1] * shape[2]), i / shape[2] % shape[1], i % shape[2]};
      if (place[axis] / (shape[axis] / parts) == which) {
        result[at++] = x[i];
      }
    }
    return result;
  }

  @ParameterizedTest
  @EnumSource(value = DataType.class, to = "FLOAT64")
  void partsAreTheInputsAlongEveryAxis(DataType type) {
    long[] shape = {6, 12, 18};
    float[] x = counting(6 * 12 * 18);
    for (Kernel kernel : new Kernel[] {GATE, THREE}) {
      int parts = kernel.inputs().size();
      for (int axis = -3; axis < 3; axis++) {
        int along = Math.floorMod(axis, 3);
        Tensor[] inputs = new Tensor[parts];
        long[] partShape = shape.clone();
        partShape[along] /= parts;
        for (int i = 0; i < parts; i++) {
          inputs[i] = engine.tensor(type, part(x, shape, along, parts, i), partShape);
        }
        try (Tensor whole = engine.tensor(type, x, shape);
            Tensor y = engine.applySplit(kernel, whole, axis);
            Tensor expected = engine.run(kernel, inputs);
            Tensor dx = engine.gradientSplit(kernel, whole, y, axis)) {
          assertEquals(expected.shape(), y.shape());
          assertEquals(type, y.dataType());
          assertArrayEquals(expected.toFloatArray(), y.toFloatArray());
          assertEquals(whole.shape(), dx.shape());
          float[] gradient = dx.toFloatArray();
          for (int i = 0; i < parts; i++) {
            try (Tensor one = engine.gradient(kernel, i, y, inputs)) {
              assertArrayEquals(one.toFloatArray(), part(gradient, shape, along, parts, i));
            }
          }
        }
        for (Tensor input : inputs) {
          input.close();
        }
      }
    }
  }

  @Test
  void aRowKernelWorksAlongTheLastAxisOfTheParts() {
    long[] shape = {4, 2, 6};
    float[] x = counting(48);
    for (int axis = 0; axis < 3; axis++) {
      long[] partShape = shape.clone();
      partShape[axis] /= 2;
      try (Tensor whole = engine.tensor(x, shape);
          Tensor a = engine.tensor(part(x, shape, axis, 2, 0), partShape);
          Tensor b = engine.tensor(part(x, shape, axis, 2, 1), partShape);
          Tensor expected = engine.run(ROW_GATE, a, b);
          Tensor y = engine.applySplit(ROW_GATE, whole, axis);
          Tensor dx = engine.gradientSplit(ROW_GATE, whole, y, axis);
          Tensor db = engine.gradient(ROW_GATE, 1, y, a, b)) {
        assertArrayEquals(expected.toFloatArray(), y.toFloatArray());
        assertEquals(b.shape(), db.shape());
        assertArrayEquals(db.toFloatArray(), part(dx.toFloatArray(), shape, axis, 2, 1));
      }
    }
  }

  @Test
  void aTensorThatCannotBeSplitIsRefusedWithItsShape() {
    try (Tensor x = engine.tensor(counting(15), 3, 5);
        Tensor number = engine.tensor(new float[] {1});
        Tensor none = engine.tensor(new float[0], 4, 0);
        Tensor empty = engine.applySplit(GATE, none, 0);
        Tensor noColumns = engine.applySplit(GATE, none, 1)) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> engine.applySplit(GATE, x, -1))
              .getMessage();
      assertTrue(
          message.contains("gate takes 2 inputs [a, b]: axis -1 of shape [3, 5] has size 5")
              && message.contains("2 equal parts"),
          message);
      assertThrows(IllegalArgumentException.class, () -> engine.applySplit(GATE, x, 2));
      assertThrows(IllegalArgumentException.class, () -> engine.applySplit(GATE, number, 0));
      assertThrows(IllegalArgumentException.class, () -> engine.gradientSplit(THREE, x, x, 0));
      assertEquals(Shape.of(2, 0), empty.shape());
      assertEquals(Shape.of(4, 0), noColumns.shape());
    }
  }

  @Test
  void aKernelOfOneInputTakesTheWholeTensor() {
    Kernel square = Kernel.of("square", x -> x.mul(x));
    try (Tensor x = engine.tensor(new float[] {1, 2, 3}, 3);
        Tensor y = engine.applySplit(square, x, 0);
        Tensor dx = engine.gradientSplit(square, x, x, 0)) {
      assertArrayEquals(new float[] {1, 4, 9}, y.toFloatArray());
      assertArrayEquals(new float[] {2, 8, 18}, dx.toFloatArray());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void gradientsAreThoseByEachInputInOnePassWhereShapesAreOne(boolean same) {
    float[] slopes = same ? new float[] {1, 2, 3, 4, 5, 6} : new float[] {1, 2, 3};
    long[] slopeShape = same ? new long[] {2, 3} : new long[] {3};
    try (Tensor a = engine.tensor(counting(6), 2, 3);
        Tensor b = engine.tensor(slopes, slopeShape);
        Tensor up = engine.tensor(new float[] {1, 10, 100, 2, 20, 200}, 2, 3)) {
      InterpreterProvider.runs = 0;
      Tensor[] gradients = engine.gradients(GATE, up, a, b);
      assertEquals(same, InterpreterProvider.runs == 1);
      assertEquals(2, gradients.length);
      for (int i = 0; i < 2; i++) {
        try (Tensor expected = engine.gradient(GATE, i, up, a, b);
            Tensor found = gradients[i]) {
          assertEquals((i == 0 ? a : b).shape(), found.shape());
          assertArrayEquals(expected.toFloatArray(), found.toFloatArray());
        }
      }
      assertThrows(IllegalArgumentException.class, () -> engine.gradients(GATE, b, a));
    }
  }

  @Test
  void gradientsOfAKernelThatReducesItsRowHaveTheShapeOfTheInputs() {
    Kernel dot = Kernel.of("dot", (a, b) -> Functions.rowSum(a.mul(b)));
    try (Tensor a = engine.tensor(new float[] {1, 2, 3, 4}, 2, 2);
        Tensor b = engine.tensor(new float[] {5, 6, 7, 8}, 2, 2);
        Tensor up = engine.tensor(new float[] {1, 10}, 2, 1)) {
      Tensor[] gradients = engine.gradients(dot, up, a, b);
      try (Tensor da = gradients[0];
          Tensor db = gradients[1]) {
        assertArrayEquals(new float[] {5, 6, 70, 80}, da.toFloatArray());
        assertArrayEquals(new float[] {1, 2, 30, 40}, db.toFloatArray());
      }
      assertThrows(IllegalArgumentException.class, () -> engine.gradients(dot, a, a, b));
    }
  }

  @Test
  void allOutputsAreReturnedTogetherAndOneAloneIsRefused() {
    Kernel gradients = GATE.gradients();
    try (Tensor x = engine.tensor(counting(6), 6)) {
      Tensor[] all = engine.runAll(gradients, x, x, x);
      assertEquals(2, all.length);
      all[0].close();
      all[1].close();
      String message =
          assertThrows(IllegalArgumentException.class, () -> engine.run(gradients, x, x, x))
              .getMessage();
      assertTrue(message.contains("gradient by b") && message.contains("runAll"), message);
      assertThrows(IllegalArgumentException.class, () -> engine.runInto(x, gradients, x, x, x));
    }
  }

  @Test
  void anInputIsOverwrittenOnlyWhereItLiesAsTheOutputDoes() {
    try (Tensor x = engine.tensor(new float[] {1, 2, 3, 4}, 2, 2);
        Tensor one = engine.tensor(new float[] {2}, 1, 1);
        Tensor row = engine.tensor(new float[] {1, 2}, 1, 2)) {
      engine.runInto(x, GATE, x, x);
      assertArrayEquals(new float[] {0, -2, -6, -12}, x.toFloatArray());
      Kernel sum = Kernel.of("sum", a -> Functions.rowSum(a));
      // Of one element a row's sum has the shape of the row, but it is read more than once.
      assertThrows(IllegalArgumentException.class, () -> engine.runInto(one, sum, one));
      assertThrows(IllegalArgumentException.class, () -> engine.runInto(row, GATE, x, row));
    }
  }
}
