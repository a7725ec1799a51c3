package io.hillock.conformance;

import io.hillock.check.Elements;
import io.hillock.check.Rows;
import io.hillock.kernels.Activations;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Kernel;
import io.hillock.kernels.Losses;
import io.hillock.kernels.Norms;
import io.hillock.kernels.Softmaxes;
import io.hillock.tensor.Engine;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Prints the CPU's driver and then, for each kernel, a digest of what it computes. It runs in a JVM
 * of its own, whose options choose the variant of the CPU.
 */
final class CpuDigest {
  private static final int MAP_SIZE = 8_203;
  private static final long[][] ROW_SHAPES = {{7, 1}, {5, 131}, {1, 4099}, {1, 9001}};
  private static List<String> expected;

  private CpuDigest() {}

  /** The least alike of the functions of float64. */
  private static final List<Kernel> WIDE =
      List.of(
          Activations.MISH.derivative(),
          Activations.POW.with("exponent", 2.5),
          Activations.LOGIT,
          Activations.TANH_SHRINK,
          Activations.SNAKE,
          Activations.SQUAREPLUS.derivative());

  /** Of softmax's kin those that meet every kind of input and operation. */
  private static final List<Kernel> FAMILY =
      List.of(
          Softmaxes.LOG_SOFTMAX,
          Softmaxes.MASKED,
          Softmaxes.LENGTH_MASKED,
          Softmaxes.HARDMAX,
          Softmaxes.GUMBEL,
          Losses.CROSS_ENTROPY,
          Losses.CROSS_ENTROPY.backward(),
          Norms.LAYER_NORM_AFFINE);

  /** Prints the digests. */
  public static void main(String[] arguments) {
    try (Engine engine = Engine.create("cpu")) {
      System.out.println(engine.device().driver());
      BiFunction<Kernel, Case, Object[]> run =
          (kernel, each) -> Runs.runAlong(engine, -1, kernel, each.type, each.shape, each.inputs);
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

  /** A type, a shape and the inputs of that shape. */
  private static final class Case {
    private final DataType type;
    private final long[] shape;
    private final Object[] inputs;

    Case(DataType type, long[] shape, Object[] inputs) {
      this.type = type;
      this.shape = shape;
      this.inputs = inputs;
    }
  }

  private static Object[] compute(Kernel kernel, Case each) {
    return kernel.isRow()
        ? Expected.computeAlong(kernel, each.type, 1, each.shape, each.inputs)
        : Expected.compute(kernel, each.type, each.inputs);
  }

  private static List<String> digests(BiFunction<Kernel, Case, Object[]> run) {
    List<String> lines = new ArrayList<>();
    for (DataType type : DataType.reals()) {
      maps(type)
          .forEach(
              kernel -> {
                Object[] inputs = Expected.inputs(kernel, type, MAP_SIZE);
                Case each = new Case(type, new long[] {MAP_SIZE}, inputs);
                lines.add(kernel + " " + type + " " + digest(type, run.apply(kernel, each)));
              });
      rows(type)
          .forEach(
              kernel -> {
                for (long[] shape : ROW_SHAPES) {
                  Rows rows = Rows.of(kernel, (int) shape[1]);
                  Case each = new Case(type, shape, rows.get(type, 0, (int) shape[0]));
                  String digest = digest(type, run.apply(kernel, each));
                  lines.add(kernel + " " + type + " " + shape[1] + " " + digest);
                }
              });
    }
    Kernels.maps()
        .forEach(
            kernel -> {
              Case special = special(kernel);
              lines.add(
                  kernel + " special " + digest(DataType.FLOAT32, run.apply(kernel, special)));
            });
    return lines;
  }

  /** The map kernels for a type: all for the first one, then enough to meet every operation. */
  private static Stream<Kernel> maps(DataType type) {
    if (type == DataType.FLOAT32) {
      return Kernels.maps();
    }
    Stream<Kernel> some =
        Stream.of(
            Activations.GELU,
            Activations.CRELU,
            Activations.RRELU_TRAIN,
            Activations.SWIGLU.gradients(),
            Kernels.BITS);
    return type.isWide() ? Stream.concat(some, WIDE.stream()) : some;
  }

  private static Stream<Kernel> rows(DataType type) {
    return type == DataType.FLOAT32
        ? Stream.concat(Kernels.rows(), FAMILY.stream())
        : Stream.concat(
            Stream.of(Activations.SOFTMAX, Activations.SOFTMAX.backward()), FAMILY.stream());
  }

  private static Case special(Kernel kernel) {
    float[][] inputs = Expected.specialInputs(kernel);
    return new Case(DataType.FLOAT32, new long[] {inputs[0].length}, inputs);
  }

  private static String digest(DataType type, Object[] outputs) {
    long hash = outputs.length;
    for (Object output : outputs) {
      int length = Array.getLength(output);
      for (int i = 0; i < length; i++) {
        boolean nan = Double.isNaN(Elements.value(type, output, i));
        hash = (hash ^ (nan ? -1 : Elements.bits(type, output, i))) * 0x9E3779B97F4A7C15L;
        hash ^= hash >>> 32;
      }
    }
    return Long.toHexString(hash);
  }
}
