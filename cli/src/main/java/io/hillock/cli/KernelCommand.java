package io.hillock.cli;

import io.hillock.kernels.DataType;
import io.hillock.kernels.Kernel;
import io.hillock.tensor.BackendUnavailableException;
import io.hillock.tensor.Backends;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hillock kernel}. */
@Command(
    name = "kernel",
    customSynopsis = "hillock kernel FUNCTION --target LANGUAGE [OPTION]...",
    description = {
      "Prints the source that a backend runs for a function.",
      "It is what the backend compiles, and needs no device. Parameters are arguments of the"
          + " compiled code: their values do not change it.",
    },
    footer = {"", "Example:", "  hillock kernel gelu --target opencl --derivative"})
final class KernelCommand extends BaseCommand {
  /** The languages that kernels are rendered in. */
  enum Target {
    JAVA("cpu"),
    OPENCL("opencl"),
    PTX("cuda");

    private final String backend;

    Target(String backend) {
      this.backend = backend;
    }

    static final class Names extends EnumNames<Target> {
      Names() {
        super(values());
      }
    }
  }

  @Parameters(
      paramLabel = "FUNCTION",
      converter = FunctionNames.class,
      completionCandidates = FunctionNames.class,
      description = "The function ('hillock activations').")
  private Kernel function;

  @Option(
      names = "--target",
      required = true,
      paramLabel = "LANGUAGE",
      converter = Target.Names.class,
      completionCandidates = Target.Names.class,
      description = "${COMPLETION-CANDIDATES}: what the cpu, opencl and cuda backends run.")
  private Target target;

  @ArgGroup private Kind kind = new Kind();

  static final class Kind {
    @Option(names = "--derivative", description = "The derivative.")
    private boolean derivative;

    @Option(
        names = "--backward",
        description = "The upstream gradient times the derivative or, along a row, the Jacobian.")
    private boolean backward;
  }

  @Mixin private DataTypeOption dataType;

  @Mixin private ParameterOptions parameters;

  @Override
  public Integer call() {
    Kernel kernel = parameters.set(function);
    if (kind.derivative) {
      requireDerivative(kernel);
      kernel = kernel.derivative();
    } else if (kind.backward) {
      kernel = kernel.backward();
    }
    DataType type = dataType.value() == null ? DataType.FLOAT32 : dataType.value();
    try {
      out().println(Backends.source(target.backend, kernel.program(type)).stripTrailing());
    } catch (BackendUnavailableException e) {
      throw BackendOptions.explained(target.backend, e);
    }
    return ExitCode.OK;
  }
}
