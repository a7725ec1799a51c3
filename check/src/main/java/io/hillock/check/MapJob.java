package io.hillock.check;

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

  private static final int TOLD_PER_BLOCK = 3;

  private final Engine engine;
  private final Kernel kernel;
  private final Kernel slope;
  private final Inputs inputs;
  private final boolean measures;

  /**
   * Creates a check.
   *
   * @param engine what is checked
   * @param kernel what it runs
   * @param slope the derivative, where the kernel is its product with the last input; or null
   * @param inputs what it gets
   * @param measures whether errors are measured, too
   */
  MapJob(Engine engine, Kernel kernel, Kernel slope, Inputs inputs, boolean measures) {
    this.slope = slope;
    this.measures = measures;
    this.engine = engine;
    this.kernel = kernel;
    this.inputs = inputs;
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
    private final float[][] columns = new float[kernel.inputs().size()][BLOCK];
    private final float[] expected = new float[BLOCK];
    private final float[] found = new float[BLOCK];
    private final double[] truths = new double[BLOCK];
    private final Reference reference = new Reference(kernel.program(), kernel.parameterValues());
    private final Interpreter interpreter =
        new Interpreter(kernel.program(), kernel.parameterValues());
    private final boolean backward = slope != null;
    private final TrueValues truth = measures ? TrueValues.of(kernel, slope).orElse(null) : null;
    private final InteriorZero zero = InteriorZero.of(kernel).orElse(null);
    private double greatest;

    @Override
    public void compare(int block, Tally tally, Consumer<Difference> differences) {
      long start = (long) block * BLOCK;
      int count = (int) Math.min(BLOCK, inputs.count() - start);
      inputs.fill(start, count, columns);
      compute(count);
      reference.evaluate(columns, 0, count, expected, 0);
      int interpreted = block == 0 ? Math.min(count, INTERPRETED) : 0;
      int told = 0;
      for (int i = 0; i < count; i++) {
        boolean same = Tally.same(expected[i], found[i]);
        if (i < interpreted || !same) {
          ask(i);
        }
        if (!same) {
          tally.differs();
          if (told++ < TOLD_PER_BLOCK) {
            differences.accept(new Difference(kernel.name(), at(i), 1, 0, expected[i], found[i]));
          }
        }
      }
      tally.compared(count);
      if (truth != null) {
        tally.measures();
        truth.evaluate(columns, count, truths);
        for (int i = 0; i < count; i++) {
          if (!backward || isMeasurable(i)) {
            measure(i, tally);
          }
        }
      }
    }

    private void measure(int i, Tally tally) {
      double scale = scale(i);
      if (!(Ulp.error(found[i], truths[i], scale) <= greatest + TrueValues.NOTICEABLE)) {
        double value = truth.exactly(columns, i);
        greatest = Math.max(greatest, tally.measure(found[i], value, scale, columns[0][i]));
      }
    }

    private void compute(int count) {
      List<Tensor> tensors = new ArrayList<>();
      try {
        for (float[] column : columns) {
          Tensor tensor = engine.empty(count);
          tensors.add(tensor);
          tensor.copyFrom(column, 0, 0, count);
        }
        try (Tensor result = engine.run(kernel, tensors.toArray(Tensor[]::new))) {
          result.copyTo(0, found, 0, count);
        }
      } finally {
        tensors.forEach(Tensor::close);
      }
    }

    /** The interpreter defines the value; the reference is only its faster twin. */
    private void ask(int i) {
      long[][] element = new long[columns.length][1];
      for (int input = 0; input < element.length; input++) {
        element[input][0] = Float.floatToRawIntBits(columns[input][i]);
      }
      float definition = Float.intBitsToFloat((int) interpreter.row(i, 1, element)[0][0]);
      if (!Tally.same(definition, expected[i])) {
        throw new IllegalStateException(
            "the check is at fault: "
                + new Difference(kernel.name(), at(i), 1, 0, definition, expected[i]));
      }
    }

    private List<Float> at(int i) {
      List<Float> element = new ArrayList<>();
      for (float[] column : columns) {
        element.add(column[i]);
      }
      return element;
    }

    private double scale(int i) {
      if (zero == null) {
        return 0;
      }
      double scale = zero.scaleAt(columns, i);
      return backward ? scale * Math.abs(columns[columns.length - 1][i]) : scale;
    }

    /** Returns whether the derivative, by which the upstream gradient is multiplied, is normal. */
    private boolean isMeasurable(int i) {
      float upstream = columns[columns.length - 1][i];
      if (upstream == 0 || !Float.isFinite(upstream)) {
        return false;
      }
      double slope = Math.abs(truths[i] / upstream);
      return Double.isNaN(slope) || (slope >= Float.MIN_NORMAL && slope <= Float.MAX_VALUE);
    }
  }
}
