package io.hillock.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * The ranges of an exhaustive check that are finished, in a file, so that a check that was broken
 * off goes on where it was. The file's name holds a digest of all that the results depend on.
 */
final class SweepState {
  /** Changes when the way of measuring does, so that no old result is taken for a new one. */
  private static final int FORMAT = 2;

  private final Path file;
  private final Map<Integer, Tally> finished = new HashMap<>();

  private SweepState(Path file) {
    this.file = file;
  }

  /**
   * Opens the state of a check.
   *
   * @param directory where the file is, or will be
   * @param name how its name begins
   * @param identity all that the results depend on
   * @throws UncheckedIOException if there is a file, but it cannot be read
   */
  static SweepState open(Path directory, String name, String identity) {
    Path file = directory.resolve(name.replaceAll("[^A-Za-z0-9]+", "-") + "-" + digest(identity));
    SweepState state = new SweepState(file);
    try {
      if (Files.exists(file)) {
        for (String line : Files.readAllLines(file)) {
          state.take(line);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return state;
  }

  private static String digest(String identity) {
    try {
      byte[] text = (FORMAT + "\n" + identity).getBytes(StandardCharsets.UTF_8);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Takes a line; one that was not written to its end is as good as none. */
  private void take(String line) {
    String[] fields = line.split(" ");
    if (fields.length == 3 && fields[2].equals("end")) {
      finished.put(Integer.valueOf(fields[0]), Tally.parse(fields[1]));
    }
  }

  /** Returns what a range has given, or null where it is not finished. */
  Tally of(int range) {
    return finished.get(range);
  }

  /** Writes down what a range has given. */
  void finish(int range, Tally tally) {
    finished.put(range, tally);
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(
          file,
          range + " " + tally.format() + " end\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Forgets everything. */
  void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
