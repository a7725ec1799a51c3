package io.hillock.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * One activation of a tensor into another. The function {@code linear} with its default parameters
 * copies, through the same engine.
 */
public class ActivationBenchmark extends EngineBenchmark {
  /** The name of the function. */
  @Param({"linear", "relu", "sigmoid", "tanh", "gelu", "elu", "softmax"})
  public String function;

  /** The number of elements; a row of a row function has 1024. */
  @Param({"16384", "16777216"})
  public int size;

  /** Opens the engine and makes the tensors. */
  @Setup
  public void open() {
    int columns = Math.min(size, 1024);
    open(function, size / columns, columns);
  }

  /** Runs the kernel and waits for it. */
  @Benchmark
  public void apply() {
    engine.runInto(output, kernel, inputs);
    engine.finish();
  }
}
