package io.hillock.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The CPU gives the same bits with vectors and without, on any number of threads: each variant
 * computes all kernels in a JVM of its own, and the digests of all results are compared.
 */
class CpuVariantsTest {
  private static final String VECTORS = "--add-modules=jdk.incubator.vector";

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"always, 1", "always, 4", "on, 2", "off, 1", "off, 3"})
  void everyVariantGivesTheInterpretersBits(String vector, int threads) throws Exception {
    String driver =
        run(VECTORS, "-Dhillock.cpu.vector=" + vector, "-Dhillock.cpu.threads=" + threads);
    assertTrue(driver.contains(threads == 1 ? "1 thread" : threads + " threads"), driver);
    assertEquals(vector.equals("off"), driver.contains("scalar"), driver);
  }

  @Test
  void withoutTheVectorModuleTheBitsAreTheSame() throws Exception {
    assertTrue(run().contains("scalar"));
  }

  @Test
  void narrowerVectorsGiveTheSameBits() throws Exception {
    run(VECTORS, "-Dhillock.cpu.vector=always", "-XX:MaxVectorSize=16");
  }

  /** Runs {@link CpuDigest} in a JVM with options and returns the driver it ran on. */
  private String run(String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-Xmx1g", "-cp", System.getProperty("java.class.path")));
    command.add(CpuDigest.class.getName());
    File output = directory.resolve("output").toFile();
    File errors = directory.resolve("errors").toFile();
    Process process =
        new ProcessBuilder(command).redirectOutput(output).redirectError(errors).start();
    try {
      assertTrue(process.waitFor(180, TimeUnit.SECONDS), "the variant did not end in time");
    } finally {
      process.destroyForcibly();
    }
    String log = Files.readString(errors.toPath(), StandardCharsets.UTF_8);
    assertEquals(0, process.exitValue(), log);
    List<String> lines = Files.readAllLines(output.toPath(), StandardCharsets.UTF_8);
    List<String> expected = CpuDigest.expected();
    assertEquals(expected, lines.subList(1, lines.size()), log);
    return lines.get(0);
  }
}
