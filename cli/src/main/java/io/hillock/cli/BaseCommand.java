package io.hillock.cli;

import io.hillock.kernels.Kernel;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all commands share: help, version, {@code --verbose}, and the look of their help. */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisHeading = "Usage: ",
    descriptionHeading = "%n",
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all done",
      "1:something failed; the rest was done",
      "2:the command was not understood, or an argument is out of range",
      "3:the backend or device asked for is not available"
    },
    usageHelpAutoWidth = true,
    sortOptions = false)
abstract class BaseCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--verbose",
      order = 100,
      description = "Say more on standard error; show where an error came from.")
  private boolean verbose;

  boolean verbose() {
    return verbose;
  }

  /** Where the result goes. */
  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** Where messages go. */
  PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** Returns what ends the command with {@link ExitCode#USAGE} and one line. */
  ParameterException badArgument(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** Returns the same with the message of an exception, behind the argument it is about. */
  ParameterException badArgument(String argument, RuntimeException cause) {
    return new ParameterException(spec.commandLine(), argument + ": " + cause.getMessage(), cause);
  }

  /** Refuses a file to write that cannot be one, or is there and not to be replaced. */
  void requireNewFile(String option, Path file, boolean force) {
    if (Files.isDirectory(file)) {
      throw badArgument(option + ": it may be a file, but " + file + " is a folder");
    }
    if (Files.exists(file) && !force) {
      throw badArgument(option + ": " + file + " exists; --force replaces it");
    }
    Path folder = file.toAbsolutePath().getParent();
    if (!Files.isDirectory(folder)) {
      throw badArgument(option + ": there is no folder " + folder + " to write in");
    }
  }

  /** Refuses to differentiate what has no single derivative for each element. */
  void requireDerivative(Kernel kernel) {
    if (kernel.isRow()) {
      throw badArgument(
          "--derivative: "
              + kernel.name()
              + " works along a row, so its derivative is a matrix; --backward gives its product"
              + " with a gradient");
    }
    if (kernel.outputs().size() > 1) {
      throw badArgument(
          "--derivative: "
              + kernel.name()
              + " has the outputs "
              + String.join(", ", kernel.outputs())
              + "; --backward gives the gradient by them all");
    }
  }

  /** This command as picocli knows it. */
  CommandSpec spec() {
    return spec;
  }
}
