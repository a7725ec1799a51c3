package io.hillock.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hillock.image.npy.NpyReader;
import io.hillock.image.npy.NpyType;
import io.hillock.image.npy.NpyWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What arrays may hold, what is computed in, and one array in place of several. */
final class ApplyTypesTest {
  @TempDir private Path folder;
  private Path y;

  @BeforeEach
  void name() {
    y = folder.resolve("y.npy");
  }

  private Path array(String name, NpyType type, double[] values, long... shape) throws IOException {
    Path file = folder.resolve(name);
    try (NpyWriter writer = NpyWriter.create(file, type, shape)) {
      writer.write(values, 0, values.length);
      writer.commit();
    }
    return file;
  }

  private Outcome apply(Object... args) {
    Object[] common = {
      "apply", "--backend=faulty", "--device=" + FaultyProvider.INTERPRETS, "--force", "--output", y
    };
    return Outcome.of(Stream.of(common, args).flatMap(Arrays::stream).toArray());
  }

  private void assertResult(NpyType type, double[] values, long... shape) throws IOException {
    try (NpyReader reader = NpyReader.open(y)) {
      assertEquals(type, reader.header().type());
      assertArrayEquals(shape, reader.header().shape().toArray());
      double[] found = new double[(int) reader.remaining()];
      reader.read(found, 0, found.length);
      assertArrayEquals(values, found);
    }
  }

  @ParameterizedTest
  @CsvSource({
    // 0.1 times 1.1, rounded where the type says
    "FLOAT16,, 0.1099853515625",
    "FLOAT32,, 0.11000000685453415",
    "FLOAT64,, 0.11000000000000001",
    "BFLOAT16, bfloat16, 0.11035156250",
    "FLOAT64, float32, 0.11000000685453415",
    "FLOAT64, float16, 0.1099853515625",
    "FLOAT32, bfloat16, 0.11035156250",
    "FLOAT16, float64, 0.1099853515625"
  })
  void whatIsComputedInIsTheInputsTypeUnlessItIsAskedFor(
      NpyType type, String dataType, double expected) throws IOException {
    Path x = array("x.npy", type, new double[] {0.1, -3}, 2, 1);
    Object[] args = {"linear", "--param", "a=1.1", "--input", x};
    Object[] more = dataType == null ? args : Arrays.copyOf(args, args.length + 1);
    if (dataType != null) {
      more[args.length] = "--data-type=" + dataType;
    }
    apply(more).succeeded();
    try (NpyReader reader = NpyReader.open(y)) {
      assertEquals(type, reader.header().type());
      double[] found = new double[2];
      reader.read(found, 0, 2);
      assertEquals(expected, found[0]);
    }
  }

  @Test
  void doublesKeepAllTheirBits() throws IOException {
    double[] values = {Math.PI, -1e-310, 1e300, Double.NaN, -0.0};
    apply("relu", "--input", array("x.npy", NpyType.FLOAT64, values, 5)).succeeded();
    assertResult(NpyType.FLOAT64, new double[] {Math.PI, 0, 1e300, Double.NaN, 0}, 5);
  }

  @Test
  void bytesAreComputedInFloat32AndRoundedAndCut() throws IOException {
    Path x = array("x.npy", NpyType.UINT8, new double[] {0, 1, 3, 200}, 2, 2);
    apply("linear", "--param", "a=1.5", "--param", "b=-1", "--input", x).succeeded();
    assertResult(NpyType.UINT8, new double[] {0, 0, 4, 255}, 2, 2);
  }

  @Test
  void arraysOfTwoTypesNeedTheTypeToComputeIn() throws IOException {
    Path x = array("x.npy", NpyType.FLOAT64, new double[] {-2, 3}, 2);
    Path slope = array("slope.npy", NpyType.FLOAT16, new double[] {0.5}, 1);
    apply("prelu", "--input", x, "--input", slope)
        .refused(
            "hillock apply: --data-type: there are arrays of type <f8 and <f2; say which type to"
                + " compute in");
    apply("prelu", "--input", x, "--input", slope, "--data-type", "float32").succeeded();
    assertResult(NpyType.FLOAT64, new double[] {-1, 3}, 2);
  }

  @Test
  void oneArrayIsSplitInPlaceOfSeveral() throws IOException {
    double[] values = {-1, 2, 10, 20, -3, -4, 30, 40};
    Path x = array("x.npy", NpyType.FLOAT16, values, 2, 4);
    apply("prelu", "--split", -1, "--input", x).succeeded();
    assertResult(NpyType.FLOAT16, new double[] {-10, 2, -90, -160}, 2, 2);
    apply("prelu", "--split", 0, "--input", x).succeeded();
    assertResult(NpyType.FLOAT16, new double[] {3, 2, 10, 20}, 1, 4);
    apply("prelu", "--split", 1, "--derivative", "--input", x).succeeded();
    assertResult(NpyType.FLOAT16, new double[] {10, 1, 30, 40}, 2, 2);
    Path dy = array("dy.npy", NpyType.FLOAT16, new double[] {1, 2, 3, 4}, 2, 2);
    apply("prelu", "--split", 1, "--backward", dy, "--input", x).succeeded();
    assertResult(NpyType.FLOAT16, new double[] {10, 2, -1, 0, 90, 160, -9, -16}, 2, 4);
  }

  @Test
  void severalOutputsStandSideBySide() throws IOException {
    Path x = array("x.npy", NpyType.BFLOAT16, new double[] {-1, 2, 3, -4}, 2, 2);
    apply("crelu", "--data-type", "bfloat16", "--input", x).succeeded();
    assertResult(NpyType.BFLOAT16, new double[] {0, 2, 1, 0, 3, 0, 0, 4}, 2, 4);
    apply("crelu", "--data-type", "bfloat16", "--axis", 0, "--input", x).succeeded();
    assertResult(NpyType.BFLOAT16, new double[] {0, 2, 3, 0, 1, 0, 0, 4}, 4, 2);
    double[] upstream = {1, 2, 3, 4, 5, 6, 7, 8};
    Path dy = array("dy.npy", NpyType.BFLOAT16, upstream, 2, 4);
    apply("crelu", "--data-type", "bfloat16", "--backward", dy, "--input", x).succeeded();
    assertResult(NpyType.BFLOAT16, new double[] {-3, 2, 5, -8}, 2, 2);
    apply("crelu", "--data-type", "bfloat16", "--derivative", "--input", x)
        .refused(
            "hillock apply: --derivative: crelu has the outputs positive, negative; --backward gives"
                + " the gradient by them all");
  }

  @Test
  void splitThatCannotBeIsRefused() throws IOException {
    Path x = array("x.npy", NpyType.FLOAT32, new double[] {1, 2, 3}, 3);
    apply("prelu", "--split", 0, "--input", x)
        .refused(
            "hillock apply: --split: axis 0 of shape [3] has size 3, which cannot be split in 2"
                + " equal parts");
    apply("prelu", "--split", 1, "--input", x)
        .refused("hillock apply: --split: there is no axis 1 in shape [3]; it may be from -1 to 0");
    apply("relu", "--split", 0, "--input", x)
        .refused("hillock apply: --split: relu takes one array, which is not split");
    apply("prelu", "--split", 0, "--input", x, "--input", x)
        .refused("hillock apply: --input: prelu with --split takes one array, but 2 were given");
    Path pair = array("pair.npy", NpyType.FLOAT32, new double[] {1, 2}, 2);
    apply("prelu", "--split", 0, "--input", pair, "--backward", x)
        .refused(
            "hillock apply: --backward: the gradient has the shape of the result, [1], but "
                + x
                + " has [3]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.5", ".5", "+5e-1", "0x1p-1", "0X.8", "0x0.8P0", "5.E-1"})
  void numbersAreDecimalOrHexadecimal(String number) throws IOException {
    Path x = array("x.npy", NpyType.FLOAT32, new double[] {-4}, 1);
    apply("leaky-relu", "--param", "alpha=" + number, "--input", x).succeeded();
    assertResult(NpyType.FLOAT32, new double[] {-2}, 1);
  }
}
