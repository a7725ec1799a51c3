package io.hillock.kernels;

import static io.hillock.kernels.Functions.expm1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class KernelTest {
  private static String refusal(Runnable call) {
    return assertThrows(IllegalArgumentException.class, call::run).getMessage();
  }

  @Test
  void aParameterIsChangedWithoutLoweringAgain() {
    Kernel changed = Activations.LEAKY_RELU.with("alpha", 0.2);
    assertSame(Activations.LEAKY_RELU.program(), changed.program());
    assertEquals(0.2, changed.parameter("alpha"));
    assertEquals(0.01, Activations.LEAKY_RELU.parameter("alpha"));
    assertEquals(0.2, changed.derivative().parameterValues()[0]);
  }

  @Test
  void anUnknownParameterIsRefusedWithTheNamesThereAre() {
    String message = refusal(() -> Activations.ELU.with("slope", 1));
    assertTrue(message.contains("slope") && message.contains("alpha"), message);
  }

  @Test
  void aParameterOutOfRangeIsRefusedWithItsRange() {
    String message = refusal(() -> Activations.GAUSSIAN.with("sigma", 0));
    assertTrue(message.contains("sigma") && message.contains("0.0"), message);
    refusal(() -> Activations.GAUSSIAN.with("mu", Double.NaN));
    refusal(() -> Activations.GAUSSIAN.with("mu", Double.POSITIVE_INFINITY));
  }

  @Test
  void aRowKernelHasABackwardAndNoDerivative() {
    assertTrue(Activations.SOFTMAX.isRow());
    assertTrue(refusal(() -> Activations.SOFTMAX.derivative()).contains("backward"));
    assertEquals(List.of("x", "upstream"), Activations.SOFTMAX.backward().inputs());
  }

  @Test
  void derivedKernelsAreLoweredOnce() {
    assertSame(Activations.GELU.derivative().program(), Activations.GELU.derivative().program());
    assertSame(Activations.GELU.backward().program(), Activations.GELU.backward().program());
  }

  @Test
  void theBranchNotTakenAddsNoNanToADerivative() {
    Kernel elu = Kernel.of("elu", x -> x.gt(0).select(x, expm1(x)));
    Program derivative = elu.derivative().program();
    assertEquals(1f, new Interpreter(derivative).map(1000f));
    assertEquals(0f, new Interpreter(derivative).map(-1000f));
  }

  @Test
  void anExpressionOnBitsHasNoSymbolicDerivativeAndSaysSo() {
    Kernel kernel = Kernel.of("bits", x -> x.bits().and(~1).fromBits());
    assertTrue(refusal(() -> kernel.derivative()).contains("write the kernel's derivative"));
  }

  @Test
  void theNearestNameIsSuggested() {
    NoSuchElementException e =
        assertThrows(NoSuchElementException.class, () -> Activations.named("sigmod"));
    assertTrue(e.getMessage().contains("'sigmoid'"), e.getMessage());
    assertSame(Activations.GELU, Activations.named("gelu"));
  }

  @Test
  void everyEntryOfTheCatalogueIsDocumented() {
    for (Kernel kernel : Activations.all()) {
      assertTrue(kernel.name().matches("[a-z0-9]+(-[a-z0-9]+)*"), kernel.name());
      assertFalse(kernel.documentation().formula().isBlank(), kernel.name());
      assertFalse(kernel.documentation().range().isBlank(), kernel.name());
    }
  }
}
