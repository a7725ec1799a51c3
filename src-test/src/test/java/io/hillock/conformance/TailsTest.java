package io.hillock.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hillock.check.Ulp;
import io.hillock.kernels.Activations;
import io.hillock.kernels.Kernel;
import io.hillock.tensor.Engine;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Values that other engines are known to lose: tails that they compute as 0 or as NaN. The true
 * values were computed with 50 digits.
 */
@EveryBackend
class TailsTest {
  @Parameter Engine engine;

  @ParameterizedTest
  @CsvSource({
    "sigmoid, -88.0, 6.054601895401186e-39",
    "sigmoid, -100.0, 3.720075976020836e-44",
    "sigmoid, -103.0, 1.8521167695179754e-45",
    "sigmoid, -17.0, 4.1399375473943306e-08",
    "sigmoid, 17.0, 0.9999999586006245",
    "sigmoid, 100.0, 1.0",
    "tanh, 1e-30, 1.0000000031710769e-30",
    "tanh, -9.0, -0.999999969540041",
    "tanh, 9.0, 0.999999969540041",
    "tanh, 0.0001, 9.999999714045421e-05",
    "elu, -1e-22, -1.000000031374395e-22",
    "elu, -1e-40, -9.99994610111476e-41",
    "elu, -17.0, -0.9999999586006229",
    "elu, -100.0, -1.0",
    "gelu, -5.0, -1.4332578593959695e-06",
    "gelu, -7.0, -8.958687807200846e-12",
    "gelu, -10.0, -7.619853024160526e-23",
    "gelu, -14.0, -1.091095154686992e-43",
    "gelu, 1e-30, 5.000000015855384e-31",
    "gelu, -1e-30, -5.000000015855384e-31",
    "gelu, 100.0, 100.0",
    "logit, 1e-40, -92.10340910966488",
    "logit, 0.50000006, 2.384185791015636e-07",
    "logit, 0.99999994, 16.63553227383404",
    "gaussian, 14.3, 3.9405742334614107e-45",
    "gaussian, -10.0, 1.9287498479639178e-22",
    "gaussian, 1e-05, 0.99999999995"
  })
  void functionsKeepTheirTails(String name, float x, double truth) {
    Kernel kernel = Activations.named(name);
    near(kernel, x, truth, kernel.documentation().maxUlpForward());
  }

  @ParameterizedTest
  @CsvSource({
    "sigmoid, 17.0, 4.1399373760035016e-08",
    "sigmoid, 40.0, 4.248354255291589e-18",
    "sigmoid, 100.0, 3.720075976020836e-44",
    "sigmoid, -88.0, 6.054601895401186e-39",
    "tanh, 9.0, 6.091991712323229e-08",
    "tanh, 20.0, 1.6993417021166355e-17",
    "tanh, -44.0, 2.4218407581604743e-38",
    "tanh, 50.0, 1.4880303904083344e-43",
    "elu, -1e-22, 1.0",
    "elu, -90.0, 8.194012623990515e-40",
    "elu, -100.0, 3.720075976020836e-44",
    "gelu, 30.0, 1.0",
    "gelu, 45.0, 1.0",
    "gelu, 1000.0, 1.0",
    "gelu, -7.0, -6.266323031466631e-11",
    "gelu, -10.0, -7.618400096464814e-22",
    "gelu, -14.0, -1.527455646325367e-42",
    "gelu, 5.0, 1.000007146946002",
    "gaussian, 14.3, -5.635021229010305e-44",
    "gaussian, -10.0, 1.9287498479639177e-21",
    "gaussian, 1e-30, -1.0000000031710769e-30"
  })
  void derivativesKeepTheirTails(String name, float x, double truth) {
    Kernel kernel = Activations.named(name);
    near(kernel.derivative(), x, truth, kernel.documentation().maxUlpDerivative());
  }

  private void near(Kernel kernel, float x, double truth, double limit) {
    float found = Runs.run(engine, kernel, new long[] {1}, new float[] {x})[0];
    double error = Ulp.error(found, truth);
    assertTrue(
        error <= limit, () -> kernel.name() + " of " + x + " is " + truth + ", not " + found);
    assertEquals(truth == 0, found == 0, () -> kernel.name() + " of " + x);
  }
}
