package io.hillock.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import io.hillock.kernels.Activations;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Kernel;
import io.hillock.tensor.Engine;
import io.hillock.tensor.PreparedCall;
import io.hillock.tensor.Tensor;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A prepared call makes no garbage once the JVM has compiled it. */
class CpuGarbageTest {
  private static final int CALLS = 1000;
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  @ParameterizedTest
  @CsvSource({"relu, FLOAT32", "gelu, FLOAT32", "softmax, FLOAT32", "gelu, FLOAT16"})
  void aPreparedCallAllocatesNothing(String name, DataType type) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Kernel kernel = Activations.named(name);
    try (Engine engine = Engine.create("cpu");
        Tensor x = engine.tensor(type, new double[256], 2, 128);
        Tensor y = engine.empty(type, 2, 128)) {
      PreparedCall call = engine.prepare(y, kernel, x);
      long end = System.nanoTime() + PATIENCE_NANOS;
      long allocated;
      do {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < CALLS; i++) {
          call.run();
        }
        allocated = threads.getCurrentThreadAllocatedBytes() - before;
      } while (allocated > 0 && System.nanoTime() < end);
      assertEquals(0, allocated, "bytes in " + CALLS + " calls");
    }
  }
}
