package io.hillock.measure;

import io.hillock.kernels.Activations;
import io.hillock.kernels.Documentation;
import io.hillock.kernels.Kernel;
import io.hillock.tensor.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/** Speeds as a page of their own: charts, the whole table, the machine and the command. */
public final class SpeedReport {
  private static final List<String> KINDS = List.of("forward", "derivative", "backward");

  /** As many lines can be told apart. */
  private static final int MOST_LINES = 8;

  private final String command;
  private final List<Device> devices;
  private final List<Speed> speeds;

  /**
   * Creates a report.
   *
   * @param command what gives it again
   * @param devices what was timed
   * @param speeds what was found
   */
  public SpeedReport(String command, List<Device> devices, List<Speed> speeds) {
    this.command = command;
    this.devices = List.copyOf(devices);
    this.speeds = List.copyOf(speeds);
  }

  /**
   * Writes the page.
   *
   * @param file where to, over what is there
   * @throws IOException if it cannot be written
   */
  public void write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, page());
  }

  /** Returns the page. */
  String page() {
    StringBuilder body = new StringBuilder();
    body.append("<h1>The speed of Hillock</h1>\n");
    body.append("<p>").append(LocalDate.now()).append(", Java ");
    body.append(Svg.escape(Runtime.version().toString())).append(" on ");
    body.append(Svg.escape(System.getProperty("os.name") + " " + System.getProperty("os.arch")));
    body.append(".</p>\n<ul>\n");
    for (Device device : devices) {
      body.append("<li><b>").append(Svg.escape(device.backend())).append("</b>: ");
      body.append(Svg.escape(device.name() + " (" + device.driver() + ")")).append("</li>\n");
    }
    for (Speed peer : peers()) {
      body.append("<li><b>").append(Svg.escape(peer.implementation())).append("</b>: ");
      body.append(Svg.escape(peer.device())).append("</li>\n");
    }
    body.append("</ul>\n<p>This page again: <code>");
    body.append(Svg.escape(command)).append("</code></p>\n");
    body.append(
        "<p>Each function was timed in turns with a plain copy by the same device and threads;"
            + " numbers are medians. <b>Share of copy</b> is the speed in bytes by that of the"
            + " copy: at 1 every element is read and written as fast as memory allows.</p>\n");
    shares(body);
    sizes(body);
    besidePeers(body);
    accuracy(body);
    table(body);
    return Page.of("The speed of Hillock", body.toString());
  }

  private List<Speed> peers() {
    List<Speed> peers = new ArrayList<>();
    Set<String> seen = new LinkedHashSet<>();
    for (Speed speed : speeds) {
      boolean isPeer = !speed.isCopy() && !speed.implementation().equals(Speed.HILLOCK);
      if (isPeer && seen.add(speed.implementation())) {
        peers.add(speed);
      }
    }
    return peers;
  }

  private static String row(Speed speed) {
    return speed.function()
        + (speed.shape().rank() > 1 ? ", rows of " + speed.shape().size(-1) : "");
  }

  /** The speeds of one backend and type at the largest size. */
  private List<Speed> largest(String backend, String type) {
    List<Speed> all =
        speeds.stream()
            .filter(
                speed ->
                    speed.implementation().equals(Speed.HILLOCK)
                        && speed.backend().equals(backend)
                        && speed.dataType().label().equals(type))
            .toList();
    long size = all.stream().mapToLong(speed -> speed.shape().count()).max().orElse(0);
    return all.stream().filter(speed -> isOfSize(speed, size)).toList();
  }

  /** Rows of odd lengths do not fill a size to its end. */
  private static boolean isOfSize(Speed speed, long size) {
    return speed.shape().count() > size / 2;
  }

  private List<String> types() {
    return speeds.stream().map(speed -> speed.dataType().label()).distinct().toList();
  }

  private void shares(StringBuilder body) {
    body.append("<h2>How near to the speed of memory</h2>\n");
    for (Device device : devices) {
      for (String type : types()) {
        List<Speed> largest = largest(device.backend(), type);
        String title = device.backend() + ", " + type;
        DotPlot plot = new DotPlot(title, "share of copy", kinds(largest)).reference(1);
        largest.forEach(speed -> plot.add(row(speed), speed.kind(), speed.shareOfCopy()));
        if (!plot.isEmpty()) {
          body.append(plot.render());
        }
      }
    }
  }

  private static List<String> kinds(List<Speed> of) {
    return KINDS.stream()
        .filter(kind -> of.stream().anyMatch(speed -> speed.kind().equals(kind)))
        .toList();
  }

  private void sizes(StringBuilder body) {
    StringBuilder charts = new StringBuilder();
    for (Device device : devices) {
      for (String type : types()) {
        LineChart chart = new LineChart(device.backend() + ", " + type + ", forward", "GB/s");
        Set<String> drawn = new LinkedHashSet<>();
        for (Speed speed : speeds) {
          String name = speed.isCopy() ? Speed.COPY : row(speed);
          boolean shown =
              speed.backend().equals(device.backend())
                  && speed.dataType().label().equals(type)
                  && speed.kind().equals("forward")
                  && (speed.isCopy() ? speed.shape().rank() == 1 : true);
          if (shown && (drawn.contains(name) || drawn.size() < MOST_LINES)) {
            drawn.add(name);
            chart.add(name, speed.shape().count(), speed.gigabytesPerSecond());
          }
        }
        if (chart.hasLines()) {
          charts.append(chart.render());
        }
      }
    }
    if (!charts.isEmpty()) {
      body.append("<h2>From small to large</h2>\n").append(charts);
    }
  }

  private void besidePeers(StringBuilder body) {
    List<String> names = new ArrayList<>(List.of(Speed.HILLOCK));
    peers().forEach(peer -> names.add(peer.implementation()));
    if (names.size() == 1) {
      return;
    }
    body.append("<h2>Beside other libraries</h2>\n");
    String backend = devices.get(0).backend();
    for (String kind : KINDS) {
      for (String type : types()) {
        Predicate<Speed> wanted =
            speed ->
                !speed.isCopy()
                    && speed.kind().equals(kind)
                    && speed.dataType().label().equals(type)
                    && (!speed.implementation().equals(Speed.HILLOCK)
                        || speed.backend().equals(backend));
        long size =
            speeds.stream().filter(wanted).mapToLong(s -> s.shape().count()).max().orElse(0);
        List<Speed> shown = speeds.stream().filter(wanted).filter(s -> isOfSize(s, size)).toList();
        DotPlot plot = new DotPlot(kind + ", " + type, "ns an element", names).logarithmic();
        for (Speed speed : shown) {
          boolean compared =
              shown.stream()
                  .anyMatch(
                      other ->
                          row(other).equals(row(speed))
                              && !other.implementation().equals(Speed.HILLOCK));
          if (compared) {
            plot.add(row(speed), speed.implementation(), speed.nanosPerElement());
          }
        }
        if (!plot.isEmpty()) {
          body.append(plot.render());
        }
      }
    }
  }

  private void accuracy(StringBuilder body) {
    DotPlot plot =
        new DotPlot(
                "the documented greatest error, on every device",
                "ULP",
                List.of("forward", "derivative"))
            .reference(0.5);
    Set<String> timed = new LinkedHashSet<>(speeds.stream().map(Speed::function).toList());
    for (Kernel kernel : Activations.all()) {
      if (timed.contains(kernel.name())) {
        Documentation documentation = kernel.documentation();
        plot.add(kernel.name(), "forward", documentation.maxUlpForward());
        plot.add(kernel.name(), "derivative", documentation.maxUlpDerivative());
      }
    }
    if (!plot.isEmpty()) {
      body.append("<h2>And how accurate</h2>\n<p>In float32; 0.5 is correctly rounded.</p>\n");
      body.append(plot.render());
    }
  }

  private void table(StringBuilder body) {
    body.append("<h2>All numbers</h2>\n<div class=\"wide\"><table>\n<thead><tr>");
    for (String heading :
        List.of("function", "kind", "by", "backend", "type", "shape", "ns an element", "GB/s")) {
      body.append("<th scope=\"col\">").append(heading).append("</th>");
    }
    body.append("<th scope=\"col\">share of copy</th></tr></thead>\n<tbody>\n");
    for (Speed speed : speeds) {
      body.append("<tr><th scope=\"row\">").append(Svg.escape(speed.function())).append("</th>");
      cell(body, speed.kind());
      cell(body, speed.implementation());
      cell(body, speed.backend());
      cell(body, speed.dataType().label());
      cell(body, speed.shape().toString());
      number(body, "%.4f", speed.nanosPerElement());
      number(body, "%.1f", speed.gigabytesPerSecond());
      number(body, "%.2f", speed.shareOfCopy());
      body.append("</tr>\n");
    }
    body.append("</tbody></table></div>\n");
  }

  private static void cell(StringBuilder body, String words) {
    body.append("<td>").append(Svg.escape(words)).append("</td>");
  }

  private static void number(StringBuilder body, String format, double number) {
    body.append("<td class=\"number\">")
        .append(String.format(Locale.ROOT, format, number))
        .append("</td>");
  }
}
