package io.hillock.bench;

import java.util.Arrays;
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

/** The ceiling: a plain copy of the bytes and a fill, by as many threads as there are cores. */
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
    inBlocks((start, count) -> System.arraycopy(source, start, target, start + APART, count));
  }

  /** Writes alone. */
  @Benchmark
  public void fill() {
    inBlocks((start, count) -> Arrays.fill(target, start + APART, start + APART + count, 1));
  }

  private interface Work {
    void run(int start, int count);
  }

  private void inBlocks(Work work) {
    int blocks = (size + BLOCK - 1) / BLOCK;
    if (blocks == 1) {
      work.run(0, size);
      return;
    }
    IntStream.range(0, blocks)
        .parallel()
        .forEach(block -> work.run(block * BLOCK, Math.min(BLOCK, size - block * BLOCK)));
  }
}
