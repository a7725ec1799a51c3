package io.hillock.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hillock.image.PictureResult.Outcome;
import io.hillock.kernels.Activations;
import io.hillock.tensor.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchActivationTest {
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
    options = BatchOptions.of(ActivationOptions.of(Activations.RELU), out);
  }

  private void pictures(String... names) throws IOException {
    for (String name : names) {
      Path file = in.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, PICTURE);
    }
  }

  private List<PictureResult> run(BatchOptions with, Path... paths) throws Exception {
    return BatchActivation.run(engine, List.of(paths), with, BatchListener.NONE);
  }

  private static List<Outcome> outcomes(List<PictureResult> results) {
    return results.stream().map(PictureResult::outcome).toList();
  }

  /** All files below the output, as paths from there. */
  private Set<String> written() throws IOException {
    try (Stream<Path> files = Files.walk(out)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> out.relativize(file).toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void folderIsActivatedWithItsStructureOnlyIfRecursive() throws Exception {
    pictures("a.png", "b/c.png", "b/d/e.png");
    assertEquals(List.of(Outcome.ACTIVATED), outcomes(run(options, in)));
    assertEquals(Set.of("a.png"), written());
    List<PictureResult> results = run(options.withRecursive(true), in);
    assertEquals(Set.of("a.png", "b/c.png", "b/d/e.png"), written());
    assertEquals(List.of(Outcome.SKIPPED, Outcome.ACTIVATED, Outcome.ACTIVATED), outcomes(results));
    assertEquals(in.resolve("b/c.png"), results.get(1).input());
    assertEquals(out.resolve("b/c.png"), results.get(1).output());
    assertEquals(2, results.get(1).width());
    assertEquals(2, results.get(1).height());
    assertEquals(1, results.get(1).channels());
    assertEquals("cpu", results.get(1).backend());
    assertTrue(results.get(1).milliseconds() > 0);
  }

  @Test
  void pictureIsWhatTheSingleStepsGive() throws Exception {
    pictures("a.png");
    run(options, in);
    // Minus the median 25, through relu: 0, 0, 5, 15; stretched.
    assertArrayEquals(
        new float[] {0, 0, 85 / 255f, 1}, PictureReader.read(out.resolve("a.png")).samples());
  }

  @Test
  void namesThatWouldCollideKeepTheirExtension() throws Exception {
    pictures("a.jpg", "a.png", "b.png", "sub/a.png");
    run(options.withRecursive(true), in);
    assertEquals(Set.of("a.jpg.png", "a.png.png", "b.png", "sub/a.png"), written());
  }

  @Test
  void nameThatCollidesWithALongerOneIsLengthenedToo() throws Exception {
    pictures("a.jpg", "a.png", "a.jpg.gif");
    List<PictureResult> results = run(options, in);
    assertEquals(Set.of("a.jpg.png", "a.png.png", "a.jpg.gif.png"), written());
    for (PictureResult result : results) {
      assertEquals(result.input().getFileName() + ".png", "" + result.output().getFileName());
    }
  }

  @Test
  void namesThatDifferInCaseAloneAreToldApartOnEveryFileSystem() throws Exception {
    pictures("a.gif", "A.jpg");
    run(options, in);
    assertEquals(Set.of("A.jpg.png", "a.gif.png"), written());
  }

  @Test
  void filesOfOneNameFromSeveralFoldersGetTheFolderInFront() throws Exception {
    pictures("x/1.png", "y/1.png", "y/2.png");
    run(options, in.resolve("x"), in.resolve("y"));
    assertEquals(Set.of("x/1.png.png", "y/1.png.png", "2.png"), written());
  }

  @Test
  void whatCannotBeToldApartFailsButTheFirst() throws Exception {
    pictures("x/z/1.png", "y/z/1.png");
    List<PictureResult> results = run(options, in.resolve("x/z"), in.resolve("y/z"));
    assertEquals(List.of(Outcome.ACTIVATED, Outcome.FAILED), outcomes(results));
    assertTrue(results.get(1).reason().contains("x/z/1.png"), results.get(1).reason());
  }

  @Test
  void brokenOffRunResumesAndForceWritesAgain() throws Exception {
    pictures("a.png", "b.png");
    run(options, in.resolve("a.png"));
    FileTime old = FileTime.fromMillis(1000);
    Files.setLastModifiedTime(out.resolve("a.png"), old);
    assertEquals(List.of(Outcome.SKIPPED, Outcome.ACTIVATED), outcomes(run(options, in)));
    assertEquals(old, Files.getLastModifiedTime(out.resolve("a.png")));
    assertEquals(
        List.of(Outcome.ACTIVATED, Outcome.ACTIVATED), outcomes(run(options.withForce(true), in)));
    assertFalse(old.equals(Files.getLastModifiedTime(out.resolve("a.png"))));
  }

  @Test
  void pictureThatCannotBeReadIsReportedAndTheRunGoesOn() throws Exception {
    pictures("a.png", "c.png");
    Files.write(in.resolve("b.png"), Arrays.copyOf(PICTURE, PICTURE.length - 5));
    Files.writeString(in.resolve("d.jpg"), "no picture");
    Files.writeString(in.resolve("notes.txt"), "no picture, and not said to be one");
    Files.writeString(in.resolve("README"), "nor this");
    Files.write(in.resolve("unnamed"), PICTURE);
    List<PictureResult> results = run(options, in);
    assertEquals(
        List.of(
            Outcome.ACTIVATED,
            Outcome.FAILED,
            Outcome.ACTIVATED,
            Outcome.FAILED,
            Outcome.ACTIVATED),
        outcomes(results));
    assertTrue(results.get(1).reason().contains("cut short"), results.get(1).reason());
    assertTrue(results.get(3).reason().contains("not a picture"), results.get(3).reason());
    assertEquals(Set.of("a.png", "c.png", "unnamed.png"), written());
  }

  @Test
  void namedFileThatIsNoPictureOrIsMissingIsReported() throws Exception {
    Path notes = Files.writeString(in.resolve("notes.txt"), "no picture");
    Path missing = in.resolve("missing.png");
    List<PictureResult> results = run(options, notes, missing);
    assertEquals(List.of(Outcome.FAILED, Outcome.FAILED), outcomes(results));
    assertTrue(results.get(0).reason().contains("not a picture"));
    assertEquals("there is no such file", results.get(1).reason());
  }

  @Test
  void folderWithoutPicturesIsReported() throws Exception {
    List<PictureResult> results = run(options, in);
    assertEquals("there are no pictures in this folder", results.get(0).reason());
    pictures("below/a.png");
    results = run(options, in);
    assertEquals(List.of(Outcome.FAILED), outcomes(results));
    assertTrue(results.get(0).reason().contains("recursive"), results.get(0).reason());
  }

  @Test
  void fileThatIsNamedTwiceIsActivatedOnce() throws Exception {
    pictures("a.png");
    List<PictureResult> results =
        run(options, in.resolve("a.png"), in, in.resolve("../in/./a.png"));
    assertEquals(List.of(Outcome.ACTIVATED), outcomes(results));
  }

  @Test
  void outputWithinTheInputIsNotActivatedAgain() throws Exception {
    pictures("a.png");
    BatchOptions within =
        BatchOptions.of(options.activation(), in.resolve("done")).withRecursive(true);
    run(within, in);
    List<PictureResult> again = run(within, in);
    assertEquals(List.of(Outcome.SKIPPED), outcomes(again));
    assertEquals(in.resolve("a.png"), again.get(0).input());
  }

  @Test
  void noInputIsEverOverwritten() throws Exception {
    pictures("a.png");
    BatchOptions same = BatchOptions.of(options.activation(), in).withForce(true);
    assertThrows(IllegalArgumentException.class, () -> run(same, in));
    List<PictureResult> results = run(same, in.resolve("a.png"));
    assertEquals(List.of(Outcome.FAILED), outcomes(results));
    assertTrue(results.get(0).reason().contains("the picture itself"), results.get(0).reason());
    assertArrayEquals(PICTURE, Files.readAllBytes(in.resolve("a.png")));
  }

  @Test
  void outputThatIsAFileIsRefused() throws Exception {
    pictures("a.png");
    Path file = Files.writeString(folder.resolve("file"), "x");
    BatchOptions wrong = BatchOptions.of(options.activation(), file);
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> run(wrong, in));
    assertTrue(e.getMessage().contains("is a file; name a folder"), e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> run(options));
  }

  @Test
  void outputThatCannotBeWrittenIsReportedAndLeavesNothing() throws Exception {
    pictures("a.png", "b/c.png");
    Files.createDirectories(out.resolve("a.png"));
    Files.writeString(out.resolve("b"), "a file where a folder should be");
    List<PictureResult> results = run(options.withRecursive(true).withForce(true), in);
    assertEquals(List.of(Outcome.FAILED, Outcome.FAILED), outcomes(results));
    for (PictureResult result : results) {
      assertTrue(result.reason().contains("cannot be written"), result.reason());
    }
    assertEquals(Set.of("b"), written());
  }

  @Test
  void npyIsWrittenWhereAsked() throws Exception {
    pictures("a.png");
    ActivationOptions npy = options.activation().withFormat(OutputFormat.NPY);
    run(BatchOptions.of(npy, out), in);
    assertEquals(Set.of("a.npy"), written());
  }

  @Test
  void resultsAreTheSameForAnyNumberOfThreads() throws Exception {
    String[] names = new String[40];
    for (int i = 0; i < names.length; i++) {
      names[i] = i % 3 + "/" + i + (i % 2 == 0 ? ".png" : ".gif");
    }
    pictures(names);
    BatchOptions recursive = options.withRecursive(true).withForce(true);
    List<Path> inputs = new ArrayList<>();
    for (int threads : new int[] {1, 8}) {
      List<PictureResult> results = run(recursive.withThreads(threads), in);
      List<Path> found = results.stream().map(PictureResult::input).toList();
      assertTrue(inputs.isEmpty() || inputs.equals(found));
      inputs = found;
      assertEquals(40, written().size());
      assertTrue(results.stream().allMatch(r -> r.outcome() == Outcome.ACTIVATED));
    }
  }

  @Test
  void listenerIsToldOfEachPictureOnce() throws Exception {
    pictures("a.png", "b.png", "c.png");
    Files.writeString(in.resolve("d.png"), "damaged");
    List<BatchListener.Progress> told = new ArrayList<>();
    BatchActivation.run(engine, List.of(in), options, told::add);
    assertEquals(5, told.size());
    assertNull(told.get(0).last());
    for (int i = 0; i < 5; i++) {
      assertEquals(4, told.get(i).total());
      assertEquals(i, told.get(i).done());
    }
    assertEquals(1, told.get(4).failed());
    assertEquals(4, told.stream().skip(1).map(p -> p.last().input()).distinct().count());
  }

  @Test
  void interruptedRunEndsAndLeavesWholePicturesOnly() throws Exception {
    String[] names = new String[200];
    for (int i = 0; i < names.length; i++) {
      names[i] = i + ".png";
    }
    pictures(names);
    Thread caller = Thread.currentThread();
    BatchListener interrupting =
        progress -> {
          if (progress.done() == 3) {
            caller.interrupt();
          }
        };
    assertThrows(
        InterruptedException.class,
        () -> BatchActivation.run(engine, List.of(in), options, interrupting));
    int count = written().size();
    assertTrue(count >= 3 && count < 200, count + " were written");
    for (String name : written()) {
      assertEquals(4, PictureReader.read(out.resolve(name)).samples().length);
    }
  }

  @Test
  void reportListsEveryInput() throws Exception {
    pictures("a.png");
    Files.writeString(in.resolve("b.png"), "damaged");
    Path report = folder.resolve("report.json");
    Report.write(run(options, in), report);
    JsonNode array = new ObjectMapper().readTree(report.toFile());
    assertEquals(2, array.size());
    JsonNode first = array.get(0);
    assertEquals(in.resolve("a.png").toString(), first.get("input").asText());
    assertEquals(out.resolve("a.png").toString(), first.get("output").asText());
    assertEquals("activated", first.get("outcome").asText());
    assertTrue(first.get("reason").isNull());
    assertEquals(2, first.get("width").asInt());
    assertEquals(2, first.get("height").asInt());
    assertEquals(1, first.get("channels").asInt());
    assertEquals("cpu", first.get("backend").asText());
    assertTrue(first.get("milliseconds").isNumber());
    assertEquals("failed", array.get(1).get("outcome").asText());
    assertTrue(array.get(1).get("width").isNull());
    assertTrue(array.get(1).get("reason").asText().startsWith("it is not a picture"));
  }
}
