package io.hillock.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hillock.image.npy.NpyReader;
import io.hillock.image.npy.NpyType;
import io.hillock.image.npy.NpyWriter;
import io.hillock.kernels.Activations;
import io.hillock.kernels.Kernel;
import io.hillock.tensor.Engine;
import io.hillock.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ApplyCommandTest {
  private static final float[] X = {
    -3, -0.5f, -0f, 0, 0.25f, 7, Float.NaN, 1e-40f, -1e30f, 2, 5, -1
  };

  @TempDir private Path folder;
  private Path x;
  private Path y;

  @BeforeEach
  void writeInput() throws IOException {
    x = array("x.npy", X, 3, 4);
    y = folder.resolve("y.npy");
  }

  private Path array(String name, float[] values, long... shape) throws IOException {
    Path file = folder.resolve(name);
    NpyWriter.writeAll(file, NpyType.FLOAT32, values, shape);
    return file;
  }

  private static long[] shape(Path file) throws IOException {
    try (NpyReader reader = NpyReader.open(file)) {
      assertEquals(NpyType.FLOAT32, reader.header().type());
      return reader.header().shape().toArray();
    }
  }

  private Outcome apply(Object... args) {
    Object[] all = Arrays.copyOf(args, args.length + 5);
    all[args.length] = "--output";
    all[args.length + 1] = y;
    all[args.length + 2] = "--backend=cpu";
    all[args.length + 3] = "--input";
    all[args.length + 4] = x;
    return Outcome.of(Stream.concat(Stream.of("apply"), Arrays.stream(all)).toArray());
  }

  private void assertResult(float[] expected, long... expectedShape) throws IOException {
    assertArrayEquals(expected, NpyReader.readAll(y));
    assertArrayEquals(expectedShape, shape(y));
  }

  private static float[] expected(Kernel kernel, int axis, float[] values, long... shape) {
    try (Engine engine = Engine.create("cpu");
        Tensor in = engine.tensor(values, shape);
        Tensor out = engine.runAlong(axis, kernel, in)) {
      return out.toFloatArray();
    }
  }

  @Test
  void outputHasTheValuesShapeAndTypeAndNothingIsPrinted() throws IOException {
    assertEquals("", apply("relu").succeeded().out());
    assertResult(new float[] {0, 0, 0, 0, 0.25f, 7, Float.NaN, 1e-40f, 0, 2, 5, 0}, 3, 4);
  }

  @Test
  void valuesAreThoseOfTheEngine() throws IOException {
    apply("gelu").succeeded();
    assertResult(expected(Activations.GELU, -1, X, 3, 4), 3, 4);
  }

  @Test
  void parameterIsUsed() throws IOException {
    apply("leaky-relu", "--param", "alpha=0.5").succeeded();
    assertEquals(-1.5f, NpyReader.readAll(y)[0]);
  }

  @Test
  void derivativeIsThatOfTheFunction() throws IOException {
    apply("leaky-relu", "--derivative", "--param", "alpha=0.5").succeeded();
    float[] slopes = NpyReader.readAll(y);
    assertEquals(0.5f, slopes[0]);
    assertEquals(1f, slopes[5]);
  }

  @Test
  void backwardMultipliesTheUpstreamGradient() throws IOException {
    Path dy = array("dy.npy", new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 3, 4);
    apply("relu", "--backward", dy).succeeded();
    float[] gradient = NpyReader.readAll(y);
    assertEquals(0f, gradient[0]);
    assertEquals(6f, gradient[5]);
    assertEquals(11f, gradient[10]);
    assertArrayEquals(new long[] {3, 4}, shape(y));
  }

  @Test
  void rowFunctionWorksAlongTheAxis() throws IOException {
    float[] values = {1, 2, 3, 4, 5, 6};
    x = array("x.npy", values, 2, 3);
    apply("softmax", "--axis", 0).succeeded();
    assertResult(expected(Activations.SOFTMAX, 0, values, 2, 3), 2, 3);
    apply("softmax", "--force").succeeded();
    assertResult(expected(Activations.SOFTMAX, -1, values, 2, 3), 2, 3);
  }

  @Test
  void rowFunctionGoesBackwardAlongTheAxis() throws IOException {
    float[] values = {1, 2, 3, 4, 5, 6};
    float[] upstream = {1, 0, 0, 0, 2, 0};
    x = array("x.npy", values, 2, 3);
    Path dy = array("dy.npy", upstream, 2, 3);
    apply("softmax", "--axis", 0, "--backward", dy).succeeded();
    try (Engine engine = Engine.create("cpu");
        Tensor in = engine.tensor(values, 2, 3);
        Tensor up = engine.tensor(upstream, 2, 3);
        Tensor gradient = engine.backward(Activations.SOFTMAX, in, up, 0)) {
      assertResult(gradient.toFloatArray(), 2, 3);
    }
  }

  @Test
  void severalArraysAreStretchedToOneShape() throws IOException {
    Path first = array("first.npy", new float[] {-1, -2, -3, -4, 5, 6}, 2, 3);
    x = array("slope.npy", new float[] {1, 10, 100}, 3);
    apply("prelu", "--input", first).succeeded();
    assertResult(new float[] {-1, -20, -300, -4, 5, 6}, 2, 3);
  }

  @Test
  void gradientOfAStretchedInputHasItsShape() throws IOException {
    Path first = array("first.npy", new float[] {-2}, 1);
    Path dy = array("dy.npy", new float[] {1, 1, 1}, 3);
    x = array("slope.npy", new float[] {1, 10, 100}, 3);
    apply("prelu", "--input", first, "--backward", dy).succeeded();
    assertResult(new float[] {111}, 1);
  }

  @Test
  void arrayWithoutAxesAndArrayWithoutElementsAreArrays() throws IOException {
    x = array("zero.npy", new float[] {-2});
    apply("relu").succeeded();
    assertResult(new float[] {0});
    x = array("none.npy", new float[0], 0, 3);
    apply("relu", "--force").succeeded();
    assertResult(new float[0], 0, 3);
  }

  @Test
  void outputThatExistsIsRefusedAndKept() throws IOException {
    Files.writeString(y, "mine");
    apply("relu").refused("hillock apply: --output: " + y + " exists; --force replaces it");
    assertEquals("mine", Files.readString(y));
    apply("relu", "--force").succeeded();
    assertArrayEquals(new long[] {3, 4}, shape(y));
  }

  @Test
  void outputMayReplaceTheInput() throws IOException {
    y = x;
    apply("relu", "--force").succeeded();
    assertEquals(0f, NpyReader.readAll(x)[0]);
  }

  @Test
  void outputThatCannotBeIsRefused() {
    y = folder;
    apply("relu").refused("hillock apply: --output: it may be a file, but " + y + " is a folder");
    y = folder.resolve("none").resolve("y.npy");
    apply("relu")
        .refused("hillock apply: --output: there is no folder " + y.getParent() + " to write in");
  }

  @Test
  void missingFileEndsWithOne() {
    x = folder.resolve("none.npy");
    apply("relu").saysOnly(ExitCode.FAILED, "hillock apply: " + x + ": there is no such file");
    assertFalse(Files.exists(y));
  }

  @Test
  void brokenFileEndsWithOneAndLeavesNothing() throws IOException {
    byte[] whole = Files.readAllBytes(x);
    Files.write(x, Arrays.copyOf(whole, whole.length - 5));
    Outcome outcome = apply("relu");
    assertEquals(ExitCode.FAILED, outcome.code());
    assertTrue(outcome.err().startsWith("hillock apply: " + x + ": "), outcome.err());
    assertTrue(outcome.err().contains("cut short"), outcome.err());
    assertEquals(1, outcome.err().lines().count());
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"<i2", "<u2", ">f4", "|i1", "<c8", "|O", "records"})
  void arrayOfATypeThatIsNotSupportedEndsWithOneAndWhatMayBe(String descr) throws IOException {
    String type = descr.equals("records") ? "[('a', '<f4')]" : "'" + descr + "'";
    String dictionary = "{'descr': " + type + ", 'fortran_order': False, 'shape': (0,)}";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    bytes.writeBytes(new byte[] {(byte) dictionary.length(), 0});
    bytes.writeBytes(dictionary.getBytes(StandardCharsets.US_ASCII));
    Files.write(x, bytes.toByteArray());
    Outcome outcome = apply("relu");
    assertEquals(ExitCode.FAILED, outcome.code());
    assertEquals(1, outcome.err().lines().count(), outcome.err());
    assertTrue(outcome.err().startsWith("hillock apply: " + x + ": its elements"), outcome.err());
    assertTrue(outcome.err().contains(descr), outcome.err());
    assertTrue(outcome.err().contains("supported are <f2, <f4, <f8, |u1"), outcome.err());
    assertFalse(Files.exists(y));
  }

  @Test
  void wrongNumberOfArraysIsRefused() {
    apply("prelu")
        .refused("hillock apply: --input: prelu takes 2 arrays (x, slope), but 1 was given");
    apply("relu", "--input", x)
        .refused("hillock apply: --input: relu takes one array, but 2 were given");
  }

  @Test
  void shapesThatDoNotFitAreRefused() throws IOException {
    Path other = array("other.npy", new float[] {1, 2, 3}, 3);
    Outcome shapes = apply("prelu", "--input", other);
    assertEquals(ExitCode.USAGE, shapes.code());
    assertTrue(
        shapes.err().startsWith("hillock apply: --input: shapes [3] and [3, 4] do not fit"),
        shapes.err());
    apply("relu", "--backward", other)
        .refused(
            "hillock apply: --backward: the gradient has the shape of the result, [3, 4], but "
                + other
                + " has [3]");
    apply("softmax", "--axis", 2)
        .refused(
            "hillock apply: --axis: there is no axis 2 in shape [3, 4]; it may be from -2 to 1");
  }

  @Test
  void axisThatIsNotThereIsRefusedOfEveryFunction() throws IOException {
    apply("gelu", "--axis", 9)
        .refused(
            "hillock apply: --axis: there is no axis 9 in shape [3, 4]; it may be from -2 to 1");
    apply("gelu", "--axis", 0).succeeded();
    x = array("zero.npy", new float[] {-2});
    apply("relu", "--axis", 1, "--force")
        .refused("hillock apply: --axis: there is no axis 1 in shape [], which has no axes");
  }

  @Test
  void derivativeAlongARowIsRefused() {
    apply("softmax", "--derivative")
        .refused(
            "hillock apply: --derivative: softmax works along a row, so its derivative is a"
                + " matrix; --backward gives its product with a gradient");
  }
}
