package io.hillock.image.figure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hillock.image.ActivationOptions;
import io.hillock.image.Center;
import io.hillock.image.Channels;
import io.hillock.image.Picture;
import io.hillock.kernels.Activations;
import io.hillock.kernels.Functions;
import io.hillock.kernels.Kernel;
import io.hillock.tensor.Engine;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FigureTest {
  private static final int TITLE = 96;
  private static final int COLUMNS = 3;

  private static Engine engine;

  @TempDir Path folder;

  @BeforeAll
  static void open() {
    engine = Engine.create("cpu");
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  private static Picture picture(int width, int height, int channels) {
    float[] samples = new float[width * height * channels];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = i * 37 % 256 / 255f;
    }
    return new Picture(width, height, channels, 8, samples, null);
  }

  private static Figure figure(Kernel kernel, Picture picture) {
    return Figure.of(engine, ActivationOptions.of(kernel).withGain(4), "name.png", picture);
  }

  /** The colours within one of six equal parts of the figure below its title. */
  private static Set<Integer> colours(BufferedImage image, int column, int row) {
    int width = Figure.WIDTH / COLUMNS;
    int height = (Figure.HEIGHT - TITLE) / 2;
    Set<Integer> colours = new HashSet<>();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        colours.add(image.getRGB(column * width + x, TITLE + row * height + y) & 0xffffff);
      }
    }
    return colours;
  }

  private static int rgb(java.awt.Color colour) {
    return colour.getRGB() & 0xffffff;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "linear",
        "binary-step",
        "sigmoid",
        "relu",
        "leaky-relu",
        "elu",
        "gelu",
        "logit",
        "gaussian",
        "softmax"
      })
  void everyPanelShowsWhatIsItsOwn(String function) {
    BufferedImage image = figure(Activations.named(function), picture(40, 30, 3)).image();
    assertTrue(colours(image, 0, 0).contains(rgb(Look.FUNCTION)), "function");
    assertTrue(colours(image, 0, 1).contains(rgb(Look.DERIVATIVE)), "derivative");
    assertTrue(colours(image, 1, 0).contains(rgb(Look.SAMPLES)), "samples");
    assertTrue(colours(image, 1, 1).contains(rgb(Look.FUNCTION)), "activated samples");
    assertTrue(colours(image, 2, 0).size() > 200, "picture");
    assertTrue(colours(image, 2, 1).size() > 30, "activated picture");
  }

  @Test
  void nothingIsDrawnOnTheMargins() {
    Kernel named = Kernel.of("a-very-long-name".repeat(9), x -> x.abs());
    String name = "a long name of a file".repeat(9);
    BufferedImage image =
        Figure.of(engine, ActivationOptions.of(named), name, picture(9, 300, 1)).image();
    for (int y = 0; y < Figure.HEIGHT; y++) {
      for (int x = 0; x < 30; x++) {
        assertEquals(rgb(Look.BACKGROUND), image.getRGB(x, y) & 0xffffff);
        assertEquals(rgb(Look.BACKGROUND), image.getRGB(Figure.WIDTH - 1 - x, y) & 0xffffff);
      }
    }
  }

  @Test
  void sameFigureHasTheSameBytes() throws Exception {
    for (String name : new String[] {"a.png", "b.png"}) {
      figure(Activations.GELU, picture(50, 20, 3)).write(folder.resolve(name));
    }
    byte[] bytes = Files.readAllBytes(folder.resolve("a.png"));
    assertArrayEquals(bytes, Files.readAllBytes(folder.resolve("b.png")));
    assertEquals(Figure.WIDTH, ImageIO.read(folder.resolve("a.png").toFile()).getWidth());
  }

  @Test
  void everySampleIsCounted() {
    Figure figure = figure(Activations.RELU, picture(64, 48, 3));
    assertEquals(64 * 48 * 3, figure.samples().total());
    assertEquals(64 * 48 * 3, figure.activated().total());
    ActivationOptions gray =
        ActivationOptions.of(Activations.LOGIT)
            .withChannels(Channels.GRAY)
            .withCenter(Center.of(0.5));
    figure = Figure.of(engine, gray, "x", picture(64, 48, 3));
    assertEquals(64 * 48, figure.samples().total());
    assertEquals(0, figure.samples().notFinite());
    assertEquals(64 * 48, figure.activated().total());
    assertTrue(figure.activated().notFinite() > 0);
  }

  @Test
  void extremeSamplesAreDrawn() {
    Picture one = new Picture(1, 1, 1, 8, new float[] {0.5f}, new short[1]);
    for (float gain : new float[] {0, 1e-38f, 1e-12f, 1e12f, 3e38f, -1e6f}) {
      for (Picture picture : new Picture[] {one, picture(20, 20, 3)}) {
        for (Kernel kernel : new Kernel[] {Activations.LINEAR, Activations.LOGIT}) {
          ActivationOptions options = ActivationOptions.of(kernel).withGain(gain);
          Figure figure = Figure.of(engine, options, "x", picture);
          assertEquals(picture.samples().length, figure.activated().total());
          assertTrue(colours(figure.image(), 0, 0).size() > 5);
        }
      }
    }
  }

  @Test
  void rowFunctionIsDrawnAsTheValuesOfARow() {
    Histogram samples = Histogram.of(new float[] {0, 1}, 0);
    Graph graph = new Graph(engine, Activations.SOFTMAX, 3, samples);
    assertEquals(2, graph.function().size());
    double[] x = graph.function().get(0).x();
    for (int i = 0; i < x.length; i++) {
      double e = Math.exp(x[i]);
      assertEquals(e / (e + 2), graph.function().get(0).y()[i], 1e-6);
      assertEquals(1 / (e + 2), graph.function().get(1).y()[i], 1e-6);
      assertEquals(2 * e / ((e + 2) * (e + 2)), graph.derivative().get(0).y()[i], 1e-6);
      assertEquals(-e / ((e + 2) * (e + 2)), graph.derivative().get(1).y()[i], 1e-6);
    }
    assertTrue(graph.functionNote().contains("works along a row"), graph.functionNote());
    assertTrue(graph.derivativeNote().contains("works along a row"), graph.derivativeNote());
    Kernel max = Kernel.of("below-the-greatest", v -> v.sub(Functions.rowMax(v)));
    assertEquals(1, new Graph(engine, max, 1, samples).function().size());
  }

  @Test
  void curveGoesOverTheSamplesAndAtLeastFromMinus4To4() {
    Graph graph = new Graph(engine, Activations.GELU, 3, Histogram.of(new float[] {-1, 9}, 0));
    double[] x = graph.function().get(0).x();
    assertEquals(-4, x[0]);
    assertEquals(9, x[x.length - 1]);
  }

  @Test
  void stepsOutOfOrderAreRefused() {
    FigureRecorder recorder = new FigureRecorder("x", ActivationOptions.of(Activations.RELU));
    recorder.picture(picture(2, 2, 1));
    assertThrows(IllegalStateException.class, () -> recorder.figure(engine));
  }
}
