package io.hillock.cli;

import io.hillock.check.Check;
import io.hillock.check.CheckResult;
import io.hillock.kernels.Activations;
import io.hillock.kernels.DataType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Results of {@code hillock check} as JSON, written and read. */
final class CheckResults {
  private CheckResults() {}

  /** Returns a result as {@link Json} prints it. */
  static Map<String, Object> object(CheckResult result) {
    return Json.object(
        "function", result.function(),
        "kind", result.kind(),
        "dataType", result.dataType(),
        "backend", result.backend(),
        "device", result.device(),
        "inputs", result.inputs(),
        "bitDifferences", result.bitDifferences(),
        "maxUlp", result.maxUlp(),
        "worstInput", result.worstInput(),
        "nanMismatches", result.nanMismatches());
  }

  /**
   * Reads results.
   *
   * @throws IOException if the file cannot be read or holds something else
   */
  static List<CheckResult> read(Path file) throws IOException {
    List<CheckResult> results = new ArrayList<>();
    for (Map<String, Object> object : Json.readObjects(file)) {
      try {
        results.add(result(object));
      } catch (RuntimeException e) {
        throw new IOException(file + " holds something else than 'hillock check --json' prints", e);
      }
    }
    return results;
  }

  private static CheckResult result(Map<String, Object> object) {
    String function = word(object, "function", Activations.all().stream().map(k -> k.name()));
    String kind = word(object, "kind", Stream.of(Check.Kind.values()).map(Check.Kind::toString));
    String type = word(object, "dataType", DataType.reals().stream().map(DataType::label));
    Number maxUlp = (Number) object.get("maxUlp");
    Number worst = (Number) object.get("worstInput");
    return new CheckResult(
        function,
        kind,
        type,
        (String) object.get("backend"),
        (String) object.get("device"),
        ((Number) object.get("inputs")).longValue(),
        ((Number) object.get("bitDifferences")).longValue(),
        maxUlp == null ? null : maxUlp.doubleValue(),
        worst == null || type.equals(DataType.FLOAT64.label())
            ? worst
            : (Number) worst.floatValue(),
        ((Number) object.get("nanMismatches")).longValue());
  }

  private static String word(Map<String, Object> object, String field, Stream<String> known) {
    String word = (String) object.get(field);
    if (known.noneMatch(word::equals)) {
      throw new IllegalArgumentException(field + " cannot be " + word);
    }
    return word;
  }
}
