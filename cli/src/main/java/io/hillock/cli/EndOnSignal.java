package io.hillock.cli;

import org.jline.utils.Signals;

/**
 * Lets a command end in order on Ctrl-C and on SIGTERM: the first one interrupts its thread, a
 * second one ends the process as it would by itself.
 */
final class EndOnSignal implements AutoCloseable {
  private static final int INTERRUPTED = 130;
  private static final int TERMINATED = 143;

  private final Object onInterrupt = Signals.register("INT", () -> end(INTERRUPTED));
  private final Object onTerminate = Signals.register("TERM", () -> end(TERMINATED));
  private Thread command = Thread.currentThread();
  private int exitCode;

  private synchronized void end(int code) {
    if (command != null) {
      exitCode = code;
      command.interrupt();
    }
    close();
  }

  /**
   * Says that what could be interrupted is done: a signal does not interrupt what follows.
   *
   * @return what the shell expects of a process that was ended by the signal that came; 0 where
   *     none came
   */
  synchronized int done() {
    command = null;
    // A signal may have come between the last picture and this.
    Thread.interrupted();
    return exitCode;
  }

  @Override
  public void close() {
    Signals.unregister("INT", onInterrupt);
    Signals.unregister("TERM", onTerminate);
  }
}
