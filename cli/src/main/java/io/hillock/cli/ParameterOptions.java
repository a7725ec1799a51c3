package io.hillock.cli;

import io.hillock.kernels.Kernel;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --param NAME=VALUE}. */
final class ParameterOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--param",
      paramLabel = "NAME=VALUE",
      description = "A parameter of the function, such as alpha=0.2; repeatable.")
  private Map<String, Double> values = new LinkedHashMap<>();

  /** Returns the function with its parameters set. */
  Kernel set(Kernel function) {
    Kernel result = function;
    for (Map.Entry<String, Double> entry : values.entrySet()) {
      try {
        result = result.with(entry.getKey(), entry.getValue());
      } catch (IllegalArgumentException e) {
        throw new ParameterException(spec.commandLine(), "--param: " + e.getMessage(), e);
      }
    }
    return result;
  }
}
