package io.hillock.tensor;

/**
 * The root of what can go wrong beyond a bad argument. The message says what was asked, what was
 * found and what to do; the engine stays usable unless it says otherwise.
 */
public class HillockException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Creates an exception. */
  public HillockException(String message) {
    super(message);
  }

  /** Creates an exception with a cause. */
  public HillockException(String message, Throwable cause) {
    super(message, cause);
  }
}
