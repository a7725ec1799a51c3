package io.hillock.image.npy;

import io.hillock.tensor.HillockException;
import java.nio.file.Path;

/** An array's file that cannot be read: one line that names it and says what was found. */
public final class NpyException extends HillockException {
  private static final long serialVersionUID = 1;

  /** Creates an exception. */
  public NpyException(Path file, String found, Throwable cause) {
    super(file + ": " + found, cause);
  }

  /** Creates an exception. */
  public NpyException(Path file, String found) {
    super(file + ": " + found);
  }
}
