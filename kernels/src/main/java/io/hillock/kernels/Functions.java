package io.hillock.kernels;

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
   * Returns the leading part of {@code 2^64 e^(a - b)} for {@code a <= b}; with {@link
   * #scaledExpRest} it is right to 28 bits. The scale keeps both from underflowing before the end.
   */
  public static Expr scaledExp(Expr a, Expr b) {
    return new Expr.Call(Elementary.SCALED_EXP, a, b);
  }

  /** Returns what {@link #scaledExp} leaves of {@code 2^64 e^(a - b)}. */
  public static Expr scaledExpRest(Expr a, Expr b) {
    return new Expr.Call(Elementary.SCALED_EXP_REST, a, b);
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

  /** Returns the larger of two values; NaN where either is NaN. */
  public static Expr max(Expr a, Expr b) {
    return a.le(b).select(b, b.lt(a).select(a, a.add(b)));
  }

  /** Returns the smaller of two values; NaN where either is NaN. */
  public static Expr min(Expr a, Expr b) {
    return a.le(b).select(a, b.lt(a).select(b, a.add(b)));
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
}
