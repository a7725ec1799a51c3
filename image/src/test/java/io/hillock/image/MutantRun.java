package io.hillock.image;

import io.hillock.image.PictureResult.Outcome;
import io.hillock.kernels.Activations;
import io.hillock.tensor.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads damaged files, every tenth of them as part of a batch that writes what can be read. It is a
 * program of its own so that its heap can be small. Prints what was wrong, a line each, and then
 * one line with the counts; exits with 1 where something was wrong.
 *
 * <p>Arguments: an empty folder, the seed, and the wrong bits in each part ({@link Mutants#of}).
 */
final class MutantRun {
  private static final int ONE_OF = 10;
  private static final int TOGETHER = 200;
  private static final double MOST_MILLISECONDS = 10_000;

  private final Path folder;
  private final Engine engine;
  private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
  private final Map<String, Integer> reasons = new HashMap<>();
  private final List<String> wrong = new ArrayList<>();
  private final List<Path> waiting = new ArrayList<>();
  private int batches;
  private int files;

  private MutantRun(Path folder, Engine engine) {
    this.folder = folder;
    this.engine = engine;
  }

  public static void main(String[] arguments) throws IOException {
    long seed = Long.parseLong(arguments[1]);
    int flips = Integer.parseInt(arguments[2]);
    try (Engine engine = Engine.create("cpu")) {
      MutantRun run = new MutantRun(Path.of(arguments[0]), engine);
      for (Map.Entry<String, byte[]> good : Seeds.files().entrySet()) {
        run.take(good.getKey(), good.getValue());
        Mutants.of(
            good.getValue(),
            seed + good.getKey().hashCode(),
            flips,
            damaged -> run.take(good.getKey(), damaged));
      }
      run.batch();
      run.wrong.forEach(System.out::println);
      if (arguments.length > 3) {
        new TreeMap<>(run.reasons)
            .forEach((reason, count) -> System.out.println(count + " " + reason));
      }
      System.out.println(run.files + " files: " + run.outcomes);
      System.exit(run.wrong.isEmpty() ? 0 : 1);
    }
  }

  private void take(String name, byte[] file) {
    try {
      Path in = Files.createDirectories(folder.resolve("in"));
      Path path = Files.write(in.resolve(files + "-" + name), file);
      if (files % ONE_OF == 0) {
        waiting.add(path);
      } else {
        judge(path);
      }
      files++;
      if (waiting.size() == TOGETHER) {
        batch();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void judge(Path path) throws IOException {
    String name = path.getFileName().toString();
    long start = System.nanoTime();
    Outcome outcome = Outcome.FAILED;
    try {
      PictureReader.read(path);
      outcome = Outcome.ACTIVATED;
    } catch (PictureException e) {
      refused(name, e.reason());
    } catch (Throwable e) {
      check(false, name + " threw " + e);
    }
    outcomes.merge(outcome, 1, Integer::sum);
    double milliseconds = (System.nanoTime() - start) / 1e6;
    check(milliseconds < MOST_MILLISECONDS, name + " took " + milliseconds + " ms");
    Files.delete(path);
  }

  private void refused(String name, String reason) {
    check(
        reason.startsWith("it ") && reason.lines().count() == 1 && !reason.endsWith(": null"),
        name + ": " + reason);
    check(!reason.contains("fit in memory"), name + " ran out of memory");
    String kind = name.replaceAll(".*\\.", "") + " " + reason.replaceAll("[0-9,]+", "N");
    reasons.merge(kind, 1, Integer::sum);
  }

  private void batch() throws IOException {
    if (waiting.isEmpty()) {
      return;
    }
    Path out = folder.resolve("out");
    // Many threads, as most of the time is waited for the disk.
    BatchOptions options =
        BatchOptions.of(ActivationOptions.of(Activations.RELU), out).withThreads(8);
    Set<Path> expected = new HashSet<>();
    try {
      List<PictureResult> results =
          BatchActivation.run(engine, waiting, options, BatchListener.NONE);
      check(results.size() == waiting.size(), "batch " + batches + " has lost inputs");
      for (PictureResult result : results) {
        judge(result, expected);
      }
    } catch (BatchInterruptedException | RuntimeException | Error e) {
      check(false, "batch " + batches + " ended with " + e + " caused by " + e.getCause());
    }
    try (Stream<Path> found = Files.exists(out) ? Files.walk(out) : Stream.empty()) {
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        check(expected.remove(file), "stray file " + file);
        Files.delete(file);
      }
    }
    check(expected.isEmpty(), "missing " + expected);
    for (Path file : waiting) {
      Files.delete(file);
    }
    waiting.clear();
    batches++;
  }

  private void judge(PictureResult result, Set<Path> expected) {
    outcomes.merge(result.outcome(), 1, Integer::sum);
    String name = result.input().getFileName().toString();
    check(
        result.milliseconds() < MOST_MILLISECONDS, name + " took " + result.milliseconds() + " ms");
    if (result.outcome() == Outcome.ACTIVATED) {
      expected.add(result.output());
    } else {
      refused(name, result.reason());
    }
  }

  private void check(boolean right, String what) {
    if (!right) {
      wrong.add(what);
    }
  }
}
