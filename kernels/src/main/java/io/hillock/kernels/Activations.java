package io.hillock.kernels;

import static io.hillock.kernels.Functions.exp;
import static io.hillock.kernels.Functions.expm1;
import static io.hillock.kernels.Functions.gelu;
import static io.hillock.kernels.Functions.geluDerivative;
import static io.hillock.kernels.Functions.logisticPdf;
import static io.hillock.kernels.Functions.logit;
import static io.hillock.kernels.Functions.logitDerivative;
import static io.hillock.kernels.Functions.rowMax;
import static io.hillock.kernels.Functions.rowSum;
import static io.hillock.kernels.Functions.scaledExp;
import static io.hillock.kernels.Functions.scaledExpRest;
import static io.hillock.kernels.Functions.scaledGaussian;
import static io.hillock.kernels.Functions.scaledGaussianDerivative;
import static io.hillock.kernels.Functions.sech2;
import static io.hillock.kernels.Functions.sigmoid;
import static io.hillock.kernels.Functions.tanh;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * The catalogue: each activation is one expression with one derivative, and this file is where it
 * stands. A new one is one more entry: its backward, its place on the command line, its proof and
 * its tests on every backend follow.
 *
 * <p>Derivatives are written from x, never from y, in the form that is right in the tails. At a
 * kink they take the value that PyTorch takes. A NaN passes through every function.
 */
public final class Activations {
  private static final Map<String, Kernel> CATALOGUE = new LinkedHashMap<>();

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

  /** The positive part. */
  public static final Kernel RELU =
      add(
          Kernel.define("relu")
              .formula("max(0, x)")
              .range("[0, inf)")
              .atKinks("f'(0) = 0")
              .maxUlp(0, 0)
              .forward(x -> x.le(0).select(0, x))
              .derivative(in -> in.x().gt(0).select(1, 0)));

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

  /** x where it is positive, {@code alpha (e^x - 1)} elsewhere. */
  public static final Kernel ELU =
      add(
          Kernel.define("elu")
              .formula("x if x > 0, else alpha (exp(x) - 1)")
              .range("[-alpha, inf)")
              .atKinks("f'(0) = alpha")
              .parameter("alpha", 1)
              .maxUlp(1, 1)
              .define(in -> in.x().gt(0).select(in.x(), expm1(in.x()).mul(in.parameter("alpha"))))
              .derivative(in -> in.x().gt(0).select(1, exp(in.x()).mul(in.parameter("alpha")))));

  /** {@code x Phi(x)} with the distribution function of the standard normal distribution. */
  public static final Kernel GELU =
      add(
          Kernel.define("gelu")
              .formula("x (1 + erf(x / sqrt(2))) / 2")
              .range("[-0.17, inf)")
              .maxUlp(1, 1.4)
              .forward(x -> gelu(x))
              .derivative(in -> geluDerivative(in.x())));

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

  /** {@code e^x_i / sum of e^x_j} along a row. */
  public static final Kernel SOFTMAX =
      add(
          Kernel.define("softmax")
              .formula("exp(x - max(x)) / sum(exp(x - max(x))) along the row")
              .range("[0, 1]")
              .atKinks("NaN in a row with a NaN or +inf, or of -inf alone")
              .maxUlp(2, Double.NaN)
              .forward(x -> share(x))
              .backward(
                  in -> {
                    Expr y = share(in.x());
                    return y.mul(in.upstream().sub(rowSum(y.mul(in.upstream()))));
                  }));

  private Activations() {}

  /**
   * The share of each exponential in the row's sum. The exponential is a sum of two parts and so is
   * the reciprocal of the sum, so that the product is rounded once: it is nearer to the true
   * quotient than a division of rounded numbers.
   */
  private static Expr share(Expr x) {
    Expr max = rowMax(x);
    Expr high = scaledExp(x, max);
    Expr low = scaledExpRest(x, max);
    Expr sum = rowSum(high.add(low).mul(0x1p-64));
    Expr inverse = Expr.constant(1).div(sum);
    Expr rest = inverse.neg().fma(sum, Expr.constant(1)).mul(inverse);
    return high.fma(inverse, high.fma(rest, low.mul(inverse))).mul(0x1p-64);
  }

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
