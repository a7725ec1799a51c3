package io.hillock.cli;

import io.hillock.tensor.Backends;
import io.hillock.tensor.Device;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hillock devices}. */
@Command(
    name = "devices",
    customSynopsis = "hillock devices [--json]",
    description = {
      "Lists the backends and their devices.",
      "Each with its memory and driver, or the reason why it is not available and what to do. The"
          + " first is what --backend auto takes.",
    },
    footer = {"", "Example:", "  hillock devices"})
final class DevicesCommand extends BaseCommand {
  @Option(names = "--json", description = "Print a JSON array.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    List<Device> devices = devices();
    if (json) {
      List<Object> list = new ArrayList<>();
      for (Device device : devices) {
        list.add(
            Json.object(
                "backend", device.backend(),
                "available", device.available(),
                "device", device.name(),
                "reason", device.reason(),
                "memoryBytes", device.memoryBytes(),
                "driver", device.driver()));
      }
      Json.print(out(), list);
      return ExitCode.OK;
    }
    Table table = new Table("BACKEND", ">NO.", "DEVICE", ">MEMORY", "DRIVER");
    for (Device device : devices) {
      String name = device.name() == null ? "" : device.name();
      if (device.available()) {
        table.add(
            device.backend(),
            Integer.toString(device.index()),
            name,
            memory(device.memoryBytes()),
            device.driver());
      } else {
        table.add(
            device.backend(),
            "-",
            (name.isEmpty() ? "" : name + " ") + "not available: " + device.reason());
      }
    }
    table.print(out());
    return ExitCode.OK;
  }

  private static List<Device> devices() {
    List<Device> devices = new ArrayList<>(Backends.devices());
    for (String name : BackendOptions.NAMES) {
      if (devices.stream().noneMatch(d -> d.backend().equals(name))) {
        devices.add(
            Device.unavailable(name, 0, null, "this build of Hillock has no " + name + " backend"));
      }
    }
    return devices;
  }

  private static String memory(long bytes) {
    return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
  }
}
