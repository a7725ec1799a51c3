package io.hillock.check;

import io.hillock.kernels.DataType;
import io.hillock.kernels.Interpreter;
import io.hillock.kernels.Kernel;
import io.hillock.tensor.Engine;
import io.hillock.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The check of a row kernel with rows of one length. */
final class RowJob implements Check.Job {
  private static final int[] LENGTHS = {1, 2, 7, 128, 1000, 4097};

  private static final int BLOCK = 1 << 17;

  /** Longer rows are left out where fewer inputs than they have elements are asked for. */
  private static final int LONG = 1000;

  /** One of all contents. */
  private static final int LEAST_ROWS = 3 * Rows.Content.values().length;

  private static final int MOST_ROWS = 20_000;

  /** How many rows are compared with the interpreter, too: enough for one of all contents. */
  private static final int INTERPRETED = LEAST_ROWS;

  private final Engine engine;
  private final Kernel kernel;
  private final boolean backward;
  private final boolean scaled;
  private final int length;
  private final int rows;
  private final int rowsInBlock;
  private final DataType type;
  private final boolean measures;

  private RowJob(
      Engine engine,
      Kernel kernel,
      boolean backward,
      boolean scaled,
      DataType type,
      int length,
      int rows,
      boolean measures) {
    this.type = type;
    this.measures = measures;
    this.engine = engine;
    this.kernel = kernel;
    this.backward = backward;
    this.scaled = scaled;
    this.length = length;
    this.rows = rows;
    this.rowsInBlock = Math.min(rows, BLOCK / length);
  }

  /**
   * Returns the checks of all lengths.
   *
   * @param backward whether the last input is the upstream gradient
   * @param scaled whether terms cancel, so that errors are in units of the row's largest number
   */
  static List<RowJob> all(
      Engine engine,
      Kernel kernel,
      boolean backward,
      boolean scaled,
      DataType type,
      long inputs,
      boolean measures) {
    List<RowJob> jobs = new ArrayList<>();
    for (int length : LENGTHS) {
      if (length > LONG && inputs < length) {
        continue;
      }
      long share = inputs / LENGTHS.length / length;
      int rows = (int) Math.max(LEAST_ROWS, Math.min(MOST_ROWS, share));
      jobs.add(new RowJob(engine, kernel, backward, scaled, type, length, rows, measures));
    }
    return jobs;
  }

  @Override
  public long elements() {
    return (long) rows * resultLength();
  }

  private int resultLength() {
    return kernel.program(type).reducesRow() ? 1 : length;
  }

  @Override
  public int blocks() {
    return (rows + rowsInBlock - 1) / rowsInBlock;
  }

  @Override
  public Check.Worker worker() {
    return new RowWorker();
  }

  private final class RowWorker implements Check.Worker {
    private final Rows source = Rows.of(kernel, length);
    private final int width = resultLength();
    private final Object expected = Elements.array(type, rowsInBlock * width);
    private final Object found = Elements.array(type, rowsInBlock * width);
    private final Reference reference =
        new Reference(kernel.program(type), kernel.parameterValues());
    private final Interpreter interpreter =
        new Interpreter(kernel.program(type), kernel.parameterValues());
    private final FloatFormat format = FloatFormat.of(type);
    private final Truth truth = measures ? truth() : null;

    private Truth truth() {
      return (type.isWide() ? Truth.ofDouble(kernel) : Truth.of(kernel)).orElse(null);
    }

    @Override
    public void compare(int block, Tally tally, Consumer<Difference> differences) {
      int first = block * rowsInBlock;
      int count = Math.min(rowsInBlock, rows - first);
      Object[] columns = source.get(type, first, count);
      compute(columns, count);
      for (int row = 0; row < count; row++) {
        reference.evaluate(columns, row * length, length, expected, row * width);
        int different = firstDifference(row);
        if (different >= 0 || (block == 0 && row < INTERPRETED)) {
          ask(columns, row);
        }
        if (different >= 0) {
          differences.accept(difference(columns, row, different, expected, found));
          for (int i = row * width; i < (row + 1) * width; i++) {
            if (!Elements.same(type, expected, i, found, i)) {
              tally.differs();
            }
          }
        }
        if (truth != null && isMeasured(Rows.content(first + row))) {
          measure(columns, row, tally);
        }
      }
      tally.compared((long) count * width);
    }

    /** What is smaller than normal numbers is, too, after it was added up, but not relatively. */
    private boolean isMeasured(Rows.Content content) {
      return !scaled || (content.isModerate() && (backward || content != Rows.Content.TINY));
    }

    private DataType stored(int input) {
      return kernel.program(type).inputType(input);
    }

    private int firstDifference(int row) {
      for (int i = 0; i < width; i++) {
        if (!Elements.same(type, expected, row * width + i, found, row * width + i)) {
          return i;
        }
      }
      return -1;
    }

    private void compute(Object[] columns, int count) {
      List<Tensor> tensors = new ArrayList<>();
      try {
        for (Object column : columns) {
          DataType stored = kernel.program(type).inputType(tensors.size());
          Tensor tensor = engine.empty(stored, count, length);
          tensors.add(tensor);
          Elements.upload(column, tensor, count * length);
        }
        try (Tensor result = engine.run(kernel, tensors.toArray(Tensor[]::new))) {
          Elements.download(result, found, count * width);
        }
      } finally {
        tensors.forEach(Tensor::close);
      }
    }

    private void measure(Object[] columns, int row, Tally tally) {
      double[][] elements = new double[columns.length][length];
      for (int input = 0; input < elements.length; input++) {
        for (int i = 0; i < length; i++) {
          elements[input][i] = Elements.value(stored(input), columns[input], row * length + i);
        }
      }
      Real[] truths = truth.realRow(elements);
      double scale = 0;
      if (scaled) {
        for (Real value : truths) {
          scale = Math.max(scale, Math.abs(value.doubleValue()));
        }
        int from = backward ? elements.length - 1 : width < length ? 0 : 1;
        for (int input = from; input < elements.length; input++) {
          for (double value : elements[input]) {
            scale = Math.max(scale, Math.abs(value));
          }
        }
      }
      for (int i = 0; i < width; i++) {
        double value = Elements.value(type, found, row * width + i);
        tally.measure(format, value, truths[i], scale, elements[0][i]);
      }
    }

    /** The interpreter defines the values; the reference is only its faster twin. */
    private void ask(Object[] columns, int row) {
      long[][] elements = new long[columns.length][length];
      for (int input = 0; input < elements.length; input++) {
        for (int i = 0; i < length; i++) {
          elements[input][i] = Elements.bits(stored(input), columns[input], row * length + i);
        }
      }
      long[] bits = interpreter.row((long) row * length, 1, elements)[0];
      Object definition = Elements.array(type, rowsInBlock * width);
      for (int i = 0; i < width; i++) {
        int at = row * width + i;
        Elements.setBits(type, definition, at, bits[i]);
        if (!Elements.same(type, definition, at, expected, at)) {
          throw new IllegalStateException(
              "the check is at fault: " + difference(columns, row, i, definition, expected));
        }
      }
    }

    private Difference difference(
        Object[] columns, int row, int element, Object right, Object wrong) {
      List<Double> at = new ArrayList<>();
      for (int input = 0; input < columns.length; input++) {
        at.add(Elements.value(stored(input), columns[input], row * length + element));
      }
      int i = row * width + element;
      return new Difference(
          kernel.name(),
          type,
          at,
          length,
          element,
          Elements.value(type, right, i),
          Elements.value(type, wrong, i));
    }
  }
}
