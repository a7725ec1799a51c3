package io.hillock.conformance;

import static io.hillock.kernels.Activations.PRELU;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hillock.check.Inputs;
import io.hillock.check.Rows;
import io.hillock.kernels.Activations;
import io.hillock.kernels.Functions;
import io.hillock.kernels.Kernel;
import io.hillock.tensor.Engine;
import io.hillock.tensor.Shape;
import io.hillock.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/**
 * The kernel with a learned slope for each channel: an input that is stretched, and its gradient.
 */
@EveryBackend
class PreluTest {
  private static final Kernel SUM = Kernel.of("sum", x -> Functions.rowSum(x));
  private static final int BATCH = 3;
  private static final int CHANNELS = 5;
  private static final int PIXELS = 6 * 7;
  private static final int COUNT = BATCH * CHANNELS * PIXELS;

  @Parameter Engine engine;

  private final float[] x = new Rows(1, COUNT).get(1, 1)[0];
  private final float[] upstream = new Rows(1, COUNT).get(2, 1)[0];
  private final float[] slope = {0.25f, -0.5f, 0, 1e-30f, 3};

  private Tensor pixels(float[] values) {
    return engine.tensor(values, BATCH, CHANNELS, 6, 7);
  }

  private static float[] stretched(float[] slope) {
    float[] result = new float[COUNT];
    for (int i = 0; i < COUNT; i++) {
      result[i] = slope[i / PIXELS % slope.length];
    }
    return result;
  }

  @Test
  void aSlopeForEachChannelIsReadByItsPixels() {
    try (Tensor a = pixels(x);
        Tensor b = engine.tensor(slope, CHANNELS, 1, 1);
        Tensor y = engine.run(PRELU, a, b)) {
      assertEquals(Shape.of(BATCH, CHANNELS, 6, 7), y.shape());
      float[] all = stretched(slope);
      Expected.assertBits("prelu", Expected.compute(PRELU, x, all), y.toFloatArray(), x, all);
    }
  }

  @Test
  void oneSlopeIsReadByAll() {
    for (long[] shape : new long[][] {{}, {1}, {1, 1, 1, 1}}) {
      try (Tensor a = pixels(x);
          Tensor b = engine.tensor(new float[] {-0.75f}, shape);
          Tensor y = engine.run(PRELU, a, b)) {
        float[] all = stretched(new float[] {-0.75f});
        Expected.assertBits("prelu", Expected.compute(PRELU, x, all), y.toFloatArray(), x, all);
      }
    }
  }

  @Test
  void aSlopeForEachPixelIsReadByEachChannel() {
    float[] each = new Rows(1, PIXELS).get(5, 1)[0];
    try (Tensor a = pixels(x);
        Tensor b = engine.tensor(each, 6, 7);
        Tensor y = engine.run(PRELU, a, b)) {
      float[] all = new float[COUNT];
      for (int i = 0; i < COUNT; i++) {
        all[i] = each[i % PIXELS];
      }
      Expected.assertBits("prelu", Expected.compute(PRELU, x, all), y.toFloatArray(), x, all);
    }
  }

  @Test
  void manyElementsWithFewSlopesGiveTheInterpretersBits() {
    int count = 3 * 1001 * 333;
    float[] values = new float[count];
    Inputs inputs = Inputs.spread(Activations.RELU, 1);
    inputs.fill(inputs.specialCount(), count, new float[][] {values});
    float[] slopes = new Rows(1, 1001).get(1, 1)[0];
    float[] all = new float[count];
    for (int i = 0; i < count; i++) {
      all[i] = slopes[i / 333 % 1001];
    }
    try (Tensor a = engine.tensor(values, 3, 1001, 333);
        Tensor b = engine.tensor(slopes, 1001, 1);
        Tensor y = engine.run(PRELU, a, b)) {
      float[] expected = Expected.compute(PRELU, values, all);
      Expected.assertBits("prelu", expected, y.toFloatArray(), values, all);
    }
  }

  @Test
  void theGradientByXIsTheInterpreters() {
    try (Tensor a = pixels(x);
        Tensor b = engine.tensor(slope, CHANNELS, 1, 1);
        Tensor g = pixels(upstream);
        Tensor dx = engine.gradient(PRELU, 0, g, a, b)) {
      assertEquals(a.shape(), dx.shape());
      float[] all = stretched(slope);
      float[] expected = Expected.compute(PRELU.backward(0), x, all, upstream);
      Expected.assertBits("prelu by x", expected, dx.toFloatArray(), x, all, upstream);
    }
  }

  @Test
  void theGradientBySlopeIsSummedOverTheElementsThatReadIt() {
    try (Tensor a = pixels(x);
        Tensor b = engine.tensor(slope, CHANNELS, 1, 1);
        Tensor g = pixels(upstream);
        Tensor dslope = engine.gradient(PRELU, 1, g, a, b)) {
      assertEquals(b.shape(), dslope.shape());
      float[] found = dslope.toFloatArray();
      float[] parts = Expected.compute(PRELU.backward(1), x, stretched(slope), upstream);
      for (int channel = 0; channel < CHANNELS; channel++) {
        float[] sums = new float[BATCH];
        double truth = 0;
        double size = 0;
        for (int image = 0; image < BATCH; image++) {
          float[] plane = new float[PIXELS];
          int at = (image * CHANNELS + channel) * PIXELS;
          System.arraycopy(parts, at, plane, 0, PIXELS);
          sums[image] = Expected.compute(SUM, plane)[0];
          for (int i = at; i < at + PIXELS; i++) {
            truth += x[i] > 0 ? 0 : (double) x[i] * upstream[i];
            size += x[i] > 0 ? 0 : Math.abs((double) x[i] * upstream[i]);
          }
        }
        assertEquals(truth, found[channel], size * 1e-6);
        assertEquals(Expected.compute(SUM, sums)[0], found[channel], "channel " + channel);
      }
    }
  }

  @Test
  void theGradientByOneSlopeHasItsShape() {
    double truth = 0;
    for (int i = 0; i < COUNT; i++) {
      truth += x[i] > 0 ? 0 : (double) x[i] * upstream[i];
    }
    for (long[] shape : new long[][] {{}, {1}, {1, 1, 1}}) {
      try (Tensor a = pixels(x);
          Tensor b = engine.tensor(new float[] {0.25f}, shape);
          Tensor g = pixels(upstream);
          Tensor dslope = engine.gradient(PRELU, 1, g, a, b)) {
        assertEquals(Shape.of(shape), dslope.shape());
        assertEquals(truth, dslope.toFloatArray()[0], COUNT * 1e-6);
      }
    }
  }

  @Test
  void theGradientByASlopeOfFullShapeIsNotSummed() {
    float[] all = stretched(slope);
    try (Tensor a = pixels(x);
        Tensor b = pixels(all);
        Tensor g = pixels(upstream);
        Tensor dslope = engine.gradient(PRELU, 1, g, a, b)) {
      float[] expected = Expected.compute(PRELU.backward(1), x, all, upstream);
      Expected.assertBits("prelu by slope", expected, dslope.toFloatArray(), x, all, upstream);
    }
  }

  @Test
  void slopesThatVaryAlongSeparateAxesAreRefusedWithBothShapes() {
    try (Tensor a = pixels(x);
        Tensor b = engine.tensor(new float[BATCH * 6], BATCH, 1, 6, 1)) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> engine.run(PRELU, a, b)).getMessage();
      assertTrue(message.contains("[3, 1, 6, 1]") && message.contains("[3, 5, 6, 7]"), message);
    }
  }
}
