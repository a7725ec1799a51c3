package io.hillock.cpu;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/**
 * Shows the JVM all kinds of vector operations before it compiles the first. Methods that all of
 * them go through would else be compiled for those kinds alone that were met so far, and each new
 * kind would count against them; a hundred such counts in what one method inlines, and the compiler
 * of JDK 17 no longer trusts the types of vectors there: where many programs ran, each new one was
 * three to five times slower.
 */
final class VectorProfile {
  private static final int ROUNDS = 2000;
  private static boolean shown;

  private VectorProfile() {}

  /** Shows them, the first time it is called. */
  static synchronized void show() {
    if (shown) {
      return;
    }
    shown = true;
    float[] floats = new float[FloatVector.SPECIES_PREFERRED.length()];
    double[] doubles = new double[DoubleVector.SPECIES_PREFERRED.length()];
    for (int i = 0; i < ROUNDS; i++) {
      floats(floats);
      doubles(doubles);
    }
  }

  private static void floats(float[] array) {
    FloatVector x = FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, array, 0);
    FloatVector y = x.neg().abs().add(x).fma(x, x).mul(x).sub(x).sqrt().div(x);
    VectorMask<Float> less = y.compare(VectorOperators.LT, x);
    IntVector bits =
        (IntVector) y.convertShape(VectorOperators.REINTERPRET_F2I, IntVector.SPECIES_PREFERRED, 0);
    IntVector moved = bits.lanewise(VectorOperators.LSHL, 1).and(bits).or(bits).sub(bits).add(bits);
    moved = moved.lanewise(VectorOperators.ASHR, 1).lanewise(VectorOperators.XOR, bits).min(bits);
    FloatVector z =
        (FloatVector)
            moved.convertShape(VectorOperators.REINTERPRET_I2F, FloatVector.SPECIES_PREFERRED, 0);
    FloatVector turned = z.rearrange(VectorShuffle.iota(FloatVector.SPECIES_PREFERRED, 0, 1, true));
    turned.blend(x, less).max(x).intoArray(array, 0);
  }

  private static void doubles(double[] array) {
    DoubleVector x = DoubleVector.fromArray(DoubleVector.SPECIES_PREFERRED, array, 0);
    DoubleVector y = x.neg().abs().add(x).fma(x, x).mul(x).sub(x).sqrt().div(x);
    VectorMask<Double> less = y.compare(VectorOperators.LT, x);
    LongVector bits =
        (LongVector)
            y.convertShape(VectorOperators.REINTERPRET_D2L, LongVector.SPECIES_PREFERRED, 0);
    LongVector moved =
        bits.lanewise(VectorOperators.LSHL, 1).and(bits).or(bits).sub(bits).add(bits);
    moved = moved.lanewise(VectorOperators.ASHR, 1).lanewise(VectorOperators.XOR, bits).min(bits);
    DoubleVector z =
        (DoubleVector)
            moved.convertShape(VectorOperators.REINTERPRET_L2D, DoubleVector.SPECIES_PREFERRED, 0);
    DoubleVector turned =
        z.rearrange(VectorShuffle.iota(DoubleVector.SPECIES_PREFERRED, 0, 1, true));
    turned.blend(x, less).max(x).intoArray(array, 0);
  }
}
