package io.hillock.kernels.elementary;

import io.hillock.kernels.Expr;
import io.hillock.kernels.elementary.Exponential64.Power;

/**
 * Lowers the logistic function and the activations made with it to primitive operations of float64.
 *
 * <p>All are composed of one {@link Pair}, 2^512 sigmoid(x) = 1 / (S + S e^-x) with S = 2^-512: so
 * scaled the denominator is finite to the last x, and the power of two is taken out after the only
 * rounding, so that subnormal results are right.
 */
public final class Sigmoid64 {
  private static final double SCALE = 0x1p-512;

  /** From here on sigmoid(x) is 1 to the last place, also when x sigmoid(-x) is added. */
  private static final double GREATEST = 64;

  /** Up to here x sigmoid(x) is 0. */
  private static final double LEAST = -800;

  private static final Pair GELU_RATE =
      Pair.constant(0x1.b3b645a1cac08p0, 0x1.89374bc6a7efap-55); // 1.702

  /** sqrt(8 / pi), and 0.044715 and 0.134145 times it. */
  private static final Pair TANH_LINEAR =
      Pair.constant(0x1.9884533d43651p0, -0x1.cbc0d30ebfd15p-54);

  private static final Pair TANH_CUBIC = Pair.constant(0x1.2444f2a4d8b4bp-4, -0x1.6c843a29d1c7p-61);

  private static final Pair TANH_CUBIC_SLOPE =
      Pair.constant(0x1.b6676bf7450fp-3, 0x1.bba7351828aabp-57);

  private Sigmoid64() {}

  /**
   * A logistic function.
   *
   * @param scaled 2^512 sigmoid(x)
   * @param complement sigmoid(-x)
   */
  private record Logistic(Pair scaled, Pair complement) {
    /** Returns the function for x from -800 to 300. */
    static Logistic of(Pair x) {
      Power e = Exponential64.power(x.negated());
      Expr scale = e.scale(-512);
      Pair rest = e.rest().scaled(scale);
      Pair q = Pair.sum(scale, Expr.constant(SCALE)).plusSmaller(rest).inverse();
      return new Logistic(q, Pair.of(scale).plusSmaller(rest).times(q));
    }

    /** Returns sigmoid(x). */
    Expr rounded() {
      return scaled.rounded().mul(SCALE);
    }

    /** Returns y sigmoid(x). */
    Expr times(Expr y) {
      return scaled.roundedTimes(y).mul(SCALE);
    }

    /** Returns sigmoid(x) (1 + s sigmoid(-x)): the derivative of y sigmoid(x) where s is y x'. */
    Expr slope(Pair s) {
      return scaled.roundedTimes(s.times(complement).plus(1)).mul(SCALE);
    }

    /** Returns the derivative. */
    Expr density(double factor) {
      return scaled.roundedTimes(complement).mul(SCALE * factor);
    }
  }

  /**
   * Lowers 1 / (1 + e^-x).
   *
   * <p>76 operations. Maximum error 0.501 ULP, 0.750 for subnormal results.
   */
  public static Expr sigmoid(Expr x) {
    return Logistic.of(Pair.of(clamped(x))).rounded();
  }

  /**
   * Lowers 1 / (1 + e^-(a b)), the product not rounded.
   *
   * <p>81 operations. Maximum error 0.501 ULP, 0.750 for subnormal results.
   */
  public static Expr sigmoidOfProduct(Expr a, Expr b) {
    return Logistic.of(clamped(Pair.product(a, b))).rounded();
  }

  /**
   * Lowers e / (1 + e)^2 with e = e^-|x|.
   *
   * <p>90 operations. Maximum error 0.501 ULP, 0.750 for subnormal results.
   */
  public static Expr logisticPdf(Expr x) {
    return Logistic.of(Pair.of(clamped(x.abs().neg()))).density(1);
  }

  /**
   * Lowers 1 - tanh(x)^2 as 4 logisticPdf(2 x).
   *
   * <p>90 operations. Maximum error 0.501 ULP, 0.748 for subnormal results.
   */
  public static Expr sech2(Expr x) {
    return Logistic.of(Pair.of(clamped(x.abs().mul(-2)))).density(4);
  }

  /**
   * Lowers x sigmoid(x). -0 at -Infinity, the limit.
   *
   * <p>78 operations. Maximum error 0.501 ULP, 0.750 for subnormal results.
   */
  public static Expr silu(Expr x) {
    Expr y = clamped(x);
    return x.gt(GREATEST).select(x, Logistic.of(Pair.of(y)).times(y));
  }

  /**
   * Lowers the derivative of x sigmoid(x).
   *
   * <p>103 operations. Maximum error 0.501 ULP, 0.750 for subnormal results.
   */
  public static Expr siluDerivative(Expr x) {
    Pair y = Pair.of(clamped(x));
    return Logistic.of(y).slope(y);
  }

  /**
   * Lowers x sigmoid(beta x), the product not rounded, for any finite beta: x may be as large as
   * sigmoid is small.
   *
   * <p>112 operations. Maximum error 0.501 ULP, 0.750 for subnormal results.
   */
  public static Expr swish(Expr x, Expr beta) {
    Pair product = Pair.product(beta, x);
    Power e = Exponential64.power(Exponential64.clamped(product, -1480, GREATEST));
    Expr scale = e.boundedScale();
    Pair sum = Pair.sum(scale, Expr.constant(1)).plusSmaller(e.rest().scaled(scale));
    Expr y = Exponential64.timesPower(x, e.mantissa().over(sum), e.exponent());
    Expr zero = x.bits().and(1L << 63).fromBits();
    Expr low = product.high().lt(-1480).select(zero, y);
    return product.high().gt(GREATEST).select(x, low);
  }

  /**
   * Lowers the derivative of x sigmoid(beta x) by x.
   *
   * <p>108 operations. Maximum error 0.501 ULP, 0.747 for subnormal results.
   */
  public static Expr swishDerivative(Expr x, Expr beta) {
    Pair z = clamped(Pair.product(beta, x));
    return Logistic.of(z).slope(z);
  }

  /**
   * Lowers x sigmoid(1.702 x).
   *
   * <p>81 operations. Maximum error 0.501 ULP, 0.750 for subnormal results.
   */
  public static Expr geluSigmoid(Expr x) {
    Expr y = Exponential64.clamped(x, LEAST / 1.75, GREATEST);
    return x.gt(GREATEST).select(x, Logistic.of(GELU_RATE.times(y)).times(y));
  }

  /**
   * Lowers the derivative of x sigmoid(1.702 x).
   *
   * <p>106 operations. Maximum error 0.501 ULP, 0.750 for subnormal results.
   */
  public static Expr geluSigmoidDerivative(Expr x) {
    Pair z = GELU_RATE.times(Exponential64.clamped(x, LEAST / 1.75, GREATEST));
    return Logistic.of(z).slope(z);
  }

  /**
   * Lowers x (1 + tanh(w)) / 2 = x sigmoid(2 w) with w = sqrt(2 / pi) (x + 0.044715 x^3).
   *
   * <p>100 operations. Maximum error 0.501 ULP, 0.747 for subnormal results.
   */
  public static Expr geluTanh(Expr x) {
    Expr y = Exponential64.clamped(x, -22.25, 12);
    Pair z = tanhArgument(y, TANH_CUBIC);
    return x.gt(12).select(x, Logistic.of(z).times(y));
  }

  /**
   * Lowers the derivative of {@link #geluTanh}.
   *
   * <p>145 operations. Maximum error 0.501 ULP, 0.750 for subnormal results.
   */
  public static Expr geluTanhDerivative(Expr x) {
    Expr y = Exponential64.clamped(x, -22.25, 12);
    Pair z = tanhArgument(y, TANH_CUBIC);
    return Logistic.of(z).slope(tanhArgument(y, TANH_CUBIC_SLOPE));
  }

  private static Pair tanhArgument(Expr x, Pair cubic) {
    Pair square = Pair.product(x, x);
    return TANH_LINEAR.plus(cubic.times(square)).times(x);
  }

  private static Expr clamped(Expr x) {
    return Exponential64.clamped(x, LEAST, GREATEST);
  }

  private static Pair clamped(Pair x) {
    return Exponential64.clamped(x, LEAST, GREATEST);
  }
}
