package io.hillock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.hillock.check.Check;
import io.hillock.kernels.Activations;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CheckCommandTest {
  @Test
  void functionThatIsRightPasses() {
    Outcome outcome =
        Outcome.of("check", "relu", "prelu", "--backend", "cpu", "--inputs", 5000).succeeded();
    List<String> lines = outcome.out().lines().toList();
    assertEquals(8, lines.size(), outcome.out());
    assertTrue(lines.get(0).startsWith("FUNCTION "), lines.get(0));
    assertTrue(lines.get(1).startsWith("relu          forward "), lines.get(1));
    assertTrue(lines.subList(1, 7).stream().allMatch(l -> l.endsWith("  ok")), outcome.out());
    assertTrue(lines.get(7).startsWith("6 checks on cpu ("), lines.get(7));
    assertTrue(lines.get(7).endsWith("): all passed"), lines.get(7));
  }

  @Test
  void jsonHasTheFieldsOfTheContract() {
    JsonNode array =
        Outcome.of("check", "relu", "--backend", "cpu", "--inputs", 5000, "--json")
            .succeeded()
            .json();
    List<String> kinds = new ArrayList<>();
    for (JsonNode object : array) {
      assertEquals(
          List.of(
              "function",
              "kind",
              "dataType",
              "backend",
              "device",
              "inputs",
              "bitDifferences",
              "maxUlp",
              "worstInput",
              "nanMismatches"),
          Outcome.fields(object));
      kinds.add(object.get("kind").textValue());
      assertEquals("relu", object.get("function").textValue());
      assertEquals("float32", object.get("dataType").textValue());
      assertEquals("cpu", object.get("backend").textValue());
      assertTrue(object.get("inputs").longValue() >= 5000);
      assertEquals(0, object.get("bitDifferences").longValue());
      assertEquals(0, object.get("nanMismatches").longValue());
      assertEquals(0, object.get("maxUlp").doubleValue());
    }
    assertEquals(List.of("forward", "derivative", "backward"), kinds);
  }

  @Test
  void differenceEndsWithOneAndIsShown() {
    Outcome outcome = Outcome.of("check", "relu", "--backend", "faulty", "--inputs", 5000);
    assertEquals(ExitCode.FAILED, outcome.code());
    List<String> lines = outcome.out().lines().toList();
    assertTrue(lines.subList(1, 4).stream().allMatch(l -> l.endsWith("  DIFFERS")), outcome.out());
    assertEquals("3 checks on faulty (Wrong): 3 failed", lines.get(4));
    assertTrue(
        outcome.err().lines().allMatch(l -> l.startsWith("hillock check: relu")), outcome.err());
    assertTrue(outcome.err().contains("42.0"), outcome.err());
    assertTrue(outcome.err().lines().count() <= 15, outcome.err());
  }

  @Test
  void differenceEndsWithOneAsJson() {
    Outcome outcome =
        Outcome.of("check", "relu", "--backend", "faulty", "--inputs", 5000, "--json");
    assertEquals(ExitCode.FAILED, outcome.code());
    assertTrue(outcome.json().get(0).get("bitDifferences").longValue() > 4000);
  }

  @Test
  void parametersAreThoseOfTheFunctionsNamed() {
    Outcome.of("check", "leaky-relu", "--param=alpha=3", "--backend=cpu", "--inputs", 5000)
        .succeeded();
    Outcome.of("check", "leaky-relu", "relu", "--param=alpha=3")
        .refused("hillock check: --param: relu has no parameter 'alpha'; it has none");
  }

  @Test
  void allChecksEveryFunctionInEveryKind() {
    int kinds = Activations.all().stream().mapToInt(kernel -> Check.kinds(kernel).size()).sum();
    // The faulty backend computes nothing, so that this is quick; what is found does not matter.
    JsonNode all =
        Outcome.of("check", "--all", "--backend", "faulty", "--inputs", 1, "--json").json();
    assertEquals(kinds, all.size());
  }
}
