package io.hillock.check;

import io.hillock.kernels.DataType;
import io.hillock.kernels.Interpreter;
import io.hillock.kernels.Kernel;
import io.hillock.kernels.Program;
import io.hillock.tensor.Engine;
import io.hillock.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * The check of a map kernel of one input at floats that follow each other in the order of their
 * bits: what makes all 2^32 of them a matter of a minute.
 */
final class SweepJob implements Check.Job {
  static final int BLOCK = 1 << 17;

  private static final int TOLD_PER_BLOCK = 3;

  /** How many elements of each block are compared with the interpreter, too. */
  private static final int INTERPRETED = 4;

  private static final int LEAST_EXPONENT = Float.MIN_EXPONENT + 1023;

  private final Engine engine;
  private final Engine other;
  private final Kernel kernel;
  private final long first;
  private final long count;
  private final boolean measures;

  /**
   * Creates the check of a range of floats.
   *
   * @param engine what is checked
   * @param other the engine it is compared with; where it is null, with the {@link Reference}
   * @param kernel the kernel
   * @param first the bits of the first float
   * @param count how many, whole blocks
   * @param measures whether errors are measured, too
   */
  SweepJob(Engine engine, Engine other, Kernel kernel, long first, long count, boolean measures) {
    this.engine = engine;
    this.other = other;
    this.kernel = kernel;
    this.first = first;
    this.count = count;
    this.measures = measures;
  }

  /** Returns whether a kernel can be checked so. */
  static boolean takes(Kernel kernel) {
    boolean alone =
        kernel.program().values().stream().noneMatch(v -> v.kind() == Program.Kind.INDEX);
    return !kernel.isRow() && kernel.inputs().size() == 1 && kernel.outputs().size() == 1 && alone;
  }

  @Override
  public long elements() {
    return count;
  }

  @Override
  public int blocks() {
    return (int) (count / BLOCK);
  }

  @Override
  public Check.Worker worker() {
    return new SweepWorker();
  }

  private final class SweepWorker implements Check.Worker {
    private final float[] input = new float[BLOCK];
    private final float[] expected = new float[BLOCK];
    private final float[] found = new float[BLOCK];
    private final double[] truths = new double[BLOCK];
    private final Reference reference =
        other == null ? new Reference(kernel.program(), kernel.parameterValues()) : null;
    private final Interpreter interpreter =
        new Interpreter(kernel.program(), kernel.parameterValues());
    private final Truth truth = measures ? Truth.of(kernel).orElse(null) : null;
    private final Curve curve = truth == null ? null : new Curve(truth);
    private final InteriorZero zero = InteriorZero.of(kernel).orElse(null);
    private double greatest;

    @Override
    public void compare(int block, Tally tally, Consumer<Difference> differences) {
      int bits = (int) (first + (long) block * BLOCK);
      for (int i = 0; i < BLOCK; i++) {
        input[i] = Float.intBitsToFloat(bits + i);
      }
      compute(engine, found);
      if (other == null) {
        reference.evaluate(new float[][] {input}, 0, BLOCK, expected, 0);
      } else {
        compute(other, expected);
      }
      for (int i = 0; i < INTERPRETED; i++) {
        ask((int) (Inputs.hash((long) bits + i) >>> 47));
      }
      compareBits(tally, differences);
      tally.compared(BLOCK);
      if (truth != null) {
        curve.fill(bits, BLOCK, truths, 0);
        measure(tally);
      }
    }

    private void compute(Engine with, float[] result) {
      try (Tensor x = with.empty(BLOCK)) {
        x.copyFrom(input, 0, 0, BLOCK);
        try (Tensor y = with.run(kernel, x)) {
          y.copyTo(0, result, 0, BLOCK);
        }
      }
    }

    private void compareBits(Tally tally, Consumer<Difference> differences) {
      int told = 0;
      int from = 0;
      while (from < BLOCK) {
        int next = Arrays.mismatch(expected, from, BLOCK, found, from, BLOCK);
        if (next < 0) {
          return;
        }
        int i = from + next;
        from = i + 1;
        ask(i);
        tally.differs();
        if (told++ < TOLD_PER_BLOCK) {
          differences.accept(difference(i, expected[i], found[i]));
        }
      }
    }

    /** The interpreter defines the value; what it is compared with is only its faster twin. */
    private void ask(int i) {
      float definition = interpreter.map(input[i]);
      if (Float.floatToIntBits(definition) != Float.floatToIntBits(expected[i])) {
        throw new IllegalStateException(
            "the check is at fault: " + difference(i, definition, expected[i]));
      }
    }

    private Difference difference(int i, float right, float wrong) {
      return new Difference(
          kernel.name(), DataType.FLOAT32, List.of((double) input[i]), 1, 0, right, wrong);
    }

    private void measure(Tally tally) {
      tally.measures();
      if (zero != null && zero.meets(input[0], input[BLOCK - 1])) {
        for (int i = 0; i < BLOCK; i++) {
          double scale = zero.scaleAt(input[i]);
          if (!(Ulp.error(found[i], truths[i], scale) <= greatest + TrueValues.NOTICEABLE)) {
            measureExactly(i, scale, tally);
          }
        }
        return;
      }
      double limit = greatest + TrueValues.NOTICEABLE;
      for (int i = 0; i < BLOCK; i++) {
        double value = truths[i];
        double distance = Math.abs(found[i] - value);
        int exponent = (int) (Double.doubleToRawLongBits(value) >>> 52) & 0x7ff;
        // The reciprocal of the spacing of floats in the binade of the value.
        long inverse = 1023 + 1023 + 23 - Math.max(exponent, LEAST_EXPONENT);
        double error = distance * Double.longBitsToDouble(inverse << 52);
        if (!(error <= limit)) {
          measureExactly(i, 0, tally);
          limit = greatest + TrueValues.NOTICEABLE;
        }
      }
    }

    private void measureExactly(int i, double scale, Tally tally) {
      boolean ordinary = Math.abs(truths[i]) <= Float.MAX_VALUE;
      double value = ordinary ? truth.value(input[i]) : truths[i];
      greatest = Math.max(greatest, tally.measure(found[i], value, scale, input[i]));
    }
  }
}
