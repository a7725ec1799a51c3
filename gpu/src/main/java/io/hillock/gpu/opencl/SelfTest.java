package io.hillock.gpu.opencl;

import io.hillock.gpu.HostArray;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Expr;
import io.hillock.kernels.Interpreter;
import io.hillock.kernels.Kernel;
import io.hillock.kernels.Program;
import io.hillock.tensor.spi.Backend;
import io.hillock.tensor.spi.Extent;
import io.hillock.tensor.spi.Memory;
import io.hillock.tensor.spi.Operand;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Compares the arithmetic of a device with Java's on some thousand inputs that are hard: what the
 * driver says of itself is not always so. In a 16-bit type that is its conversions, too.
 */
final class SelfTest {
  private static final List<String> OPERATIONS =
      List.of("addition", "multiplication", "fma", "division", "square root");

  private static final Kernel KERNEL =
      Kernel.define("self-test")
          .inputs("a", "b", "c", "operation")
          .define(
              in -> {
                Expr a = in.input("a");
                Expr b = in.input("b");
                Expr which = in.input("operation");
                Expr result = a.add(b);
                result = which.eq(1).select(a.mul(b), result);
                result = which.eq(2).select(a.fma(b, in.input("c")), result);
                result = which.eq(3).select(a.div(b), result);
                return which.eq(4).select(a.sqrt(), result);
              })
          .build();

  private static final int INPUTS = 4;
  private static final int RANDOM = 600;

  private SelfTest() {}

  /**
   * Returns what a device computes otherwise than Java with elements of a data type, with an
   * example; nothing if all agrees.
   */
  static List<String> differences(Backend backend, DataType type) {
    Program program = KERNEL.program(type);
    long[][] inputs = inputs(type);
    long[] expected = new Interpreter(program).row(0, 1, inputs)[0];
    long[] found = run(backend, program, inputs);
    int[] wrong = new int[OPERATIONS.size()];
    String[] example = new String[OPERATIONS.size()];
    for (int i = 0; i < found.length; i++) {
      double value = type.valueOf(expected[i]);
      // As numbers, zeros of either sign would be equal and NaNs would not.
      if (Double.compare(value, type.valueOf(found[i])) != 0) {
        int which = i % OPERATIONS.size();
        wrong[which]++;
        example[which] =
            "of "
                + hex(type, inputs[0][i])
                + ", "
                + hex(type, inputs[1][i])
                + ", "
                + hex(type, inputs[2][i])
                + " it gives "
                + hex(type, found[i])
                + " and not "
                + hex(type, expected[i]);
      }
    }
    List<String> result = new ArrayList<>();
    for (int which = 0; which < wrong.length; which++) {
      if (wrong[which] > 0) {
        result.add(
            (type == DataType.FLOAT32 ? "" : type.label() + " ")
                + OPERATIONS.get(which)
                + " differs "
                + wrong[which]
                + " times, so "
                + example[which]);
      }
    }
    return result;
  }

  private static String hex(DataType type, long bits) {
    return Double.toHexString(type.valueOf(bits));
  }

  private static long[] run(Backend backend, Program program, long[][] inputs) {
    DataType type = program.type();
    int count = inputs[0].length;
    List<Memory> memories = new ArrayList<>();
    try {
      List<Operand> operands = new ArrayList<>();
      for (long[] input : inputs) {
        Memory memory = backend.allocate(type, count);
        memories.add(memory);
        backend.upload(HostArray.of(type, input), 0, memory, 0, count);
        operands.add(Operand.dense(memory));
      }
      Memory output = backend.allocate(type, count);
      memories.add(output);
      List<Operand> outputs = List.of(Operand.dense(output));
      backend.run(program, new double[0], operands, outputs, new Extent(1, count, 1));
      Object found = HostArray.of(type, new long[count]);
      backend.download(output, 0, found, 0, count);
      return HostArray.bits(found);
    } finally {
      backend.finish();
      memories.forEach(Memory::release);
    }
  }

  private static long[][] inputs(DataType type) {
    SplittableRandom random = new SplittableRandom(1);
    long mask = -1L >>> (Long.SIZE - 8 * type.bytes());
    long[] special = special(type);
    int pairs = special.length * special.length + RANDOM;
    long[][] inputs = new long[INPUTS][pairs * OPERATIONS.size()];
    for (int i = 0; i < inputs[0].length; i++) {
      int pair = i / OPERATIONS.size();
      boolean chosen = pair < special.length * special.length;
      inputs[0][i] = chosen ? special[pair % special.length] : random.nextLong() & mask;
      inputs[1][i] = chosen ? special[pair / special.length] : random.nextLong() & mask;
      inputs[2][i] = special[random.nextInt(special.length)];
      inputs[3][i] = type.bitsOf(i % OPERATIONS.size());
    }
    return inputs;
  }

  /** Returns numbers where rounding, subnormals, infinities and zeros are decided. */
  private static long[] special(DataType type) {
    int precision =
        switch (type) {
          case FLOAT16 -> 11;
          case BFLOAT16 -> 8;
          case FLOAT32 -> 24;
          case FLOAT64 -> 53;
          case INT32, BOOL -> throw new IllegalArgumentException(type + " is not of real numbers");
        };
    int least =
        switch (type) {
          case FLOAT16 -> -14;
          case BFLOAT16, FLOAT32 -> Float.MIN_EXPONENT;
          case FLOAT64 -> Double.MIN_EXPONENT;
          case INT32, BOOL -> throw new IllegalArgumentException(type + " is not of real numbers");
        };
    double ulp = Math.scalb(1.0, 1 - precision);
    double normal = Math.scalb(1.0, least);
    double smallest = Math.scalb(1.0, least + 1 - precision);
    double largest = Math.scalb(2 - ulp, 1 - least);
    double[] values = {
      0.0,
      -0.0,
      smallest,
      -3 * smallest,
      normal,
      normal - smallest,
      normal * 0x1.8p-5,
      0.1,
      1.0 / 3,
      1,
      1 + ulp,
      1 - ulp / 2,
      -1,
      3,
      -7,
      2 / ulp - 1,
      2 / ulp,
      Math.scalb(1 + 0.1, -least / 2),
      Math.scalb(1 + 0.1, least / 2),
      largest,
      -largest,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      Double.NaN
    };
    long[] bits = new long[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = type.bitsOf(values[i]);
    }
    return bits;
  }
}
