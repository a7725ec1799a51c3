package io.hillock.gpu.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hillock.tensor.BackendUnavailableException;
import io.hillock.tensor.Device;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import jcuda.driver.CUresult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine without CUDA: the reason and the cure, no exception and nothing printed. */
class MissingCudaTest {
  @TempDir Path directory;

  /** What a child process runs: it lists the devices twice and tries to open one. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      CudaProvider provider = new CudaProvider();
      List<Device> devices = provider.devices();
      if (!devices.equals(provider.devices())) {
        throw new AssertionError("the second answer is another");
      }
      System.out.println(devices.size() + " " + devices.get(0).available());
      System.out.println(devices.get(0).reason());
      try {
        provider.open(0).close();
        System.out.println("opened");
      } catch (BackendUnavailableException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @BeforeEach
  void onLinuxWithoutAGpu() {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "names of libraries on Linux");
    assumeTrue(!Files.exists(Path.of("/dev/nvidiactl")), "a machine with a GPU");
  }

  private List<String> child(Map<String, String> environment, String... options) throws Exception {
    Path output = directory.resolve("output");
    Path errors = directory.resolve("errors");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Child.class.getName()));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the child hangs");
    String printed = Files.readString(errors, StandardCharsets.UTF_8);
    assertEquals(0, process.exitValue(), printed);
    // Newer JVMs say by themselves that the temporary directory is not there.
    List<String> own =
        printed.lines().filter(line -> !line.startsWith("WARNING: java.io.tmpdir")).toList();
    assertEquals(List.of(), own, "standard error");
    List<String> lines = Files.readAllLines(output);
    assertEquals(3, lines.size(), () -> "standard output has " + lines);
    assertEquals("1 false", lines.get(0));
    assertTrue(lines.get(2).contains(lines.get(1)), lines.get(2));
    return lines;
  }

  @Test
  void noDriverIsAReason() throws Exception {
    String reason = child(Map.of()).get(1);
    assertTrue(reason.contains("libcuda.so.1"), reason);
    assertTrue(reason.contains("nvidia-driver"), reason);
  }

  @Test
  void aDriverThatCannotBeLoadedIsAReason() throws Exception {
    Files.writeString(directory.resolve("libcuda.so.1"), "not a library");
    String reason = child(Map.of("LD_LIBRARY_PATH", directory.toString())).get(1);
    assertTrue(reason.contains("is not a library"), reason);
    // The beginning of a library and nothing more: its loader fails.
    byte[] torn = {0x7f, 'E', 'L', 'F', 2, 1, 1};
    Files.write(directory.resolve("libcuda.so.1"), torn);
    reason = child(Map.of("LD_LIBRARY_PATH", directory.toString())).get(1);
    assertTrue(reason.contains("cannot be loaded"), reason);
    assertTrue(reason.contains("nvidia-driver"), reason);
  }

  @Test
  void aTemporaryDirectoryThatCannotBeWrittenIsAReason() throws Exception {
    Files.write(directory.resolve("libcuda.so.1"), new byte[] {0x7f, 'E', 'L', 'F'});
    List<String> lines =
        child(
            Map.of("LD_LIBRARY_PATH", directory.toString()),
            "-Djava.io.tmpdir=" + directory.resolve("not-there"));
    assertTrue(lines.get(1).contains("-Djava.io.tmpdir"), lines.get(1));
  }

  private static Device only(EmulatedDriver driver) {
    List<Device> devices = new CudaProvider(() -> null, driver).devices();
    assertEquals(1, devices.size());
    return devices.get(0);
  }

  @Test
  void aDriverWithoutADeviceIsAReason() {
    assertTrue(only(new EmulatedDriver()).reason().contains("no GPU"));
  }

  @Test
  void aDriverThatFailsIsAReason() {
    EmulatedDriver driver = new EmulatedDriver(EmulatedDevice.Properties.SMALL);
    driver.fail("cuDriverGetVersion", CUresult.CUDA_ERROR_SYSTEM_NOT_READY);
    assertTrue(only(driver).reason().contains("CUDA_ERROR_SYSTEM_NOT_READY"));
  }

  @Test
  void aDeviceThatIsTooOldIsNotAvailableAndSaysWhy() {
    EmulatedDriver driver =
        new EmulatedDriver(EmulatedDevice.Properties.SMALL.withArchitecture(61));
    Device device = only(driver);
    assertFalse(device.available());
    assertTrue(device.reason().contains("6.1") && device.reason().contains("7.0"));
    CudaProvider provider = new CudaProvider(() -> null, driver);
    BackendUnavailableException e =
        assertThrows(BackendUnavailableException.class, () -> provider.open(0));
    assertTrue(e.getMessage().contains(device.reason()), e.getMessage());
    assertThrows(BackendUnavailableException.class, () -> provider.open(1));
  }

  @Test
  void aDeviceThatCannotBeOpenedIsNotAvailable() {
    EmulatedDriver driver = new EmulatedDriver(EmulatedDevice.Properties.SMALL);
    driver.fail("cuDevicePrimaryCtxRetain", CUresult.CUDA_ERROR_OUT_OF_MEMORY);
    CudaProvider provider = new CudaProvider(() -> null, driver);
    assertThrows(BackendUnavailableException.class, () -> provider.open(0));
    provider.open(0).close();
    assertEquals("", driver.device(0).leaks());
  }
}
