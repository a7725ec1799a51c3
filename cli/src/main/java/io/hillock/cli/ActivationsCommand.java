package io.hillock.cli;

import io.hillock.kernels.Activations;
import io.hillock.kernels.Kernel;
import io.hillock.kernels.Parameter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hillock activations}. */
@Command(
    name = "activations",
    customSynopsis = "hillock activations [--json]",
    description = {
      "Lists the functions.",
      "Name, formula, parameters with their defaults, range, and the greatest"
          + " error of the function and its derivative in units in the last place (ULP) of float32;"
          + " where the terms of a row cancel, of the row's largest number.",
    },
    footer = {"", "Example:", "  hillock activations --json"})
final class ActivationsCommand extends BaseCommand {
  @Option(names = "--json", description = "Print a JSON array.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (json) {
      List<Object> list = new ArrayList<>();
      for (Kernel kernel : Activations.all()) {
        list.add(object(kernel));
      }
      Json.print(out(), list);
      return ExitCode.OK;
    }
    Table table = new Table("NAME", "FORMULA", "PARAMETERS", "RANGE", ">ULP", ">ULP OF f'");
    for (Kernel kernel : Activations.all()) {
      table.add(
          kernel.name(),
          kernel.documentation().formula(),
          parameters(kernel),
          kernel.documentation().range(),
          ulp(kernel.documentation().maxUlpForward()),
          ulp(kernel.documentation().maxUlpDerivative()));
    }
    table.print(out());
    return ExitCode.OK;
  }

  private static Object object(Kernel kernel) {
    List<Object> parameters = new ArrayList<>();
    for (Parameter parameter : kernel.parameters()) {
      parameters.add(
          Json.object("name", parameter.name(), "default", number(parameter.defaultValue())));
    }
    return Json.object(
        "name", kernel.name(),
        "formula", kernel.documentation().formula(),
        "parameters", parameters,
        "inputs", kernel.inputs().size(),
        "rowWise", kernel.isRow(),
        "maxUlpForward", number(kernel.documentation().maxUlpForward()),
        "maxUlpDerivative", number(kernel.documentation().maxUlpDerivative()));
  }

  private static String parameters(Kernel kernel) {
    List<String> parts = new ArrayList<>();
    for (Parameter parameter : kernel.parameters()) {
      parts.add(parameter.name() + "=" + number(parameter.defaultValue()));
    }
    return parts.isEmpty() ? "-" : String.join(" ", parts);
  }

  private static String ulp(double value) {
    return Double.isNaN(value) ? "-" : number(value).toString();
  }

  /** Whole numbers without a fraction. */
  private static Number number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15 ? (Number) (long) value : value;
  }
}
