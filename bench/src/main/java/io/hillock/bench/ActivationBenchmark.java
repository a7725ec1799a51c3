package io.hillock.bench;

import io.hillock.kernels.Activations;
import io.hillock.kernels.Kernel;
import io.hillock.tensor.Engine;
import io.hillock.tensor.Tensor;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One activation of a tensor of normal noise into another. The function {@code linear} with its
 * default parameters copies, through the same engine.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 7, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "-Xmx4g"})
public class ActivationBenchmark {
  /** The backend. */
  @Param("cpu")
  public String backend;

  /** The name of the function. */
  @Param({"linear", "relu", "sigmoid", "tanh", "gelu", "elu", "softmax"})
  public String function;

  /** What is computed: the function, its derivative, or its backward. */
  @Param("forward")
  public String kind;

  /** The number of elements; a row of a row function has 1024. */
  @Param({"16384", "16777216"})
  public int size;

  private Engine engine;
  private Kernel kernel;
  private Tensor[] inputs;
  private Tensor output;

  /** Opens the engine and makes the tensors. */
  @Setup
  public void open() {
    engine = Engine.create(backend);
    Kernel named = Activations.named(function);
    kernel =
        switch (kind) {
          case "forward" -> named;
          case "derivative" -> named.derivative();
          case "backward" -> named.backward();
          default -> throw new IllegalArgumentException("kind is forward, derivative or backward");
        };
    Random random = new Random(1);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian() * 3;
    }
    int columns = Math.min(size, 1024);
    inputs = new Tensor[kernel.inputs().size()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = engine.tensor(values, size / columns, columns);
    }
    output = engine.empty(size / columns, columns);
  }

  /** Runs the kernel and waits for it. */
  @Benchmark
  public void apply() {
    engine.runInto(output, kernel, inputs);
    engine.finish();
  }

  /** Gives everything back. */
  @TearDown
  public void close() {
    engine.close();
  }
}
