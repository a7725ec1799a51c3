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

class DataTypeTest {
  private static final Kernel DOUBLED = Kernel.of("doubled", x -> x.add(x));
  private static final Kernel PRODUCT = Kernel.of("product", (a, b) -> a.mul(b));
  private static final Kernel SHARE = Kernel.of("share", x -> x.div(Functions.rowSum(x)));

  private final Engine engine = Engine.create("interpreter");

  @AfterEach
  void close() {
    engine.close();
  }

  @ParameterizedTest
  @EnumSource(value = DataType.class, to = "FLOAT64")
  void resultsHaveTheTypeOfTheInputs(DataType type) {
    float[] values = {1, -2, 0.5f, 96};
    try (Tensor x = engine.tensor(type, values, 2, 2);
        Tensor y = engine.apply(DOUBLED, x);
        Tensor dx = engine.backward(DOUBLED, x, y);
        Tensor d = engine.derivative(DOUBLED, x);
        Tensor rows = engine.apply(SHARE, x, 0)) {
      assertArrayEquals(new float[] {2, -4, 1, 192}, y.toFloatArray());
      assertArrayEquals(new double[] {2, -4, 1, 192}, y.toDoubleArray());
      assertArrayEquals(new float[] {4, -8, 2, 384}, dx.toFloatArray());
      for (Tensor result : new Tensor[] {x, y, dx, d, rows}) {
        assertEquals(type, result.dataType());
      }
      double share = type.valueOf(type.bitsOf(type.isWide() ? 1 / 1.5 : 1 / 1.5f));
      assertEquals(share, rows.toDoubleArray()[0]);
      engine.applyInPlace(DOUBLED, x);
      assertArrayEquals(y.toFloatArray(), x.toFloatArray());
    }
  }

  @Test
  void elementsAreRoundedOnceToTheNearest() {
    double tie = 1 + 0x1p-11;
    double[] values = {tie, Math.nextUp(tie), Math.nextDown(tie), 65520, 1e-8, -0.0};
    try (Tensor half = engine.tensor(DataType.FLOAT16, values, 6);
        Tensor brain = engine.tensor(DataType.BFLOAT16, new double[] {1.00390625, 3.4e38}, 2);
        Tensor single = engine.tensor(DataType.FLOAT32, new double[] {0.1}, 1);
        Tensor wide = engine.tensor(new double[] {0.1, 1e300}, 2)) {
      assertArrayEquals(
          new float[] {1, 1 + 0x1p-10f, 1, Float.POSITIVE_INFINITY, 0, -0f}, half.toFloatArray());
      assertArrayEquals(new float[] {1, Float.POSITIVE_INFINITY}, brain.toFloatArray());
      assertArrayEquals(new float[] {0.1f}, single.toFloatArray());
      assertEquals(DataType.FLOAT64, wide.dataType());
      assertArrayEquals(new double[] {0.1, 1e300}, wide.toDoubleArray());
      assertArrayEquals(new float[] {0.1f, Float.POSITIVE_INFINITY}, wide.toFloatArray());
    }
  }

  @Test
  void bitsOf16AreReadAndWrittenAsTheyAre() {
    short[] bits = {0x3c00, (short) 0xfc00, 0x7e01, 1};
    try (Tensor x = engine.tensor(DataType.FLOAT16, bits, 4);
        Tensor y = engine.empty(DataType.BFLOAT16, 4);
        Tensor z = engine.empty(4)) {
      assertArrayEquals(bits, x.toShortArray());
      assertEquals(1f, x.toFloatArray()[0]);
      y.copyFrom(bits, 1, 0, 3);
      short[] found = new short[5];
      y.copyTo(0, found, 1, 3);
      assertArrayEquals(new short[] {0, (short) 0xfc00, 0x7e01, 1, 0}, found);
      String message = assertThrows(IllegalArgumentException.class, z::toShortArray).getMessage();
      assertTrue(message.contains("FLOAT32") && message.contains("float[]"), message);
      assertThrows(IllegalArgumentException.class, () -> engine.tensor(DataType.FLOAT64, bits, 4));
    }
  }

  @ParameterizedTest
  @EnumSource(value = DataType.class, to = "FLOAT64")
  void largeArraysAreConvertedInPiecesFromAnyPlaceToAny(DataType type) {
    int count = 2 * Elements.PIECE + 3;
    float[] values = new float[count + 2];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 251;
    }
    InterpreterProvider.largest = 0;
    try (Tensor x = engine.empty(type, count + 1)) {
      x.copyFrom(values, 2, 1, count);
      float[] floats = new float[count + 5];
      double[] doubles = new double[count + 5];
      x.copyTo(1, floats, 4, count);
      x.copyTo(1, doubles, 4, count);
      for (int i = 0; i < count; i++) {
        assertEquals(values[i + 2], floats[i + 4]);
        assertEquals(values[i + 2], doubles[i + 4]);
      }
      if (type.isConverted()) {
        assertEquals(Elements.PIECE, InterpreterProvider.largest);
      }
      assertThrows(IllegalArgumentException.class, () -> x.copyTo(2, doubles, 0, count));
      assertThrows(IllegalArgumentException.class, () -> x.copyFrom(doubles, 6, 0, count));
    }
  }

  @ParameterizedTest
  @EnumSource(value = DataType.class, to = "FLOAT64")
  void castToEveryTypeRoundsAsCopyingDoes(DataType to) {
    double[] values = {Math.PI, 1 + 0x1p-11 + 0x1p-40, -1e-7, 1e6};
    for (DataType from : DataType.reals()) {
      try (Tensor x = engine.tensor(from, values, 2, 2);
          Tensor y = engine.cast(x, to);
          Tensor expected = engine.tensor(to, x.toDoubleArray(), 2, 2)) {
        assertEquals(to, y.dataType());
        assertEquals(x.shape(), y.shape());
        assertArrayEquals(expected.toDoubleArray(), y.toDoubleArray());
      }
    }
  }

  @Test
  void tensorsOfTwoTypesAreRefusedWithBothAndTheCure() {
    try (Tensor a = engine.tensor(new float[] {1}, 1);
        Tensor b = engine.tensor(DataType.FLOAT16, new float[] {1}, 1)) {
      for (Runnable call :
          new Runnable[] {
            () -> engine.run(PRODUCT, a, b),
            () -> engine.runInto(b, DOUBLED, a),
            () -> engine.backward(DOUBLED, a, b),
            () -> engine.gradients(PRODUCT, b, a, a),
            () -> engine.gradientSplit(DOUBLED, a, b, 0)
          }) {
        String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
        assertTrue(message.contains("FLOAT32") && message.contains("FLOAT16"), message);
        assertTrue(message.contains("engine.cast(tensor, type)"), message);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(value = DataType.class, to = "FLOAT64")
  void memoryIsGivenOutAgainForTheSameWidthOnly(DataType type) {
    for (DataType before : DataType.reals()) {
      engine.tensor(before, new float[1024], 1024).close();
    }
    try (Tensor x = engine.tensor(type, new float[512], 512);
        Tensor y = engine.apply(DOUBLED, x)) {
      assertEquals(512, y.toFloatArray().length);
    }
  }

  @Test
  void argumentsThatAreNullAreNamed() {
    try (Tensor x = engine.tensor(new float[] {1}, 1)) {
      named("kernel", () -> engine.apply(null, x));
      named("x", () -> engine.apply(DOUBLED, null));
      named("b", () -> engine.run(PRODUCT, x, null));
      named("inputs", () -> engine.run(PRODUCT, (Tensor[]) null));
      named("upstream", () -> engine.backward(DOUBLED, x, null));
      named("output", () -> engine.runInto(null, DOUBLED, x));
      named("kernel", () -> engine.derivative(null, x));
      named("kernel", () -> engine.gradientSplit(null, x, x, 0));
      named("values", () -> engine.tensor((float[]) null, 1));
      named("type", () -> engine.tensor(null, new float[1], 1));
      named("type", () -> engine.cast(x, null));
      named("type", () -> engine.empty((DataType) null, 1));
      named("shape", () -> engine.empty((long[]) null));
      named("backend", () -> Engine.create(null));
      named("target", () -> x.copyTo(0, (float[]) null, 0, 1));
      named("source", () -> x.copyFrom((double[]) null, 0, 0, 1));
      named("parameter", () -> DOUBLED.with(null, 1));
      named("type", () -> DOUBLED.program(null));
    }
  }

  private static void named(String argument, Runnable call) {
    assertEquals(argument, assertThrows(NullPointerException.class, call::run).getMessage());
  }
}
