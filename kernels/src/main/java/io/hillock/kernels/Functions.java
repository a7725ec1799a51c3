package io.hillock.kernels;

import io.hillock.kernels.elementary.Threefry;
import java.util.List;

/**
 * The functions that definitions are written with, to be imported statically: elementary functions,
 * comparisons and reductions along a row.
 */
public final class Functions {
  private Functions() {}

  /** Returns {@code e^x}. */
  public static Expr exp(Expr x) {
    return new Expr.Call(Elementary.EXP, x);
  }

  /** Returns {@code e^x - 1}, without loss near zero. */
  public static Expr expm1(Expr x) {
    return new Expr.Call(Elementary.EXPM1, x);
  }

  /** Returns {@code e^(a - b)} as if the difference had not been rounded. */
  public static Expr expDifference(Expr a, Expr b) {
    return new Expr.Call(Elementary.EXP_DIFFERENCE, a, b);
  }

  /**
   * Returns {@code 2^64 e^(a - b)} for {@code a <= b}, the difference not rounded: what shares of a
   * row are made of, where b is the largest a. The scale keeps it from underflowing where the share
   * does not. Where the difference is NaN it is 0 in float32, so that the share is 0 / 0, and NaN
   * in float64.
   */
  public static Expr scaledExp(Expr a, Expr b) {
    return new Expr.Call(Elementary.SCALED_EXP, a, b);
  }

  /** Returns {@code 2^64 e^(a + rest - b)} for a rest of at most 2^-12, in the same way. */
  public static Expr scaledExp(Expr a, Expr rest, Expr b) {
    return new Expr.Call(Elementary.SCALED_EXP_OF_SUM, a, rest, b);
  }

  /** Returns the natural logarithm of x. */
  public static Expr log(Expr x) {
    return new Expr.Call(Elementary.LOG, x);
  }

  /** Returns {@code ln(1 + x)}, without loss near zero. */
  public static Expr log1p(Expr x) {
    return new Expr.Call(Elementary.LOG1P, x);
  }

  /** Returns {@code 1 / (1 + e^-x)}, right in the last place in both tails. */
  public static Expr sigmoid(Expr x) {
    return new Expr.Call(Elementary.SIGMOID, x);
  }

  /** Returns {@code e / (1 + e)^2} with {@code e = e^-|x|}: the derivative of the sigmoid. */
  public static Expr logisticPdf(Expr x) {
    return new Expr.Call(Elementary.LOGISTIC_PDF, x);
  }

  /** Returns the hyperbolic tangent of x. */
  public static Expr tanh(Expr x) {
    return new Expr.Call(Elementary.TANH, x);
  }

  /** Returns {@code 1 - tanh(x)^2}, right in the last place in both tails. */
  public static Expr sech2(Expr x) {
    return new Expr.Call(Elementary.SECH2, x);
  }

  /** Returns {@code ln(x / (1 - x))}. */
  public static Expr logit(Expr x) {
    return new Expr.Call(Elementary.LOGIT, x);
  }

  /** Returns {@code 1 / (x (1 - x))} inside [0, 1], NaN outside: the derivative of the logit. */
  public static Expr logitDerivative(Expr x) {
    return new Expr.Call(Elementary.LOGIT_DERIVATIVE, x);
  }

  /**
   * Returns {@code 2^64 exp(-(u + v)^2 / 2)}, where v is a small correction of u. The scale keeps
   * it from underflowing before the end.
   */
  public static Expr scaledGaussian(Expr u, Expr v) {
    return new Expr.Call(Elementary.SCALED_GAUSSIAN, u, v);
  }

  /** Returns {@code -2^64 (u + v) exp(-(u + v)^2 / 2)}, where v is a small correction of u. */
  public static Expr scaledGaussianDerivative(Expr u, Expr v) {
    return new Expr.Call(Elementary.SCALED_GAUSSIAN_DERIVATIVE, u, v);
  }

  /** Returns the error function of x. */
  public static Expr erf(Expr x) {
    return new Expr.Call(Elementary.ERF, x);
  }

  /** Returns {@code 1 - erf(x)}, right in the last place in the tail. */
  public static Expr erfc(Expr x) {
    return new Expr.Call(Elementary.ERFC, x);
  }

  /** Returns the density of the standard normal distribution. */
  public static Expr normalPdf(Expr x) {
    return new Expr.Call(Elementary.NORMAL_PDF, x);
  }

  /** Returns the distribution function of the standard normal distribution. */
  public static Expr normalCdf(Expr x) {
    return new Expr.Call(Elementary.NORMAL_CDF, x);
  }

  /** Returns {@code x * normalCdf(x)}, rounded once. */
  public static Expr gelu(Expr x) {
    return new Expr.Call(Elementary.GELU, x);
  }

  /** Returns {@code normalCdf(x) + x * normalPdf(x)}, rounded once: the derivative of GELU. */
  public static Expr geluDerivative(Expr x) {
    return new Expr.Call(Elementary.GELU_DERIVATIVE, x);
  }

  /** Returns {@code x^a} as IEEE 754 has pow. */
  public static Expr pow(Expr x, Expr a) {
    return new Expr.Call(Elementary.POW, x, a);
  }

  /** Returns the derivative of {@link #pow} by x. */
  public static Expr powDerivative(Expr x, Expr a) {
    return new Expr.Call(Elementary.POW_DERIVATIVE, x, a);
  }

  /** Returns {@code x^3}, rounded once. */
  public static Expr cube(Expr x) {
    return new Expr.Call(Elementary.CUBE, x);
  }

  /** Returns {@code 3 x^2}, rounded once: the derivative of {@link #cube}. */
  public static Expr cubeDerivative(Expr x) {
    return new Expr.Call(Elementary.CUBE_DERIVATIVE, x);
  }

  /** Returns the logistic function of a product that is not rounded. */
  public static Expr sigmoidOfProduct(Expr a, Expr b) {
    return new Expr.Call(Elementary.SIGMOID_OF_PRODUCT, a, b);
  }

  /** Returns the logarithm of {@link #sigmoid}. */
  public static Expr logSigmoid(Expr x) {
    return new Expr.Call(Elementary.LOG_SIGMOID, x);
  }

  /** Returns the integral of {@link #sigmoid}. */
  public static Expr softplus(Expr x) {
    return new Expr.Call(Elementary.SOFTPLUS, x);
  }

  /** Returns {@link #softplus} of a product, which is not rounded, over its factor. */
  public static Expr scaledSoftplus(Expr x, Expr beta) {
    return new Expr.Call(Elementary.SCALED_SOFTPLUS, x, beta);
  }

  /** Returns {@code x - tanh(x)}, without loss near zero. */
  public static Expr tanhShrink(Expr x) {
    return new Expr.Call(Elementary.TANH_SHRINK, x);
  }

  /** Returns the derivative of {@link #tanhShrink}. */
  public static Expr tanhSquared(Expr x) {
    return new Expr.Call(Elementary.TANH_SQUARED, x);
  }

  /** Returns the exponential linear unit. */
  public static Expr elu(Expr x, Expr alpha) {
    return new Expr.Call(Elementary.ELU, x, alpha);
  }

  /** Returns the derivative of {@link #elu} by x. */
  public static Expr eluDerivative(Expr x, Expr alpha) {
    return new Expr.Call(Elementary.ELU_DERIVATIVE, x, alpha);
  }

  /**
   * Returns {@link #elu} with scale 1.0507009873554804934... and alpha 1.6732632423543772848....
   */
  public static Expr selu(Expr x) {
    return new Expr.Call(Elementary.SELU, x);
  }

  /** Returns the derivative of {@link #selu}. */
  public static Expr seluDerivative(Expr x) {
    return new Expr.Call(Elementary.SELU_DERIVATIVE, x);
  }

  /**
   * Returns the exponential linear unit with a slope of 1 at zero whatever alpha, which is
   * positive.
   */
  public static Expr celu(Expr x, Expr alpha) {
    return new Expr.Call(Elementary.CELU, x, alpha);
  }

  /** Returns the derivative of {@link #celu} by x. */
  public static Expr celuDerivative(Expr x, Expr alpha) {
    return new Expr.Call(Elementary.CELU_DERIVATIVE, x, alpha);
  }

  /** Returns {@code x sigmoid(x)}, rounded once. */
  public static Expr silu(Expr x) {
    return new Expr.Call(Elementary.SILU, x);
  }

  /** Returns the derivative of {@link #silu}. */
  public static Expr siluDerivative(Expr x) {
    return new Expr.Call(Elementary.SILU_DERIVATIVE, x);
  }

  /** Returns {@code x sigmoid(beta x)}, rounded once. */
  public static Expr swish(Expr x, Expr beta) {
    return new Expr.Call(Elementary.SWISH, x, beta);
  }

  /** Returns the derivative of {@link #swish} by x. */
  public static Expr swishDerivative(Expr x, Expr beta) {
    return new Expr.Call(Elementary.SWISH_DERIVATIVE, x, beta);
  }

  /** Returns {@code x sigmoid(1.702 x)}, rounded once. */
  public static Expr geluSigmoid(Expr x) {
    return new Expr.Call(Elementary.GELU_SIGMOID, x);
  }

  /** Returns the derivative of {@link #geluSigmoid}. */
  public static Expr geluSigmoidDerivative(Expr x) {
    return new Expr.Call(Elementary.GELU_SIGMOID_DERIVATIVE, x);
  }

  /** Returns {@code x (1 + tanh(u)) / 2 with u = sqrt(2 / pi) (x + 0.044715 x^3)}, rounded once. */
  public static Expr geluTanh(Expr x) {
    return new Expr.Call(Elementary.GELU_TANH, x);
  }

  /** Returns the derivative of {@link #geluTanh}. */
  public static Expr geluTanhDerivative(Expr x) {
    return new Expr.Call(Elementary.GELU_TANH_DERIVATIVE, x);
  }

  /** Returns {@code x tanh(ln(1 + e^x))}, rounded once. */
  public static Expr mish(Expr x) {
    return new Expr.Call(Elementary.MISH, x);
  }

  /** Returns the derivative of {@link #mish}. */
  public static Expr mishDerivative(Expr x) {
    return new Expr.Call(Elementary.MISH_DERIVATIVE, x);
  }

  /** Returns {@code x sigmoid(gate)}, rounded once. */
  public static Expr glu(Expr x, Expr gate) {
    return new Expr.Call(Elementary.GLU, x, gate);
  }

  /** Returns the derivative of {@link #glu} by the gate. */
  public static Expr gluDerivative(Expr x, Expr gate) {
    return new Expr.Call(Elementary.GLU_DERIVATIVE, x, gate);
  }

  /** Returns {@code up gate sigmoid(gate)}, rounded once. */
  public static Expr swiglu(Expr gate, Expr up) {
    return new Expr.Call(Elementary.SWIGLU, gate, up);
  }

  /** Returns the derivative of {@link #swiglu} by the gate. */
  public static Expr swigluDerivative(Expr gate, Expr up) {
    return new Expr.Call(Elementary.SWIGLU_DERIVATIVE, gate, up);
  }

  /** Returns {@code up gate normalCdf(gate)}, rounded once. */
  public static Expr geglu(Expr gate, Expr up) {
    return new Expr.Call(Elementary.GEGLU, gate, up);
  }

  /** Returns the derivative of {@link #geglu} by the gate. */
  public static Expr gegluDerivative(Expr gate, Expr up) {
    return new Expr.Call(Elementary.GEGLU_DERIVATIVE, gate, up);
  }

  /** Returns the sine of an angle in radians. */
  public static Expr sin(Expr x) {
    return new Expr.Call(Elementary.SIN, x);
  }

  /** Returns the cosine of an angle in radians. */
  public static Expr cos(Expr x) {
    return new Expr.Call(Elementary.COS, x);
  }

  /** Returns {@code x + sin(a x)^2 / a}, rounded once, for a positive a. */
  public static Expr snake(Expr x, Expr a) {
    return new Expr.Call(Elementary.SNAKE, x, a);
  }

  /** Returns the derivative of {@link #snake} by x. */
  public static Expr snakeDerivative(Expr x, Expr a) {
    return new Expr.Call(Elementary.SNAKE_DERIVATIVE, x, a);
  }

  /** Returns {@link #elu} times a scale, rounded once. */
  public static Expr scaledElu(Expr x, Expr alpha, Expr scale) {
    return new Expr.Call(Elementary.SCALED_ELU, x, alpha, scale);
  }

  /** Returns the derivative of {@link #scaledElu} by x. */
  public static Expr scaledEluDerivative(Expr x, Expr alpha, Expr scale) {
    return new Expr.Call(Elementary.SCALED_ELU_DERIVATIVE, x, alpha, scale);
  }

  /** Returns the derivative of the square root, rounded once. */
  public static Expr sqrtDerivative(Expr x) {
    return new Expr.Call(Elementary.SQRT_DERIVATIVE, x);
  }

  /** Returns {@code x / (1 + |x|)}, rounded once. */
  public static Expr softsign(Expr x) {
    return new Expr.Call(Elementary.SOFTSIGN, x);
  }

  /** Returns the derivative of {@link #softsign}. */
  public static Expr softsignDerivative(Expr x) {
    return new Expr.Call(Elementary.SOFTSIGN_DERIVATIVE, x);
  }

  /** Returns a rational approximation of {@code 1.7159 tanh(2 x / 3)}. */
  public static Expr rationalTanh(Expr x) {
    return new Expr.Call(Elementary.RATIONAL_TANH, x);
  }

  /** Returns the derivative of {@link #rationalTanh}. */
  public static Expr rationalTanhDerivative(Expr x) {
    return new Expr.Call(Elementary.RATIONAL_TANH_DERIVATIVE, x);
  }

  /** Returns {@code (x + sqrt(x^2 + b)) / 2}, rounded once. */
  public static Expr squareplus(Expr x, Expr b) {
    return new Expr.Call(Elementary.SQUAREPLUS, x, b);
  }

  /** Returns the derivative of {@link #squareplus} by x. */
  public static Expr squareplusDerivative(Expr x, Expr b) {
    return new Expr.Call(Elementary.SQUAREPLUS_DERIVATIVE, x, b);
  }

  /** Returns {@code x min(max(x + 3, 0), 6) / 6}, rounded once. */
  public static Expr hardSwish(Expr x) {
    return new Expr.Call(Elementary.HARD_SWISH, x);
  }

  /** Returns the derivative of {@link #hardSwish}. */
  public static Expr hardSwishDerivative(Expr x) {
    return new Expr.Call(Elementary.HARD_SWISH_DERIVATIVE, x);
  }

  /** Returns the larger of two values; NaN where either is NaN. */
  public static Expr max(Expr a, Expr b) {
    return a.le(b).select(b, b.lt(a).select(a, a.add(b)));
  }

  /** Returns the smaller of two values; NaN where either is NaN. */
  public static Expr min(Expr a, Expr b) {
    return a.le(b).select(a, b.lt(a).select(b, a.add(b)));
  }

  /**
   * Returns a random number from [0, 1) for each element: the same for the same seed, stream and
   * index of the element, on every device.
   *
   * @param seed an integer
   * @param stream an integer, for numbers of another place in the network or another step
   */
  public static Expr uniform(Expr seed, Expr stream) {
    List<Expr> words = Threefry.words(seed, stream, Expr.indexLow(), Expr.indexHigh());
    return new Expr.Call(Elementary.UNIFORM, words.get(0), words.get(1));
  }

  /**
   * Returns the largest value of an expression along the row, NaN if one is NaN; see {@link
   * Reduction#MAX}.
   */
  public static Expr rowMax(Expr x) {
    return new Expr.Reduce(Reduction.MAX, x);
  }

  /** Returns the sum of an expression along the row; see {@link Reduction#SUM} for its order. */
  public static Expr rowSum(Expr x) {
    return new Expr.Reduce(Reduction.SUM, x);
  }

  /**
   * Returns what {@link #rowSum} of the same expression has lost when its compensated pair became
   * one number: the two are the sum to twice the precision. 0 where the sum is infinite; for an
   * operand whose own errors do not matter.
   */
  public static Expr rowSumRest(Expr x) {
    return new Expr.SumRest(new Expr.Reduce(Reduction.SUM, x));
  }
}
