package io.hillock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class JsonTest {
  private static String print(Object value) throws IOException {
    StringWriter text = new StringWriter();
    Json.print(new PrintWriter(text), value);
    return text.toString().strip();
  }

  static List<Object[]> values() {
    return Arrays.asList(
        new Object[][] {
          {null, "null"},
          {true, "true"},
          {3, "3"},
          {1L << 40, "1099511627776"},
          {0.5, "0.5"},
          {-1.4e-45f, "-1.4E-45"},
          {Double.NaN, "null"},
          {Float.NEGATIVE_INFINITY, "\"-Infinity\""},
          {Double.POSITIVE_INFINITY, "\"Infinity\""},
          {"a \"b\"\n", "\"a \\\"b\\\"\\n\""},
          {List.of(), "[ ]"},
        });
  }

  @ParameterizedTest
  @MethodSource("values")
  void everyValueIsValidJson(Object value, String json) throws IOException {
    assertEquals(json, print(value));
  }

  @Test
  void fieldsKeepTheirOrder() throws IOException {
    assertEquals(
        "{\n  \"z\": 1,\n  \"a\": [\n    2\n  ]\n}", print(Json.object("z", 1, "a", List.of(2))));
  }
}
