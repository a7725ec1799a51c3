package io.hillock.gpu.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hillock.gpu.cuda.Driver.Attribute;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Kernel;
import io.hillock.kernels.Program;
import io.hillock.tensor.Device;
import io.hillock.tensor.KernelCompilationException;
import io.hillock.tensor.OutOfDeviceMemoryException;
import io.hillock.tensor.spi.Extent;
import io.hillock.tensor.spi.Memory;
import io.hillock.tensor.spi.Operand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The calls of NVIDIA's driver through JCuda, down to the arguments of a kernel: with a library
 * that the C compiler makes of {@code src/test/c/libcuda.c}, where there is one.
 */
class NativeDriverTest {
  @TempDir Path directory;

  /** What a child process runs, which finds that library. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      CudaProvider provider = new CudaProvider();
      List<Device> devices = provider.devices();
      expect("No GPU", devices.get(0).name());
      expect("NVIDIA driver for CUDA 12.4 (sm_90)", devices.get(0).driver());
      try (CudaBackend backend = (CudaBackend) provider.open(0)) {
        run(backend);
      }
      driver(new NativeDriver());
      System.out.println("done");
    }

    private static void run(CudaBackend backend) {
      int count = 9_000_003; // three pieces, and a thread that finds fewer elements than it takes
      float[] values = new float[count];
      for (int i = 0; i < count; i++) {
        values[i] = i % 1000;
      }
      Memory x = backend.allocate(DataType.FLOAT32, count);
      Memory y = backend.allocate(DataType.FLOAT32, count);
      backend.upload(values, 0, x, 0, count);
      launch(backend, "twice", x, y, count);
      float[] found = new float[count];
      backend.download(y, 0, found, 0, count);
      for (int i = 0; i < count; i++) {
        expect(2f * (i % 1000), found[i]);
      }
      backend.copy(x, y, DataType.FLOAT32, count);
      backend.download(y, 5, found, 7, 2);
      expect(6f, found[8]);
      try {
        launch(backend, "broken", x, y, count);
        throw new AssertionError("a broken source was compiled");
      } catch (KernelCompilationException e) {
        expect("line 1: the source is broken", e.log());
      }
      try {
        backend.allocate(DataType.FLOAT64, 1L << 40);
        throw new AssertionError("there is no such memory");
      } catch (OutOfDeviceMemoryException e) {
        expect(true, e.getMessage().contains("12345 of"));
      }
      x.release();
      backend.finish();
    }

    private static void launch(CudaBackend backend, String name, Memory x, Memory y, int count) {
      Program program = Kernel.of(name, v -> name.equals("twice") ? v.mul(2) : v).program();
      List<Operand> in = List.of(Operand.dense(x));
      backend.run(program, new double[0], in, List.of(Operand.dense(y)), new Extent(1, count, 1));
    }

    /** What the backend does not call, or not in that way. */
    private static void driver(Driver driver) {
      Driver.Context context = driver.retain(0);
      driver.push(context);
      Driver.Module module = driver.load("empty", ".version 7.0\nret;\n}\n");
      Driver.Function function = driver.function(module, "hillock_map");
      driver.allowSharedMemory(function, 60000);
      expect(5, driver.residentBlocks(function, 256, 1000));
      driver.unload(module);
      expect(0, driver.attribute(0, Attribute.WARP_SIZE));
      long address = driver.allocate(256);
      Driver.Stream stream = driver.createStream();
      driver.fill(address, (byte) 3, 256, stream);
      Driver.Pinned pinned = driver.allocatePinned(300);
      driver.copyToHost(address, pinned, 44, 256, stream);
      expect((byte) 3, pinned.buffer().get(299));
      driver.copyToDevice(pinned, 44, address, 256, stream);
      driver.freePinned(pinned);
      driver.free(address);
      Driver.Event event = driver.createEvent(true);
      driver.record(event, stream);
      expect(false, driver.isDone(event));
      expect(1.5f, driver.milliseconds(event, event));
      driver.destroy(event);
      driver.destroy(stream);
      driver.pop();
      driver.release(0);
    }

    private static void expect(Object expected, Object found) {
      if (!expected.equals(found)) {
        throw new AssertionError("expected " + expected + ", but found " + found);
      }
    }
  }

  private static int run(ProcessBuilder builder, Path output) throws Exception {
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    if (!process.waitFor(100, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the child hangs");
    }
    return process.exitValue();
  }

  @Test
  void everyCallReachesTheDriverWithItsArguments() throws Exception {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "names of libraries on Linux");
    assumeTrue(System.getProperty("os.arch").equals("amd64"), "JCuda's library is for x86-64");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/cc")), "a C compiler");
    Path output = directory.resolve("output");
    Path library = directory.resolve("libcuda.so.1");
    Path source = Path.of("src", "test", "c", "libcuda.c");
    List<String> compile =
        List.of("/usr/bin/cc", "-shared", "-fPIC", "-o", library.toString(), source.toString());
    assertEquals(0, run(new ProcessBuilder(compile), output), () -> text(output));
    ProcessBuilder child =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName());
    child.environment().put("LD_LIBRARY_PATH", directory.toString());
    assertEquals(0, run(child, output), () -> text(output));
    assertEquals("done", text(output).strip());
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
