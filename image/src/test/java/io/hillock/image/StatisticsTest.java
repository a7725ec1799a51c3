package io.hillock.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StatisticsTest {
  @Test
  void medianIsThatOfTheSortedSamples() {
    Random random = new Random(1);
    for (int length = 1; length < 200; length++) {
      float[] samples = new float[length];
      for (int i = 0; i < length; i++) {
        // Few different values on even lengths, so that many are equal; negative ones, too.
        samples[i] = length % 4 < 2 ? random.nextInt(5) / 255f : random.nextFloat() - 0.5f;
      }
      float[] sorted = samples.clone();
      Arrays.sort(sorted);
      double expected =
          length % 2 == 1
              ? sorted[length / 2]
              : ((double) sorted[length / 2 - 1] + sorted[length / 2]) / 2;
      assertEquals(expected, Statistics.median(samples));
    }
  }

  @Test
  void medianOfTwoIsTheirMean() {
    assertEquals(0.5, Statistics.median(new float[] {1, 0}));
    assertEquals(0, Statistics.median(new float[] {-3, 3}));
  }

  @Test
  void meanIsSummedInDoublePrecision() {
    float[] samples = new float[1 << 25];
    Arrays.fill(samples, 1);
    // A float sum would stop at 2^24.
    assertEquals(1, Statistics.mean(samples));
  }
}
