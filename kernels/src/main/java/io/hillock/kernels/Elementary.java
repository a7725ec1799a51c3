package io.hillock.kernels;

import static io.hillock.kernels.Functions.exp;
import static io.hillock.kernels.Functions.expDifference;
import static io.hillock.kernels.Functions.geluDerivative;
import static io.hillock.kernels.Functions.logisticPdf;
import static io.hillock.kernels.Functions.logitDerivative;
import static io.hillock.kernels.Functions.normalPdf;
import static io.hillock.kernels.Functions.scaledExp;
import static io.hillock.kernels.Functions.scaledGaussian;
import static io.hillock.kernels.Functions.scaledGaussianDerivative;
import static io.hillock.kernels.Functions.sech2;
import static io.hillock.kernels.Functions.tanh;

import java.util.List;
import java.util.function.Function;

/**
 * The elementary functions: for each its formula, its lowering to primitive operations and its
 * partial derivatives. No backend ever calls a function of its own; they all run these operations
 * and so agree to the last bit.
 */
public enum Elementary {
  /** {@code e^x}. */
  EXP("exp(x)", 1, a -> Exponential.exp(a.get(0)), a -> List.of(exp(a.get(0)))),
  /** {@code e^x - 1}, without loss near zero. */
  EXPM1("exp(x) - 1", 1, a -> Exponential.expm1(a.get(0)), a -> List.of(exp(a.get(0)))),
  /** {@code e^(a - b)}, the difference not rounded. */
  EXP_DIFFERENCE(
      "exp(a - b)",
      2,
      a -> Exponential.expDifference(a.get(0), a.get(1)),
      a -> {
        Expr e = expDifference(a.get(0), a.get(1));
        return List.of(e, e.neg());
      }),
  /** The leading part of a scaled exponential, for a <= b. */
  SCALED_EXP(
      "2^64 exp(a - b), leading part",
      2,
      a -> Exponential.scaledExp(a.get(0), a.get(1)),
      a -> {
        Expr e = scaledExp(a.get(0), a.get(1));
        return List.of(e, e.neg());
      }),
  /** What {@link #SCALED_EXP} leaves: nothing, were it not for rounding. */
  SCALED_EXP_REST(
      "2^64 exp(a - b), the rest",
      2,
      a -> Exponential.scaledExpRest(a.get(0), a.get(1)),
      a -> List.of(Expr.constant(0), Expr.constant(0))),
  /** The natural logarithm. */
  LOG("ln(x)", 1, a -> Logarithm.log(a.get(0)), a -> List.of(Expr.constant(1).div(a.get(0)))),
  /** {@code ln(1 + x)}, without loss near zero. */
  LOG1P(
      "ln(1 + x)",
      1,
      a -> Logarithm.log1p(a.get(0)),
      a -> List.of(Expr.constant(1).div(a.get(0).add(1)))),
  /** The logistic function. */
  SIGMOID(
      "1 / (1 + exp(-x))",
      1,
      a -> Exponential.sigmoid(a.get(0)),
      a -> List.of(logisticPdf(a.get(0)))),
  /** The density of the logistic distribution: the derivative of {@link #SIGMOID}. */
  LOGISTIC_PDF(
      "e / (1 + e)^2 with e = exp(-|x|)",
      1,
      a -> Exponential.logisticPdf(a.get(0)),
      a -> List.of(logisticPdf(a.get(0)).mul(tanh(a.get(0).mul(-0.5))))),
  /** The hyperbolic tangent. */
  TANH("tanh(x)", 1, a -> Exponential.tanh(a.get(0)), a -> List.of(sech2(a.get(0)))),
  /** The square of the hyperbolic secant: the derivative of {@link #TANH}. */
  SECH2(
      "1 - tanh(x)^2",
      1,
      a -> Exponential.sech2(a.get(0)),
      a -> List.of(tanh(a.get(0)).mul(-2).mul(sech2(a.get(0))))),
  /** The natural logarithm of the odds. */
  LOGIT(
      "ln(x / (1 - x))",
      1,
      a -> Logarithm.logit(a.get(0)),
      a -> List.of(logitDerivative(a.get(0)))),
  /** The derivative of {@link #LOGIT}. */
  LOGIT_DERIVATIVE(
      "1 / (x (1 - x))",
      1,
      a -> Logarithm.logitDerivative(a.get(0)),
      a -> {
        Expr d = logitDerivative(a.get(0));
        return List.of(d.mul(d).mul(a.get(0).mul(2).sub(1)));
      }),
  /** The bell curve of a number given as an unevaluated sum of a value and a small correction. */
  SCALED_GAUSSIAN(
      "2^64 exp(-(u + v)^2 / 2)",
      2,
      a -> ErrorFunction.scaledGaussian(a.get(0), a.get(1)),
      a -> {
        Expr d = scaledGaussianDerivative(a.get(0), a.get(1));
        return List.of(d, d);
      }),
  /** The derivative of {@link #SCALED_GAUSSIAN}. */
  SCALED_GAUSSIAN_DERIVATIVE(
      "-2^64 (u + v) exp(-(u + v)^2 / 2)",
      2,
      a -> ErrorFunction.scaledGaussianDerivative(a.get(0), a.get(1)),
      a -> {
        Expr u = a.get(0).add(a.get(1));
        Expr d = u.mul(u).sub(1).mul(scaledGaussian(a.get(0), a.get(1)));
        return List.of(d, d);
      }),
  /** The error function. */
  ERF(
      "2/sqrt(pi) * integral of exp(-t^2) from 0 to x",
      1,
      a -> ErrorFunction.erf(a.get(0)),
      a -> List.of(errorDensity(a.get(0)))),
  /** The complementary error function. */
  ERFC(
      "1 - erf(x)",
      1,
      a -> ErrorFunction.erfc(a.get(0)),
      a -> List.of(errorDensity(a.get(0)).neg())),
  /** The density of the standard normal distribution. */
  NORMAL_PDF(
      "exp(-x^2 / 2) / sqrt(2 pi)",
      1,
      a -> ErrorFunction.normalPdf(a.get(0)),
      a -> List.of(a.get(0).neg().mul(normalPdf(a.get(0))))),
  /** The distribution function of the standard normal distribution. */
  NORMAL_CDF(
      "(1 + erf(x / sqrt(2))) / 2",
      1,
      a -> ErrorFunction.normalCdf(a.get(0)),
      a -> List.of(normalPdf(a.get(0)))),
  /** {@code x * normalCdf(x)}, rounded once: the product of the rounded factors loses the tail. */
  GELU(
      "x * normalCdf(x)",
      1,
      a -> ErrorFunction.gelu(a.get(0)),
      a -> List.of(geluDerivative(a.get(0)))),
  /** {@code normalCdf(x) + x * normalPdf(x)}, rounded once: the derivative of {@link #GELU}. */
  GELU_DERIVATIVE(
      "normalCdf(x) + x * normalPdf(x)",
      1,
      a -> ErrorFunction.geluDerivative(a.get(0)),
      a -> {
        Expr x = a.get(0);
        return List.of(Expr.constant(2).sub(x.mul(x)).mul(normalPdf(x)));
      });

  private static final double TWO_OVER_SQRT_PI = 1.1283791670955126;

  private final String formula;
  private final int arity;
  private final Function<List<Expr>, Expr> lowering;
  private final Function<List<Expr>, List<Expr>> partials;

  Elementary(
      String formula,
      int arity,
      Function<List<Expr>, Expr> lowering,
      Function<List<Expr>, List<Expr>> partials) {
    this.formula = formula;
    this.arity = arity;
    this.lowering = lowering;
    this.partials = partials;
  }

  private static Expr errorDensity(Expr x) {
    return exp(x.mul(x).neg()).mul(TWO_OVER_SQRT_PI);
  }

  /** Returns the mathematical definition in words of the field. */
  public String formula() {
    return formula;
  }

  /** Returns the number of arguments. */
  public int arity() {
    return arity;
  }

  /** Returns the same value in primitive operations of float32. */
  public Expr lower(List<Expr> arguments) {
    return lowering.apply(arguments);
  }

  /** Returns the partial derivative by each argument. */
  public List<Expr> partials(List<Expr> arguments) {
    return partials.apply(arguments);
  }
}
