package io.hillock.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hillock.kernels.Activations;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class PeerCheckTest {
  private static final long STRIDE = (1 << 18) + 1;

  private static UnaryOperator<float[]> each(DoubleUnaryOperator function) {
    return x -> {
      float[] y = new float[x.length];
      for (int i = 0; i < x.length; i++) {
        y[i] = (float) function.applyAsDouble(x[i]);
      }
      return y;
    };
  }

  @Test
  void errorOfRightValuesIsHalfAUlp() {
    PeerCheck.Result result =
        PeerCheck.run(Activations.TANH, Check.Kind.FORWARD, STRIDE, each(Math::tanh));
    assertEquals(0.5, result.maxUlp(), 1e-6);
    assertEquals(0, result.nanMismatches());
    assertNull(result.nanInput());
    assertTrue(result.inputs() > (1L << 32) / STRIDE, "" + result);
  }

  @Test
  void naivelySquaredExponentialIsNaNFrom44On() {
    // As ND4J has the derivative of silu.
    UnaryOperator<float[]> naive =
        each(
            x -> {
              float z = (float) x;
              float e = (float) Math.exp(x);
              return e * (e + z + 1) / ((e + 1) * (e + 1));
            });
    PeerCheck.Result result = PeerCheck.run(Activations.SILU, Check.Kind.DERIVATIVE, STRIDE, naive);
    assertTrue(result.nanMismatches() > 1000, "" + result);
    assertEquals(44.4, result.nanInput(), 0.5);
  }

  @Test
  void derivativeAtKinkIsAConvention() {
    UnaryOperator<float[]> other = each(x -> x >= 0 ? 1 : 0);
    PeerCheck.Result result = PeerCheck.run(Activations.RELU, Check.Kind.DERIVATIVE, STRIDE, other);
    assertEquals(0, result.maxUlp());
    assertNull(result.worstInput());
  }

  @Test
  void zeroInsteadOfATailIsFound() {
    UnaryOperator<float[]> cut = each(x -> x < -80 ? 0 : 1 / (1 + Math.exp(-x)));
    PeerCheck.Result result = PeerCheck.run(Activations.SIGMOID, Check.Kind.FORWARD, STRIDE, cut);
    assertTrue(result.maxUlp() > 0x1p23, "" + result);
    assertTrue(result.worstInput() < -80, "" + result);
  }

  @Test
  void whatCannotBeMeasuredIsRefused() {
    UnaryOperator<float[]> same = x -> x;
    assertThrows(
        IllegalArgumentException.class,
        () -> PeerCheck.run(Activations.GLU, Check.Kind.FORWARD, 1, same));
    assertThrows(
        IllegalArgumentException.class,
        () -> PeerCheck.run(Activations.TANH, Check.Kind.BACKWARD, 1, same));
    assertThrows(
        IllegalArgumentException.class,
        () -> PeerCheck.run(Activations.TANH, Check.Kind.FORWARD, 1 << 10, same));
  }
}
