package io.hillock.check;

import static io.hillock.check.TrueExponential.exp;
import static io.hillock.check.TrueExponential.expm1;
import static io.hillock.check.TrueExponential.log;
import static io.hillock.check.TrueExponential.log1p;

/**
 * Sigmoids and what is made of them, in {@link Real}s, each in a form in which nothing cancels but
 * what cancels in the function itself. At infinite arguments they take their limits.
 */
final class TrueActivations {
  private static final Real GELU_SIGMOID_SLOPE = Real.of("1.702");
  private static final Real GELU_TANH_CUBE = Real.of("0.044715");
  private static final Real SQRT_8_OVER_PI = TrueErrorFunction.INVERSE_SQRT_2_PI.scalb(2);
  private static final Real SELU_ALPHA = Real.of("1.6732632423543772848170429916717");
  private static final Real SELU_SCALE = Real.of("1.0507009873554804934193349852946");
  private static final Real SELU_PRODUCT = SELU_ALPHA.multiply(SELU_SCALE);
  private static final Real RATIONAL_TANH_SCALE = Real.of("1.7159");
  private static final Real RATIONAL_TANH_FOURTH = Real.of("1.41645");
  private static final Real TWO_THIRDS = Real.of(2).divide(Real.of(3));

  /** From here down the difference of x and tanh(x) is taken from a continued fraction. */
  private static final double SHRINK_SMALL = 0.5;

  private static final int SHRINK_LEVELS = 13;

  private TrueActivations() {}

  /** Returns the limit at an infinity, or the NaN that was given. */
  static Real limits(Real x, double atMinus, Real atPlus) {
    return x.isNaN() ? x : x.isNegative() ? Real.of(atMinus) : atPlus;
  }

  static Real sigmoid(Real x) {
    Real e = exp(x.abs().negate());
    return (x.isNegative() ? e : Real.ONE).divide(e.add(1));
  }

  static Real logisticPdf(Real x) {
    Real e = exp(x.abs().negate());
    return e.divide(e.add(1).square());
  }

  static Real tanh(Real x) {
    if (x.isTiny()) {
      return x;
    }
    Real e = expm1(x.abs().scalb(1).negate());
    Real magnitude = e.negate().divide(e.add(2));
    return x.isNegative() ? magnitude.negate() : magnitude;
  }

  static Real sech2(Real x) {
    return logisticPdf(x.scalb(1)).scalb(2);
  }

  static Real logit(Real x) {
    // Near 1/2 the quotient is near 1, where its logarithm would keep few digits.
    Real rest = Real.ONE.subtract(x);
    Real twice = x.subtract(rest);
    return Math.abs(twice.doubleValue()) < 0.25 ? log1p(twice.divide(rest)) : log(x.divide(rest));
  }

  static Real logitDerivative(Real x) {
    if (x.isZero()) {
      return Real.INFINITY;
    }
    Real rest = Real.ONE.subtract(x);
    return x.isNegative() || rest.isNegative() ? Real.NAN : x.multiply(rest).reciprocal();
  }

  /** {@code x sigmoid(z)}. */
  private static Real gated(Real x, Real z) {
    return x.isFinite() && z.isFinite() ? x.multiply(sigmoid(z)) : gatedLimit(x, z);
  }

  private static Real gatedLimit(Real x, Real z) {
    if (x.isNaN() || z.isNaN()) {
      return Real.NAN;
    }
    return z.isNegative() && !z.isFinite()
        ? Real.of(Math.copySign(0, x.isNegative() ? -1 : 1))
        : x.multiply(sigmoid(z));
  }

  /** {@code sigmoid(z) (1 + w sigmoid(-z))}: the derivative of x sigmoid(z), where w = x z'. */
  private static Real gatedDerivative(Real w, Real z) {
    if (!z.isFinite()) {
      return limits(z, 0, Real.ONE);
    }
    return sigmoid(z).multiply(w.multiply(sigmoid(z.negate())).add(1));
  }

  static Real silu(Real x) {
    return gated(x, x);
  }

  static Real siluDerivative(Real x) {
    return gatedDerivative(x, x);
  }

  static Real swish(Real x, Real beta) {
    return gated(x, x.multiply(beta));
  }

  static Real swishDerivative(Real x, Real beta) {
    Real z = x.multiply(beta);
    return gatedDerivative(z, z);
  }

  static Real geluSigmoid(Real x) {
    return swish(x, GELU_SIGMOID_SLOPE);
  }

  static Real geluSigmoidDerivative(Real x) {
    return swishDerivative(x, GELU_SIGMOID_SLOPE);
  }

  /** {@code sqrt(8 / pi) (x + 0.044715 x^3)}: the tanh of its half is what is meant. */
  private static Real geluTanhArgument(Real x) {
    return x.square().multiply(GELU_TANH_CUBE).add(1).multiply(x).multiply(SQRT_8_OVER_PI);
  }

  static Real geluTanh(Real x) {
    return gated(x, geluTanhArgument(x));
  }

  static Real geluTanhDerivative(Real x) {
    Real slope = x.square().multiply(GELU_TANH_CUBE).multiply(3).add(1).multiply(SQRT_8_OVER_PI);
    return gatedDerivative(x.multiply(slope), geluTanhArgument(x));
  }

  static Real sigmoidOfProduct(Real a, Real b) {
    return sigmoid(a.multiply(b));
  }

  static Real softplus(Real x) {
    Real rest = log1p(exp(x.abs().negate()));
    return x.isNegative() ? rest : x.add(rest);
  }

  static Real logSigmoid(Real x) {
    return softplus(x.negate()).negate();
  }

  static Real scaledSoftplus(Real x, Real beta) {
    return softplus(x.multiply(beta)).divide(beta);
  }

  /** With w = e^x this is x n / (n + 2), where n = w (w + 2). */
  static Real mish(Real x) {
    if (!x.isFinite()) {
      return limits(x, -0.0, x);
    }
    return x.multiply(mishGate(x));
  }

  /** {@code tanh(softplus(x))}. */
  private static Real mishGate(Real x) {
    if (x.isNegative()) {
      Real w = exp(x);
      Real n = w.multiply(w.add(2));
      return n.divide(n.add(2));
    }
    Real f = exp(x.negate());
    Real n = f.scalb(1).add(1);
    return n.divide(f.square().scalb(1).add(n));
  }

  static Real mishDerivative(Real x) {
    if (!x.isFinite()) {
      return limits(x, 0, Real.ONE);
    }
    if (x.isNegative()) {
      Real w = exp(x);
      Real m = w.multiply(w.add(2)).add(2);
      Real slope = x.multiply(w.add(1)).scalb(2).divide(m);
      return w.divide(m).multiply(w.add(2).add(slope));
    }
    Real f = exp(x.negate());
    Real square = f.square();
    Real m = square.add(f).scalb(1).add(1);
    Real slope = square.multiply(f.add(1)).scalb(2).divide(m.square());
    return mishGate(x).add(x.multiply(slope));
  }

  static Real tanhShrink(Real x) {
    if (!(Math.abs(x.doubleValue()) < SHRINK_SMALL)) {
      return x.subtract(tanh(x));
    }
    // tanh(x) = x / (1 + q) with q = x^2 / (3 + x^2 / (5 + ...)).
    Real square = x.square();
    Real q = Real.ZERO;
    for (int i = SHRINK_LEVELS; i > 0; i--) {
      q = square.divide(q.add(2 * i + 1));
    }
    return x.multiply(q).divide(q.add(1));
  }

  static Real tanhSquared(Real x) {
    return tanh(x).square();
  }

  static Real scaledExpm1(Real x, Real alpha) {
    return expm1(x).multiply(alpha);
  }

  static Real selu(Real x) {
    return isPositive(x) ? x.multiply(SELU_SCALE) : expm1(x).multiply(SELU_PRODUCT);
  }

  static Real seluDerivative(Real x) {
    return isPositive(x) ? SELU_SCALE : exp(x).multiply(SELU_PRODUCT);
  }

  private static boolean isPositive(Real x) {
    return Real.ZERO.isLess(x);
  }

  static Real celu(Real x, Real alpha) {
    return isPositive(x) ? x : expm1(x.divide(alpha)).multiply(alpha);
  }

  static Real celuDerivative(Real x, Real alpha) {
    return isPositive(x) ? Real.ONE : exp(x.divide(alpha));
  }

  /** As IEEE 754 has it where x or a is not an ordinary number. */
  static Real pow(Real x, Real a) {
    if (!x.isFinite() || !a.isFinite() || x.isZero() || a.isZero()) {
      return Real.of(Math.pow(x.doubleValue(), a.doubleValue()));
    }
    Real magnitude = exp(log(x.abs()).multiply(a));
    if (!x.isNegative()) {
      return magnitude;
    }
    double exponent = a.doubleValue();
    if (exponent != Math.rint(exponent) || !a.isEqual(Real.of(exponent))) {
      return Real.NAN;
    }
    return exponent % 2 == 0 ? magnitude : magnitude.negate();
  }

  static Real powDerivative(Real x, Real a) {
    return a.isZero() && !x.isNaN() ? Real.ZERO : pow(x, a.add(-1)).multiply(a);
  }

  static Real cube(Real x) {
    return x.square().multiply(x);
  }

  static Real snake(Real x, Real a) {
    return TrueTrigonometry.sin(x.multiply(a)).square().divide(a).add(x);
  }

  /** 1 + sin(2ax). */
  static Real snakeDerivative(Real x, Real a) {
    return TrueTrigonometry.onePlusSinOfTwice(x.multiply(a));
  }

  /** With p = |y| + y^2 + 1.41645 y^4 and y = 2x/3 this is 1.7159 p / (1 + p), signed as x. */
  static Real rationalTanh(Real x) {
    Real magnitude = RATIONAL_TANH_SCALE;
    if (x.isFinite()) {
      Real p = rationalTanhPolynomial(x.abs().multiply(TWO_THIRDS));
      magnitude = p.divide(p.add(1)).multiply(RATIONAL_TANH_SCALE);
    }
    return x.isNaN() ? x : x.isNegative() ? magnitude.negate() : magnitude;
  }

  private static Real rationalTanhPolynomial(Real y) {
    Real square = y.square();
    return square.square().multiply(RATIONAL_TANH_FOURTH).add(square).add(y);
  }

  static Real rationalTanhDerivative(Real x) {
    if (!x.isFinite()) {
      return limits(x, 0, Real.ZERO);
    }
    Real y = x.abs().multiply(TWO_THIRDS);
    Real slope = cube(y).multiply(RATIONAL_TANH_FOURTH).scalb(2).add(y.scalb(1)).add(1);
    Real scale = RATIONAL_TANH_SCALE.multiply(TWO_THIRDS);
    return slope.divide(rationalTanhPolynomial(y).add(1).square()).multiply(scale);
  }

  static Real squareplus(Real x, Real b) {
    Real root = x.square().add(b).sqrt();
    if (!x.isFinite()) {
      return limits(x, 0, x);
    }
    return x.isNegative() ? b.divide(root.subtract(x)).scalb(-1) : x.add(root).scalb(-1);
  }

  static Real squareplusDerivative(Real x, Real b) {
    if (!x.isFinite()) {
      return limits(x, 0, Real.ONE);
    }
    Real root = x.square().add(b).sqrt();
    return x.isNegative()
        ? b.divide(root.subtract(x).multiply(root)).scalb(-1)
        : x.divide(root).add(1).scalb(-1);
  }

  static Real softsign(Real x) {
    return x.isFinite() ? x.divide(x.abs().add(1)) : limits(x, -1, Real.ONE);
  }

  static Real softsignDerivative(Real x) {
    return x.abs().add(1).square().reciprocal();
  }

  static Real elu(Real x, Real alpha) {
    return isPositive(x) ? x : scaledExpm1(x, alpha);
  }

  static Real eluDerivative(Real x, Real alpha) {
    return isPositive(x) ? Real.ONE : exp(x).multiply(alpha);
  }

  static Real scaledElu(Real x, Real alpha, Real scale) {
    return isPositive(x) ? x.multiply(scale) : expm1(x).multiply(alpha.multiply(scale));
  }

  static Real scaledEluDerivative(Real x, Real alpha, Real scale) {
    return isPositive(x) ? scale : exp(x).multiply(alpha.multiply(scale));
  }

  static Real hardSwish(Real x) {
    if (!(Real.of(-3).isLess(x))) {
      return x.isNaN() ? x : Real.ZERO;
    }
    return x.isLess(Real.of(3)) ? x.multiply(x.add(3)).divide(Real.of(6)) : x;
  }

  static Real hardSwishDerivative(Real x) {
    if (!(Real.of(-3).isLess(x))) {
      return x.isNaN() ? x : Real.ZERO;
    }
    return x.isLess(Real.of(3)) ? x.scalb(1).add(3).divide(Real.of(6)) : Real.ONE;
  }

  static Real sqrtDerivative(Real x) {
    return x.sqrt().scalb(1).reciprocal();
  }
}
