package io.hillock.image;

import io.hillock.image.figure.FigureRecorder;
import java.nio.file.Path;

/** Told how far a batch is; by one thread at a time. */
@FunctionalInterface
public interface BatchListener {
  /** Does nothing. */
  BatchListener NONE = progress -> {};

  /** Called when the inputs are known, and then after each. */
  void progressed(Progress progress);

  /**
   * Whether to take note of a picture for {@link #recorded}; it is then read and activated even
   * where its output is there. May be called by many threads at the same time.
   *
   * @param index its place among the inputs
   */
  default boolean records(int index) {
    return false;
  }

  /**
   * Called for a picture that was taken note of, when it was activated and written. May be called
   * by many threads at the same time.
   *
   * @param index its place among the inputs
   * @param input the picture
   * @param output where it was written to
   * @param figure where its figure was written to; null where there is none
   * @param recorder what was taken note of
   */
  default void recorded(int index, Path input, Path output, Path figure, FigureRecorder recorder) {}

  /**
   * How far a batch is.
   *
   * @param total the inputs
   * @param done how many of them are done: activated, skipped or failed
   * @param failed how many of those failed
   * @param skipped how many of those were skipped
   * @param last what became of the one that was done just now; null before the first
   */
  record Progress(int total, int done, int failed, int skipped, PictureResult last) {}
}
