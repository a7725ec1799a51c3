package io.hillock.conformance;

import io.hillock.tensor.Backends;
import io.hillock.tensor.Device;
import io.hillock.tensor.Engine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** The engines under test: one for every device that is available, opened once for all tests. */
final class Targets {
  private static final Map<Device, Engine> OPEN = new LinkedHashMap<>();

  private Targets() {}

  /**
   * The backends that a machine must have for this suite to pass, separated by commas. The default
   * asks for those that need no special machine; on one with a GPU ask for {@code cuda}, too.
   */
  private static final String REQUIRED =
      System.getProperty("hillock.conformance.required", "cpu,opencl");

  /** Returns the engines of all available devices. */
  static synchronized Stream<Named<Engine>> all() {
    List<Device> devices = Backends.devices();
    for (String backend : REQUIRED.split(",", -1)) {
      require(devices, backend);
    }
    List<Named<Engine>> engines = new ArrayList<>();
    for (Device device : devices) {
      if (device.available()) {
        Engine engine = OPEN.computeIfAbsent(device, d -> Engine.create(d.backend(), d.index()));
        engines.add(Named.of(device.backend() + ": " + device.name(), engine));
      }
    }
    return engines.stream();
  }

  private static String cure(String backend) {
    return switch (backend) {
      case "opencl" ->
          "install an OpenCL loader and a device that runs on the CPU: on Debian and Ubuntu"
              + " 'apt-get install ocl-icd-libopencl1 pocl-opencl-icd'";
      case "cuda" -> "run it on a machine with a GPU and its driver";
      default -> "the module hillock-" + backend + " must be on the class path";
    };
  }

  private static void require(List<Device> devices, String backend) {
    List<String> reasons = new ArrayList<>();
    for (Device device : devices) {
      if (device.backend().equals(backend)) {
        if (device.available()) {
          return;
        }
        reasons.add(device.reason());
      }
    }
    throw new IllegalStateException(
        "the conformance suite must run on backend '"
            + backend
            + "', which has no device here "
            + reasons
            + ": "
            + cure(backend));
  }

  /** Gives all devices back. */
  static synchronized void close() {
    OPEN.values().forEach(Engine::close);
    OPEN.clear();
  }
}
