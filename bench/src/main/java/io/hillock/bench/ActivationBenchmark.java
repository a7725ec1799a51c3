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

  /** The sizes of the axes: some that stay in a cache, more, and a batch of images. */
  @Param({"256", "16x1024", "16384x1024", "32x3x224x224"})
  public String shape;

  /** Opens the engine and makes the tensors. */
  @Setup
  public void open() {
    open(function, sizes(shape));
  }

  /** Runs the kernel and waits for it. */
  @Benchmark
  public void apply() {
    engine.runInto(output, kernel, inputs);
    engine.finish();
  }
}
