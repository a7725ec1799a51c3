package io.hillock.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hillock.kernels.Activations;
import io.hillock.kernels.Kernel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CurveTest {
  private static final double TOLERANCE = 0x1p-43;
  private static final double NOTHING = 0x1p-174;

  static Stream<Kernel> kernels() {
    List<Kernel> kernels = new ArrayList<>();
    for (Kernel kernel : Activations.all()) {
      // Where a wave is shorter than a float's last place only its own values tell what it is.
      if (SweepJob.takes(kernel) && kernel != Activations.SNAKE) {
        kernels.add(kernel);
        kernels.add(kernel.derivative());
      }
    }
    // A zero, a pole, a step and a double zero at no special place.
    kernels.add(Kernel.of("zero", x -> x.sub(1.2345)));
    kernels.add(Kernel.of("pole", x -> x.sub(1.2345).mul(x.sub(1.2345)).sqrt()));
    kernels.add(Kernel.of("step", x -> x.mul(7).lt(1).select(x, x.mul(1.0000001))));
    kernels.add(Kernel.of("touch", x -> x.sub(2.3456).mul(x.sub(2.3456))));
    kernels.add(Kernel.of("edge", x -> x.sub(2.3456).sqrt()));
    return kernels.stream();
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void aBlockHoldsTheTrueValues(Kernel kernel) {
    Truth truth = Truth.of(kernel).orElseThrow();
    Curve curve = new Curve(truth);
    double[] values = new double[SweepJob.BLOCK];
    Random random = new Random(1);
    for (long block = 0; block < 1L << 32; block += 97L * SweepJob.BLOCK) {
      curve.fill((int) block, SweepJob.BLOCK, values, 0);
      for (int i = 0; i < 20; i++) {
        int element = i < 2 ? i * (SweepJob.BLOCK - 1) : random.nextInt(SweepJob.BLOCK);
        assertNear(truth, Float.intBitsToFloat((int) block + element), values[element]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void aSingleValueIsTheTrueOne(Kernel kernel) {
    Truth truth = Truth.of(kernel).orElseThrow();
    Curve curve = new Curve(truth, 1);
    for (float x : Inputs.specials(kernel)) {
      assertNear(truth, x, curve.value(x));
    }
    for (int i = 0; i < 20_000; i++) {
      float x = Float.intBitsToFloat(i * 0x9E3779B1);
      assertNear(truth, x, curve.value(x));
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void fewValuesAreComputedByThemselves(Kernel kernel) {
    Curve curve = new Curve(Truth.of(kernel).orElseThrow());
    double[] values = new double[SweepJob.BLOCK];
    int blocks = 0;
    for (long block = 0; block < 1L << 32; block += 97L * SweepJob.BLOCK) {
      curve.fill((int) block, SweepJob.BLOCK, values, 0);
      blocks++;
    }
    assertTrue(curve.evaluations() < 100L * blocks, () -> "" + curve.evaluations());
  }

  private static void assertNear(Truth truth, float x, double found) {
    double expected = truth.value(x);
    if (Math.abs(expected) > 0x1p200 || Double.isNaN(expected)) {
      assertEquals(Math.signum(expected), Math.signum(found), () -> "at " + x);
      assertTrue(Double.isNaN(expected) || Math.abs(found) > 0x1p199, () -> "at " + x);
    } else {
      double tolerance = Math.max(NOTHING, TOLERANCE * Math.abs(expected));
      assertEquals(expected, found, tolerance, () -> "at " + x);
    }
  }
}
