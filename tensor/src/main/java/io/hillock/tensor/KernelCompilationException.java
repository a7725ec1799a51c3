package io.hillock.tensor;

/**
 * The code that was rendered for a kernel could not be compiled: a fault of Hillock or a driver.
 */
public class KernelCompilationException extends HillockException {
  private static final long serialVersionUID = 1;

  private final String source;
  private final String log;

  /**
   * Creates an exception.
   *
   * @param message what was compiled, by what and for which device
   * @param source the rendered source
   * @param log what the compiler said
   * @param cause the cause, or null
   */
  public KernelCompilationException(String message, String source, String log, Throwable cause) {
    super(message + "\n" + log + "\n" + source, cause);
    this.source = source;
    this.log = log;
  }

  /** Returns the source that was rejected. */
  public String source() {
    return source;
  }

  /** Returns what the compiler said. */
  public String log() {
    return log;
  }
}
