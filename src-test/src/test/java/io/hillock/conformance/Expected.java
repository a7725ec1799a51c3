package io.hillock.conformance;

import static org.junit.jupiter.api.Assertions.fail;

import io.hillock.check.Elements;
import io.hillock.check.Inputs;
import io.hillock.check.Reference;
import io.hillock.check.Spread;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Interpreter;
import io.hillock.kernels.Kernel;
import io.hillock.kernels.Program;
import java.lang.reflect.Array;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the interpreter gives. Where there are more than {@value #INTERPRETED} elements its faster
 * twin is asked, which the tests of {@code check} hold to the same bits.
 */
final class Expected {
  private static final int INTERPRETED = 5000;
  private static final int SPREAD_COUNT = 1 << 18;
  private static final Map<String, Object[]> KNOWN = new ConcurrentHashMap<>();

  /** The special values of a kernel take longer to find than most kernels to run. */
  private static final Map<String, Spread> SPREADS = new ConcurrentHashMap<>();

  private Expected() {}

  /** Returns inputs for a map kernel: the spread of {@code check}, behind its special values. */
  static float[][] inputs(Kernel kernel, int count) {
    Inputs spread = (Inputs) spread(kernel, DataType.FLOAT32);
    return inputs(kernel, spread, spread.specialCount(), count);
  }

  /** Returns every special value for a map kernel's inputs. */
  static float[][] specialInputs(Kernel kernel) {
    Inputs spread = (Inputs) spread(kernel, DataType.FLOAT32);
    return inputs(kernel, spread, 0, (int) spread.specialCount());
  }

  private static Spread spread(Kernel kernel, DataType type) {
    return SPREADS.computeIfAbsent(
        kernel + " in " + type, key -> Spread.of(kernel, type, SPREAD_COUNT));
  }

  private static float[][] inputs(Kernel kernel, Inputs spread, long start, int count) {
    float[][] columns = new float[kernel.inputs().size()][count];
    spread.fill(start, count, columns);
    return columns;
  }

  /** Returns inputs for a map kernel in a data type: elements of the spread that are far apart. */
  static Object[] inputs(Kernel kernel, DataType type, int count) {
    if (type == DataType.FLOAT32) {
      return inputs(kernel, count);
    }
    Spread spread = spread(kernel, type);
    long step = Math.max(1, spread.count() / Math.max(1, count));
    Object[] columns = Elements.arrays(type, kernel.inputs().size(), count);
    Object[] one = Elements.arrays(type, columns.length, 1);
    for (int i = 0; i < count; i++) {
      spread.fill(i * step, 1, one);
      for (int input = 0; input < columns.length; input++) {
        System.arraycopy(one[input], 0, columns[input], i, 1);
      }
    }
    return columns;
  }

  /** Returns the outputs for {@link #inputs}, which are computed once for all backends. */
  static Object[] values(Kernel kernel, DataType type, int count) {
    return KNOWN.computeIfAbsent(
        kernel + " in " + type + " x " + count,
        key -> compute(kernel, type, inputs(kernel, type, count)));
  }

  /** Returns a map kernel's first output, or that of a row kernel for one row. */
  static float[] compute(Kernel kernel, float[]... inputs) {
    return (float[]) compute(kernel, DataType.FLOAT32, inputs)[0];
  }

  /** Returns a map kernel's outputs, or those of a row kernel for one row. */
  static Object[] compute(Kernel kernel, DataType type, Object[] inputs) {
    return compute(kernel, type, 0, 1, inputs);
  }

  /** The elements have indices from {@code start} on, so far apart; of long rows from 0 on. */
  private static Object[] compute(
      Kernel kernel, DataType type, long start, long step, Object[] inputs) {
    Program program = kernel.program(type);
    double[] parameters = kernel.parameterValues();
    int count = Array.getLength(inputs[0]);
    int width = program.reducesRow() ? 1 : count;
    Object[] results = Elements.arrays(type, program.outputs().size(), width);
    if (count > INTERPRETED) {
      new Reference(program, parameters).evaluateAll(inputs, 0, count, results, 0);
      return results;
    }
    long[][] elements = new long[inputs.length][count];
    for (int input = 0; input < inputs.length; input++) {
      for (int i = 0; i < count; i++) {
        elements[input][i] = Elements.bits(program.inputType(input), inputs[input], i);
      }
    }
    long[][] bits = new Interpreter(program, parameters).row(start, step, elements);
    for (int output = 0; output < results.length; output++) {
      for (int i = 0; i < width; i++) {
        Elements.setBits(type, results[output], i, bits[output][i]);
      }
    }
    return results;
  }

  /** Returns a row kernel's outputs along an axis, each row by itself. */
  static Object[] computeAlong(
      Kernel kernel, DataType type, int axis, long[] sizes, Object[] inputs) {
    int length = (int) sizes[axis];
    int inner = 1;
    int outer = 1;
    for (int i = 0; i < sizes.length; i++) {
      inner *= i > axis ? (int) sizes[i] : 1;
      outer *= i < axis ? (int) sizes[i] : 1;
    }
    Program program = kernel.program(type);
    int width = program.reducesRow() ? 1 : length;
    Object[] results = Elements.arrays(type, program.outputs().size(), outer * width * inner);
    for (int o = 0; o < outer; o++) {
      for (int k = 0; k < inner; k++) {
        Object[] row = new Object[inputs.length];
        for (int input = 0; input < inputs.length; input++) {
          row[input] = Elements.array(program.inputType(input), length);
          copy(length, inputs[input], o * length * inner + k, inner, row[input], 0, 1);
        }
        Object[] values = compute(kernel, type, (long) o * length * inner + k, inner, row);
        for (int output = 0; output < results.length; output++) {
          copy(width, values[output], 0, 1, results[output], o * width * inner + k, inner);
        }
      }
    }
    return results;
  }

  /** Copies elements that are some steps apart. */
  @SuppressWarnings("SuspiciousSystemArraycopy") // arrays of one type
  private static void copy(
      int count, Object source, int from, int step, Object target, int at, int targetStep) {
    if (step == 1 && targetStep == 1) {
      System.arraycopy(source, from, target, at, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      System.arraycopy(source, from + i * step, target, at + i * targetStep, 1);
    }
  }

  /** Fails with the first element whose bits differ; a NaN equals a NaN. */
  static void assertBits(String what, float[] expected, float[] found, float[]... inputs) {
    assertBits(what, DataType.FLOAT32, expected, found, inputs);
  }

  /** Fails with the first element of any output whose bits differ. */
  static void assertAllBits(
      String what, DataType type, Object[] expected, Object[] found, Object[] inputs) {
    if (expected.length != found.length) {
      fail(what + ": " + expected.length + " outputs expected, " + found.length + " found");
    }
    for (int output = 0; output < expected.length; output++) {
      String which = expected.length == 1 ? what : what + ", output " + output;
      assertBits(which, type, expected[output], found[output], inputs);
    }
  }

  /** Fails with the first element whose bits differ; a NaN equals a NaN. */
  static void assertBits(
      String what, DataType type, Object expected, Object found, Object[] inputs) {
    int length = Array.getLength(expected);
    if (length != Array.getLength(found)) {
      fail(what + ": " + length + " elements expected, " + Array.getLength(found) + " found");
    }
    for (int i = 0; i < length; i++) {
      if (!Elements.same(type, expected, i, found, i)) {
        StringBuilder text = new StringBuilder(what).append(" in ").append(type);
        text.append(": element ").append(i).append(" of");
        for (Object input : inputs) {
          if (Array.getLength(input) == length && isOf(type, input)) {
            text.append(' ').append(describe(type, input, i));
          }
        }
        text.append(" must be ").append(describe(type, expected, i));
        fail(text.append(", but is ").append(describe(type, found, i)).toString());
      }
    }
  }

  private static boolean isOf(DataType type, Object elements) {
    return elements.getClass() == Elements.array(type, 0).getClass();
  }

  private static String describe(DataType type, Object elements, int i) {
    String bits = Long.toHexString(Elements.bits(type, elements, i));
    return Elements.value(type, elements, i) + " (0x" + bits + ")";
  }
}
