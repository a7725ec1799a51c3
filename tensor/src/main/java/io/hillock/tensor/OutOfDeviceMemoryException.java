package io.hillock.tensor;

/** A device has no room for a tensor, even after the pool was emptied. */
public class OutOfDeviceMemoryException extends HillockException {
  private static final long serialVersionUID = 1;

  /** Creates an exception. */
  public OutOfDeviceMemoryException(String message) {
    super(message);
  }

  /** Creates an exception with a cause. */
  public OutOfDeviceMemoryException(String message, Throwable cause) {
    super(message, cause);
  }
}
