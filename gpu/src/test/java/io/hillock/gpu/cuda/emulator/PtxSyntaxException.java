package io.hillock.gpu.cuda.emulator;

/** Text that is not PTX, or PTX that is not executed here: what is not known is never skipped. */
public final class PtxSyntaxException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  PtxSyntaxException(int line, String message) {
    super("line " + line + ": " + message);
  }
}
