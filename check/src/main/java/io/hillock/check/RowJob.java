package io.hillock.check;

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
  private static final int LEAST_ROWS = 40;
  private static final int MOST_ROWS = 20_000;

  /** How many rows are compared with the interpreter, too: enough for one of all contents. */
  private static final int INTERPRETED = 3 * Rows.Content.values().length;

  private final Engine engine;
  private final Kernel kernel;
  private final boolean backward;
  private final int length;
  private final int rows;
  private final int rowsInBlock;
  private final boolean measures;

  private RowJob(
      Engine engine, Kernel kernel, boolean backward, int length, int rows, boolean measures) {
    this.measures = measures;
    this.engine = engine;
    this.kernel = kernel;
    this.backward = backward;
    this.length = length;
    this.rows = rows;
    this.rowsInBlock = Math.min(rows, BLOCK / length);
  }

  /** Returns the checks of all lengths. */
  static List<RowJob> all(
      Engine engine, Kernel kernel, boolean backward, long inputs, boolean measures) {
    List<RowJob> jobs = new ArrayList<>();
    for (int length : LENGTHS) {
      long share = inputs / LENGTHS.length / length;
      int rows = (int) Math.max(LEAST_ROWS, Math.min(MOST_ROWS, share));
      jobs.add(new RowJob(engine, kernel, backward, length, rows, measures));
    }
    return jobs;
  }

  @Override
  public long elements() {
    return (long) rows * resultLength();
  }

  private int resultLength() {
    return kernel.program().reducesRow() ? 1 : length;
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
    private final Rows source = new Rows(kernel.inputs().size(), length);
    private final int width = resultLength();
    private final float[] expected = new float[rowsInBlock * width];
    private final float[] found = new float[rowsInBlock * width];
    private final double[] truths = new double[length];
    private final Reference reference = new Reference(kernel.program(), kernel.parameterValues());
    private final Interpreter interpreter =
        new Interpreter(kernel.program(), kernel.parameterValues());
    private final Truth truth = measures ? Truth.of(kernel).orElse(null) : null;

    @Override
    public void compare(int block, Tally tally, Consumer<Difference> differences) {
      int first = block * rowsInBlock;
      int count = Math.min(rowsInBlock, rows - first);
      float[][] columns = source.get(first, count);
      compute(columns, count);
      for (int row = 0; row < count; row++) {
        reference.evaluate(columns, row * length, length, expected, row * width);
        int different = firstDifference(row);
        if (different >= 0 || (block == 0 && row < INTERPRETED)) {
          ask(columns, row);
        }
        if (different >= 0) {
          differences.accept(difference(columns, row, different, found));
          for (int i = row * width; i < (row + 1) * width; i++) {
            if (!Tally.same(expected[i], found[i])) {
              tally.differs();
            }
          }
        }
        boolean moderate = Rows.content(first + row).isModerate();
        if (truth != null && (!backward || moderate)) {
          measure(columns, row, tally);
        }
      }
      tally.compared((long) count * width);
    }

    private int firstDifference(int row) {
      for (int i = 0; i < width; i++) {
        if (!Tally.same(expected[row * width + i], found[row * width + i])) {
          return i;
        }
      }
      return -1;
    }

    private void compute(float[][] columns, int count) {
      List<Tensor> tensors = new ArrayList<>();
      try {
        for (float[] column : columns) {
          tensors.add(engine.tensor(column, count, length));
        }
        try (Tensor result = engine.run(kernel, tensors.toArray(Tensor[]::new))) {
          result.copyTo(0, found, 0, count * width);
        }
      } finally {
        tensors.forEach(Tensor::close);
      }
    }

    private void measure(float[][] columns, int row, Tally tally) {
      truth.evaluate(columns, row * length, length, truths);
      double scale = 0;
      if (backward) {
        float[] upstream = columns[columns.length - 1];
        for (int i = 0; i < length; i++) {
          scale = Math.max(scale, Math.abs(upstream[row * length + i]));
        }
        for (int i = 0; i < width; i++) {
          scale = Math.max(scale, Math.abs(truths[i]));
        }
      }
      for (int i = 0; i < width; i++) {
        float input = columns[0][row * length + i];
        tally.measure(found[row * width + i], truths[i], scale, input);
      }
    }

    /** The interpreter defines the values; the reference is only its faster twin. */
    private void ask(float[][] columns, int row) {
      float[][] elements = new float[columns.length][length];
      for (int input = 0; input < elements.length; input++) {
        System.arraycopy(columns[input], row * length, elements[input], 0, length);
      }
      float[] definition = interpreter.row(elements);
      for (int i = 0; i < width; i++) {
        if (!Tally.same(definition[i], expected[row * width + i])) {
          throw new IllegalStateException(
              "the check is at fault: the interpreter gives "
                  + definition[i]
                  + ", but "
                  + difference(columns, row, i, expected));
        }
      }
    }

    private Difference difference(float[][] columns, int row, int element, float[] values) {
      List<Float> at = new ArrayList<>();
      for (float[] column : columns) {
        at.add(column[row * length + element]);
      }
      int i = row * width + element;
      return new Difference(kernel.name(), at, length, element, expected[i], values[i]);
    }
  }
}
