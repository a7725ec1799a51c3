package io.hillock.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code hillock completion}. */
@Command(
    name = "completion",
    customSynopsis = "hillock completion",
    description = "Prints the completion script for bash and zsh.",
    footer = {"", "Example, for ~/.bashrc or ~/.zshrc:", "  source <(hillock completion)"})
final class CompletionCommand extends BaseCommand {
  @Override
  public Integer call() {
    CommandLine root = spec().commandLine().getParent();
    out().print(AutoComplete.bash(root.getCommandName(), root));
    out().println();
    return ExitCode.OK;
  }
}
