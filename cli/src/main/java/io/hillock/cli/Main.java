package io.hillock.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The {@code hillock} command. Exit codes are those of {@link ExitCode}. */
@Command(
    name = "hillock",
    customSynopsis = "hillock COMMAND [ARGUMENT]... [OPTION]...",
    description =
        "Activation functions, their derivatives and softmax: the same bits on every device.",
    subcommands = {
      ImageCommand.class,
      ApplyCommand.class,
      PlotCommand.class,
      ActivationsCommand.class,
      DevicesCommand.class,
      KernelCommand.class,
      CheckCommand.class,
      BenchCommand.class,
      CompletionCommand.class
    },
    footer = {
      "",
      "HILLOCK_BACKEND names the backend where --backend is not given; HILLOCK_DEBUG=1 is --verbose.",
      "",
      "Examples:",
      "  hillock image photos --function gelu --output out",
      "  hillock apply softmax --input x.npy --output y.npy --axis -1",
      "  hillock plot gelu relu --output chart.svg",
      "  hillock check gelu --backend cpu",
      "",
      "'hillock COMMAND --help' explains a command."
    })
public final class Main extends BaseCommand {
  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    if (Failures.isVerbose(Arrays.asList(args))) {
      // Read once, when the first logger is made: so it is set before there is one.
      System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "info");
    }
    // Pictures are files here, never windows.
    System.setProperty("java.awt.headless", "true");
    PrintWriter out = writer(System.out);
    PrintWriter err = writer(System.err);
    System.exit(written(out, err, run(out, err, args)));
  }

  /**
   * Runs the command.
   *
   * @param out where its result goes
   * @param err where messages go
   * @param args what was typed after the command's name
   * @return the exit code
   */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    try {
      return commandLine().setOut(out).setErr(err).execute(args);
    } catch (Error e) {
      return Failures.report(err, "hillock", e, Failures.isVerbose(Arrays.asList(args)));
    } finally {
      out.flush();
      err.flush();
    }
  }

  /** Returns the exit code, 1 where the result could not be written. */
  private static int written(PrintWriter out, PrintWriter err, int code) {
    if (!out.checkError() || code != ExitCode.OK) {
      return code;
    }
    err.println("hillock: standard output could not be written");
    return ExitCode.FAILED;
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main());
    line.setParameterExceptionHandler(Failures::handleArguments);
    line.setExecutionExceptionHandler(Failures::handleExecution);
    line.setUsageHelpAutoWidth(true);
    line.setAbbreviatedOptionsAllowed(false);
    return line;
  }

  @Override
  public Integer call() {
    throw new ParameterException(
        spec().commandLine(),
        "a command is missing; it may be " + String.join(", ", spec().subcommands().keySet()));
  }

  private static PrintWriter writer(PrintStream stream) {
    // A PrintStream keeps its errors to itself; the writer asks for them.
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true) {
      @Override
      public boolean checkError() {
        return super.checkError() || stream.checkError();
      }
    };
  }
}
