package io.hillock.image.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HistogramTest {
  private static long inBins(Histogram histogram) {
    long sum = 0;
    for (int i = 0; i < histogram.bins(); i++) {
      sum += histogram.count(i);
    }
    return sum;
  }

  @Test
  void countsAddUpAndEachSampleIsInItsBin() {
    Random random = new Random(1);
    float[] samples = new float[10_007];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) random.nextGaussian();
    }
    samples[5] = Float.NaN;
    samples[6] = Float.NEGATIVE_INFINITY;
    samples[7] = Float.POSITIVE_INFINITY;
    Histogram histogram = Histogram.of(samples, 0);
    assertEquals(3, histogram.notFinite());
    assertEquals(10_004, inBins(histogram));
    assertEquals(10_007, histogram.total());
    assertEquals(Histogram.MOST_BINS, histogram.bins());
    for (int bin = 1; bin < histogram.bins(); bin++) {
      long before = 0;
      for (int i = 0; i < bin; i++) {
        before += histogram.count(i);
      }
      long below = 0;
      for (float sample : samples) {
        below += Float.isFinite(sample) && sample < histogram.edge(bin) ? 1 : 0;
      }
      assertEquals(below, before, 1, "below edge " + bin);
    }
  }

  @Test
  void evenLevelsGiveEvenBins() {
    for (int levels : new int[] {2, 63, 64, 65, 100, 200, 256}) {
      float[] samples = new float[levels * 3];
      for (int i = 0; i < samples.length; i++) {
        samples[i] = (i % levels / 255f - 0.37f) * 5;
      }
      Histogram histogram = Histogram.of(samples, 5 / 255.0);
      assertTrue(histogram.bins() <= Histogram.MOST_BINS, "bins " + histogram.bins());
      assertEquals(samples.length, inBins(histogram));
      for (int bin = 1; bin < histogram.bins() - 1; bin++) {
        assertEquals(histogram.count(0), histogram.count(bin), levels + " levels, bin " + bin);
      }
    }
  }

  @Test
  void equalSamplesAreInOneBin() {
    for (float value : new float[] {0, 0.5f, -3e38f, 1e-40f}) {
      Histogram histogram = Histogram.of(new float[] {value, value}, 1 / 255.0);
      assertEquals(1, histogram.bins());
      assertEquals(2, histogram.count(0));
      assertTrue(histogram.edge(0) < value && value < histogram.edge(1));
    }
  }

  @Test
  void samplesThatAreNotFiniteAreCountedApart() {
    Histogram histogram = Histogram.of(new float[] {Float.NaN, Float.NaN}, 0);
    assertEquals(0, histogram.bins());
    assertEquals(2, histogram.notFinite());
    assertEquals(2, histogram.total());
    assertTrue(Float.isNaN(histogram.smallest()));
  }
}
