package io.hillock.cli;

import io.hillock.check.CheckResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The table of {@code hillock check --markdown}: a line for each function, kind and data type, and
 * beside what was checked now a column for each implementation whose results are given as JSON.
 */
final class AccuracyTable {
  private final Map<String, Map<String, String>> columns = new LinkedHashMap<>();

  /**
   * Takes results in the format of {@code check --json}, perhaps of several backends. Where bits
   * were compared, the column shows how many differ, and else the greatest error and the number
   * next to 0 for which there is a NaN and should be none, or none and should be.
   */
  void beside(Path json) throws IOException {
    for (Map<String, Object> object : Json.readObjects(json)) {
      Object differences = object.get("bitDifferences");
      String column =
          text(object, "backend") + (differences == null ? ": max ULP" : ": bits that differ");
      String cell =
          differences == null
              ? ulp((Number) object.get("maxUlp")) + nan((Number) object.get("nanInput"))
              : String.format(Locale.ROOT, "%,d", ((Number) differences).longValue());
      columns
          .computeIfAbsent(column, name -> new LinkedHashMap<>())
          .put(key(text(object, "function"), text(object, "kind"), text(object, "dataType")), cell);
    }
  }

  private static String text(Map<String, Object> object, String field) {
    return String.valueOf(object.get(field));
  }

  private static String key(String function, String kind, String dataType) {
    return function + " " + kind + " " + dataType;
  }

  /** Writes the table. */
  void write(Path file, String devices, List<CheckResult> results) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("# Accuracy");
    lines.add("");
    lines.add("Measured by `hillock check --markdown` on " + devices + ".");
    lines.add("");
    lines.add("- Max ULP: the greatest error in units in the last place of the true value, or of");
    lines.add("  1/16 next to a zero of a derivative that is not at 0. 0.5 is correctly rounded.");
    lines.add(
        "- Inputs: all where it is 4,294,967,296 in float32 or 65,536 in 16 bits, and else a");
    lines.add("  spread over their bits with every special value.");
    lines.add("- Bits that differ: from the reference's, on how many inputs.");
    lines.add("");
    StringBuilder heading =
        new StringBuilder(
            "| function | kind | data type | max ULP | worst input | bits that differ");
    StringBuilder rule = new StringBuilder("| --- | --- | --- | ---: | --- | ---:");
    heading.append(" | inputs |");
    rule.append(" | ---: |");
    for (String column : columns.keySet()) {
      heading.append(' ').append(column).append(" |");
      rule.append(" ---: |");
    }
    lines.add(heading.toString());
    lines.add(rule.toString());
    for (CheckResult result : results) {
      lines.add(line(result));
    }
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Files.write(file, lines);
  }

  private String line(CheckResult result) {
    StringBuilder line =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s | %,d | %,d |",
                result.function(),
                result.kind(),
                result.dataType(),
                ulp(result.maxUlp()),
                result.worstInput() == null ? "" : result.worstInput(),
                result.bitDifferences(),
                result.inputs()));
    String key = key(result.function(), result.kind(), result.dataType());
    for (Map<String, String> column : columns.values()) {
      line.append(' ').append(column.getOrDefault(key, "")).append(" |");
    }
    return line.toString();
  }

  private static String nan(Number input) {
    return input == null ? "" : ", NaN at " + input.floatValue();
  }

  private static String ulp(Number ulp) {
    if (ulp == null) {
      return "";
    }
    double value = ulp.doubleValue();
    return String.format(Locale.ROOT, value < 1e4 ? "%.4f" : "%.2g", value);
  }
}
