package io.hillock.bench;

import io.hillock.kernels.Activations;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Kernel;
import io.hillock.tensor.Engine;
import io.hillock.tensor.Shape;
import io.hillock.tensor.Tensor;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A kernel on an engine, its inputs of normal noise, and a tensor for its output. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 7, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "-Xmx4g"})
public abstract class EngineBenchmark {
  /** The backend. */
  @Param("cpu")
  public String backend;

  /** What is computed: the function, its derivative, or its backward. */
  @Param("forward")
  public String kind;

  /**
   * How elements are stored: {@code float32}, {@code float16}, {@code bfloat16}, {@code float64}.
   */
  @Param("float32")
  public String dataType;

  Engine engine;
  Kernel kernel;
  DataType type;
  Tensor[] inputs;
  Tensor output;

  /** Returns the sizes of the axes of a shape such as {@code 16384x1024}. */
  static long[] sizes(String shape) {
    return Arrays.stream(shape.split("x")).mapToLong(Long::parseLong).toArray();
  }

  /** Opens the engine and makes the tensors. */
  final void open(String function, long... sizes) {
    engine = Engine.create(backend);
    Kernel named = Activations.named(function);
    kernel =
        switch (kind) {
          case "forward" -> named;
          case "derivative" -> named.derivative();
          case "backward" -> named.backward();
          default -> throw new IllegalArgumentException("kind is forward, derivative or backward");
        };
    type = DataType.valueOf(dataType.toUpperCase(Locale.ROOT));
    Random random = new Random(1);
    double[] values = new double[Math.toIntExact(Shape.of(sizes).count())];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextGaussian() * 3;
    }
    inputs = new Tensor[kernel.inputs().size()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = engine.tensor(type, values, sizes);
    }
    output = engine.empty(type, sizes);
  }

  /** Gives everything back. */
  @TearDown
  public void close() {
    engine.close();
  }
}
