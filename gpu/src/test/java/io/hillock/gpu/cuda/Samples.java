package io.hillock.gpu.cuda;

import io.hillock.check.Elements;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Program;
import java.util.Random;

/** Elements to compute with; the same arguments always give the same ones. */
final class Samples {
  private static final double[] SPECIAL = {
    0.0,
    -0.0,
    1,
    -1,
    0.5,
    -0.5,
    5.5,
    -17,
    88.7,
    -88.7,
    -103.9,
    709.8,
    -745.2,
    0x1p-24,
    -0x1p-25,
    65504,
    Float.MIN_VALUE,
    -Float.MIN_NORMAL,
    Float.MAX_VALUE,
    Double.MIN_VALUE,
    -Double.MIN_NORMAL,
    -Double.MAX_VALUE,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.NaN
  };

  private Samples() {}

  /** Returns columns of all magnitudes, those that need care among them. */
  static Object[] spread(DataType type, int columns, int count) {
    Random random = new Random(count);
    long mask = -1L >>> (Long.SIZE - 8 * type.bytes());
    Object[] result = Elements.arrays(type, columns, count);
    for (Object column : result) {
      for (int i = 0; i < count; i++) {
        long bits =
            switch (random.nextInt(4)) {
              case 0 -> type.bitsOf(SPECIAL[random.nextInt(SPECIAL.length)]);
              case 1 -> random.nextLong() & mask;
              default -> type.bitsOf(random.nextGaussian() * 10);
            };
        Elements.setBits(type, column, i, bits);
      }
    }
    return result;
  }

  /**
   * Returns a column for each input of a program: real numbers as {@link #ordinary(DataType, int,
   * int)} does, integers of both signs, or truth values.
   */
  static Object[] ordinary(Program program, int count) {
    Random random = new Random(count);
    Object[] result = new Object[program.inputs()];
    for (int k = 0; k < result.length; k++) {
      DataType type = program.inputType(k);
      result[k] = Elements.array(type, count);
      for (int i = 0; i < count; i++) {
        double real = random.nextGaussian() * Math.exp(random.nextGaussian());
        Elements.set(type, result[k], i, type == DataType.INT32 ? (int) (real * 10) : real);
      }
    }
    return result;
  }

  /** Returns columns whose sums are finite and depend on the order in which they are added. */
  static Object[] ordinary(DataType type, int columns, int count) {
    Random random = new Random(count);
    Object[] result = Elements.arrays(type, columns, count);
    for (Object column : result) {
      for (int i = 0; i < count; i++) {
        Elements.set(type, column, i, random.nextGaussian() * Math.exp(random.nextGaussian()));
      }
    }
    return result;
  }
}
