package io.hillock.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hillock.image.PictureResult.Outcome;
import io.hillock.image.figure.Figure;
import io.hillock.kernels.Activations;
import io.hillock.tensor.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchFigureTest {
  private static final byte[] PICTURE = PngFile.of(2, 2, 8, PngFile.GRAY, 10, 20, 30, 40);

  private static Engine engine;

  @TempDir Path folder;
  private Path in;
  private Path out;
  private BatchOptions options;

  @BeforeAll
  static void open() {
    engine = Engine.create("cpu");
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  @BeforeEach
  void prepare() throws IOException {
    in = Files.createDirectory(folder.resolve("in"));
    out = folder.resolve("out");
    options = BatchOptions.of(ActivationOptions.of(Activations.RELU), out).withFigure(true);
  }

  private void pictures(String... names) throws IOException {
    for (String name : names) {
      Files.write(in.resolve(name), PICTURE);
    }
  }

  private List<PictureResult> run(BatchOptions with, Path... paths) throws Exception {
    return BatchActivation.run(engine, List.of(paths), with, BatchListener.NONE);
  }

  private static List<Outcome> outcomes(List<PictureResult> results) {
    return results.stream().map(PictureResult::outcome).toList();
  }

  private Set<String> written() throws IOException {
    try (Stream<Path> files = Files.walk(out)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> out.relativize(file).toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void figureIsWrittenWhereAskedForAndNotElsewhere() throws Exception {
    pictures("a.png");
    run(options.withFigure(false), in);
    assertEquals(Set.of("a.png"), written());
    byte[] picture = Files.readAllBytes(out.resolve("a.png"));
    run(options.withForce(true), in);
    assertEquals(Set.of("a.png", "a.figure.png"), written());
    assertArrayEquals(picture, Files.readAllBytes(out.resolve("a.png")));
    assertEquals(Figure.WIDTH, ImageIO.read(out.resolve("a.figure.png").toFile()).getWidth());
  }

  @Test
  void figureOfABatchIsThatOfThePictureAlone() throws Exception {
    pictures("a.png");
    run(options, in);
    Path alone = folder.resolve("alone.png");
    Picture picture = PictureReader.read(in.resolve("a.png"));
    Figure.of(engine, options.activation(), "a.png", picture).write(alone);
    assertArrayEquals(Files.readAllBytes(alone), Files.readAllBytes(out.resolve("a.figure.png")));
  }

  @Test
  void whatIsThereIsNotWrittenAgainUnlessForced() throws Exception {
    pictures("a.png", "b.png", "c.png");
    Files.createDirectory(out);
    Files.writeString(out.resolve("a.png"), "old");
    Files.writeString(out.resolve("b.figure.png"), "old");
    Files.writeString(out.resolve("c.png"), "old");
    Files.writeString(out.resolve("c.figure.png"), "old");
    assertEquals(
        List.of(Outcome.ACTIVATED, Outcome.ACTIVATED, Outcome.SKIPPED), outcomes(run(options, in)));
    assertEquals("old", Files.readString(out.resolve("a.png")));
    assertEquals("old", Files.readString(out.resolve("b.figure.png")));
    assertEquals(2, PictureReader.read(out.resolve("b.png")).width());
    assertEquals(Figure.WIDTH, PictureReader.read(out.resolve("a.figure.png")).width());
    run(options.withForce(true), in);
    for (String name : written()) {
      assertTrue(PictureReader.read(out.resolve(name)).width() > 0, name);
    }
  }

  @Test
  void figureNeverTakesTheNameOfAnOutputAndOutputsKeepTheirs() throws Exception {
    pictures("a.png", "A.FIGURE.png", "a.figure-2.gif");
    run(options, in);
    assertEquals(
        Set.of(
            "a.png",
            "a.figure-3.png",
            "A.FIGURE.png",
            "A.FIGURE.figure.png",
            "a.figure-2.png",
            "a.figure-2.figure.png"),
        written());
  }

  @Test
  void figureNeverOverwritesAnInput() throws Exception {
    pictures("a.jpg", "a.figure.png");
    BatchOptions beside =
        BatchOptions.of(options.activation(), in).withFigure(true).withForce(true);
    List<PictureResult> results = run(beside, in.resolve("a.jpg"), in.resolve("a.figure.png"));
    assertEquals(List.of(Outcome.ACTIVATED, Outcome.FAILED), outcomes(results));
    assertArrayEquals(PICTURE, Files.readAllBytes(in.resolve("a.figure.png")));
    assertTrue(Files.exists(in.resolve("a.figure-2.png")));
  }

  @Test
  void arraysHaveFiguresToo() throws Exception {
    pictures("a.png");
    ActivationOptions npy = options.activation().withFormat(OutputFormat.NPY);
    run(BatchOptions.of(npy, out).withFigure(true), in);
    assertEquals(Set.of("a.npy", "a.figure.png"), written());
  }

  @Test
  void figureThatCannotBeWrittenIsReportedAndThePictureIsThere() throws Exception {
    pictures("a.png");
    Files.createDirectories(out.resolve("a.figure.png").resolve("full"));
    List<PictureResult> results = run(options.withForce(true), in);
    assertEquals(List.of(Outcome.FAILED), outcomes(results));
    assertTrue(results.get(0).reason().startsWith("its figure "), results.get(0).reason());
    assertEquals(Set.of("a.png"), written());
    results = run(options, in);
    assertTrue(results.get(0).reason().endsWith("a.figure.png is a folder"));
  }
}
