package io.hillock.kernels;

import static io.hillock.kernels.Functions.celuDerivative;
import static io.hillock.kernels.Functions.cos;
import static io.hillock.kernels.Functions.elu;
import static io.hillock.kernels.Functions.eluDerivative;
import static io.hillock.kernels.Functions.exp;
import static io.hillock.kernels.Functions.expDifference;
import static io.hillock.kernels.Functions.expm1;
import static io.hillock.kernels.Functions.gelu;
import static io.hillock.kernels.Functions.geluDerivative;
import static io.hillock.kernels.Functions.gluDerivative;
import static io.hillock.kernels.Functions.log;
import static io.hillock.kernels.Functions.logisticPdf;
import static io.hillock.kernels.Functions.logitDerivative;
import static io.hillock.kernels.Functions.min;
import static io.hillock.kernels.Functions.normalPdf;
import static io.hillock.kernels.Functions.pow;
import static io.hillock.kernels.Functions.powDerivative;
import static io.hillock.kernels.Functions.scaledEluDerivative;
import static io.hillock.kernels.Functions.scaledExp;
import static io.hillock.kernels.Functions.scaledGaussian;
import static io.hillock.kernels.Functions.scaledSoftplus;
import static io.hillock.kernels.Functions.sech2;
import static io.hillock.kernels.Functions.seluDerivative;
import static io.hillock.kernels.Functions.sigmoid;
import static io.hillock.kernels.Functions.sigmoidOfProduct;
import static io.hillock.kernels.Functions.silu;
import static io.hillock.kernels.Functions.siluDerivative;
import static io.hillock.kernels.Functions.sin;
import static io.hillock.kernels.Functions.softplus;
import static io.hillock.kernels.Functions.softsignDerivative;
import static io.hillock.kernels.Functions.sqrtDerivative;
import static io.hillock.kernels.Functions.tanh;

import io.hillock.kernels.elementary.Algebraic;
import io.hillock.kernels.elementary.Algebraic64;
import io.hillock.kernels.elementary.ErrorFunction;
import io.hillock.kernels.elementary.ErrorFunction64;
import io.hillock.kernels.elementary.Exponential;
import io.hillock.kernels.elementary.Exponential64;
import io.hillock.kernels.elementary.ExponentialUnits;
import io.hillock.kernels.elementary.ExponentialUnits64;
import io.hillock.kernels.elementary.GatedSigmoid;
import io.hillock.kernels.elementary.GatedSigmoidDerivative;
import io.hillock.kernels.elementary.GatedUnit;
import io.hillock.kernels.elementary.GatedUnit64;
import io.hillock.kernels.elementary.Hyperbolic64;
import io.hillock.kernels.elementary.Logarithm;
import io.hillock.kernels.elementary.Logarithm64;
import io.hillock.kernels.elementary.Mish;
import io.hillock.kernels.elementary.Power;
import io.hillock.kernels.elementary.Power64;
import io.hillock.kernels.elementary.Sigmoid64;
import io.hillock.kernels.elementary.Softplus;
import io.hillock.kernels.elementary.Softplus64;
import io.hillock.kernels.elementary.TanhShrink;
import io.hillock.kernels.elementary.Threefry;
import io.hillock.kernels.elementary.Trigonometric64;
import io.hillock.kernels.elementary.Trigonometry;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The elementary functions: for each its formula, its lowering to primitive operations of float32
 * and of float64, and its partial derivatives. No backend ever calls a function of its own; they
 * all run these operations and so agree to the last bit.
 */
public enum Elementary {
  /** {@code e^x}. */
  EXP("exp(x)", Exponential::exp, Exponential64::exp, Functions::exp),
  /** {@code e^x - 1}, without loss near zero. */
  EXPM1("exp(x) - 1", Exponential::expm1, Exponential64::expm1, Functions::exp),
  /** {@code e^(a - b)}, the difference not rounded. */
  EXP_DIFFERENCE(
      "exp(a - b)",
      Exponential::expDifference,
      Exponential64::expDifference,
      Functions::expDifference,
      (a, b) -> expDifference(a, b).neg()),
  /** A scaled exponential for a <= b. */
  SCALED_EXP(
      "2^64 exp(a - b)",
      Exponential::scaledExp,
      Exponential64::scaledExp,
      Functions::scaledExp,
      (a, b) -> scaledExp(a, b).neg()),
  /** The same where a has a small rest that is not rounded into it. */
  SCALED_EXP_OF_SUM(
      "2^64 exp(a + rest - b)",
      Exponential::scaledExp,
      Exponential64::scaledExp,
      Elementary::scaledExpPartials),
  /** The natural logarithm. */
  LOG("ln(x)", Logarithm::log, Logarithm64::logOf, Elementary::inverse),
  /** {@code ln(1 + x)}, without loss near zero. */
  LOG1P("ln(1 + x)", Logarithm::log1p, Logarithm64::log1pOf, x -> inverse(x.add(1))),
  /** The natural logarithm of the odds. */
  LOGIT("ln(x / (1 - x))", Logarithm::logit, Logarithm64::logit, Functions::logitDerivative),
  /** The derivative of {@link #LOGIT}. */
  LOGIT_DERIVATIVE(
      "1 / (x (1 - x))",
      Logarithm::logitDerivative,
      Logarithm64::logitDerivative,
      x -> logitDerivative(x).mul(logitDerivative(x)).mul(x.mul(2).sub(1))),
  /** {@code x^a} as IEEE 754 has pow. */
  POW("x^a", Power::power, Power64::pow, Functions::powDerivative, (x, a) -> pow(x, a).mul(log(x))),
  /** The derivative of {@link #POW} by x. */
  POW_DERIVATIVE(
      "a x^(a - 1)",
      Power::powerDerivative,
      Power64::powDerivative,
      (x, a) -> powDerivative(x, a).mul(a.sub(1)).div(x),
      (x, a) -> pow(x, a.sub(1)).add(powDerivative(x, a).mul(log(x)))),
  /** {@code x^3}, rounded once. */
  CUBE("x^3", Power::cube, Power64::cube, Functions::cubeDerivative),
  /** {@code 3 x^2}, rounded once: the derivative of {@link #CUBE}. */
  CUBE_DERIVATIVE("3 x^2", Power::cubeDerivative, Power64::cubeDerivative, x -> x.mul(6)),
  /** The logistic function. */
  SIGMOID("1 / (1 + exp(-x))", Exponential::sigmoid, Sigmoid64::sigmoid, Functions::logisticPdf),
  /** The logistic function of a product that is not rounded. */
  SIGMOID_OF_PRODUCT(
      "1 / (1 + exp(-a b))",
      GatedSigmoid::sigmoidOfProduct,
      Sigmoid64::sigmoidOfProduct,
      (a, b) -> logisticPdf(a.mul(b)).mul(b),
      (a, b) -> logisticPdf(a.mul(b)).mul(a)),
  /** The density of the logistic distribution: the derivative of {@link #SIGMOID}. */
  LOGISTIC_PDF(
      "e / (1 + e)^2 with e = exp(-|x|)",
      Exponential::logisticPdf,
      Sigmoid64::logisticPdf,
      x -> logisticPdf(x).mul(tanh(x.mul(-0.5)))),
  /** The logarithm of {@link #SIGMOID}. */
  LOG_SIGMOID(
      "-ln(1 + exp(-x))", Softplus::logSigmoid, Softplus64::logSigmoid, x -> sigmoid(x.neg())),
  /** The integral of {@link #SIGMOID}. */
  SOFTPLUS("ln(1 + exp(x))", Softplus::softplus, Softplus64::softplus, Functions::sigmoid),
  /** {@link #SOFTPLUS} of a product, which is not rounded, over its factor. */
  SCALED_SOFTPLUS(
      "ln(1 + exp(beta x)) / beta",
      Softplus::scaledSoftplus,
      Softplus64::scaledSoftplus,
      Functions::sigmoidOfProduct,
      (x, beta) -> x.mul(sigmoidOfProduct(x, beta)).sub(scaledSoftplus(x, beta)).div(beta)),
  /** The hyperbolic tangent. */
  TANH("tanh(x)", Exponential::tanh, Hyperbolic64::tanh, Functions::sech2),
  /** The square of the hyperbolic secant: the derivative of {@link #TANH}. */
  SECH2("1 - tanh(x)^2", Exponential::sech2, Sigmoid64::sech2, x -> tanh(x).mul(-2).mul(sech2(x))),
  /** {@code x - tanh(x)}, without loss near zero. */
  TANH_SHRINK(
      "x - tanh(x)", TanhShrink::tanhShrink, Hyperbolic64::tanhShrink, Functions::tanhSquared),
  /** The derivative of {@link #TANH_SHRINK}. */
  TANH_SQUARED(
      "tanh(x)^2",
      TanhShrink::tanhSquared,
      Hyperbolic64::tanhSquared,
      x -> tanh(x).mul(2).mul(sech2(x))),
  /** The exponential linear unit. */
  ELU(
      "x if x > 0, else alpha (exp(x) - 1)",
      ExponentialUnits::elu,
      ExponentialUnits64::elu,
      Functions::eluDerivative,
      (x, alpha) -> expm1(min(x, Expr.constant(0)))),
  /** The derivative of {@link #ELU} by x. */
  ELU_DERIVATIVE(
      "1 if x > 0, else alpha exp(x)",
      ExponentialUnits::eluDerivative,
      ExponentialUnits64::eluDerivative,
      (x, alpha) -> x.gt(0).select(0, eluDerivative(x, alpha)),
      (x, alpha) -> x.gt(0).select(0, exp(x))),
  /** {@link #ELU} with scale 1.0507009873554804934... and alpha 1.6732632423543772848.... */
  SELU(
      "scale x if x > 0, else scale alpha (exp(x) - 1)",
      ExponentialUnits::selu,
      Hyperbolic64::selu,
      Functions::seluDerivative),
  /** The derivative of {@link #SELU}. */
  SELU_DERIVATIVE(
      "scale if x > 0, else scale alpha exp(x)",
      ExponentialUnits::seluDerivative,
      Hyperbolic64::seluDerivative,
      x -> x.gt(0).select(0, seluDerivative(x))),
  /** The exponential linear unit with a slope of 1 at zero whatever alpha, which is positive. */
  CELU(
      "x if x > 0, else alpha (exp(x / alpha) - 1)",
      ExponentialUnits::celu,
      ExponentialUnits64::celu,
      Functions::celuDerivative,
      Elementary::celuByAlpha),
  /** The derivative of {@link #CELU} by x. */
  CELU_DERIVATIVE(
      "1 if x > 0, else exp(x / alpha)",
      ExponentialUnits::celuDerivative,
      ExponentialUnits64::celuDerivative,
      (x, alpha) -> x.gt(0).select(0, celuDerivative(x, alpha).div(alpha)),
      (x, alpha) -> x.gt(0).select(0, celuDerivative(x, alpha).mul(x).div(alpha).div(alpha).neg())),
  /** {@code x sigmoid(x)}, rounded once. */
  SILU("x / (1 + exp(-x))", GatedSigmoid::silu, Sigmoid64::silu, Functions::siluDerivative),
  /** The derivative of {@link #SILU}. */
  SILU_DERIVATIVE(
      "s (1 + x (1 - s)) with s = sigmoid(x)",
      GatedSigmoidDerivative::silu,
      Sigmoid64::siluDerivative,
      x -> gateCurvature(x)),
  /** {@code x sigmoid(beta x)}, rounded once. */
  SWISH(
      "x / (1 + exp(-beta x))",
      GatedSigmoid::swish,
      Sigmoid64::swish,
      Functions::swishDerivative,
      (x, beta) -> x.mul(x).mul(logisticPdf(x.mul(beta)))),
  /** The derivative of {@link #SWISH} by x. */
  SWISH_DERIVATIVE(
      "s (1 + beta x (1 - s)) with s = sigmoid(beta x)",
      GatedSigmoidDerivative::swish,
      Sigmoid64::swishDerivative,
      (x, beta) -> gateCurvature(x.mul(beta)).mul(beta),
      (x, beta) -> gateCurvature(x.mul(beta)).mul(x)),
  /** {@code x sigmoid(1.702 x)}, rounded once. */
  GELU_SIGMOID(
      "x / (1 + exp(-1.702 x))",
      GatedSigmoid::geluSigmoid,
      Sigmoid64::geluSigmoid,
      Functions::geluSigmoidDerivative),
  /** The derivative of {@link #GELU_SIGMOID}. */
  GELU_SIGMOID_DERIVATIVE(
      "s (1 + 1.702 x (1 - s)) with s = sigmoid(1.702 x)",
      GatedSigmoidDerivative::geluSigmoid,
      Sigmoid64::geluSigmoidDerivative,
      x -> gateCurvature(x.mul(1.702)).mul(1.702)),
  /** {@code x (1 + tanh(u)) / 2 with u = sqrt(2 / pi) (x + 0.044715 x^3)}, rounded once. */
  GELU_TANH(
      "x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2",
      GatedSigmoid::geluTanh,
      Sigmoid64::geluTanh,
      Functions::geluTanhDerivative),
  /** The derivative of {@link #GELU_TANH}. */
  GELU_TANH_DERIVATIVE(
      "s (1 + z' x (1 - s)) with s = sigmoid(z), z = sqrt(8 / pi) (x + 0.044715 x^3)",
      GatedSigmoidDerivative::geluTanh,
      Sigmoid64::geluTanhDerivative,
      Elementary::geluTanhCurvature),
  /** {@code x tanh(ln(1 + e^x))}, rounded once. */
  MISH("x tanh(ln(1 + exp(x)))", Mish::mish, Hyperbolic64::mish, Functions::mishDerivative),
  /** The derivative of {@link #MISH}. */
  MISH_DERIVATIVE(
      "t + x sigmoid(x) (1 - t^2) with t = tanh(ln(1 + exp(x)))",
      Mish::mishDerivative,
      Hyperbolic64::mishDerivative,
      Elementary::mishCurvature),
  /** The bell curve of a number given as an unevaluated sum of a value and a small correction. */
  SCALED_GAUSSIAN(
      "2^64 exp(-(u + v)^2 / 2)",
      ErrorFunction::scaledGaussian,
      ErrorFunction64::scaledGaussian,
      Functions::scaledGaussianDerivative,
      Functions::scaledGaussianDerivative),
  /** The derivative of {@link #SCALED_GAUSSIAN}. */
  SCALED_GAUSSIAN_DERIVATIVE(
      "-2^64 (u + v) exp(-(u + v)^2 / 2)",
      ErrorFunction::scaledGaussianDerivative,
      ErrorFunction64::scaledGaussianDerivative,
      Elementary::bellCurvature,
      Elementary::bellCurvature),
  /** The error function. */
  ERF(
      "2/sqrt(pi) * integral of exp(-t^2) from 0 to x",
      ErrorFunction::erf,
      ErrorFunction64::erf,
      Elementary::errorDensity),
  /** The complementary error function. */
  ERFC("1 - erf(x)", ErrorFunction::erfc, ErrorFunction64::erfc, x -> errorDensity(x).neg()),
  /** The density of the standard normal distribution. */
  NORMAL_PDF(
      "exp(-x^2 / 2) / sqrt(2 pi)",
      ErrorFunction::normalPdf,
      ErrorFunction64::normalPdf,
      x -> x.neg().mul(normalPdf(x))),
  /** The distribution function of the standard normal distribution. */
  NORMAL_CDF(
      "(1 + erf(x / sqrt(2))) / 2",
      ErrorFunction::normalCdf,
      ErrorFunction64::normalCdf,
      Functions::normalPdf),
  /** {@code x * normalCdf(x)}, rounded once: the product of the rounded factors loses the tail. */
  GELU("x * normalCdf(x)", ErrorFunction::gelu, ErrorFunction64::gelu, Functions::geluDerivative),
  /** {@code normalCdf(x) + x * normalPdf(x)}, rounded once: the derivative of {@link #GELU}. */
  GELU_DERIVATIVE(
      "normalCdf(x) + x * normalPdf(x)",
      ErrorFunction::geluDerivative,
      ErrorFunction64::geluDerivative,
      Elementary::geluCurvature),
  /** {@code x sigmoid(gate)}, rounded once. */
  GLU(
      "x / (1 + exp(-gate))",
      GatedUnit::glu,
      GatedUnit64::glu,
      (x, gate) -> sigmoid(gate),
      Functions::gluDerivative),
  /** The derivative of {@link #GLU} by the gate. */
  GLU_DERIVATIVE(
      "x exp(-gate) / (1 + exp(-gate))^2",
      GatedUnit::gluDerivative,
      GatedUnit64::gluDerivative,
      (x, gate) -> logisticPdf(gate),
      (x, gate) -> gluDerivative(x, gate).mul(tanh(gate.mul(-0.5)))),
  /** {@code up gate sigmoid(gate)}, rounded once. */
  SWIGLU(
      "up gate / (1 + exp(-gate))",
      GatedUnit::swiglu,
      GatedUnit64::swiglu,
      Functions::swigluDerivative,
      (gate, up) -> silu(gate)),
  /** The derivative of {@link #SWIGLU} by the gate. */
  SWIGLU_DERIVATIVE(
      "up s (1 + gate (1 - s)) with s = sigmoid(gate)",
      GatedUnit::swigluDerivative,
      GatedUnit64::swigluDerivative,
      (gate, up) -> gateCurvature(gate).mul(up),
      (gate, up) -> siluDerivative(gate)),
  /** {@code up gate normalCdf(gate)}, rounded once. */
  GEGLU(
      "up gate normalCdf(gate)",
      GatedUnit::geglu,
      GatedUnit64::geglu,
      Functions::gegluDerivative,
      (gate, up) -> gelu(gate)),
  /** The derivative of {@link #GEGLU} by the gate. */
  GEGLU_DERIVATIVE(
      "up (normalCdf(gate) + gate normalPdf(gate))",
      GatedUnit::gegluDerivative,
      GatedUnit64::gegluDerivative,
      (gate, up) -> geluCurvature(gate).mul(up),
      (gate, up) -> geluDerivative(gate)),
  /** The sine of an angle in radians. */
  SIN("sin(x)", Trigonometry::sin, Trigonometric64::sin, Functions::cos),
  /** The cosine of an angle in radians. */
  COS("cos(x)", Trigonometry::cos, Trigonometric64::cos, x -> sin(x).neg()),
  /** {@code x + sin(a x)^2 / a}, rounded once, for a positive a. */
  SNAKE(
      "x + sin(a x)^2 / a",
      Trigonometry::snake,
      Trigonometric64::snake,
      Functions::snakeDerivative,
      Elementary::snakeByRate),
  /** The derivative of {@link #SNAKE} by x. */
  SNAKE_DERIVATIVE(
      "1 + sin(2 a x)",
      Trigonometry::snakeDerivative,
      Trigonometric64::snakeDerivative,
      (x, a) -> cos(x.mul(a).mul(2)).mul(a).mul(2),
      (x, a) -> cos(x.mul(a).mul(2)).mul(x).mul(2)),
  /** {@link #ELU} times a scale, rounded once. */
  SCALED_ELU(
      "scale x if x > 0, else scale alpha (exp(x) - 1)",
      ExponentialUnits::scaledElu,
      ExponentialUnits64::scaledElu,
      Elementary::scaledEluPartials),
  /** The derivative of {@link #SCALED_ELU} by x. */
  SCALED_ELU_DERIVATIVE(
      "scale if x > 0, else scale alpha exp(x)",
      ExponentialUnits::scaledEluDerivative,
      ExponentialUnits64::scaledEluDerivative,
      Elementary::scaledEluDerivativePartials),
  /** A number from [0, 1) made of two words of 32 random bits. */
  UNIFORM(
      "random bits as a number from [0, 1)",
      (a, b) -> Threefry.uniform(a),
      Threefry::uniform64,
      (a, b) -> Expr.constant(0),
      (a, b) -> Expr.constant(0)),
  /** The derivative of the square root, rounded once. */
  SQRT_DERIVATIVE(
      "1 / (2 sqrt(x))",
      Algebraic::sqrtDerivative,
      Algebraic64::sqrtDerivative,
      x -> sqrtDerivative(x).div(x).mul(-0.5)),
  /** {@code x / (1 + |x|)}, rounded once. */
  SOFTSIGN(
      "x / (1 + |x|)", Algebraic::softsign, Algebraic64::softsign, Functions::softsignDerivative),
  /** The derivative of {@link #SOFTSIGN}. */
  SOFTSIGN_DERIVATIVE(
      "1 / (1 + |x|)^2",
      Algebraic::softsignDerivative,
      Algebraic64::softsignDerivative,
      x -> softsignDerivative(x).mul(-2).div(x.add(x.lt(0).select(-1, Expr.constant(1))))),
  /** A rational approximation of {@code 1.7159 tanh(2 x / 3)}. */
  RATIONAL_TANH(
      "1.7159 sign(y) (1 - 1 / (1 + |y| + y^2 + 1.41645 y^4)) with y = 2 x / 3",
      Algebraic::rationalTanh,
      Algebraic64::rationalTanh,
      Functions::rationalTanhDerivative),
  /** The derivative of {@link #RATIONAL_TANH}. */
  RATIONAL_TANH_DERIVATIVE(
      "1.14393... (1 + 2 |y| + 5.6658 |y|^3) / (1 + |y| + y^2 + 1.41645 y^4)^2 with y = 2 x / 3",
      Algebraic::rationalTanhDerivative,
      Algebraic64::rationalTanhDerivative,
      Elementary::rationalTanhCurvature),
  /** {@code (x + sqrt(x^2 + b)) / 2}, rounded once. */
  SQUAREPLUS(
      "(x + sqrt(x^2 + b)) / 2",
      Algebraic::squareplus,
      Algebraic64::squareplus,
      Functions::squareplusDerivative,
      (x, b) -> inverse(x.mul(x).add(b).sqrt().mul(4))),
  /** The derivative of {@link #SQUAREPLUS} by x. */
  SQUAREPLUS_DERIVATIVE(
      "(1 + x / sqrt(x^2 + b)) / 2",
      Algebraic::squareplusDerivative,
      Algebraic64::squareplusDerivative,
      (x, b) -> squareplusCurvature(x, b).mul(b).mul(2),
      (x, b) -> squareplusCurvature(x, b).mul(x).neg()),
  /** {@code x min(max(x + 3, 0), 6) / 6}, rounded once. */
  HARD_SWISH(
      "x min(max(x + 3, 0), 6) / 6",
      Algebraic::hardSwish,
      Algebraic64::hardSwish,
      Functions::hardSwishDerivative),
  /** The derivative of {@link #HARD_SWISH}. */
  HARD_SWISH_DERIVATIVE(
      "(2 x + 3) / 6 if -3 < x < 3, 0 below, 1 above",
      Algebraic::hardSwishDerivative,
      Algebraic64::hardSwishDerivative,
      x -> x.abs().lt(3).select(1 / 3.0, 0));

  private static final double TWO_OVER_SQRT_PI = 1.1283791670955126;

  private final String formula;
  private final int arity;
  private final Function<List<Expr>, Expr> narrow;
  private final Function<List<Expr>, Expr> wide;
  private final Function<List<Expr>, List<Expr>> partials;

  Elementary(
      String formula,
      UnaryOperator<Expr> narrow,
      UnaryOperator<Expr> wide,
      UnaryOperator<Expr> derivative) {
    this.formula = formula;
    this.arity = 1;
    this.narrow = a -> narrow.apply(a.get(0));
    this.wide = a -> wide.apply(a.get(0));
    this.partials = a -> List.of(derivative.apply(a.get(0)));
  }

  Elementary(
      String formula,
      BinaryOperator<Expr> narrow,
      BinaryOperator<Expr> wide,
      BinaryOperator<Expr> byFirst,
      BinaryOperator<Expr> bySecond) {
    this.formula = formula;
    this.arity = 2;
    this.narrow = a -> narrow.apply(a.get(0), a.get(1));
    this.wide = a -> wide.apply(a.get(0), a.get(1));
    this.partials =
        a -> List.of(byFirst.apply(a.get(0), a.get(1)), bySecond.apply(a.get(0), a.get(1)));
  }

  /** A function of three arguments. */
  private interface Ternary {
    Expr apply(Expr a, Expr b, Expr c);
  }

  Elementary(
      String formula, Ternary narrow, Ternary wide, Function<List<Expr>, List<Expr>> partials) {
    this.formula = formula;
    this.arity = 3;
    this.narrow = a -> narrow.apply(a.get(0), a.get(1), a.get(2));
    this.wide = a -> wide.apply(a.get(0), a.get(1), a.get(2));
    this.partials = partials;
  }

  private static Expr inverse(Expr x) {
    return Expr.constant(1).div(x);
  }

  private static Expr errorDensity(Expr x) {
    return exp(x.mul(x).neg()).mul(TWO_OVER_SQRT_PI);
  }

  private static Expr bellCurvature(Expr u, Expr v) {
    Expr z = u.add(v);
    return z.mul(z).sub(1).mul(scaledGaussian(u, v));
  }

  private static List<Expr> scaledExpPartials(List<Expr> a) {
    Expr value = scaledExp(a.get(0), a.get(1), a.get(2));
    return List.of(value, value, value.neg());
  }

  private static List<Expr> scaledEluPartials(List<Expr> a) {
    Expr x = a.get(0);
    Expr negative = min(x, Expr.constant(0));
    return List.of(
        scaledEluDerivative(x, a.get(1), a.get(2)),
        expm1(negative).mul(a.get(2)),
        elu(x, a.get(1)));
  }

  private static List<Expr> scaledEluDerivativePartials(List<Expr> a) {
    Expr x = a.get(0);
    return List.of(
        x.gt(0).select(0, scaledEluDerivative(x, a.get(1), a.get(2))),
        x.gt(0).select(0, exp(x).mul(a.get(2))),
        eluDerivative(x, a.get(1)));
  }

  private static Expr celuByAlpha(Expr x, Expr alpha) {
    Expr z = min(x, Expr.constant(0)).div(alpha);
    return expm1(z).sub(z.mul(exp(z)));
  }

  /** The second derivative of z sigmoid(z). */
  private static Expr gateCurvature(Expr z) {
    return logisticPdf(z).mul(Expr.constant(2).sub(z.mul(tanh(z.mul(0.5)))));
  }

  /** The second derivative of GELU. */
  private static Expr geluCurvature(Expr x) {
    return Expr.constant(2).sub(x.mul(x)).mul(normalPdf(x));
  }

  private static Expr geluTanhCurvature(Expr x) {
    Expr square = x.mul(x);
    double rate = Math.sqrt(8 / Math.PI);
    Expr z = x.mul(square.fma(0.044715 * rate, rate));
    Expr slope = square.fma(3 * 0.044715 * rate, rate);
    Expr bend = x.mul(6 * 0.044715 * rate);
    Expr turn = slope.mul(slope).mul(tanh(z.mul(-0.5))).add(bend);
    return logisticPdf(z).mul(slope.mul(2).add(x.mul(turn)));
  }

  private static Expr mishCurvature(Expr x) {
    Expr t = tanh(softplus(x));
    Expr s = sigmoid(x);
    Expr slope = Expr.constant(1).sub(t.mul(t));
    Expr bend = logisticPdf(x).sub(t.mul(s).mul(s).mul(2));
    return slope.mul(s.mul(2).add(x.mul(bend)));
  }

  /** A quarter of (x^2 + b)^(-3/2). */
  private static Expr squareplusCurvature(Expr x, Expr b) {
    Expr square = x.mul(x).add(b);
    return inverse(square.mul(square.sqrt()).mul(4));
  }

  private static Expr rationalTanhCurvature(Expr x) {
    Expr y = x.abs().mul(2 / 3.0);
    Expr d = y.mul(y).mul(1.41645).add(1).mul(y).add(1).mul(y).add(1);
    Expr slope = y.mul(y).mul(4 * 1.41645).add(2).mul(y).add(1);
    Expr bend = y.mul(y).mul(12 * 1.41645).add(2);
    Expr curvature = bend.mul(d).sub(slope.mul(slope).mul(2)).div(d.mul(d).mul(d));
    return curvature.mul(x.lt(0).select(-1.7159 * 4 / 9, Expr.constant(1.7159 * 4 / 9)));
  }

  private static Expr snakeByRate(Expr x, Expr a) {
    Expr z = x.mul(a);
    Expr sine = sin(z);
    return x.mul(sin(z.mul(2))).sub(sine.mul(sine).div(a)).div(a);
  }

  /** Returns the type of the arguments. */
  public Expr.Type operands() {
    return this == UNIFORM ? Expr.Type.INTEGER : Expr.Type.REAL;
  }

  /** Returns the mathematical definition in words of the field. */
  public String formula() {
    return formula;
  }

  /** Returns the number of arguments. */
  public int arity() {
    return arity;
  }

  /**
   * Returns the same value in primitive operations.
   *
   * @param arguments the arguments
   * @param isWide whether the operations are of float64, and not of float32
   */
  public Expr lower(List<Expr> arguments, boolean isWide) {
    return (isWide ? wide : narrow).apply(arguments);
  }

  /** Returns the partial derivative by each argument. */
  public List<Expr> partials(List<Expr> arguments) {
    return partials.apply(arguments);
  }
}
