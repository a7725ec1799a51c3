package io.hillock.conformance;

import static org.junit.jupiter.api.Assertions.fail;

import io.hillock.check.Inputs;
import io.hillock.check.Reference;
import io.hillock.kernels.Interpreter;
import io.hillock.kernels.Kernel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the interpreter gives. Where there are more than {@value #INTERPRETED} elements its faster
 * twin is asked, which the tests of {@code check} hold to the same bits.
 */
final class Expected {
  private static final int INTERPRETED = 5000;
  private static final Map<String, float[]> KNOWN = new ConcurrentHashMap<>();

  private Expected() {}

  /** Returns inputs for a map kernel: the spread of {@code check}, behind its special values. */
  static float[][] inputs(Kernel kernel, int count) {
    Inputs spread = Inputs.spread(kernel, 1);
    return inputs(kernel, spread, spread.specialCount(), count);
  }

  /** Returns every special value for a map kernel's inputs. */
  static float[][] specialInputs(Kernel kernel) {
    Inputs spread = Inputs.spread(kernel, 1);
    return inputs(kernel, spread, 0, (int) spread.specialCount());
  }

  private static float[][] inputs(Kernel kernel, Inputs spread, long start, int count) {
    float[][] columns = new float[kernel.inputs().size()][count];
    spread.fill(start, count, columns);
    return columns;
  }

  /** Returns the values for {@link #inputs}, which are computed once for all backends. */
  static float[] values(Kernel kernel, int count) {
    return KNOWN.computeIfAbsent(
        kernel + " x " + count, key -> compute(kernel, inputs(kernel, count)));
  }

  /** Returns a map kernel's values, or those of a row kernel for one row. */
  static float[] compute(Kernel kernel, float[]... inputs) {
    int count = inputs[0].length;
    if (count <= INTERPRETED) {
      return new Interpreter(kernel.program(), kernel.parameterValues()).row(inputs);
    }
    float[] result = new float[kernel.program().reducesRow() ? 1 : count];
    new Reference(kernel.program(), kernel.parameterValues()).evaluate(inputs, 0, count, result, 0);
    return result;
  }

  /** Fails with the first element whose bits differ; a NaN equals a NaN. */
  static void assertBits(String what, float[] expected, float[] found, float[]... inputs) {
    if (expected.length != found.length) {
      fail(what + ": " + expected.length + " elements expected, " + found.length + " found");
    }
    for (int i = 0; i < expected.length; i++) {
      if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(found[i])) {
        StringBuilder text = new StringBuilder(what).append(": element ").append(i).append(" of");
        for (float[] input : inputs) {
          if (input.length == expected.length) {
            text.append(' ').append(describe(input[i]));
          }
        }
        text.append(" must be ").append(describe(expected[i]));
        fail(text.append(", but is ").append(describe(found[i])).toString());
      }
    }
  }

  private static String describe(float value) {
    return value + " (0x" + Integer.toHexString(Float.floatToRawIntBits(value)) + ")";
  }
}
