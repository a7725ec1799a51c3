package io.hillock.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hillock.image.PictureResult.Outcome;
import io.hillock.kernels.Activations;
import io.hillock.kernels.Kernel;
import io.hillock.tensor.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of what is no good picture: each is one line and one entry, and the others are done. */
class BatchHostileTest {
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
    options = BatchOptions.of(ActivationOptions.of(Activations.RELU), out).withRecursive(true);
    Files.write(in.resolve("good.png"), PICTURE);
  }

  /** Runs a batch, which may not hang, and returns its results by the inputs' names. */
  private Map<String, PictureResult> run(BatchOptions with, Path... paths) {
    List<PictureResult> results =
        assertTimeoutPreemptively(
            Duration.ofSeconds(60),
            () -> BatchActivation.run(engine, List.of(paths), with, BatchListener.NONE));
    Map<String, PictureResult> byName = new TreeMap<>();
    for (PictureResult result : results) {
      byName.put(result.input().getFileName().toString(), result);
      for (String line : result.messages()) {
        assertEquals(1, line.lines().count(), line);
        assertTrue(line.chars().noneMatch(Character::isISOControl), line);
      }
    }
    assertEquals(results.size(), byName.size());
    return byName;
  }

  private static void assertFailed(String reason, PictureResult result) {
    assertEquals(Outcome.FAILED, result.outcome());
    assertTrue(result.reason().contains(reason), result.reason());
  }

  private List<String> written() throws IOException {
    try (Stream<Path> files = Files.walk(out)) {
      return files
          .filter(file -> !Files.isDirectory(file))
          .map(file -> out.relativize(file).toString())
          .sorted()
          .collect(Collectors.toList());
    }
  }

  @Test
  void whatIsNoFileIsNotWaitedFor() throws Exception {
    Path fifo = in.resolve("fifo.png");
    Process made = new ProcessBuilder("mkfifo", fifo.toString()).start();
    assumeTrue(made.waitFor() == 0, "no mkfifo");
    Files.createDirectory(in.resolve("folder.png"));
    Map<String, PictureResult> results =
        run(options, in, Path.of("/dev/zero"), Path.of("/dev/null"));
    assertFailed("it is not a file", results.get("fifo.png"));
    assertFailed("it is not a file", results.get("zero"));
    assertFailed("it is not a file", results.get("null"));
    assertEquals(Outcome.ACTIVATED, results.get("good.png").outcome());
    assertEquals(4, results.size());
    assertEquals(List.of("good.png"), written());
  }

  @Test
  void linksThatLeadInCirclesOrNowhereAreReported() throws Exception {
    Files.createSymbolicLink(in.resolve("self.png"), Path.of("self.png"));
    Files.createSymbolicLink(in.resolve("nowhere.jpg"), Path.of("missing"));
    Files.createSymbolicLink(in.resolve("circle"), in);
    Files.createSymbolicLink(in.resolve("circle.png"), in);
    Map<String, PictureResult> results = run(options, in);
    assertFailed("it cannot be read: Too many levels of symbolic links", results.get("self.png"));
    assertFailed("there is no such file", results.get("nowhere.jpg"));
    assertEquals(3, results.size());
    assertEquals(List.of("good.png"), written());
  }

  @Test
  void anyNameIsWrittenBelowTheOutputAndSaidInOneLine() throws Exception {
    List<String> names =
        List.of("two\nlines.png", "..png", "...png", "-x.png", "\u001b[31mred.png", "a\\b.png");
    for (String name : names) {
      Files.write(in.resolve(name), PICTURE);
      Files.writeString(in.resolve("bad" + name), "no picture");
    }
    Map<String, PictureResult> results = run(options, in.resolve("../in/../in"));
    for (String name : names) {
      assertEquals(Outcome.ACTIVATED, results.get(name).outcome(), name);
      assertFailed("it is not a picture", results.get("bad" + name));
    }
    assertEquals(names.size() + 1, written().size());
    assertTrue(written().containsAll(names), written().toString());
    assertEquals(
        List.of(
            in.resolve("../in/../in/badtwo")
                + "\\nlines.png: "
                + results.get("badtwo\nlines.png").reason()),
        results.get("badtwo\nlines.png").messages());
  }

  @Test
  void unreadableFoldersAndFilesAreReported() throws Exception {
    Path closed = Files.createDirectory(in.resolve("closed"));
    Files.write(closed.resolve("a.png"), PICTURE);
    Path file = Files.write(in.resolve("closed.png"), PICTURE);
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    try {
      assumeTrue(!Files.isReadable(closed), "this user may read everything");
      Map<String, PictureResult> results = run(options, in);
      assertFailed("it may not be read", results.get("closed"));
      assertFailed("it may not be read", results.get("closed.png"));
      assertEquals(List.of("good.png"), written());
    } finally {
      Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void bombsAreRefusedOrHarmless() throws Exception {
    byte[] claim = new PngFile(100_000, 100_000, 8, PngFile.GRAY).chunk("IDAT", (byte) 0x78).end();
    assertTrue(claim.length <= 70, claim.length + " bytes");
    Files.write(in.resolve("claim.png"), claim);
    byte[] zeros = new byte[64 << 20];
    byte[] packed = Seeds.packed("", zeros);
    byte[] pixels = java.util.Arrays.copyOfRange(packed, 2, packed.length);
    Files.write(
        in.resolve("pixels.png"), new PngFile(1, 1, 8, PngFile.GRAY).chunk("IDAT", pixels).end());
    Files.write(
        in.resolve("text.png"),
        new PngFile(1, 1, 8, PngFile.GRAY)
            .chunk("zTXt", Seeds.packed("key", zeros))
            .pixels(1, 8, 7)
            .end());
    Map<String, PictureResult> results = run(options, in);
    assertFailed("it has 100000 x 100000 = 10,000,000,000 pixels", results.get("claim.png"));
    assertEquals(Outcome.ACTIVATED, results.get("pixels.png").outcome());
    assertEquals(Outcome.ACTIVATED, results.get("text.png").outcome());
    Path other = folder.resolve("strictly");
    BatchOptions strict =
        BatchOptions.of(options.activation(), other).withRead(new ReadOptions(1 << 20, true));
    results = run(strict, in);
    assertFailed("it has more pixels than its header says", results.get("pixels.png"));
    assertEquals(Outcome.ACTIVATED, results.get("text.png").outcome());
  }

  @Test
  void wrongChecksumThatTheJdkAcceptsIsSaidAndStrictlyRefused() throws Exception {
    byte[] wrong = PICTURE.clone();
    int checksum = wrong.length - 12 - 4;
    wrong[checksum] ^= 0x55;
    Files.write(in.resolve("wrong.png"), wrong);
    assertEquals(2, javax.imageio.ImageIO.read(in.resolve("wrong.png").toFile()).getWidth());
    PictureResult said = run(options, in).get("wrong.png");
    assertEquals(Outcome.ACTIVATED, said.outcome());
    assertEquals(List.of("the checksum of chunk IDAT is wrong"), said.notes());
    BatchOptions strict = options.withForce(true).withRead(new ReadOptions(1 << 20, true));
    PictureResult refused = run(strict, in).get("wrong.png");
    assertFailed("it is damaged: the checksum of chunk IDAT is wrong", refused);
    assertEquals(Outcome.ACTIVATED, run(strict, in).get("good.png").outcome());
  }

  @Test
  void pictureThatNeedsMoreThanTheHeapIsRefusedAndTheOthersAreDone() throws Exception {
    long pixels = Runtime.getRuntime().maxMemory() / 16;
    int side = (int) Math.sqrt(pixels);
    byte[] large = new PngFile(side, side, 8, PngFile.RGB).chunk("IDAT", (byte) 0x78).end();
    Files.write(in.resolve("large.png"), large);
    BatchOptions any = options.withRead(ReadOptions.of(Long.MAX_VALUE));
    Map<String, PictureResult> results = run(any, in);
    assertFailed("raise it with -Xmx", results.get("large.png"));
    assertEquals(List.of("good.png"), written());
  }

  @Test
  void failureOfTheEngineEndsTheRunAndSaysWhatBecameOfEach() throws Exception {
    for (int i = 0; i < 20; i++) {
      Files.write(in.resolve(i + ".png"), PICTURE);
    }
    Engine closed = Engine.create("cpu");
    Kernel relu = Activations.RELU;
    BatchOptions with = BatchOptions.of(ActivationOptions.of(relu), out);
    closed.close();
    BatchFailedException e =
        assertThrows(
            BatchFailedException.class,
            () -> BatchActivation.run(closed, List.of(in), with, BatchListener.NONE));
    assertEquals(21, e.results().size());
    assertTrue(e.results().stream().allMatch(r -> r.outcome() == Outcome.STOPPED));
    assertTrue(e.getMessage().contains("closed"), e.getMessage());
    assertEquals(List.of(), written());
  }

  @Test
  void listenerThatFailsEndsTheRun() throws Exception {
    for (int i = 0; i < 200; i++) {
      Files.writeString(in.resolve(i + ".png"), i % 2 == 0 ? "no picture" : "");
    }
    BatchListener failing =
        progress -> {
          if (progress.done() > 2) {
            throw new IllegalStateException("the listener failed");
          }
        };
    BatchFailedException e =
        assertThrows(
            BatchFailedException.class,
            () -> BatchActivation.run(engine, List.of(in), options, failing));
    assertTrue(e.getMessage().contains("the listener failed"), e.getMessage());
    assertTrue(e.results().stream().anyMatch(r -> r.outcome() == Outcome.STOPPED));
  }

  @Test
  void interruptedRunSaysWhatBecameOfEach() throws Exception {
    for (int i = 0; i < 300; i++) {
      Files.write(in.resolve(i + ".png"), PICTURE);
    }
    Thread caller = Thread.currentThread();
    BatchListener interrupting =
        progress -> {
          if (progress.done() == 5) {
            caller.interrupt();
          }
        };
    BatchInterruptedException e =
        assertThrows(
            BatchInterruptedException.class,
            () -> BatchActivation.run(engine, List.of(in), options, interrupting));
    assertFalse(Thread.interrupted());
    List<Outcome> outcomes = new ArrayList<>();
    e.results().forEach(result -> outcomes.add(result.outcome()));
    assertEquals(301, outcomes.size());
    assertTrue(outcomes.contains(Outcome.STOPPED));
    assertEquals(outcomes.stream().filter(o -> o == Outcome.ACTIVATED).count(), written().size());
  }
}
