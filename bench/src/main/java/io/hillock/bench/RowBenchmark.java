package io.hillock.bench;

import io.hillock.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * Functions along a row, of rows of many lengths and along the first axis as along the last, with a
 * plain copy of a tensor beside.
 */
public class RowBenchmark extends EngineBenchmark {
  /** The name of a function that works along a row. */
  @Param("softmax")
  public String function;

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

  /** One number for each row where the function reduces its row. */
  private Tensor result;

  /** Opens the engine and makes the tensors. */
  @Setup
  public void open() {
    open(function, sizes(shape));
    if (!kernel.isRow()) {
      throw new IllegalArgumentException(function + " does not work along a row");
    }
    result = engine.runAlong(axis, kernel, inputs);
  }

  /** Runs the kernel. */
  @Benchmark
  public void apply() {
    engine.runAlongInto(result, axis, kernel, inputs);
    engine.finish();
  }

  /** Copies the first input. */
  @Benchmark
  public void copy() {
    engine.copyInto(output, inputs[0]);
    engine.finish();
  }
}
