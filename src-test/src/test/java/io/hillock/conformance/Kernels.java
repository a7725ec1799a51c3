package io.hillock.conformance;

import static io.hillock.kernels.Functions.exp;
import static io.hillock.kernels.Functions.expDifference;
import static io.hillock.kernels.Functions.expm1;
import static io.hillock.kernels.Functions.log;
import static io.hillock.kernels.Functions.log1p;
import static io.hillock.kernels.Functions.max;
import static io.hillock.kernels.Functions.min;
import static io.hillock.kernels.Functions.rowMax;
import static io.hillock.kernels.Functions.rowSum;
import static io.hillock.kernels.Functions.rowSumRest;
import static io.hillock.kernels.Functions.sigmoid;
import static io.hillock.kernels.Functions.tanh;

import io.hillock.kernels.Activations;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Elementary;
import io.hillock.kernels.Expr;
import io.hillock.kernels.Kernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The kernels under test: the catalogue, every elementary function by itself, and kernels as users
 * write them, which together use every primitive operation.
 */
final class Kernels {
  static final Kernel SOFTCAP = Kernel.of("softcap", x -> tanh(x.div(30)).mul(30));

  static final Kernel SWISH =
      Kernel.define("swish")
          .parameter("beta", 1)
          .define(in -> in.x().mul(sigmoid(in.x().mul(in.parameter("beta")))))
          .build();

  static final Kernel SWIGLU = Kernel.of("swiglu", (gate, up) -> gate.mul(sigmoid(gate)).mul(up));

  /** Where a branch is not taken it overflows. */
  static final Kernel SELU_LIKE =
      Kernel.of("selu-like", x -> x.gt(0).select(x, expm1(x).mul(1.67)).mul(1.05));

  static final Kernel SOFTPLUS =
      Kernel.of("softplus", x -> x.gt(0).select(x, 0).add(log1p(exp(x.abs().neg()))));

  static final Kernel HARD_TANH =
      Kernel.of("hard-tanh", x -> max(Expr.constant(-1), min(Expr.constant(1), x)));

  /** Has no symbolic derivative: it works on bits, with every operation on integers. */
  static final Kernel BITS =
      Kernel.define("bits")
          .forward(
              x -> {
                Expr b = x.bits();
                Expr mixed = b.shl(3).xor(b.shr(5)).or(b.ushr(7)).intAdd(12345);
                return mixed.intSub(b).intMin(-0x123456).and(0x007fffff).or(0x3f800000).fromBits();
              })
          .derivative(in -> in.x().bits().and(0x7fffffff).fromBits().sqrt().neg())
          .build();

  static final Kernel LOG_SUM_EXP =
      Kernel.of(
          "log-sum-exp",
          x -> {
            Expr max = rowMax(x);
            return log(rowSum(expDifference(x, max))).add(max);
          });

  static final Kernel LOG_SOFTMAX =
      Kernel.of(
          "user-log-softmax",
          x -> {
            Expr max = rowMax(x);
            return x.sub(max).sub(log(rowSum(expDifference(x, max))));
          });

  /** One number for each row. */
  static final Kernel SUM_REST = Kernel.of("sum-rest", x -> rowSumRest(x));

  /** Three phases: the mean, then the variance, then the result. */
  static final Kernel LAYER_NORM =
      Kernel.define("layer-norm")
          .positiveParameter("epsilon", 1e-5)
          .define(
              in -> {
                Expr count = rowSum(in.x().eq(in.x()).select(1, 0));
                Expr centred = in.x().sub(rowSum(in.x()).div(count));
                Expr variance = rowSum(centred.mul(centred)).div(count);
                return centred.div(variance.add(in.parameter("epsilon")).sqrt());
              })
          .build();

  private Kernels() {}

  /**
   * Returns a kernel of each elementary function by itself.
   *
   * @param wide whether for float64, and not for the other types
   */
  static List<Kernel> functions(boolean wide) {
    return Arrays.stream(Elementary.values()).map(function -> just(function, wide)).toList();
  }

  private static Kernel just(Elementary function, boolean wide) {
    String[] names =
        IntStream.range(0, function.arity()).mapToObj(i -> "x" + i).toArray(String[]::new);
    return Kernel.define("just-" + function.name().toLowerCase(Locale.ROOT))
        .inputs(names)
        .define(
            in ->
                function.lower(
                    Arrays.stream(names)
                        .map(in::input)
                        .map(x -> function.operands() == Expr.Type.INTEGER ? word(x, wide) : x)
                        .toList(),
                    wide))
        .build();
  }

  private static Expr word(Expr x, boolean wide) {
    return wide ? x.bits().ushr(32) : x.bits();
  }

  /** Returns the kernels that users define. */
  static List<Kernel> users() {
    return List.of(
        SOFTCAP,
        SWISH,
        SWIGLU,
        SELU_LIKE,
        SOFTPLUS,
        HARD_TANH,
        BITS,
        LOG_SUM_EXP,
        LOG_SOFTMAX,
        SUM_REST,
        LAYER_NORM,
        Activations.LEAKY_RELU.with("alpha", -0.3),
        Activations.GAUSSIAN.with("mu", 0.7).with("sigma", 0.3).with("a", -2),
        Activations.BINARY_STEP.with("threshold", 0.1));
  }

  /** Returns the map programs: each function, its derivatives and its backwards. */
  static Stream<Kernel> maps() {
    return maps(DataType.FLOAT32);
  }

  /** Returns the map programs for a data type. */
  static Stream<Kernel> maps(DataType type) {
    return Stream.concat(
        programs().filter(kernel -> !kernel.isRow()), functions(type.isWide()).stream());
  }

  /** Returns the row programs: each function and its backwards. */
  static Stream<Kernel> rows() {
    return programs().filter(Kernel::isRow);
  }

  private static Stream<Kernel> programs() {
    Map<String, Kernel> programs = new LinkedHashMap<>();
    Stream.concat(Activations.all().stream().filter(k -> !isFamily(k)), users().stream())
        .flatMap(Kernels::withDerived)
        .forEach(kernel -> programs.put(kernel.toString(), kernel));
    return programs.values().stream();
  }

  /**
   * Returns the kernels along a row that are softmax's kin, losses and norms: tests that take long
   * take softmax alone.
   */
  static Stream<Kernel> family() {
    return Activations.all().stream().filter(Kernels::isFamily);
  }

  private static boolean isFamily(Kernel kernel) {
    return kernel.isRow() && kernel != Activations.SOFTMAX;
  }

  /** Returns a kernel and all that is derived from it. */
  static Stream<Kernel> withDerived(Kernel kernel) {
    List<Kernel> all = new ArrayList<>(List.of(kernel));
    for (int input : kernel.realInputs()) {
      if (!kernel.isRow() && kernel.outputs().size() == 1) {
        all.add(kernel.derivative(input));
      }
      all.add(kernel.backward(input));
    }
    return all.stream();
  }

  /** Returns the map kernels of several inputs, as gated units are. */
  static Stream<Kernel> ofSeveralInputs() {
    return Activations.all().stream()
        .filter(kernel -> !kernel.isRow() && kernel.inputs().size() > 1);
  }
}
