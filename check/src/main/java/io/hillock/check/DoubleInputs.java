package io.hillock.check;

import io.hillock.kernels.Kernel;
import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * What map kernels are checked with in float64: the special values of float32 and those of float64,
 * then a spread over all bit patterns, every second one where the functions bend. Further inputs
 * vary by a hash of the element's index. The same index always gives the same input.
 */
final class DoubleInputs implements Spread {
  /** Odd, so that its multiples meet every bit pattern once; neighbours fall far apart. */
  private static final long STRIDE = 0x9E3779B97F4A7C15L;

  /** The exponents from 2^-21 to 2^10, as a double stores them: where these functions bend. */
  private static final int FIRST_EXPONENT = 1002;

  private static final int EXPONENT_BITS = 5;
  private static final int FRACTION_BITS = 52;

  private final double[] specials;
  private final int inputs;
  private final long count;

  private DoubleInputs(double[] specials, int inputs, long count) {
    this.specials = specials;
    this.inputs = inputs;
    this.count = Math.max(count, specials.length);
  }

  /**
   * Returns a spread of inputs for a map kernel.
   *
   * @param kernel the kernel
   * @param count how many; more where there are more special values
   */
  static DoubleInputs spread(Kernel kernel, long count) {
    return new DoubleInputs(specials(kernel), kernel.inputs().size(), count);
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public void fill(long start, int number, Object[] columns) {
    for (int i = 0; i < number; i++) {
      long index = start + i;
      ((double[]) columns[0])[i] =
          index < specials.length ? specials[(int) index] : spread(index - specials.length);
      for (int input = 1; input < inputs; input++) {
        ((double[]) columns[input])[i] = varied(index * inputs + input);
      }
    }
  }

  /** A varied float32, whose further digits are filled where it is an ordinary number. */
  private static double varied(long index) {
    double value = Inputs.coreOrVaried(index);
    double further = value * (1 + (Inputs.hash(index) >>> 12) * 0x1p-76);
    return Double.isNaN(further) || (index & 7) == 0 ? value : further;
  }

  private static double spread(long index) {
    long hash = (index >> 1) * STRIDE;
    if ((index & 1) == 0) {
      return Double.longBitsToDouble(hash);
    }
    long exponent = FIRST_EXPONENT + (hash >>> (Long.SIZE - EXPONENT_BITS));
    long fraction = (hash << EXPONENT_BITS) >>> (Long.SIZE - FRACTION_BITS);
    return Double.longBitsToDouble(
        (hash << (Long.SIZE - 1)) | (exponent << FRACTION_BITS) | fraction);
  }

  private static double[] specials(Kernel kernel) {
    LongStream.Builder bits = LongStream.builder();
    for (float value : Inputs.specials(kernel)) {
      addWithNeighbours(bits, value);
    }
    for (int exponent = Double.MIN_EXPONENT - 52; exponent <= Double.MAX_EXPONENT; exponent++) {
      addWithNeighbours(bits, Math.scalb(1.0, exponent));
      addWithNeighbours(bits, -Math.scalb(1.0, exponent));
    }
    addWithNeighbours(bits, Double.MAX_VALUE);
    addWithNeighbours(bits, -Double.MAX_VALUE);
    // Where exponentials change their scale, to the last of those that are not zero.
    for (int k = -2150; k <= 2150; k++) {
      addWithNeighbours(bits, k * 0.5 * Math.log(2));
    }
    return withoutRepetitions(bits.build().toArray());
  }

  private static void addWithNeighbours(LongStream.Builder bits, double value) {
    bits.add(Double.doubleToRawLongBits(value));
    bits.add(Double.doubleToRawLongBits(Math.nextUp(value)));
    bits.add(Double.doubleToRawLongBits(Math.nextDown(value)));
  }

  /** Returns doubles in their order, by sorting: powers of two meet in a hash set's buckets. */
  private static double[] withoutRepetitions(long[] bits) {
    long[] sorted = bits.clone();
    Arrays.sort(sorted);
    boolean[] found = new boolean[bits.length];
    return Arrays.stream(bits)
        .filter(
            each -> {
              int at = Arrays.binarySearch(sorted, each);
              boolean first = !found[at];
              found[at] = true;
              return first;
            })
        .mapToDouble(Double::longBitsToDouble)
        .toArray();
  }
}
