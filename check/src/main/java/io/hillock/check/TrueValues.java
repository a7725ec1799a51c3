package io.hillock.check;

import io.hillock.kernels.Kernel;
import java.util.Optional;

/**
 * The true values of a map kernel at floats in any order: for kernels of one input and their
 * backwards from a {@link Curve}, as there are a million to compute, and for others one by one.
 *
 * <p>An instance is for one thread at a time.
 */
final class TrueValues {
  /** By how much an error must exceed the greatest so far to be measured again, exactly. */
  static final double NOTICEABLE = 0x1p-18;

  private final Truth truth;
  private final Curve curve;
  private final boolean product;

  private TrueValues(Truth truth, boolean single, boolean product) {
    this.truth = truth;
    this.curve = single ? new Curve(truth) : null;
    this.product = product;
  }

  /**
   * Returns the true values of a kernel, or nothing where it has none.
   *
   * @param kernel the kernel
   * @param slope the derivative, where the kernel is its product with the last input; or null
   */
  static Optional<TrueValues> of(Kernel kernel, Kernel slope) {
    boolean product = slope != null && slope.inputs().size() == 1;
    return Truth.of(product ? slope : kernel)
        .map(truth -> new TrueValues(truth, product || kernel.inputs().size() == 1, product));
  }

  /**
   * Computes true values, rounded to double and right to 2^-44.
   *
   * @param inputs the elements of each input
   * @param count how many
   * @param result takes as many values
   */
  void evaluate(float[][] inputs, int count, double[] result) {
    if (curve == null) {
      truth.evaluate(inputs, 0, count, result);
      return;
    }
    for (int i = 0; i < count; i++) {
      double value = curve.value(inputs[0][i]);
      result[i] = product ? value * inputs[1][i] : value;
    }
  }

  /** Returns the true value at one element, right to all digits of the result. */
  double exactly(float[][] inputs, int element) {
    if (curve != null) {
      double value = truth.value(inputs[0][element]);
      return product ? value * inputs[1][element] : value;
    }
    double[] at = new double[inputs.length];
    for (int i = 0; i < at.length; i++) {
      at[i] = inputs[i][element];
    }
    return truth.value(at);
  }
}
