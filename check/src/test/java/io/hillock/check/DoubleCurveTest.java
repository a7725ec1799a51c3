package io.hillock.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hillock.kernels.Activations;
import io.hillock.kernels.Kernel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DoubleCurveTest {
  private static final int INPUTS = 5_000;

  /** Every so many of them. */
  private static final int STEP = 25;

  static Stream<Kernel> kernels() {
    List<Kernel> kernels = new ArrayList<>();
    for (Kernel kernel : Activations.all()) {
      if (SweepJob.takes(kernel)) {
        kernels.add(kernel);
        kernels.add(kernel.derivative());
      }
    }
    kernels.add(Kernel.of("zero", x -> x.sub(1.2345)));
    kernels.add(Kernel.of("step", x -> x.mul(7).lt(1).select(x, x.mul(1.0000001))));
    return kernels.stream();
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void whatIsFoundIsTheTruth(Kernel kernel) {
    Truth truth = Truth.ofDouble(kernel).orElseThrow();
    DoubleCurve curve = new DoubleCurve(Truth.ofDouble(kernel).orElseThrow(), 1);
    DoubleInputs spread = DoubleInputs.spread(kernel, 1);
    double[] inputs = new double[(int) spread.count() + INPUTS];
    DoubleInputs.spread(kernel, inputs.length).fill(0, inputs.length, new Object[] {inputs});
    int found = 0;
    for (int i = 0; i < inputs.length; i += STEP) {
      double x = inputs[i];
      if (curve.find(x)) {
        Real right = truth.real(x);
        double error =
            right.subtract(Real.of(curve.high())).subtract(Real.of(curve.low())).doubleValue();
        double allowed = Math.max(Double.MIN_VALUE, Math.abs(right.doubleValue()) * 0x1p-60);
        assertTrue(Math.abs(error) <= allowed, () -> kernel.name() + " at " + x + ": " + right);
        assertEquals(curve.high(), curve.high() + curve.low(), "the parts do not overlap");
        found++;
      }
    }
    // Most of some functions' inputs have no value, and a wave that is too short none to find.
    assertTrue(found > inputs.length / STEP / 9, found + " of " + inputs.length + " are found");
  }

  @Test
  void aPieceIsFittedOnceItIsWorthIt() {
    Truth truth = Truth.ofDouble(Activations.TANH).orElseThrow();
    DoubleCurve curve = new DoubleCurve(truth, 3);
    for (double x : new double[] {1.001, 1.002}) {
      assertFalse(curve.find(x));
    }
    int asked = 2;
    while (!curve.find(1.003)) {
      assertTrue(asked++ < 3 * 12, "no depth is worth a fit");
    }
    assertTrue(curve.find(1.0031));
  }
}
