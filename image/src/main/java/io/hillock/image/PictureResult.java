package io.hillock.image;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What became of one input of a batch.
 *
 * @param input the picture, or the folder that could not be read
 * @param output where it is written to; null where there was none to decide on
 * @param outcome what became of it
 * @param reason why it failed or was skipped; null where it was activated
 * @param width columns of the upright picture; 0 where it was not read
 * @param height rows of the upright picture; 0 where it was not read
 * @param channels channels that were activated, 1 or 3; 0 where it was not read
 * @param backend what the function ran on; null where it did not run
 * @param milliseconds the time from opening the picture to having written it
 * @param notes what a reader should know of a picture that was read, a line each: that it is the
 *     first of several, or that a checksum is wrong
 */
public record PictureResult(
    Path input,
    Path output,
    Outcome outcome,
    String reason,
    int width,
    int height,
    int channels,
    String backend,
    double milliseconds,
    List<String> notes) {

  /** What can become of an input. */
  public enum Outcome {
    /** It was activated and written. */
    ACTIVATED,
    /** Its output was there. */
    SKIPPED,
    /** It could not be read, activated or written. */
    FAILED,
    /** The run was ended before it. */
    STOPPED
  }

  /** Creates a result. */
  public PictureResult {
    notes = List.copyOf(notes);
  }

  /**
   * Returns what there is to say of it to a reader: the reason why it failed, and the notes. Each
   * is one line that begins with the input, whatever characters its name has.
   */
  public List<String> messages() {
    Stream<String> why = outcome == Outcome.FAILED ? Stream.of(reason) : Stream.empty();
    return Stream.concat(why, notes.stream()).map(what -> Line.of(input + ": " + what)).toList();
  }

  static PictureResult failed(Path input, Path output, String reason, double milliseconds) {
    return unread(input, output, Outcome.FAILED, reason, milliseconds);
  }

  static PictureResult unread(
      Path input, Path output, Outcome outcome, String reason, double milliseconds) {
    return new PictureResult(
        input, output, outcome, reason, 0, 0, 0, null, milliseconds, List.of());
  }
}
