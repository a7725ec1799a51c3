package io.hillock.cli;

import io.hillock.kernels.Activations;
import io.hillock.kernels.Nearest;
import io.hillock.tensor.BackendUnavailableException;
import io.hillock.tensor.HillockException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns exceptions into one line on standard error and an exit code. */
final class Failures {
  private Failures() {}

  /** Whether {@code --verbose} is among the arguments or HILLOCK_DEBUG is set. */
  static boolean isVerbose(List<String> args) {
    int end = args.indexOf("--");
    String debug = System.getenv("HILLOCK_DEBUG");
    boolean asked = (end < 0 ? args : args.subList(0, end)).contains("--verbose");
    return asked || (debug != null && !debug.isBlank() && !debug.equals("0"));
  }

  /** Answers an argument that was not understood. */
  static int handleArguments(ParameterException e, String[] args) {
    CommandLine line = e.getCommandLine();
    String name = line.getCommandSpec().qualifiedName();
    String message = argumentMessage(e);
    String help = message.endsWith(")") ? "" : " (see '" + name + " --help')";
    line.getErr().println(name + ": " + message + help);
    if (isVerbose(Arrays.asList(args))) {
      e.printStackTrace(line.getErr());
    }
    return ExitCode.USAGE;
  }

  private static String argumentMessage(ParameterException e) {
    // Of several faults the first to name is what nothing is known of: a mistyped option makes the
    // right one missing.
    List<String> unmatched = e.getCommandLine().getUnmatchedArguments();
    boolean isUnmatched =
        e instanceof UnmatchedArgumentException || e instanceof MissingParameterException;
    return isUnmatched && !unmatched.isEmpty()
        ? unknown(e.getCommandLine().getCommandSpec(), unmatched.get(0))
        : oneLine(e.getMessage());
  }

  private static String unknown(CommandSpec command, String argument) {
    boolean option = argument.startsWith("-");
    if (!option && command.subcommands().isEmpty()) {
      // Of a list of functions picocli leaves over what is none.
      if (command.positionalParameters().stream()
          .anyMatch(p -> p.paramLabel().contains("FUNCTION"))) {
        try {
          Activations.named(argument);
        } catch (NoSuchElementException e) {
          return e.getMessage() + " (see 'hillock activations')";
        }
      }
      return "there is one argument too many: '" + argument + "'";
    }
    String typed = option ? argument.replaceFirst("=.*", "") : argument;
    List<String> names =
        option ? optionNames(command) : List.copyOf(command.subcommands().keySet());
    return "there is no "
        + (option ? "option '" : "command '")
        + typed
        + "'; "
        + Nearest.to(typed, names)
            .map(name -> "did you mean '" + name + "'?")
            .orElse("it may be " + String.join(", ", names));
  }

  /** The long names, in the order of the help. */
  private static List<String> optionNames(CommandSpec command) {
    return command.options().stream()
        .sorted(Comparator.comparingInt(OptionSpec::order))
        .map(OptionSpec::longestName)
        .toList();
  }

  /** Answers an exception that ended a command. */
  static int handleExecution(Exception e, CommandLine line, ParseResult result) {
    return report(
        line.getErr(), line.getCommandSpec().qualifiedName(), e, isVerbose(result.originalArgs()));
  }

  /** Prints what went wrong and returns the exit code for it. */
  static int report(PrintWriter err, String command, Throwable e, boolean verbose) {
    err.println(command + ": " + describe(e));
    if (verbose) {
      e.printStackTrace(err);
    }
    return e instanceof BackendUnavailableException ? ExitCode.UNAVAILABLE : ExitCode.FAILED;
  }

  /** Says in one line what went wrong. */
  static String describe(Throwable e) {
    if (e instanceof NoSuchFileException f) {
      return "there is no file " + f.getFile();
    }
    if (e instanceof AccessDeniedException f) {
      return "no permission for " + f.getFile();
    }
    if (e instanceof FileSystemException f) {
      return f.getFile() + ": " + (f.getReason() == null ? "cannot be used" : f.getReason());
    }
    if (e instanceof UncheckedIOException unchecked) {
      return describe(unchecked.getCause());
    }
    if (e instanceof OutOfMemoryError) {
      return "out of memory; HILLOCK_JAVA_OPTS=-Xmx8g gives Java 8 GiB";
    }
    if (e instanceof HillockException || e instanceof IOException) {
      return firstLine(e);
    }
    return "failed unexpectedly ("
        + e.getClass().getSimpleName()
        + "): "
        + firstLine(e)
        + "; --verbose shows where";
  }

  private static String firstLine(Throwable e) {
    String message = e.getMessage();
    return message == null || message.isBlank()
        ? e.getClass().getSimpleName()
        : message.strip().lines().findFirst().orElseThrow();
  }

  /** Joins the lines of a message of picocli's and begins it with the argument. */
  private static String oneLine(String message) {
    String joined =
        String.join(" ", message.strip().lines().map(String::strip).toList())
            .replaceFirst("^Error: ", "")
            .replaceFirst(
                "^Invalid value for positional parameter at index \\S+ \\((.+?)\\): ", "$1: ")
            .replaceFirst("^Invalid value for option '(\\S+)'( \\(.+?\\))?: ", "$1: ")
            .replaceFirst(" \\(case-sensitive\\) but was '?(.+?)'?$", ", not '$1'")
            .replaceFirst(" but was (\\S+)$", ", not '$1'")
            .replaceFirst("' is not a float$", "' is not a number")
            .replaceFirst("' is not an? (int|long)$", "' is not a whole number");
    boolean sentence =
        joined.length() > 1
            && Character.isUpperCase(joined.charAt(0))
            && Character.isLowerCase(joined.charAt(1));
    return sentence ? Character.toLowerCase(joined.charAt(0)) + joined.substring(1) : joined;
  }
}
