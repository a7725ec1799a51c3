package io.hillock.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class ScalingTest {
  private static int[] scaled(Scale scale, float... values) {
    Scaling scaling = Scaling.of(values, scale);
    int[] result = new int[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = scaling.toByte(values[i]);
    }
    return result;
  }

  @Test
  void minmaxStretchesFromTheSmallestToTheLargest() {
    assertArrayEquals(new int[] {0, 255, 51, 102}, scaled(Scale.MINMAX, -1, 4, 0, 1));
    assertArrayEquals(new int[] {0, 255}, scaled(Scale.MINMAX, 0.2f, Math.nextUp(0.2f)));
    assertArrayEquals(
        new int[] {0, 255, 128}, scaled(Scale.MINMAX, -Float.MAX_VALUE, Float.MAX_VALUE, 0));
  }

  @Test
  void valuesAreRoundedToTheNearest() {
    assertArrayEquals(
        new int[] {0, 255, 1, 1, 2}, scaled(Scale.MINMAX, 0, 255, 0.51f, 1.49f, 1.51f));
  }

  @Test
  void clipCutsToTheUnitInterval() {
    assertArrayEquals(new int[] {0, 0, 51, 255, 255}, scaled(Scale.CLIP, -7, 0, 0.2f, 1, 1.01f));
  }

  @Test
  void constantPictureIsClipped() {
    assertArrayEquals(new int[] {51, 51}, scaled(Scale.MINMAX, 0.2f, 0.2f));
    assertArrayEquals(new int[] {255}, scaled(Scale.MINMAX, 3));
    assertArrayEquals(new int[] {0}, scaled(Scale.MINMAX, -3));
  }

  @Test
  void whatIsNotFiniteIsLeftOutOfTheStretch() {
    float inf = Float.POSITIVE_INFINITY;
    assertArrayEquals(
        new int[] {0, 255, 0, 0, 255, 128},
        scaled(Scale.MINMAX, -inf, inf, Float.NaN, -2, 2, 0.01f));
    assertArrayEquals(new int[] {0, 255, 0}, scaled(Scale.CLIP, -inf, inf, Float.NaN));
    assertArrayEquals(new int[] {0, 255}, scaled(Scale.MINMAX, Float.NaN, inf));
  }
}
