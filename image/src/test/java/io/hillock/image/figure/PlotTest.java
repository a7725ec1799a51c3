package io.hillock.image.figure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hillock.image.figure.PlotOptions.Shown;
import io.hillock.kernels.Activations;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Functions;
import io.hillock.kernels.Kernel;
import io.hillock.tensor.Engine;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;

class PlotTest {
  private static final PlotOptions SMALL = PlotOptions.defaults().withSize(400, 300);

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

  static Stream<Kernel> withCurve() {
    return Activations.all().stream().filter(PlotTest::hasCurve);
  }

  static Stream<Kernel> withoutCurve() {
    return Activations.all().stream().filter(kernel -> !hasCurve(kernel));
  }

  /** A row of several inputs, or one of which a single number is made, is no curve. */
  private static boolean hasCurve(Kernel kernel) {
    boolean reduces = kernel.program().reducesRow();
    return !kernel.isRow() || (!reduces && kernel.inputs().size() == 1);
  }

  private static Set<Integer> colours(BufferedImage image) {
    int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, 1200);
    return Arrays.stream(pixels).distinct().boxed().collect(Collectors.toSet());
  }

  private static PlotRange range(Kernel kernel) {
    Section section = new Section(engine, DataType.FLOAT32, kernel, 3, Map.of());
    Section.Part part = section.parts().get(0);
    return PlotRange.of(part.value(), part.derivative(), section.marks());
  }

  private static Curve curve(DataType type, Kernel kernel, float from, float to) {
    Section section = new Section(engine, type, kernel, 3, Map.of());
    return Curve.of(type, section.parts().get(0).value(), from, to, section.marks());
  }

  @ParameterizedTest
  @MethodSource("withoutCurve")
  void functionAlongARowThatHasNoCurveIsRefusedByItsName(Kernel kernel) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Plot.of(engine, List.of(kernel), SMALL));
    assertTrue(e.getMessage().startsWith(kernel.name() + " works along a row"), e.getMessage());
  }

  @ParameterizedTest
  @MethodSource("withCurve")
  void everyFunctionHasItsCurveAndThatOfItsDerivative(Kernel kernel) {
    Set<Integer> colours = colours(Plot.of(engine, List.of(kernel), SMALL).image());
    assertTrue(colours.contains(Look.FUNCTION.getRGB()));
    assertTrue(colours.contains(Look.DERIVATIVE.getRGB()));
  }

  @Test
  void onlyWhatIsAskedForIsShown() {
    Plot function = Plot.of(engine, List.of(Activations.GELU), SMALL.withShown(Shown.FUNCTION));
    assertFalse(colours(function.image()).contains(Look.DERIVATIVE.getRGB()));
    Plot slope = Plot.of(engine, List.of(Activations.GELU), SMALL.withShown(Shown.DERIVATIVE));
    assertFalse(colours(slope.image()).contains(Look.FUNCTION.getRGB()));
  }

  @Test
  void eachFunctionHasAColourOfItsOwn() {
    List<Kernel> eight = Activations.all().subList(4, 4 + Plot.MOST_CURVES);
    Set<Integer> colours = colours(Plot.of(engine, eight, SMALL.withSize(1200, 750)).image());
    for (Color colour : Look.CURVES) {
      assertTrue(colours.contains(colour.getRGB()), colour::toString);
    }
    List<Kernel> nine = Activations.all().subList(0, Plot.MOST_CURVES + 1);
    assertThrows(IllegalArgumentException.class, () -> Plot.of(engine, nine, SMALL));
    List<Kernel> fiveOfTwo = Collections.nCopies(5, Activations.SOFTMAX);
    assertThrows(IllegalArgumentException.class, () -> Plot.of(engine, fiveOfTwo, SMALL));
  }

  @Test
  void rangeIsWhereAFunctionBends() {
    assertEquals(new PlotRange(-4, 4), range(Activations.GELU));
    assertEquals(new PlotRange(-4, 4), range(Activations.LINEAR));
    assertEquals(-4, range(Activations.RELU6).from());
    assertTrue(range(Activations.RELU6).to() > 6);
    PlotRange wide = range(Activations.HARD_TANH.with("min", -50).with("max", 50));
    assertTrue(wide.from() < -50 && wide.from() > -70, wide::toString);
    assertTrue(wide.to() > 50 && wide.to() < 70, wide::toString);
    PlotRange far = range(Activations.named("gaussian").with("mu", 40));
    assertTrue(far.to() > 42 && far.to() < 60, far::toString);
  }

  @Test
  void rangeEndsWhereAFunctionIsNotDefined() {
    PlotRange logit = range(Activations.LOGIT);
    assertTrue(logit.from() < 0 && logit.from() > -0.2, logit::toString);
    assertTrue(logit.to() > 1 && logit.to() < 1.2, logit::toString);
    PlotRange log = range(Activations.named("log"));
    assertTrue(log.from() < 0 && log.from() > -0.5, log::toString);
    assertEquals(4, log.to());
  }

  @Test
  void derivativeIsNotDrawnWhereTheFunctionIsNotDefined() {
    Section log = new Section(engine, DataType.FLOAT32, Activations.named("log"), 3, Map.of());
    float[] slope = log.parts().get(0).derivative().at(new float[] {-2, 2});
    assertTrue(Float.isNaN(slope[0]));
    assertEquals(0.5f, slope[1]);
  }

  @Test
  void gatedUnitIsAFunctionOfItsGate() {
    float[] x = {-3, -0.5f, 0, 2};
    Section whole = new Section(engine, DataType.FLOAT32, Activations.SWIGLU, 3, Map.of());
    Section half = new Section(engine, DataType.FLOAT32, Activations.SWIGLU, 3, Map.of("up", 0.5));
    Section silu = new Section(engine, DataType.FLOAT32, Activations.SILU, 3, Map.of());
    float[] expected = silu.parts().get(0).value().at(x);
    assertArrayEquals(expected, whole.parts().get(0).value().at(x));
    assertArrayEquals(
        silu.parts().get(0).derivative().at(x), whole.parts().get(0).derivative().at(x), 1e-6f);
    for (int i = 0; i < x.length; i++) {
      assertEquals(expected[i] / 2, half.parts().get(0).value().at(x)[i]);
    }
    assertEquals("gate", whole.variable());
    assertEquals("up = 1", whole.note());
    // Of a gated unit whose gate is held, the other input goes over the range.
    Section up = new Section(engine, DataType.FLOAT32, Activations.SWIGLU, 3, Map.of("gate", 0.0));
    assertEquals("up", up.variable());
    Map<String, Double> both = Map.of("gate", 0.0, "up", 1.0);
    assertThrows(
        IllegalArgumentException.class,
        () -> new Section(engine, DataType.FLOAT32, Activations.SWIGLU, 3, both));
  }

  @Test
  void everyOutputIsDrawn() {
    Section crelu = new Section(engine, DataType.FLOAT32, Activations.CRELU, 3, Map.of());
    float[] x = {-2, 3};
    assertArrayEquals(new float[] {0, 3}, crelu.parts().get(0).value().at(x));
    assertArrayEquals(new float[] {2, 0}, crelu.parts().get(1).value().at(x));
    assertArrayEquals(new float[] {-1, 0}, crelu.parts().get(1).derivative().at(x));
  }

  @Test
  void functionThatMakesOneNumberOfARowIsRefused() {
    Kernel sum = Kernel.of("total", x -> Functions.rowSum(x));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Plot.of(engine, List.of(sum), SMALL));
    assertTrue(e.getMessage().startsWith("total works along a row"), e.getMessage());
  }

  @ParameterizedTest
  @MethodSource("io.hillock.kernels.DataType#reals")
  void roundingIsNoJumpAndAJumpIsOne(DataType type) {
    assertEquals(List.of(), curve(type, Activations.TANH, 1, 3).jumps());
    assertEquals(List.of(), curve(type, Activations.IDENTITY, -40, 40).jumps());
    assertEquals(
        List.of(new Curve.Jump(0, 1, 0)), curve(type, Activations.BINARY_STEP, -4, 4).jumps());
    Kernel shrink = Activations.HARD_SHRINK.with("lambda", 0.75);
    List<Curve.Jump> jumps = curve(type, shrink, -4, 4).jumps();
    assertEquals(2, jumps.size());
    for (Curve.Jump jump : jumps) {
      assertEquals(0.75, Math.abs(jump.x()));
      assertEquals(0, jump.value());
      assertEquals(jump.x(), jump.limit(), 0.01);
    }
  }

  @Test
  void curveIsAskedOnlyForNumbersOfTheDataType() {
    Curve curve = curve(DataType.BFLOAT16, Activations.IDENTITY, -5, 5);
    for (int i = 0; i < curve.x().length; i++) {
      assertEquals(curve.x()[i], curve.y()[i]);
    }
  }

  @Test
  void nothingIsDrawnOnTheMargins() {
    PlotOptions options = SMALL.withTitle("a very long title ".repeat(20)).withRange(-1e-6f, 1e9f);
    List<Kernel> kernels = Activations.all().subList(0, 8);
    BufferedImage image = Plot.of(engine, kernels, options).image();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < 3; x++) {
        assertEquals(Color.WHITE.getRGB(), image.getRGB(x, y), "left, row " + y);
        assertEquals(Color.WHITE.getRGB(), image.getRGB(399 - x, y), "right, row " + y);
      }
    }
    for (int x = 0; x < image.getWidth(); x++) {
      assertEquals(Color.WHITE.getRGB(), image.getRGB(x, 0), "top, column " + x);
      assertEquals(Color.WHITE.getRGB(), image.getRGB(x, 299), "bottom, column " + x);
    }
  }

  @Test
  void svgIsTheSameEachTimeAndSaysWhatItShows() throws Exception {
    for (String name : new String[] {"a.svg", "b.svg"}) {
      Plot.of(engine, List.of(Activations.RELU, Activations.MISH), PlotOptions.defaults())
          .write(FigureFormat.SVG, folder.resolve(name));
    }
    byte[] bytes = Files.readAllBytes(folder.resolve("a.svg"));
    assertArrayEquals(bytes, Files.readAllBytes(folder.resolve("b.svg")));
    assertTrue(bytes.length < 100_000, "bytes " + bytes.length);
    Document svg =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(folder.resolve("a.svg").toFile());
    assertEquals(null, svg.getDoctype());
    assertEquals("0 0 1200 750", svg.getDocumentElement().getAttribute("viewBox"));
    assertEquals(
        "relu, mish: function and derivative from \u22126 to 4",
        svg.getElementsByTagName("title").item(0).getTextContent());
    assertTrue(svg.getElementsByTagName("path").getLength() > 20);
    assertEquals(0, svg.getElementsByTagName("text").getLength());
  }

  /** As dichromats see them (Vienot, Brettel and Mollon 1999), in CIELAB. */
  @Test
  void coloursOfCurvesAreReadableOnWhiteAndApartForTheColourBlind() {
    double[][][] eyes = {
      {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
      {{0.11238, 0.88762, 0}, {0.11238, 0.88762, 0}, {0.00401, -0.00401, 1}},
      {{0.29275, 0.70725, 0}, {0.29275, 0.70725, 0}, {-0.02234, 0.02234, 1}}
    };
    for (Color colour : Look.CURVES) {
      double[] rgb = linear(colour);
      double luminance = 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
      assertTrue(1.05 / (luminance + 0.05) >= 3, colour::toString);
      for (Color other : Look.CURVES) {
        for (double[][] eye : eyes) {
          double apart = distance(lab(seen(eye, rgb)), lab(seen(eye, linear(other))));
          assertTrue(colour == other || apart > 15, colour + " and " + other + ": " + apart);
        }
      }
    }
  }

  private static double[] linear(Color colour) {
    double[] result = new double[3];
    for (int i = 0; i < 3; i++) {
      double c = colour.getRGBColorComponents(null)[i];
      result[i] = c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }
    return result;
  }

  private static double[] seen(double[][] eye, double[] rgb) {
    double[] result = new double[3];
    for (int i = 0; i < 3; i++) {
      double sum = eye[i][0] * rgb[0] + eye[i][1] * rgb[1] + eye[i][2] * rgb[2];
      result[i] = Math.max(0, Math.min(1, sum));
    }
    return result;
  }

  private static double[] lab(double[] v) {
    double x = root((0.4124 * v[0] + 0.3576 * v[1] + 0.1805 * v[2]) / 0.9505);
    double y = root(0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2]);
    double z = root((0.0193 * v[0] + 0.1192 * v[1] + 0.9505 * v[2]) / 1.089);
    return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
  }

  private static double root(double t) {
    return t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116.0;
  }

  private static double distance(double[] a, double[] b) {
    return Math.hypot(Math.hypot(a[0] - b[0], a[1] - b[1]), a[2] - b[2]);
  }
}
