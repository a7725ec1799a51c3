package io.hillock.kernels;

import static io.hillock.kernels.Functions.celu;
import static io.hillock.kernels.Functions.celuDerivative;
import static io.hillock.kernels.Functions.cube;
import static io.hillock.kernels.Functions.cubeDerivative;
import static io.hillock.kernels.Functions.elu;
import static io.hillock.kernels.Functions.eluDerivative;
import static io.hillock.kernels.Functions.exp;
import static io.hillock.kernels.Functions.geglu;
import static io.hillock.kernels.Functions.gegluDerivative;
import static io.hillock.kernels.Functions.gelu;
import static io.hillock.kernels.Functions.geluDerivative;
import static io.hillock.kernels.Functions.geluSigmoid;
import static io.hillock.kernels.Functions.geluSigmoidDerivative;
import static io.hillock.kernels.Functions.geluTanh;
import static io.hillock.kernels.Functions.geluTanhDerivative;
import static io.hillock.kernels.Functions.glu;
import static io.hillock.kernels.Functions.gluDerivative;
import static io.hillock.kernels.Functions.hardSwish;
import static io.hillock.kernels.Functions.hardSwishDerivative;
import static io.hillock.kernels.Functions.log;
import static io.hillock.kernels.Functions.logSigmoid;
import static io.hillock.kernels.Functions.logisticPdf;
import static io.hillock.kernels.Functions.logit;
import static io.hillock.kernels.Functions.logitDerivative;
import static io.hillock.kernels.Functions.mish;
import static io.hillock.kernels.Functions.mishDerivative;
import static io.hillock.kernels.Functions.pow;
import static io.hillock.kernels.Functions.powDerivative;
import static io.hillock.kernels.Functions.rationalTanh;
import static io.hillock.kernels.Functions.rationalTanhDerivative;
import static io.hillock.kernels.Functions.scaledElu;
import static io.hillock.kernels.Functions.scaledEluDerivative;
import static io.hillock.kernels.Functions.scaledGaussian;
import static io.hillock.kernels.Functions.scaledGaussianDerivative;
import static io.hillock.kernels.Functions.scaledSoftplus;
import static io.hillock.kernels.Functions.sech2;
import static io.hillock.kernels.Functions.selu;
import static io.hillock.kernels.Functions.seluDerivative;
import static io.hillock.kernels.Functions.sigmoid;
import static io.hillock.kernels.Functions.sigmoidOfProduct;
import static io.hillock.kernels.Functions.silu;
import static io.hillock.kernels.Functions.siluDerivative;
import static io.hillock.kernels.Functions.snake;
import static io.hillock.kernels.Functions.snakeDerivative;
import static io.hillock.kernels.Functions.softsign;
import static io.hillock.kernels.Functions.softsignDerivative;
import static io.hillock.kernels.Functions.sqrtDerivative;
import static io.hillock.kernels.Functions.squareplus;
import static io.hillock.kernels.Functions.squareplusDerivative;
import static io.hillock.kernels.Functions.swiglu;
import static io.hillock.kernels.Functions.swigluDerivative;
import static io.hillock.kernels.Functions.swish;
import static io.hillock.kernels.Functions.swishDerivative;
import static io.hillock.kernels.Functions.tanh;
import static io.hillock.kernels.Functions.tanhShrink;
import static io.hillock.kernels.Functions.tanhSquared;
import static io.hillock.kernels.Functions.uniform;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Stream;

/**
 * The catalogue: each activation is one expression with one derivative, and this file is where it
 * stands. A new one is one more entry: its backward, its place on the command line, its proof and
 * its tests on every backend follow.
 *
 * <p>Derivatives are written from x, never from y, in the form that is right in the tails. At a
 * kink they take the value that PyTorch takes. A NaN passes through every function.
 */
public final class Activations {
  /** The constants of {@link #SELU} for which mean 0 and variance 1 are a fixed point. */
  static final double SELU_ALPHA = 1.6732632423543772848170429916717;

  static final double SELU_SCALE = 1.0507009873554804934193349852946;

  private static final Map<String, Kernel> CATALOGUE = new LinkedHashMap<>();

  // ---- straight lines and steps ----

  /** {@code x}. */
  public static final Kernel IDENTITY =
      add(
          Kernel.define("identity")
              .formula("x")
              .range("(-inf, inf)")
              .maxUlp(0, 0)
              .forward(x -> x)
              .derivative(in -> Expr.constant(1)));

  /** {@code a x + b}. */
  public static final Kernel LINEAR =
      add(
          Kernel.define("linear")
              .formula("a x + b")
              .range("(-inf, inf)")
              .parameter("a", 1)
              .parameter("b", 0)
              .maxUlp(0.5, 0)
              .define(in -> in.x().fma(in.parameter("a"), in.parameter("b")))
              .derivative(in -> in.parameter("a")));

  /** 1 from the threshold on, 0 below it. Its derivative is zero everywhere. */
  public static final Kernel BINARY_STEP =
      add(
          Kernel.define("binary-step")
              .formula("1 if x >= threshold, else 0")
              .range("{0, 1}")
              .atKinks("f(threshold) = 1, f' = 0 everywhere")
              .parameter("threshold", 0)
              .maxUlp(0, 0)
              .define(
                  in -> {
                    Expr threshold = in.parameter("threshold");
                    return in.x().ge(threshold).select(1, in.x().lt(threshold).select(0, in.x()));
                  })
              .derivative(in -> Expr.constant(0)));

  /** The magnitude of x. */
  public static final Kernel ABS =
      add(
          Kernel.define("abs")
              .formula("|x|")
              .range("[0, inf)")
              .atKinks("f'(0) = 0")
              .maxUlp(0, 0)
              .forward(Expr::abs)
              .derivative(in -> in.x().gt(0).select(1, in.x().lt(0).select(-1, 0))));

  // ---- rectifiers ----

  /**
   * The positive part; in full {@code slope (x - threshold)} below the threshold, x from there on,
   * and at most the cap.
   */
  public static final Kernel RELU =
      add(
          Kernel.define("relu")
              .formula("min(x, cap) if x >= threshold, else slope (x - threshold)")
              .range("[0, cap] for slope 0")
              .atKinks("f'(threshold) = slope, f'(cap) = 0")
              .parameter("slope", 0)
              .parameter("cap", Double.POSITIVE_INFINITY, 0, Double.POSITIVE_INFINITY)
              .parameter("threshold", 0)
              .maxUlp(0, 0)
              .define(
                  in -> {
                    Expr slope = in.parameter("slope");
                    Expr threshold = in.parameter("threshold");
                    Expr below = in.x().sub(threshold).mul(slope);
                    // Not 0 times infinity.
                    Expr left = slope.eq(0).select(0, below);
                    Expr cap = in.parameter("cap");
                    // The sum makes +0 of -0.
                    Expr right = in.x().gt(cap).select(cap, in.x().add(0));
                    return in.x().lt(threshold).select(left, right);
                  })
              .derivative(
                  in -> {
                    Expr inside = in.x().lt(in.parameter("cap")).select(1, 0);
                    // Infinity is below a cap of infinity.
                    Expr right = in.parameter("cap").eq(Double.POSITIVE_INFINITY).select(1, inside);
                    return in.x()
                        .gt(in.parameter("threshold"))
                        .select(right, in.parameter("slope"));
                  }));

  /** The positive part, at most 6. */
  public static final Kernel RELU6 =
      add(
          Kernel.define("relu6")
              .formula("min(max(0, x), 6)")
              .range("[0, 6]")
              .atKinks("f'(0) = f'(6) = 0")
              .maxUlp(0, 0)
              .forward(x -> cut(x, Expr.constant(0), Expr.constant(6)))
              .derivative(in -> between(in.x(), Expr.constant(0), Expr.constant(6), 1)));

  /** The positive part, at most the cap. */
  public static final Kernel BOUNDED_RELU =
      add(
          Kernel.define("bounded-relu")
              .formula("min(max(0, x), cap)")
              .range("[0, cap]")
              .atKinks("f'(0) = f'(cap) = 0")
              .positiveParameter("cap", 1)
              .maxUlp(0, 0)
              .define(in -> cut(in.x(), Expr.constant(0), in.parameter("cap")))
              .derivative(in -> between(in.x(), Expr.constant(0), in.parameter("cap"), 1)));

  /** x between two bounds; the bounds themselves count as inside. */
  public static final Kernel CLIP =
      add(
          Kernel.define("clip")
              .formula("min(max(x, min), max)")
              .range("[min, max]")
              .atKinks("f'(min) = f'(max) = 1")
              .parameter("min", 0, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)
              .parameter("max", 1, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)
              .maxUlp(0, 0)
              .define(in -> cut(in.x(), in.parameter("min"), in.parameter("max")))
              .derivative(
                  in -> {
                    Expr below = in.x().le(in.parameter("max")).select(1, 0);
                    return in.x().ge(in.parameter("min")).select(below, 0);
                  }));

  /** x between two bounds; the bounds themselves count as outside. */
  public static final Kernel HARD_TANH =
      add(
          Kernel.define("hard-tanh")
              .formula("min(max(x, min), max)")
              .range("[min, max]")
              .atKinks("f'(min) = f'(max) = 0")
              .parameter("min", -1)
              .parameter("max", 1)
              .maxUlp(0, 0)
              .define(in -> cut(in.x(), in.parameter("min"), in.parameter("max")))
              .derivative(in -> between(in.x(), in.parameter("min"), in.parameter("max"), 1)));

  /** x above the threshold, the given value elsewhere. */
  public static final Kernel THRESHOLD =
      add(
          Kernel.define("threshold")
              .formula("x if x > threshold, else value")
              .range("{value} and (threshold, inf)")
              .atKinks("f(threshold) = value, f'(threshold) = 0")
              .parameter("threshold", 0)
              .parameter("value", 0)
              .maxUlp(0, 0)
              .define(
                  in -> in.x().le(in.parameter("threshold")).select(in.parameter("value"), in.x()))
              .derivative(in -> in.x().gt(in.parameter("threshold")).select(1, 0)));

  /** x above theta, 0 elsewhere. */
  public static final Kernel THRESHOLDED_RELU =
      add(
          Kernel.define("thresholded-relu")
              .formula("x if x > theta, else 0")
              .range("{0} and (theta, inf)")
              .atKinks("f(theta) = 0, f'(theta) = 0")
              .parameter("theta", 1)
              .maxUlp(0, 0)
              .define(in -> in.x().le(in.parameter("theta")).select(0, in.x()))
              .derivative(in -> in.x().gt(in.parameter("theta")).select(1, 0)));

  /** x where it is positive, {@code alpha x} elsewhere. */
  public static final Kernel LEAKY_RELU =
      add(
          Kernel.define("leaky-relu")
              .formula("x if x > 0, else alpha x")
              .range("(-inf, inf)")
              .atKinks("f'(0) = alpha")
              .parameter("alpha", 0.01)
              .maxUlp(0.5, 0)
              .define(in -> in.x().gt(0).select(in.x(), in.x().mul(in.parameter("alpha"))))
              .derivative(in -> in.x().gt(0).select(1, in.parameter("alpha"))));

  /**
   * x where it is positive, {@code slope x} elsewhere; the slope is a tensor that is learned, one
   * number or one for each channel. The gradient by the slope is {@code backward(1)}.
   */
  public static final Kernel PRELU =
      add(
          Kernel.define("prelu")
              .inputs("x", "slope")
              .formula("x if x > 0, else slope x")
              .range("(-inf, inf)")
              .atKinks("f'(0) = slope")
              .maxUlp(0.5, 0)
              .define(in -> in.x().gt(0).select(in.x(), in.x().mul(in.input("slope"))))
              .derivative(0, in -> in.x().gt(0).select(1, in.input("slope")))
              .derivative(1, in -> in.x().gt(0).select(0, in.x())));

  /** The randomised leaky ReLU as it is after training: its slope is the mean of the bounds. */
  public static final Kernel RRELU =
      add(
          Kernel.define("rrelu")
              .formula("x if x > 0, else x (lower + upper) / 2")
              .range("(-inf, inf)")
              .atKinks("f'(0) = (lower + upper) / 2")
              .parameter("lower", 1 / 8.0)
              .parameter("upper", 1 / 3.0)
              .maxUlp(1, 1)
              .define(
                  in -> {
                    Expr lower = in.parameter("lower").mul(0.5);
                    Expr upper = in.parameter("upper").mul(0.5);
                    Expr mean = lower.add(upper);
                    Expr lost = lostOfSum(lower, upper);
                    // Not 0 times infinity.
                    Expr finite = in.x().abs().lt(Double.POSITIVE_INFINITY);
                    Expr rest = finite.select(in.x().mul(lost), 0);
                    return in.x().gt(0).select(in.x(), in.x().fma(mean, rest));
                  })
              .derivative(
                  in -> {
                    Expr lower = in.parameter("lower").mul(0.5);
                    return in.x().gt(0).select(1, lower.add(in.parameter("upper").mul(0.5)));
                  }));

  /**
   * The randomised leaky ReLU as it is in training: each element has a slope of its own, uniform
   * from the lower to the upper bound, that depends on the seed, the stream and the element's index
   * alone. Its backward makes the same slopes again, so nothing has to be kept.
   */
  public static final Kernel RRELU_TRAIN =
      add(
          Kernel.define("rrelu-train")
              .formula("x if x > 0, else x uniform(lower, upper)")
              .range("(-inf, inf)")
              .atKinks("f'(0) = the element's slope")
              .parameter("lower", 1 / 8.0)
              .parameter("upper", 1 / 3.0)
              .integerParameter("seed", 0)
              .integerParameter("stream", 0)
              .define(in -> in.x().gt(0).select(in.x(), in.x().mul(randomSlope(in))))
              .derivative(in -> in.x().gt(0).select(1, randomSlope(in))));

  /** The positive part of x and the positive part of -x, side by side. */
  public static final Kernel CRELU =
      add(
          Kernel.define("crelu")
              .formula("max(0, x) and max(0, -x)")
              .range("[0, inf)")
              .atKinks("f'(0) = 0")
              .maxUlp(0, 0)
              .output("positive", in -> in.x().le(0).select(0, in.x()))
              .output("negative", in -> in.x().ge(0).select(0, in.x().neg()))
              .backward(
                  in -> {
                    Expr left = in.x().lt(0).select(in.upstream(1).neg(), 0);
                    return in.x().gt(0).select(in.upstream(0), left);
                  }));

  // ---- exponential units ----

  /** x where it is positive, {@code alpha (e^x - 1)} elsewhere. */
  public static final Kernel ELU =
      add(
          Kernel.define("elu")
              .formula("x if x > 0, else alpha (exp(x) - 1)")
              .range("[-alpha, inf)")
              .atKinks("f'(0) = alpha")
              .parameter("alpha", 1)
              .maxUlp(1, 1)
              .define(in -> elu(in.x(), in.parameter("alpha")))
              .derivative(in -> eluDerivative(in.x(), in.parameter("alpha"))));

  /** The self-normalising ELU of Klambauer et al. 2017. */
  public static final Kernel SELU =
      add(
          Kernel.define("selu")
              .formula("scale (x if x > 0, else alpha (exp(x) - 1))")
              .range("[-1.76, inf)")
              .atKinks("f'(0) = scale alpha; scale 1.0507009873554805, alpha 1.6732632423543773")
              .maxUlp(1, 1)
              .forward(x -> selu(x))
              .derivative(in -> seluDerivative(in.x())));

  /** {@link #ELU} times a scale; with {@link #SELU}'s constants nearly that. */
  public static final Kernel SCALED_ELU =
      add(
          Kernel.define("scaled-elu")
              .formula("scale (x if x > 0, else alpha (exp(x) - 1))")
              .range("[-scale alpha, inf)")
              .atKinks("f'(0) = scale alpha")
              .parameter("alpha", SELU_ALPHA, 0x1p-32, 0x1p32)
              .parameter("scale", SELU_SCALE, 0x1p-32, 0x1p32)
              .maxUlp(1, 1)
              .define(in -> scaledElu(in.x(), in.parameter("alpha"), in.parameter("scale")))
              .derivative(
                  in -> scaledEluDerivative(in.x(), in.parameter("alpha"), in.parameter("scale"))));

  /** x where it is positive, {@code alpha (e^(x / alpha) - 1)} elsewhere: smooth for any alpha. */
  public static final Kernel CELU =
      add(
          Kernel.define("celu")
              .formula("x if x > 0, else alpha (exp(x / alpha) - 1)")
              .range("[-alpha, inf)")
              .parameter("alpha", 1, Float.MIN_NORMAL, 0x1p126)
              .maxUlp(1, 1)
              .define(in -> celu(in.x(), in.parameter("alpha")))
              .derivative(in -> celuDerivative(in.x(), in.parameter("alpha"))));

  // ---- smooth rectifiers ----

  /** {@code x Phi(x)} with the distribution function of the standard normal distribution. */
  public static final Kernel GELU =
      add(
          Kernel.define("gelu")
              .formula("x (1 + erf(x / sqrt(2))) / 2")
              .range("[-0.17, inf)")
              .maxUlp(1, 1)
              .forward(x -> gelu(x))
              .derivative(in -> geluDerivative(in.x())));

  /** The approximation of GELU by the hyperbolic tangent. */
  public static final Kernel GELU_TANH =
      add(
          Kernel.define("gelu-tanh")
              .formula("x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2")
              .range("[-0.17, inf)")
              .maxUlp(1, 1)
              .forward(x -> geluTanh(x))
              .derivative(in -> geluTanhDerivative(in.x())));

  /** The approximation of GELU by the sigmoid. */
  public static final Kernel GELU_SIGMOID =
      add(
          Kernel.define("gelu-sigmoid")
              .formula("x / (1 + exp(-1.702 x))")
              .range("[-0.17, inf)")
              .maxUlp(1, 1)
              .forward(x -> geluSigmoid(x))
              .derivative(in -> geluSigmoidDerivative(in.x())));

  /** The sigmoid linear unit, which is swish with beta 1. */
  public static final Kernel SILU =
      add(
          Kernel.define("silu")
              .formula("x / (1 + exp(-x))")
              .range("[-0.28, inf)")
              .maxUlp(1, 1)
              .forward(x -> silu(x))
              .derivative(in -> siluDerivative(in.x())));

  /** {@code x sigmoid(beta x)}. */
  public static final Kernel SWISH =
      add(
          Kernel.define("swish")
              .formula("x / (1 + exp(-beta x))")
              .range("[-0.28 / beta, inf)")
              .parameter("beta", 1)
              .maxUlp(1, 1)
              .define(in -> swish(in.x(), in.parameter("beta")))
              .derivative(in -> swishDerivative(in.x(), in.parameter("beta"))));

  /** {@code x tanh(softplus(x))}. */
  public static final Kernel MISH =
      add(
          Kernel.define("mish")
              .formula("x tanh(ln(1 + exp(x)))")
              .range("[-0.31, inf)")
              .maxUlp(1, 1)
              .forward(x -> mish(x))
              .derivative(in -> mishDerivative(in.x())));

  /** {@code ln(1 + e^(beta x)) / beta}, and x itself where beta x exceeds the threshold. */
  public static final Kernel SOFTPLUS =
      add(
          Kernel.define("softplus")
              .formula("ln(1 + exp(beta x)) / beta, x if beta x > threshold")
              .range("[0, inf)")
              .atKinks("f' = 1 where beta x > threshold")
              .parameter("beta", 1, 0x1p-80, Float.MAX_VALUE)
              .parameter("threshold", 20, -Float.MAX_VALUE, Double.POSITIVE_INFINITY)
              .maxUlp(1, 1)
              .define(
                  in -> {
                    Expr z = in.x().mul(in.parameter("beta"));
                    Expr y = scaledSoftplus(in.x(), in.parameter("beta"));
                    return z.gt(in.parameter("threshold")).select(in.x(), y);
                  })
              .derivative(
                  in -> {
                    Expr z = in.x().mul(in.parameter("beta"));
                    Expr y = sigmoidOfProduct(in.x(), in.parameter("beta"));
                    return z.gt(in.parameter("threshold")).select(1, y);
                  }));

  /** {@code (x + sqrt(x^2 + b)) / 2}. */
  public static final Kernel SQUAREPLUS =
      add(
          Kernel.define("squareplus")
              .formula("(x + sqrt(x^2 + b)) / 2")
              .range("[0, inf)")
              .parameter("b", 4, 0, Float.MAX_VALUE)
              .maxUlp(1, 1)
              .define(in -> squareplus(in.x(), in.parameter("b")))
              .derivative(in -> squareplusDerivative(in.x(), in.parameter("b"))));

  /** 0 up to -1, x from 1 on, between them a parabola. */
  public static final Kernel SPARSE_PLUS =
      add(
          Kernel.define("sparse-plus")
              .formula("0 if x <= -1, x if x >= 1, else (x + 1)^2 / 4")
              .range("[0, inf)")
              .maxUlp(1, 1)
              .forward(
                  x -> {
                    Expr t = x.add(1);
                    Expr lost = lostOfSum(x, Expr.constant(1));
                    Expr parabola = t.fma(t, t.mul(lost).mul(2)).mul(0.25);
                    return x.le(-1).select(0, x.lt(1).select(parabola, x));
                  })
              .derivative(in -> in.x().le(-1).select(0, sparseSigmoid(in.x()))));

  /** {@code x (x + 3) / 6} between -3 and 3, 0 below and x above. */
  public static final Kernel HARD_SWISH =
      add(
          Kernel.define("hard-swish")
              .formula("x min(max(x + 3, 0), 6) / 6")
              .range("[-0.375, inf)")
              .atKinks("f'(-3) = 0, f'(3) = 1")
              .maxUlp(1, 1)
              .forward(x -> hardSwish(x))
              .derivative(in -> hardSwishDerivative(in.x())));

  // ---- sigmoids ----

  /** {@code 1 / (1 + e^-x)}. */
  public static final Kernel SIGMOID =
      add(
          Kernel.define("sigmoid")
              .formula("1 / (1 + exp(-x))")
              .range("[0, 1]")
              .maxUlp(1, 1)
              .forward(x -> sigmoid(x))
              .derivative(in -> logisticPdf(in.x())));

  /** The hyperbolic tangent. */
  public static final Kernel TANH =
      add(
          Kernel.define("tanh")
              .formula("tanh(x)")
              .range("[-1, 1]")
              .maxUlp(1, 1)
              .forward(x -> tanh(x))
              .derivative(in -> sech2(in.x())));

  /** The logarithm of the sigmoid. */
  public static final Kernel LOG_SIGMOID =
      add(
          Kernel.define("log-sigmoid")
              .formula("-ln(1 + exp(-x))")
              .range("(-inf, 0]")
              .maxUlp(1, 1)
              .forward(x -> logSigmoid(x))
              .derivative(in -> sigmoid(in.x().neg())));

  /** A sigmoid of three straight lines: {@code (x + 3) / 6} cut to [0, 1]. */
  public static final Kernel HARD_SIGMOID =
      add(
          Kernel.define("hard-sigmoid")
              .formula("min(max(x + 3, 0), 6) / 6")
              .range("[0, 1]")
              .atKinks("f'(-3) = f'(3) = 0")
              .maxUlp(1, 0.5)
              .forward(x -> x.le(-3).select(0, x.ge(3).select(1, x.add(3).div(6))))
              .derivative(in -> in.x().abs().lt(3).select(1 / 6.0, 0)));

  /** A sigmoid of three straight lines with any slope, by default that of ONNX and early Keras. */
  public static final Kernel HARD_SIGMOID_LINEAR =
      add(
          Kernel.define("hard-sigmoid-linear")
              .formula("min(max(alpha x + beta, 0), 1)")
              .range("[0, 1]")
              .atKinks("f' = 0 where alpha x + beta is 0 or 1")
              .parameter("alpha", 0.2)
              .parameter("beta", 0.5)
              .maxUlp(0.5, 0)
              .define(
                  in -> {
                    Expr line = in.x().fma(in.parameter("alpha"), in.parameter("beta"));
                    return cut(line, Expr.constant(0), Expr.constant(1));
                  })
              .derivative(
                  in -> {
                    Expr line = in.x().fma(in.parameter("alpha"), in.parameter("beta"));
                    Expr slope = line.lt(1).select(in.parameter("alpha"), 0);
                    return line.gt(0).select(slope, 0);
                  }));

  /** A sigmoid of three straight lines between -1 and 1. */
  public static final Kernel SPARSE_SIGMOID =
      add(
          Kernel.define("sparse-sigmoid")
              .formula("0 if x <= -1, 1 if x >= 1, else (x + 1) / 2")
              .range("[0, 1]")
              .atKinks("f'(-1) = f'(1) = 0")
              .maxUlp(0.5, 0)
              .forward(x -> x.le(-1).select(0, sparseSigmoid(x)))
              .derivative(in -> in.x().abs().lt(1).select(0.5, 0)));

  /** {@code x / (1 + |x|)}. */
  public static final Kernel SOFTSIGN =
      add(
          Kernel.define("softsign")
              .formula("x / (1 + |x|)")
              .range("[-1, 1]")
              .maxUlp(1, 1)
              .forward(x -> softsign(x))
              .derivative(in -> softsignDerivative(in.x())));

  /** A rational approximation of {@code 1.7159 tanh(2 x / 3)}. */
  public static final Kernel RATIONAL_TANH =
      add(
          Kernel.define("rational-tanh")
              .formula("1.7159 sign(y) (1 - 1 / (1 + |y| + y^2 + 1.41645 y^4)) with y = 2 x / 3")
              .range("[-1.7159, 1.7159]")
              .maxUlp(1, 1)
              .forward(x -> rationalTanh(x))
              .derivative(in -> rationalTanhDerivative(in.x())));

  /** The positive part of the hyperbolic tangent. */
  public static final Kernel RECTIFIED_TANH =
      add(
          Kernel.define("rectified-tanh")
              .formula("max(0, tanh(x))")
              .range("[0, 1]")
              .atKinks("f'(0) = 0")
              .maxUlp(1, 1)
              .forward(x -> x.le(0).select(0, tanh(x)))
              .derivative(in -> in.x().gt(0).select(sech2(in.x()), 0)));

  // ---- shrinkage ----

  /** x where its magnitude exceeds lambda, 0 elsewhere. */
  public static final Kernel HARD_SHRINK =
      add(
          Kernel.define("hard-shrink")
              .formula("x if |x| > lambda, else 0")
              .range("(-inf, inf)")
              .atKinks("f'(-lambda) = f'(lambda) = 0")
              .parameter("lambda", 0.5, 0, Float.MAX_VALUE)
              .maxUlp(0, 0)
              .define(in -> in.x().abs().le(in.parameter("lambda")).select(0, in.x()))
              .derivative(in -> in.x().abs().gt(in.parameter("lambda")).select(1, 0)));

  /** x moved towards 0 by lambda, as far as 0. */
  public static final Kernel SOFT_SHRINK =
      add(
          Kernel.define("soft-shrink")
              .formula("x - lambda if x > lambda, x + lambda if x < -lambda, else 0")
              .range("(-inf, inf)")
              .atKinks("f'(-lambda) = f'(lambda) = 0")
              .parameter("lambda", 0.5, 0, Float.MAX_VALUE)
              .maxUlp(0.5, 0)
              .define(in -> shrunk(in.x(), in.parameter("lambda"), in.parameter("lambda")))
              .derivative(in -> in.x().abs().gt(in.parameter("lambda")).select(1, 0)));

  /** x moved towards 0 by the bias where its magnitude exceeds lambda, 0 elsewhere. */
  public static final Kernel SHRINK =
      add(
          Kernel.define("shrink")
              .formula("x - bias if x > lambda, x + bias if x < -lambda, else 0")
              .range("(-inf, inf)")
              .atKinks("f'(-lambda) = f'(lambda) = 0")
              .parameter("lambda", 0.5, 0, Float.MAX_VALUE)
              .parameter("bias", 0)
              .maxUlp(0.5, 0)
              .define(in -> shrunk(in.x(), in.parameter("lambda"), in.parameter("bias")))
              .derivative(in -> in.x().abs().gt(in.parameter("lambda")).select(1, 0)));

  /** {@code x - tanh(x)}. */
  public static final Kernel TANH_SHRINK =
      add(
          Kernel.define("tanh-shrink")
              .formula("x - tanh(x)")
              .range("(-inf, inf)")
              .maxUlp(1, 1)
              .forward(x -> tanhShrink(x))
              .derivative(in -> tanhSquared(in.x())));

  // ---- powers, exponentials and others ----

  /** {@code x^2}. */
  public static final Kernel SQUARE =
      add(
          Kernel.define("square")
              .formula("x^2")
              .range("[0, inf)")
              .maxUlp(0.5, 0)
              .forward(x -> x.mul(x))
              .derivative(in -> in.x().mul(2)));

  /** {@code x^3}. */
  public static final Kernel CUBE =
      add(
          Kernel.define("cube")
              .formula("x^3")
              .range("(-inf, inf)")
              .maxUlp(1, 1)
              .forward(x -> cube(x))
              .derivative(in -> cubeDerivative(in.x())));

  /** The square root of x. */
  public static final Kernel SQRT =
      add(
          Kernel.define("sqrt")
              .formula("sqrt(x)")
              .range("[0, inf)")
              .atKinks("NaN below 0; f'(0) = inf")
              .maxUlp(0.5, 1)
              .forward(Expr::sqrt)
              .derivative(in -> sqrtDerivative(in.x())));

  /** {@code x^exponent} for any real exponent. */
  public static final Kernel POW =
      add(
          Kernel.define("pow")
              .formula("x^exponent")
              .range("(-inf, inf)")
              .atKinks("x^0 = 1; NaN for negative x unless the exponent is whole")
              .parameter("exponent", 2)
              .maxUlp(1, 1)
              .define(in -> pow(in.x(), in.parameter("exponent")))
              .derivative(in -> powDerivative(in.x(), in.parameter("exponent"))));

  /** {@code e^x}. */
  public static final Kernel EXPONENTIAL =
      add(
          Kernel.define("exponential")
              .formula("exp(x)")
              .range("[0, inf)")
              .maxUlp(1, 1)
              .forward(x -> exp(x))
              .derivative(in -> exp(in.x())));

  /** The natural logarithm of x. */
  public static final Kernel LOG =
      add(
          Kernel.define("log")
              .formula("ln(x)")
              .range("(-inf, inf)")
              .atKinks("NaN below 0; f(0) = -inf, f'(x) = 1 / x also below 0")
              .maxUlp(1, 0.5)
              .forward(x -> log(x))
              .derivative(in -> Expr.constant(1).div(in.x())));

  /** The logarithm of the odds, the inverse of the sigmoid. */
  public static final Kernel LOGIT =
      add(
          Kernel.define("logit")
              .formula("ln(x / (1 - x))")
              .range("[-inf, inf]")
              .atKinks("NaN outside [0, 1]; f(0) = -inf, f(1) = inf, f'(0) = f'(1) = inf")
              .maxUlp(1, 1)
              .forward(x -> logit(x))
              .derivative(in -> logitDerivative(in.x())));

  /** {@code a exp(-(x - mu)^2 / (2 sigma^2))}. */
  public static final Kernel GAUSSIAN =
      add(
          Kernel.define("gaussian")
              .formula("a exp(-(x - mu)^2 / (2 sigma^2))")
              .range("[0, a]")
              .parameter("mu", 0)
              .parameter("sigma", 1, Float.MIN_NORMAL, 0x1p126)
              .parameter("a", 1)
              .maxUlp(1, 1)
              .define(
                  in -> {
                    Deviation z = Deviation.of(in);
                    return unscaled(scaledGaussian(z.value(), z.correction()), in.parameter("a"));
                  })
              .derivative(
                  in -> {
                    Deviation z = Deviation.of(in);
                    Expr slope = in.parameter("a").div(in.parameter("sigma"));
                    return unscaled(scaledGaussianDerivative(z.value(), z.correction()), slope);
                  }));

  /** A line with a wave: {@code x + sin^2(a x) / a}. */
  public static final Kernel SNAKE =
      add(
          Kernel.define("snake")
              .formula("x + sin(a x)^2 / a")
              .range("(-inf, inf)")
              .parameter("a", 1, 0x1p-64, 0x1p64)
              .maxUlp(1, 1)
              .define(in -> snake(in.x(), in.parameter("a")))
              .derivative(in -> snakeDerivative(in.x(), in.parameter("a"))));

  // ---- gated units ----

  /** {@code x sigmoid(gate)}: the gated linear unit. */
  public static final Kernel GLU =
      add(
          Kernel.define("glu")
              .inputs("x", "gate")
              .formula("x sigmoid(gate)")
              .range("(-inf, inf)")
              .maxUlp(1, 1)
              .define(in -> glu(in.x(), in.input("gate")))
              .derivative(0, in -> sigmoid(in.input("gate")))
              .derivative(1, in -> gluDerivative(in.x(), in.input("gate"))));

  /** {@code silu(gate) up}. */
  public static final Kernel SWIGLU =
      add(
          Kernel.define("swiglu")
              .inputs("gate", "up")
              .formula("up gate sigmoid(gate)")
              .range("(-inf, inf)")
              .maxUlp(1, 1)
              .define(in -> swiglu(in.x(), in.input("up")))
              .derivative(0, in -> swigluDerivative(in.x(), in.input("up")))
              .derivative(1, in -> silu(in.x())));

  /** {@code gelu(gate) up}. */
  public static final Kernel GEGLU =
      add(
          Kernel.define("geglu")
              .inputs("gate", "up")
              .formula("up gelu(gate)")
              .range("(-inf, inf)")
              .maxUlp(1, 1)
              .define(in -> geglu(in.x(), in.input("up")))
              .derivative(0, in -> gegluDerivative(in.x(), in.input("up")))
              .derivative(1, in -> gelu(in.x())));

  /** {@code relu(gate) up}. */
  public static final Kernel REGLU =
      add(
          Kernel.define("reglu")
              .inputs("gate", "up")
              .formula("up max(0, gate)")
              .range("(-inf, inf)")
              .atKinks("f'(0) = 0")
              .maxUlp(0.5, 0)
              .define(in -> in.x().le(0).select(0, in.x()).mul(in.input("up")))
              .derivative(0, in -> in.x().gt(0).select(in.input("up"), 0))
              .derivative(1, in -> in.x().le(0).select(0, in.x())));

  // ---- along a row ----

  /** {@code e^x_i / sum of e^x_j} along a row: see {@link Softmaxes}. */
  public static final Kernel SOFTMAX = Softmaxes.SOFTMAX;

  static {
    Stream.of(Softmaxes.all(), Losses.all(), Norms.all())
        .flatMap(List::stream)
        .forEach(kernel -> CATALOGUE.put(kernel.name(), kernel));
  }

  private Activations() {}

  /** The distance from mu in units of sigma, and what its rounding has lost. */
  private record Deviation(Expr value, Expr correction) {
    static Deviation of(Arguments in) {
      Expr x = in.x();
      Expr mu = in.parameter("mu");
      Expr sigma = in.parameter("sigma");
      Expr distance = x.sub(mu);
      Expr part = distance.sub(x);
      Expr lost = x.sub(distance.sub(part)).sub(mu.add(part));
      Expr inverse = Expr.constant(1).div(sigma);
      Expr value = distance.mul(inverse);
      Expr correction = value.neg().fma(sigma, distance).add(lost).mul(inverse);
      // Far out, where the parts may overflow, the bell is zero without a correction.
      return new Deviation(value, value.abs().lt(64).select(correction, 0));
    }
  }

  /** A value that is 2^64 times too large, times a factor: no subnormal is rounded on the way. */
  private static Expr unscaled(Expr scaled, Expr factor) {
    Expr small = scaled.mul(factor).mul(0x1p-64);
    Expr large = scaled.mul(0x1p-64).mul(factor);
    return scaled.abs().lt(1).select(small, large);
  }

  /** Returns what the rounding of a + b loses (2Sum). */
  private static Expr lostOfSum(Expr a, Expr b) {
    Expr sum = a.add(b);
    Expr part = sum.sub(a);
    return a.sub(sum.sub(part)).add(b.sub(part));
  }

  /** Returns x between two bounds; NaN stays. */
  private static Expr cut(Expr x, Expr least, Expr greatest) {
    Expr atLeast = x.lt(least).select(least, x);
    return atLeast.gt(greatest).select(greatest, atLeast);
  }

  /** Returns a slope strictly between two bounds, 0 elsewhere. */
  private static Expr between(Expr x, Expr least, Expr greatest, double slope) {
    return x.gt(least).select(x.lt(greatest).select(slope, 0), 0);
  }

  /** Returns (x + 1) / 2, at most 1. */
  private static Expr sparseSigmoid(Expr x) {
    return x.ge(1).select(1, x.add(1).mul(0.5));
  }

  private static Expr shrunk(Expr x, Expr lambda, Expr bias) {
    Expr inside = x.abs().le(lambda).select(0, x);
    return x.gt(lambda).select(x.sub(bias), x.lt(lambda.neg()).select(x.add(bias), inside));
  }

  private static Expr randomSlope(Arguments in) {
    Expr lower = in.parameter("lower");
    Expr width = in.parameter("upper").sub(lower);
    return uniform(in.parameter("seed"), in.parameter("stream")).fma(width, lower);
  }

  private static Kernel add(Kernel.Builder definition) {
    Kernel kernel = definition.build();
    CATALOGUE.put(kernel.name(), kernel);
    return kernel;
  }

  /** Returns all kernels of the catalogue, in its order. */
  public static List<Kernel> all() {
    return List.copyOf(CATALOGUE.values());
  }

  /**
   * Returns what PyTorch 2 means by a name of {@code torch.nn.functional}, with its defaults; the
   * names of {@code torch.nn} are known, too.
   *
   * @throws NoSuchElementException if there is none; the message names the nearest, or all
   */
  public static Kernel pytorch(String name) {
    return Presets.PYTORCH.named(name);
  }

  /** Returns what Keras 3 means by a name of {@code keras.activations}; see {@link #pytorch}. */
  public static Kernel keras(String name) {
    return Presets.KERAS.named(name);
  }

  /** Returns what JAX means by a name of {@code jax.nn}; see {@link #pytorch}. */
  public static Kernel jax(String name) {
    return Presets.JAX.named(name);
  }

  /**
   * Returns what an ONNX operator means with its default attributes.
   *
   * @param operator the operator's name, as {@code LeakyRelu}
   * @param opset the version of the operator set
   * @throws NoSuchElementException if there is none in that version
   */
  public static Kernel onnx(String operator, int opset) {
    return Presets.onnx(operator, opset);
  }

  /** Returns what Deeplearning4j means by a name of its enum; see {@link #pytorch}. */
  public static Kernel dl4j(String name) {
    return Presets.DL4J.named(name);
  }

  /**
   * Returns the kernel with a name.
   *
   * @throws NoSuchElementException if there is none; the message names the nearest, or all
   */
  public static Kernel named(String name) {
    Kernel kernel = CATALOGUE.get(name);
    if (kernel == null) {
      String kebab = name.toLowerCase(Locale.ROOT).replace('_', '-');
      throw new NoSuchElementException(
          "there is no function '"
              + name
              + "'; "
              + Nearest.to(kebab, CATALOGUE.keySet())
                  .map(nearest -> "did you mean '" + nearest + "'?")
                  .orElse("it may be " + String.join(", ", CATALOGUE.keySet())));
    }
    return kernel;
  }
}
