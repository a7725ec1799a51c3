package io.hillock.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.hillock.image.npy.NpyReader;
import io.hillock.image.npy.NpyType;
import io.hillock.image.npy.NpyWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code hillock apply} with functions along rows: axes, masks, targets and their gradients. */
final class ApplyRowsTest {
  private static final float[] X = {0, 1, 2, 3, 3, 3};

  @TempDir private Path folder;
  private Path x;
  private Path y;

  @BeforeEach
  void writeInput() throws IOException {
    x = array("x.npy", NpyType.FLOAT32, X, 2, 3);
    y = folder.resolve("y.npy");
  }

  private Path array(String name, NpyType type, float[] values, long... shape) throws IOException {
    Path file = folder.resolve(name);
    NpyWriter.writeAll(file, type, values, shape);
    return file;
  }

  private Outcome apply(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("apply"));
    all.addAll(Arrays.asList(arguments));
    all.addAll(List.of("--output", y, "--backend=cpu", "--force"));
    return Outcome.of(all.toArray());
  }

  private void assertResult(float[] expected, long... shape) throws IOException {
    try (NpyReader reader = NpyReader.open(y)) {
      assertArrayEquals(shape, reader.header().shape().toArray());
    }
    assertArrayEquals(expected, NpyReader.readAll(y), 1e-6f);
  }

  @ParameterizedTest
  @EnumSource(
      value = NpyType.class,
      names = {"BOOL", "UINT8"})
  void aMaskIsOfTruthValuesOrBytes(NpyType type) throws IOException {
    Path mask = array("mask.npy", type, new float[] {1, 1, 0, 0, 0, 0}, 2, 3);
    apply("masked-softmax", "--input", x, "--input", mask).succeeded();
    float less = (float) (1 / (1 + Math.E));
    assertResult(new float[] {less, 1 - less, 0, 0, 0, 0}, 2, 3);
  }

  @ParameterizedTest
  @EnumSource(
      value = NpyType.class,
      names = {"INT32", "INT64", "UINT8"})
  void aTargetIsAnIntegerForEachRow(NpyType type) throws IOException {
    Path target = array("target.npy", type, new float[] {2, 0}, 2, 1);
    apply("cross-entropy", "--input", x, "--input", target).succeeded();
    double sum = 1 + Math.exp(-1) + Math.exp(-2);
    assertResult(new float[] {(float) Math.log(sum), (float) Math.log(3)}, 2, 1);
    Path dy = array("dy.npy", NpyType.FLOAT32, new float[] {1, 3}, 2, 1);
    apply("cross-entropy", "--input", x, "--input", target, "--backward", dy).succeeded();
    float[] expected = {
      (float) (Math.exp(-2) / sum), (float) (Math.exp(-1) / sum), (float) (1 / sum - 1), -2, 1, 1
    };
    assertResult(expected, 2, 3);
  }

  @Test
  void rowsMayLieAlongSeveralAxes() throws IOException {
    Path cube = array("cube.npy", NpyType.FLOAT32, new float[] {1, 1, 5, 5, 1, 1, 5, 5}, 2, 2, 2);
    apply("softmax", "--axis", "0,-1", "--input", cube).succeeded();
    float[] even = new float[8];
    Arrays.fill(even, 0.25f);
    assertResult(even, 2, 2, 2);
    apply("logsumexp", "--axis=0,2", "--input", cube).succeeded();
    float log = (float) Math.log(4);
    assertResult(new float[] {1 + log, 5 + log}, 1, 2, 1);
    Path dy = array("dy.npy", NpyType.FLOAT32, new float[] {4, 8}, 1, 2, 1);
    apply("logsumexp", "--axis=0,2", "--input", cube, "--backward", dy).succeeded();
    assertResult(new float[] {1, 1, 2, 2, 1, 1, 2, 2}, 2, 2, 2);
  }

  @Test
  void aGradientIsByTheInputThatIsNamed() throws IOException {
    Path gain = array("gain.npy", NpyType.FLOAT32, new float[] {1, 1, 1}, 3);
    Path bias = array("bias.npy", NpyType.FLOAT32, new float[] {0, 0, 0}, 3);
    Path dy = array("dy.npy", NpyType.FLOAT32, new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    Object[] affine = {
      "layer-norm-affine", "--input", x, "--input", gain, "--input", bias, "--backward", dy, "--by"
    };
    Object[] by = Arrays.copyOf(affine, affine.length + 1);
    by[affine.length] = "bias";
    apply(by).succeeded();
    assertResult(new float[] {5, 7, 9}, 3);
    by[affine.length] = "mean";
    apply(by)
        .refused(
            "hillock apply: --by: layer-norm-affine has gradients by x, gain, bias, not by"
                + " 'mean'");
    apply("relu", "--input", x, "--by", "x")
        .refused("hillock apply: --by: it says which input the gradient of --backward is by");
  }

  @Test
  void whatAnInputCannotTakeIsRefused() throws IOException {
    String where = "hillock apply: " + x + ": its elements are of type '<f4', but ";
    apply("masked-softmax", "--input", x, "--input", x)
        .saysOnly(ExitCode.FAILED, where + "mask takes truth values: |b1 or |u1");
    apply("nll-loss", "--input", x, "--input", x)
        .saysOnly(ExitCode.FAILED, where + "target takes integers: <i4, <i8 or |u1");
    Path target = array("target.npy", NpyType.INT32, new float[] {2, 0}, 2, 1);
    apply("softmax", "--input", target)
        .saysOnly(
            ExitCode.FAILED,
            "hillock apply: "
                + target
                + ": its elements are of type '<i4', but x takes real numbers: <f2, <f4, <f8 or"
                + " |u1");
    apply("softmax", "--axis", "1,-1", "--input", x)
        .refused("hillock apply: --axis: axis -1 of [2, 3] is named twice");
    apply("softmax", "--axis", "0,2", "--input", x)
        .refused(
            "hillock apply: --axis: there is no axis 2 in shape [2, 3]; it may be from -2 to 1");
  }
}
