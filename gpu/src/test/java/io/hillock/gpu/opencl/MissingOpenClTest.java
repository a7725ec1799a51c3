package io.hillock.gpu.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hillock.gpu.SharedLibrary;
import io.hillock.tensor.BackendUnavailableException;
import io.hillock.tensor.Device;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine without OpenCL: the reason and the cure, no exception and nothing printed. */
class MissingOpenClTest {
  @TempDir Path directory;

  /** What a child process runs: it lists the devices twice and tries to open one. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      OpenClProvider provider = new OpenClProvider();
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

  private List<String> child(Map<String, String> environment, String... options)
      throws IOException, InterruptedException {
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
    return lines;
  }

  private void assertReason(List<String> lines, String reason) {
    assertEquals("1 false", lines.get(0));
    assertTrue(lines.get(1).contains(reason), lines.get(1));
    assertTrue(lines.get(1).contains("pocl-opencl-icd"), lines.get(1));
    assertTrue(lines.get(2).contains(lines.get(1)), lines.get(2));
  }

  @Test
  void aLoaderWithoutADriverIsAReason() throws Exception {
    Path empty = Files.createDirectory(directory.resolve("empty"));
    List<String> lines =
        child(Map.of("OCL_ICD_VENDORS", empty.toString(), "OPENCL_VENDOR_PATH", empty.toString()));
    assertReason(lines, "found no driver with a device");
  }

  @Test
  void aLibraryThatCannotBeLoadedIsAReason() throws Exception {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "names of libraries on Linux");
    Path broken = Files.createDirectory(directory.resolve("broken"));
    Files.writeString(broken.resolve("libOpenCL.so.1"), "not a library");
    List<String> lines = child(Map.of("LD_LIBRARY_PATH", broken.toString()));
    assertReason(lines, "libOpenCL.so.1");
  }

  @Test
  void aLibraryThatIsNotThereIsNotFound() {
    assertEquals(Optional.empty(), SharedLibrary.find("libNoSuchThing.so.7"));
    assertTrue(SharedLibrary.find("libc.so.6").isPresent());
    assertTrue(SharedLibrary.isLibrary(SharedLibrary.find("libc.so.6").orElseThrow()));
  }

  @Test
  void aTemporaryDirectoryThatCannotBeWrittenIsAReason() throws Exception {
    List<String> lines = child(Map.of(), "-Djava.io.tmpdir=" + directory.resolve("not-there"));
    assertEquals("1 false", lines.get(0));
    assertTrue(lines.get(1).contains("-Djava.io.tmpdir"), lines.get(1));
  }
}
