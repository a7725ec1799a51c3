package io.hillock.tensor;

import io.hillock.kernels.Program;
import io.hillock.tensor.spi.Extent;
import io.hillock.tensor.spi.Operand;
import java.util.ArrayList;
import java.util.List;

/** Which elements a call has, and which of each tensor belong to them. */
final class Geometry {
  private Geometry() {}

  /** Returns the shape that inputs have together. */
  static Shape resultShape(Tensor... inputs) {
    Shape shape = inputs[0].shape();
    for (int i = 1; i < inputs.length; i++) {
      shape = shape.broadcast(inputs[i].shape());
    }
    return shape;
  }

  /** Returns the shape of a program's results for inputs of a shape. */
  static Shape resultShape(Program program, Shape shape, int axis) {
    return program.reducesRow() && shape.rank() > 0 ? shape.reduced(axis) : shape;
  }

  /** Returns the elements of a call on inputs of a shape. */
  static Extent extent(Program program, Shape shape, int axis) {
    if (!program.isRow()) {
      return new Extent(1, shape.count(), 1);
    }
    if (shape.rank() == 0) {
      return new Extent(1, 1, 1);
    }
    int along = shape.axis(axis);
    long outer = 1;
    long inner = 1;
    for (int i = 0; i < shape.rank(); i++) {
      outer *= i < along ? shape.size(i) : 1;
      inner *= i > along ? shape.size(i) : 1;
    }
    return new Extent(outer, shape.size(along), inner);
  }

  /** Returns how inputs are read as tensors of the shape they have together. */
  static List<Operand> operands(Shape shape, Tensor... inputs) {
    List<Operand> operands = new ArrayList<>(inputs.length);
    for (Tensor input : inputs) {
      operands.add(Broadcast.of(input.shape(), shape).operand(input.memory()));
    }
    return operands;
  }

  static Operand dense(Tensor tensor) {
    return Operand.dense(tensor.memory());
  }
}
