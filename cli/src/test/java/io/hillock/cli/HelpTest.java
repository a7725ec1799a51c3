package io.hillock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HelpTest {
  static Set<String> commands() {
    return Main.commandLine().getSubcommands().keySet();
  }

  @Test
  void commandsAreThoseOfTheContract() {
    assertEquals(
        Set.of(
            "image",
            "apply",
            "plot",
            "activations",
            "devices",
            "kernel",
            "check",
            "bench",
            "completion"),
        commands());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpOfEveryCommandHasSynopsisExampleAndExitCodes(String command) {
    Outcome help = Outcome.of(command, "--help").succeeded();
    assertTrue(help.out().startsWith("Usage: hillock " + command), help.out());
    assertTrue(help.out().contains("Example"), help.out());
    assertTrue(
        help.out().indexOf("hillock " + command, help.out().indexOf("Example")) > 0, help.out());
    for (String code : List.of("  0 ", "  1 ", "  2 ", "  3 ")) {
      assertTrue(help.out().contains(code), help.out());
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpFitsInEightyColumnsWithoutColour(String command) {
    for (String line : Outcome.of(command, "--help").out().lines().toList()) {
      assertTrue(line.length() <= 80, line);
      assertFalse(line.contains("\u001b"), line);
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void examplesInHelpAreUnderstood(String command) {
    Stream<String> lines = Outcome.of(command, "--help").out().lines();
    for (String line : lines.filter(l -> l.startsWith("  hillock ")).toList()) {
      String[] words = line.strip().split(" ");
      Main.commandLine().parseArgs(List.of(words).subList(1, words.length).toArray(String[]::new));
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandTellsTheVersion(String command) {
    Outcome version = Outcome.of(command, "--version").succeeded();
    assertTrue(version.out().startsWith("hillock "), version.out());
    assertTrue(version.out().contains("Java " + Runtime.version()), version.out());
    assertEquals(version, Outcome.of("--version"));
  }

  @Test
  void mainHelpListsAllCommandsOnOneLineEach() {
    Outcome help = Outcome.of("--help").succeeded();
    for (String command : commands()) {
      assertTrue(help.out().lines().anyMatch(l -> l.startsWith("  " + command + " ")), command);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"activations", "devices", "check", "bench"})
  void everyCommandThatPrintsATableKnowsJson(String command) {
    assertTrue(Outcome.of(command, "--help").out().contains("--json"));
  }
}
