package io.hillock.tensor;

import io.hillock.kernels.DataType;
import io.hillock.kernels.Kernel;
import io.hillock.kernels.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What an engine refuses: once, at its face, with what was asked and what may be. */
final class Checks {
  private Checks() {}

  /** Checks that tensors are as many as a kernel has inputs, of one engine and of its types. */
  static void inputs(Engine engine, Kernel kernel, Tensor... inputs) {
    Objects.requireNonNull(kernel, "kernel");
    Objects.requireNonNull(inputs, "inputs");
    if (inputs.length != kernel.inputs().size()) {
      throw new IllegalArgumentException(
          kernel.name()
              + " takes "
              + kernel.inputs().size()
              + " inputs "
              + kernel.inputs()
              + ", but was given "
              + inputs.length);
    }
    for (int i = 0; i < inputs.length; i++) {
      own(engine, inputs[i], kernel.inputs().get(i));
    }
    List<Tensor> real = new ArrayList<>();
    for (int i = 0; i < inputs.length; i++) {
      switch (kernel.inputType(i)) {
        case REAL -> real.add(inputs[i]);
        case INTEGER -> type(kernel, i, inputs[i], DataType.INT32, "integers");
        case BOOLEAN -> type(kernel, i, inputs[i], DataType.BOOL, "truth values");
      }
    }
    oneType(kernel, real.toArray(Tensor[]::new));
  }

  private static void type(Kernel kernel, int input, Tensor tensor, DataType type, String what) {
    if (tensor.dataType() != type) {
      throw new IllegalArgumentException(
          "input '"
              + kernel.inputs().get(input)
              + "' of "
              + kernel.name()
              + " holds "
              + what
              + ": it takes a tensor of type "
              + type
              + ", but was given one of type "
              + tensor.dataType());
    }
  }

  /** Checks that tensors have the type of the first of them, one of real numbers. */
  static void oneType(Kernel kernel, Tensor... tensors) {
    if (tensors.length > 0 && !tensors[0].dataType().isReal()) {
      throw new IllegalArgumentException(
          kernel.name()
              + " works on real numbers, but was given a tensor of type "
              + tensors[0].dataType()
              + "; engine.cast(tensor, type) gives one of another");
    }
    for (Tensor tensor : tensors) {
      if (tensor.dataType() != tensors[0].dataType()) {
        throw new IllegalArgumentException(
            kernel.name()
                + " was given a tensor of type "
                + tensors[0].dataType()
                + " and one of type "
                + tensor.dataType()
                + ", but all tensors of a call have one type; engine.cast(tensor, type) gives one"
                + " of another");
      }
    }
  }

  /** Checks that a kernel has one output. */
  static void oneOutput(Kernel kernel) {
    if (Objects.requireNonNull(kernel, "kernel").outputs().size() != 1) {
      throw new IllegalArgumentException(
          kernel.name() + " has the outputs " + kernel.outputs() + "; runAll returns them all");
    }
  }

  /** Checks that a kernel works on each element by itself. */
  static void map(Kernel kernel) {
    if (kernel.isRow()) {
      throw new IllegalArgumentException(
          kernel.name() + " works along a row; runAllAlong returns its outputs");
    }
  }

  /** Checks that an upstream gradient has the shape of what a program gives. */
  static void upstream(Engine engine, Program program, Shape shape, Tensor upstream, int... axes) {
    own(engine, upstream, "upstream");
    Shape value = Order.of(program, shape, axes).result();
    if (!upstream.shape().equals(value)) {
      throw new IllegalArgumentException(
          program.name()
              + " of a tensor of shape "
              + shape
              + " has shape "
              + value
              + ", so the upstream gradient cannot have shape "
              + upstream.shape());
    }
  }

  /**
   * Checks that there is a tensor of the type and shape of the result for each of a kernel's
   * outputs.
   */
  static void outputs(Engine engine, Kernel kernel, DataType type, Shape shape, Tensor... outputs) {
    Objects.requireNonNull(outputs, "outputs");
    if (outputs.length != kernel.outputs().size()) {
      throw new IllegalArgumentException(
          kernel.name()
              + " has the outputs "
              + kernel.outputs()
              + ", but was given "
              + outputs.length
              + " tensors to write into");
    }
    for (int i = 0; i < outputs.length; i++) {
      own(engine, outputs[i], "output");
      if (outputs[i].dataType() != type) {
        throw new IllegalArgumentException(
            kernel.name()
                + " of tensors of type "
                + type
                + " cannot be written into one of type "
                + outputs[i].dataType()
                + "; engine.cast(tensor, type) gives one of another");
      }
      if (!outputs[i].shape().equals(shape)) {
        throw new IllegalArgumentException(
            kernel.name()
                + " gives a tensor of shape "
                + shape
                + ", but the one to write into has shape "
                + outputs[i].shape());
      }
      for (int other = 0; other < i; other++) {
        if (outputs[other] == outputs[i]) {
          throw new IllegalArgumentException(
              kernel.name() + " cannot write two of its outputs into one tensor");
        }
      }
    }
  }

  /** Checks that a tensor, an argument of a name, is there and belongs to an engine. */
  static void own(Engine engine, Tensor tensor, String name) {
    if (Objects.requireNonNull(tensor, name).engine() != engine) {
      throw new IllegalArgumentException(
          "a tensor of shape "
              + tensor.shape()
              + " belongs to another engine, on "
              + tensor.engine().device().backend()
              + "; copy its elements to this one");
    }
  }
}
