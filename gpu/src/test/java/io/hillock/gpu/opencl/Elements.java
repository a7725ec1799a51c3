package io.hillock.gpu.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.hillock.gpu.HostArray;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Interpreter;
import io.hillock.kernels.Program;
import io.hillock.tensor.spi.Backend;
import io.hillock.tensor.spi.Extent;
import io.hillock.tensor.spi.Memory;
import io.hillock.tensor.spi.Operand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Elements of every data type as their stored bits, on a device and in the interpreter. */
public final class Elements {
  private static final double[] SPECIAL = {
    0.0,
    -0.0,
    1,
    -1,
    0.5,
    0x1p-24,
    0x1p-14,
    -0x1p-25,
    Float.MIN_VALUE,
    -Float.MIN_NORMAL,
    Double.MIN_VALUE,
    -Double.MIN_NORMAL,
    65504,
    Float.MAX_VALUE,
    -Double.MAX_VALUE,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.NaN
  };

  private Elements() {}

  /** Returns elements of all magnitudes, those that need care among them. */
  static long[] spread(DataType type, int count, long seed) {
    Random random = new Random(seed);
    long mask = -1L >>> (Long.SIZE - 8 * type.bytes());
    long[] bits = new long[count];
    for (int i = 0; i < count; i++) {
      bits[i] =
          switch (random.nextInt(4)) {
            case 0 -> type.bitsOf(SPECIAL[random.nextInt(SPECIAL.length)]);
            case 1 -> random.nextLong() & mask;
            default -> type.bitsOf(random.nextGaussian() * 10);
          };
    }
    return bits;
  }

  /** Returns elements whose sum is finite and depends on the order in which they are added. */
  public static long[] ordinary(DataType type, int count, long seed) {
    Random random = new Random(seed);
    long[] bits = new long[count];
    for (int i = 0; i < count; i++) {
      bits[i] = type.bitsOf(random.nextGaussian() * Math.exp(random.nextGaussian()));
    }
    return bits;
  }

  /** Returns integers of both signs, small and large, or truth values. */
  public static long[] integers(DataType type, int count, long seed) {
    Random random = new Random(seed);
    long[] bits = new long[count];
    for (int i = 0; i < count; i++) {
      int value = random.nextInt(8) == 0 ? random.nextInt() : random.nextInt(100) - 20;
      bits[i] = type == DataType.BOOL ? random.nextInt(3) : value & 0xffffffffL;
    }
    return bits;
  }

  static long[] filled(DataType type, int count, double value) {
    long[] bits = new long[count];
    Arrays.fill(bits, type.bitsOf(value));
    return bits;
  }

  static Memory upload(Backend backend, DataType type, long[] bits) {
    Memory memory = backend.allocate(type, bits.length);
    backend.upload(HostArray.of(type, bits), 0, memory, 0, bits.length);
    return memory;
  }

  static long[] download(Backend backend, DataType type, Memory memory, int count) {
    Object array = HostArray.of(type, new long[count]);
    backend.download(memory, 0, array, 0, count);
    return HostArray.bits(array);
  }

  /** Returns what the interpreter gives for rows that lie as the extent says. */
  static long[][] expected(Program program, double[] parameters, Extent extent, long[]... inputs) {
    Interpreter interpreter = new Interpreter(program, parameters);
    int length = (int) (program.isRow() ? extent.length() : extent.count());
    int inner = (int) (program.isRow() ? extent.inner() : 1);
    int rows = (int) (program.isRow() ? extent.rows() : 1);
    int results = program.reducesRow() ? rows : (int) extent.count();
    long[][] result = new long[program.outputs().size()][results];
    // One column at least, from which the interpreter knows the row's length.
    long[][] elements = new long[Math.max(1, inputs.length)][length];
    for (int row = 0; row < rows; row++) {
      int base = row / inner * length * inner + row % inner;
      for (int k = 0; k < inputs.length; k++) {
        for (int i = 0; i < length; i++) {
          elements[k][i] = inputs[k][base + i * inner];
        }
      }
      long[][] values = interpreter.row(base, inner, elements);
      for (int o = 0; o < values.length; o++) {
        if (program.reducesRow()) {
          result[o][row] = values[o][0];
        } else {
          for (int i = 0; i < length; i++) {
            result[o][base + i * inner] = values[o][i];
          }
        }
      }
    }
    return result;
  }

  /** Runs a program on dense inputs, and checks that nothing is written behind the end. */
  static long[][] run(
      Backend backend, Program program, double[] parameters, Extent extent, long[]... inputs) {
    DataType type = program.type();
    List<Operand> operands = new ArrayList<>();
    for (int i = 0; i < inputs.length; i++) {
      operands.add(Operand.dense(upload(backend, program.inputType(i), inputs[i])));
    }
    int results = (int) (program.reducesRow() ? extent.rows() : extent.count());
    List<Operand> outputs = new ArrayList<>();
    for (int o = 0; o < program.outputs().size(); o++) {
      outputs.add(Operand.dense(upload(backend, type, filled(type, results + 1, 42))));
    }
    backend.run(program, parameters, operands, outputs, extent);
    long[][] found = new long[outputs.size()][];
    for (int o = 0; o < found.length; o++) {
      long[] all = download(backend, type, outputs.get(o).memory(), results + 1);
      assertEquals(42, type.valueOf(all[results]), program.name() + " wrote behind the end");
      found[o] = Arrays.copyOf(all, results);
    }
    operands.forEach(operand -> operand.memory().release());
    outputs.forEach(output -> output.memory().release());
    return found;
  }

  /** Runs a program on dense inputs and compares the results with the interpreter's. */
  public static void assertExact(
      Backend backend, Program program, double[] parameters, Extent extent, long[]... inputs) {
    long[][] expected = expected(program, parameters, extent, inputs);
    long[][] found = run(backend, program, parameters, extent, inputs);
    String what = program.type().label() + " " + program.name() + " " + extent;
    for (int o = 0; o < expected.length; o++) {
      assertSame(program.type(), expected[o], found[o], what + ", output " + o);
    }
  }

  /** Compares bit for bit; a NaN is equal to a NaN. */
  static void assertSame(DataType type, long[] expected, long[] found, String what) {
    assertEquals(expected.length, found.length, what);
    for (int i = 0; i < expected.length; i++) {
      double value = type.valueOf(expected[i]);
      if (expected[i] != found[i]
          && !(Double.isNaN(value) && Double.isNaN(type.valueOf(found[i])))) {
        fail(
            what
                + ": element "
                + i
                + " is "
                + Double.toHexString(type.valueOf(found[i]))
                + ", but must be "
                + Double.toHexString(value));
      }
    }
  }
}
