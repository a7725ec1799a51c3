package io.hillock.kernels;

import java.util.List;

/** What a definition is written in: the kernel's inputs and parameters as expressions. */
public final class Arguments {
  private final String kernel;
  private final List<String> inputs;
  private final List<Expr.Type> types;
  private final List<Parameter> parameters;

  Arguments(String kernel, List<String> inputs, List<Expr.Type> types, List<Parameter> parameters) {
    this.kernel = kernel;
    this.inputs = inputs;
    this.types = types;
    this.parameters = parameters;
  }

  /** Returns the first input. */
  public Expr x() {
    return new Expr.Input(0, types.get(0));
  }

  /** Returns the input with a name. */
  public Expr input(String name) {
    int index = inputs.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException(kernel + " has no input '" + name + "'; it has " + inputs);
    }
    return new Expr.Input(index, types.get(index));
  }

  /** Returns the gradient that comes from above, in the definition of a backward. */
  public Expr upstream() {
    return upstream(0);
  }

  /** Returns the gradient by one of several outputs, in the definition of a backward. */
  public Expr upstream(int output) {
    return new Expr.Input(inputs.size() + output);
  }

  /** Returns the parameter with a name. */
  public Expr parameter(String name) {
    int index = Parameter.indexOf(kernel, parameters, name);
    return new Expr.Parameter(index, parameters.get(index).type());
  }
}
