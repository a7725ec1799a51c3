package io.hillock.gpu.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hillock.gpu.DiskCache;
import io.hillock.kernels.Activations;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Functions;
import io.hillock.kernels.Kernel;
import io.hillock.kernels.Program;
import io.hillock.tensor.BackendUnavailableException;
import io.hillock.tensor.Device;
import io.hillock.tensor.KernelCompilationException;
import io.hillock.tensor.OutOfDeviceMemoryException;
import io.hillock.tensor.spi.Backend;
import io.hillock.tensor.spi.Extent;
import io.hillock.tensor.spi.Memory;
import io.hillock.tensor.spi.Operand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the backend promises beside the bits: threads, the cache, errors, memory. */
class OpenClBackendTest {
  private static final double[] NONE = {};
  private static OpenClBackend backend;

  @BeforeAll
  static void open() {
    backend = TestDevice.open();
  }

  @AfterAll
  static void close() {
    backend.close();
  }

  @Test
  void manyThreadsWithTheSameKernelDoNotMixTheirArguments() throws Exception {
    int threads = 12;
    int rounds = 400;
    Program program = Activations.LINEAR.program();
    CyclicBarrier together = new CyclicBarrier(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Void>> results = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int thread = t;
        Callable<Void> task =
            () -> {
              int count = 64 + thread;
              float[] x = TestDevice.ordinary(count, thread);
              Memory in = TestDevice.upload(backend, x);
              Memory out = backend.allocate(DataType.FLOAT32, count);
              List<Operand> operands = List.of(Operand.dense(in));
              Extent extent = new Extent(1, count, 1);
              float[] found = new float[count];
              together.await();
              for (int round = 0; round < rounds; round++) {
                double[] parameters = {thread + 1, round};
                backend.run(program, parameters, operands, List.of(Operand.dense(out)), extent);
                backend.download(out, 0, found, 0, count);
                TestDevice.assertSameBits(
                    TestDevice.expected(program, parameters, extent, x),
                    found,
                    "thread " + thread + " round " + round);
              }
              in.release();
              out.release();
              return null;
            };
        results.add(pool.submit(task));
      }
      for (Future<Void> result : results) {
        result.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void manyThreadsShareTheScratchMemoryOfLongRows() throws Exception {
    Program program = Kernel.of("sum", x -> Functions.rowSum(x)).program();
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try (OpenClBackend gpu = TestDevice.open(OpenClDialect.NATIVE, false)) {
      List<Future<Void>> results = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        int length = 5000 + 9000 * t;
        results.add(
            pool.submit(
                () -> {
                  float[] x = TestDevice.ordinary(length, length);
                  for (int round = 0; round < 20; round++) {
                    TestDevice.assertExact(gpu, program, NONE, new Extent(1, length, 1), x);
                  }
                  return null;
                }));
      }
      for (Future<Void> result : results) {
        result.get();
      }
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void aProgramIsCompiledOnceAndFoundOnDiskByTheNextBackend(@TempDir Path directory)
      throws IOException {
    String before = System.getProperty("hillock.cache");
    System.setProperty("hillock.cache", directory.toString());
    DiskCache cache = DiskCache.of("opencl");
    if (before == null) {
      System.clearProperty("hillock.cache");
    } else {
      System.setProperty("hillock.cache", before);
    }
    int device = TestDevice.first().index();
    OpenClDialect dialect = OpenClDialect.of(OpenClDevice.all().get(device));
    // Self-tests of float32 and of what the device has beside it, and the kernel.
    int compiled = 2 + (dialect.hasDoubles() ? 1 : 0) + (dialect.convertsHalf() ? 1 : 0);
    OpenClProvider provider = new OpenClProvider();
    try (OpenClBackend first = provider.open(device, cache)) {
      for (int i = 0; i < 3; i++) {
        checkSigmoid(first);
      }
      assertEquals(compiled, first.compiler().compiledFromSource(), "self-tests and sigmoid");
      assertEquals(0, first.compiler().loadedFromCache());
    }
    try (OpenClBackend second = provider.open(device, cache)) {
      checkSigmoid(second);
      assertEquals(0, second.compiler().compiledFromSource());
      assertEquals(compiled, second.compiler().loadedFromCache());
    }
    List<Path> files;
    try (var list = Files.list(directory.resolve("opencl"))) {
      files = list.toList();
    }
    assertEquals(compiled, files.size(), () -> files.toString());
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length / 2] ^= 1;
      Files.write(file, bytes);
    }
    try (OpenClBackend third = provider.open(device, cache)) {
      checkSigmoid(third);
      assertEquals(compiled, third.compiler().compiledFromSource(), "a corrupt file is not used");
    }
    // Whole, but nothing that the driver knows: it says no, and the source is compiled.
    for (Path file : files) {
      String name = file.getFileName().toString();
      cache.put(name.substring(0, name.length() - ".bin".length()), new byte[1000]);
    }
    try (OpenClBackend fourth = provider.open(device, cache)) {
      checkSigmoid(fourth);
      assertEquals(
          compiled, fourth.compiler().compiledFromSource(), "a foreign binary is not used");
    }
    try (OpenClBackend fifth = provider.open(device, cache)) {
      checkSigmoid(fifth);
      assertEquals(compiled, fifth.compiler().loadedFromCache(), "and it was replaced");
    }
  }

  private static void checkSigmoid(Backend backend) {
    float[] x = TestDevice.spread(100, 1);
    TestDevice.assertExact(backend, Activations.SIGMOID.program(), NONE, new Extent(1, 100, 1), x);
  }

  @Test
  void tooMuchMemoryIsAClearErrorAndTheBackendStaysUsable() {
    OutOfDeviceMemoryException piece =
        assertThrows(
            OutOfDeviceMemoryException.class, () -> backend.allocate(DataType.FLOAT32, 1L << 44));
    assertTrue(piece.getMessage().contains("" + (4L << 44)), piece.getMessage());
    long each = OpenClDevice.all().get(backend.device().index()).largestBuffer() / 2;
    List<Memory> taken = new ArrayList<>();
    OutOfDeviceMemoryException all =
        assertThrows(
            OutOfDeviceMemoryException.class,
            () -> {
              while (true) {
                taken.add(backend.allocate(DataType.FLOAT32, each / Float.BYTES));
              }
            });
    taken.forEach(Memory::release);
    String message = all.getMessage();
    assertTrue(message.contains("no room for " + each / 4 * 4 + " bytes"), message);
    assertTrue(message.contains("of " + backend.device().memoryBytes()), message);
    checkSigmoid(backend);
  }

  @Test
  void aDeviceWithoutFloat64SaysSoAndWorksOn() {
    OpenClDialect dialect = new OpenClDialect(true, true, false);
    try (OpenClBackend narrow = TestDevice.open(dialect, true)) {
      BackendUnavailableException error =
          assertThrows(
              BackendUnavailableException.class, () -> narrow.allocate(DataType.FLOAT64, 10));
      assertTrue(error.getMessage().contains(narrow.device().name()), error.getMessage());
      assertTrue(error.getMessage().contains("float64"), error.getMessage());
      Program program = Kernel.of("twice", x -> x.add(x)).program(DataType.FLOAT64);
      Memory memory = narrow.allocate(DataType.FLOAT32, 20);
      List<Operand> operands = List.of(Operand.dense(memory));
      assertThrows(
          BackendUnavailableException.class,
          () -> narrow.run(program, NONE, operands, operands, new Extent(1, 10, 1)));
      checkSigmoid(narrow);
    }
  }

  @Test
  void aRejectedSourceIsAnErrorWithTheSourceAndTheLog() {
    // The name of a function that does not exist, in a place where a renderer would put one.
    OpenClDevice device = OpenClDevice.all().get(backend.device().index());
    KernelCompilationException error =
        assertThrows(
            KernelCompilationException.class,
            () -> backend.compiler().fromSource("__kernel void f() { nonsense(1); }", "", "f"));
    assertTrue(error.getMessage().contains(device.name()), error.getMessage());
    assertTrue(error.source().contains("nonsense"), error.source());
    assertTrue(error.log().contains("nonsense"), error.log());
    checkSigmoid(backend);
  }

  @Test
  void closingGivesBackMemoryThatWasForgottenAndMayBeDoneTwice() {
    OpenClBackend other = TestDevice.open(OpenClDialect.NATIVE, true);
    Memory forgotten = other.allocate(DataType.FLOAT32, 1000);
    other.close();
    other.close();
    forgotten.release();
    checkSigmoid(backend);
  }

  @Test
  void theDeviceIsDescribed() {
    Device device = backend.device();
    assertEquals("opencl", device.backend());
    assertTrue(device.available());
    assertTrue(device.memoryBytes() > 0);
    assertTrue(device.driver().matches(".+ \\(OpenCL \\d\\.\\d\\)"), device.driver());
    assertFalse(device.name().isBlank());
    BackendUnavailableException error =
        assertThrows(BackendUnavailableException.class, () -> new OpenClProvider().open(99));
    assertTrue(error.getMessage().contains("99"), error.getMessage());
  }

  @ParameterizedTest
  @EnumSource(value = DataType.class, to = "FLOAT64")
  void theSelfTestFindsNothingOnAnExactDevice(DataType type) {
    assertEquals(List.of(), SelfTest.differences(backend, type));
  }
}
