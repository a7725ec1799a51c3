package io.hillock.check;

import java.math.BigDecimal;
import java.math.MathContext;
import org.apache.commons.numbers.core.DD;

/**
 * The true values of a map kernel of one input at doubles in any order, to 2^-60 of themselves: a
 * polynomial through a few true values for each piece of the input's binades, kept for all doubles
 * that fall into it. A piece holds where it agrees with two more true values; where it does not, it
 * is halved, and where that does not help either there is no value.
 *
 * <p>An instance is for one thread at a time.
 */
final class DoubleCurve {
  private static final int DEGREE = 10;
  private static final int NODES = DEGREE + 1;
  private static final int MIDDLE = DEGREE / 2;

  /** Nodes are multiples of one by this. */
  private static final double GRID = 1 << 12;

  /**
   * Chebyshev's nodes, the middle one being 0, and after them the points of the test: of few
   * digits, so that there is a double at each of them.
   */
  private static final double[] SAMPLES = samples(-1 + 1 / GRID, 0.53125, 1 - 1 / GRID);

  /** From node values to the coefficients of the powers. */
  private static final DD[][] TO_POWERS = toPowers();

  private static final double TOLERANCE = 0x1p-63;

  /** Between these a number and what a double loses of it are normal numbers. */
  private static final double LEAST = 0x1p-900;

  private static final double GREATEST = 0x1p900;

  /** What is smaller is nothing to a double. */
  private static final int NOTHING = -1100;

  /** Within a piece values differ so little that from t^3 on a coefficient of 53 bits is enough. */
  private static final double GREATEST_RATIO = 1.5;

  /** A binade is halved at most so often. */
  private static final int DEPTH = 11;

  /** A fit costs about as much as so many true values: fewer inputs are better off without it. */
  private static final int WORTH_A_FIT = 16;

  private static final int FRACTION_BITS = 52;

  private final Truth truth;
  private final int worthAFit;
  private final Part[] binades = new Part[1 << (Double.SIZE - FRACTION_BITS)];
  private double high;
  private double low;

  DoubleCurve(Truth truth) {
    this(truth, WORTH_A_FIT);
  }

  /** Creates a curve that fits a piece when it is asked for so many values of it. */
  DoubleCurve(Truth truth, int worthAFit) {
    this.truth = truth;
    this.worthAFit = worthAFit;
  }

  private static double[] samples(double... tests) {
    double[] result = new double[NODES + tests.length];
    for (int i = 0; i < NODES; i++) {
      double node = -Math.cos(Math.PI * (2 * i + 1) / (2 * NODES));
      result[i] = i == MIDDLE ? 0 : Math.rint(node * GRID) / GRID;
    }
    System.arraycopy(tests, 0, result, NODES, tests.length);
    return result;
  }

  /** The coefficients of each node's Lagrange polynomial. */
  private static DD[][] toPowers() {
    MathContext digits = new MathContext(60);
    DD[][] result = new DD[NODES][NODES];
    for (int node = 0; node < NODES; node++) {
      BigDecimal[] product = {BigDecimal.ONE};
      for (int other = 0; other < NODES; other++) {
        if (other != node) {
          BigDecimal root = new BigDecimal(SAMPLES[other]);
          BigDecimal distance = new BigDecimal(SAMPLES[node]).subtract(root);
          BigDecimal[] next = new BigDecimal[product.length + 1];
          for (int i = 0; i < next.length; i++) {
            BigDecimal shifted = i > 0 ? product[i - 1] : BigDecimal.ZERO;
            BigDecimal scaled = i < product.length ? product[i].multiply(root) : BigDecimal.ZERO;
            next[i] = shifted.subtract(scaled).divide(distance, digits);
          }
          product = next;
        }
      }
      for (int i = 0; i < NODES; i++) {
        result[node][i] = DD.from(product[i]);
      }
    }
    return result;
  }

  /**
   * What stands for the true values of a piece.
   *
   * @param middle the double in its middle
   * @param perHalf one by half its width
   * @param leading the coefficients of 1, t and t^2, each in two parts
   * @param rest those of t^3 and on
   */
  private record Piece(double middle, double perHalf, double[] leading, double[] rest) {}

  /** A binade, or a part that it had to be cut in. */
  private static final class Part {
    private Piece piece;
    private int asked;
    private Part lower;
    private Part upper;
  }

  /** Finds the true value at a double; false where the truth itself is to tell. */
  boolean find(double x) {
    long bits = Double.doubleToRawLongBits(x);
    int binade = (int) (bits >>> FRACTION_BITS);
    if (!(Math.abs(x) > LEAST && Math.abs(x) < GREATEST)) {
      return false;
    }
    if (binades[binade] == null) {
      binades[binade] = new Part();
    }
    Part part = binades[binade];
    for (int depth = 0; depth <= DEPTH; depth++) {
      if (part.asked < worthAFit) {
        if (++part.asked < worthAFit) {
          return false;
        }
        part.piece = fit(bits >>> (FRACTION_BITS - depth) << (FRACTION_BITS - depth), depth);
      }
      if (part.piece != null) {
        evaluate(part.piece, (x - part.piece.middle) * part.piece.perHalf);
        return true;
      }
      if (part.lower == null) {
        part.lower = new Part();
        part.upper = new Part();
      }
      part = (bits >>> (FRACTION_BITS - 1 - depth) & 1) == 0 ? part.lower : part.upper;
    }
    return false;
  }

  /** Returns the value that was found, rounded to nearest. */
  double high() {
    return high;
  }

  /** Returns what it lacks. */
  double low() {
    return low;
  }

  /** Returns what stands for the doubles from the given bits on, null where nothing does. */
  private Piece fit(long first, int depth) {
    double from = Double.longBitsToDouble(first);
    long last = first | (1L << (FRACTION_BITS - depth)) - 1;
    double half = Math.scalb(1.0, Math.getExponent(from) - depth - 1);
    double middle = from + Math.copySign(half, from);
    Real centre = truth.real(middle);
    long path = truth.path();
    if (path(from) != path || path(Double.longBitsToDouble(last)) != path) {
      return null;
    }
    Real[] values = new Real[SAMPLES.length];
    double least = Double.MAX_VALUE;
    double greatest = 0;
    boolean nothing = true;
    for (int i = 0; i < SAMPLES.length; i++) {
      values[i] = i == MIDDLE ? centre : truth.real(middle + half * SAMPLES[i]);
      if (truth.path() != path || !values[i].isFinite()) {
        return null;
      }
      double magnitude = Math.abs(values[i].doubleValue());
      least = Math.min(least, magnitude);
      greatest = Math.max(greatest, magnitude);
      nothing &= values[i].isZero() || values[i].binade() < NOTHING;
    }
    if (nothing) {
      return new Piece(middle, 1 / half, new double[6], new double[NODES - 3]);
    }
    boolean ordinary = least > LEAST && greatest < GREATEST && greatest <= least * GREATEST_RATIO;
    if (!ordinary) {
      return null;
    }
    Piece piece = new Piece(middle, 1 / half, new double[6], new double[NODES - 3]);
    interpolate(values, centre, piece);
    for (int i = NODES; i < SAMPLES.length; i++) {
      evaluate(piece, SAMPLES[i]);
      Real error = values[i].subtract(Real.of(high)).subtract(Real.of(low));
      if (!(Math.abs(error.doubleValue()) <= least * TOLERANCE)) {
        return null;
      }
    }
    return piece;
  }

  private long path(double x) {
    truth.real(x);
    return truth.path();
  }

  private static void interpolate(Real[] values, Real centre, Piece piece) {
    piece.leading[0] = centre.doubleValue();
    piece.leading[1] = centre.subtract(Real.of(piece.leading[0])).doubleValue();
    DD[] rises = new DD[NODES];
    for (int node = 0; node < NODES; node++) {
      Real rise = values[node].subtract(centre);
      double rounded = rise.doubleValue();
      rises[node] = DD.of(rounded).add(rise.subtract(Real.of(rounded)).doubleValue());
    }
    for (int power = 1; power < NODES; power++) {
      DD sum = DD.ZERO;
      for (int node = 0; node < NODES; node++) {
        sum = sum.add(rises[node].multiply(TO_POWERS[node][power]));
      }
      if (power < 3) {
        piece.leading[2 * power] = sum.hi();
        piece.leading[2 * power + 1] = sum.lo();
      } else {
        piece.rest[power - 3] = sum.hi();
      }
    }
  }

  private void evaluate(Piece piece, double t) {
    double[] rest = piece.rest;
    double tail = rest[NODES - 4];
    for (int i = NODES - 5; i >= 0; i--) {
      tail = Math.fma(tail, t, rest[i]);
    }
    double[] c = piece.leading;
    double sum = tail * t;
    double sumLow = 0;
    for (int power = 4; power >= 0; power -= 2) {
      double larger = c[power] + sum;
      double part = larger - c[power];
      sumLow += (c[power] - (larger - part)) + (sum - part) + c[power + 1];
      if (power == 0) {
        high = larger + sumLow;
        low = larger - high + sumLow;
        return;
      }
      sum = larger * t;
      sumLow = Math.fma(larger, t, -sum) + sumLow * t;
    }
  }
}
