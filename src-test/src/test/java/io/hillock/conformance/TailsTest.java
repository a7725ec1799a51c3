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
    "gaussian, 1e-05, 0.99999999995",
    "rrelu, -Infinity, -Infinity",
    "leaky-relu, -Infinity, -Infinity",
    "selu, -1e-22, -1.75809939600668e-22",
    "selu, -100, -1.7580993408473769",
    "selu, 1e-40, 1.0506953241942865e-40",
    "selu, 17, 17.861916785043168",
    "celu, -1e-22, -1.000000031374395e-22",
    "celu, -17, -0.99999995860062281",
    "gelu-tanh, -5.5, -5.927640263880262e-9",
    "gelu-tanh, -7, -2.315442262072549e-15",
    "gelu-tanh, -9, -1.3364595947348725e-28",
    "gelu-tanh, -1e-30, -5.0000000158553843e-31",
    "gelu-tanh, 100, 100.0",
    "gelu-sigmoid, -5.5, -0.00047303654130853024",
    "gelu-sigmoid, -50, -5.5018607500563321e-36",
    "gelu-sigmoid, -55, -1.2191474609882344e-39",
    "gelu-sigmoid, 100, 100.0",
    "silu, -88, -5.3280496679530436e-37",
    "silu, -100, -3.720075976020836e-42",
    "silu, -105, -2.6318958496949508e-44",
    "silu, 1e-40, 4.9999730505573798e-41",
    "silu, 100, 100.0",
    "swish, -88, -5.3280496679530436e-37",
    "swish, -100, -3.720075976020836e-42",
    "mish, -45, -1.2881333612472271e-18",
    "mish, -88, -5.3280496679530436e-37",
    "mish, -100, -3.720075976020836e-42",
    "mish, 1e-30, 6.0000000190264611e-31",
    "mish, 30, 30.0",
    "softplus, -100, 3.720075976020836e-44",
    "softplus, 100, 100.0",
    "softplus, -88, 6.0546018954011859e-39",
    "softplus, -17, 4.1399376330897474e-8",
    "softplus, 19, 19.000000005602796",
    "log-sigmoid, -100, -100.0",
    "log-sigmoid, 100, -3.720075976020836e-44",
    "log-sigmoid, 88, -6.0546018954011859e-39",
    "log-sigmoid, 17, -4.1399376330897474e-8",
    "log-sigmoid, -1e30, -1.0000000150474662e+30",
    "tanh-shrink, 1e-5, 3.333333080578758e-16",
    "tanh-shrink, -1e-10, -3.3333334668476547e-31",
    "tanh-shrink, 1e-14, 3.3333331578500369e-43",
    "tanh-shrink, 0.01, 3.3331997818940941e-7",
    "tanh-shrink, -10, -9.0000000041223072",
    "squareplus, -1e4, 9.999999900000002e-5",
    "squareplus, -1e20, 9.9999997995912306e-21",
    "squareplus, 1e30, 1.0000000150474662e+30",
    "squareplus, 0.001, 1.0005001250237528",
    "softsign, 1e-30, 1.0000000031710769e-30",
    "softsign, 1e30, 1.0",
    "softsign, -3, -0.75",
    "rational-tanh, 1e-20, 1.1439332970312067e-20",
    "rational-tanh, -0.001, -0.0011439328800707633",
    "rational-tanh, 30, 1.7158924427336349",
    "cube, 1e-13, 9.9999994735501106e-40",
    "cube, -3e-15, -2.6999997435090876e-44",
    "cube, 1e12, 9.9999998771200005e+35",
    "snake, 1e-10, 1.000000013451432e-10",
    "snake, 100, 100.2564061624965",
    "snake, 1e10, 10000000000.237662",
    "snake, -1e22, -9.9999997781963084e+21",
    "exponential, -100, 3.720075976020836e-44",
    "exponential, 88.7, 3.3259768301593062e+38",
    "exponential, 1e-10, 1.0000000001",
    "log, 1e-45, -103.27892990343185",
    "log, 0.99999994, -5.9604646551747535e-8",
    "log, 3e38, 88.596845824274431",
    "hard-swish, 1e-30, 5.0000000158553843e-31",
    "hard-swish, -2.9999998, -1.1920928007687811e-7",
    "sparse-plus, -0.99999994, 8.8817841970012523e-16",
    "sparse-plus, 0.99999994, 0.99999994039535611"
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
    "gaussian, 1e-30, -1.0000000031710769e-30",
    "silu, 30, 1.0000000000027137",
    "silu, 45, 1.0",
    "silu, 1000, 1.0",
    "silu, -45, -1.2595081754417332e-18",
    "silu, -100, -3.6828752162606276e-42",
    "gelu-sigmoid, 30, 1.0",
    "gelu-sigmoid, 45, 1.0",
    "gelu-sigmoid, 1000, 1.0",
    "gelu-sigmoid, -30, -3.345142317050573e-21",
    "mish, 30, 1.0",
    "mish, 45, 1.0",
    "mish, 1000, 1.0",
    "mish, -45, -1.2595081754417332e-18",
    "mish, -100, -3.6828752162606276e-42",
    "gelu-tanh, 30, 1.0",
    "gelu-tanh, 45, 1.0",
    "gelu-tanh, 1000, 1.0",
    "gelu-tanh, -7, -2.7651173507066019e-14",
    "gelu-tanh, -9, -2.5157352850674252e-27",
    "softplus, -100, 3.720075976020836e-44",
    "softplus, -88, 6.0546018954011859e-39",
    "softplus, 17, 0.99999995860062453",
    "log-sigmoid, 100, 3.720075976020836e-44",
    "log-sigmoid, 88, 6.0546018954011859e-39",
    "log-sigmoid, -17, 0.99999995860062453",
    "selu, -90, 1.440588819313281e-39",
    "selu, -100, 6.5402631213443938e-44",
    "tanh-shrink, 1e-10, 1.0000000267028641e-20",
    "tanh-shrink, 1e-20, 9.9999993653104608e-41",
    "tanh-shrink, 9, 0.99999993908008288",
    "softsign, 1e10, 9.999999998e-21",
    "softsign, 1e20, 9.9999995991824652e-41",
    "squareplus, -1e4, 9.99999970000001e-9",
    "squareplus, -1e10, 1.0e-20",
    "sqrt, 1e-40, 5.0000134747757808e+19",
    "sqrt, 1e38, 5.0000000799285788e-20",
    "cube, 1e-10, 3.0000000801085923e-20",
    "cube, 1e19, 2.9999999883038687e+38",
    "snake, 1e10, 0.14869784664579754",
    "snake, -2, 1.7568024953079283",
    "rational-tanh, 10, 0.00023844019434839709",
    "rational-tanh, 1000, 2.453096972206626e-14"
  })
  void derivativesKeepTheirTails(String name, float x, double truth) {
    Kernel kernel = Activations.named(name);
    near(kernel.derivative(), x, truth, kernel.documentation().maxUlpDerivative());
  }

  @ParameterizedTest
  @CsvSource({
    "softplus, beta, 1000, 0.01, 0.010000045175391946",
    "softplus, beta, 1000, -0.05, 1.9287484109338338e-25",
    "softplus, beta, 1e10, -3e-9, 9.3576205193411256e-24",
    "softplus, beta, 0.001, 5000, 5006.7153465806896",
    "swish, beta, 50, -1.5, -4.0179554427121169e-33",
    "swish, beta, -2, 40, 7.2194055513816607e-34",
    "elu, alpha, 1.7, -1e-22, -1.7000001010201887e-22",
    "elu, alpha, 0.3, -17, -0.29999999950111531",
    "celu, alpha, 0.3, -5, -0.29999999458767123"
  })
  void functionsKeepTheirTailsWithOtherParameters(
      String name, String parameter, double value, float x, double truth) {
    near(Activations.named(name).with(parameter, (float) value), x, truth, 1);
  }

  @ParameterizedTest
  @CsvSource({
    "elu, alpha, 1.7, -3, 0.084638018599401123",
    "elu, alpha, 0.3, -88, 1.8163806407968348e-39"
  })
  void derivativesHeedTheParameters(
      String name, String parameter, double value, float x, double truth) {
    near(Activations.named(name).with(parameter, (float) value).derivative(), x, truth, 1);
  }

  private void near(Kernel kernel, float x, double truth, double limit) {
    float found = Runs.run(engine, kernel, new long[] {1}, new float[] {x})[0];
    double error = Ulp.error(found, truth);
    assertTrue(
        error <= limit, () -> kernel.name() + " of " + x + " is " + truth + ", not " + found);
    assertEquals(truth == 0, found == 0, () -> kernel.name() + " of " + x);
  }
}
