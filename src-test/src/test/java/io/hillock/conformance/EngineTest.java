package io.hillock.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hillock.check.Rows;
import io.hillock.kernels.Activations;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Kernel;
import io.hillock.kernels.Softmaxes;
import io.hillock.tensor.Engine;
import io.hillock.tensor.Shape;
import io.hillock.tensor.Tensor;
import io.hillock.tensor.TensorClosedException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an engine promises beside its values: where they go, and what it refuses. */
@EveryBackend
class EngineTest {
  @Parameter Engine engine;

  private final float[] values = new Rows(1, 24).get(1, 1)[0];
  private final float[] others = new Rows(1, 24).get(2, 1)[0];

  private static String refusal(Runnable call) {
    return assertThrows(IllegalArgumentException.class, call::run).getMessage();
  }

  static Stream<Kernel> unary() {
    return Stream.concat(Activations.all().stream(), Kernels.users().stream())
        .filter(kernel -> kernel != Softmaxes.SPARSEMAX) // slow to compile, and nothing new
        .filter(kernel -> kernel.inputs().size() == 1 && kernel.outputs().size() == 1);
  }

  @ParameterizedTest
  @MethodSource("unary")
  void inPlaceGivesTheSameBits(Kernel kernel) {
    if (kernel.program().reducesRow()) {
      try (Tensor x = engine.tensor(values, 4, 6)) {
        String message = refusal(() -> engine.applyInPlace(kernel, x));
        assertTrue(message.contains("[4, 6]") && message.contains("[4, 1]"), message);
      }
      return;
    }
    float[] input = new Rows(1, 3 * 5001).get(1, 1)[0];
    try (Tensor x = engine.tensor(input, 3, 5001);
        Tensor y = engine.apply(kernel, x)) {
      engine.applyInPlace(kernel, x);
      Expected.assertBits(kernel.name(), y.toFloatArray(), x.toFloatArray(), input);
    }
  }

  @ParameterizedTest
  @MethodSource("unary")
  void aBackwardCanOverwriteEitherOfItsInputs(Kernel kernel) {
    float[] x = new Rows(1, 2 * 5001).get(1, 1)[0];
    float[] g = new Rows(1, 2 * 5001).get(2, 1)[0];
    Kernel backward = kernel.backward();
    if (backward.program().reducesRow()) {
      return;
    }
    float[] expected = Runs.run(engine, backward, new long[] {2, 5001}, x, g);
    for (int overwritten = 0; overwritten < 2; overwritten++) {
      try (Tensor a = engine.tensor(x, 2, 5001);
          Tensor b = engine.tensor(g, 2, 5001)) {
        Tensor output = overwritten == 0 ? a : b;
        engine.runInto(output, backward, a, b);
        Expected.assertBits(backward.name(), expected, output.toFloatArray(), x, g);
      }
    }
  }

  @Test
  void aResultIsWrittenIntoATensorThatIsGiven() {
    try (Tensor x = engine.tensor(values, 2, 3, 4);
        Tensor y = engine.empty(2, 3, 4);
        Tensor reduced = engine.empty(2, 1, 4)) {
      engine.runInto(y, Activations.GELU, x);
      assertArrayEquals(Expected.compute(Activations.GELU, values), y.toFloatArray());
      engine.runAlongInto(y, 1, Activations.SOFTMAX, x);
      long[] shape = {2, 3, 4};
      float[] expected = Runs.runAlong(engine, 1, Activations.SOFTMAX, shape, values);
      assertArrayEquals(expected, y.toFloatArray());
      engine.runAlongInto(reduced, 1, Kernels.LOG_SUM_EXP, x);
      float[] sums = Runs.runAlong(engine, 1, Kernels.LOG_SUM_EXP, shape, values);
      assertArrayEquals(sums, reduced.toFloatArray());
    }
  }

  @Test
  void severalResultsAreWrittenIntoTensorsThatAreGiven() {
    try (Tensor x = engine.tensor(values, 4, 6);
        Tensor positive = engine.empty(4, 6);
        Tensor negative = engine.empty(4, 6)) {
      engine.runAllInto(new Tensor[] {positive, negative}, Activations.CRELU, x);
      assertArrayEquals(
          Expected.compute(Activations.CRELU.output(0), values), positive.toFloatArray());
      assertArrayEquals(
          Expected.compute(Activations.CRELU.output(1), values), negative.toFloatArray());
      refusal(() -> engine.runAllInto(new Tensor[] {positive}, Activations.CRELU, x));
      refusal(() -> engine.runAllInto(new Tensor[] {positive, positive}, Activations.CRELU, x));
    }
  }

  @Test
  void aCopyHasTheSameBits() {
    for (DataType type : DataType.reals()) {
      for (int count : new int[] {0, 1, 1000, 300_001}) {
        double[] elements = new Random(count).doubles(count, -9, 9).toArray();
        try (Tensor x = engine.tensor(type, elements, count);
            Tensor y = engine.empty(type, count);
            Tensor other = engine.empty(type, count + 1)) {
          engine.copyInto(y, x);
          assertArrayEquals(x.toDoubleArray(), y.toDoubleArray());
          refusal(() -> engine.copyInto(x, x));
          refusal(() -> engine.copyInto(other, x));
        }
      }
    }
  }

  @Test
  void aTensorOfAnotherShapeToWriteIntoIsRefusedWithBothShapes() {
    try (Tensor x = engine.tensor(values, 2, 3, 4);
        Tensor y = engine.empty(2, 12)) {
      String message = refusal(() -> engine.runInto(y, Activations.GELU, x));
      assertTrue(message.contains("[2, 3, 4]") && message.contains("[2, 12]"), message);
    }
  }

  @Test
  void anInputThatIsReadMoreThanOnceIsNotOverwritten() {
    try (Tensor x = engine.tensor(values, 24);
        Tensor slope = engine.tensor(new float[] {0.5f}, 1)) {
      refusal(() -> engine.runInto(slope, Activations.PRELU, x, slope));
      assertArrayEquals(new float[] {0.5f}, slope.toFloatArray());
    }
  }

  @Test
  void inputsThatDoNotFitTogetherAreRefusedWithBothShapes() {
    try (Tensor a = engine.tensor(values, 4, 6);
        Tensor b = engine.tensor(others, 6, 4)) {
      String message = refusal(() -> engine.run(Activations.PRELU, a, b));
      assertTrue(message.contains("[4, 6]") && message.contains("[6, 4]"), message);
      refusal(() -> engine.backward(Activations.GELU, a, b));
      refusal(() -> engine.gradient(Activations.PRELU, 1, a, a, b));
    }
  }

  @Test
  void aWrongNumberOfInputsIsRefusedWithTheirNames() {
    try (Tensor x = engine.tensor(values, 24)) {
      String message = refusal(() -> engine.run(Activations.PRELU, x));
      assertTrue(message.contains("slope") && message.contains("1"), message);
    }
  }

  @Test
  void anAxisThatIsNotThereIsRefusedWithTheShape() {
    try (Tensor x = engine.tensor(values, 4, 6)) {
      String message = refusal(() -> engine.softmax(x, 2));
      assertTrue(message.contains("2") && message.contains("[4, 6]"), message);
      refusal(() -> engine.softmax(x, -3));
    }
  }

  @Test
  void aSingleNumberIsARowOfOne() {
    try (Tensor x = engine.tensor(new float[] {3.5f});
        Tensor y = engine.softmax(x, -1)) {
      assertEquals(Shape.of(), y.shape());
      assertArrayEquals(new float[] {1}, y.toFloatArray());
    }
  }

  @Test
  void theDerivativeOfARowKernelIsRefused() {
    try (Tensor x = engine.tensor(values, 24)) {
      assertTrue(refusal(() -> engine.derivative(Activations.SOFTMAX, x)).contains("backward"));
    }
  }

  @Test
  void valuesThatDoNotFillTheShapeAreRefused() {
    String message = refusal(() -> engine.tensor(values, 5, 5));
    assertTrue(message.contains("[5, 5]") && message.contains("24"), message);
  }

  @Test
  void aClosedTensorIsRefusedAndTheEngineWorksOn() {
    Tensor x = engine.tensor(values, 4, 6);
    x.close();
    x.close();
    String message =
        assertThrows(TensorClosedException.class, () -> engine.apply(Activations.GELU, x))
            .getMessage();
    assertTrue(message.contains("[4, 6]"), message);
    assertThrows(TensorClosedException.class, x::toFloatArray);
    assertThrows(TensorClosedException.class, () -> engine.applyInPlace(Activations.GELU, x));
    float[] expected = Expected.compute(Activations.GELU, values);
    assertArrayEquals(expected, Runs.run(engine, Activations.GELU, new long[] {24}, values));
  }

  @Test
  void aTensorOfAnotherEngineIsRefused() {
    try (Engine other = Engine.create(engine.device().backend(), engine.device().index());
        Tensor mine = engine.tensor(values, 24);
        Tensor theirs = other.tensor(values, 24)) {
      String message = refusal(() -> engine.apply(Activations.GELU, theirs));
      assertTrue(message.contains("another engine") && message.contains("[24]"), message);
      refusal(() -> engine.backward(Activations.GELU, mine, theirs));
      refusal(() -> engine.runInto(theirs, Activations.GELU, mine));
    }
  }

  @Test
  void aClosedEngineIsRefusedAndOthersWorkOn() {
    Engine closed = Engine.create(engine.device().backend(), engine.device().index());
    Tensor x = closed.tensor(values, 24);
    closed.close();
    closed.close();
    assertThrows(TensorClosedException.class, () -> closed.apply(Activations.GELU, x));
    assertThrows(TensorClosedException.class, () -> closed.empty(3));
    x.close();
    float[] expected = Expected.compute(Activations.GELU, values);
    assertArrayEquals(expected, Runs.run(engine, Activations.GELU, new long[] {24}, values));
  }

  @Test
  void elementsAreCopiedInPartsBothWays() {
    try (Tensor x = engine.tensor(values, 24)) {
      x.copyFrom(others, 3, 10, 5);
      float[] expected = values.clone();
      System.arraycopy(others, 3, expected, 10, 5);
      assertArrayEquals(expected, x.toFloatArray());
      float[] part = new float[9];
      x.copyTo(8, part, 1, 7);
      for (int i = 0; i < 7; i++) {
        assertEquals(expected[8 + i], part[1 + i]);
      }
      assertEquals(0, part[0] + part[8]);
      refusal(() -> x.copyTo(20, new float[9], 0, 5));
      refusal(() -> x.copyFrom(values, 20, 0, 5));
    }
  }

  @Test
  void anUploadedArrayCanBeChangedAtOnce() {
    float[] once = values.clone();
    try (Tensor x = engine.tensor(once, 24)) {
      Arrays.fill(once, -7);
      assertArrayEquals(values, x.toFloatArray());
    }
  }

  @Test
  void aParameterIsAnArgumentOfTheSameProgram() {
    Kernel one = Kernels.SWISH;
    for (double beta : new double[] {1, 0.25, -3, 1e-40, 1e30}) {
      Kernel changed = one.with("beta", beta);
      // Backends keep compiled code by its program, so nothing is compiled again.
      assertSame(one.program(), changed.program());
      assertSame(one.derivative().program(), changed.derivative().program());
      for (Kernel kernel : Kernels.withDerived(changed).toList()) {
        float[][] inputs = Expected.inputs(kernel, 1000);
        float[] found = Runs.run(engine, kernel, new long[] {1000}, inputs);
        Expected.assertBits(kernel.toString(), Expected.compute(kernel, inputs), found, inputs);
      }
    }
  }

  @Test
  void derivativesAreMetThroughTheEnginesOwnMethods() {
    try (Tensor x = engine.tensor(values, 4, 6);
        Tensor g = engine.tensor(others, 4, 6);
        Tensor d = engine.derivative(Activations.TANH, x);
        Tensor b = engine.backward(Activations.TANH, x, g);
        Tensor s = engine.backward(Activations.SOFTMAX, x, g, 0)) {
      assertArrayEquals(Expected.compute(Activations.TANH.derivative(), values), d.toFloatArray());
      assertArrayEquals(
          Expected.compute(Activations.TANH.backward(), values, others), b.toFloatArray());
      long[] shape = {4, 6};
      Kernel backward = Activations.SOFTMAX.backward();
      float[] expected = Runs.runAlong(engine, 0, backward, shape, values, others);
      assertArrayEquals(expected, s.toFloatArray());
    }
  }
}
