package io.hillock.check;

import java.math.BigDecimal;
import java.math.MathContext;
import org.apache.commons.numbers.core.DD;

/**
 * The error function and its kin of {@link Real}s, with a relative error below 2^-95. All rest on
 * {@code erfcx(x) = exp(x^2) erfc(x)}, which is a Taylor series about the nearest of forty centres
 * up to 10 and its asymptotic series from there on. The series' coefficients are computed in
 * decimals.
 */
final class TrueErrorFunction {
  private static final double WIDTH = 0.25;
  private static final int CENTRES = 40;
  private static final int TERMS = 28;
  private static final int ASYMPTOTIC_TERMS = 44;

  /** The subtraction at the last centre costs 44 digits, the recurrence of its terms 40. */
  private static final MathContext CONTEXT = new MathContext(140);

  private static final BigDecimal TWO = BigDecimal.valueOf(2);
  private static final BigDecimal TWO_OVER_SQRT_PI =
      TWO.divide(Constants.PI.sqrt(CONTEXT), CONTEXT);

  private static final Real INVERSE_SQRT_2 =
      Real.of(DD.from(BigDecimal.ONE.divide(TWO.sqrt(CONTEXT), CONTEXT)));
  private static final Real INVERSE_SQRT_PI =
      Real.of(DD.from(TWO_OVER_SQRT_PI.divide(TWO, CONTEXT)));
  static final Real INVERSE_SQRT_2_PI = INVERSE_SQRT_PI.multiply(INVERSE_SQRT_2);

  private static final DD[][] TAYLOR = new DD[CENTRES][];
  private static final DD[] ASYMPTOTIC = new DD[ASYMPTOTIC_TERMS];

  static {
    for (int i = 0; i < CENTRES; i++) {
      TAYLOR[i] = taylor(BigDecimal.valueOf((i + 0.5) * WIDTH));
    }
    DD term = DD.ONE;
    for (int n = 0; n < ASYMPTOTIC_TERMS; n++) {
      ASYMPTOTIC[n] = term;
      term = term.multiply(-(2 * n + 1.0));
    }
  }

  private TrueErrorFunction() {}

  /** The coefficients about c: from erfcx' = 2 x erfcx - 2 / sqrt(pi), term by term. */
  private static DD[] taylor(BigDecimal c) {
    BigDecimal twiceSquare = c.multiply(c).multiply(TWO);
    BigDecimal series = BigDecimal.ZERO;
    BigDecimal term = c;
    for (int n = 1; term.precision() - term.scale() > -CONTEXT.getPrecision(); n++) {
      series = series.add(term, CONTEXT);
      term = term.multiply(twiceSquare).divide(BigDecimal.valueOf(2 * n + 1), CONTEXT);
    }
    BigDecimal exponential = BigDecimal.ZERO;
    term = BigDecimal.ONE;
    for (int n = 1; term.precision() - term.scale() > -CONTEXT.getPrecision(); n++) {
      exponential = exponential.add(term, CONTEXT);
      term = term.multiply(c).multiply(c).divide(BigDecimal.valueOf(n), CONTEXT);
    }
    DD[] result = new DD[TERMS];
    BigDecimal before = BigDecimal.ZERO;
    BigDecimal value = exponential.subtract(series.multiply(TWO_OVER_SQRT_PI), CONTEXT);
    for (int n = 0; n < TERMS; n++) {
      result[n] = DD.from(value);
      BigDecimal next = c.multiply(value).add(before).multiply(TWO);
      if (n == 0) {
        next = next.subtract(TWO_OVER_SQRT_PI);
      }
      before = value;
      value = next.divide(BigDecimal.valueOf(n + 1), CONTEXT);
    }
    return result;
  }

  /** {@code exp(x^2) erfc(x)} for x from 0 on. */
  private static Real erfcx(Real x) {
    if (x.isHuge() || x.doubleValue() >= CENTRES * WIDTH) {
      Real inverse = x.reciprocal();
      Real t = inverse.square().scalb(-1);
      // Below 2^-250 the first term is all there is.
      Real sum = t.isTiny() ? Real.ONE : Real.of(polynomial(ASYMPTOTIC, t.sum()));
      return sum.multiply(inverse).multiply(INVERSE_SQRT_PI);
    }
    int centre = (int) (x.doubleValue() / WIDTH);
    DD distance = x.isTiny() ? DD.of(-WIDTH / 2) : x.sum().subtract((centre + 0.5) * WIDTH);
    return Real.of(polynomial(TAYLOR[centre], distance));
  }

  private static DD polynomial(DD[] coefficients, DD x) {
    DD sum = coefficients[coefficients.length - 1];
    for (int i = coefficients.length - 2; i >= 0; i--) {
      sum = sum.multiply(x).add(coefficients[i]);
    }
    return sum;
  }

  /** {@code exp(-x^2 / 2)}. */
  static Real gaussian(Real x) {
    return TrueExponential.exp(x.square().scalb(-1).negate());
  }

  static Real erf(Real x) {
    if (x.isTiny()) {
      return x.multiply(INVERSE_SQRT_PI).scalb(1);
    }
    if (!(Math.abs(x.doubleValue()) < 0.5)) {
      Real magnitude = Real.ONE.subtract(erfc(x.abs()));
      return x.isNegative() ? magnitude.negate() : magnitude;
    }
    // The power series with terms of one sign: x exp(-x^2) sum of (2 x^2)^n / (1 3 5 ... 2n + 1).
    DD twice = x.sum().square().scalb(1);
    DD sum = DD.ONE;
    for (int n = 26; n > 0; n--) {
      sum = sum.multiply(twice).divide(2 * n + 1.0).add(1);
    }
    Real e = TrueExponential.exp(x.square().negate());
    return Real.of(sum).multiply(e).multiply(x).multiply(INVERSE_SQRT_PI).scalb(1);
  }

  static Real erfc(Real x) {
    if (!x.isFinite()) {
      return x.isNaN() ? x : Real.of(x.isNegative() ? 2 : 0);
    }
    Real tail = TrueExponential.exp(x.square().negate()).multiply(erfcx(x.abs()));
    return x.isNegative() ? Real.of(2).subtract(tail) : tail;
  }

  static Real normalPdf(Real x) {
    return gaussian(x).multiply(INVERSE_SQRT_2_PI);
  }

  /** The distribution function at -|x|, divided by exp(-x^2 / 2). */
  private static Real scaledTail(Real x) {
    return erfcx(x.abs().multiply(INVERSE_SQRT_2)).scalb(-1);
  }

  static Real normalCdf(Real x) {
    if (!x.isFinite()) {
      return x.isNaN() ? x : Real.of(x.isNegative() ? 0 : 1);
    }
    Real tail = gaussian(x).multiply(scaledTail(x));
    return x.isNegative() ? tail : Real.ONE.subtract(tail);
  }

  static Real gelu(Real x) {
    return x.isFinite() ? x.multiply(normalCdf(x)) : TrueActivations.limits(x, -0.0, x);
  }

  static Real geluDerivative(Real x) {
    if (!x.isFinite()) {
      return TrueActivations.limits(x, 0, Real.ONE);
    }
    if (!x.isNegative()) {
      return normalCdf(x).add(x.multiply(normalPdf(x)));
    }
    Real factor = scaledTail(x).add(x.multiply(INVERSE_SQRT_2_PI));
    return gaussian(x).multiply(factor);
  }
}
