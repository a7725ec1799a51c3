package io.hillock.measure;

import io.hillock.tensor.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Speeds as a table in Markdown: a row for each function, kind, data type and shape, with the time
 * of each backend and its share of a plain copy's speed, and beside them the times of other
 * libraries from the same run.
 */
public final class SpeedTable {
  private final String command;
  private final List<Device> devices;
  private final List<Speed> speeds;

  /**
   * Creates a table.
   *
   * @param command what repeats the run
   * @param devices what it ran on
   * @param speeds what was measured, copies too
   */
  public SpeedTable(String command, List<Device> devices, List<Speed> speeds) {
    this.command = command;
    this.devices = List.copyOf(devices);
    this.speeds = List.copyOf(speeds);
  }

  /** Writes the table over the file if it exists, and makes its folder if it does not. */
  public void write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, lines());
  }

  List<String> lines() {
    Map<String, Map<String, Speed>> rows = new LinkedHashMap<>();
    Set<String> backends = new LinkedHashSet<>();
    Set<String> others = new LinkedHashSet<>();
    Set<String> libraries = new LinkedHashSet<>();
    for (Speed speed : speeds) {
      boolean own = speed.implementation().equals(Speed.HILLOCK) || speed.isCopy();
      (own ? backends : others).add(speed.backend());
      if (!own) {
        libraries.add(speed.device());
      }
      if (!speed.isCopy()) {
        String row =
            String.join(
                " | ",
                speed.function(),
                speed.kind(),
                speed.dataType().label(),
                speed.shape().toString());
        rows.computeIfAbsent(row, key -> new LinkedHashMap<>()).put(speed.backend(), speed);
      }
    }
    List<String> lines = new ArrayList<>(heading(libraries));
    StringBuilder names = new StringBuilder("| function | kind | data type | shape |");
    StringBuilder rule = new StringBuilder("| --- | --- | --- | --- |");
    for (String backend : backends) {
      names.append(' ').append(backend).append(" | share of a copy |");
      rule.append(" ---: | ---: |");
    }
    for (String other : others) {
      names.append(' ').append(other).append(" |");
      rule.append(" ---: |");
    }
    lines.add(names.toString());
    lines.add(rule.toString());
    rows.forEach((row, cells) -> lines.add(row(row, cells, backends, others)));
    return lines;
  }

  private List<String> heading(Set<String> libraries) {
    List<String> lines = new ArrayList<>(List.of("# Speed", "", "`" + command + "` on:", ""));
    for (Device device : devices) {
      lines.add("- " + device.backend() + ": " + device.name());
    }
    libraries.forEach(library -> lines.add("- " + library));
    lines.add("");
    lines.add("Nanoseconds an element, medians of rounds in which all take turns. A plain copy of");
    lines.add("the same device and threads is timed in the same rounds; the share is that of its");
    lines.add("speed in bytes: 1 is as fast as memory.");
    lines.add("");
    for (Speed speed : speeds) {
      if (speed.isCopy()) {
        lines.add(
            String.format(
                Locale.ROOT,
                "- A copy of %s %s on %s: %.3f ns an element, %.1f GB/s.",
                speed.dataType().label(),
                speed.shape(),
                speed.backend(),
                speed.nanosPerElement(),
                speed.gigabytesPerSecond()));
      }
    }
    lines.add("");
    return lines;
  }

  private static String row(
      String row, Map<String, Speed> cells, Set<String> backends, Set<String> others) {
    StringBuilder line = new StringBuilder("| ").append(row).append(" |");
    for (String backend : backends) {
      Speed speed = cells.get(backend);
      line.append(speed == null ? " |" : String.format(Locale.ROOT, " %.3f |", nanos(speed)));
      line.append(
          speed == null ? " |" : String.format(Locale.ROOT, " %.2f |", speed.shareOfCopy()));
    }
    for (String other : others) {
      Speed speed = cells.get(other);
      line.append(speed == null ? " |" : String.format(Locale.ROOT, " %.3f |", nanos(speed)));
    }
    return line.toString();
  }

  private static double nanos(Speed speed) {
    return speed.nanosPerElement();
  }
}
