package io.hillock.conformance;

import static io.hillock.kernels.Activations.PRELU;
import static org.junit.jupiter.api.Assertions.assertEquals;

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
        float[] row = new float[BATCH * PIXELS];
        double truth = 0;
        double size = 0;
        for (int image = 0; image < BATCH; image++) {
          int at = (image * CHANNELS + channel) * PIXELS;
          System.arraycopy(parts, at, row, image * PIXELS, PIXELS);
          for (int i = at; i < at + PIXELS; i++) {
            truth += x[i] > 0 ? 0 : (double) x[i] * upstream[i];
            size += x[i] > 0 ? 0 : Math.abs((double) x[i] * upstream[i]);
          }
        }
        assertEquals(truth, found[channel], size * 1e-6);
        assertEquals(Expected.compute(SUM, row)[0], found[channel], "channel " + channel);
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
  void slopesMayVaryAlongSeparateAxes() {
    float[] each = new Rows(1, BATCH * 6).get(5, 1)[0];
    float[] all = new float[COUNT];
    for (int i = 0; i < COUNT; i++) {
      all[i] = each[i / (CHANNELS * PIXELS) * 6 + i / 7 % 6];
    }
    try (Tensor a = pixels(x);
        Tensor b = engine.tensor(each, BATCH, 1, 6, 1);
        Tensor g = pixels(upstream);
        Tensor y = engine.run(PRELU, a, b);
        Tensor db = engine.gradient(PRELU, 1, g, a, b)) {
      Expected.assertBits("prelu", Expected.compute(PRELU, x, all), y.toFloatArray(), x, all);
      assertEquals(b.shape(), db.shape());
      float[] parts = Expected.compute(PRELU.backward(1), x, all, upstream);
      float[] expected = new float[BATCH * 6];
      for (int i = 0; i < expected.length; i++) {
        float[] row = new float[CHANNELS * 7];
        for (int j = 0; j < row.length; j++) {
          row[j] = parts[i / 6 * CHANNELS * PIXELS + j / 7 * PIXELS + i % 6 * 7 + j % 7];
        }
        expected[i] = Expected.compute(SUM, row)[0];
      }
      Expected.assertBits("prelu by slope", expected, db.toFloatArray());
    }
  }
}
