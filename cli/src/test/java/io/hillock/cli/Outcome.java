package io.hillock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/** What a command printed and ended with. */
record Outcome(int code, String out, String err) {
  /** Runs a command in this process. */
  static Outcome of(Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] words = new String[args.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = args[i].toString();
    }
    int code = Main.run(new PrintWriter(out), new PrintWriter(err), words);
    return new Outcome(code, out.toString(), err.toString());
  }

  /** Checks that all was done and nothing said of it. */
  Outcome succeeded() {
    assertEquals("", err);
    assertEquals(ExitCode.OK, code, out);
    return this;
  }

  /** Checks that the command ended with a code and this one line, and printed no result. */
  Outcome saysOnly(int expectedCode, String line) {
    assertEquals(line + System.lineSeparator(), err);
    assertEquals("", out);
    assertEquals(expectedCode, code);
    return this;
  }

  /** Checks that the command was refused with this one line and where to read more. */
  Outcome refused(String line) {
    String command = line.substring(0, line.indexOf(':'));
    return saysOnly(ExitCode.USAGE, line + " (see '" + command + " --help')");
  }

  /** Returns what was printed as JSON. */
  JsonNode json() {
    try {
      return JsonMapper.builder().build().readTree(out);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + out, e);
    }
  }

  static List<String> fields(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
