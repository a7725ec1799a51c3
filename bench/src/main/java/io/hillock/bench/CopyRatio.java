package io.hillock.bench;

import io.hillock.kernels.Activations;
import io.hillock.kernels.Kernel;
import io.hillock.tensor.Engine;
import io.hillock.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Times kernels in turns with a plain copy of as many bytes by as many threads: each round copies
 * and then runs a kernel, and the ratio of the two is what is reported, as the median of the
 * rounds. So the noise of a shared machine falls on both.
 */
public final class CopyRatio {
  private static final int COUNT = 1 << 24;
  private static final int BLOCK = 1 << 16;
  private static final int WARM_UP = 8;
  private static final int ROUNDS = 31;

  /** So far apart that a load does not wait for a store 4 KiB before it. */
  private static final int APART = 304;

  private final float[] source = new float[COUNT];
  private final float[] target = new float[COUNT + APART];

  /** One thing to time. */
  private record Work(String name, Runnable run) {}

  private CopyRatio() {}

  /**
   * Runs the benchmark on the CPU.
   *
   * @param functions the names of the functions to time; all where there is none
   */
  public static void main(String[] functions) {
    new CopyRatio().run(List.of(functions));
  }

  private void run(List<String> functions) {
    Random random = new Random(1);
    for (int i = 0; i < COUNT; i++) {
      source[i] = (float) random.nextGaussian() * 3;
    }
    try (Engine engine = Engine.create("cpu")) {
      System.out.printf(
          "%s, %s, %,d float32%n", engine.device().name(), engine.device().driver(), COUNT);
      List<Work> works = new ArrayList<>();
      works.add(new Work("copy", this::copy));
      for (Kernel kernel : Activations.all()) {
        if (functions.isEmpty() || functions.contains(kernel.name())) {
          add(works, engine, kernel);
        }
      }
      works.forEach(this::time);
    }
  }

  private void add(List<Work> works, Engine engine, Kernel kernel) {
    if (kernel.isRow()) {
      for (int length : new int[] {128, 1024, 131_072}) {
        Tensor x = engine.tensor(source, COUNT / length, length);
        Tensor y = engine.empty(COUNT / length, length);
        String name = kernel.name() + ", rows of " + length;
        works.add(new Work(name, () -> engine.runInto(y, kernel, x)));
      }
      return;
    }
    for (Kernel kind : List.of(kernel, kernel.derivative())) {
      Tensor[] inputs = new Tensor[kind.inputs().size()];
      Arrays.setAll(inputs, i -> engine.tensor(source, COUNT));
      Tensor y = engine.empty(COUNT);
      works.add(new Work(kind.name(), () -> engine.runInto(y, kind, inputs)));
    }
  }

  private void copy() {
    IntStream.range(0, COUNT / BLOCK)
        .parallel()
        .forEach(i -> System.arraycopy(source, i * BLOCK, target, APART + i * BLOCK, BLOCK));
  }

  private void time(Work work) {
    for (int i = 0; i < WARM_UP; i++) {
      copy();
      work.run.run();
    }
    double[] nanoseconds = new double[ROUNDS];
    double[] ratios = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      long start = System.nanoTime();
      copy();
      long middle = System.nanoTime();
      work.run.run();
      long end = System.nanoTime();
      nanoseconds[i] = (double) (end - middle) / COUNT;
      ratios[i] = (double) (end - middle) / (middle - start);
    }
    Arrays.sort(nanoseconds);
    Arrays.sort(ratios);
    System.out.printf(
        "%-28s %6.3f ns an element %6.2f of a copy%n",
        work.name, nanoseconds[ROUNDS / 2], ratios[ROUNDS / 2]);
  }
}
