package io.hillock.check;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.numbers.core.DD;

/**
 * Sine and cosine of {@link Real}s, with an error below 2^-95 of the value, or of 1 next to a zero.
 */
final class TrueTrigonometry {
  /** Up to here an argument is reduced by four doubles that sum to half of pi. */
  private static final double MODERATE = 0x1p22;

  /** No product of two doubles has a greater binade; beyond, no digit of the angle is known. */
  private static final int GREATEST_BINADE = 2 * Double.MAX_EXPONENT + 1;

  private static final BigDecimal HALF_PI = Constants.PI.divide(BigDecimal.valueOf(2));

  /** The bits of 2 / pi after the point that are kept, and how many of them one reduction takes. */
  private static final int BITS = 2390;

  private static final int WINDOW = 360;

  private static final BigInteger TWO_OVER_PI_BITS =
      new BigDecimal(BigInteger.ONE.shiftLeft(BITS))
          .divide(HALF_PI, Constants.CONTEXT)
          .toBigInteger();

  private static final Map<Integer, BigInteger> WINDOWS = new ConcurrentHashMap<>();

  /** How many bits after the point are kept of a sum of two doubles in [1, 2). */
  private static final int MOST_BITS = 160;

  private static final int FRACTION_BITS = 52;
  private static final int LIMB = 62;
  private static final long LIMB_MASK = (1L << LIMB) - 1;

  private static final DD HALF_PI_DD = DD.from(HALF_PI);
  private static final double[] PARTS = parts();

  /** The signed inverse factorials: of 0, 2, 4, ... and of 1, 3, 5, ... */
  private static final DD[] COSINE = series(0, 16);

  private static final DD[] SINE = series(1, 16);

  /** How many of them need two doubles. */
  private static final int LEADING = 9;

  private static final Real QUARTER_PI = Real.of(HALF_PI_DD).scalb(-1);

  private TrueTrigonometry() {}

  private static double[] parts() {
    double[] parts = new double[4];
    BigDecimal rest = HALF_PI;
    for (int i = 0; i < parts.length; i++) {
      double part = rest.doubleValue();
      if (i < 2) {
        // Whole multiples of these are exact.
        part = Double.longBitsToDouble(Double.doubleToLongBits(part) & (-1L << 26));
      }
      parts[i] = part;
      rest = rest.subtract(new BigDecimal(part));
    }
    return parts;
  }

  private static DD[] series(int first, int count) {
    DD[] result = new DD[count];
    DD term = DD.ONE;
    for (int i = 0; i < count; i++) {
      result[i] = term;
      int n = first + 2 * i;
      term = term.divide(-(n + 1.0) * (n + 2.0));
    }
    return result;
  }

  /** An angle less a whole number of right angles. */
  private record Reduced(int quadrant, Real angle) {}

  static Real sin(Real x) {
    if (!isAngle(x)) {
      return Real.NAN;
    }
    Reduced reduced = reduce(x);
    return inQuadrant(reduced.quadrant, reduced.angle);
  }

  static Real cos(Real x) {
    if (!isAngle(x)) {
      return Real.NAN;
    }
    Reduced reduced = reduce(x);
    return inQuadrant(reduced.quadrant + 1, reduced.angle);
  }

  private static boolean isAngle(Real x) {
    return x.isFinite() && (x.isZero() || x.binade() <= GREATEST_BINADE);
  }

  private static Real inQuadrant(int quadrant, Real angle) {
    Real value = (quadrant & 1) == 0 ? sine(angle) : cosine(angle);
    return (quadrant & 2) == 0 ? value : value.negate();
  }

  private static Real sine(Real angle) {
    return angle.isTiny() ? angle : Real.of(sum(SINE, angle.sum()).multiply(angle.sum()));
  }

  private static Real cosine(Real angle) {
    return angle.isTiny() ? Real.ONE : Real.of(sum(COSINE, angle.sum()));
  }

  private static DD sum(DD[] series, DD angle) {
    DD square = angle.square();
    // The last terms are below 2^-53 of the first: a double has digits enough for them.
    double tail = 0;
    for (int i = series.length - 1; i >= LEADING; i--) {
      tail = tail * square.hi() + series[i].hi();
    }
    DD sum = series[LEADING - 1].add(tail * square.hi());
    for (int i = LEADING - 2; i >= 0; i--) {
      sum = sum.multiply(square).add(series[i]);
    }
    return sum;
  }

  /** {@code 1 + sin(2x)}, which is twice the square of the sine of x + pi / 4. */
  static Real onePlusSinOfTwice(Real x) {
    if (!isAngle(x)) {
      return Real.NAN;
    }
    Reduced reduced = reduce(x);
    Real angle = (reduced.quadrant & 1) == 0 ? reduced.angle : reduced.angle.negate();
    Real root =
        angle.isNegative() ? sine(QUARTER_PI.add(angle)) : cosine(QUARTER_PI.subtract(angle));
    return root.square().scalb(1);
  }

  private static Reduced reduce(Real x) {
    double high = x.doubleValue();
    if (Math.abs(high) < Math.PI / 4) {
      return new Reduced(0, x);
    }
    if (Math.abs(high) < MODERATE) {
      double k = Math.rint(high / (Math.PI / 2));
      DD r = x.sum().subtract(k * PARTS[0]).subtract(k * PARTS[1]);
      r = r.subtract(DD.ofProduct(k, PARTS[2])).subtract(k * PARTS[3]);
      return new Reduced((int) k, Real.of(r));
    }
    return reduceLarge(x);
  }

  /**
   * By the method of Payne and Hanek: with x = m 2^q only a window of the bits of 2 / pi tells
   * where x lies among four right angles; the bits before it give multiples of four.
   */
  private static Reduced reduceLarge(Real x) {
    DD sum = x.abs().unit();
    int q = x.binade() - MOST_BITS;
    BigInteger m = whole(sum.hi()).add(whole(sum.lo()));
    int skipped = Math.max(0, q - 2);
    BigInteger product = m.multiply(WINDOWS.computeIfAbsent(skipped, i -> window(i)));
    int point = WINDOW + skipped - q;
    BigInteger turns = product.shiftRight(point);
    BigInteger rest = product.subtract(turns.shiftLeft(point));
    int quadrant = turns.intValue();
    boolean up = rest.testBit(point - 1);
    if (up) {
      quadrant++;
      rest = rest.subtract(BigInteger.ONE.shiftLeft(point));
    }
    Real angle = Real.of(fraction(rest, point).multiply(HALF_PI_DD));
    return x.isNegative() ? new Reduced(-quadrant, angle.negate()) : new Reduced(quadrant, angle);
  }

  /** A part of a number in [1, 2) times 2^MOST_BITS; what is smaller than one is lost. */
  private static BigInteger whole(double part) {
    if (part == 0) {
      return BigInteger.ZERO;
    }
    int exponent = Math.getExponent(part);
    long significand = (long) Math.scalb(part, FRACTION_BITS - exponent);
    return BigInteger.valueOf(significand).shiftLeft(MOST_BITS - FRACTION_BITS + exponent);
  }

  private static BigInteger window(int skipped) {
    BigInteger bits = TWO_OVER_PI_BITS.shiftRight(BITS - skipped - WINDOW);
    return bits.and(BigInteger.ONE.shiftLeft(WINDOW).subtract(BigInteger.ONE));
  }

  /** {@code n / 2^point}, from its leading 186 bits below the point. */
  private static DD fraction(BigInteger n, int point) {
    BigInteger top = n.shiftRight(point - 3 * LIMB);
    long low = top.longValue() & LIMB_MASK;
    long middle = top.shiftRight(LIMB).longValue() & LIMB_MASK;
    long high = top.shiftRight(2 * LIMB).longValue();
    DD rest = DD.of(middle).add(Math.scalb((double) low, -LIMB)).scalb(-2 * LIMB);
    return DD.of(high).scalb(-LIMB).add(rest);
  }
}
