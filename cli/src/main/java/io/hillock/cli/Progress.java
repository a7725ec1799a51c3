package io.hillock.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DecimalFormat;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine.Help;

/** A progress bar on standard error where that is a terminal, and nothing where it is not. */
final class Progress implements AutoCloseable {
  private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

  private final boolean terminal = isTerminal();
  private final String task;
  private ProgressBar bar;

  /** Creates a progress bar; it shows with its first step. */
  Progress(String task) {
    this.task = task;
  }

  /** Shows how much is done; may be called by many threads. */
  void show(long done, long total) {
    show(done, total, "");
  }

  /** Shows how much is done, and a message behind it. */
  synchronized void show(long done, long total, String message) {
    if (!terminal) {
      return;
    }
    if (bar == null) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(task)
              .setInitialMax(total)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(200)
              .showSpeed(new DecimalFormat("0.0"))
              .setConsumer(new StandardError())
              .build();
    }
    bar.maxHint(total);
    bar.stepTo(done);
    bar.setExtraMessage(message);
  }

  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  /** Java itself knows of a terminal only where standard input and output are one, too. */
  private static boolean isTerminal() {
    try {
      String target = Files.readSymbolicLink(STANDARD_ERROR).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException e) {
      // Not Linux: whether standard output is one.
      return Help.Ansi.AUTO.enabled();
    }
  }

  /**
   * Draws the bar over itself and leaves nothing behind. The library's own consumer asks the
   * terminal for its width, which takes half a second, and leaves an empty line.
   */
  private static final class StandardError implements ProgressBarConsumer {
    private static final int WIDTH = 79;

    @Override
    public int getMaxRenderedLength() {
      return WIDTH;
    }

    @Override
    public void accept(String text) {
      System.err.print('\r' + text);
    }

    @Override
    public void clear() {
      System.err.print('\r' + " ".repeat(WIDTH) + '\r');
    }

    @Override
    public void close() {
      clear();
      System.err.flush();
    }
  }
}
