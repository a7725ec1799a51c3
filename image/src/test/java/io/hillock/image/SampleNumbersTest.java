package io.hillock.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleNumbersTest {
  private final Scaling scaling = Scaling.of(new float[] {-0.5f, 0.75f}, Scale.MINMAX);

  @ParameterizedTest
  @ValueSource(ints = {255, 65535})
  void samplesBecomeWhatEachDoesAlone(int greatest) {
    SplittableRandom random = new SplittableRandom(1);
    float[] samples = new float[200_000];
    for (int i = 0; i < samples.length; i++) {
      // Some often, some once, and any NaN, too.
      samples[i] =
          i % 3 == 0 ? Float.intBitsToFloat(random.nextInt()) : random.nextInt(9000) / 8e3f - 0.6f;
    }
    samples[0] = Float.intBitsToFloat(0x7fc00001);
    check(new Picture(samples.length, 1, 1, 8, samples, null), greatest);
  }

  @ParameterizedTest
  @ValueSource(ints = {255, 65535})
  void levelsBecomeWhatEachDoesAlone(int greatest) {
    byte[] levels = new byte[3000];
    new SplittableRandom(2).nextBytes(levels);
    Picture picture = Picture.ofLevels(100, 10, 3, levels, null);
    for (int i = 0; i < picture.values().length; i++) {
      picture.values()[i] = i == 7 ? Float.NaN : i * i / 4e4f - 0.7f;
    }
    check(picture, greatest);
  }

  private void check(Picture picture, int greatest) {
    SampleNumbers numbers = new SampleNumbers(picture, scaling, greatest);
    int[] found = new int[picture.width() * picture.height() * picture.channels()];
    for (int i = 0; i < found.length; i++) {
      found[i] = numbers.at(i);
    }
    for (int i = 0; i < found.length; i++) {
      float value = picture.samples()[i];
      assertEquals(scaling.toNumber(value, greatest), found[i], value + " to " + greatest);
    }
  }

  @Test
  void levelsThatNoSampleHasDoNotStretchTheScale() {
    byte[] levels = {10, (byte) 200, 30, 10};
    Picture picture = Picture.ofLevels(4, 1, 1, levels, null);
    picture.values()[0] = Float.NEGATIVE_INFINITY;
    picture.values()[255] = 1000;
    assertEquals(new Scaling(10 / 255f, (double) (200 / 255f) - 10 / 255f), scaled(picture));
    assertNotNull(picture.counts());
    picture.samples();
    assertNull(picture.counts(), "whoever has the samples may change them");
    assertEquals(new Scaling(10 / 255f, (double) (200 / 255f) - 10 / 255f), scaled(picture));
  }

  private static Scaling scaled(Picture picture) {
    return Scaling.of(picture, Scale.MINMAX);
  }
}
