package io.hillock.check;

import io.hillock.kernels.Kernel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where the pieces of a kernel's definition meet. */
final class Breakpoints {
  /** Between floats so far apart in their bits, breakpoints are found by bisection. */
  private static final int STEP = 1 << 18;

  private Breakpoints() {}

  /**
   * Returns the last float before each breakpoint of a kernel of one input, in rising order: where
   * a comparison in its expression, of whatever terms, turns out otherwise for the next float.
   */
  static List<Float> of(Kernel kernel) {
    List<Float> found = new ArrayList<>();
    Optional<Truth> truth = kernel.inputs().size() == 1 ? Truth.of(kernel) : Optional.empty();
    if (truth.isPresent() && truth.get().turns()) {
      int last = order(Float.POSITIVE_INFINITY);
      int low = order(Float.NEGATIVE_INFINITY);
      while (low < last) {
        int high = (int) Math.min(last, (long) low + STEP);
        search(truth.get(), low, high, found);
        low = high;
      }
    }
    return found;
  }

  private static void search(Truth truth, int from, int to, List<Float> found) {
    int low = from;
    int high = to;
    long path = pathAt(truth, low);
    if (path == pathAt(truth, high)) {
      return;
    }
    while (high - low > 1) {
      int middle = low + (high - low) / 2;
      if (pathAt(truth, middle) == path) {
        low = middle;
      } else {
        high = middle;
      }
    }
    found.add(at(low));
    // There may be another one behind it.
    search(truth, high, to, found);
  }

  private static long pathAt(Truth truth, int order) {
    truth.real(at(order));
    return truth.path();
  }

  /** The place of a float among all; both zeros have their own. */
  private static int order(float x) {
    int bits = Float.floatToRawIntBits(x);
    return bits >= 0 ? bits : Integer.MIN_VALUE - bits - 1;
  }

  private static float at(int order) {
    return Float.intBitsToFloat(order >= 0 ? order : Integer.MIN_VALUE - order - 1);
  }
}
