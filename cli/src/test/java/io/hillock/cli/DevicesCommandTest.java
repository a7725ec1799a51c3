package io.hillock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.hillock.tensor.Backends;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class DevicesCommandTest {
  private static String line(String beginning) {
    return Outcome.of("devices")
        .succeeded()
        .out()
        .lines()
        .map(l -> l.replaceAll(" +", " "))
        .filter(l -> l.startsWith(beginning))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void availableDeviceIsListedWithMemoryAndDriver() {
    assertEquals("faulty 0 Wrong 3.0 GiB 1.0", line("faulty 0"));
  }

  @Test
  void unavailableDeviceIsListedWithTheReason() {
    assertEquals("faulty - Absent not available: " + FaultyProvider.REASON, line("faulty -"));
  }

  @Test
  void fastestDeviceComesFirst() {
    List<String> lines = Outcome.of("devices").out().lines().toList();
    assertTrue(lines.get(1).startsWith(Backends.devices().get(0).backend() + " "), lines.get(1));
  }

  @Test
  void jsonHasTheFieldsOfTheContractAndEveryBackend() {
    JsonNode array = Outcome.of("devices", "--json").succeeded().json();
    Set<String> backends = new HashSet<>();
    for (JsonNode object : array) {
      assertEquals(
          List.of("backend", "available", "device", "reason", "memoryBytes", "driver"),
          Outcome.fields(object));
      backends.add(object.get("backend").textValue());
      if (object.get("available").booleanValue()) {
        assertTrue(object.get("reason").isNull());
        assertTrue(object.get("memoryBytes").longValue() > 0);
        assertFalse(object.get("driver").textValue().isBlank());
      } else {
        assertFalse(object.get("reason").textValue().isBlank());
      }
    }
    assertEquals(Set.of("cpu", "opencl", "cuda", "faulty"), backends);
  }
}
