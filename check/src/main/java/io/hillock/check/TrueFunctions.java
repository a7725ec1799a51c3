package io.hillock.check;

import io.hillock.kernels.Elementary;

/**
 * The elementary functions by other means than the kernels' lowering: the relative error is below
 * 2^-90 but next to a zero that is not at 0, where it is below 2^-90 of the terms that cancel. For
 * infinite arguments the value is the limit.
 */
final class TrueFunctions {
  private TrueFunctions() {}

  /** A function of one argument or several. */
  interface Function {
    Real value(Real... arguments);
  }

  /** Returns a function. The switch has no default, so none can be without its true value. */
  static Function of(Elementary function) {
    return switch (function) {
      case EXP -> a -> TrueExponential.exp(a[0]);
      case EXPM1 -> a -> TrueExponential.expm1(a[0]);
      case EXP_DIFFERENCE -> a -> TrueExponential.exp(a[0].subtract(a[1]));
      case SCALED_EXP -> a -> TrueExponential.exp(a[0].subtract(a[1])).scalb(64);
      case SCALED_EXP_OF_SUM -> a -> TrueExponential.exp(a[0].add(a[1]).subtract(a[2])).scalb(64);
      case LOG -> a -> TrueExponential.log(a[0]);
      case LOG1P -> a -> TrueExponential.log1p(a[0]);
      case SIGMOID -> a -> TrueActivations.sigmoid(a[0]);
      case LOGISTIC_PDF -> a -> TrueActivations.logisticPdf(a[0]);
      case TANH -> a -> TrueActivations.tanh(a[0]);
      case SECH2 -> a -> TrueActivations.sech2(a[0]);
      case LOGIT -> a -> TrueActivations.logit(a[0]);
      case LOGIT_DERIVATIVE -> a -> TrueActivations.logitDerivative(a[0]);
      case SCALED_GAUSSIAN -> a -> scaledGaussian(a[0], a[1]);
      case SCALED_GAUSSIAN_DERIVATIVE -> a -> scaledGaussianDerivative(a[0], a[1]);
      case ERF -> a -> TrueErrorFunction.erf(a[0]);
      case ERFC -> a -> TrueErrorFunction.erfc(a[0]);
      case NORMAL_PDF -> a -> TrueErrorFunction.normalPdf(a[0]);
      case NORMAL_CDF -> a -> TrueErrorFunction.normalCdf(a[0]);
      case GELU -> a -> TrueErrorFunction.gelu(a[0]);
      case GELU_DERIVATIVE -> a -> TrueErrorFunction.geluDerivative(a[0]);
      case POW -> a -> TrueActivations.pow(a[0], a[1]);
      case POW_DERIVATIVE -> a -> TrueActivations.powDerivative(a[0], a[1]);
      case CUBE -> a -> TrueActivations.cube(a[0]);
      case CUBE_DERIVATIVE -> a -> a[0].square().multiply(Real.of(3));
      case SIGMOID_OF_PRODUCT -> a -> TrueActivations.sigmoidOfProduct(a[0], a[1]);
      case LOG_SIGMOID -> a -> TrueActivations.logSigmoid(a[0]);
      case SOFTPLUS -> a -> TrueActivations.softplus(a[0]);
      case SCALED_SOFTPLUS -> a -> TrueActivations.scaledSoftplus(a[0], a[1]);
      case TANH_SHRINK -> a -> TrueActivations.tanhShrink(a[0]);
      case TANH_SQUARED -> a -> TrueActivations.tanhSquared(a[0]);
      case ELU -> a -> TrueActivations.elu(a[0], a[1]);
      case ELU_DERIVATIVE -> a -> TrueActivations.eluDerivative(a[0], a[1]);
      case SELU -> a -> TrueActivations.selu(a[0]);
      case SELU_DERIVATIVE -> a -> TrueActivations.seluDerivative(a[0]);
      case CELU -> a -> TrueActivations.celu(a[0], a[1]);
      case CELU_DERIVATIVE -> a -> TrueActivations.celuDerivative(a[0], a[1]);
      case SILU -> a -> TrueActivations.silu(a[0]);
      case SILU_DERIVATIVE -> a -> TrueActivations.siluDerivative(a[0]);
      case SWISH -> a -> TrueActivations.swish(a[0], a[1]);
      case SWISH_DERIVATIVE -> a -> TrueActivations.swishDerivative(a[0], a[1]);
      case GELU_SIGMOID -> a -> TrueActivations.geluSigmoid(a[0]);
      case GELU_SIGMOID_DERIVATIVE -> a -> TrueActivations.geluSigmoidDerivative(a[0]);
      case GELU_TANH -> a -> TrueActivations.geluTanh(a[0]);
      case GELU_TANH_DERIVATIVE -> a -> TrueActivations.geluTanhDerivative(a[0]);
      case MISH -> a -> TrueActivations.mish(a[0]);
      case MISH_DERIVATIVE -> a -> TrueActivations.mishDerivative(a[0]);
      case GLU -> a -> TrueGatedUnit.glu(a[0], a[1]);
      case GLU_DERIVATIVE -> a -> TrueGatedUnit.gluDerivative(a[0], a[1]);
      case SWIGLU -> a -> TrueGatedUnit.swiglu(a[0], a[1]);
      case SWIGLU_DERIVATIVE -> a -> TrueGatedUnit.swigluDerivative(a[0], a[1]);
      case GEGLU -> a -> TrueGatedUnit.geglu(a[0], a[1]);
      case GEGLU_DERIVATIVE -> a -> TrueGatedUnit.gegluDerivative(a[0], a[1]);
      case SIN -> a -> TrueTrigonometry.sin(a[0]);
      case COS -> a -> TrueTrigonometry.cos(a[0]);
      case SNAKE -> a -> TrueActivations.snake(a[0], a[1]);
      case SNAKE_DERIVATIVE -> a -> TrueActivations.snakeDerivative(a[0], a[1]);
      case SCALED_ELU -> a -> TrueActivations.scaledElu(a[0], a[1], a[2]);
      case SCALED_ELU_DERIVATIVE -> a -> TrueActivations.scaledEluDerivative(a[0], a[1], a[2]);
      case UNIFORM ->
          throw new IllegalArgumentException("random bits have no meaning in real numbers");
      case SQRT_DERIVATIVE -> a -> TrueActivations.sqrtDerivative(a[0]);
      case SOFTSIGN -> a -> TrueActivations.softsign(a[0]);
      case SOFTSIGN_DERIVATIVE -> a -> TrueActivations.softsignDerivative(a[0]);
      case RATIONAL_TANH -> a -> TrueActivations.rationalTanh(a[0]);
      case RATIONAL_TANH_DERIVATIVE -> a -> TrueActivations.rationalTanhDerivative(a[0]);
      case SQUAREPLUS -> a -> TrueActivations.squareplus(a[0], a[1]);
      case SQUAREPLUS_DERIVATIVE -> a -> TrueActivations.squareplusDerivative(a[0], a[1]);
      case HARD_SWISH -> a -> TrueActivations.hardSwish(a[0]);
      case HARD_SWISH_DERIVATIVE -> a -> TrueActivations.hardSwishDerivative(a[0]);
    };
  }

  private static Real scaledGaussian(Real u, Real v) {
    return TrueErrorFunction.gaussian(deviation(u, v)).scalb(64);
  }

  private static Real scaledGaussianDerivative(Real u, Real v) {
    Real z = deviation(u, v);
    return z.isFinite() || z.isNaN() ? z.multiply(scaledGaussian(u, v)).negate() : Real.ZERO;
  }

  /** v corrects u; beside an infinite u there is nothing to correct. */
  private static Real deviation(Real u, Real v) {
    return u.isFinite() ? u.add(v) : u;
  }
}
