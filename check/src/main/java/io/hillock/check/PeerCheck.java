package io.hillock.check;

import io.hillock.kernels.Kernel;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Measures another implementation of a kernel of one input with the truth and in the units of
 * {@link Check}: at every special value, and then at the floats whose bits are the multiples of a
 * stride.
 *
 * <p>A derivative is not measured at the floats that the kernel compares with and at the two next
 * to a place where pieces of the definition meet: what it is at a kink is a convention, in which
 * implementations differ. So it is with the derivative at a NaN where it is a number.
 */
public final class PeerCheck {
  private static final long ALL_FLOATS = 1L << 32;

  /**
   * What was found.
   *
   * @param inputs how many elements were measured
   * @param maxUlp the greatest error in units in the last place of the true value, where both are
   *     numbers
   * @param worstInput the (first) input with that error; null where there is no error
   * @param nanMismatches how often one of value and true value is NaN and the other is not
   * @param nanInput the number (of two, the first) next to 0 at which that is so, infinities being
   *     numbers; null where there is none
   */
  public record Result(
      long inputs, double maxUlp, Float worstInput, long nanMismatches, Float nanInput) {}

  private final Kernel kernel;
  private final UnaryOperator<float[]> peer;
  private final Truth truth;
  private final Curve curve;
  private final InteriorZero zero;
  private final Set<Float> kinks = new HashSet<>();
  private long inputs;
  private double maxUlp;
  private Float worstInput;
  private long nanMismatches;
  private Float nanInput;

  private PeerCheck(Kernel function, Check.Kind kind, UnaryOperator<float[]> peer) {
    kernel = kind == Check.Kind.FORWARD ? function : function.derivative();
    this.peer = peer;
    truth =
        Truth.of(kernel)
            .orElseThrow(() -> new IllegalArgumentException(kernel.name() + " has no true value"));
    curve = new Curve(truth);
    zero = InteriorZero.of(kernel).orElse(null);
    if (kind == Check.Kind.DERIVATIVE) {
      for (Kernel each : List.of(function, kernel)) {
        for (float before : Breakpoints.of(each)) {
          kinks.add(positiveZero(before));
          kinks.add(positiveZero(Math.nextUp(before)));
        }
        for (float compared : Inputs.breakpoints(each)) {
          kinks.add(positiveZero(compared));
        }
      }
    }
  }

  /**
   * Measures a function or a derivative.
   *
   * @param function the kernel, of one input, that says what is right
   * @param kind whether the peer computes the function or its derivative
   * @param stride which floats it gets: 1 for all; odd, so that it has no factor in common with
   *     2^32
   * @param peer the other implementation: returns the values of an array's elements in a new array
   * @throws IllegalArgumentException if the kernel has other than one input or no true value, or
   *     for {@link Check.Kind#BACKWARD}, or a stride that is even or not positive
   */
  public static Result run(
      Kernel function, Check.Kind kind, long stride, UnaryOperator<float[]> peer) {
    if (!SweepJob.takes(function) || kind == Check.Kind.BACKWARD) {
      throw new IllegalArgumentException(
          "only functions of one input and their derivatives are measured");
    }
    if (stride < 1 || stride % 2 == 0) {
      throw new IllegalArgumentException("a stride is odd and positive, not " + stride);
    }
    PeerCheck check = new PeerCheck(function, kind, peer);
    check.measureSpecials();
    check.measureEvery(stride);
    return new Result(
        check.inputs, check.maxUlp, check.worstInput, check.nanMismatches, check.nanInput);
  }

  private void measureSpecials() {
    float[] x = Inputs.specials(kernel);
    double[] truths = new double[x.length];
    truth.evaluate(new float[][] {x}, 0, x.length, truths);
    measure(x, truths);
  }

  private void measureEvery(long stride) {
    float[] x = new float[SweepJob.BLOCK];
    double[] truths = new double[SweepJob.BLOCK];
    long count = (ALL_FLOATS + stride - 1) / stride;
    for (long start = 0; start < count; start += SweepJob.BLOCK) {
      int length = (int) Math.min(SweepJob.BLOCK, count - start);
      if (length < x.length) {
        x = new float[length];
        truths = new double[length];
      }
      for (int i = 0; i < length; i++) {
        x[i] = Float.intBitsToFloat((int) ((start + i) * stride));
      }
      if (stride == 1) {
        curve.fill((int) start, length, truths, 0);
      } else {
        for (int i = 0; i < length; i++) {
          truths[i] = curve.value(x[i]);
        }
      }
      measure(x, truths);
    }
  }

  private void measure(float[] x, double[] truths) {
    float[] found = peer.apply(x);
    if (found.length != x.length) {
      throw new IllegalStateException(
          found.length + " values were computed for " + x.length + " inputs");
    }
    inputs += x.length;
    for (int i = 0; i < x.length; i++) {
      double scale = zero == null ? 0 : zero.scaleAt(x[i]);
      double error = Ulp.error(found[i], truths[i], scale);
      if (!(error <= maxUlp + TrueValues.NOTICEABLE) && !kinks.contains(positiveZero(x[i]))) {
        measureExactly(x[i], found[i], truths[i], scale);
      }
    }
  }

  private void measureExactly(float x, float found, double nearly, double scale) {
    if (Float.isNaN(found) != Double.isNaN(nearly)) {
      nanMismatches++;
      if (nanInput == null ? !Float.isNaN(x) : Math.abs(x) < Math.abs(nanInput)) {
        nanInput = x;
      }
      return;
    }
    if (Float.isNaN(x)) {
      return;
    }
    boolean ordinary = Math.abs(nearly) <= Float.MAX_VALUE;
    double error = Ulp.error(found, ordinary ? truth.value(x) : nearly, scale);
    if (error > maxUlp) {
      maxUlp = error;
      worstInput = x;
    }
  }

  /** Zeros of either sign are equal, but not as elements of a set. */
  private static float positiveZero(float x) {
    return x + 0f;
  }
}
