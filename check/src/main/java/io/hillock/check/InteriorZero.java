package io.hillock.check;

import io.hillock.kernels.Elementary;
import io.hillock.kernels.Expr;
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
 */
record InteriorZero(double from, double to, double scale) {
  /** Returns the interval of a derivative or backward, if it is a function with one. */
  static Optional<InteriorZero> of(Expr expression) {
    if (expression instanceof Expr.Call call && call.operands().get(0) instanceof Expr.Input) {
      return Optional.ofNullable(of(call.function()));
    }
    // The backward: the upstream gradient times the derivative.
    return expression instanceof Expr.Operation
        ? expression.operands().stream()
            .filter(Expr.Call.class::isInstance)
            .flatMap(operand -> of(operand).stream())
            .findFirst()
        : Optional.empty();
  }

  /** The switch has no default: whoever adds a function decides. */
  private static InteriorZero of(Elementary function) {
    return switch (function) {
      case GELU_DERIVATIVE -> new InteriorZero(-1.2, -0.4, 0x1p-4);
      case EXP,
          EXPM1,
          EXP_DIFFERENCE,
          SCALED_EXP,
          SCALED_EXP_REST,
          LOG,
          LOG1P,
          SIGMOID,
          LOGISTIC_PDF,
          TANH,
          SECH2,
          LOGIT,
          LOGIT_DERIVATIVE,
          SCALED_GAUSSIAN,
          SCALED_GAUSSIAN_DERIVATIVE,
          ERF,
          ERFC,
          NORMAL_PDF,
          NORMAL_CDF,
          GELU ->
          null;
    };
  }

  /** Returns the magnitude of the least unit at x. */
  double scaleAt(float x) {
    return x >= from && x <= to ? scale : 0;
  }
}
