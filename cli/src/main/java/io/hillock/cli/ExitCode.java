package io.hillock.cli;

/** What the process ends with. */
final class ExitCode {
  /** All done. */
  static final int OK = 0;

  /** Something failed; what could be done was done. */
  static final int FAILED = 1;

  /** The command was not understood, or an argument is out of range. */
  static final int USAGE = 2;

  /** The backend or device asked for is not available. */
  static final int UNAVAILABLE = 3;

  private ExitCode() {}
}
