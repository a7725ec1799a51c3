package io.hillock.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Prints lists, maps in their order, strings, numbers and truth values as JSON; reads some. */
final class Json {
  private Json() {}

  /** Returns a map with the given keys and values, which take turns, in that order. */
  static Map<String, Object> object(Object... keysAndValues) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      object.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return object;
  }

  /** Prints a value and ends the line. */
  static void print(PrintWriter out, Object value) throws IOException {
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER));
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    printer.indentArraysWith(indenter);
    printer.indentObjectsWith(indenter);
    JsonGenerator generator = new JsonFactory().createGenerator(out).setPrettyPrinter(printer);
    generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    write(generator, value);
    generator.close();
    out.println();
  }

  /**
   * Reads an array of objects whose fields are strings, numbers, truth values or null.
   *
   * @throws IOException if the file cannot be read or is something else
   */
  static List<Map<String, Object>> readObjects(Path file) throws IOException {
    List<Map<String, Object>> objects = new ArrayList<>();
    try (JsonParser parser = new JsonFactory().createParser(file.toFile())) {
      require(file, parser.nextToken() == JsonToken.START_ARRAY);
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        require(file, parser.currentToken() == JsonToken.START_OBJECT);
        Map<String, Object> object = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          JsonToken token = parser.nextToken();
          require(file, token != null && token.isScalarValue());
          object.put(name, token.isNumeric() ? (Object) parser.getNumberValue() : scalar(parser));
        }
        objects.add(object);
      }
    }
    return objects;
  }

  /** An infinity has a name, as {@link #print} writes it. */
  private static Object scalar(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_NULL -> null;
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> {
        String text = parser.getText();
        yield text.endsWith("Infinity") ? (Object) Double.valueOf(text) : text;
      }
    };
  }

  private static void require(Path file, boolean holds) throws IOException {
    if (!holds) {
      throw new IOException(file + " is not a JSON array of plain objects");
    }
  }

  private static void write(JsonGenerator generator, Object value) throws IOException {
    if (value == null) {
      generator.writeNull();
    } else if (value instanceof List<?> list) {
      generator.writeStartArray();
      for (Object element : list) {
        write(generator, element);
      }
      generator.writeEndArray();
    } else if (value instanceof Map<?, ?> map) {
      generator.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        generator.writeFieldName((String) entry.getKey());
        write(generator, entry.getValue());
      }
      generator.writeEndObject();
    } else if (value instanceof Boolean b) {
      generator.writeBoolean(b);
    } else if (value instanceof Integer || value instanceof Long) {
      generator.writeNumber(((Number) value).longValue());
    } else if (value instanceof Number n) {
      number(generator, n);
    } else {
      generator.writeString(value.toString());
    }
  }

  /** JSON has no NaN, which says that there is no value, and no infinity, which has a name. */
  private static void number(JsonGenerator generator, Number number) throws IOException {
    double value = number.doubleValue();
    if (Double.isNaN(value)) {
      generator.writeNull();
    } else if (Double.isInfinite(value)) {
      generator.writeString(value > 0 ? "Infinity" : "-Infinity");
    } else if (number instanceof Float f) {
      generator.writeNumber(f);
    } else {
      generator.writeNumber(value);
    }
  }
}
