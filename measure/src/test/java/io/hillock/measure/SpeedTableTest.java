package io.hillock.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hillock.kernels.DataType;
import io.hillock.tensor.Device;
import io.hillock.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpeedTableTest {
  private static final Device DEVICE = Device.available("cpu", 0, "a processor", 1, "Java", 100);

  private static Speed speed(
      String function, String by, String backend, String device, double nanos) {
    return new Speed(
        function,
        "forward",
        by,
        backend,
        device,
        DataType.FLOAT32,
        Shape.of(1024),
        nanos,
        8 / nanos,
        0.25 / nanos);
  }

  private static SpeedTable table() {
    return new SpeedTable(
        "hillock bench --peers",
        List.of(DEVICE),
        List.of(
            speed("copy", "copy", "cpu", "a processor", 0.25),
            speed("relu", "hillock", "cpu", "a processor", 0.26),
            speed("relu", "nd4j", "nd4j", "ND4J 1, a processor", 0.3),
            speed("gelu", "hillock", "cpu", "a processor", 0.5),
            speed("gelu", "onnxruntime", "onnxruntime", "ONNX Runtime 1, a processor", 0.7)));
  }

  @Test
  void everyFunctionHasARowAndEveryLibraryAColumn() {
    List<String> lines = table().lines();
    int heading =
        lines.indexOf(
            "| function | kind | data type | shape | cpu | share of a copy | nd4j | onnxruntime |");
    assertTrue(heading > 0, String.join("\n", lines));
    assertEquals(
        List.of(
            "| --- | --- | --- | --- | ---: | ---: | ---: | ---: |",
            "| relu | forward | float32 | [1024] | 0.260 | 0.96 | 0.300 | |",
            "| gelu | forward | float32 | [1024] | 0.500 | 0.50 | | 0.700 |"),
        lines.subList(heading + 1, lines.size()));
  }

  @Test
  void itSaysWhatItRanOnAndWhatRepeatsIt() {
    String text = String.join("\n", table().lines());
    for (String part :
        List.of(
            "`hillock bench --peers`",
            "- cpu: a processor",
            "- ND4J 1, a processor",
            "- ONNX Runtime 1, a processor",
            "- A copy of float32 [1024] on cpu: 0.250 ns an element, 32.0 GB/s.")) {
      assertTrue(text.contains(part), part + " in\n" + text);
    }
  }

  @Test
  void itIsWrittenIntoAFolderThatIsNotThere(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("new/speed.md");
    table().write(file);
    assertEquals(table().lines(), Files.readAllLines(file));
  }
}
