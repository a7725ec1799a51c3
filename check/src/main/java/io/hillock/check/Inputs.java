package io.hillock.check;

import io.hillock.kernels.Expr;
import io.hillock.kernels.Kernel;
import io.hillock.kernels.Program.Kind;
import io.hillock.kernels.Program.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What map kernels are checked with: a spread over all floats that begins with every special value.
 * Further inputs, such as the upstream gradient, vary by a fixed hash of the element's index;
 * special values of all inputs meet each other first. The same index always gives the same input.
 */
public final class Inputs implements Spread {
  /** Odd, so that its multiples meet every bit pattern once; neighbours fall far apart. */
  private static final int STRIDE = 0x9E3779B1;

  /** The exponents from 2^-12 to 2^7, as a float stores them: where these functions bend. */
  private static final int FIRST_EXPONENT = 115;

  private static final int EXPONENTS = 20;

  /** Which values meet in all combinations when there are two inputs and more. */
  private static final float[] CORE = {
    0f,
    -0f,
    1f,
    -1f,
    0.5f,
    -0.5f,
    2.75f,
    -3.1f,
    17f,
    -88.5f,
    1e30f,
    -1e-30f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.NaN
  };

  private final int inputs;
  private final float[] first;
  private final float[] others;
  private final long table;
  private final long count;

  private Inputs(int inputs, float[] first, float[] others, long count) {
    this.inputs = inputs;
    this.first = first;
    this.others = others;
    long combinations = first.length;
    for (int i = 1; i < inputs; i++) {
      combinations *= others.length;
    }
    this.table = combinations;
    this.count = Math.max(count, table);
  }

  /**
   * Returns a spread of inputs for a map kernel.
   *
   * @param kernel the kernel
   * @param count how many; more where there are more special values
   */
  public static Inputs spread(Kernel kernel, long count) {
    int inputs = kernel.inputs().size();
    float[] first = inputs < 3 ? specials(kernel) : concat(CORE, breakpoints(kernel));
    return new Inputs(inputs, first, CORE, count);
  }

  @Override
  public long count() {
    return count;
  }

  /** Returns how many elements, from the first on, are special values. */
  public long specialCount() {
    return table;
  }

  @Override
  public void fill(long start, int count, Object[] columns) {
    for (int i = 0; i < count; i++) {
      long index = start + i;
      long rest = index / first.length;
      for (int input = 0; input < inputs; input++) {
        float[] column = (float[]) columns[input];
        if (index >= table) {
          column[i] = input == 0 ? spread(index - table) : varied(index * inputs + input);
        } else if (input == 0) {
          column[i] = first[(int) (index % first.length)];
        } else {
          column[i] = others[(int) (rest % others.length)];
          rest /= others.length;
        }
      }
    }
  }

  /** Every second one is any bit pattern, the others lie where the functions bend. */
  private static float spread(long index) {
    int hash = (int) (index >> 1) * STRIDE;
    if ((index & 1) == 0) {
      return Float.intBitsToFloat(hash);
    }
    int exponent = FIRST_EXPONENT + (((hash >>> 24) * EXPONENTS) >> 8);
    return Float.intBitsToFloat((hash << 31) | (exponent << 23) | ((hash >>> 1) & 0x7fffff));
  }

  /** Returns a number from 2^-4 to 2^4 of either sign; every eighth is any bit pattern. */
  static float varied(long index) {
    long hash = hash(index);
    int bits = (int) hash;
    if ((hash >>> 61) == 0) {
      return Float.intBitsToFloat(bits);
    }
    int exponent = 123 + (int) ((hash >>> 32) & 7);
    return Float.intBitsToFloat((bits & 0x807fffff) | (exponent << 23));
  }

  /**
   * Returns one of the values that meet in all combinations, every second time, or a varied one.
   */
  static float coreOrVaried(long index) {
    long hash = hash(~index);
    return hash < 0 ? CORE[(int) ((hash >>> 8) % CORE.length)] : varied(index);
  }

  /** The finaliser of SplitMix64. */
  static long hash(long index) {
    long z = (index + 1) * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /**
   * Returns every special value for the first input of a kernel: zeros, subnormals, infinities,
   * NaNs of several payloads, all powers of two, small integers and halves, multiples of half the
   * logarithm of two (where exponentials change their scale), and the values that the kernel
   * compares with, before and after lowering; all with their neighbours. Where pieces of the
   * definition meet, two neighbours on either side.
   */
  public static float[] specials(Kernel kernel) {
    Set<Integer> bits = new LinkedHashSet<>();
    for (int nan : new int[] {0x7fc00000, 0xffc00000, 0x7f800001, 0xff800001, -1, 0x7fffffff}) {
      bits.add(nan);
    }
    for (float value : CORE) {
      addWithNeighbours(bits, value);
    }
    for (float value : breakpoints(kernel)) {
      addWithNeighbours(bits, value);
      addWithNeighbours(bits, Math.nextUp(value));
      addWithNeighbours(bits, Math.nextDown(value));
    }
    for (float value : Breakpoints.of(kernel)) {
      addWithNeighbours(bits, Math.nextDown(value));
      addWithNeighbours(bits, Math.nextUp(value));
    }
    for (int exponent = Float.MIN_EXPONENT - 23; exponent <= Float.MAX_EXPONENT; exponent++) {
      addWithNeighbours(bits, Math.scalb(1f, exponent));
      addWithNeighbours(bits, -Math.scalb(1f, exponent));
    }
    for (int half = -64; half <= 64; half++) {
      addWithNeighbours(bits, half / 2f);
    }
    for (int k = -310; k <= 310; k++) {
      addWithNeighbours(bits, (float) (k * 0.5 * Math.log(2)));
    }
    float[] result = new float[bits.size()];
    int i = 0;
    for (int each : bits) {
      result[i++] = Float.intBitsToFloat(each);
    }
    return result;
  }

  /** Returns what a kernel compares with: constants and parameters, of either sign. */
  static float[] breakpoints(Kernel kernel) {
    List<Float> found = new ArrayList<>();
    for (double parameter : kernel.parameterValues()) {
      found.add((float) parameter);
    }
    for (Value value : kernel.program().values()) {
      if (value.type() == Expr.Type.BOOLEAN) {
        for (Value operand : value.operands()) {
          if (operand.kind() == Kind.CONSTANT) {
            found.add((float) operand.constant());
          }
        }
      } else if (value.kind() == Kind.CONSTANT && value.type() == Expr.Type.INTEGER) {
        // The logarithms cut the range of their argument in its bits.
        found.add(Float.intBitsToFloat((int) value.bits()));
      }
    }
    float[] result = new float[2 * found.size()];
    for (int i = 0; i < found.size(); i++) {
      result[2 * i] = found.get(i);
      result[2 * i + 1] = -found.get(i);
    }
    return result;
  }

  private static void addWithNeighbours(Set<Integer> bits, float value) {
    bits.add(Float.floatToRawIntBits(value));
    bits.add(Float.floatToRawIntBits(Math.nextUp(value)));
    bits.add(Float.floatToRawIntBits(Math.nextDown(value)));
  }

  private static float[] concat(float[] a, float[] b) {
    float[] result = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, result, a.length, b.length);
    return result;
  }
}
