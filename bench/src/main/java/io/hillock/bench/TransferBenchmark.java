package io.hillock.bench;

import io.hillock.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * The way from an array of the host to one with the activated values and its three parts: to the
 * device, the kernel, and back.
 */
public class TransferBenchmark extends EngineBenchmark {
  /** The name of the function. */
  @Param("gelu")
  public String function;

  /** The number of elements. */
  @Param({"65536", "16777216"})
  public int size;

  private float[] host;

  /** Opens the engine and makes the tensors. */
  @Setup
  public void open() {
    open(function, size);
    host = inputs[0].toFloatArray();
  }

  /** Copies to the device. */
  @Benchmark
  public void upload() {
    inputs[0].copyFrom(host, 0, 0, size);
    engine.finish();
  }

  /** Computes on the device. */
  @Benchmark
  public void kernel() {
    engine.runInto(output, kernel, inputs);
    engine.finish();
  }

  /** Copies from the device. */
  @Benchmark
  public void download() {
    output.copyTo(0, host, 0, size);
  }

  /** All three. */
  @Benchmark
  public void whole() {
    Tensor x = inputs[0];
    x.copyFrom(host, 0, 0, size);
    engine.runInto(output, kernel, inputs);
    output.copyTo(0, host, 0, size);
  }
}
