package io.hillock.kernels.elementary;

import io.hillock.kernels.Expr;

/**
 * Lowers the circular functions to primitive operations of float64, for every argument.
 *
 * <p>An argument becomes turns: its product with 1 / (2 pi), of which only the part below one turn
 * counts. Of the digits of 1 / (2 pi), to the base 2^48, those that matter for the exponent of the
 * argument are five in a row; selections in five stages, each by a power of two, find them. The
 * rest, at most an eighth of a turn from a multiple of a quarter, is a {@link Pair}, exact to
 * 2^-135 turns: no float64 is nearer to a multiple of pi / 2 than 2^-62. The constants come from
 * {@code src/main/sollya/trigonometric64.sollya}.
 */
public final class Trigonometric64 {
  /** The bits in a digit. */
  private static final int DIGIT = 48;

  /** How many digits count. */
  private static final int DIGITS = 5;

  /** 1 / (2 pi) in digits to the base 2^48. */
  private static final double[] TURN = {
    0x1.45f306dc9c88p45,
    0x1.529fc2757dp42,
    0x1.f534ddc0db6p46,
    0x1.4acc9e21c82p47,
    0x1.fe5163abdeb8p46,
    0x1.e2b0db92371cp47,
    0x1.2126e9700324p47,
    0x1.2eea09d1921cp46,
    0x1.fc3bd639625p45,
    0x1.a73ee88235f4p46,
    0x1.2ebb4484e99cp46,
    0x1.c09ad17df9p44,
    0x1.3991d639835p46,
    0x1.9cfa4e422fc4p47,
    0x1.defc941d8ffcp47,
    0x1.2fffbc0b3018p45,
    0x1.f79788c5ad04p47,
    0x1.368fb69b3f66p47,
    0x1.93e584dba7a2p47,
    0x1.1fb34f2ff516p47,
    0x1.7527bac7ebe4p46,
    0x1.f17b3d0739f4p46,
    0x1.c529497535fcp47,
    0x1.afd88fc6ae84p47,
    0x1.580cc11bf1ep44
  };

  private static final Pair TWO_PI = Pair.constant(0x1.921fb54442d18p2, 0x1.1a62633145c07p-52);

  /** Adding this rounds to an integer that stands in the low bits of the sum. */
  private static final double ROUNDER = 0x1.8p52;

  /** Adding this rounds a number up to 2^52 to an even integer. */
  private static final double EVEN_ROUNDER = 0x1.8p53;

  /** Adding this rounds a number up to 2^100 to a multiple of 2^47 at least. */
  private static final double GREAT_ROUNDER = 0x1.8p100;

  /** {@code sin(x) / x} in x^2 for |x| <= pi/4: the coefficients from x^16 to x^6. */
  private static final double[] SINE_TAIL = {
    0x1.91ebc73c747a2p-49,
    -0x1.ae7b857eceb64p-41,
    0x1.61245eefecda5p-33,
    -0x1.ae64567db16dap-26,
    0x1.71de3a556bc5p-19,
    -0x1.a01a01a01a015p-13
  };

  /** The coefficients from x^4 on. */
  private static final double[][] SINE_HEAD = {
    {0x1.1111111111111p-7, 0x1.fe948d492e64p-64},
    {-0x1.5555555555555p-3, -0x1.5553fd8931ae1p-57},
    {1}
  };

  /** {@code cos(x)} in x^2 for |x| <= pi/4: the coefficients from x^16 to x^8. */
  private static final double[] COSINE_TAIL = {
    0x1.aabd151462bf3p-45,
    -0x1.93932416a3a8fp-37,
    0x1.1eed8c90c3857p-29,
    -0x1.27e4fb75eb851p-22,
    0x1.a01a01a018ccap-16
  };

  /** The coefficients from x^6 on. */
  private static final double[][] COSINE_HEAD = {
    {-0x1.6c16c16c16c0fp-10, -0x1.b265ad35b4551p-64},
    {0x1.5555555555555p-5, 0x1.4cd45e4a07e7ep-59},
    {-0.5},
    {1}
  };

  private Trigonometric64() {}

  /**
   * A number of turns, modulo 1.
   *
   * @param lead at most 8
   * @param rest at most 2^-40
   */
  private record Turns(Expr lead, Pair rest) {
    /** Returns x / (2 pi), modulo 1, for |x| below 2^100. */
    static Turns ofModerate(Expr x) {
      Expr[] digits = new Expr[DIGITS];
      for (int i = 0; i < DIGITS; i++) {
        digits[i] = Expr.constant(TURN[i]);
      }
      return of(x, digits);
    }

    /** Returns x / (2 pi), modulo 1. */
    static Turns of(Expr x) {
      Expr[] digits = new Expr[TURN.length + 16];
      for (int i = 0; i < digits.length; i++) {
        digits[i] = Expr.constant(i < TURN.length ? TURN[i] : 0);
      }
      Expr y = x;
      for (int step = 16; step > 0; step /= 2) {
        // a product of the digits that are left out with y is a whole number
        Expr large = y.abs().ge(Math.scalb(1.0, 52 + DIGIT * step));
        y = y.mul(large.select(Math.scalb(1.0, -DIGIT * step), Expr.constant(1)));
        for (int i = 0; i < step + DIGITS - 1; i++) {
          digits[i] = large.select(digits[i + step], digits[i]);
        }
      }
      return of(y, digits);
    }

    /** Returns y times a number of so many digits, modulo 1, for |y| below 2^100. */
    private static Turns of(Expr y, Expr[] digits) {
      Pair[] products = new Pair[DIGITS];
      for (int i = 0; i < DIGITS; i++) {
        products[i] = Pair.product(y.mul(Math.scalb(1.0, -DIGIT * (i + 1))), digits[i]);
      }
      Pair first =
          Pair.sum(fraction(less(products[0].high(), GREAT_ROUNDER)), fraction(products[0].low()));
      Pair second = Pair.sum(first.high(), fraction(products[1].high()));
      Pair third = Pair.sum(second.high(), products[1].low());
      Pair fourth = Pair.sum(third.high(), fraction(products[2].high()));
      Pair rest =
          Pair.sum(products[3].high(), products[2].low())
              .plus(first.low())
              .plus(second.low())
              .plus(third.low())
              .plus(fourth.low())
              .plusLow(products[4].high().add(products[3].low()));
      return new Turns(fourth.high(), rest);
    }

    private static Expr fraction(Expr x) {
      return less(x, EVEN_ROUNDER);
    }

    private static Expr less(Expr x, double rounder) {
      return x.sub(x.add(rounder).sub(rounder));
    }

    /** Returns the sum. */
    Turns plus(Turns b) {
      Pair sum = Pair.sum(lead, b.lead);
      return new Turns(sum.high(), rest.plus(b.rest).plus(sum.low()));
    }

    /** Returns this and an eighth more. */
    Turns plusEighth() {
      Pair sum = Pair.sum(lead, Expr.constant(0.125));
      return new Turns(sum.high(), rest.plus(sum.low()));
    }

    /** Returns the sine. */
    Pair sine() {
      return sine(0);
    }

    /** Returns the sine of this and so many quarters more. */
    Pair sine(int quarters) {
      Expr shifted = lead.fma(4, ROUNDER);
      Expr near = shifted.sub(ROUNDER).fma(-0.25, lead);
      Pair angle = Pair.sum(near, rest.high()).plusLow(rest.low()).normal().times(TWO_PI);
      Pair square = angle.squared();
      Pair sine = angle.times(Pair.horner(square, SINE_TAIL, SINE_HEAD));
      Pair cosine = Pair.horner(square, COSINE_TAIL, COSINE_HEAD);
      Expr quadrant = shifted.bits().intAdd(quarters);
      Pair y = Pair.select(quadrant.and(1).shl(62).fromBits().gt(0), cosine, sine);
      Expr sign = quadrant.and(2).shl(62);
      return new Pair(flipped(y.high(), sign), flipped(y.low(), sign));
    }

    private static Expr flipped(Expr x, Expr sign) {
      return x.bits().xor(sign).fromBits();
    }
  }

  /**
   * Lowers sin(x). NaN at infinities; zeros keep their sign.
   *
   * <p>291 operations. Maximum error 0.500 ULP.
   */
  public static Expr sin(Expr x) {
    return x.abs().lt(0x1p-30).select(x, Turns.of(x).sine().rounded());
  }

  /**
   * Lowers cos(x). NaN at infinities.
   *
   * <p>289 operations. Maximum error 0.500 ULP.
   */
  public static Expr cos(Expr x) {
    return Turns.of(x).sine(1).rounded();
  }

  /**
   * Lowers {@code x + sin(a x)^2 / a}, the product not rounded, for any finite a but 0. That is x
   * to the last place where |a x| is very small or very large.
   *
   * <p>394 operations. Maximum error 0.500 ULP, 0.673 for subnormal results.
   */
  public static Expr snake(Expr x, Expr a) {
    Pair product = Pair.product(a, x);
    Turns turns = Turns.ofModerate(product.high()).plus(Turns.ofModerate(product.low()));
    Pair square = turns.sine().squared();
    Expr small = a.abs().lt(0x1p-500);
    Expr large = a.abs().gt(0x1p500);
    // what is divided and added must neither overflow nor lose bits
    Expr one = Expr.constant(1);
    Expr scale = small.select(0x1p-300, large.select(0x1p300, one));
    Expr unscale = small.select(0x1p300, large.select(0x1p-300, one));
    Pair quotient = square.over(Pair.of(a.mul(unscale)));
    Expr y = quotient.plus(x.mul(scale)).rounded().mul(unscale);
    Expr value = large.select(x.abs().gt(1).select(x, y), y);
    Expr size = product.high().abs();
    // An infinite x has no sine.
    Expr far = x.add(x.mul(0));
    return size.lt(0x1p-60).select(x, size.gt(0x1p64).select(far, value));
  }

  /**
   * Lowers {@code 1 + sin(2 a x)} as {@code 2 sin(a x + pi/4)^2}. NaN where a x overflows.
   *
   * <p>514 operations. Maximum error 0.501 ULP.
   */
  public static Expr snakeDerivative(Expr x, Expr a) {
    Pair product = Pair.product(a, x);
    Turns turns = Turns.of(product.high()).plus(Turns.of(product.low()));
    Pair sine = turns.plusEighth().sine();
    return sine.roundedTimes(sine).mul(2);
  }
}
