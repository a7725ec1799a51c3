package io.hillock.image;

import java.nio.file.Path;

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
    double milliseconds) {

  /** What can become of an input. */
  public enum Outcome {
    /** It was activated and written. */
    ACTIVATED,
    /** Its output was there. */
    SKIPPED,
    /** It could not be read, activated or written. */
    FAILED
  }

  static PictureResult failed(Path input, Path output, String reason, double milliseconds) {
    return new PictureResult(input, output, Outcome.FAILED, reason, 0, 0, 0, null, milliseconds);
  }
}
