package io.hillock.image;

/** Told how far a batch is; by one thread at a time. */
@FunctionalInterface
public interface BatchListener {
  /** Does nothing. */
  BatchListener NONE = progress -> {};

  /** Called when the inputs are known, and then after each. */
  void progressed(Progress progress);

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
