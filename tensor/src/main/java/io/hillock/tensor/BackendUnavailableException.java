package io.hillock.tensor;

/** A backend or device that was asked for cannot be used on this machine. */
public class BackendUnavailableException extends HillockException {
  private static final long serialVersionUID = 1;

  /** Creates an exception. */
  public BackendUnavailableException(String message) {
    super(message);
  }

  /** Creates an exception with a cause. */
  public BackendUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
