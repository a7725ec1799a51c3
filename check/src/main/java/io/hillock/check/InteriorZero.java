package io.hillock.check;

import io.hillock.kernels.Expr;
import io.hillock.kernels.Kernel;
import java.util.Optional;

/**
 * An interval around a zero of a derivative that is not at 0, where the function has its minimum.
 * No float is that zero, the terms cancel next to it, and no digit of a sum in float32 pairs would
 * be left: within the interval errors are in ULP of at least a given magnitude, not of the true
 * value.
 *
 * @param from where the interval begins
 * @param to where it ends
 * @param scale the magnitude whose spacing is the least unit
 * @param factor the input that the derivative is proportional to, by which the scale is multiplied,
 *     or -1
 */
record InteriorZero(double from, double to, double scale, int factor) {
  private static final double UNIT = 0x1p-4;

  private InteriorZero(double from, double to, double scale) {
    this(from, to, scale, -1);
  }

  /** Returns the interval of a derivative or backward, if it is a function with one. */
  static Optional<InteriorZero> of(Kernel kernel) {
    return of(kernel, kernel.expression());
  }

  private static Optional<InteriorZero> of(Kernel kernel, Expr expression) {
    if (expression instanceof Expr.Call call && call.operands().get(0) instanceof Expr.Input) {
      return Optional.ofNullable(of(kernel, call));
    }
    // The backward: the upstream gradient times the derivative.
    return expression instanceof Expr.Operation
        ? expression.operands().stream()
            .filter(Expr.Call.class::isInstance)
            .flatMap(operand -> of(kernel, operand).stream())
            .findFirst()
        : Optional.empty();
  }

  private static InteriorZero of(Kernel kernel, Expr.Call call) {
    return switch (call.function()) {
      case GELU_DERIVATIVE -> new InteriorZero(-1.2, -0.4, UNIT);
      case SILU_DERIVATIVE -> new InteriorZero(-1.9, -0.8, UNIT);
      case SWISH_DERIVATIVE -> overBeta(kernel, call.operands().get(1));
      case GELU_SIGMOID_DERIVATIVE, GELU_TANH_DERIVATIVE -> new InteriorZero(-1.1, -0.5, UNIT);
      case MISH_DERIVATIVE -> new InteriorZero(-1.6, -0.7, UNIT);
      case GEGLU_DERIVATIVE -> new InteriorZero(-1.2, -0.4, UNIT, 1);
      case SWIGLU_DERIVATIVE -> new InteriorZero(-1.9, -0.8, UNIT, 1);
      // 1 + sin(2 a x) is zero at infinitely many places.
      case SNAKE_DERIVATIVE ->
          new InteriorZero(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, UNIT);
      default -> null;
    };
  }

  /** The derivative of swish is zero where beta x is -1.278. */
  private static InteriorZero overBeta(Kernel kernel, Expr beta) {
    if (!(beta instanceof Expr.Parameter parameter)) {
      return null;
    }
    double value = kernel.parameterValues()[parameter.index()];
    double a = -1.9 / value;
    double b = -0.8 / value;
    return new InteriorZero(Math.min(a, b), Math.max(a, b), UNIT);
  }

  /** Returns whether numbers from a to b, or from b to a, are in the interval. */
  boolean meets(float a, float b) {
    return Math.max(a, b) >= from && Math.min(a, b) <= to;
  }

  /** Returns the magnitude of the least unit at x, for a factor of 1. */
  double scaleAt(double x) {
    return x >= from && x <= to ? scale : 0;
  }

  /** Returns the magnitude of the least unit at an element of the inputs. */
  double scaleAt(double[] element) {
    double unit = scaleAt(element[0]);
    return factor < 0 ? unit : unit * Math.abs(element[factor]);
  }
}
