package io.hillock.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hillock.kernels.DataType;
import io.hillock.tensor.Device;
import io.hillock.tensor.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpeedReportTest {
  private static final Device DEVICE =
      Device.available("cpu", 0, "a <processor> & more", 1 << 30, "Java", 100);

  private static Speed speed(
      String function, String kind, String implementation, double nanos, long... shape) {
    return new Speed(
        function,
        kind,
        implementation,
        implementation.equals("nd4j") ? "nd4j" : "cpu",
        DEVICE.name(),
        DataType.FLOAT32,
        Shape.of(shape),
        nanos,
        8 / nanos,
        0.25 / nanos);
  }

  private static List<Speed> speeds() {
    List<Speed> speeds = new ArrayList<>();
    for (long size : new long[] {1024, 1 << 20}) {
      speeds.add(speed("copy", "forward", "copy", 0.25, size));
      speeds.add(speed("gelu", "forward", "hillock", 0.5, size));
      speeds.add(speed("gelu", "forward", "nd4j", 5, size));
      speeds.add(speed("gelu", "derivative", "hillock", 0.6, size));
      speeds.add(speed("softmax", "forward", "hillock", 0.4, size / 128, 128));
    }
    return speeds;
  }

  @Test
  void everyElementIsClosedAndEveryMarkIsInside() {
    String page = new SpeedReport("hillock bench <x>", List.of(DEVICE), speeds()).page();
    Deque<String> open = new ArrayDeque<>();
    int drawings = 0;
    Matcher tags = Pattern.compile("<(/?)(\\w+)[^<>]*?(/?)>").matcher(page);
    while (tags.find()) {
      if (tags.group(1).equals("/")) {
        assertEquals(open.pop(), tags.group(2));
      } else if (tags.group(3).isEmpty() && !tags.group(2).equals("meta")) {
        open.push(tags.group(2));
      }
      drawings += tags.group().startsWith("<figure") ? 1 : 0;
    }
    assertTrue(open.isEmpty(), open::toString);
    assertEquals(4, drawings, "shares, sizes, peers, accuracy");
    Matcher places = Pattern.compile("translate\\(([-0-9.]+) ([-0-9.]+)\\)").matcher(page);
    while (places.find()) {
      double x = Double.parseDouble(places.group(1));
      assertTrue(x >= 0 && x <= 860, places.group());
    }
    assertFalse(page.contains("NaN"), "no number is missing");
  }

  @Test
  void namesAreEscaped() {
    String page = new SpeedReport("hillock bench <x>", List.of(DEVICE), speeds()).page();
    assertTrue(page.contains("a &lt;processor&gt; &amp; more"));
    assertTrue(page.contains("hillock bench &lt;x&gt;"));
    assertFalse(page.contains("<processor>"));
  }

  @Test
  void thePageIsWrittenOverAnOlderOne(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("new").resolve("report.html");
    SpeedReport report = new SpeedReport("hillock bench", List.of(DEVICE), speeds());
    report.write(file);
    report.write(file);
    assertEquals(report.page(), Files.readString(file));
  }

  @Test
  void roundNumbersStandOnAnAxis() {
    assertEquals(
        List.of(0.0, 0.2, 0.4, 0.6, 0.8, 1.0),
        Scale.linear(0.93, 0, 1).ticks().stream().map(t -> Math.round(t * 10) / 10.0).toList());
    Scale logarithmic = Scale.logarithmic(0.2, 30, 0, 1);
    assertEquals(List.of(0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0), logarithmic.ticks());
    assertEquals("0.2", Scale.label(0.2));
    assertEquals("1e-5", Scale.label(1e-5));
    assertEquals("1000", Scale.label(1000));
  }
}
