package io.hillock.check;

import io.hillock.kernels.DataType;
import io.hillock.kernels.Float16;
import io.hillock.kernels.Interpreter;
import io.hillock.kernels.Kernel;
import io.hillock.tensor.Engine;
import io.hillock.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The check of a map kernel. */
final class MapJob implements Check.Job {
  private static final int BLOCK = 1 << 17;

  /** How many special values are compared with the interpreter, too. */
  private static final int INTERPRETED = 1 << 13;

  /** Of the others every so many. */
  private static final int INTERPRETED_EACH = 1 << 12;

  private static final int TOLD_PER_BLOCK = 3;

  private final Engine engine;
  private final Kernel kernel;
  private final Kernel slope;
  private final DataType type;
  private final Spread inputs;
  private final boolean measures;

  /**
   * Creates a check.
   *
   * @param engine what is checked
   * @param kernel what it runs
   * @param slope the derivative, where the kernel is its product with the last input; or null
   * @param type how elements are stored
   * @param count how many inputs it gets
   * @param measures whether errors are measured, too
   */
  MapJob(Engine engine, Kernel kernel, Kernel slope, DataType type, long count, boolean measures) {
    this.slope = slope;
    this.measures = measures;
    this.engine = engine;
    this.kernel = kernel;
    this.type = type;
    this.inputs = Spread.of(kernel, type, count);
  }

  @Override
  public long elements() {
    return inputs.count();
  }

  @Override
  public int blocks() {
    return (int) ((inputs.count() + BLOCK - 1) / BLOCK);
  }

  @Override
  public Check.Worker worker() {
    return new MapWorker();
  }

  private final class MapWorker implements Check.Worker {
    private final int size = (int) Math.min(BLOCK, inputs.count());
    private final Object[] columns = Elements.arrays(type, kernel.inputs().size(), size);
    private final Object expected = Elements.array(type, size);
    private final Object found = Elements.array(type, size);
    private final Object defined = Elements.array(type, size);
    private final Reference reference =
        new Reference(kernel.program(type), kernel.parameterValues());
    private final Interpreter interpreter =
        new Interpreter(kernel.program(type), kernel.parameterValues());
    private final Rounded rounded = type.isConverted() ? new Rounded() : null;
    private final Errors errors = measures ? Errors.of(kernel, slope, type).orElse(null) : null;

    @Override
    public void compare(int block, Tally tally, Consumer<Difference> differences) {
      long start = (long) block * BLOCK;
      int count = (int) Math.min(BLOCK, inputs.count() - start);
      inputs.fill(start, count, columns);
      compute(count);
      reference.evaluate(columns, 0, count, expected, 0);
      if (rounded != null) {
        rounded.compare(count);
      }
      int interpreted = block == 0 ? Math.min(count, INTERPRETED) : 0;
      int told = 0;
      for (int i = 0; i < count; i++) {
        boolean same = Elements.same(type, expected, i, found, i);
        if (i < interpreted || i % INTERPRETED_EACH == 0 || !same) {
          ask(i);
        }
        if (!same) {
          tally.differs();
          if (told++ < TOLD_PER_BLOCK) {
            differences.accept(difference(i, expected, found));
          }
        }
      }
      tally.compared(count);
      if (errors != null) {
        tally.measures();
        errors.measure(columns, found, count, tally);
      }
    }

    private void compute(int count) {
      List<Tensor> tensors = new ArrayList<>();
      try {
        for (Object column : columns) {
          Tensor tensor = engine.empty(type, count);
          tensors.add(tensor);
          Elements.upload(column, tensor, count);
        }
        try (Tensor result = engine.run(kernel, tensors.toArray(Tensor[]::new))) {
          Elements.download(result, found, count);
        }
      } finally {
        tensors.forEach(Tensor::close);
      }
    }

    /** The interpreter defines the value; the reference is only its faster twin. */
    private void ask(int i) {
      long[][] element = new long[columns.length][1];
      for (int input = 0; input < element.length; input++) {
        element[input][0] = Elements.bits(type, columns[input], i);
      }
      Elements.setBits(type, defined, i, interpreter.row(i, 1, element)[0][0]);
      requireSame(i, defined, expected);
    }

    private void requireSame(int i, Object definition, Object other) {
      if (!Elements.same(type, definition, i, other, i)) {
        throw new IllegalStateException(
            "the check is at fault: " + difference(i, definition, other));
      }
    }

    private Difference difference(int i, Object right, Object wrong) {
      List<Double> element = new ArrayList<>();
      for (Object column : columns) {
        element.add(Elements.value(type, column, i));
      }
      return new Difference(
          kernel.name(),
          type,
          element,
          1,
          0,
          Elements.value(type, right, i),
          Elements.value(type, wrong, i));
    }

    /** What is expected in 16 bits is the value in float32, rounded once. */
    private final class Rounded {
      private final float[][] singles = new float[columns.length][size];
      private final float[] values = new float[size];
      private final short[] bits = new short[size];
      private final Reference single = new Reference(kernel.program(), kernel.parameterValues());

      void compare(int count) {
        for (int input = 0; input < singles.length; input++) {
          for (int i = 0; i < count; i++) {
            singles[input][i] = (float) Elements.value(type, columns[input], i);
          }
        }
        single.evaluate(singles, 0, count, values, 0);
        for (int i = 0; i < count; i++) {
          bits[i] =
              type == DataType.FLOAT16
                  ? Float16.fromFloat(values[i])
                  : Float16.bfloat16FromFloat(values[i]);
          requireSame(i, bits, expected);
        }
      }
    }
  }
}
