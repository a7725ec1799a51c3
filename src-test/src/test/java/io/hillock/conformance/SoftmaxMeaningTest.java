package io.hillock.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hillock.kernels.Activations;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Interpreter;
import io.hillock.kernels.Kernel;
import io.hillock.kernels.Losses;
import io.hillock.kernels.Norms;
import io.hillock.kernels.Softmaxes;
import io.hillock.tensor.CrossEntropy;
import io.hillock.tensor.Engine;
import io.hillock.tensor.Shape;
import io.hillock.tensor.Tensor;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What softmax's kin, losses and norms mean, on the CPU: other tests hold all backends to it. */
class SoftmaxMeaningTest {
  private static final float INF = Float.POSITIVE_INFINITY;
  private static final float NAN = Float.NaN;
  private static Engine engine;

  @BeforeAll
  static void open() {
    engine = Engine.create("cpu");
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  private static float[] row(Kernel kernel, float... x) {
    return new Interpreter(kernel.program(), kernel.parameterValues()).row(x);
  }

  private static float[] filled(int count, float value) {
    float[] result = new float[count];
    Arrays.fill(result, value);
    return result;
  }

  // ---- special rows ----

  @Test
  void rowsOfNegativeInfinityAloneAreNaNWhereNothingIsMasked() {
    float[] row = filled(3, -INF);
    for (Kernel kernel :
        new Kernel[] {Softmaxes.SOFTMAX, Softmaxes.LOG_SOFTMAX, Softmaxes.SPARSEMAX}) {
      assertArrayEquals(filled(3, NAN), row(kernel, row), kernel.name());
    }
    assertArrayEquals(new float[] {1, 0, 0}, row(Softmaxes.HARDMAX, row));
    assertArrayEquals(new float[] {-INF}, row(Softmaxes.LOG_SUM_EXP, row));
  }

  @Test
  void aRowWithPositiveInfinityIsNaN() {
    float[] row = {1, INF, -3};
    for (Kernel kernel :
        new Kernel[] {Softmaxes.SOFTMAX, Softmaxes.LOG_SOFTMAX, Softmaxes.SPARSEMAX}) {
      assertArrayEquals(filled(3, NAN), row(kernel, row), kernel.name());
    }
    assertArrayEquals(new float[] {0, 1, 0}, row(Softmaxes.HARDMAX, row));
    assertArrayEquals(new float[] {INF}, row(Softmaxes.LOG_SUM_EXP, row));
    assertArrayEquals(new float[] {1, 0, 0}, row(Softmaxes.SOFTMIN, 1, INF, INF));
  }

  @Test
  void aNaNAnywhereMakesItsRowNaN() {
    int[] nans = {0x7fc00000, 0x7fc00001, 0x7f8000ff, 0xffc00123, 0x7fffffff};
    for (int place = 0; place < 5; place++) {
      float[] row = {1, 2, -INF, 4, 0};
      row[place] = Float.intBitsToFloat(nans[place]);
      for (Kernel kernel : Activations.all()) {
        if (kernel.isRow() && kernel.inputs().size() == 1) {
          float[] found = row(kernel, row);
          assertArrayEquals(filled(found.length, NAN), found, kernel.name());
        }
      }
    }
  }

  @Test
  void negativeInfinityBesideNumbersHasProbabilityZero() {
    assertArrayEquals(new float[] {0.5f, 0, 0.5f}, row(Softmaxes.SOFTMAX, 7, -INF, 7));
    assertEquals(-INF, row(Softmaxes.LOG_SOFTMAX, 7, -INF, 7)[1]);
    assertArrayEquals(new float[] {0.5f, 0, 0.5f}, row(Softmaxes.SPARSEMAX, 7, -INF, 7));
  }

  @Test
  void oneElementIsCertain() {
    for (float x : new float[] {0, -0f, 3, -1e30f, Float.MIN_VALUE, Float.MAX_VALUE}) {
      assertArrayEquals(new float[] {1}, row(Softmaxes.SOFTMAX, x));
      assertEquals(0, Math.abs(row(Softmaxes.LOG_SOFTMAX, x)[0]));
      assertArrayEquals(new float[] {x + 0f}, row(Softmaxes.LOG_SUM_EXP, x));
      assertArrayEquals(new float[] {1}, row(Softmaxes.SPARSEMAX, x));
      assertArrayEquals(new float[] {1}, row(Softmaxes.HARDMAX, x));
      assertEquals(0, Math.abs(row(Norms.LAYER_NORM, x)[0]));
    }
  }

  @Test
  void logSoftmaxKeepsItsDigitsWhereTheLargestElementIsAlmostCertain() {
    assertEquals((float) -Math.exp(-40), row(Softmaxes.LOG_SOFTMAX, 0, -40)[0]);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1000, 65_537, 1_000_003})
  void aRowSumsToOneWithinTheErrorsOfItsElements(int length) {
    float[] x = new float[length];
    Random random = new Random(length);
    for (int i = 0; i < length; i++) {
      x[i] = (float) random.nextGaussian() * 3;
    }
    try (Tensor in = engine.tensor(x, length);
        Tensor y = engine.softmax(in, -1);
        Tensor logs = engine.logSoftmax(in, -1)) {
      double sum = 0;
      for (float each : y.toFloatArray()) {
        sum += each;
      }
      // 3.1 ULP, each at most 2^-23 of its element.
      assertEquals(1, sum, 3.1 * 0x1p-23);
      double ofLogs = 0;
      for (float each : logs.toFloatArray()) {
        ofLogs += Math.exp(each);
      }
      assertEquals(1, ofLogs, 2 * Math.ulp((float) Math.log(1e4 * length)));
    }
  }

  // ---- masks ----

  @Test
  void aMaskedRowIsZeroAndAMaskedElementHasNoSay() {
    float[] x = {1, NAN, 3, 4, 5, 6};
    boolean[] mask = {true, false, true, false, false, false};
    float[] expected = {
      (float) (1 / (1 + Math.exp(2))), 0, (float) (1 / (1 + Math.exp(-2))), 0, 0, 0
    };
    try (Tensor in = engine.tensor(x, 2, 3);
        Tensor kept = engine.tensor(mask, 2, 3);
        Tensor y = engine.maskedSoftmax(in, kept, -1);
        Tensor upstream = engine.tensor(new float[] {1, NAN, 3, NAN, NAN, NAN}, 2, 3);
        Tensor dx = engine.gradientAlong(new int[] {-1}, Softmaxes.MASKED, 0, upstream, in, kept)) {
      assertArrayEquals(expected, y.toFloatArray(), 1e-7f);
      float slope = expected[0] * expected[2] * 2;
      assertArrayEquals(new float[] {-slope, 0, slope, 0, 0, 0}, dx.toFloatArray(), 1e-6f);
    }
  }

  @Test
  void everyKindOfMaskGivesTheSoftmaxOfWhatIsLeft() {
    float[] x = {0.3f, -1, 2, 0.7f, 5, 0.1f, 0.2f, -4, 9, 1, 1, 1};
    int[] lengths = {2, 0, 4};
    boolean[] kept = new boolean[12];
    float[] added = new float[12];
    for (int i = 0; i < 12; i++) {
      kept[i] = i % 4 < lengths[i / 4];
      added[i] = kept[i] ? 0 : -INF;
    }
    try (Tensor in = engine.tensor(x, 3, 4);
        Tensor length = engine.tensor(lengths, 3, 1);
        Tensor mask = engine.tensor(kept, 3, 4);
        Tensor bias = engine.tensor(added, 3, 4);
        Tensor byLength = engine.maskedSoftmax(in, length, -1);
        Tensor byMask = engine.maskedSoftmax(in, mask, -1);
        Tensor bySum = engine.maskedSoftmax(in, bias, -1)) {
      float[] found = byLength.toFloatArray();
      float[] two = row(Softmaxes.SOFTMAX, x[0], x[1]);
      float[] four = row(Softmaxes.SOFTMAX, 9, 1, 1, 1);
      float[] expected = {two[0], two[1], 0, 0, 0, 0, 0, 0, four[0], four[1], four[2], four[3]};
      assertArrayEquals(expected, found);
      assertArrayEquals(found, byMask.toFloatArray());
      assertArrayEquals(found, bySum.toFloatArray());
    }
  }

  @Test
  void aCausalMaskLeavesEachQueryTheKeysUpToItself() {
    float[] x = new float[2 * 4 * 3];
    for (int i = 0; i < x.length; i++) {
      x[i] = (i * 7 % 5) / 3f;
    }
    try (Tensor in = engine.tensor(x, 2, 4, 3);
        Tensor y = engine.causalSoftmax(in)) {
      float[] found = y.toFloatArray();
      for (int row = 0; row < 8; row++) {
        int keys = Math.min(3, row % 4 + 1);
        float[] left = Arrays.copyOfRange(x, row * 3, row * 3 + keys);
        float[] expected = Arrays.copyOf(row(Softmaxes.SOFTMAX, left), 3);
        assertArrayEquals(expected, Arrays.copyOfRange(found, row * 3, row * 3 + 3));
      }
    }
    try (Tensor in = engine.tensor(x, 24)) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> engine.causalSoftmax(in)).getMessage();
      assertTrue(message.contains("[24]"), message);
    }
  }

  // ---- hardmax, sparsemax, Gumbel ----

  @Test
  void hardmaxIsTheFirstOfTheLargestWhereverItIs() {
    for (int length : new int[] {1, 2, 4095, 4096, 4097, 9001, (1 << 24) + 3}) {
      for (int place : new int[] {0, length / 2, length - 1}) {
        float[] x = new float[length];
        x[place] = 1;
        x[length - 1] = 1;
        try (Tensor in = engine.tensor(x, length);
            Tensor y = engine.apply(Softmaxes.HARDMAX, in)) {
          float[] expected = new float[length];
          expected[place] = 1;
          assertArrayEquals(expected, y.toFloatArray());
        }
      }
    }
  }

  /** The threshold from the sorted row, in double arithmetic. */
  private static double[] sparsemax(float[] x) {
    double[] sorted = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      sorted[i] = x[i];
    }
    Arrays.sort(sorted);
    double largest = sorted[x.length - 1];
    double sum = 0;
    double threshold = 0;
    for (int k = 1; k <= x.length; k++) {
      double z = sorted[x.length - k] - largest;
      if (1 + k * z > sum + z) {
        sum += z;
        threshold = (sum - 1) / k;
      } else {
        break;
      }
    }
    double[] result = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      result[i] = Math.max(0, x[i] - largest - threshold);
    }
    return result;
  }

  private static void assertSparsemax(int length, DoubleUnaryOperator element) {
    float[] x = new float[length];
    for (int i = 0; i < length; i++) {
      x[i] = (float) element.applyAsDouble(i);
    }
    double[] expected = sparsemax(x);
    double largest = Arrays.stream(expected).max().orElseThrow();
    try (Tensor in = engine.tensor(x, length);
        Tensor y = engine.apply(Softmaxes.SPARSEMAX, in)) {
      float[] found = y.toFloatArray();
      for (int i = 0; i < length; i++) {
        assertEquals(expected[i], found[i], 3 * Math.ulp((float) largest), length + ", " + i);
      }
    }
  }

  @Test
  void sparsemaxIsRightForRowsThatAreHardForASearch() {
    Random random = new Random(5);
    for (int length : new int[] {1, 2, 3, 17, 1000, 4097, 100_003}) {
      assertSparsemax(length, i -> 0.5); // all equal
      assertSparsemax(length, i -> random.nextGaussian());
      assertSparsemax(length, i -> 1e-7 * random.nextGaussian()); // all within the support
      assertSparsemax(length, i -> -Math.pow(2, -i / 3.0)); // ever nearer to the largest
      assertSparsemax(length, i -> i == 0 ? 0 : -1 + Math.pow(2, -i / 3.0)); // to the threshold
      assertSparsemax(length, i -> i % 2 == 0 ? 0 : -2.0 / length * (1 + 1e-7 * (i % 9 - 4)));
      assertSparsemax(length, i -> i < 2 ? 0 : -0.5 + 0x1p-24 * random.nextInt(9));
      assertSparsemax(length, i -> -(i % 1000) / 1000.0);
      assertSparsemax(length, i -> 1000 - i * 0x1p-14); // far from zero
      assertSparsemax(length, i -> -1e30 * i);
    }
  }

  @Test
  void gumbelSoftmaxDrawsFromTheDistributionThatSoftmaxIs() {
    float[] logits = {0, 1, 2, -1};
    int draws = 40_000;
    float[] x = new float[4 * draws];
    for (int i = 0; i < x.length; i++) {
      x[i] = logits[i % 4];
    }
    float[] wanted = row(Softmaxes.SOFTMAX, logits);
    Kernel hard = Softmaxes.GUMBEL_HARD.with("seed", 3);
    Kernel soft = Softmaxes.GUMBEL.with("seed", 3);
    try (Tensor in = engine.tensor(x, draws, 4);
        Tensor drawn = engine.apply(hard, in);
        Tensor shares = engine.apply(soft, in);
        Tensor again = engine.apply(soft, in);
        Tensor other = engine.apply(soft.with("stream", 1), in);
        Tensor g = engine.tensor(x, draws, 4);
        Tensor ofSoft = engine.backward(soft, in, g);
        Tensor ofHard = engine.backward(hard, in, g)) {
      float[] hits = drawn.toFloatArray();
      float[] soften = shares.toFloatArray();
      double[] count = new double[4];
      for (int row = 0; row < draws; row++) {
        int chosen = -1;
        int likeliest = 0;
        for (int i = 0; i < 4; i++) {
          if (hits[4 * row + i] == 1) {
            assertEquals(-1, chosen);
            chosen = i;
          }
          likeliest = soften[4 * row + i] > soften[4 * row + likeliest] ? i : likeliest;
        }
        assertEquals(likeliest, chosen);
        count[chosen]++;
      }
      for (int i = 0; i < 4; i++) {
        double deviation = Math.sqrt(wanted[i] * (1 - wanted[i]) / draws);
        assertEquals(wanted[i], count[i] / draws, 5 * deviation);
      }
      assertArrayEquals(soften, again.toFloatArray());
      assertTrue(!Arrays.equals(soften, other.toFloatArray()));
      assertArrayEquals(ofSoft.toFloatArray(), ofHard.toFloatArray());
    }
  }

  // ---- losses ----

  @Test
  void anIgnoredTargetHasNoLossAndOneThatIsNoClassHasNone() {
    float[] x = {1, 2, 3, 1, 2, 3, 1, 2, 3};
    try (Tensor in = engine.tensor(x, 3, 3);
        Tensor target = engine.tensor(new int[] {-100, 3, 2}, 3);
        Tensor column = engine.tensor(new int[] {-100, 3, 2}, 3, 1);
        Tensor loss =
            CrossEntropy.ofLogits().reduction(CrossEntropy.Reduction.NONE).loss(in, target);
        Tensor likelihood = engine.runAlong(1, Losses.NLL, in, column)) {
      float[] found = loss.toFloatArray();
      assertEquals(0, found[0]);
      assertTrue(Float.isNaN(found[1]));
      assertEquals(Math.log(1 + Math.exp(-1) + Math.exp(-2)), found[2], 1e-7);
      assertArrayEquals(new float[] {0, NAN, -3}, likelihood.toFloatArray());
    }
  }

  @Test
  void smoothedLossesAreThoseOfPyTorchsDefinition() {
    double smoothing = 0.15;
    double[] x = {0.3, -1.2, 2.5, 0.1, 0.9, -0.4, 1.1, 0.6};
    double[] weights = {0.5, 1.5, 2, 0.25};
    int[] target = {2, 1};
    double[] q = {0.1, 0.2, 0.3, 0.4, 0.7, 0, 0.3, 0};
    double sum = 0;
    double sumOfWeights = 0;
    double ofProbabilities = 0;
    for (int row = 0; row < 2; row++) {
      double all = 0;
      for (int c = 0; c < 4; c++) {
        all += Math.exp(x[4 * row + c]);
      }
      double even = 0;
      for (int c = 0; c < 4; c++) {
        double nll = Math.log(all) - x[4 * row + c];
        even += weights[c] * nll;
        sum += c == target[row] ? (1 - smoothing) * weights[c] * nll : 0;
        double smoothed = (1 - smoothing) * q[4 * row + c] + smoothing / 4;
        ofProbabilities += weights[c] * smoothed * nll;
      }
      sum += smoothing / 4 * even;
      sumOfWeights += weights[target[row]];
    }
    try (Tensor in = engine.tensor(x, 2, 4);
        Tensor indices = engine.tensor(target, 2);
        Tensor probabilities = engine.tensor(q, 2, 4);
        Tensor weight = engine.tensor(weights, 4);
        Tensor one = engine.tensor(new double[] {1})) {
      CrossEntropy criterion = CrossEntropy.ofLogits().labelSmoothing(smoothing).weight(weight);
      try (Tensor a = criterion.loss(in, indices);
          Tensor b = criterion.loss(in, probabilities)) {
        double precision = 1e-7; // the smoothing is a float32
        assertEquals(sum / sumOfWeights, a.toDoubleArray()[0], precision);
        assertEquals(ofProbabilities / 2, b.toDoubleArray()[0], precision);
      }
      for (Tensor of : new Tensor[] {indices, probabilities}) {
        try (Tensor gradient = criterion.gradient(in, of, one)) {
          assertGradient(criterion, x, of, gradient.toDoubleArray());
        }
      }
    }
  }

  private static void assertGradient(
      CrossEntropy criterion, double[] x, Tensor target, double[] found) {
    for (int i = 0; i < x.length; i++) {
      double[] losses = new double[2];
      for (int side = 0; side < 2; side++) {
        double[] moved = x.clone();
        moved[i] += side == 0 ? -1e-5 : 1e-5;
        try (Tensor in = engine.tensor(moved, 2, 4);
            Tensor loss = criterion.loss(in, target)) {
          losses[side] = loss.toDoubleArray()[0];
        }
      }
      assertEquals((losses[1] - losses[0]) / 2e-5, found[i], 1e-9, "element " + i);
    }
  }

  @Test
  void aProbabilityOfZeroDoesNotCountEvenWhereTheLogitIsNegativeInfinity() {
    try (Tensor in = engine.tensor(new float[] {0, -INF, 0}, 1, 3);
        Tensor q = engine.tensor(new float[] {0.5f, 0, 0.5f}, 1, 3);
        Tensor loss = CrossEntropy.ofLogits().loss(in, q)) {
      assertEquals(Math.log(2), loss.toFloatArray()[0], 1e-7);
    }
  }

  @Test
  void whatALossCannotTakeIsRefusedWithWhatItTakes() {
    try (Tensor in = engine.tensor(new float[6], 2, 3);
        Tensor target = engine.tensor(new int[3], 3);
        Tensor weight = engine.tensor(new float[2], 2);
        Tensor two = engine.tensor(new int[2], 2)) {
      CrossEntropy criterion = CrossEntropy.ofLogits();
      assertRefused("[2]", "[3]", () -> criterion.loss(in, target));
      assertRefused("3 classes", "[2]", () -> criterion.weight(weight).loss(in, two));
      assertRefused("[]", "[2]", () -> criterion.gradient(in, two, weight));
      assertRefused("0 to 1", "2.0", () -> criterion.labelSmoothing(2));
      assertRefused("no axis 2", "[2, 3]", () -> criterion.axis(2).loss(in, two));
      assertRefused("INT32", "FLOAT32", () -> engine.run(Losses.NLL, in, in));
      assertRefused("BOOL", "INT32", () -> engine.run(Softmaxes.MASKED, in, two));
      assertRefused("'target'", "no derivative", () -> Losses.NLL.backward(1));
      assertRefused("real numbers", "INT32", () -> engine.apply(Softmaxes.SOFTMAX, two));
    }
  }

  private static void assertRefused(String one, String other, Runnable call) {
    String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
    assertTrue(message.contains(one) && message.contains(other), message);
  }

  // ---- norms ----

  @Test
  void aRowFarFromZeroIsNormalisedAsOneAboutIt() {
    float[] x = new float[1000];
    double[] expected = new double[1000];
    Random random = new Random(3);
    double mean = 0;
    for (int i = 0; i < x.length; i++) {
      x[i] = 1e6f + random.nextInt(64) / 16f;
      mean += x[i] / 1000.0;
    }
    double variance = 0;
    for (float each : x) {
      variance += (each - mean) * (each - mean) / 1000;
    }
    for (int i = 0; i < x.length; i++) {
      expected[i] = (x[i] - mean) / Math.sqrt(variance + 1e-5);
    }
    float[] found = row(Norms.LAYER_NORM, x);
    for (int i = 0; i < x.length; i++) {
      assertEquals(expected[i], found[i], 4 * Math.ulp(2f));
    }
  }

  @Test
  void gainAndBiasGetTheSumsOverAllRowsAndTheirShapes() {
    float[] x = {1, 2, 4, 3, 3, 0};
    float[] upstream = {1, 2, 3, 4, 5, 6};
    try (Tensor in = engine.tensor(x, 2, 3);
        Tensor gain = engine.tensor(new float[] {1, 2, 3}, 3);
        Tensor bias = engine.tensor(new float[] {0, 1, 0}, 3);
        Tensor g = engine.tensor(upstream, 2, 3);
        Tensor plain = engine.apply(Norms.LAYER_NORM, in);
        Tensor y = engine.run(Norms.LAYER_NORM_AFFINE, in, gain, bias);
        Tensor dgain = engine.gradient(Norms.LAYER_NORM_AFFINE, 1, g, in, gain, bias);
        Tensor dbias = engine.gradient(Norms.LAYER_NORM_AFFINE, 2, g, in, gain, bias)) {
      float[] normal = plain.toFloatArray();
      assertEquals(normal[4] * 2 + 1, y.toFloatArray()[4], 1e-6);
      assertEquals(Shape.of(3), dgain.shape());
      for (int c = 0; c < 3; c++) {
        double expected = normal[c] * upstream[c] + normal[c + 3] * upstream[c + 3];
        assertEquals(expected, dgain.toFloatArray()[c], 1e-5);
      }
      assertArrayEquals(new float[] {5, 7, 9}, dbias.toFloatArray());
    }
  }

  @Test
  void sixteenBitsAreRoundedOnce() {
    float[] x = {0.5f, 1.5f, -2, 3};
    for (DataType type : new DataType[] {DataType.FLOAT16, DataType.BFLOAT16}) {
      try (Tensor in = engine.tensor(type, x, 4);
          Tensor y = engine.softmax(in, -1);
          Tensor rounded = engine.tensor(type, row(Softmaxes.SOFTMAX, x), 4)) {
        assertArrayEquals(rounded.toShortArray(), y.toShortArray());
      }
    }
  }
}
