package io.hillock.check;

import io.hillock.kernels.DataType;
import io.hillock.kernels.Kernel;
import java.util.Optional;

/**
 * Measures the errors of a map kernel's values in units in the last place.
 *
 * <p>An instance is for one thread at a time.
 */
abstract class Errors {
  private final InteriorZero zero;
  private final boolean backward;

  /** The greatest error so far. */
  private double greatest;

  private Errors(Kernel kernel, boolean backward) {
    this.zero = InteriorZero.of(kernel).orElse(null);
    this.backward = backward;
  }

  /**
   * Returns what measures a kernel, or nothing where it has no true value.
   *
   * @param kernel the kernel
   * @param slope the derivative, where the kernel is its product with the last input; or null
   * @param type how elements are stored
   */
  static Optional<Errors> of(Kernel kernel, Kernel slope, DataType type) {
    if (type == DataType.FLOAT32) {
      return TrueValues.of(kernel, slope).map(values -> new OfFloats(kernel, slope, values));
    }
    if (type.isWide() && (slope == null ? kernel : slope).inputs().size() == 1) {
      return Truth.ofDouble(kernel)
          .flatMap(
              truth ->
                  Truth.ofDouble(slope == null ? kernel : slope)
                      .map(curved -> new OfDoubles(kernel, slope, truth, curved)));
    }
    return (type.isWide() ? Truth.ofDouble(kernel) : Truth.of(kernel))
        .map(truth -> new OfFormat(kernel, slope, type, truth));
  }

  /**
   * Measures the first elements.
   *
   * @param columns the elements of each input
   * @param found the computed values
   * @param count how many
   * @param tally takes the errors
   */
  abstract void measure(Object[] columns, Object found, int count, Tally tally);

  private double scale(double[] element) {
    double scale = zero == null ? 0 : zero.scaleAt(element);
    return backward ? scale * Math.abs(element[element.length - 1]) : scale;
  }

  /**
   * Returns whether an error counts: where the derivative, by which the upstream gradient is
   * multiplied, is normal.
   */
  private boolean counts(double truth, double upstream, double least, double greatestSlope) {
    if (!backward) {
      return true;
    }
    if (upstream == 0 || !(Math.abs(upstream) <= Double.MAX_VALUE)) {
      return false;
    }
    double slope = Math.abs(truth / upstream);
    return Double.isNaN(slope) || (slope >= least && slope <= greatestSlope);
  }

  /** In float32, from true values that are right to so many bits as that takes. */
  private static final class OfFloats extends Errors {
    private final TrueValues truth;
    private double[] truths = new double[0];

    OfFloats(Kernel kernel, Kernel slope, TrueValues truth) {
      super(kernel, slope != null);
      this.truth = truth;
    }

    @Override
    void measure(Object[] columns, Object found, int count, Tally tally) {
      float[][] inputs = new float[columns.length][];
      for (int i = 0; i < inputs.length; i++) {
        inputs[i] = (float[]) columns[i];
      }
      if (truths.length < count) {
        truths = new double[count];
      }
      truth.evaluate(inputs, count, truths);
      float[] values = (float[]) found;
      float[] last = inputs[inputs.length - 1];
      double[] element = new double[inputs.length];
      for (int i = 0; i < count; i++) {
        if (super.counts(truths[i], last[i], Float.MIN_NORMAL, Float.MAX_VALUE)) {
          for (int input = 0; input < element.length; input++) {
            element[input] = inputs[input][i];
          }
          double scale = super.scale(element);
          double error = Ulp.error(values[i], truths[i], scale);
          if (!(error <= super.greatest + TrueValues.NOTICEABLE)) {
            double exactly = truth.exactly(inputs, i);
            error = tally.measure(values[i], exactly, scale, inputs[0][i]);
            super.greatest = Math.max(super.greatest, error);
          }
        }
      }
    }
  }

  /** In float64 where one input bends: only errors near the greatest are measured exactly. */
  private static final class OfDoubles extends OfFormat {
    /** Errors by the curve are right to this, in ULP. */
    private static final double UNCERTAIN = 0x1p-6;

    private final DoubleCurve curve;
    private final boolean product;

    OfDoubles(Kernel kernel, Kernel slope, Truth truth, Truth curved) {
      super(kernel, slope, DataType.FLOAT64, truth);
      this.curve = new DoubleCurve(curved);
      this.product = slope != null;
    }

    @Override
    boolean isSmaller(double[] at, double value, double greatest) {
      if (!curve.find(at[0])) {
        return false;
      }
      double high = curve.high();
      double low = curve.low();
      if (product) {
        double upstream = at[1];
        double rounded = high * upstream;
        low = Math.fma(high, upstream, -rounded) + low * upstream;
        high = rounded;
        if (!(Math.abs(high) >= LEAST_PRODUCT)) {
          return false;
        }
      }
      double unit = Math.ulp(high);
      return Math.abs((value - high) - low) < (greatest - UNCERTAIN) * unit;
    }
  }

  /** In another format, from true values that are not rounded. */
  private static class OfFormat extends Errors {
    /** A product that is smaller may have lost digits. */
    static final double LEAST_PRODUCT = 0x1p-900;

    private final DataType type;
    private final FloatFormat format;
    private final Truth truth;
    private final double least;
    private final double most;

    OfFormat(Kernel kernel, Kernel slope, DataType type, Truth truth) {
      super(kernel, slope != null);
      this.type = type;
      this.format = FloatFormat.of(type);
      this.truth = truth;
      this.least = type.isWide() ? Double.MIN_NORMAL : Float.MIN_NORMAL;
      this.most = type.isWide() ? Double.MAX_VALUE : Float.MAX_VALUE;
    }

    @Override
    void measure(Object[] columns, Object found, int count, Tally tally) {
      double[] at = new double[columns.length];
      for (int i = 0; i < count; i++) {
        for (int input = 0; input < at.length; input++) {
          at[input] = Elements.value(type, columns[input], i);
        }
        double upstream = at[at.length - 1];
        double value = Elements.value(type, found, i);
        if (isSmaller(at, value, super.greatest)) {
          continue;
        }
        Real right = truth.real(at);
        boolean nearest = super.greatest >= 0.5 && value == right.doubleValue();
        if (!nearest && super.counts(right.doubleValue(), upstream, least, most)) {
          double scale = super.scale(at);
          double error = tally.measure(format, value, right, scale, at[0]);
          super.greatest = Math.max(super.greatest, error);
        }
      }
    }

    /** Returns whether an element's error is surely smaller than the greatest so far. */
    boolean isSmaller(double[] at, double value, double greatest) {
      return false;
    }
  }
}
