package io.hillock.kernels;

import static io.hillock.kernels.Functions.rowMax;
import static io.hillock.kernels.Functions.rowSum;
import static io.hillock.kernels.RowFunctions.count;
import static io.hillock.kernels.RowFunctions.share;

import io.hillock.kernels.RowFunctions.LogSum;
import java.util.List;

/**
 * Losses of a classifier, one number for each row of classes; part of the {@link Activations
 * catalogue}. They are what PyTorch's {@code cross_entropy} and {@code nll_loss} and ONNX's
 * SoftmaxCrossEntropyLoss and NegativeLogLikelihoodLoss give without a reduction.
 *
 * <p>A target is the index of a class, the same for all elements of its row: a tensor whose axis of
 * classes has size 1. The loss and gradient of a row whose target is {@code ignore-index} are 0;
 * the loss of one whose target is no class is NaN.
 */
public final class Losses {
  private static final double NONE = Double.NEGATIVE_INFINITY;

  /**
   * The negative logarithm of the softmax at the target; smoothed, the target has probability
   * {@code 1 - label-smoothing} and the rest is shared by all n classes.
   */
  public static final Kernel CROSS_ENTROPY =
      crossEntropy("cross-entropy", "-ln(softmax(x)) at the target, smoothed by (1 - s) + s/n")
          .inputs("x", "target")
          .maxUlp(3, Double.NaN)
          .define(in -> loss(in, Expr.constant(1)))
          .backward(in -> gradient(in, Expr.constant(1)))
          .build();

  /** {@link #CROSS_ENTROPY} with a weight for each class, of which the target's counts. */
  public static final Kernel CROSS_ENTROPY_WEIGHTED =
      crossEntropy("cross-entropy-weighted", "weight times cross-entropy, each class by its own")
          .inputs("x", "target", "weight")
          .maxUlp(3, Double.NaN)
          .define(in -> loss(in, in.input("weight")))
          .backward(in -> gradient(in, in.input("weight")))
          .build();

  /** The cross-entropy of the softmax with a target that is a probability for each class. */
  public static final Kernel CROSS_ENTROPY_PROBABILITIES =
      Kernel.define("cross-entropy-probabilities")
          .formula("-sum(((1 - s) target + s/n) ln(softmax(x))) of the row")
          .range("[0, inf]")
          .atKinks("a class of probability 0 does not count, not even one of -inf")
          .parameter("label-smoothing", 0, 0, 1)
          .inputs("x", "target")
          .maxUlp(4, Double.NaN)
          .define(in -> lossOfProbabilities(in, Expr.constant(1)))
          .backward(in -> gradientOfProbabilities(in, Expr.constant(1)))
          .build();

  /** {@link #CROSS_ENTROPY_PROBABILITIES} with a weight for each class. */
  public static final Kernel CROSS_ENTROPY_PROBABILITIES_WEIGHTED =
      Kernel.define("cross-entropy-probabilities-weighted")
          .formula("-sum(weight ((1 - s) target + s/n) ln(softmax(x))) of the row")
          .range("[0, inf]")
          .atKinks("a class of weight or probability 0 does not count, not even one of -inf")
          .parameter("label-smoothing", 0, 0, 1)
          .inputs("x", "target", "weight")
          .maxUlp(4, Double.NaN)
          .define(in -> lossOfProbabilities(in, in.input("weight")))
          .backward(in -> gradientOfProbabilities(in, in.input("weight")))
          .build();

  /** The negative of the target's element: x holds logarithms of probabilities. */
  public static final Kernel NLL =
      ofTarget("nll-loss", "-x at the target")
          .inputs("x", "target")
          .maxUlp(0, Double.NaN)
          .define(in -> likelihood(in, Expr.constant(1)))
          .backward(in -> likelihoodGradient(in, Expr.constant(1)))
          .build();

  /** {@link #NLL} times the weight of the target's class. */
  public static final Kernel NLL_WEIGHTED =
      ofTarget("nll-loss-weighted", "-weight x at the target")
          .inputs("x", "target", "weight")
          .maxUlp(0.5, Double.NaN)
          .define(in -> likelihood(in, in.input("weight")))
          .backward(in -> likelihoodGradient(in, in.input("weight")))
          .build();

  private Losses() {}

  /** Returns all, in the catalogue's order. */
  static List<Kernel> all() {
    return List.of(
        CROSS_ENTROPY,
        CROSS_ENTROPY_WEIGHTED,
        CROSS_ENTROPY_PROBABILITIES,
        CROSS_ENTROPY_PROBABILITIES_WEIGHTED,
        NLL,
        NLL_WEIGHTED);
  }

  private static Kernel.Builder ofTarget(String name, String formula) {
    return Kernel.define(name)
        .formula(formula)
        .range("[0, inf]")
        .atKinks("0 where the target is ignored, NaN where it is no class")
        .integerInput("target")
        .integerParameter("ignore-index", -100, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  private static Kernel.Builder crossEntropy(String name, String formula) {
    return ofTarget(name, formula).parameter("label-smoothing", 0, 0, 1);
  }

  /** Returns what a row has at its target; negative infinity where the target is no class. */
  private static Expr atTarget(Arguments in, Expr x) {
    return rowMax(Expr.position().intEq(in.input("target")).select(x, NONE));
  }

  private static Expr isClass(Arguments in) {
    return atTarget(in, Expr.constant(1)).gt(0);
  }

  private static Expr unlessIgnored(Arguments in, Expr value) {
    Expr ignored = in.input("target").intEq(in.parameter("ignore-index")).select(1, 0);
    Expr counted = isClass(in).select(value, Double.NaN);
    return rowMax(ignored).gt(0).select(0, counted);
  }

  /** Returns the product where the weight is not 0: even infinity counts nothing then. */
  private static Expr weighed(Expr weight, Expr x) {
    return weight.eq(0).select(0, weight.mul(x));
  }

  private static Expr loss(Arguments in, Expr weight) {
    LogSum sum = LogSum.of(in.x());
    Expr atTarget = sum.rest().sub(atTarget(in, in.x()).sub(sum.max()));
    Expr ofAll = rowSum(weight).mul(sum.rest()).sub(rowSum(weighed(weight, sum.distance())));
    Expr smoothing = in.parameter("label-smoothing");
    Expr left = Expr.constant(1).sub(smoothing).mul(atTarget(in, weight));
    Expr smoothed = weighed(smoothing.div(count()), ofAll);
    return unlessIgnored(in, left.fma(atTarget, smoothed));
  }

  private static Expr gradient(Arguments in, Expr weight) {
    Expr smoothing = in.parameter("label-smoothing");
    Expr left = Expr.constant(1).sub(smoothing).mul(atTarget(in, weight));
    Expr each = smoothing.div(count());
    Expr all = each.fma(rowSum(weight), left);
    Expr hit = Expr.position().intEq(in.input("target")).select(left, 0);
    Expr slope = share(in.x()).fma(all, each.fma(weight, hit).neg());
    return unlessIgnored(in, slope.mul(in.upstream()));
  }

  private static Expr smoothed(Arguments in) {
    Expr smoothing = in.parameter("label-smoothing");
    Expr left = Expr.constant(1).sub(smoothing);
    return left.fma(in.input("target"), smoothing.div(count()));
  }

  private static Expr lossOfProbabilities(Arguments in, Expr weight) {
    LogSum sum = LogSum.of(in.x());
    Expr part = weight.mul(smoothed(in));
    return rowSum(part).mul(sum.rest()).sub(rowSum(weighed(part, sum.distance())));
  }

  private static Expr gradientOfProbabilities(Arguments in, Expr weight) {
    Expr part = weight.mul(smoothed(in));
    return share(in.x()).fma(rowSum(part), part.neg()).mul(in.upstream());
  }

  private static Expr likelihood(Arguments in, Expr weight) {
    return unlessIgnored(in, atTarget(in, in.x()).neg().mul(atTarget(in, weight)));
  }

  private static Expr likelihoodGradient(Arguments in, Expr weight) {
    Expr target = in.input("target");
    Expr slope = target.intEq(in.parameter("ignore-index")).select(0, weight.neg());
    return Expr.position().intEq(target).select(slope.mul(in.upstream()), 0);
  }
}
