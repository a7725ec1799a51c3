package io.hillock.image;

import io.hillock.tensor.HillockException;
import java.util.List;

/**
 * A batch was ended by a failure that no picture is the cause of, which is the exception's cause;
 * it says what became of each picture until then.
 */
public final class BatchFailedException extends HillockException {
  private static final long serialVersionUID = 1;

  private final transient List<PictureResult> results;

  BatchFailedException(Throwable cause, List<PictureResult> results) {
    super("the batch was ended by a failure: " + cause, cause);
    this.results = List.copyOf(results);
  }

  /** Returns what became of each picture, {@link PictureResult.Outcome#STOPPED} of the rest. */
  public List<PictureResult> results() {
    return results;
  }
}
