package io.hillock.image;

import io.hillock.tensor.HillockException;
import java.nio.file.Path;

/** A picture that cannot be read: one line that names the file and says what was found. */
public final class PictureException extends HillockException {
  private static final long serialVersionUID = 1;

  private final String reason;

  /** Creates an exception. */
  public PictureException(Path file, String reason, Throwable cause) {
    super(Line.of(file + ": " + reason), cause);
    this.reason = reason;
  }

  /** Creates an exception. */
  public PictureException(Path file, String reason) {
    this(file, reason, null);
  }

  /** Returns what was found, without the file's name. */
  public String reason() {
    return reason;
  }
}
