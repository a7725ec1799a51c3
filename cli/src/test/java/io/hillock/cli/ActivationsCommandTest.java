package io.hillock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.hillock.kernels.Activations;
import io.hillock.kernels.Kernel;
import io.hillock.kernels.Parameter;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ActivationsCommandTest {
  @Test
  void tableHasEveryFunctionInTheOrderOfTheCatalogue() {
    List<String> lines = Outcome.of("activations").succeeded().out().lines().toList();
    List<Kernel> all = Activations.all();
    assertEquals(all.size() + 1, lines.size());
    for (int i = 0; i < all.size(); i++) {
      Kernel kernel = all.get(i);
      String line = lines.get(i + 1);
      assertTrue(line.startsWith(kernel.name() + " "), line);
      assertTrue(line.contains(kernel.documentation().formula()), line);
      assertTrue(line.contains(kernel.documentation().range()), line);
      for (Parameter parameter : kernel.parameters()) {
        assertTrue(line.contains(" " + parameter.name() + "="), line);
      }
    }
  }

  @Test
  void rowsAreAsTheCatalogueSays() {
    List<String> lines = Outcome.of("activations").out().lines().toList();
    assertEquals(
        "leaky-relu x if x > 0, else alpha x alpha=0.01 (-inf, inf) 0.5 0",
        lines.stream()
            .filter(l -> l.startsWith("leaky-relu"))
            .findFirst()
            .orElseThrow()
            .replaceAll(" +", " "));
  }

  @Test
  void jsonHasTheFieldsOfTheContract() {
    JsonNode array = Outcome.of("activations", "--json").succeeded().json();
    assertEquals(Activations.all().size(), array.size());
    for (JsonNode object : array) {
      assertEquals(
          List.of(
              "name",
              "formula",
              "parameters",
              "inputs",
              "rowWise",
              "maxUlpForward",
              "maxUlpDerivative"),
          Outcome.fields(object));
      for (JsonNode parameter : object.get("parameters")) {
        assertEquals(List.of("name", "default"), Outcome.fields(parameter));
      }
    }
  }

  @Test
  void jsonSaysWhatTheCatalogueSays() {
    JsonNode array = Outcome.of("activations", "--json").json();
    for (int i = 0; i < array.size(); i++) {
      Kernel kernel = Activations.all().get(i);
      JsonNode object = array.get(i);
      assertEquals(kernel.name(), object.get("name").textValue());
      assertEquals(kernel.documentation().formula(), object.get("formula").textValue());
      assertEquals(kernel.inputs().size(), object.get("inputs").intValue());
      assertEquals(kernel.isRow(), object.get("rowWise").booleanValue());
      assertUlp(kernel.documentation().maxUlpForward(), object.get("maxUlpForward"));
      assertUlp(kernel.documentation().maxUlpDerivative(), object.get("maxUlpDerivative"));
      assertEquals(kernel.parameters().size(), object.get("parameters").size());
      for (int p = 0; p < kernel.parameters().size(); p++) {
        JsonNode parameter = object.get("parameters").get(p);
        assertEquals(kernel.parameters().get(p).name(), parameter.get("name").textValue());
        // JSON has no infinity: it is a string.
        assertEquals(
            kernel.parameters().get(p).defaultValue(),
            Double.parseDouble(parameter.get("default").asText()));
      }
    }
  }

  /** An error that is not stated is null. */
  private static void assertUlp(double expected, JsonNode found) {
    assertEquals(Double.isNaN(expected), found.isNull());
    assertTrue(found.isNull() || found.isNumber());
    assertEquals(Double.isNaN(expected) ? 0 : expected, found.doubleValue());
  }
}
