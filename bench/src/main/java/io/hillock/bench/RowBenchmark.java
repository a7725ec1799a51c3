package io.hillock.bench;

import io.hillock.kernels.Activations;
import io.hillock.kernels.Kernel;
import io.hillock.tensor.Engine;
import io.hillock.tensor.Shape;
import io.hillock.tensor.Tensor;
import java.util.Arrays;
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
 * Functions along a row, of rows of many lengths and along the first axis as along the last, with a
 * plain copy of a tensor beside.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 7, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "-Xmx4g"})
public class RowBenchmark {
  /** The backend. */
  @Param("cpu")
  public String backend;

  /** The name of a function that works along a row. */
  @Param("softmax")
  public String function;

  /** What is computed: the function, or its backward. */
  @Param({"forward", "backward"})
  public String kind;

  /** Rows by columns. */
  @Param({
    "1677721x10",
    "131072x128",
    "16777x1000",
    "16384x1024",
    "4096x4096",
    "128x131072",
    "1x16777216"
  })
  public String shape;

  /** The axis along which the function works. */
  @Param("1")
  public int axis;

  private Engine engine;
  private Kernel kernel;
  private Tensor[] inputs;
  private Tensor output;

  /** Opens the engine and makes the tensors. */
  @Setup
  public void open() {
    engine = Engine.create(backend);
    Kernel named = Activations.named(function);
    if (!named.isRow()) {
      throw new IllegalArgumentException(function + " does not work along a row");
    }
    kernel =
        switch (kind) {
          case "forward" -> named;
          case "backward" -> named.backward();
          default -> throw new IllegalArgumentException("kind is forward or backward");
        };
    long[] sizes = Arrays.stream(shape.split("x")).mapToLong(Long::parseLong).toArray();
    float[] values = new float[(int) Shape.of(sizes).count()];
    Random random = new Random(1);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian() * 3;
    }
    inputs = new Tensor[kernel.inputs().size()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = engine.tensor(values, sizes);
    }
    output = engine.empty(sizes);
  }

  /** Runs the kernel into a tensor that is there; along another axis than the last, into a new. */
  @Benchmark
  public void apply() {
    if (axis == 1) {
      engine.runInto(output, kernel, inputs);
    } else {
      engine.runAlong(axis, kernel, inputs).close();
    }
    engine.finish();
  }

  /** Copies the first input. */
  @Benchmark
  public void copy() {
    engine.copyInto(output, inputs[0]);
    engine.finish();
  }

  /** Gives everything back. */
  @TearDown
  public void close() {
    engine.close();
  }
}
