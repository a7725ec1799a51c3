package io.hillock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BenchCommandTest {
  private static Outcome bench(Object... words) {
    List<Object> all = new ArrayList<>(List.of("bench", "--backend", "cpu", "--rounds", 2));
    all.addAll(List.of(words));
    return Outcome.of(all.toArray());
  }

  @Test
  void jsonHasTheFieldsOfTheContract() {
    JsonNode array = bench("relu", "softmax", "--sizes", "4096", "--json").succeeded().json();
    List<String> lines = new ArrayList<>();
    for (JsonNode object : array) {
      assertEquals(
          List.of(
              "function",
              "kind",
              "implementation",
              "backend",
              "device",
              "dataType",
              "shape",
              "nsPerElement",
              "gigabytesPerSecond",
              "shareOfCopy"),
          Outcome.fields(object));
      assertTrue(object.get("nsPerElement").doubleValue() > 0);
      assertTrue(object.get("gigabytesPerSecond").doubleValue() > 0);
      lines.add(
          object.get("function").textValue()
              + " "
              + object.get("kind").textValue()
              + " "
              + object.get("implementation").textValue()
              + " "
              + object.get("shape"));
    }
    assertEquals(
        List.of(
            "copy forward copy [4096]",
            "relu forward hillock [4096]",
            "relu derivative hillock [4096]",
            "relu backward hillock [4096]",
            "copy forward copy [32,128]",
            "softmax forward hillock [32,128]",
            "softmax backward hillock [32,128]",
            "copy forward copy [4,1024]",
            "softmax forward hillock [4,1024]",
            "softmax backward hillock [4,1024]"),
        lines);
  }

  @Test
  void theTableAndTheReportSayTheSame(@TempDir Path folder) throws IOException {
    Path report = folder.resolve("report.html");
    Path table = folder.resolve("table.md");
    Outcome outcome =
        bench(
            "relu", "--sizes", "1000", "--kinds", "forward", "--html", report, "--markdown", table);
    List<String> lines = outcome.succeeded().out().lines().toList();
    assertEquals(3, lines.size(), outcome.out());
    assertTrue(lines.get(0).startsWith("FUNCTION "), lines.get(0));
    assertTrue(lines.get(1).startsWith("copy "), lines.get(1));
    String[] cells = lines.get(2).trim().split("\\s{2,}");
    String page = Files.readString(report);
    assertTrue(page.contains("<td class=\"number\">" + cells[6] + "</td>"), lines.get(2));
    assertTrue(page.contains("hillock bench --backend cpu --rounds 2 relu"), "the command");
    String row = "| relu | forward | float32 | [1000] |";
    assertTrue(Files.readString(table).contains(row), Files.readString(table));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--sizes 0 | --sizes: it may be 1 or more, not 0",
        "--rounds 0 | --rounds: it may be 1 or more, not 0",
        "--kinds sideways | --kinds: it may be forward, derivative, backward, not 'sideways'",
        "softmax --kinds derivative | there is nothing to time",
        "softmax --sizes 64 --rows 128 | there is nothing to time"
      })
  void whatCannotBeTimedIsRefused(String words, String message) {
    Outcome outcome = Outcome.of((Object[]) ("bench --backend cpu " + words).split(" "));
    assertEquals(2, outcome.code(), outcome.err());
    assertTrue(outcome.err().contains(message), outcome.err());
  }

  @Test
  void aBackendThatIsNotThereEndsWithThreeBeforeAnythingIsTimed() {
    Outcome outcome =
        Outcome.of(
            "bench",
            "relu",
            "--backend",
            "cpu,faulty",
            "--device",
            FaultyProvider.UNAVAILABLE,
            "--sizes",
            "1000");
    assertEquals(3, outcome.code(), outcome.err());
    assertEquals("", outcome.out());
  }

  @Test
  void peersThatAreNotInTheProgramEndWithThree() {
    Outcome outcome = bench("relu", "--peers", "--sizes", "1000");
    assertEquals(3, outcome.code(), outcome.err());
    assertTrue(outcome.err().contains("./hillock bench --peers"), outcome.err());
  }
}
