package io.hillock.tensor;

import static io.hillock.kernels.Functions.rowMax;
import static io.hillock.kernels.Functions.rowSum;

import io.hillock.kernels.DataType;
import io.hillock.kernels.Expr;
import io.hillock.kernels.Kernel;
import io.hillock.kernels.Losses;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The loss of a classifier and its gradient, reduced as PyTorch's {@code CrossEntropyLoss} and
 * {@code NLLLoss} and ONNX's SoftmaxCrossEntropyLoss and NegativeLogLikelihoodLoss do: see {@link
 * Losses} for the loss of one row. Immutable.
 *
 * <pre>{@code
 * CrossEntropy criterion = CrossEntropy.ofLogits().labelSmoothing(0.1);
 * try (Tensor loss = criterion.loss(logits, target);
 *     Tensor gradient = criterion.gradient(logits, target, one)) { ... }
 * }</pre>
 *
 * <p>The classes lie along axis 1, or along the only axis, where {@link #axis} says nothing else. A
 * target is a class index for each row, an INT32 tensor of the shape of the logits without the axis
 * of classes; or, for logits, a probability for each class, of the type and shape of the logits.
 */
public final class CrossEntropy {
  /** What becomes of the losses of all rows. */
  public enum Reduction {
    /** Nothing: a tensor of the shape of the logits without the axis of classes. */
    NONE,
    /**
     * Their mean, a single number: of class indices the sum over that of the weights of the targets
     * that are not ignored, of probabilities over the number of rows. NaN of nothing.
     */
    MEAN,
    /** Their sum, a single number. */
    SUM
  }

  private static final Kernel TOTAL = Kernel.of("total", x -> rowSum(x));

  private static final Kernel RATIO = Kernel.of("ratio", (a, b) -> rowSum(a).div(rowSum(b)));

  /** The first input is the same for all rows. */
  private static final Kernel SHARE = Kernel.of("share", (a, b) -> rowMax(a).div(rowSum(b)));

  /** The weight of a row's target, 0 where it is ignored; x is there for its classes. */
  private static final Kernel WEIGHT =
      Kernel.define("weight-of-target")
          .inputs("x", "target", "weight")
          .integerInput("target")
          .integerParameter("ignore-index", -100, Integer.MIN_VALUE, Integer.MAX_VALUE)
          .define(
              in -> {
                Expr target = in.input("target");
                Expr hit = Expr.position().intEq(target);
                Expr weight = rowMax(hit.select(in.input("weight"), Double.NEGATIVE_INFINITY));
                Expr ignored = target.intEq(in.parameter("ignore-index")).select(1, 0);
                return rowMax(ignored).gt(0).select(0, weight);
              })
          .build();

  private final boolean logits;
  private final Integer axis;
  private final double smoothing;
  private final int ignored;
  private final Tensor weight;
  private final Reduction reduction;

  private CrossEntropy(
      boolean logits,
      Integer axis,
      double smoothing,
      int ignored,
      Tensor weight,
      Reduction reduction) {
    this.logits = logits;
    this.axis = axis;
    this.smoothing = smoothing;
    this.ignored = ignored;
    this.weight = weight;
    this.reduction = reduction;
  }

  /** Returns the loss of logits: softmax and logarithm are part of it. */
  public static CrossEntropy ofLogits() {
    return new CrossEntropy(true, null, 0, -100, null, Reduction.MEAN);
  }

  /** Returns the loss of logarithms of probabilities, such as a log-softmax. */
  public static CrossEntropy ofLogProbabilities() {
    return new CrossEntropy(false, null, 0, -100, null, Reduction.MEAN);
  }

  /** Returns this with classes along another axis, counted from the last where it is negative. */
  public CrossEntropy axis(int classes) {
    return new CrossEntropy(logits, classes, smoothing, ignored, weight, reduction);
  }

  /**
   * Returns this with a part of each target's probability, 0 to 1, shared by all classes.
   *
   * @throws IllegalArgumentException if it is not from 0 to 1, or for logarithms of probabilities
   */
  public CrossEntropy labelSmoothing(double part) {
    if (!(part >= 0 && part <= 1) || !logits) {
      throw new IllegalArgumentException(
          "label smoothing is a part from 0 to 1 of the target of logits, not "
              + part
              + (logits ? "" : " of that of logarithms of probabilities"));
    }
    return new CrossEntropy(logits, axis, part, ignored, weight, reduction);
  }

  /** Returns this with another class index, -100 by default, whose rows do not count. */
  public CrossEntropy ignoreIndex(int index) {
    return new CrossEntropy(logits, axis, smoothing, index, weight, reduction);
  }

  /**
   * Returns this with a weight for each class.
   *
   * @param ofClasses as many numbers as there are classes, along one axis, of the logits' type; it
   *     is not closed here
   */
  public CrossEntropy weight(Tensor ofClasses) {
    Objects.requireNonNull(ofClasses, "weight");
    return new CrossEntropy(logits, axis, smoothing, ignored, ofClasses, reduction);
  }

  /** Returns this with another reduction than the mean. */
  public CrossEntropy reduction(Reduction other) {
    Objects.requireNonNull(other, "reduction");
    return new CrossEntropy(logits, axis, smoothing, ignored, weight, other);
  }

  /**
   * Returns the loss.
   *
   * @param x the logits, or logarithms of probabilities
   * @param target a class index for each row, or a probability for each class
   * @throws IllegalArgumentException if shapes or types do not fit
   */
  public Tensor loss(Tensor x, Tensor target) {
    Call call = new Call(x, target);
    if (reduction == Reduction.NONE) {
      return call.losses();
    }
    try (Tensor losses = call.losses()) {
      if (reduction == Reduction.SUM) {
        return call.number(TOTAL, losses);
      }
      try (Tensor weights = call.weights()) {
        return call.number(RATIO, losses, weights);
      }
    }
  }

  /**
   * Returns the gradient by x, of its shape.
   *
   * @param x what {@link #loss} was called with
   * @param target the target
   * @param upstream the gradient by the loss, of its shape
   */
  public Tensor gradient(Tensor x, Tensor target, Tensor upstream) {
    Call call = new Call(x, target);
    Shape wanted = reduction == Reduction.NONE ? call.rows : Shape.of();
    Checks.own(call.engine, upstream, "upstream");
    if (!upstream.shape().equals(wanted)) {
      throw new IllegalArgumentException(
          "the loss of a tensor of shape "
              + x.shape()
              + " has shape "
              + wanted
              + ", so the upstream gradient cannot have shape "
              + upstream.shape());
    }
    if (reduction != Reduction.MEAN) {
      return call.gradient(reduction == Reduction.NONE ? call.ofRows(upstream) : upstream);
    }
    try (Tensor weights = call.weights();
        Tensor share = call.number(SHARE, upstream, weights)) {
      return call.gradient(share);
    }
  }

  /** The tensors of a call, as its kernels take them: the axis of classes of rows has size 1. */
  private final class Call {
    private final Engine engine;
    private final Tensor x;
    private final int along;
    private final Shape rows;
    private final boolean probabilities;
    private final List<Tensor> inputs = new ArrayList<>();
    private final Kernel kernel;

    Call(Tensor x, Tensor target) {
      this.x = Objects.requireNonNull(x, "x");
      this.engine = x.engine();
      Shape shape = x.shape();
      this.along = shape.axis(axis != null ? axis : shape.rank() > 1 ? 1 : 0);
      this.rows = without(shape, along);
      Checks.own(engine, target, "target");
      this.probabilities = logits && target.dataType() != DataType.INT32;
      Shape wanted = probabilities ? shape : rows;
      if (!target.shape().equals(wanted)) {
        throw new IllegalArgumentException(
            "the target of a tensor of shape "
                + shape
                + " with classes along axis "
                + along
                + " has shape "
                + wanted
                + (probabilities ? ", as its type is not INT32" : "")
                + ", but was given one of "
                + target.shape());
      }
      inputs.add(x);
      inputs.add(probabilities ? target : ofRows(target));
      if (weight != null) {
        inputs.add(ofClasses());
      }
      this.kernel = kernel();
    }

    private Kernel kernel() {
      boolean weighted = weight != null;
      if (probabilities) {
        Kernel loss =
            weighted
                ? Losses.CROSS_ENTROPY_PROBABILITIES_WEIGHTED
                : Losses.CROSS_ENTROPY_PROBABILITIES;
        return loss.with("label-smoothing", smoothing);
      }
      if (!logits) {
        return (weighted ? Losses.NLL_WEIGHTED : Losses.NLL).with("ignore-index", ignored);
      }
      Kernel loss = weighted ? Losses.CROSS_ENTROPY_WEIGHTED : Losses.CROSS_ENTROPY;
      return loss.with("label-smoothing", smoothing).with("ignore-index", ignored);
    }

    /** Returns a number for each row as one that is stretched along it. */
    Tensor ofRows(Tensor tensor) {
      return tensor.view(x.shape().reduced(along));
    }

    private Tensor ofClasses() {
      if (!weight.shape().equals(Shape.of(x.shape().size(along)))) {
        throw new IllegalArgumentException(
            "there are "
                + x.shape().size(along)
                + " classes along axis "
                + along
                + " of a tensor of shape "
                + x.shape()
                + ", but the weights have shape "
                + weight.shape());
      }
      long[] sizes = new long[x.shape().rank() - along];
      Arrays.fill(sizes, 1);
      sizes[0] = weight.shape().count();
      return weight.view(Shape.of(sizes));
    }

    Tensor losses() {
      return each(kernel, inputs.toArray(Tensor[]::new));
    }

    /** Returns the weight with which each row counts in the mean. */
    Tensor weights() {
      if (probabilities) {
        return filled(rows, 1);
      }
      if (weight != null) {
        return each(WEIGHT.with("ignore-index", ignored), inputs.toArray(Tensor[]::new));
      }
      try (Tensor one = filled(Shape.of(), 1)) {
        return each(WEIGHT.with("ignore-index", ignored), x, inputs.get(1), one);
      }
    }

    private Tensor filled(Shape shape, double value) {
      try (Tensor zero = engine.tensor(x.dataType(), new double[] {value})) {
        return engine.stretched(zero, shape);
      }
    }

    /** Returns a number for each row. */
    private Tensor each(Kernel of, Tensor... tensors) {
      Tensor result = engine.empty(x.dataType(), rows.toArray());
      try {
        engine.runAlongInto(ofRows(result), along, of, tensors);
        return result;
      } catch (Throwable e) {
        result.close();
        throw e;
      }
    }

    /** Returns the single number that a kernel makes of one for each row. */
    Tensor number(Kernel of, Tensor... tensors) {
      Tensor[] flat = new Tensor[tensors.length];
      for (int i = 0; i < flat.length; i++) {
        flat[i] = tensors[i].view(Shape.of(tensors[i].shape().count()));
      }
      Tensor result = engine.empty(x.dataType());
      try {
        engine.runInto(result.view(Shape.of(1)), of, flat);
        return result;
      } catch (Throwable e) {
        result.close();
        throw e;
      }
    }

    Tensor gradient(Tensor upstream) {
      inputs.add(upstream);
      return engine.runAlong(along, kernel.backward(), inputs.toArray(Tensor[]::new));
    }
  }

  private static Shape without(Shape shape, int axis) {
    long[] sizes = shape.toArray();
    long[] result = new long[sizes.length - 1];
    System.arraycopy(sizes, 0, result, 0, axis);
    System.arraycopy(sizes, axis + 1, result, axis, result.length - axis);
    return Shape.of(result);
  }
}
