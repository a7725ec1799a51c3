package io.hillock.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hillock.kernels.Activations;
import io.hillock.kernels.Functions;
import io.hillock.kernels.Kernel;
import io.hillock.tensor.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureActivationTest {
  private static Engine engine;

  @TempDir private Path folder;

  @BeforeAll
  static void open() {
    engine = Engine.create("cpu");
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  private static Picture picture(int width, int height, int channels) {
    Random random = new Random(width);
    float[] samples = new float[width * height * channels];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = random.nextInt(256) / 255f;
    }
    short[] alpha = new short[width * height];
    Arrays.fill(alpha, (short) 77);
    return new Picture(width, height, channels, 8, samples, alpha);
  }

  /** The contract's steps 1 and 2, written a second time. */
  private static float[] centered(Picture picture, String channels, String center, float gain) {
    float[] samples = picture.samples().clone();
    if (channels.equals("gray") && picture.channels() == 3) {
      samples = new float[picture.width() * picture.height()];
      for (int i = 0; i < samples.length; i++) {
        double red = picture.samples()[3 * i] * 0.299;
        double green = picture.samples()[3 * i + 1] * 0.587;
        double blue = picture.samples()[3 * i + 2] * 0.114;
        samples[i] = (float) (red + green + blue);
      }
    }
    float[] sorted = samples.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    double mean = 0;
    for (float sample : samples) {
      mean += sample;
    }
    float taken =
        switch (center) {
          case "median" ->
              n % 2 == 1
                  ? sorted[n / 2]
                  : (float) (((double) sorted[n / 2 - 1] + sorted[n / 2]) / 2);
          case "mean" -> (float) (mean / n);
          case "none" -> 0;
          default -> Float.parseFloat(center);
        };
    for (int i = 0; i < n; i++) {
      float difference = samples[i] - taken;
      samples[i] = difference * gain;
    }
    return samples;
  }

  @ParameterizedTest
  @CsvSource({
    "rgb, median, 1",
    "rgb, mean, 3",
    "rgb, none, -2.5",
    "rgb, 0.25, 8",
    "gray, median, 10",
    "gray, mean, 1",
    "gray, none, 1",
    "gray, -1, 0"
  })
  void everyStepIsThatOfTheContract(String channels, String center, float gain) {
    Kernel kernel = Activations.LEAKY_RELU.with("alpha", 0.25);
    ActivationOptions options =
        ActivationOptions.of(kernel)
            .withChannels(channels.equals("gray") ? Channels.GRAY : Channels.RGB)
            .withCenter(Center.parse(center))
            .withGain(gain);
    for (int count : new int[] {1, 3}) {
      for (int[] size : new int[][] {{1, 1}, {2, 1}, {31, 17}, {40, 25}}) {
        Picture picture = picture(size[0], size[1], count);
        float[] before = picture.samples().clone();
        float[] expected = centered(picture, channels, center, gain);
        for (int i = 0; i < expected.length; i++) {
          expected[i] = expected[i] > 0 ? expected[i] : expected[i] * 0.25f;
        }
        Picture activated = new PictureActivation(engine, options).apply(picture);
        assertArrayEquals(expected, activated.samples());
        assertArrayEquals(before, picture.samples(), "the picture was changed");
        assertEquals(channels.equals("gray") ? 1 : count, activated.channels());
        assertSame(picture.alpha(), activated.alpha());
      }
    }
  }

  @Test
  void inPlaceGivesTheSame() {
    PictureActivation activation =
        new PictureActivation(engine, ActivationOptions.of(Activations.RELU));
    Picture picture = picture(33, 21, 3);
    float[] expected = activation.apply(picture).samples();
    Picture inPlace = activation.centerInPlace(picture);
    activation.runInPlace(List.of(inPlace));
    assertArrayEquals(expected, inPlace.samples());
    assertSame(picture.samples(), inPlace.samples());
    assertNotSame(expected, inPlace.samples());
  }

  @ParameterizedTest
  @CsvSource({
    "gelu, RGB, median",
    "elu, RGB, mean",
    "exponential, RGB, none",
    "mish, GRAY, median",
    "softmax, RGB, median",
    "rrelu-train, RGB, 0.25"
  })
  void levelsBecomeWhatSamplesDo(String name, Channels channels, String center) throws IOException {
    ActivationOptions options =
        ActivationOptions.of(Activations.named(name))
            .withChannels(channels)
            .withCenter(Center.parse(center))
            .withGain(3);
    PictureActivation activation = new PictureActivation(engine, options);
    for (int count : new int[] {1, 3}) {
      byte[] levels = new byte[57 * 31 * count];
      for (int i = 0; i < levels.length; i++) {
        levels[i] = (byte) (20 + i * i % 200);
      }
      short[] alpha = new short[57 * 31];
      Arrays.fill(alpha, (short) 77);
      Picture whole = Picture.ofLevels(57, 31, count, levels, alpha);
      Picture samples = new Picture(57, 31, count, 8, whole.samples(), alpha);
      Picture expected = activation.apply(samples);
      Picture found = activation.centerInPlace(Picture.ofLevels(57, 31, count, levels, alpha));
      boolean single = !options.kernel().isRow() && !name.startsWith("rrelu");
      assertEquals(single && found.channels() == count, found.levels() != null);
      activation.runInPlace(List.of(found));
      PictureWriter.write(expected, options, folder.resolve("expected.png"));
      PictureWriter.write(found, options, folder.resolve("found.png"));
      assertEquals(-1, Files.mismatch(folder.resolve("expected.png"), folder.resolve("found.png")));
      assertArrayEquals(expected.samples(), found.samples());
    }
  }

  @Test
  void randomValuesDoNotDependOnOtherPictures() {
    PictureActivation activation =
        new PictureActivation(engine, ActivationOptions.of(Activations.named("rrelu-train")));
    assertFalse(activation.goTogether(picture(3, 2, 3), picture(3, 2, 3)));
    activation = new PictureActivation(engine, ActivationOptions.of(Activations.RELU));
    assertTrue(activation.goTogether(picture(3, 2, 3), picture(3, 2, 1)));
    activation = new PictureActivation(engine, ActivationOptions.of(Activations.SOFTMAX));
    assertFalse(activation.goTogether(picture(3, 2, 3), picture(3, 2, 1)));
  }

  @Test
  void rowFunctionsWorkAlongTheChannelsOfAPixel() {
    Kernel below = Kernel.of("below-the-greatest", x -> x.sub(Functions.rowMax(x)));
    ActivationOptions options = ActivationOptions.of(below).withCenter(Center.NONE);
    Picture picture = picture(19, 7, 3);
    float[] found = new PictureActivation(engine, options).apply(picture).samples();
    for (int i = 0; i < found.length; i += 3) {
      float[] pixel = Arrays.copyOfRange(picture.samples(), i, i + 3);
      float greatest = Math.max(pixel[0], Math.max(pixel[1], pixel[2]));
      for (int c = 0; c < 3; c++) {
        assertEquals(pixel[c] - greatest, found[i + c]);
      }
    }
  }

  @Test
  void pictureOfSeveralChunksIsActivatedToItsEnd() {
    ActivationOptions options = ActivationOptions.of(Activations.RELU).withCenter(Center.of(0.5));
    float[] samples = new float[(1 << 22) + 4097];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (i % 1000) / 999f;
    }
    Picture picture = new Picture(samples.length, 1, 1, 8, samples, null);
    float[] found = new PictureActivation(engine, options).apply(picture).samples();
    for (int i = 0; i < samples.length; i++) {
      if (Math.max(0, samples[i] - 0.5f) != found[i]) {
        assertEquals(Math.max(0, samples[i] - 0.5f), found[i], "sample " + i);
      }
    }
  }

  @Test
  void picturesThatGoTogetherBecomeWhatTheyBecomeAlone() {
    PictureActivation activation =
        new PictureActivation(engine, ActivationOptions.of(Activations.SOFTMAX));
    int[][] sizes = {{1, 1}, {700, 500}, {3, 2}, {512, 512}, {511, 513}, {28, 28}};
    List<Picture> together = new ArrayList<>();
    List<float[]> alone = new ArrayList<>();
    for (int[] size : sizes) {
      Picture picture = picture(size[0], size[1], 3);
      alone.add(activation.apply(picture).samples());
      together.add(activation.centerInPlace(picture));
    }
    activation.runInPlace(together);
    for (int i = 0; i < sizes.length; i++) {
      assertArrayEquals(alone.get(i), together.get(i).samples(), Arrays.toString(sizes[i]));
    }
  }

  @Test
  void grayOfGrayIsUnchanged() {
    float[] rgb = new float[256 * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = Math.floorDiv(i, 3) / 255f;
    }
    Picture gray = PictureActivation.channels(new Picture(256, 1, 3, 8, rgb, null), Channels.GRAY);
    for (int i = 0; i < 256; i++) {
      assertEquals(i / 255f, gray.samples()[i]);
    }
  }

  @Test
  void functionsThatAPictureCannotBeGivenAreRefused() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> ActivationOptions.of(Activations.PRELU));
    assertTrue(e.getMessage().contains("[x, slope]"), e.getMessage());
    Kernel sum = Kernel.of("sum", x -> Functions.rowSum(x));
    assertThrows(IllegalArgumentException.class, () -> ActivationOptions.of(sum));
    ActivationOptions options = ActivationOptions.of(Activations.RELU);
    assertThrows(IllegalArgumentException.class, () -> options.withGain(Float.NaN));
    assertThrows(IllegalArgumentException.class, () -> Center.of(Double.POSITIVE_INFINITY));
    e = assertThrows(IllegalArgumentException.class, () -> Center.parse("middle"));
    assertEquals(
        "a center is median, mean, none or a number, but was given 'middle'", e.getMessage());
  }
}
