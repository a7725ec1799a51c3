package io.hillock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures in a process of its own: a full disk, a small heap, and an end before the end. */
final class ImageProcessTest {
  @TempDir private Path folder;
  private Path pictures;
  private Path output;
  private Path report;
  private Path err;

  @BeforeEach
  void prepare() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "no shell");
    pictures = Files.createDirectory(folder.resolve("pictures"));
    output = folder.resolve("out");
    report = folder.resolve("report.json");
    err = folder.resolve("err");
  }

  private void draw(String name, int width, int height, int noise) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    Random random = new Random(1);
    for (int i = 0; i < width * height; i++) {
      image.getRaster().setSample(i % width, i / width, 0, (i & 0x7f) + random.nextInt(noise));
    }
    ImageIO.write(image, "png", pictures.resolve(name).toFile());
  }

  private Process start(String before, String... options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "/bin/sh",
                "-c",
                before + "exec \"$0\" \"$@\"",
                Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("image", pictures.toString(), "--function=relu", "--backend=cpu"));
    command.addAll(List.of("--output", output.toString(), "--report", report.toString()));
    return new ProcessBuilder(command)
        .redirectError(err.toFile())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private List<String> outcomes() throws IOException {
    List<String> outcomes = new ArrayList<>();
    for (JsonNode entry : JsonMapper.builder().build().readTree(report.toFile())) {
      outcomes.add(entry.get("outcome").textValue());
    }
    return outcomes;
  }

  private void assertOnlyWholePictures(long count) throws IOException {
    try (Stream<Path> files = Files.list(output)) {
      List<Path> written = files.toList();
      assertEquals(count, written.size(), written.toString());
      for (Path file : written) {
        assertTrue(ImageIO.read(file.toFile()).getWidth() > 0, file.toString());
      }
    }
  }

  @Test
  void diskThatIsFullIsSaidForEachPictureAndLeavesNothingHalfWritten() throws Exception {
    draw("a.png", 16, 16, 1);
    draw("b.png", 300, 300, 128);
    draw("c.png", 16, 16, 1);
    // What the process may write into one file, in blocks of 512 bytes.
    Process process = start("ulimit -f 16; ", "-Xmx64m");
    assertTrue(process.waitFor(2, TimeUnit.MINUTES));
    assertEquals(ExitCode.FAILED, process.exitValue(), Files.readString(err));
    assertEquals(List.of("activated", "failed", "activated"), outcomes());
    String line =
        Files.readAllLines(err).stream().filter(l -> l.contains("b.png")).findFirst().orElseThrow();
    assertTrue(line.contains("cannot be written: "), line);
    assertOnlyWholePictures(2);
  }

  @Test
  void pictureThatTheHeapDoesNotHoldIsRefusedAndTheOthersAreDone() throws Exception {
    draw("a.png", 3000, 2000, 1);
    draw("b.png", 300, 300, 128);
    Process process = start("", "-Xmx48m");
    assertTrue(process.waitFor(2, TimeUnit.MINUTES));
    assertEquals(ExitCode.FAILED, process.exitValue(), Files.readString(err));
    assertEquals(List.of("failed", "activated"), outcomes());
    assertTrue(Files.readString(err).contains("3000 x 2000 pixels and needs about"));
    assertOnlyWholePictures(1);
  }

  @Test
  void endBeforeTheEndLeavesWholePicturesAndAReport() throws Exception {
    int count = 60;
    for (int i = 0; i < count; i++) {
      draw(i + ".png", 700, 700, 128);
    }
    Process process = start("");
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (!hasPicture() && System.nanoTime() < deadline) {
      Thread.sleep(5);
    }
    process.destroy();
    assertTrue(process.waitFor(2, TimeUnit.MINUTES));
    assertEquals(143, process.exitValue(), Files.readString(err));
    List<String> outcomes = outcomes();
    assertEquals(count, outcomes.size());
    assertTrue(outcomes.contains("stopped"), outcomes.toString());
    assertOnlyWholePictures(outcomes.stream().filter("activated"::equals).count());
  }

  private boolean hasPicture() throws IOException {
    if (!Files.isDirectory(output)) {
      return false;
    }
    try (Stream<Path> files = Files.list(output)) {
      return files.anyMatch(file -> !file.getFileName().toString().startsWith("."));
    }
  }
}
