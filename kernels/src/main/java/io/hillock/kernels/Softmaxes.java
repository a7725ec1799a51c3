package io.hillock.kernels;

import static io.hillock.kernels.Functions.log;
import static io.hillock.kernels.Functions.rowSum;
import static io.hillock.kernels.Functions.sech2;
import static io.hillock.kernels.Functions.tanh;
import static io.hillock.kernels.Functions.uniform;
import static io.hillock.kernels.RowFunctions.firstLargest;
import static io.hillock.kernels.RowFunctions.share;
import static io.hillock.kernels.RowFunctions.shareBackward;
import static io.hillock.kernels.RowFunctions.zeroWhereMasked;

import io.hillock.kernels.RowFunctions.LogSum;
import java.util.List;
import java.util.function.Function;

/**
 * Softmax and its kin along a row, part of the {@link Activations catalogue}. A row with a NaN is
 * NaN throughout, as is one whose largest element is infinite where nothing else is said.
 */
public final class Softmaxes {
  private static final String NAN = "NaN in a row with a NaN or +inf, or of -inf alone";

  private static final String ZERO_WHERE_MASKED =
      "0 where masked, throughout in a row that is masked or -inf throughout";

  /**
   * {@code e^x_i / sum of e^x_j}.
   *
   * <p>Error at most 3.1 ULP however long the row: half of the last rounding, 1.3 of the element's
   * exponential, and as much of the others in the sum, should all err to the other side; the sum
   * itself is not rounded. On 2 * 10^8 elements of normal rows of up to 4096, of deviations from 1
   * to 30, it is 1.9.
   */
  public static final Kernel SOFTMAX =
      Kernel.define("softmax")
          .formula("exp(x - max(x)) / sum(exp(x - max(x))) along the row")
          .range("[0, 1]")
          .atKinks(NAN)
          .maxUlp(2, Double.NaN)
          .forward(x -> share(x))
          .backward(in -> shareBackward(share(in.x()), in.upstream()))
          .build();

  /**
   * The logarithm of the softmax, {@code x_i - max - ln(sum of e^(x_j - max))}.
   *
   * <p>Error at most 5 ULP however long the row: both terms have one sign, so that none grows; half
   * of the last rounding, half of the distance to the largest element, 1 of the logarithm, and 3 of
   * the exponentials and their sum, which the logarithm only makes less. On a million elements of
   * rows of up to 4097 it is 1.6, where the largest element is almost certain, too.
   */
  public static final Kernel LOG_SOFTMAX =
      Kernel.define("log-softmax")
          .formula("x - max(x) - ln(sum(exp(x - max(x)))) along the row")
          .range("[-inf, 0]")
          .atKinks(NAN)
          .maxUlp(2, Double.NaN)
          .forward(
              x -> {
                LogSum sum = LogSum.of(x);
                return sum.distance().sub(sum.rest());
              })
          .backward(
              in -> {
                Expr all = rowSum(in.upstream());
                return in.upstream().sub(share(in.x()).mul(all));
              })
          .build();

  /** The softmax of -x. */
  public static final Kernel SOFTMIN =
      Kernel.define("softmin")
          .formula("softmax(-x) along the row")
          .range("[0, 1]")
          .atKinks("NaN in a row with a NaN or -inf, or of +inf alone")
          .maxUlp(2, Double.NaN)
          .forward(x -> share(x.neg()))
          .backward(in -> shareBackward(share(in.x().neg()), in.upstream()).neg())
          .build();

  /**
   * The logarithm of the sum of the exponentials, one number for each row; -infinity for a row of
   * -infinity alone and for an empty one, +infinity for one with +infinity.
   */
  public static final Kernel LOG_SUM_EXP =
      Kernel.define("logsumexp")
          .formula("max(x) + ln(sum(exp(x - max(x)))) of the row")
          .range("[-inf, inf]")
          .atKinks("-inf for a row of -inf or of nothing, +inf with +inf")
          .maxUlpOfRow(3)
          .forward(
              x -> {
                LogSum sum = LogSum.of(x);
                Expr max = sum.max();
                return max.abs().eq(Double.POSITIVE_INFINITY).select(max, max.add(sum.rest()));
              })
          .backward(in -> share(in.x()).mul(in.upstream()))
          .build();

  /** The softmax of {@code x / temperature}; the quotient is not rounded. */
  public static final Kernel TEMPERATURE =
      Kernel.define("softmax-temperature")
          .formula("softmax(x / temperature) along the row")
          .range("[0, 1]")
          .atKinks(NAN)
          .positiveParameter("temperature", 1)
          .maxUlp(2, Double.NaN)
          .define(in -> cooled(in))
          .backward(in -> shareBackward(cooled(in), in.upstream()).div(in.parameter("temperature")))
          .build();

  /**
   * The softmax of {@code cap tanh(x / cap) / temperature}, as language models bound their logits.
   * The rounding of the bounded logits is multiplied with their size.
   */
  public static final Kernel SOFTCAP =
      Kernel.define("softmax-softcap")
          .formula("softmax(cap tanh(x / cap) / temperature) along the row")
          .range("[0, 1]")
          .atKinks("NaN in a row with a NaN")
          .positiveParameter("cap", 30)
          .positiveParameter("temperature", 1)
          .maxUlp(128, Double.NaN)
          .define(in -> share(capped(in)))
          .backward(
              in -> {
                Expr slope =
                    sech2(in.x().div(in.parameter("cap"))).div(in.parameter("temperature"));
                return shareBackward(share(capped(in)), in.upstream()).mul(slope);
              })
          .build();

  /** The softmax of the elements whose mask is true, 0 for the others. */
  public static final Kernel MASKED =
      masked(
          Kernel.define("masked-softmax")
              .formula("softmax(x where mask, else -inf) along the row, 0 where masked")
              .inputs("x", "mask")
              .booleanInput("mask"),
          in -> in.input("mask").select(in.x(), Double.NEGATIVE_INFINITY));

  /**
   * The softmax of the first elements of each row, as many as its length says, 0 for the others.
   * Lengths of 1, 2, 3, ... are a causal mask.
   */
  public static final Kernel LENGTH_MASKED =
      masked(
          Kernel.define("length-masked-softmax")
              .formula("softmax(x where position < length, else -inf) along the row, 0 elsewhere")
              .inputs("x", "length")
              .integerInput("length"),
          in -> Expr.position().intLt(in.input("length")).select(in.x(), Double.NEGATIVE_INFINITY));

  /** The softmax of x + mask, 0 where that is -infinity; the sum is not rounded. */
  public static final Kernel ADDITIVE_MASKED =
      Kernel.define("additive-masked-softmax")
          .formula("softmax(x + mask) along the row, 0 where that is -inf")
          .inputs("x", "mask")
          .range("[0, 1]")
          .atKinks(ZERO_WHERE_MASKED)
          .maxUlp(2.6, Double.NaN)
          .define(in -> maskedBySum(in))
          .backward(in -> sumBackward(in))
          .backward(1, in -> sumBackward(in))
          .build();

  /** 1 for the first of a row's largest elements, 0 for the others; its slope is 0. */
  public static final Kernel HARDMAX =
      Kernel.define("hardmax")
          .formula("1 for the first of the largest of the row, else 0")
          .range("{0, 1}")
          .atKinks("NaN in a row with a NaN; f' = 0")
          .maxUlp(0, Double.NaN)
          .forward(x -> firstLargest(x))
          .backward(in -> Expr.constant(0))
          .build();

  /**
   * The softmax of {@code (x + noise) / temperature} with Gumbel noise for each element: a
   * differentiable draw from the distribution that softmax(x) is. The noise is the same for the
   * same seed, stream and index of the element.
   */
  public static final Kernel GUMBEL =
      gumbel("gumbel-softmax", "softmax((x - ln(-ln(uniform))) / temperature) along the row")
          .range("[0, 1]")
          .atKinks(NAN)
          .define(in -> share(noisy(in)))
          .backward(in -> noisyBackward(in))
          .build();

  /** The draw itself, 1 for the element that is drawn; its gradient is that of {@link #GUMBEL}. */
  public static final Kernel GUMBEL_HARD =
      gumbel("gumbel-softmax-hard", "hardmax(x - ln(-ln(uniform))), f' that of gumbel-softmax")
          .range("{0, 1}")
          .atKinks("NaN in a row with a NaN; f' is that of gumbel-softmax")
          .define(in -> firstLargest(noisy(in)))
          .backward(in -> noisyBackward(in))
          .build();

  /** The point of the probability simplex that is nearest to the row: many of it are 0. */
  public static final Kernel SPARSEMAX = Sparsemax.SPARSEMAX;

  private Softmaxes() {}

  /** Returns all, in the catalogue's order. */
  static List<Kernel> all() {
    return List.of(
        SOFTMAX,
        LOG_SOFTMAX,
        SOFTMIN,
        LOG_SUM_EXP,
        TEMPERATURE,
        SOFTCAP,
        MASKED,
        LENGTH_MASKED,
        ADDITIVE_MASKED,
        HARDMAX,
        SPARSEMAX,
        GUMBEL,
        GUMBEL_HARD);
  }

  private static Kernel masked(Kernel.Builder builder, Function<Arguments, Expr> logits) {
    return builder
        .range("[0, 1]")
        .atKinks(ZERO_WHERE_MASKED)
        .maxUlp(2, Double.NaN)
        .define(in -> zeroWhereMasked(logits.apply(in), share(logits.apply(in))))
        .backward(in -> maskedBackward(logits.apply(in), share(logits.apply(in)), in.upstream()))
        .build();
  }

  /** Gradients from above that belong to masked elements do not count, not even NaN. */
  private static Expr maskedBackward(Expr z, Expr y, Expr upstream) {
    return zeroWhereMasked(z, y.mul(upstream.sub(rowSum(zeroWhereMasked(z, y.mul(upstream))))));
  }

  private static Expr cooled(Arguments in) {
    Expr temperature = in.parameter("temperature");
    Expr quotient = in.x().div(temperature);
    return share(quotient, quotient.neg().fma(temperature, in.x()).div(temperature));
  }

  private static Expr capped(Arguments in) {
    Expr cap = in.parameter("cap");
    return tanh(in.x().div(cap)).mul(cap).div(in.parameter("temperature"));
  }

  private static Expr maskedBySum(Arguments in) {
    Expr mask = in.input("mask");
    Expr z = in.x().add(mask);
    return zeroWhereMasked(z, share(z, lostOfSum(in.x(), mask)));
  }

  private static Expr sumBackward(Arguments in) {
    Expr mask = in.input("mask");
    Expr z = in.x().add(mask);
    return maskedBackward(z, share(z, lostOfSum(in.x(), mask)), in.upstream());
  }

  /** Returns what the rounding of a + b loses (2Sum). */
  private static Expr lostOfSum(Expr a, Expr b) {
    Expr sum = a.add(b);
    Expr part = sum.sub(a);
    return a.sub(sum.sub(part)).add(b.sub(part));
  }

  private static Kernel.Builder gumbel(String name, String formula) {
    return Kernel.define(name)
        .formula(formula)
        .positiveParameter("temperature", 1)
        .integerParameter("seed", 0)
        .integerParameter("stream", 0);
  }

  private static Expr noisy(Arguments in) {
    Expr any = uniform(in.parameter("seed"), in.parameter("stream"));
    Expr positive = any.eq(0).select(0x1p-25, any);
    Expr noise = log(log(positive).neg()).neg();
    return in.x().add(noise).div(in.parameter("temperature"));
  }

  private static Expr noisyBackward(Arguments in) {
    return shareBackward(share(noisy(in)), in.upstream()).div(in.parameter("temperature"));
  }
}
