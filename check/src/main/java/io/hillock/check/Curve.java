package io.hillock.check;

import java.util.Arrays;

/**
 * The true values of a map kernel of one input at consecutive floats, at about a nanosecond each:
 * from a polynomial through a few true values, where two true values at the ends and two between
 * agree with it. Where they do not, as at kinks, zeros and poles, the range is halved until they do
 * or every value is computed by itself.
 *
 * <p>An interpolated value is right to 2^-44 of itself, which is a millionth of a float's last
 * place, or to 2^-175.
 *
 * <p>An instance is for one thread at a time.
 */
final class Curve {
  private static final int DEGREE = 8;
  private static final int NODES = DEGREE + 1;

  /** Chebyshev's nodes, the middle one being 0, and after them the points of the test. */
  private static final double[] SAMPLES = samples(-1, 1, -0.93, 0.5);

  private static final int MIDDLE = DEGREE / 2;

  /** From node values to the coefficients of the powers. */
  private static final double[][] TO_POWERS = toPowers();

  private static final double TOLERANCE = 0x1p-44;

  /** What is smaller is nothing to a float. */
  private static final double NOTHING = 0x1p-175;

  /** What is greater is an infinity to a float. */
  private static final double INFINITE = 0x1p200;

  /** Within a piece values do not differ by more than this, so that none is small beside others. */
  private static final double GREATEST_RATIO = 8;

  private static final int DIRECT = 64;

  /** A fit costs about as much as so many true values: fewer floats are better off without it. */
  private static final int WORTH_A_FIT = 12;

  /** Floats of one sign and exponent differ in these bits alone. */
  private static final int BINADE_BITS = 23;

  private final Truth truth;
  private final int worthAFit;
  private final Part[] binades = new Part[1 << (Float.SIZE - BINADE_BITS)];
  private final double[] rises = new double[SAMPLES.length];
  private long evaluations;

  Curve(Truth truth) {
    this(truth, WORTH_A_FIT);
  }

  /** Creates a curve that fits a piece when it is asked for so many values of it. */
  Curve(Truth truth, int worthAFit) {
    this.truth = truth;
    this.worthAFit = worthAFit;
  }

  private static double[] samples(double... tests) {
    double[] result = new double[NODES + tests.length];
    for (int i = 0; i < NODES; i++) {
      result[i] = i == MIDDLE ? 0 : -Math.cos(Math.PI * (2 * i + 1) / (2 * NODES));
    }
    System.arraycopy(tests, 0, result, NODES, tests.length);
    return result;
  }

  /** The coefficients of each node's Lagrange polynomial. */
  private static double[][] toPowers() {
    double[][] result = new double[NODES][NODES];
    for (int node = 0; node < NODES; node++) {
      double[] product = {1};
      for (int other = 0; other < NODES; other++) {
        if (other != node) {
          double scale = 1 / (SAMPLES[node] - SAMPLES[other]);
          double[] next = new double[product.length + 1];
          for (int i = 0; i < product.length; i++) {
            next[i + 1] += product[i] * scale;
            next[i] -= product[i] * SAMPLES[other] * scale;
          }
          product = next;
        }
      }
      result[node] = product;
    }
    return result;
  }

  /** Returns how many values were computed by themselves so far. */
  long evaluations() {
    return evaluations;
  }

  /**
   * Computes the true values at consecutive floats of one binade and sign.
   *
   * @param first the bits of the first float
   * @param count how many
   * @param result takes as many values
   * @param at where in the result they begin
   */
  void fill(int first, int count, double[] result, int at) {
    if (count <= DIRECT) {
      for (int i = 0; i < count; i++) {
        result[at + i] = truth.value(Float.intBitsToFloat(first + i));
      }
      evaluations += count;
    } else if (!interpolate(first, count, result, at)) {
      int half = count / 2;
      fill(first, half, result, at);
      fill(first + half, count - half, result, at + half);
    }
  }

  private boolean interpolate(int first, int count, double[] result, int at) {
    Piece piece = fit(first, count);
    if (piece == null) {
      return false;
    }
    if (piece.powers == null) {
      Arrays.fill(result, at, at + count, piece.middle);
    } else {
      evaluate(piece, count, result, at);
    }
    return true;
  }

  /**
   * What stands for the true values of a range.
   *
   * @param middle the value in the middle
   * @param powers the coefficients of what is added to it, null where it is constant
   */
  private record Piece(double middle, double[] powers) {
    double at(double t) {
      return powers == null ? middle : middle + rise(powers, t);
    }
  }

  /** Returns what stands for a range, null where nothing does. */
  private Piece fit(int first, int count) {
    double low = Float.intBitsToFloat(first);
    double high = Float.intBitsToFloat(first + count - 1);
    if (Double.isNaN(low) && Double.isNaN(high)) {
      // One NaN answers for all.
      evaluations++;
      return new Piece(truth.value(low), null);
    }
    if (Double.isNaN(high) || Double.isInfinite(low) || Double.isInfinite(high)) {
      return null;
    }
    double middle = (low + high) / 2;
    double half = (high - low) / 2;
    Real centre = truth.real(middle);
    evaluations += SAMPLES.length;
    long path = truth.path();
    double scale = centre.doubleValue();
    double least = Math.abs(scale);
    double greatest = least;
    int negative = 0;
    int nan = 0;
    for (int i = 0; i < SAMPLES.length; i++) {
      Real value = i == MIDDLE ? centre : truth.real(middle + half * SAMPLES[i]);
      if (i != MIDDLE && truth.path() != path) {
        return null;
      }
      double rounded = value.doubleValue();
      rises[i] = value.subtract(centre).doubleValue();
      least = Math.min(least, Math.abs(rounded));
      greatest = Math.max(greatest, Math.abs(rounded));
      negative += rounded < 0 ? 1 : 0;
      nan += Double.isNaN(rounded) ? 1 : 0;
    }
    boolean oneSign = negative == 0 || negative == SAMPLES.length;
    if (nan == SAMPLES.length || greatest < NOTHING || (oneSign && least > INFINITE)) {
      return new Piece(scale, null);
    }
    if (nan > 0 || !oneSign || greatest > INFINITE || greatest > least * GREATEST_RATIO) {
      return null;
    }
    double[] powers = powers();
    double allowed = Math.max(NOTHING, least * TOLERANCE);
    for (int i = NODES; i < SAMPLES.length; i++) {
      if (!(Math.abs(rise(powers, SAMPLES[i]) - rises[i]) <= allowed)) {
        return null;
      }
    }
    return new Piece(scale, powers);
  }

  /** A binade's range, or one of the parts that it had to be cut in. */
  private static final class Part {
    private Piece piece;
    private int asked;
    private Part lower;
    private Part upper;
  }

  /**
   * Returns the true value at a float, from pieces that are kept: for floats in any order, many of
   * which share a piece.
   */
  double value(float x) {
    int bits = Float.floatToRawIntBits(x);
    int binade = bits >>> BINADE_BITS;
    if (binades[binade] == null) {
      binades[binade] = new Part();
    }
    Part part = binades[binade];
    int first = binade << BINADE_BITS;
    int count = 1 << BINADE_BITS;
    while (count > DIRECT) {
      if (part.asked < worthAFit) {
        if (++part.asked < worthAFit) {
          break;
        }
        part.piece = fit(first, count);
      }
      if (part.piece != null) {
        return part.piece.at(2.0 * (bits - first) / (count - 1) - 1);
      }
      if (part.lower == null) {
        part.lower = new Part();
        part.upper = new Part();
      }
      count /= 2;
      boolean isLower = bits - first < count;
      part = isLower ? part.lower : part.upper;
      first += isLower ? 0 : count;
    }
    evaluations++;
    return truth.value(x);
  }

  private double[] powers() {
    double[] powers = new double[NODES];
    for (int node = 0; node < NODES; node++) {
      for (int i = 1; i < NODES; i++) {
        powers[i] += rises[node] * TO_POWERS[node][i];
      }
    }
    return powers;
  }

  /** The value less that in the middle. */
  private static double rise(double[] powers, double t) {
    double sum = powers[DEGREE];
    for (int i = DEGREE - 1; i > 0; i--) {
      sum = Math.fma(sum, t, powers[i]);
    }
    return sum * t;
  }

  /** The index of each element: a conversion in the loop would keep it from using vectors. */
  private static final double[] INDEX = new double[SweepJob.BLOCK];

  static {
    Arrays.setAll(INDEX, i -> i);
  }

  private static void evaluate(Piece piece, int count, double[] result, int at) {
    double[] powers = piece.powers;
    double middle = piece.middle;
    double step = 2.0 / (count - 1);
    double c1 = powers[1];
    double c2 = powers[2];
    double c3 = powers[3];
    double c4 = powers[4];
    double c5 = powers[5];
    double c6 = powers[6];
    double c7 = powers[7];
    double c8 = powers[8];
    for (int i = 0; i < count; i++) {
      double t = Math.fma(INDEX[i], step, -1);
      double sum = Math.fma(c8, t, c7);
      sum = Math.fma(sum, t, c6);
      sum = Math.fma(sum, t, c5);
      sum = Math.fma(sum, t, c4);
      sum = Math.fma(sum, t, c3);
      sum = Math.fma(sum, t, c2);
      sum = Math.fma(sum, t, c1);
      result[at + i] = Math.fma(sum, t, middle);
    }
  }
}
