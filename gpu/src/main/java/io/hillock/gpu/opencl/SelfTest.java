package io.hillock.gpu.opencl;

import io.hillock.kernels.Expr;
import io.hillock.kernels.Interpreter;
import io.hillock.kernels.Kernel;
import io.hillock.kernels.Program;
import io.hillock.tensor.DataType;
import io.hillock.tensor.spi.Backend;
import io.hillock.tensor.spi.Extent;
import io.hillock.tensor.spi.Memory;
import io.hillock.tensor.spi.Operand;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Compares the arithmetic of a device with Java's on some thousand inputs that are hard: what the
 * driver says of itself is not always so.
 */
final class SelfTest {
  private static final List<String> OPERATIONS =
      List.of("addition", "multiplication", "fma", "division", "square root");

  private static final Program PROGRAM =
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
          .build()
          .program();

  /** Where rounding, subnormals, infinities and zeros are decided. */
  private static final float[] SPECIAL = {
    0f,
    -0f,
    Float.MIN_VALUE,
    -3 * Float.MIN_VALUE,
    Float.MIN_NORMAL,
    Math.nextDown(Float.MIN_NORMAL),
    0x1.8p-140f,
    0.1f,
    1f / 3,
    1f,
    Math.nextUp(1f),
    Math.nextDown(1f),
    -1f,
    3f,
    -7f,
    0x1.fffffep23f,
    0x1p24f,
    0x1.234568p60f,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.NaN
  };

  private static final int RANDOM = 600;

  private SelfTest() {}

  /** Returns what a device computes otherwise than Java, with an example; nothing if all agrees. */
  static List<String> differences(Backend backend) {
    float[][] inputs = inputs();
    int count = inputs[0].length;
    float[] found = run(backend, inputs, count);
    Interpreter interpreter = new Interpreter(PROGRAM);
    int[] wrong = new int[OPERATIONS.size()];
    String[] example = new String[OPERATIONS.size()];
    for (int i = 0; i < count; i++) {
      float expected = interpreter.map(inputs[0][i], inputs[1][i], inputs[2][i], inputs[3][i]);
      if (Float.floatToIntBits(expected) != Float.floatToIntBits(found[i])) {
        int which = (int) inputs[3][i];
        wrong[which]++;
        example[which] =
            "of "
                + Float.toHexString(inputs[0][i])
                + ", "
                + Float.toHexString(inputs[1][i])
                + ", "
                + Float.toHexString(inputs[2][i])
                + " it gives "
                + Float.toHexString(found[i])
                + " and not "
                + Float.toHexString(expected);
      }
    }
    List<String> result = new ArrayList<>();
    for (int which = 0; which < wrong.length; which++) {
      if (wrong[which] > 0) {
        result.add(
            OPERATIONS.get(which) + " differs " + wrong[which] + " times, so " + example[which]);
      }
    }
    return result;
  }

  private static float[] run(Backend backend, float[][] inputs, int count) {
    List<Memory> memories = new ArrayList<>();
    try {
      List<Operand> operands = new ArrayList<>();
      for (float[] input : inputs) {
        Memory memory = backend.allocate(DataType.FLOAT32, count);
        memories.add(memory);
        backend.upload(input, 0, memory, 0, count);
        operands.add(new Operand(memory, count, 1, true));
      }
      Memory output = backend.allocate(DataType.FLOAT32, count);
      memories.add(output);
      backend.run(PROGRAM, new float[0], operands, output, new Extent(1, count, 1));
      float[] found = new float[count];
      backend.download(output, 0, found, 0, count);
      return found;
    } finally {
      backend.finish();
      memories.forEach(Memory::release);
    }
  }

  private static float[][] inputs() {
    SplittableRandom random = new SplittableRandom(1);
    int pairs = SPECIAL.length * SPECIAL.length + RANDOM;
    float[][] inputs = new float[4][pairs * OPERATIONS.size()];
    for (int i = 0; i < inputs[0].length; i++) {
      int pair = i / OPERATIONS.size();
      boolean special = pair < SPECIAL.length * SPECIAL.length;
      inputs[0][i] =
          special ? SPECIAL[pair % SPECIAL.length] : Float.intBitsToFloat(random.nextInt());
      inputs[1][i] =
          special ? SPECIAL[pair / SPECIAL.length] : Float.intBitsToFloat(random.nextInt());
      inputs[2][i] = SPECIAL[random.nextInt(SPECIAL.length)];
      inputs[3][i] = i % OPERATIONS.size();
    }
    return inputs;
  }
}
