package io.hillock.bench;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
import org.openjdk.jmh.annotations.Warmup;

/** The ceiling: a plain copy of the same bytes, by as many threads as there are cores. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 7, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx4g")
public class CopyBenchmark {
  private static final int BLOCK = 1 << 16;

  /** So far apart that a load does not wait for a store 4 KiB before it. */
  private static final int APART = 304;

  /** The number of elements. */
  @Param({"16384", "16777216"})
  public int size;

  private float[] source;
  private float[] target;

  /** Makes the arrays. */
  @Setup
  public void open() {
    source = new float[size];
    target = new float[size + APART];
    for (int i = 0; i < size; i++) {
      source[i] = i;
    }
  }

  /** Copies. */
  @Benchmark
  public void copy() {
    int blocks = (size + BLOCK - 1) / BLOCK;
    if (blocks == 1) {
      System.arraycopy(source, 0, target, APART, size);
      return;
    }
    IntStream.range(0, blocks)
        .parallel()
        .forEach(
            block -> {
              int start = block * BLOCK;
              int count = Math.min(BLOCK, size - start);
              System.arraycopy(source, start, target, start + APART, count);
            });
  }
}
