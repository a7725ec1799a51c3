package io.hillock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.hillock.check.Check;
import io.hillock.kernels.Activations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckCommandTest {
  @Test
  void functionThatIsRightPasses() {
    Outcome outcome =
        Outcome.of("check", "relu", "prelu", "--backend", "cpu", "--inputs", 5000).succeeded();
    List<String> lines = outcome.out().lines().toList();
    assertEquals(8, lines.size(), outcome.out());
    assertTrue(lines.get(0).startsWith("FUNCTION "), lines.get(0));
    assertTrue(lines.get(1).startsWith("relu                 forward     float32 "), lines.get(1));
    assertTrue(lines.subList(1, 7).stream().allMatch(l -> l.endsWith("  ok")), outcome.out());
    assertTrue(lines.get(7).startsWith("6 checks on cpu ("), lines.get(7));
    assertTrue(lines.get(7).endsWith("): all passed"), lines.get(7));
  }

  @Test
  void earlierResultsAreShownAsIfTheyWereFoundNow(@TempDir Path folder) throws IOException {
    Object[] command = {"check", "relu", "tanh", "--backend", "cpu", "--inputs", 5000};
    Outcome now = Outcome.of(command).succeeded();
    Object[] asJson = Arrays.copyOf(command, command.length + 1);
    asJson[command.length] = "--json";
    Path file = folder.resolve("results.json");
    Files.writeString(file, Outcome.of(asJson).succeeded().out());
    Outcome shown =
        Outcome.of("check", "--results", file, "--markdown", folder.resolve("t.md")).succeeded();
    assertEquals(now.out(), shown.out());
    assertTrue(Files.readString(folder.resolve("t.md")).contains("| tanh | backward | float32 |"));
    Files.writeString(
        file, Files.readString(file).replaceAll("\"maxUlp\": 0[.][5-9]", "\"maxUlp\": 1.9"));
    assertEquals(ExitCode.FAILED, Outcome.of("check", "--results", file).code());
    Files.writeString(file, "[{\"function\": \"tnah\"}]");
    Outcome.of("check", "--results", file)
        .saysOnly(
            ExitCode.FAILED,
            "hillock check: " + file + " holds something else than 'hillock check --json' prints");
    Outcome.of("check", "relu", "--results", file)
        .refused("hillock check: --results: nothing is checked then, so name no functions");
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
  void everyTypeIsCheckedInItsOwnUnits() {
    JsonNode array =
        Outcome.of("check", "tanh", "--data-type=all", "--inputs=5000", "--backend=cpu", "--json")
            .succeeded()
            .json();
    List<String> types = new ArrayList<>();
    for (JsonNode object : array) {
      String type = object.get("dataType").textValue();
      types.add(type);
      assertEquals(0, object.get("bitDifferences").longValue(), object::toString);
      assertTrue(object.get("worstInput").isNumber(), object::toString);
      if (type.endsWith("float16")) {
        assertEquals(1 << 16, object.get("inputs").longValue());
      }
      boolean isBackward = object.get("kind").textValue().equals("backward");
      double limit = type.endsWith("float16") ? 0.51 : 1;
      assertTrue(isBackward || object.get("maxUlp").doubleValue() <= limit, object::toString);
    }
    assertEquals(12, types.size());
    assertEquals(
        List.of("float32", "float16", "bfloat16", "float64"), types.stream().distinct().toList());
  }

  @Test
  void anUnknownTypeIsRefusedWithThoseThereAre() {
    Outcome.of("check", "relu", "--data-type", "float8")
        .refused(
            "hillock check: --data-type: it may be float32, float16, bfloat16, float64, all, not"
                + " 'float8'");
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
  void tableIsWrittenAsMarkdownBesideOthers(@TempDir Path folder) throws IOException {
    Path others = folder.resolve("others.json");
    Files.writeString(
        others,
        """
        [{"function": "relu", "kind": "forward", "dataType": "float32", "backend": "nd4j",
          "bitDifferences": null, "maxUlp": 3.25, "worstInput": -0.5, "nanMismatches": 1,
           "nanInput": 45.25},
         {"function": "relu", "kind": "backward", "dataType": "float32", "backend": "opencl",
          "bitDifferences": 17, "maxUlp": null, "worstInput": null, "nanMismatches": 0}]
        """);
    Path file = folder.resolve("new").resolve("accuracy.md");
    Object[] command = {"check", "relu", "--backend=cpu", "--inputs=5000", "--markdown", file};
    Outcome.of(command).succeeded();
    List<String> plain = Files.readAllLines(file);
    assertTrue(plain.contains("| relu | forward | float32 | 0.0000 |  | 0 | 5,000 |"), "" + plain);
    Object[] wider = Arrays.copyOf(command, command.length + 2);
    wider[command.length] = "--beside";
    wider[command.length + 1] = others;
    Outcome.of(wider).succeeded();
    List<String> wide = Files.readAllLines(file);
    assertTrue(
        wide.contains(
            "| function | kind | data type | max ULP | worst input | bits that differ | inputs"
                + " | nd4j: max ULP | opencl: bits that differ |"),
        "" + wide);
    assertTrue(
        wide.contains(
            "| relu | forward | float32 | 0.0000 |  | 0 | 5,000 | 3.2500, NaN at 45.25 |  |"),
        "" + wide);
    assertTrue(wide.get(wide.size() - 1).endsWith(" |  | 17 |"), "" + wide);
  }

  @Test
  void resultsOfOthersMustBeResults(@TempDir Path folder) throws IOException {
    Path others = Files.writeString(folder.resolve("others.json"), "{\"function\": 1}");
    Outcome.of("check", "relu", "--markdown", folder.resolve("a.md"), "--beside", others)
        .saysOnly(
            ExitCode.FAILED, "hillock check: " + others + " is not a JSON array of plain objects");
  }

  @Test
  void optionsThatWouldDoNothingAreRefused() {
    Outcome.of("check", "relu", "--beside", "a.json")
        .refused("hillock check: --beside: it adds columns to --markdown, which is not given");
    Outcome.of("check", "relu", "--state", "folder")
        .refused("hillock check: --state: it is for --exhaustive, which is not given");
  }

  @Test
  void bitsAloneHaveNoErrors() {
    JsonNode array =
        Outcome.of("check", "tanh", "--backend=cpu", "--inputs=5000", "--bits-only", "--json")
            .succeeded()
            .json();
    assertEquals(3, array.size());
    array.forEach(object -> assertTrue(object.get("maxUlp").isNull(), object::toString));
  }

  @Test
  void parametersAreThoseOfTheFunctionsNamed() {
    Outcome.of("check", "leaky-relu", "--param=alpha=3", "--backend=cpu", "--inputs", 5000)
        .succeeded();
    Outcome.of("check", "leaky-relu", "abs", "--param=alpha=3")
        .refused("hillock check: --param: abs has no parameter 'alpha'; it has none");
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
