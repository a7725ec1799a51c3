package io.hillock.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

final class PlotCommandTest {
  private static final Path PICTURE = Path.of("..", "samples", "landscape.png");

  @TempDir private Path folder;
  private Path output;

  @BeforeEach
  void name() {
    output = folder.resolve("chart.png");
  }

  /** Small charts take less time. */
  private Outcome small(Object... args) {
    return plot(
        Stream.concat(Arrays.stream(args), Stream.of("--size=400x300", "--force")).toArray());
  }

  private Outcome plot(Object... args) {
    return Outcome.of(
        Stream.of(
                Stream.of("plot"),
                Arrays.stream(args),
                Stream.of("--output", output, "--backend=cpu"))
            .flatMap(words -> words)
            .toArray());
  }

  private void refused(String message, Object... args) throws IOException {
    plot(args).refused("hillock plot: " + message);
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void chartIsWrittenAndNothingIsSaid() throws IOException {
    assertEquals("", plot("gelu").succeeded().out());
    BufferedImage image = ImageIO.read(output.toFile());
    assertEquals(1200, image.getWidth());
    assertEquals(750, image.getHeight());
    plot("gelu", "relu", "softmax", "--size=800x500", "--force").succeeded();
    assertEquals(800, ImageIO.read(output.toFile()).getWidth());
  }

  @Test
  void extensionChoosesTheFormat() throws IOException {
    output = folder.resolve("chart.SVG");
    plot("relu", "--title", "a < b & \"c\"").succeeded();
    String svg = Files.readString(output);
    assertTrue(svg.contains("<title>a &lt; b &amp; \"c\": function and derivative from"), svg);
    output = folder.resolve("chart.pdf");
    plot("relu")
        .refused("hillock plot: --output: its name may end in .png or .svg, but it is " + output);
  }

  @Test
  void outputThatExistsIsReplacedOnlyByForce() throws IOException {
    Files.writeString(output, "old");
    plot("relu").refused("hillock plot: --output: " + output + " exists; --force replaces it");
    assertEquals("old", Files.readString(output));
    plot("relu", "--force").succeeded();
    assertEquals(1200, ImageIO.read(output.toFile()).getWidth());
  }

  @Test
  void optionsChangeTheChart() throws IOException {
    small("elu").succeeded();
    byte[] plain = Files.readAllBytes(output);
    for (String option :
        List.of(
            "--param=alpha=3",
            "--range=-2,9",
            "--derivative",
            "--no-derivative",
            "--title=other",
            "--data-type=bfloat16")) {
      small("elu", option).succeeded();
      assertFalse(Arrays.equals(plain, Files.readAllBytes(output)), option);
    }
    small("elu", "--range", "-5,4").succeeded();
    assertArrayEquals(plain, Files.readAllBytes(output));
  }

  @Test
  void parametersGoToTheFunctionsThatHaveThem() throws IOException {
    small("elu", "relu", "--param=alpha=3").succeeded();
    byte[] set = Files.readAllBytes(output);
    small("elu:alpha=3", "relu").succeeded();
    assertArrayEquals(set, Files.readAllBytes(output));
    small("elu:alpha=3", "elu:alpha=2").succeeded();
    assertFalse(Arrays.equals(set, Files.readAllBytes(output)));
  }

  @Test
  void inputsAreHeldWhereAsked() throws IOException {
    small("swiglu", "--input", "up=0.5").succeeded();
    byte[] half = Files.readAllBytes(output);
    small("swiglu").succeeded();
    assertNotEquals(Arrays.hashCode(half), Arrays.hashCode(Files.readAllBytes(output)));
  }

  @Test
  void sixPanelsAreThoseThatImageWrites() throws IOException {
    plot("tanh", "--image", PICTURE, "--gain=4", "--center=mean").succeeded();
    Path pictures = folder.resolve("out");
    Outcome.of(
            "image",
            PICTURE,
            "--function=tanh",
            "--gain=4",
            "--center=mean",
            "--figure",
            "--backend=cpu",
            "--output",
            pictures)
        .succeeded();
    assertArrayEquals(
        Files.readAllBytes(pictures.resolve("landscape.figure.png")), Files.readAllBytes(output));
    output = folder.resolve("figure.svg");
    plot("tanh", "--image", PICTURE).succeeded();
    assertTrue(Files.readString(output).contains("data:image/png;base64,"));
  }

  @Test
  void pictureThatCannotBeReadIsOneLine() throws IOException {
    Path damaged = Files.writeString(folder.resolve("a.png"), "no picture");
    Outcome outcome = plot("tanh", "--image", damaged);
    assertEquals(ExitCode.FAILED, outcome.code());
    assertEquals(1, outcome.err().lines().count(), outcome.err());
    assertTrue(outcome.err().startsWith("hillock plot: " + damaged + ": it is "), outcome.err());
    assertFalse(Files.exists(output));
  }

  @Test
  void argumentOutOfRangeIsRefusedAndNothingIsWritten() throws IOException {
    refused("--range: it may be two numbers such as -4,4, not '3'", "relu", "--range=3");
    refused("--range: it may be two numbers such as -4,4, not 'a,b'", "relu", "--range=a,b");
    refused(
        "--range: a range is from a finite number to a greater one, but was given 2.0 to 1.0",
        "relu",
        "--range=2,1");
    refused("--range: it may be two numbers such as -4,4, not 'nan,1'", "relu", "--range=nan,1");
    refused("--range: it may be two numbers such as -4,4, not 'NaN,1'", "relu", "--range=NaN,1");
    refused(
        "--size: it may be width and height such as 1200x750, not '1200'", "relu", "--size=1200");
    refused(
        "--size: width and height are from 300 to 10000 pixels, but was given 12 x 9",
        "relu",
        "--size=12x9");
    refused(
        "FUNCTION: a chart has up to 8 curves, more cannot be told apart, but these functions have 9",
        Stream.generate(() -> "relu").limit(9).toArray());
    refused(
        "--input: no function given has several inputs and one named 'x'", "relu", "--input=x=1");
    refused("--gain: it goes with --image", "relu", "--gain=2");
    refused("FUNCTION: with --image it may be one, but 2 were given", "relu", "elu", "--image=a");
    refused("--range: it does not go with --image", "relu", "--image=a.png", "--range=0,1");
    refused(
        "--data-type: with --image it may be float32, not float64",
        "relu",
        "--image=a.png",
        "--data-type=float64");
    Outcome both = plot("relu", "--derivative", "--no-derivative");
    assertEquals(ExitCode.USAGE, both.code());
    Outcome unknown = plot("gelu", "geluu");
    assertEquals(ExitCode.USAGE, unknown.code());
    assertTrue(unknown.err().contains("did you mean 'gelu'?"), unknown.err());
    Outcome setting = plot("elu:beta=1");
    assertEquals(ExitCode.USAGE, setting.code());
    assertTrue(setting.err().contains("beta"), setting.err());
    Outcome parameter = plot("elu", "relu", "--param=beta=1");
    assertEquals(ExitCode.USAGE, parameter.code());
    assertTrue(parameter.err().startsWith("hillock plot: --param: "), parameter.err());
  }

  @Test
  void backendThatIsNotThereIsExitCodeThree() {
    Outcome outcome =
        Outcome.of("plot", "relu", "--output", output, "--backend=cpu", "--device=99");
    assertEquals(ExitCode.UNAVAILABLE, outcome.code());
    assertFalse(Files.exists(output));
  }
}
