package io.hillock.bench;

import io.hillock.tensor.PreparedCall;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** What a call costs where there is little to compute; {@code -prof gc} tells its garbage. */
public class CallBenchmark extends EngineBenchmark {
  /** The name of the function. */
  @Param({"relu", "gelu", "softmax"})
  public String function;

  /** The number of elements, one row. */
  @Param("256")
  public int size;

  private PreparedCall call;

  /** Opens the engine and makes the tensors. */
  @Setup
  public void open() {
    open(function, size);
    call = engine.prepare(output, kernel, inputs);
  }

  /** Makes a call that was prepared. */
  @Benchmark
  public void prepared() {
    call.run();
    engine.finish();
  }

  /** Makes a call into a tensor that is there. */
  @Benchmark
  public void into() {
    engine.runInto(output, kernel, inputs);
    engine.finish();
  }

  /** Makes a call that returns a new tensor, and closes that. */
  @Benchmark
  public void fresh() {
    engine.run(kernel, inputs).close();
    engine.finish();
  }
}
