package io.hillock.conformance;

import io.hillock.check.Rows;
import io.hillock.kernels.Kernel;
import io.hillock.tensor.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Prints the CPU's driver and then, for each kernel, a digest of what it computes. It runs in a JVM
 * of its own, whose options choose the variant of the CPU.
 */
final class CpuDigest {
  private static final int MAP_SIZE = 8_203;
  private static final long[][] ROW_SHAPES = {{7, 1}, {5, 131}, {1, 4099}, {1, 9001}};
  private static List<String> expected;

  private CpuDigest() {}

  /** Prints the digests. */
  public static void main(String[] arguments) {
    try (Engine engine = Engine.create("cpu")) {
      System.out.println(engine.device().driver());
      BiFunction<Kernel, Case, float[]> run =
          (kernel, each) -> Runs.run(engine, kernel, each.shape, each.inputs);
      digests(run).forEach(System.out::println);
    }
  }

  /** Returns the digests that the interpreter's results have. */
  static synchronized List<String> expected() {
    if (expected == null) {
      expected = digests(CpuDigest::compute);
    }
    return expected;
  }

  /** A shape and the inputs of that shape. */
  private static final class Case {
    private final long[] shape;
    private final float[][] inputs;

    Case(long[] shape, float[][] inputs) {
      this.shape = shape;
      this.inputs = inputs;
    }
  }

  private static float[] compute(Kernel kernel, Case each) {
    if (!kernel.isRow()) {
      return Expected.compute(kernel, each.inputs);
    }
    int rows = (int) each.shape[0];
    int length = (int) each.shape[1];
    int width = kernel.program().reducesRow() ? 1 : length;
    float[] result = new float[rows * width];
    for (int row = 0; row < rows; row++) {
      float[][] inputs = new float[each.inputs.length][length];
      for (int i = 0; i < inputs.length; i++) {
        System.arraycopy(each.inputs[i], row * length, inputs[i], 0, length);
      }
      System.arraycopy(Expected.compute(kernel, inputs), 0, result, row * width, width);
    }
    return result;
  }

  private static List<String> digests(BiFunction<Kernel, Case, float[]> run) {
    List<String> lines = new ArrayList<>();
    Kernels.maps()
        .forEach(
            kernel -> {
              Case each = new Case(new long[] {MAP_SIZE}, Expected.inputs(kernel, MAP_SIZE));
              lines.add(kernel + " " + digest(run.apply(kernel, each)));
              Case special = special(kernel);
              lines.add(kernel + " special " + digest(run.apply(kernel, special)));
            });
    Kernels.rows()
        .forEach(
            kernel -> {
              for (long[] shape : ROW_SHAPES) {
                Rows rows = new Rows(kernel.inputs().size(), (int) shape[1]);
                Case each = new Case(shape, rows.get(0, (int) shape[0]));
                lines.add(kernel + " " + shape[1] + " " + digest(run.apply(kernel, each)));
              }
            });
    return lines;
  }

  private static Case special(Kernel kernel) {
    float[][] inputs = Expected.specialInputs(kernel);
    return new Case(new long[] {inputs[0].length}, inputs);
  }

  private static String digest(float[] values) {
    long hash = values.length;
    for (float value : values) {
      hash = (hash ^ Float.floatToIntBits(value)) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 32;
    }
    return Long.toHexString(hash);
  }
}
