package io.hillock.gpu.cuda;

import static org.junit.jupiter.api.Assertions.fail;

import io.hillock.check.Elements;
import io.hillock.check.Reference;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Interpreter;
import io.hillock.kernels.Program;
import io.hillock.kernels.Program.Kind;
import io.hillock.tensor.spi.Extent;
import java.lang.reflect.Array;

/**
 * What a program gives by its definition: that of the interpreter where there are few elements or
 * an element of a row knows its index, and otherwise that of its faster twin.
 */
final class Expectation {
  private static final int INTERPRETED = 300;

  private Expectation() {}

  /** Returns the outputs for inputs that lie as the extent says. */
  static Object[] of(Program program, double[] parameters, Extent extent, Object... inputs) {
    DataType type = program.type();
    boolean row = program.isRow();
    int length = (int) (row ? extent.length() : extent.count());
    int inner = (int) (row ? extent.inner() : 1);
    int rows = (int) (row ? extent.rows() : 1);
    int width = program.reducesRow() ? 1 : length;
    Object[] results = Elements.arrays(type, program.outputs().size(), rows * width);
    boolean indexed = program.values().stream().anyMatch(v -> v.kind() == Kind.INDEX);
    boolean interpreted = extent.count() <= INTERPRETED || (row && indexed);
    Interpreter interpreter = interpreted ? new Interpreter(program, parameters) : null;
    Reference reference = interpreted ? null : new Reference(program, parameters);
    for (int r = 0; r < rows; r++) {
      int base = r / inner * length * inner + r % inner;
      Object[] elements = new Object[inputs.length];
      for (int k = 0; k < inputs.length; k++) {
        elements[k] = Elements.array(program.inputType(k), length);
        copy(inputs[k], base, inner, elements[k], 0, 1, length);
      }
      Object[] values = Elements.arrays(type, results.length, width);
      if (interpreted) {
        interpret(interpreter, program, base, inner, elements, values);
      } else {
        reference.evaluateAll(elements, 0, length, values, 0);
      }
      int to = width == 1 && program.reducesRow() ? r : base;
      for (int o = 0; o < results.length; o++) {
        copy(values[o], 0, 1, results[o], to, inner, width);
      }
    }
    return results;
  }

  private static void interpret(
      Interpreter interpreter,
      Program program,
      int base,
      int inner,
      Object[] elements,
      Object[] values) {
    long[][] bits = new long[elements.length][Array.getLength(elements[0])];
    for (int k = 0; k < bits.length; k++) {
      for (int i = 0; i < bits[k].length; i++) {
        bits[k][i] = Elements.bits(program.inputType(k), elements[k], i);
      }
    }
    long[][] results = interpreter.row(base, inner, bits);
    for (int o = 0; o < values.length; o++) {
      for (int i = 0; i < results[o].length; i++) {
        Elements.setBits(program.type(), values[o], i, results[o][i]);
      }
    }
  }

  @SuppressWarnings("SuspiciousSystemArraycopy") // arrays of one type
  private static void copy(
      Object source, int from, int step, Object target, int at, int targetStep, int count) {
    for (int i = 0; i < count; i++) {
      System.arraycopy(source, from + i * step, target, at + i * targetStep, 1);
    }
  }

  /** Fails with the first element whose bits differ; a NaN equals a NaN. */
  static void assertSame(String what, DataType type, Object expected, Object found) {
    for (int i = 0; i < Array.getLength(expected); i++) {
      if (!Elements.same(type, expected, i, found, i)) {
        fail(
            what
                + " in "
                + type
                + ": element "
                + i
                + " must be "
                + describe(type, expected, i)
                + ", but is "
                + describe(type, found, i));
      }
    }
  }

  private static String describe(DataType type, Object elements, int i) {
    String bits = Long.toHexString(Elements.bits(type, elements, i));
    return Elements.value(type, elements, i) + " (0x" + bits + ")";
  }
}
