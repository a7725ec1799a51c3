package io.hillock.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More than 10,000 damaged files, read by a program with a small heap. */
class HostileFilesTest {
  @TempDir Path folder;

  @Test
  void damageAnywhereIsRefusedInOneLineWithoutCrashHangStrayFileOrLackOfMemory() throws Exception {
    Path output = folder.resolve("output");
    Path work = Files.createDirectory(folder.resolve("work"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-Djava.awt.headless=true",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                System.getProperty("java.class.path"),
                MutantRun.class.getName(),
                work.toString(),
                "1",
                "4")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(10, TimeUnit.MINUTES);
    process.destroyForcibly().waitFor();
    assertTrue(ended, "it did not end");
    List<String> lines = Files.readAllLines(output);
    assertEquals(0, process.exitValue(), String.join("\n", lines));
    int files = Integer.parseInt(lines.get(lines.size() - 1).replaceFirst(" files.*", ""));
    assertTrue(files >= 10_000, files + " files");
  }
}
