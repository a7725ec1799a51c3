package io.hillock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hillock.kernels.Activations;
import io.hillock.kernels.Kernel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CompletionCommandTest {
  @Test
  void scriptKnowsCommandsOptionsAndFunctions() {
    String script = Outcome.of("completion").succeeded().out();
    for (String command : HelpTest.commands()) {
      assertTrue(script.contains("\"" + command + "\"") || script.contains(command + " "), command);
    }
    for (Kernel kernel : Activations.all()) {
      assertTrue(script.contains("\"" + kernel.name() + "\""), kernel.name());
    }
    assertTrue(script.contains("--max-pixels"));
    assertTrue(script.contains("\"opencl\""));
  }

  @Test
  void bashCompletesACommandWithIt(@TempDir Path folder) throws Exception {
    Path script = folder.resolve("completion.sh");
    Files.writeString(script, Outcome.of("completion").out());
    assertEquals("devices", complete(script, "hillock", "dev"));
    assertEquals("sparsemax", complete(script, "hillock", "image", "--function", "sparsem"));
  }

  /** Returns what bash offers for the last word. */
  private static String complete(Path script, String... words)
      throws IOException, InterruptedException {
    // It can only be called by readline, and changes what follows a completed word.
    String noCompopt = "compopt() { :; }";
    String commands =
        String.format(
            "source '%s'; %s; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_hillock;"
                + " printf '%%s' \"${COMPREPLY[*]}\"",
            script, noCompopt, String.join(" ", words), words.length - 1);
    Process bash = new ProcessBuilder("bash", "-c", commands).redirectErrorStream(true).start();
    String offered = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, bash.waitFor(), offered);
    return offered;
  }
}
