package io.hillock.tensor;

/** A tensor or its engine was used after it was closed. */
public class TensorClosedException extends HillockException {
  private static final long serialVersionUID = 1;

  /** Creates an exception. */
  public TensorClosedException(String message) {
    super(message);
  }

  /** Creates an exception with a cause. */
  public TensorClosedException(String message, Throwable cause) {
    super(message, cause);
  }
}
