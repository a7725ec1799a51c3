package io.hillock.measure;

import io.hillock.kernels.DataType;
import io.hillock.kernels.Kernel;
import io.hillock.tensor.Shape;
import java.util.Locale;
import java.util.Objects;

/**
 * What is timed.
 *
 * @param function the function
 * @param kind what of it
 * @param type how elements are stored
 * @param shape the shape of its inputs; a row function works along the last axis
 */
public record Subject(Kernel function, Kind kind, DataType type, Shape shape) {
  /** What of a function is timed. */
  public enum Kind {
    /** Its values. */
    FORWARD,
    /** The partial derivative by its first input. */
    DERIVATIVE,
    /** The gradients by all of its inputs, from the upstream gradient. */
    BACKWARD;

    /** Returns the name as it is printed: in lower case. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Checks what is to be timed.
   *
   * @throws IllegalArgumentException if a function that works along a row, or has several outputs,
   *     is asked for its derivative, or if there are no elements
   */
  public Subject {
    Objects.requireNonNull(type, "type");
    if (kind == Kind.DERIVATIVE && !hasDerivative(function)) {
      throw new IllegalArgumentException(
          function.name() + " has no single derivative for each element; ask for its backward");
    }
    if (shape.count() < 1) {
      throw new IllegalArgumentException("there is nothing to time in a shape of " + shape);
    }
  }

  /** Returns whether a function has a derivative for each element. */
  public static boolean hasDerivative(Kernel function) {
    return !function.isRow() && function.outputs().size() == 1;
  }

  /** Returns the kernel that is run. */
  Kernel kernel() {
    return switch (kind) {
      case FORWARD -> function;
      case DERIVATIVE -> function.derivative();
      case BACKWARD -> function.inputs().size() > 1 ? function.gradients() : function.backward();
    };
  }

  /** Returns the number of elements in each input. */
  public long elements() {
    return shape.count();
  }

  @Override
  public String toString() {
    return function.name() + " " + kind + " of " + type.label() + " " + shape;
  }
}
