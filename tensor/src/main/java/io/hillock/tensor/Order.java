package io.hillock.tensor;

import io.hillock.kernels.Program;
import io.hillock.tensor.spi.Extent;
import io.hillock.tensor.spi.Memory;
import io.hillock.tensor.spi.Operand;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The order in which a call takes the elements of a shape, and which element of each tensor belongs
 * to them. It is that of the shape, except where rows lie along several axes that are not next to
 * each other: these are then moved behind the others.
 */
final class Order {
  /** The axes of a call that names none. */
  static final int[] LAST = {-1};

  private final Program program;
  private final Shape shape;
  private final int[] order;
  private final Extent extent;
  private final Shape result;

  private Order(Program program, Shape shape, int[] order, Extent extent, Shape result) {
    this.program = program;
    this.shape = shape;
    this.order = order;
    this.extent = extent;
    this.result = result;
  }

  /**
   * Returns the order of a call.
   *
   * @param program what is called
   * @param shape that of the inputs together
   * @param axes the axes along which the rows of a row program lie, in any order, counted from the
   *     last where they are negative; a single number is a row of one
   * @throws IllegalArgumentException if there is no such axis, or none or one twice is named
   */
  static Order of(Program program, Shape shape, int... axes) {
    int[] natural = IntStream.range(0, shape.rank()).toArray();
    if (!program.isRow()) {
      return new Order(program, shape, natural, new Extent(1, shape.count(), 1), shape);
    }
    if (Objects.requireNonNull(axes, "axes").length == 0) {
      throw new IllegalArgumentException(
          program.name() + " works along a row: name one axis or more of " + shape);
    }
    if (shape.rank() == 0) {
      return new Order(program, shape, natural, new Extent(1, 1, 1), shape);
    }
    boolean[] along = along(program, shape, axes);
    Shape reduced = shape;
    long outer = 1;
    long length = 1;
    long inner = 1;
    boolean moved = false;
    for (int axis = 0; axis < along.length; axis++) {
      long size = shape.size(axis);
      if (along[axis]) {
        moved |= size != 1 && inner != 1;
        length *= size;
        reduced = reduced.reduced(axis);
      } else if (length == 1) {
        outer *= size;
      } else {
        inner *= size;
      }
    }
    int[] order = natural;
    if (moved) {
      order =
          IntStream.concat(
                  IntStream.of(natural).filter(axis -> !along[axis]),
                  IntStream.of(natural).filter(axis -> along[axis]))
              .toArray();
      outer *= inner;
      inner = 1;
    }
    Shape result = program.reducesRow() ? reduced : shape;
    return new Order(program, shape, order, new Extent(outer, length, inner), result);
  }

  private static boolean[] along(Program program, Shape shape, int... axes) {
    boolean[] along = new boolean[shape.rank()];
    for (int axis : axes) {
      int index = shape.axis(axis);
      if (along[index]) {
        throw new IllegalArgumentException(
            program.name() + " along axis " + axis + " of " + shape + ", which is named twice");
      }
      along[index] = true;
    }
    return along;
  }

  /** Returns the order of a call whose rows, if it has some, lie along the last axis. */
  static Order of(Program program, Shape shape) {
    return of(program, shape, LAST);
  }

  /** Returns the shape that inputs have together. */
  static Shape together(Tensor... inputs) {
    Shape shape = inputs[0].shape();
    for (int i = 1; i < inputs.length; i++) {
      shape = shape.broadcast(inputs[i].shape());
    }
    return shape;
  }

  /** Returns the elements. */
  Extent extent() {
    return extent;
  }

  /** Returns the shape of the results: where a row is reduced to a number, its axes have size 1. */
  Shape result() {
    return result;
  }

  /** Returns how inputs are read as tensors of the shape they have together. */
  List<Operand> inputs(Tensor... inputs) {
    List<Operand> operands = new ArrayList<>(inputs.length);
    for (Tensor input : inputs) {
      operands.add(operand(input.shape(), input.memory()));
    }
    return operands;
  }

  /** Returns how the results are written. */
  Operand output(Memory memory) {
    // The axes that are left of reduced rows are in their order.
    return program.reducesRow() ? Operand.dense(memory) : operand(shape, memory);
  }

  /**
   * Returns how a tensor of a shape is read, stretched by NumPy's rule.
   *
   * @throws IllegalArgumentException if it cannot be
   */
  Operand operand(Shape from, Memory memory) {
    int offset = shape.rank() - from.rank();
    if (offset < 0 || !from.broadcast(shape).equals(shape)) {
      throw new IllegalArgumentException(
          "a tensor of shape " + from + " cannot be read as one of shape " + shape);
    }
    long[] strides = new long[shape.rank()];
    long stride = 1;
    for (int axis = from.rank() - 1; axis >= 0; axis--) {
      strides[axis + offset] = from.size(axis) == 1 ? 0 : stride;
      stride *= from.size(axis);
    }
    List<Operand.Axis> axes = new ArrayList<>();
    for (int i = order.length - 1; i >= 0; i--) {
      long size = shape.size(order[i]);
      if (size != 1) {
        add(axes, size, strides[order[i]]);
      }
    }
    return operand(axes, from.count(), memory);
  }

  /** Adds an axis; one that only goes on where the one inside it ends makes that longer. */
  private static void add(List<Operand.Axis> axes, long size, long stride) {
    if (!axes.isEmpty()) {
      int last = axes.size() - 1;
      Operand.Axis inside = axes.get(last);
      if (stride == inside.stride() * inside.size()) {
        axes.set(last, new Operand.Axis(inside.size() * size, inside.stride()));
        return;
      }
    }
    axes.add(new Operand.Axis(size, stride));
  }

  /** Returns the simplest layout that says the same. */
  private Operand operand(List<Operand.Axis> axes, long count, Memory memory) {
    if (shape.count() == 0 || (count == shape.count() && axes.size() <= 1)) {
      return Operand.dense(memory);
    }
    if (count <= 1) {
      return Operand.stretched(memory, 1, Math.max(1, shape.count()));
    }
    boolean repeats = axes.get(0).stride() == 0;
    int varying = repeats ? 1 : 0;
    boolean together =
        axes.get(varying).stride() == 1
            && axes.size() <= varying + 2
            && (axes.size() == varying + 1 || axes.get(varying + 1).stride() == 0);
    return together
        ? Operand.stretched(memory, count, repeats ? axes.get(0).size() : 1)
        : Operand.strided(memory, axes);
  }
}
