package io.hillock.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.hillock.image.npy.NpyReader;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImageCommandTest {
  @TempDir private Path folder;
  private Path pictures;
  private Path output;

  @BeforeEach
  void drawPictures() throws IOException {
    pictures = Files.createDirectories(folder.resolve("pictures"));
    output = folder.resolve("out");
    draw(pictures.resolve("a.png"));
    draw(pictures.resolve("b.bmp"));
    draw(Files.createDirectories(pictures.resolve("below")).resolve("c.jpg"));
  }

  /** A ramp from black to white, 16 by 4. */
  private static void draw(Path file) throws IOException {
    BufferedImage image = new BufferedImage(16, 4, BufferedImage.TYPE_INT_RGB);
    for (int px = 0; px < 16; px++) {
      for (int py = 0; py < 4; py++) {
        image.setRGB(px, py, px * 17 * 0x010101);
      }
    }
    String name = file.getFileName().toString();
    assertTrue(ImageIO.write(image, name.substring(name.indexOf('.') + 1), file.toFile()));
  }

  private Outcome image(Object... args) {
    Object[] all = Arrays.copyOf(args, args.length + 3);
    all[args.length] = "--output";
    all[args.length + 1] = output;
    all[args.length + 2] = "--backend=cpu";
    return Outcome.of(Stream.concat(Stream.of("image"), Arrays.stream(all)).toArray());
  }

  private List<String> written() throws IOException {
    try (Stream<Path> files = Files.walk(output)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> output.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  private static void assertSummary(String pattern, Outcome outcome) {
    assertEquals(1, outcome.out().lines().count(), outcome.out());
    assertTrue(outcome.out().strip().matches(pattern), outcome.out());
  }

  @Test
  void folderIsActivatedAndOneLineSaysSo() throws IOException {
    Outcome outcome = image(pictures, "--function", "gelu").succeeded();
    assertSummary(
        "2 pictures activated with gelu on cpu \\(.+\\) -> \\Q"
            + output
            + "\\E; 0 skipped, 0 failed",
        outcome);
    assertEquals(List.of("a.png", "b.png"), written());
  }

  @Test
  void foldersWithinAreActivatedWhenAsked() throws IOException {
    image(pictures, "--function", "gelu", "--recursive").succeeded();
    assertEquals(List.of("a.png", "b.png", "below/c.png"), written());
  }

  @Test
  void whatIsThereIsSkippedUnlessForced() throws IOException {
    image(pictures, "--function", "gelu").succeeded();
    Path first = output.resolve("a.png");
    Files.writeString(first, "old");
    assertSummary("0 pictures .*; 2 skipped, 0 failed", image(pictures, "--function", "gelu"));
    assertEquals("old", Files.readString(first));
    Outcome forced = image(pictures, "--function", "gelu", "--force").succeeded();
    assertSummary("2 pictures .*; 0 skipped, 0 failed", forced);
    assertEquals(16, ImageIO.read(first.toFile()).getWidth());
  }

  @Test
  void figuresAreWrittenWhenAsked() throws IOException {
    image(pictures, "--function", "gelu", "--figure").succeeded();
    assertEquals(List.of("a.figure.png", "a.png", "b.figure.png", "b.png"), written());
    assertTrue(ImageIO.read(output.resolve("a.figure.png").toFile()).getWidth() > 1000);
  }

  @Test
  void severalFunctionsWriteToFoldersOfTheirOwnAndTakeNoOutputForAnInput() throws IOException {
    output = Files.createDirectory(pictures.resolve("out"));
    Object[] args = {
      pictures, "--recursive", "--function=relu", "--function=elu:alpha=0.5", "--gain=4"
    };
    Outcome outcome = image(args).succeeded();
    String[] lines = outcome.out().lines().toArray(String[]::new);
    assertEquals(2, lines.length);
    assertTrue(lines[0].contains("3 pictures activated with relu("), lines[0]);
    assertTrue(lines[0].contains("-> " + output.resolve("relu") + ";"), lines[0]);
    assertTrue(lines[1].contains("3 pictures activated with elu(alpha=0.5)"), lines[1]);
    List<String> expected =
        List.of(
            "elu/a.png",
            "elu/b.png",
            "elu/below/c.png",
            "relu/a.png",
            "relu/b.png",
            "relu/below/c.png");
    assertEquals(expected, written());
    assertTrue(image(args).succeeded().out().contains("3 skipped"));
    assertEquals(expected, written());
  }

  @Test
  void sameFunctionTwiceIsRefused() throws IOException {
    image(pictures, "--function=elu:alpha=2", "--function=elu")
        .refused(
            "hillock image: --function: elu was given more than once; run it by itself, with"
                + " another output");
    assertFalse(Files.exists(output));
  }

  @Test
  void galleryShowsWhatIsSkippedTooAndIsTheSameEachTime() throws IOException {
    image(pictures, "--function=tanh", "--gallery").succeeded();
    assertEquals(List.of("a.png", "b.png", "gallery.html"), written());
    Path page = output.resolve("gallery.html");
    byte[] first = Files.readAllBytes(page);
    Path activated = output.resolve("a.png");
    Files.writeString(activated, "old");
    Outcome again = image(pictures, "--function=tanh", "--gallery").succeeded();
    assertSummary("0 pictures activated .*; 2 skipped, 0 failed", again);
    assertArrayEquals(first, Files.readAllBytes(page));
    assertEquals("old", Files.readString(activated));
  }

  @Test
  void galleryReplacesNoOtherFile() throws IOException {
    Files.createDirectory(output);
    Path page = Files.writeString(output.resolve("gallery.html"), "mine");
    image(pictures, "--function=tanh", "--gallery")
        .refused(
            "hillock image: --gallery: " + page + " exists and is no gallery; --force replaces it");
    assertEquals(List.of("gallery.html"), written());
    assertEquals("mine", Files.readString(page));
    image(pictures, "--function=tanh", "--gallery", "--force").succeeded();
    assertTrue(Files.readString(page).contains("<h2 id=\"n0\"><bdi>a.png</bdi></h2>"));
  }

  @Test
  void galleryThatCannotBeWrittenIsReportedAndThePicturesAreThere() throws IOException {
    Files.createDirectories(output.resolve("gallery.html").resolve("full"));
    Outcome outcome = image(pictures, "--function=tanh", "--gallery", "--force");
    assertEquals(ExitCode.FAILED, outcome.code());
    assertTrue(outcome.err().startsWith("hillock image: --gallery: "), outcome.err());
    assertEquals(List.of("a.png", "b.png"), written());
  }

  @Test
  void damagedPictureIsReportedAndTheOthersAreDone() throws IOException {
    Path damaged = pictures.resolve("aa.png");
    Files.write(damaged, Arrays.copyOf(Files.readAllBytes(pictures.resolve("a.png")), 60));
    Outcome outcome = image(pictures, "--function", "relu");
    assertEquals(ExitCode.FAILED, outcome.code());
    assertEquals(1, outcome.err().lines().count(), outcome.err());
    assertTrue(outcome.err().startsWith("hillock image: " + damaged + ": "), outcome.err());
    assertSummary("2 pictures .*; 0 skipped, 1 failed", outcome);
    assertEquals(List.of("a.png", "b.png"), written());
  }

  @Test
  void missingPictureIsReportedAndTheOthersAreDone() throws IOException {
    Outcome outcome =
        image(folder.resolve("none.png"), pictures.resolve("a.png"), "--function", "relu");
    assertEquals(ExitCode.FAILED, outcome.code());
    assertTrue(outcome.err().contains("none.png"), outcome.err());
    assertSummary("1 picture activated .*; 0 skipped, 1 failed", outcome);
    assertEquals(List.of("a.png"), written());
  }

  @Test
  void folderWithoutPicturesMakesNoOutput() throws IOException {
    Path none = Files.createDirectory(folder.resolve("none"));
    assertEquals(ExitCode.FAILED, image(none, "--function=relu").code());
    assertFalse(Files.exists(output));
  }

  @Test
  void optionsReachThePicture() throws IOException {
    image(
            pictures.resolve("a.png"),
            "--function=linear",
            "--param=a=2",
            "--param=b=1",
            "--center=0.5",
            "--gain=4",
            "--channels=gray",
            "--format=npy")
        .succeeded();
    try (NpyReader reader = NpyReader.open(output.resolve("a.npy"))) {
      assertArrayEquals(new long[] {4, 16, 1}, reader.header().shape().toArray());
      float[] values = new float[64];
      reader.read(values, 0, 64);
      assertEquals(-3f, values[0], 1e-6f);
      assertEquals(5f, values[15], 1e-6f);
    }
  }

  @Test
  void scaleClipCutsAndMinmaxStretches() throws IOException {
    image(pictures.resolve("a.png"), "--function=linear", "--param=a=0.5", "--scale=clip")
        .succeeded();
    assertEquals(0, red(0));
    assertEquals(64, red(15), 1);
    image(pictures.resolve("a.png"), "--function=linear", "--param=a=0.5", "--force").succeeded();
    assertEquals(0, red(0));
    assertEquals(255, red(15));
  }

  private int red(int column) throws IOException {
    return ImageIO.read(output.resolve("a.png").toFile()).getRaster().getSample(column, 0, 0);
  }

  @Test
  void tooLargePictureIsRefusedBeforeItIsDecoded() {
    Outcome outcome = image(pictures.resolve("a.png"), "--function=relu", "--max-pixels=63");
    assertEquals(ExitCode.FAILED, outcome.code());
    assertTrue(outcome.err().contains("64"), outcome.err());
    assertEquals(
        ExitCode.OK, image(pictures.resolve("a.png"), "--function=relu", "--max-pixels=64").code());
  }

  @Test
  void reportListsEveryInput() throws IOException {
    Path report = folder.resolve("reports").resolve("report.json");
    Files.writeString(pictures.resolve("c.gif"), "no picture");
    assertEquals(ExitCode.FAILED, image(pictures, "--function=relu", "--report", report).code());
    JsonNode array = JsonMapper.builder().build().readTree(report.toFile());
    assertEquals(3, array.size());
    assertEquals("activated", array.get(0).get("outcome").textValue());
    assertEquals("cpu", array.get(0).get("backend").textValue());
    assertEquals(16, array.get(0).get("width").intValue());
    assertEquals("failed", array.get(2).get("outcome").textValue());
  }

  @Test
  void depthOfThePictureIsKeptOrSet() throws IOException {
    BufferedImage deep = new BufferedImage(4, 1, BufferedImage.TYPE_USHORT_GRAY);
    for (int px = 0; px < 4; px++) {
      deep.getRaster().setSample(px, 0, 0, px * 100);
    }
    Path file = pictures.resolve("deep.png");
    ImageIO.write(deep, "png", file.toFile());
    Path shallow = pictures.resolve("a.png");
    image(file, shallow, "--function=identity").succeeded();
    assertEquals(8, depth("deep.png"));
    image(file, shallow, "--function=identity", "--force", "--depth=auto").succeeded();
    assertEquals(16, depth("deep.png"));
    assertEquals(8, depth("a.png"));
    int[] samples =
        ImageIO.read(output.resolve("deep.png").toFile())
            .getRaster()
            .getPixels(0, 0, 4, 1, (int[]) null);
    assertArrayEquals(new int[] {0, 21845, 43690, 65535}, samples);
    image(file, shallow, "--function=identity", "--force", "--depth=16").succeeded();
    assertEquals(16, depth("a.png"));
    image(file, "--function=relu", "--depth=12")
        .refused("hillock image: --depth: it may be 8, 16 or auto, not '12'");
  }

  private int depth(String name) throws IOException {
    BufferedImage image = ImageIO.read(output.resolve(name).toFile());
    return image.getColorModel().getComponentSize(0);
  }

  @Test
  void whatAReaderShouldKnowIsSaidAndStandsInTheReport() throws IOException {
    Path file = pictures.resolve("a.png");
    byte[] bytes = Files.readAllBytes(file);
    // The checksum of the last chunk but one, that of the pixels.
    bytes[bytes.length - 13] ^= 1;
    Files.write(file, bytes);
    Path report = folder.resolve("report.json");
    Outcome lenient = image(file, "--function=relu", "--report", report);
    assertEquals(ExitCode.OK, lenient.code());
    String note = "the checksum of chunk IDAT is wrong";
    assertEquals("hillock image: " + file + ": " + note + System.lineSeparator(), lenient.err());
    JsonNode entry = JsonMapper.builder().build().readTree(report.toFile()).get(0);
    assertEquals(note, entry.get("notes").get(0).textValue());
    Outcome strict = image(file, "--function=relu", "--force", "--strict");
    assertEquals(ExitCode.FAILED, strict.code());
    assertEquals(
        "hillock image: " + file + ": it is damaged: " + note + System.lineSeparator(),
        strict.err());
  }

  @Test
  void reportThatCannotBeWrittenIsSaidAndTheSummaryIsThere() throws IOException {
    Path blocked = Files.writeString(folder.resolve("file"), "x").resolve("report.json");
    Outcome outcome = image(pictures, "--function=relu", "--report", blocked);
    assertEquals(ExitCode.FAILED, outcome.code());
    assertTrue(outcome.err().startsWith("hillock image: --report: "), outcome.err());
    assertSummary("2 pictures .*; 0 skipped, 0 failed", outcome);
  }

  @Test
  void argumentOutOfRangeIsRefusedBeforeAnyWork() throws IOException {
    Path a = pictures.resolve("a.png");
    image(a).refused("hillock image: missing required option: '--function=FUNCTION'");
    image("--function=relu").refused("hillock image: missing required parameter: 'PATH'");
    image(a, "--function=relu", "--scale=log")
        .refused("hillock image: --scale: it may be minmax, clip, not 'log'");
    image(a, "--function=relu", "--channels=cmyk")
        .refused("hillock image: --channels: it may be rgb, gray, not 'cmyk'");
    image(a, "--function=relu", "--format=jpg")
        .refused("hillock image: --format: it may be png, npy, not 'jpg'");
    image(a, "--function=relu", "--gain=big")
        .refused("hillock image: --gain: 'big' is not a number");
    image(a, "--function=relu", "--gain=Infinity")
        .refused("hillock image: --gain: it may be a finite number, not Infinity");
    image(a, "--function=relu", "--max-pixels=0")
        .refused("hillock image: --max-pixels: it may be 1 or more, not 0");
    Outcome center = image(a, "--function=relu", "--center=middle");
    assertEquals(ExitCode.USAGE, center.code());
    assertTrue(center.err().startsWith("hillock image: --center: "), center.err());
    assertTrue(center.err().contains("median, mean, none or a number"), center.err());
    Outcome several = image(a, "--function=prelu");
    assertEquals(ExitCode.USAGE, several.code());
    assertTrue(several.err().startsWith("hillock image: --function: prelu takes 2"), several.err());
    assertFalse(Files.exists(output));
  }

  @Test
  void outputThatCannotBeIsRefused() {
    output = pictures.resolve("a.png");
    image(pictures, "--function=relu")
        .refused("hillock image: --output: it may be a folder, but " + output + " is a file");
    output = pictures;
    image(pictures, "--function=relu")
        .refused(
            "hillock image: --output: " + output + " is the folder of the pictures; name another");
  }

  @Test
  void reportInPlaceOfAFolderIsRefused() {
    image(pictures, "--function=relu", "--report", folder)
        .refused("hillock image: --report: it may be a file, but " + folder + " is a folder");
  }
}
