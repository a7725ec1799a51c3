package io.hillock.kernels;

import static io.hillock.kernels.Functions.rowSum;
import static io.hillock.kernels.RowFunctions.count;

import java.util.List;

/**
 * Normalisations along a row, part of the {@link Activations catalogue}, with a learned gain and
 * bias or without. Their errors are in units in the last place of the largest result of the row.
 */
public final class Norms {
  private static final String NAN = "NaN in a row with a NaN or an infinity";

  /** {@code (x - mean) / sqrt(variance + epsilon)}; the variance is that of the row's elements. */
  public static final Kernel LAYER_NORM =
      norm("layer-norm", "(x - mean(x)) / sqrt(var(x) + epsilon) along the row")
          .maxUlpOfRow(4)
          .define(in -> Centred.of(in).normal())
          .backward(in -> Centred.of(in).backward(in.upstream()))
          .build();

  /** {@link #LAYER_NORM} times a gain plus a bias. */
  public static final Kernel LAYER_NORM_AFFINE =
      norm("layer-norm-affine", "layer-norm(x) gain + bias along the row")
          .inputs("x", "gain", "bias")
          .maxUlpOfRow(4)
          .define(in -> Centred.of(in).normal().fma(in.input("gain"), in.input("bias")))
          .backward(in -> Centred.of(in).backward(in.upstream().mul(in.input("gain"))))
          .backward(1, in -> in.upstream().mul(Centred.of(in).normal()))
          .backward(2, in -> in.upstream())
          .build();

  /** {@code x / sqrt(mean of squares + epsilon)}. */
  public static final Kernel RMS_NORM =
      norm("rms-norm", "x / sqrt(mean(x^2) + epsilon) along the row")
          .maxUlpOfRow(3)
          .define(in -> Scaled.of(in).normal())
          .backward(in -> Scaled.of(in).backward(in.upstream()))
          .build();

  /** {@link #RMS_NORM} times a gain. */
  public static final Kernel RMS_NORM_AFFINE =
      norm("rms-norm-affine", "rms-norm(x) gain along the row")
          .inputs("x", "gain")
          .maxUlpOfRow(4)
          .define(in -> Scaled.of(in).normal().mul(in.input("gain")))
          .backward(in -> Scaled.of(in).backward(in.upstream().mul(in.input("gain"))))
          .backward(1, in -> in.upstream().mul(Scaled.of(in).normal()))
          .build();

  private Norms() {}

  /** Returns all, in the catalogue's order. */
  static List<Kernel> all() {
    return List.of(LAYER_NORM, LAYER_NORM_AFFINE, RMS_NORM, RMS_NORM_AFFINE);
  }

  private static Kernel.Builder norm(String name, String formula) {
    return Kernel.define(name)
        .formula(formula)
        .range("(-inf, inf)")
        .atKinks(NAN)
        .positiveParameter("epsilon", 1e-5);
  }

  /**
   * A row about its mean. The mean of what the rounded mean leaves is taken off, too: a row far
   * from zero loses no more than one about it.
   *
   * @param distance from the mean
   * @param deviation the square root of the variance and epsilon
   */
  private record Centred(Expr distance, Expr deviation) {
    static Centred of(Arguments in) {
      Expr near = in.x().sub(mean(in.x()));
      Expr distance = near.sub(mean(near));
      Expr variance = mean(distance.mul(distance));
      return new Centred(distance, variance.add(in.parameter("epsilon")).sqrt());
    }

    Expr normal() {
      return distance.div(deviation);
    }

    Expr backward(Expr g) {
      Expr along = normal().mul(mean(g.mul(normal())));
      return g.sub(mean(g)).sub(along).div(deviation);
    }
  }

  /** A row and the square root of the mean of its squares and epsilon. */
  private record Scaled(Expr x, Expr scale) {
    static Scaled of(Arguments in) {
      Expr square = mean(in.x().mul(in.x()));
      return new Scaled(in.x(), square.add(in.parameter("epsilon")).sqrt());
    }

    Expr normal() {
      return x.div(scale);
    }

    Expr backward(Expr g) {
      return g.sub(normal().mul(mean(g.mul(normal())))).div(scale);
    }
  }

  private static Expr mean(Expr x) {
    return rowSum(x).div(count());
  }
}
