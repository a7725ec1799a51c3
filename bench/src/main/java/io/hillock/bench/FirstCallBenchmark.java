package io.hillock.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The first call of a kernel in a new JVM, which renders, compiles and runs it; the engine is open
 * by then. A driver may have kept what it compiled in an earlier JVM.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(
    value = 7,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "-Xmx4g"})
public class FirstCallBenchmark extends EngineBenchmark {
  /** The name of the function. */
  @Param({"relu", "gelu", "softmax"})
  public String function;

  /** The number of elements, one row. */
  @Param("4096")
  public int size;

  /** Opens the engine and makes the tensors. */
  @Setup
  public void open() {
    open(function, size);
  }

  /** Makes the first call. */
  @Benchmark
  public void call() {
    engine.runInto(output, kernel, inputs);
    engine.finish();
  }
}
