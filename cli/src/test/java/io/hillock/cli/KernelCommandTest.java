package io.hillock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hillock.kernels.Activations;
import io.hillock.kernels.DataType;
import io.hillock.tensor.BackendUnavailableException;
import io.hillock.tensor.Backends;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class KernelCommandTest {
  private static String source(Object... args) {
    return Outcome.of(args).succeeded().out().stripTrailing();
  }

  @Test
  void sourceIsWhatTheBackendCompiles() {
    assertEquals(
        Backends.source("cpu", Activations.GELU.program()).stripTrailing(),
        source("kernel", "gelu", "--target", "java"));
    assertTrue(source("kernel", "gelu", "--target", "java").contains("class"));
  }

  @Test
  void derivativeAndBackwardAreOtherSources() {
    assertEquals(
        Backends.source("cpu", Activations.TANH.derivative().program()).stripTrailing(),
        source("kernel", "tanh", "--target", "java", "--derivative"));
    assertEquals(
        Backends.source("cpu", Activations.SOFTMAX.backward().program()).stripTrailing(),
        source("kernel", "softmax", "--target", "java", "--backward"));
    assertNotEquals(
        source("kernel", "tanh", "--target", "java"),
        source("kernel", "tanh", "--target", "java", "--backward"));
  }

  @ParameterizedTest
  @EnumSource(value = DataType.class, to = "FLOAT64")
  void dataTypeChoosesTheProgram(DataType type) {
    assertEquals(
        Backends.source("cpu", Activations.RELU.program(type)).stripTrailing(),
        source("kernel", "relu", "--target", "java", "--data-type", type.label()));
  }

  @Test
  void parametersDoNotChangeTheSource() {
    assertEquals(
        source("kernel", "elu", "--target", "java"),
        source("kernel", "elu", "--target", "java", "--param", "alpha=0.5"));
  }

  @ParameterizedTest
  @CsvSource({"opencl, opencl", "ptx, cuda"})
  void targetIsRenderedByItsBackendOrEndsWithThree(String target, String backend) {
    Outcome outcome = Outcome.of("kernel", "relu", "--target", target);
    String expected;
    try {
      expected = Backends.source(backend, Activations.RELU.program());
    } catch (BackendUnavailableException e) {
      outcome.saysOnly(
          ExitCode.UNAVAILABLE,
          "hillock kernel: this build of Hillock has no "
              + backend
              + " backend; 'hillock devices' lists those there are");
      return;
    }
    assertEquals(expected.stripTrailing(), outcome.succeeded().out().stripTrailing());
  }
}
