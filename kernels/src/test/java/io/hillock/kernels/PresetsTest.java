package io.hillock.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class PresetsTest {
  @Test
  void theSameNameMeansDifferentThings() {
    assertEquals(0.01, Activations.pytorch("leaky_relu").parameter("alpha"));
    assertEquals(0.2, Activations.keras("leaky_relu").parameter("alpha"));
    assertEquals(0.3, Activations.keras("LeakyReLU").parameter("alpha"));
    assertSame(Activations.GELU, Activations.pytorch("gelu"));
    assertSame(Activations.GELU_TANH, Activations.jax("gelu"));
    assertSame(Activations.GELU_SIGMOID, Activations.dl4j("GELU"));
    assertSame(Activations.HARD_SIGMOID, Activations.pytorch("hardsigmoid"));
    assertEquals(0.2, Activations.onnx("HardSigmoid", 13).parameter("alpha"));
    assertEquals(20, Activations.pytorch("softplus").parameter("threshold"));
    assertEquals(Double.POSITIVE_INFINITY, Activations.jax("softplus").parameter("threshold"));
  }

  @Test
  void spellingsOfModulesAndFunctionsAreBothKnown() {
    assertSame(Activations.HARD_SHRINK, Activations.pytorch("Hardshrink"));
    assertSame(Activations.LOG_SIGMOID, Activations.pytorch("LogSigmoid"));
    assertSame(Activations.LEAKY_RELU, Activations.pytorch("LeakyReLU"));
  }

  @Test
  void onnxOperatorsComeWithTheirOperatorSet() {
    assertSame(Activations.GELU, Activations.onnx("Gelu", 20));
    NoSuchElementException early =
        assertThrows(NoSuchElementException.class, () -> Activations.onnx("Gelu", 13));
    assertTrue(early.getMessage().contains("from operator set 20"), early.getMessage());
    assertThrows(NoSuchElementException.class, () -> Activations.onnx("gelu", 7));
    assertThrows(NoSuchElementException.class, () -> Activations.onnx("Softmax", 11));
    assertThrows(NoSuchElementException.class, () -> Activations.onnx("Hardmax", 12));
    assertSame(Softmaxes.LOG_SOFTMAX, Activations.onnx("LogSoftmax", 13));
    assertEquals((double) 1.6732f, Activations.onnx("selu", 1).parameter("alpha"));
    assertEquals(1.67326319217681884765625, Activations.onnx("Selu", 6).parameter("alpha"));
    assertEquals((double) 1.6732f, Activations.onnx("Selu", 1).parameter("alpha"));
  }

  @Test
  void anUnknownNameNamesTheNearest() {
    NoSuchElementException e =
        assertThrows(NoSuchElementException.class, () -> Activations.pytorch("leaky_rleu"));
    assertTrue(e.getMessage().contains("did you mean 'leaky_relu'?"), e.getMessage());
  }
}
