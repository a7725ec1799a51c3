package io.hillock.gpu.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hillock.check.Elements;
import io.hillock.gpu.cuda.EmulatedDevice.Properties;
import io.hillock.kernels.Activations;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Kernel;
import io.hillock.kernels.Program;
import io.hillock.tensor.BackendUnavailableException;
import io.hillock.tensor.Device;
import io.hillock.tensor.DeviceLostException;
import io.hillock.tensor.OutOfDeviceMemoryException;
import io.hillock.tensor.spi.Backend;
import io.hillock.tensor.spi.Extent;
import io.hillock.tensor.spi.Memory;
import io.hillock.tensor.spi.Operand;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import jcuda.driver.CUresult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The whole backend on the emulated driver, which does everything as late as is allowed: copies,
 * launches, memory, errors. Behind each test nothing is left open.
 */
class EmulatedBackendTest {
  private static final double[] NONE = {};

  private EmulatedDriver driver;
  private Backend backend;

  private void open(Properties properties) {
    driver = new EmulatedDriver(properties);
    backend = new CudaProvider(() -> null, driver).open(0);
  }

  @AfterEach
  void nothingIsLeft() {
    if (backend != null) {
      backend.close();
      backend.close();
      assertEquals("", driver.device(0).leaks());
      assertFalse(driver.isCurrent());
    }
  }

  private Memory upload(DataType type, Object elements) {
    int count = Array.getLength(elements);
    Memory memory = backend.allocate(type, count);
    backend.upload(elements, 0, memory, 0, count);
    return memory;
  }

  private float[] download(Memory memory, int count) {
    float[] found = new float[count];
    backend.download(memory, 0, found, 0, count);
    return found;
  }

  private static float[] numbers(int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = i * 0.37f - 11;
    }
    return numbers;
  }

  /** Runs a kernel on dense operands, released at once, and compares with the interpreter. */
  private void check(Kernel kernel, DataType type, Extent extent, Object... inputs) {
    Program program = kernel.program(type);
    double[] parameters = kernel.parameterValues();
    Object[] expected = Expectation.of(program, parameters, extent, inputs);
    List<Memory> memories = new ArrayList<>();
    List<Operand> operands = new ArrayList<>();
    for (int k = 0; k < inputs.length; k++) {
      Memory memory = upload(program.inputType(k), inputs[k]);
      memories.add(memory);
      operands.add(Operand.dense(memory));
    }
    List<Operand> outputs = new ArrayList<>();
    for (Object output : expected) {
      outputs.add(Operand.dense(backend.allocate(type, Array.getLength(output))));
    }
    backend.run(program, parameters, operands, outputs, extent);
    memories.forEach(Memory::release);
    for (int o = 0; o < expected.length; o++) {
      int count = Array.getLength(expected[o]);
      Object found = Elements.array(type, count);
      backend.download(outputs.get(o).memory(), 0, found, 0, count);
      outputs.get(o).memory().release();
      Expectation.assertSame(kernel.name() + " " + extent, type, expected[o], found);
    }
  }

  @ParameterizedTest
  @MethodSource("io.hillock.kernels.DataType#reals")
  void everyKernelOfTheCatalogueHasTheInterpretersBits(DataType type) {
    open(Properties.SMALL);
    for (Kernel kernel : Activations.all()) {
      for (Kernel each : List.of(kernel, kernel.backward())) {
        check(each, type, new Extent(7, 11, 1), Samples.ordinary(each.program(type), 77));
      }
    }
  }

  @Test
  void timeIsThatOfTheDevicesClock() {
    open(Properties.SMALL);
    Memory from = upload(DataType.FLOAT32, numbers(100));
    Memory to = backend.allocate(DataType.FLOAT32, 100);
    Runnable copy = () -> backend.copy(from, to, DataType.FLOAT32, 100);
    copy.run(); // not waited for: it does not count
    long one = backend.nanos(copy);
    long ten = backend.nanos(() -> IntStream.range(0, 10).forEach(i -> copy.run()));
    assertEquals(9_000, ten - one, "the emulated device takes a microsecond for each");
    assertTrue(one >= 1_000 && one < 5_000, one + " ns");
    assertThrows(IllegalStateException.class, () -> backend.nanos(this::failing));
  }

  private void failing() {
    throw new IllegalStateException("not what was timed");
  }

  @Test
  void rowsHaveTheInterpretersBitsWhateverIsChosenForThem() {
    Set<String> kernels = new HashSet<>();
    for (int multiprocessors : new int[] {1, 3}) {
      open(Properties.SMALL.withMultiprocessors(multiprocessors));
      for (int length : new int[] {1, 4, 5, 32, 33, 127, 1024, 1025, 4096, 4097, 9001}) {
        for (Extent extent : List.of(new Extent(4, length, 1), new Extent(1, length, 3))) {
          int count = (int) extent.count();
          check(Activations.SOFTMAX, DataType.FLOAT32, extent, new Object[] {numbers(count)});
        }
      }
      Kernel backward = Activations.SOFTMAX.backward();
      Extent extent = new Extent(1, 5000, 2);
      check(backward, DataType.FLOAT64, extent, Samples.ordinary(DataType.FLOAT64, 2, 10_000));
      driver.device(0).takeLaunched().forEach(each -> kernels.add(each.name()));
      nothingIsLeft();
    }
    List<String> all =
        List.of(
            WarpRowRenderer.NAME,
            BlockRowRenderer.NAME,
            ColumnRenderer.NAME,
            ChunkRenderer.CHUNKS + 0,
            ChunkRenderer.COMBINE + 1,
            ChunkRenderer.LAST);
    assertTrue(kernels.containsAll(all), kernels::toString);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsUploadedIsDownloadedThoughTheArrayChanges(boolean pools) {
    open(pools ? Properties.SMALL : Properties.SMALL.withoutPools());
    // Pieces of 2^16 floats, and of 2^22: one, some more than there are buffers, and a part of one.
    for (int count : new int[] {1, 1000, 1 << 16, (1 << 16) + 1, 3_000_001}) {
      float[] numbers = numbers(count);
      float[] changed = numbers.clone();
      Memory memory = backend.allocate(DataType.FLOAT32, count);
      backend.upload(changed, 0, memory, 0, count);
      Arrays.fill(changed, -1f);
      assertArrayEquals(numbers, download(memory, count));
      memory.release();
    }
  }

  @Test
  void manyCopiesInARowUseTheBuffersOneAfterTheOther() {
    open(Properties.SMALL);
    int count = 100;
    Memory memory = backend.allocate(DataType.FLOAT32, 40L * count);
    for (int i = 0; i < 40; i++) {
      float[] part = new float[count + 7];
      Arrays.fill(part, i);
      backend.upload(part, 7, memory, (long) i * count, count);
      Arrays.fill(part, -1f);
    }
    float[] found = download(memory, 40 * count);
    for (int i = 0; i < found.length; i++) {
      assertEquals(i / count, (int) found[i]);
    }
    float[] part = new float[12];
    backend.download(memory, 5L * count - 3, part, 2, 6);
    assertArrayEquals(new float[] {0, 0, 4, 4, 4, 5, 5, 5, 0, 0, 0, 0}, part);
  }

  @Test
  void kernelsAndCopiesAreDoneInTheOrderOfTheCalls() {
    open(Properties.SMALL);
    int count = 5000;
    Kernel add = Kernel.of("more", x -> x.add(1));
    Program more = add.program();
    Memory memory = backend.allocate(DataType.FLOAT32, count);
    List<Operand> operand = List.of(Operand.dense(memory));
    List<float[]> seen = new ArrayList<>();
    for (int round = 0; round < 4; round++) {
      float[] numbers = new float[count];
      Arrays.fill(numbers, 10 * round);
      backend.upload(numbers, 0, memory, 0, count);
      for (int i = 0; i < 3; i++) {
        backend.run(more, NONE, operand, operand, new Extent(1, count, 1));
      }
      seen.add(download(memory, count));
    }
    for (int round = 0; round < 4; round++) {
      float[] expected = new float[count];
      Arrays.fill(expected, 10 * round + 3);
      assertArrayEquals(expected, seen.get(round));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void memoryIsReleasedBehindTheWorkThatIsQueuedWithIt(boolean pools) {
    Properties properties = Properties.SMALL.withMemory(1 << 20);
    open(pools ? properties : properties.withoutPools());
    int count = 60_000; // of four such there is no room for a fifth
    float[] numbers = numbers(count);
    Program program = Activations.RELU.program();
    Memory before = upload(DataType.FLOAT32, numbers);
    for (int i = 0; i < 20; i++) {
      Memory after = backend.allocate(DataType.FLOAT32, count);
      backend.run(
          program,
          Activations.RELU.parameterValues(),
          List.of(Operand.dense(before)),
          List.of(Operand.dense(after)),
          new Extent(1, count, 1));
      before.release();
      before = after;
    }
    float[] found = download(before, count);
    for (int i = 0; i < count; i++) {
      assertEquals(Math.max(0, numbers[i]), found[i]);
    }
  }

  @Test
  void memoryBetweenKernelsGrowsBehindTheWorkThatIsQueuedWithIt() {
    open(Properties.SMALL.withMultiprocessors(64));
    Program program = Activations.SOFTMAX.program();
    List<Memory> results = new ArrayList<>();
    int[] lengths = {5000, 40_000, 9000, 80_000};
    for (int length : lengths) {
      Memory in = upload(DataType.FLOAT32, numbers(length));
      Memory out = backend.allocate(DataType.FLOAT32, length);
      Extent extent = new Extent(1, length, 1);
      backend.run(program, NONE, List.of(Operand.dense(in)), List.of(Operand.dense(out)), extent);
      in.release();
      results.add(out);
    }
    for (int i = 0; i < lengths.length; i++) {
      Extent extent = new Extent(1, lengths[i], 1);
      Object expected = Expectation.of(program, NONE, extent, numbers(lengths[i]))[0];
      float[] found = download(results.get(i), lengths[i]);
      Expectation.assertSame("rows of " + lengths[i], DataType.FLOAT32, expected, found);
    }
  }

  @Test
  void threadsMayCallAtOnce() throws Exception {
    open(Properties.SMALL);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> work = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        int count = 1000 + 777 * t;
        work.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 5; i++) {
                    Object[] x = {numbers(count)};
                    check(Activations.GELU, DataType.FLOAT32, new Extent(1, count, 1), x);
                    check(Activations.SOFTMAX, DataType.FLOAT32, new Extent(1, count, 1), x);
                  }
                  assertFalse(driver.isCurrent());
                }));
      }
      for (Future<?> each : work) {
        each.get();
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void memoryThatThereIsNotSaysWhatWasAskedAndIsFree() {
    open(Properties.SMALL.withMemory(1 << 20));
    Memory some = backend.allocate(DataType.FLOAT32, 100_000);
    OutOfDeviceMemoryException e =
        assertThrows(
            OutOfDeviceMemoryException.class, () -> backend.allocate(DataType.FLOAT64, 100_000));
    assertTrue(e.getMessage().contains("800000 bytes"), e.getMessage());
    assertTrue(e.getMessage().contains("648576 of 1048576 are free"), e.getMessage());
    some.release();
    backend.allocate(DataType.FLOAT64, 100_000).release();
  }

  @ParameterizedTest
  @ValueSource(ints = {CUresult.CUDA_ERROR_LAUNCH_FAILED, CUresult.CUDA_ERROR_ILLEGAL_ADDRESS})
  void aDeviceThatIsLostSaysSoInEveryCallAndIsClosed(int status) {
    open(Properties.SMALL);
    Memory memory = upload(DataType.FLOAT32, numbers(10));
    driver.device(0).failNextLaunch(status);
    List<Operand> operand = List.of(Operand.dense(memory));
    Extent extent = new Extent(1, 10, 1);
    double[] parameters = Activations.RELU.parameterValues();
    backend.run(Activations.RELU.program(), parameters, operand, operand, extent);
    assertThrows(DeviceLostException.class, () -> download(memory, 10));
    assertThrows(DeviceLostException.class, backend::finish);
    assertThrows(DeviceLostException.class, () -> backend.allocate(DataType.FLOAT32, 1));
    assertThrows(
        DeviceLostException.class,
        () -> backend.run(Activations.RELU.program(), parameters, operand, operand, extent));
    assertFalse(driver.isCurrent());
    backend.close();
    assertFalse(driver.device(0).isOpen());
    backend = null; // what it had went with the device
  }

  @Test
  void aCallThatFailsOnceLeavesTheBackendUsable() {
    open(Properties.SMALL);
    int count = 100;
    Memory memory = backend.allocate(DataType.FLOAT32, count);
    // The first copy needs a buffer, which takes memory and the second event.
    driver.fail("cuMemHostAlloc", CUresult.CUDA_ERROR_NOT_PERMITTED);
    float[] first = numbers(count);
    assertThrows(RuntimeException.class, () -> backend.upload(first, 0, memory, 0, count));
    driver.fail("cuEventCreate", 1, CUresult.CUDA_ERROR_NOT_PERMITTED);
    assertThrows(RuntimeException.class, () -> backend.upload(first, 0, memory, 0, count));
    backend.upload(first, 0, memory, 0, count);
    for (String function :
        List.of("cuMemcpyDtoHAsync", "cuEventCreate", "cuEventRecord", "cuStreamWaitEvent")) {
      driver.fail(function, CUresult.CUDA_ERROR_NOT_PERMITTED);
      assertThrows(RuntimeException.class, () -> download(memory, count), function);
      assertArrayEquals(numbers(count), download(memory, count), function);
    }
    for (String function : List.of("cuMemcpyHtoDAsync", "cuEventSynchronize")) {
      driver.fail(function, CUresult.CUDA_ERROR_NOT_PERMITTED);
      float[] numbers = numbers(count);
      assertThrows(
          RuntimeException.class, () -> backend.upload(numbers, 0, memory, 0, count), function);
      backend.upload(numbers, 0, memory, 0, count);
      assertArrayEquals(numbers, download(memory, count), function);
    }
    Map<String, Kernel> kernels =
        Map.of(
            "cuModuleLoadDataEx", Activations.GELU,
            "cuModuleGetFunction", Activations.SILU,
            "cuLaunchKernel", Activations.RELU);
    kernels.forEach(
        (function, kernel) -> {
          driver.fail(function, CUresult.CUDA_ERROR_NOT_PERMITTED);
          Extent extent = new Extent(1, count, 1);
          Object[] x = {numbers(count)};
          assertThrows(
              RuntimeException.class, () -> check(kernel, DataType.FLOAT32, extent, x), function);
          check(kernel, DataType.FLOAT32, extent, x);
        });
  }

  @Test
  void aBackendThatCannotBeOpenedLeavesNothingOpen() {
    Map<String, Integer> calls =
        Map.of("cuDevicePrimaryCtxRetain", 1, "cuCtxPushCurrent", 2, "cuStreamCreate", 3);
    calls.forEach(
        (function, count) -> {
          for (int behind = 0; behind < count; behind++) {
            EmulatedDriver broken = new EmulatedDriver(Properties.SMALL);
            broken.fail(function, behind, CUresult.CUDA_ERROR_NOT_PERMITTED);
            CudaProvider provider = new CudaProvider(() -> null, broken);
            assertThrows(BackendUnavailableException.class, () -> provider.open(0), function);
            assertEquals("", broken.device(0).leaks(), function + " behind " + behind);
            assertFalse(broken.isCurrent(), function);
          }
        });
  }

  @Test
  void devicesSayWhatTheyAreOrWhyThereIsNone() {
    CudaProvider two =
        new CudaProvider(
            () -> null,
            new EmulatedDriver(Properties.SMALL, Properties.SMALL.withArchitecture(61)));
    List<Device> devices = two.devices();
    assertEquals(List.of(true, false), devices.stream().map(Device::available).toList());
    assertTrue(devices.get(1).reason().contains("compute capability 6.1"));
    assertThrows(BackendUnavailableException.class, () -> two.open(1));
    assertThrows(BackendUnavailableException.class, () -> two.open(2));
    two.open(0).close();

    Device none = new CudaProvider(() -> null, new EmulatedDriver()).devices().get(0);
    assertFalse(none.available());
    assertTrue(none.reason().contains("no GPU"), none.reason());

    EmulatedDriver broken = new EmulatedDriver(Properties.SMALL);
    broken.fail("cuDeviceGetCount", CUresult.CUDA_ERROR_NO_DEVICE);
    Device failing = new CudaProvider(() -> null, broken).devices().get(0);
    assertFalse(failing.available());
    assertTrue(failing.reason().contains("CUDA_ERROR_NO_DEVICE"), failing.reason());

    Device missing = new CudaProvider(() -> "there is no driver", broken).devices().get(0);
    assertEquals("there is no driver", missing.reason());
  }

  @Test
  void partsOfTensorsAndStretchedOnesAreReadAndWrittenWhereTheyLie() {
    open(Properties.SMALL);
    int rows = 5;
    int length = 12;
    float[] x = numbers(rows * 2 * length);
    float[] w = {2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13};
    Memory halves = upload(DataType.FLOAT32, x);
    Memory weights = upload(DataType.FLOAT32, w);
    float[] untouched = new float[rows * 3 * length];
    Arrays.fill(untouched, 42);
    Memory out = upload(DataType.FLOAT32, untouched);
    Kernel kernel =
        Kernel.define("mixed")
            .inputs("a", "b", "w")
            .define(in -> in.input("a").mul(in.input("w")).add(in.input("b")))
            .build();
    backend.run(
        kernel.program(),
        NONE,
        List.of(
            Operand.split(halves, length, 2L * length, 0),
            Operand.split(halves, length, 2L * length, length),
            Operand.stretched(weights, length, 1)),
        List.of(Operand.split(out, length, 3L * length, length)),
        new Extent(1, (long) rows * length, 1));
    float[] found = download(out, untouched.length);
    IntStream.range(0, found.length)
        .forEach(
            i -> {
              int row = i / (3 * length);
              int column = i % (3 * length) - length;
              boolean within = column >= 0 && column < length;
              int at = row * 2 * length + column;
              float expected = within ? x[at] * w[column] + x[at + length] : 42;
              assertEquals(expected, found[i], "element " + i);
            });
  }
}
