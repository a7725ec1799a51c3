package io.hillock.tensor;

/** A device failed and its engine cannot be used any more. */
public class DeviceLostException extends HillockException {
  private static final long serialVersionUID = 1;

  /** Creates an exception. */
  public DeviceLostException(String message) {
    super(message);
  }

  /** Creates an exception with a cause. */
  public DeviceLostException(String message, Throwable cause) {
    super(message, cause);
  }
}
