package io.hillock.cli;

import org.jline.utils.Signals;

/**
 * Lets a command end in order on Ctrl-C and on SIGTERM: the first one interrupts its thread, a
 * second one ends the process as it would by itself.
 */
final class EndOnSignal implements AutoCloseable {
  private static final int INTERRUPTED = 130;
  private static final int TERMINATED = 143;

  private final Thread command = Thread.currentThread();
  private final Object onInterrupt = Signals.register("INT", () -> end(INTERRUPTED));
  private final Object onTerminate = Signals.register("TERM", () -> end(TERMINATED));
  private volatile int exitCode = INTERRUPTED;

  private void end(int code) {
    exitCode = code;
    close();
    command.interrupt();
  }

  /** Returns what the shell expects of a process that was ended by the signal that came. */
  int exitCode() {
    return exitCode;
  }

  @Override
  public void close() {
    Signals.unregister("INT", onInterrupt);
    Signals.unregister("TERM", onTerminate);
  }
}
