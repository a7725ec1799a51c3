package io.hillock.kernels.elementary;

import static io.hillock.kernels.elementary.Exponential.ROUNDER;

import io.hillock.kernels.Expr;
import io.hillock.kernels.elementary.ExponentialUnits.Sum;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An angle of any size without its whole turns: an integer of quarter or half turns, and the rest.
 *
 * <p>The products with the digits of 1/pi are exact, as pairs. Of each the whole turns are taken
 * off, and what is left is split to grids that are so coarse that their sums are exact.
 *
 * @param count the number of quarter or half turns in its last bits
 * @param angle the rest in radians, from -pi/4 to pi/4
 */
record Turns(Expr count, Sum angle) {
  /** Pi, and what is missing. */
  private static final double PI_HIGH = 0x1.921fb6p1;

  private static final double PI_LOW = -0x1.777a5cp-24;

  /**
   * Returns quarter turns of a number that is not negative. The rest keeps 27 bits however near the
   * number is to a multiple of pi/2; no float is nearer than 2^-30.
   */
  static Turns quarters(Expr x) {
    // From the k-th bound on half of x is an integer times 2^(24 k).
    Windows windows =
        new Windows(
            IntStream.of(1, 2, 3, 4).mapToObj(k -> x.ge(Math.scalb(1.0, 24 * k + 25))).toList());
    List<Expr> factors =
        IntStream.of(0, 1, 2, 3, 4)
            .mapToObj(k -> Expr.constant(Math.scalb(1.0, -24 * k - 1)))
            .toList();
    Expr scaled = x.mul(windows.choose(factors));
    List<Sum> products = products(scaled, windows, Windows.DIGITS);

    List<Expr> parts = new ArrayList<>();
    parts.add(Windows.fraction(products.get(0).high()));
    parts.add(Windows.fraction(products.get(0).low()));
    parts.add(Windows.fraction(products.get(1).high()));
    parts.add(products.get(1).low());
    parts.add(products.get(2).high());
    Grid coarse = Grid.of(parts, 0x1.8p2);
    List<Expr> small = new ArrayList<>(coarse.rests());
    small.add(products.get(2).low());
    small.add(products.get(3).high());
    Grid fine = Grid.of(small, 0x1.8p-20);
    List<Expr> tiny = new ArrayList<>(fine.rests());
    tiny.add(products.get(3).low());
    tiny.add(products.get(4).high());

    Expr t = coarse.sum().fma(4, ROUNDER);
    Expr a = t.sub(ROUNDER).fma(-0.25, coarse.sum());
    Expr b = fine.sum();
    Expr sum = a.add(b);
    Expr near = sum.sub(a);
    Expr lost = a.sub(sum.sub(near)).add(b.sub(near));
    return new Turns(t.bits(), radians(sum, lost.add(sum(tiny)), 2));
  }

  /**
   * Returns half turns of a x and an eighth of a turn; a is from 2^-64 to 2^64. The rest has an
   * absolute error of 2^-36.
   */
  static Turns halvesFromEighth(Expr x, Expr a) {
    // From the k-th bound on a x is an integer times 2^(24 k).
    Expr inverse = Expr.constant(0x1p80).div(a);
    Expr magnitude = x.abs();
    Windows windows =
        new Windows(
            IntStream.of(1, 2, 3, 4, 5)
                .mapToObj(k -> magnitude.ge(inverse.mul(Math.scalb(1.0, 24 * k - 82)).mul(0x1p50)))
                .toList());
    List<Expr> factors =
        IntStream.of(0, 1, 2, 3, 4, 5).mapToObj(k -> a.mul(Math.scalb(1.0, -24 * k))).toList();
    Expr factor = windows.choose(factors);
    Expr z = x.mul(factor);
    Expr zLow = x.fma(factor, z.neg());
    List<Sum> products = products(z, windows, Windows.DIGITS);
    List<Sum> lowProducts = products(zLow, windows, Windows.DIGITS - 1);

    List<Expr> parts = new ArrayList<>();
    parts.add(Windows.fraction(products.get(0).high()));
    parts.add(Windows.fraction(products.get(0).low()));
    parts.add(Windows.fraction(products.get(1).high()));
    parts.add(Windows.fraction(products.get(1).low()));
    parts.add(Windows.fraction(products.get(2).high()));
    parts.add(Windows.fraction(lowProducts.get(0).high()));
    parts.add(Windows.fraction(lowProducts.get(0).low()));
    parts.add(Windows.fraction(lowProducts.get(1).high()));
    parts.add(products.get(2).low());
    parts.add(products.get(3).high());
    parts.add(lowProducts.get(1).low());
    parts.add(lowProducts.get(2).high());
    Grid coarse = Grid.of(parts, 0x1.8p3);
    List<Expr> small = new ArrayList<>(coarse.rests());
    small.add(products.get(3).low());
    small.add(products.get(4).high());
    small.add(lowProducts.get(2).low());
    small.add(lowProducts.get(3).high());

    Expr turns = coarse.sum().add(0.25);
    Expr t = turns.fma(2, ROUNDER);
    return new Turns(t.bits(), radians(t.sub(ROUNDER).fma(-0.5, turns), sum(small), 1));
  }

  /** Returns the exact products with the digits of a window. */
  private static List<Sum> products(Expr x, Windows windows, int digits) {
    List<Sum> products = new ArrayList<>();
    for (int place = 0; place < digits; place++) {
      Expr digit = windows.digit(place);
      Expr product = x.mul(digit);
      products.add(new Sum(product, x.fma(digit, product.neg())));
    }
    return products;
  }

  /** Returns (high + low) pi times a power of two. */
  private static Sum radians(Expr high, Expr low, double factor) {
    Expr turns = high.add(low);
    Expr rest = low.sub(turns.sub(high));
    Expr angle = turns.mul(factor * PI_HIGH);
    Expr lost = turns.fma(factor * PI_HIGH, angle.neg());
    return new Sum(angle, turns.fma(factor * PI_LOW, rest.fma(factor * PI_HIGH, lost)));
  }

  private static Expr sum(List<Expr> terms) {
    return terms.stream().reduce(Expr::add).orElseThrow();
  }

  /**
   * Numbers rounded to a grid: their sum, which is exact, and what the rounding has left of each.
   */
  private record Grid(Expr sum, List<Expr> rests) {
    static Grid of(List<Expr> terms, double rounder) {
      List<Expr> rounded = terms.stream().map(x -> x.add(rounder).sub(rounder)).toList();
      List<Expr> rests =
          IntStream.range(0, terms.size()).mapToObj(i -> terms.get(i).sub(rounded.get(i))).toList();
      return new Grid(Turns.sum(rounded), rests);
    }
  }
}
