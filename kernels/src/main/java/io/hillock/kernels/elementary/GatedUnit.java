package io.hillock.kernels.elementary;

import static io.hillock.kernels.elementary.Exponential.BIAS;
import static io.hillock.kernels.elementary.Exponential.LN2_HIGH;
import static io.hillock.kernels.elementary.Exponential.LN2_LOW;
import static io.hillock.kernels.elementary.Exponential.LOG2_E;
import static io.hillock.kernels.elementary.Exponential.ROUNDER;
import static io.hillock.kernels.elementary.Exponential.horner;

import io.hillock.kernels.Expr;
import io.hillock.kernels.elementary.Exponential.Power;
import io.hillock.kernels.elementary.GatedSigmoid.Sum;
import io.hillock.kernels.elementary.GatedSigmoidDerivative.Decay;

/**
 * Lowers the gated units of two inputs, {@code up f(gate)}, and {@code up f'(gate)} to primitive
 * operations of float32, rounded once.
 *
 * <p>A product of rounded factors has no digits where f(gate) is subnormal or 0 and up is large.
 * Here f(gate) is an unevaluated sum times 2^n, n down to -290, and up is brought to where neither
 * a product with it nor what that product loses overflows or underflows. The powers of two come
 * last.
 *
 * <p>Where up is infinite the result is infinite with the sign of the product, however small
 * f(gate); NaN at a gate of -Infinity, where f is 0, and at one of 0 where f is.
 *
 * <p>Errors are in units of the last place of the true value, 2^-149 for subnormals, on 2.5 * 10^6
 * pairs: spread over all bit patterns, and dense where both factors count. Numbers of operations
 * are without reinterpretations.
 */
public final class GatedUnit {
  /** By so much the power of two is more than it should be, and up less. */
  private static final int SHIFT = 40;

  /** A sum that n is added to has n + SHIFT and twice the bias in its low bits. */
  private static final double START = ROUNDER + 2 * BIAS + SHIFT;

  /** Below this gate e^gate times the largest float is 0. */
  private static final double LEAST = -198.5;

  /** Below this gate the normal distribution times the largest float is 0. */
  private static final double NORMAL_LEAST = -19.75;

  /** From here on f(gate) is the gate to more digits than count. */
  private static final int GREATEST = 30;

  private GatedUnit() {}

  /**
   * A number that is 2^-64 of itself where it, or a product that it is a factor of, is 2 or more:
   * neither the product nor what it loses overflows, or underflows where that would show.
   *
   * @param value the number so scaled
   * @param unscale 1 where it is scaled, otherwise 2^-64
   */
  private record Near(Expr value, Expr unscale) {
    private static final double GROWTH = Math.scalb(1.0, 64 - SHIFT);

    static Near of(Expr y, Expr product) {
      Expr large = product.bits().and(0x40000000).ushr(1);
      Expr scaled = y.bits().intSub(large).fromBits();
      return new Near(scaled, large.intAdd((BIAS - 64) << 23).fromBits());
    }

    /** Returns this times 2^(64 - SHIFT). */
    Expr grown() {
      return value.mul(GROWTH);
    }

    /** Returns this times b 2^(64 - SHIFT), exactly. */
    Sum grownTimes(Expr b) {
      Expr factor = b.mul(GROWTH);
      Expr high = value.mul(factor);
      return new Sum(high, value.fma(factor, high.neg()));
    }

    /** Returns y 2^n for a y with this, grown, as a factor. */
    Expr end(Expr y, Scale scale) {
      return y.mul(scale.half).mul(scale.other).mul(unscale);
    }

    /** Returns this times f 2^n. */
    Expr times(Sum f, Scale scale) {
      Expr y = grown();
      return end(y.fma(f.high(), y.mul(f.low())), scale);
    }
  }

  /** 2^(n + SHIFT) as two factors. */
  private record Scale(Expr half, Expr other) {
    /** Returns the power where t is START + n. */
    static Scale of(Expr t) {
      Expr half = t.bits().shr(1).shl(23);
      return new Scale(half.fromBits(), t.bits().shl(23).intSub(half).fromBits());
    }

    /** Returns 2^n, or nothing where that is nothing beside 1. */
    Expr power() {
      return half.mul(other).mul(Math.scalb(1.0, -SHIFT));
    }
  }

  /**
   * sigmoid(z) as the quotient of 2^n and d, where 2^-n is the power of two next to e^-z, or 1
   * where z is positive.
   */
  private record Quotient(Sum d, Scale scale) {
    static Quotient of(Expr z) {
      Expr t = z.fma(-LOG2_E, START);
      Expr n = t.sub(START);
      Expr r = n.fma(LN2_HIGH, z).neg();
      Expr rLow = n.mul(-LN2_LOW);
      Expr whole = r.add(rLow);
      Expr shifted = Expr.constant(START).sub(n.abs());
      Expr s = Scale.of(shifted).power();
      Expr positive = z.gt(0);
      // the two terms are 1 and e^-z, or 2^n of each
      Expr factor = positive.select(s, 1);
      Expr terms = s.add(1);
      Expr high = factor.fma(r, terms);
      Expr rest = factor.fma(r, terms.sub(high)).add(s.sub(terms.sub(1)));
      Expr growth = whole.mul(whole).fma(horner(whole, Exponential.EXPM1_REST), rLow);
      Sum d = new Sum(high, factor.fma(growth, rest));
      return new Quotient(d, Scale.of(positive.select(START, shifted)));
    }
  }

  /**
   * Lowers x sigmoid(gate).
   *
   * <p>63 operations. Maximum error 0.83 ULP, at x = -0x1.2afdap-101, gate = -0x1.1a492ep4.
   */
  public static Expr glu(Expr x, Expr gate) {
    Quotient sigmoid = Quotient.of(Exponential.clamped(gate, LEAST, GREATEST));
    Near y = Near.of(x, x);
    Expr product = GatedSigmoid.negatedQuotient(y.grown(), sigmoid.d).neg();
    return finite(x, y.end(product, sigmoid.scale), x, gate);
  }

  /**
   * Lowers x times the derivative of sigmoid(gate).
   *
   * <p>60 operations. Maximum error 0.86 ULP, at x = 0x1.e2226ep0, gate = 0x1.5f4a16p-2. NaN where
   * both are infinite.
   */
  public static Expr gluDerivative(Expr x, Expr gate) {
    Decay decay = decay(gate.abs());
    Sum f = decay.grown(decay.squareQ(), Expr.constant(0));
    Expr y = Near.of(x, x).times(f, Scale.of(decay.t()));
    return finite(x, y, x, gate.abs().neg());
  }

  /**
   * Lowers up gate sigmoid(gate).
   *
   * <p>70 operations. Maximum error 0.80 ULP, at gate = -0x1.7bef9ap2, up = 0x1.b1367ep-121.
   */
  public static Expr swiglu(Expr gate, Expr up) {
    Expr z = Exponential.clamped(gate, LEAST, GREATEST);
    Quotient sigmoid = Quotient.of(z);
    Near near = Near.of(up, up.mul(z));
    Expr product = GatedSigmoid.negatedQuotient(near.grownTimes(z), sigmoid.d).neg();
    Expr plain = up.mul(gate);
    Expr y = gate.gt(GREATEST).select(plain, near.end(product, sigmoid.scale));
    return finite(up, y, plain, gate);
  }

  /**
   * Lowers up times the derivative of gate sigmoid(gate).
   *
   * <p>88 operations. Maximum error 0.85 ULP, at gate = -0x1.adc424p0, up = -0x1.e4ddbap0; about
   * the zero at -1.278 (from -1.9 to -0.8) the unit is at least |up| times that of 1/16.
   */
  public static Expr swigluDerivative(Expr gate, Expr up) {
    Expr a = gate.abs();
    Decay decay = decay(a);
    Sum f = decay.times(new Sum(capped(a, -LEAST), Expr.constant(0)));
    return slope(gate, up, new Sum(f.high().neg(), f.low().neg()), decay.t());
  }

  /**
   * Lowers up gate Phi(gate), Phi the distribution function of the standard normal distribution.
   *
   * <p>132 operations. Maximum error 0.82 ULP, at a gate of -0x1.142c9p-1.
   */
  public static Expr geglu(Expr gate, Expr up) {
    Expr z = Exponential.clamped(gate, NORMAL_LEAST, GREATEST);
    Expr a = capped(gate.abs(), -NORMAL_LEAST);
    Power e = ErrorFunction.bell(a, START);
    Sum tail = ErrorFunction.tail(e, a);
    Scale scale = Scale.of(e.t());
    Expr negative = gate.lt(0);
    Sum f = select(negative, tail, lessThanOne(tail, scale));
    Near near = Near.of(up, up.mul(z));
    Sum y = near.grownTimes(z);
    Expr product = y.high().fma(f.high(), y.high().fma(f.low(), y.low().mul(f.high())));
    Expr plain = up.mul(gate);
    Scale end = Scale.of(negative.select(e.t(), START));
    return finite(up, gate.gt(GREATEST).select(plain, near.end(product, end)), plain, gate);
  }

  /**
   * Lowers up times the derivative of gate Phi(gate).
   *
   * <p>133 operations. Maximum error 0.89 ULP, at a gate of -0x1.d7b0d8p-1; about the zero at
   * -0.7518 (from -1.2 to -0.4) the unit is at least |up| times that of 1/16.
   */
  public static Expr gegluDerivative(Expr gate, Expr up) {
    Expr a = capped(gate.abs(), -NORMAL_LEAST);
    Power e = ErrorFunction.bell(a, START);
    return slope(gate, up, ErrorFunction.slopeTail(e, a), e.t());
  }

  /** Returns up times a derivative that is f 2^n where the gate is negative, else 1 - f 2^n. */
  private static Expr slope(Expr gate, Expr up, Sum f, Expr t) {
    Expr negative = gate.lt(0);
    Sum factor = select(negative, f, lessThanOne(f, Scale.of(t)));
    Expr y = Near.of(up, up).times(factor, Scale.of(negative.select(t, START)));
    return finite(up, y, up.mul(factor.high()), gate);
  }

  /** Returns e^-a and what makes derivatives of it. */
  private static Decay decay(Expr a) {
    Expr z = capped(a, -LEAST);
    Expr t = z.fma(-LOG2_E, START);
    return Decay.of(new Sum(z, Expr.constant(0)), t, t.sub(START), Scale.of(t).power());
  }

  private static Sum lessThanOne(Sum f, Scale scale) {
    Expr power = scale.power();
    Expr part = f.high().mul(power);
    Expr high = Expr.constant(1).sub(part);
    Expr lost = Expr.constant(1).sub(high).sub(part);
    return new Sum(high, lost.sub(f.low().mul(power)));
  }

  private static Sum select(Expr condition, Sum a, Sum b) {
    return new Sum(condition.select(a.high(), b.high()), condition.select(a.low(), b.low()));
  }

  /** Returns y where up is finite, otherwise the given product: NaN at a gate of -Infinity. */
  private static Expr finite(Expr up, Expr y, Expr product, Expr gate) {
    Expr infinite = product.mul(gate.add(Double.POSITIVE_INFINITY));
    return up.abs().lt(Double.POSITIVE_INFINITY).select(y, infinite);
  }

  /** a, at most a limit; NaN stays. */
  private static Expr capped(Expr a, double limit) {
    return a.gt(limit).select(limit, a);
  }
}
