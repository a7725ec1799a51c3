package io.hillock.conformance;

import io.hillock.check.Rows;
import io.hillock.kernels.Activations;
import io.hillock.kernels.Kernel;
import io.hillock.tensor.Engine;
import io.hillock.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** One engine serves many threads. */
@EveryBackend
class ThreadsTest {
  private static final int THREADS = 8;
  private static final int ROUNDS = 60;

  @Parameter Engine engine;

  @Test
  void manyThreadsGetTheirOwnResults() throws Exception {
    List<Kernel> kernels =
        List.of(
            Activations.GELU,
            Activations.TANH.derivative(),
            Activations.SOFTMAX,
            Kernels.LAYER_NORM,
            Activations.SIGMOID);
    everyThread(
        thread -> {
          Random random = new Random(thread);
          for (int round = 0; round < ROUNDS; round++) {
            Kernel kernel = kernels.get(random.nextInt(kernels.size()));
            int length = 1 + random.nextInt(round % 10 == 0 ? 100_000 : 3000);
            float[] x = new float[length];
            for (int i = 0; i < length; i++) {
              x[i] = (float) (4 * random.nextGaussian());
            }
            float[] found = Runs.run(engine, kernel, new long[] {length}, x);
            Expected.assertBits(kernel.name(), Expected.compute(kernel, x), found, x);
          }
        });
  }

  @Test
  void aKernelThatManyThreadsMeetFirstIsRightForAll() throws Exception {
    for (int round = 0; round < 3; round++) {
      // A constant of its own makes it a program that was never compiled.
      double constant = 1.5 + round + System.nanoTime() % 1000 / 4096.0;
      Kernel fresh = Kernel.of("fresh", x -> x.mul(constant).sub(x.abs().sqrt()));
      everyThread(
          thread -> {
            float[] x = {thread, -thread, 0.5f * thread};
            float[] found = Runs.run(engine, fresh, new long[] {3}, x);
            Expected.assertBits("fresh", Expected.compute(fresh, x), found, x);
          });
    }
  }

  @Test
  void resultsPassFromThreadToThreadThroughTensors() throws Exception {
    float[] values = new Rows(1, 20_000).get(1, 1)[0];
    float[] once = Expected.compute(Activations.TANH, values);
    float[] twice = Expected.compute(Activations.SIGMOID, once);
    try (Tensor x = engine.tensor(values, 20_000);
        Tensor y = engine.apply(Activations.TANH, x)) {
      everyThread(
          thread -> {
            try (Tensor z = engine.apply(Activations.SIGMOID, y)) {
              Expected.assertBits("sigmoid of tanh", twice, z.toFloatArray(), values);
            }
          });
    }
  }

  private interface Task {
    void run(int thread) throws Exception;
  }

  private static void everyThread(Task task) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    try {
      CyclicBarrier together = new CyclicBarrier(THREADS);
      List<Future<?>> futures = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        futures.add(
            executor.submit(
                () -> {
                  together.await(30, TimeUnit.SECONDS);
                  task.run(thread);
                  return null;
                }));
      }
      for (Future<?> future : futures) {
        future.get(120, TimeUnit.SECONDS);
      }
    } finally {
      executor.shutdownNow();
    }
  }
}
