package io.hillock.tensor;

import io.hillock.kernels.Kernel;
import io.hillock.tensor.spi.Memory;
import io.hillock.tensor.spi.Operand;
import java.util.ArrayList;
import java.util.List;

/**
 * A tensor in equal parts along an axis, one for each input or output of a kernel: they are read
 * and written where they lie.
 *
 * @param parts how many there are
 * @param part the shape of each
 * @param block how many elements of a part lie next to each other
 */
record Split(int parts, Shape part, long block) {
  /**
   * Returns how a tensor is split for a kernel.
   *
   * @throws IllegalArgumentException if there is no such axis or its size cannot be divided
   */
  static Split of(Kernel kernel, Shape whole, int axis) {
    int parts = kernel.inputs().size();
    Shape part;
    try {
      part = whole.part(axis, parts);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          kernel.name() + " takes " + parts + " inputs " + kernel.inputs() + ": " + e.getMessage(),
          e);
    }
    return new Split(parts, part, block(part, whole.axis(axis)));
  }

  /** Returns how the outputs of a kernel lie side by side along an axis of a tensor. */
  static Split joined(Kernel kernel, Shape part, int axis) {
    return new Split(kernel.outputs().size(), part, block(part, part.axis(axis)));
  }

  private static long block(Shape part, int along) {
    long block = 1;
    for (int i = along; i < part.rank(); i++) {
      block *= part.size(i);
    }
    return Math.max(1, block);
  }

  /** Returns the parts of a memory, in order. */
  List<Operand> operands(Memory memory) {
    List<Operand> operands = new ArrayList<>(parts + 1);
    for (int i = 0; i < parts; i++) {
      operands.add(
          parts == 1
              ? Operand.dense(memory)
              : Operand.split(memory, block, block * parts, block * i));
    }
    return operands;
  }
}
