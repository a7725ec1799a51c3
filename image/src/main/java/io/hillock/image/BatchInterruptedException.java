package io.hillock.image;

import java.util.List;

/** A batch was interrupted; it says what became of each picture until then. */
public final class BatchInterruptedException extends InterruptedException {
  private static final long serialVersionUID = 1;

  private final transient List<PictureResult> results;

  BatchInterruptedException(List<PictureResult> results) {
    super("the batch was interrupted");
    this.results = List.copyOf(results);
  }

  /** Returns what became of each picture, {@link PictureResult.Outcome#STOPPED} of the rest. */
  public List<PictureResult> results() {
    return results;
  }
}
