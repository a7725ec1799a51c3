package io.hillock.kernels.elementary;

import io.hillock.kernels.Expr;
import java.util.ArrayList;
import java.util.List;

/**
 * The digits of 1/pi that a product with a huge number needs (Payne and Hanek). A number that is an
 * integer times 2^(24 k) loses nothing but whole turns where the first k digits of 24 bits are left
 * out; what is left is a number below 1, of five digits. k is 0 for small numbers and grows in
 * steps by comparisons.
 */
final class Windows {
  /** 1/pi in digits of 24 bits. */
  private static final int[] INVERSE_PI = {
    0x517cc1, 0xb72722, 0x0a94fe, 0x13abe8, 0xfa9a6e, 0xe06db1, 0x4acc9e, 0x21c820, 0xff28b1,
    0xd5ef5d
  };

  /** How many digits a window has. */
  static final int DIGITS = 5;

  private final List<Expr> reached;

  /**
   * Creates the choice of a window.
   *
   * @param reached for k from 1 on whether the first k digits are left out
   */
  Windows(List<Expr> reached) {
    this.reached = reached;
  }

  /** Returns a digit of the window, in its place: from 0, the highest. */
  Expr digit(int place) {
    List<Expr> digits = new ArrayList<>();
    for (int k = 0; k <= reached.size(); k++) {
      digits.add(Expr.constant(Math.scalb((double) INVERSE_PI[k + place], -24 * (place + 1))));
    }
    return choose(digits);
  }

  /** Returns one of several numbers, for k from 0 on. */
  Expr choose(List<Expr> values) {
    Expr chosen = values.get(0);
    for (int k = 1; k < values.size(); k++) {
      chosen = reached.get(k - 1).select(values.get(k), chosen);
    }
    return chosen;
  }

  /** Returns a number less a whole one that is even, from -1 to 1; all from 2^23 on are whole. */
  static Expr fraction(Expr x) {
    final double rounder = 0x1.8p24;
    Expr y = x.abs().lt(0x1p23).select(x, 0);
    return y.sub(y.add(rounder).sub(rounder));
  }
}
