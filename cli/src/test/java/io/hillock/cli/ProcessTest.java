package io.hillock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process of its own: its streams, its environment and how it ends. */
final class ProcessTest {
  @TempDir private Path folder;

  private Outcome run(Map<String, String> environment, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().remove("HILLOCK_BACKEND");
    builder.environment().remove("HILLOCK_DEBUG");
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().putAll(environment);
    Path out = folder.resolve("stdout");
    Path err = folder.resolve("stderr");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    int code = process.waitFor();
    return new Outcome(
        code,
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  @Test
  void standardOutputIsTheResultAloneAndProgressGoesToNoFile() throws Exception {
    Outcome outcome =
        run(Map.of(), "check", "relu", "--backend", "cpu", "--inputs", "100000", "--json");
    assertEquals(ExitCode.OK, outcome.code(), outcome.err());
    assertEquals(3, outcome.json().size());
    // Without the Vector API module the backend says how to turn it on; nothing else is said.
    for (String line : outcome.err().lines().toList()) {
      assertTrue(line.contains("jdk.incubator.vector"), outcome.err());
    }
  }

  @Test
  void environmentNamesTheBackendAndTheOptionOverridesIt() throws Exception {
    Map<String, String> faulty = Map.of("HILLOCK_BACKEND", "faulty");
    Outcome named = run(faulty, "check", "relu", "--inputs", "1000", "--json");
    assertEquals("faulty", named.json().get(0).get("backend").textValue());
    assertEquals(ExitCode.FAILED, named.code());
    Outcome overridden =
        run(faulty, "check", "relu", "--inputs", "1000", "--json", "--backend", "cpu");
    assertEquals("cpu", overridden.json().get(0).get("backend").textValue());
    assertEquals(ExitCode.OK, overridden.code());
  }

  @Test
  void emptyBackendInTheEnvironmentIsNone() throws Exception {
    Outcome outcome = run(Map.of("HILLOCK_BACKEND", ""), "check", "relu", "--inputs", "1000");
    assertEquals(ExitCode.OK, outcome.code(), outcome.err());
  }

  @Test
  void stackTraceIsShownOnlyForDebugging() throws Exception {
    Outcome plain = run(Map.of(), "apply", "relu", "--input", "none.npy", "--output", "y.npy");
    assertEquals(ExitCode.FAILED, plain.code());
    assertEquals("hillock apply: none.npy: there is no such file", plain.err().strip());
    Outcome debugged =
        run(
            Map.of("HILLOCK_DEBUG", "1"),
            "apply",
            "relu",
            "--input",
            "none.npy",
            "--output",
            "y.npy");
    assertEquals(ExitCode.FAILED, debugged.code());
    assertTrue(debugged.err().contains("\tat io.hillock.cli.ApplyCommand"), debugged.err());
    assertFalse(debugged.out().contains("\tat "), debugged.out());
  }
}
