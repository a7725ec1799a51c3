package io.hillock.check;

import static io.hillock.kernels.Functions.expDifference;
import static io.hillock.kernels.Functions.rowMax;
import static io.hillock.kernels.Functions.rowSum;
import static io.hillock.kernels.Functions.sigmoid;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hillock.kernels.Activations;
import io.hillock.kernels.Kernel;
import org.junit.jupiter.api.Test;

class TruthTest {
  @Test
  void aParameterIsTheFloatTheKernelIsCalledWith() {
    Truth truth = Truth.of(Activations.LEAKY_RELU.with("alpha", 0.1)).orElseThrow();
    assertEquals(-3.0 * 0.1f, truth.value(-3));
  }

  @Test
  void aConstantIsNotRounded() {
    Kernel tenth = Kernel.of("tenth", x -> x.mul(0.1));
    assertEquals(3 * 0.1, Truth.of(tenth).orElseThrow().value(3));
  }

  @Test
  void aConstantThatIsComparedWithIsTheFloat() {
    Kernel step = Kernel.of("step", x -> x.le(0.1).select(0, x));
    assertEquals(0, Truth.of(step).orElseThrow().value(0.1f));
  }

  @Test
  void everyKernelOfTheCatalogueHasATrueValue() {
    for (Kernel kernel : Activations.all()) {
      if (kernel.parameters().stream().anyMatch(p -> p.name().equals("seed"))) {
        continue; // random numbers are made of bits
      }
      for (Check.Kind kind : Check.kinds(kernel)) {
        for (Kernel target : Check.targets(kernel, kind)) {
          assertTrue(Truth.of(target).isPresent(), target::name);
        }
      }
    }
  }

  @Test
  void anExpressionOnBitsHasNone() {
    assertTrue(Truth.of(Kernel.of("magic", x -> x.bits().shr(1).fromBits())).isEmpty());
  }

  @Test
  void blocksOfManyElementsGiveWhatSingleOnesGive() {
    Truth truth = Truth.of(Kernel.of("silu", x -> x.mul(sigmoid(x)))).orElseThrow();
    float[][] inputs = new float[1][1500];
    for (int i = 0; i < 1500; i++) {
      inputs[0][i] = (i - 700) / 16f;
    }
    double[] values = new double[1490];
    truth.evaluate(inputs, 10, 1490, values);
    for (int i = 0; i < 1490; i++) {
      assertEquals(truth.value(inputs[0][i + 10]), values[i]);
    }
  }

  @Test
  void aRowsSumIsCompensated() {
    Truth truth = Truth.of(Kernel.of("sum", x -> rowSum(x))).orElseThrow();
    double[] row = {1e60, 1, -1e60, 0.5};
    assertArrayEquals(new double[] {1.5}, truth.row(row));
  }

  @Test
  void aRowsInfinitiesAndNaNsReachItsSumAndMaximum() {
    Truth sum = Truth.of(Kernel.of("sum", x -> rowSum(x))).orElseThrow();
    Truth max = Truth.of(Kernel.of("max", x -> rowMax(x))).orElseThrow();
    double inf = Double.POSITIVE_INFINITY;
    assertArrayEquals(new double[] {inf}, sum.row(new double[] {1, inf, 2}));
    assertArrayEquals(new double[] {Double.NaN}, sum.row(new double[] {-inf, inf, 2}));
    assertArrayEquals(new double[] {Double.NaN}, max.row(new double[] {1, Double.NaN, 2}));
    assertArrayEquals(new double[] {-inf}, max.row(new double[0]));
    assertArrayEquals(new double[] {0}, sum.row(new double[0]));
  }

  @Test
  void aSoftmaxSumsToOne() {
    Kernel softmax =
        Kernel.of(
            "softmax",
            x -> {
              var e = expDifference(x, rowMax(x));
              return e.div(rowSum(e));
            });
    double[] values = Truth.of(softmax).orElseThrow().row(new double[] {1, 2, 3});
    assertEquals(1, values[0] + values[1] + values[2], 1e-15);
    assertEquals(1 / (1 + Math.exp(1) + Math.exp(2)), values[0], 1e-15);
  }

  @Test
  void aRowKernelHasNoValueForAnElement() {
    Truth truth = Truth.of(Activations.SOFTMAX).orElseThrow();
    assertThrows(IllegalArgumentException.class, () -> truth.value(1));
  }
}
