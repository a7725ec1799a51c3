package io.hillock.kernels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A function of tensors, defined once by an expression and run by every backend, fused into one
 * pass. A kernel without a row reduction is a <em>map</em> kernel and works on each element by
 * itself; one with a row reduction is a <em>row</em> kernel and works along an axis.
 *
 * <pre>{@code
 * Kernel softcap = Kernel.of("softcap", x -> tanh(x.div(30)).mul(30));
 * Kernel leaky = Activations.LEAKY_RELU.with("alpha", 0.2);
 * }</pre>
 *
 * <p>A kernel is immutable and may be used by many threads. Parameters are arguments of the
 * compiled code: changing one compiles nothing.
 */
public final class Kernel {
  private final Definition definition;
  private final double[] values;

  private Kernel(Definition definition, double[] values) {
    this.definition = definition;
    this.values = values;
  }

  /** Creates a kernel of one input; its derivative is found symbolically. */
  public static Kernel of(String name, UnaryOperator<Expr> forward) {
    Objects.requireNonNull(forward, "forward");
    return define(name).forward(forward).build();
  }

  /** Creates a kernel of two inputs; its derivatives are found symbolically. */
  public static Kernel of(String name, BinaryOperator<Expr> forward) {
    Objects.requireNonNull(forward, "forward");
    return define(name)
        .inputs("a", "b")
        .define(in -> forward.apply(in.input("a"), in.input("b")))
        .build();
  }

  /** Begins the definition of a kernel. */
  public static Builder define(String name) {
    return new Builder(Objects.requireNonNull(name, "name"));
  }

  /** Returns the name, in kebab-case for those of the catalogue. */
  public String name() {
    return definition.name;
  }

  /** Returns the names of the inputs, in order. */
  public List<String> inputs() {
    return definition.inputs;
  }

  /** Returns what an input holds: real numbers, integers or truth values. */
  public Expr.Type inputType(int input) {
    return definition.types.get(definition.checkedInput(input));
  }

  /** Returns the indices of the inputs of real numbers, which there are gradients by, in order. */
  public List<Integer> realInputs() {
    return definition.realInputs();
  }

  /** Returns the parameters, in order. */
  public List<Parameter> parameters() {
    return definition.parameters;
  }

  /** Returns what the catalogue says of the kernel. */
  public Documentation documentation() {
    return definition.documentation;
  }

  /** Returns the names of the outputs, in order; most kernels have one. */
  public List<String> outputs() {
    return definition.outputs;
  }

  /** Returns the expression that defines the first output, for most kernels the only one. */
  public Expr expression() {
    return definition.roots.get(0);
  }

  /** Returns the expressions the outputs are defined by, in order. */
  public List<Expr> expressions() {
    return definition.roots;
  }

  /** Returns whether the kernel works along a row. */
  public boolean isRow() {
    return program().isRow();
  }

  /** Returns the value of a parameter. */
  public double parameter(String name) {
    Objects.requireNonNull(name, "name");
    return values[Parameter.indexOf(name(), parameters(), name)];
  }

  /** Returns the values of the parameters, in order; a program of float32 rounds them to that. */
  public double[] parameterValues() {
    return values.clone();
  }

  /**
   * Returns this kernel with another value of a parameter.
   *
   * @throws IllegalArgumentException if there is no such parameter or the value is out of its range
   */
  public Kernel with(String parameter, double value) {
    Objects.requireNonNull(parameter, "parameter");
    int index = Parameter.indexOf(name(), parameters(), parameter);
    double[] changed = values.clone();
    changed[index] = parameters().get(index).checked(name(), value);
    return new Kernel(definition, changed);
  }

  /** Returns the program for float32, the same object each time. */
  public Program program() {
    return program(DataType.FLOAT32);
  }

  /** Returns the program for elements of a data type, the same object each time. */
  public Program program(DataType type) {
    return definition.program(Objects.requireNonNull(type, "type"));
  }

  /**
   * Returns the kernel of the derivative by the first input.
   *
   * @throws IllegalArgumentException for a row kernel, whose derivative is a matrix for each row
   */
  public Kernel derivative() {
    return derivative(0);
  }

  /**
   * Returns the kernel of the partial derivative by an input.
   *
   * @throws IllegalArgumentException for a row kernel, whose derivative is a matrix for each row
   */
  public Kernel derivative(int input) {
    if (isRow()) {
      throw new IllegalArgumentException(
          name() + " works along a row, so its derivative is a matrix; ask for its backward");
    }
    return new Kernel(definition.derivative(input), values);
  }

  /** Returns the kernel of the gradient by the first input: see {@link #backward(int)}. */
  public Kernel backward() {
    return backward(0);
  }

  /**
   * Returns the kernel of the gradient by an input of real numbers: the upstream gradient times the
   * derivative, for a row kernel the product with the Jacobian. Its inputs are this kernel's and
   * then the upstream gradient, named {@code upstream}.
   */
  public Kernel backward(int input) {
    return new Kernel(definition.backward(input), values);
  }

  /** Returns the kernel of one of several outputs. */
  public Kernel output(int output) {
    return new Kernel(definition.output(output), values);
  }

  /**
   * Returns the kernel of the gradients by all inputs of real numbers, one output for each: what
   * {@link #backward(int)} gives, in one pass over the inputs.
   */
  public Kernel gradients() {
    return new Kernel(definition.gradients(), values);
  }

  /**
   * Returns the kernel of the derivative as symbolic differentiation of the expression finds it,
   * even where one is written: the check of the written one.
   */
  public Kernel symbolicDerivative(int input) {
    return new Kernel(definition.symbolicDerivative(input), values);
  }

  /** Returns the kernel of the gradient as symbolic differentiation finds it. */
  public Kernel symbolicBackward(int input) {
    return new Kernel(definition.symbolicBackward(input), values);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(name());
    for (int i = 0; i < values.length; i++) {
      text.append(i == 0 ? "(" : ", ").append(parameters().get(i).name()).append('=');
      text.append(values[i]);
    }
    return values.length == 0 ? text.toString() : text.append(')').toString();
  }

  /** What a kernel is apart from the values of its parameters. */
  private static final class Definition {
    private final String name;
    private final List<String> inputs;
    private final List<Expr.Type> types;
    private final List<Integer> realInputs;
    private final List<Parameter> parameters;
    private final Documentation documentation;
    private final List<String> outputs;
    private final List<Expr> roots;
    private final Map<Integer, Expr> derivatives;
    private final Map<Integer, Expr> backwards;
    private final Map<String, Definition> derived = new HashMap<>();
    private final Map<DataType, Program> programs = new ConcurrentHashMap<>();

    Definition(
        String name,
        List<String> inputs,
        List<Expr.Type> types,
        List<Parameter> parameters,
        Documentation documentation,
        List<String> outputs,
        List<Expr> roots,
        Map<Integer, Expr> derivatives,
        Map<Integer, Expr> backwards) {
      this.name = name;
      this.inputs = List.copyOf(inputs);
      this.types = List.copyOf(types);
      this.realInputs =
          IntStream.range(0, types.size())
              .filter(input -> types.get(input) == Expr.Type.REAL)
              .boxed()
              .toList();
      this.parameters = List.copyOf(parameters);
      this.documentation = documentation;
      this.outputs = List.copyOf(outputs);
      this.roots = List.copyOf(roots);
      this.derivatives = Map.copyOf(derivatives);
      this.backwards = Map.copyOf(backwards);
    }

    Program program(DataType type) {
      Program known = programs.get(type);
      return known != null
          ? known
          : programs.computeIfAbsent(
              type, key -> Lowering.lower(name, types, parameters.size(), key, roots));
    }

    Definition output(int output) {
      return outputs.size() == 1 && output == 0
          ? this
          : derived(name + " " + outputs.get(output), inputs, roots.get(output));
    }

    Definition gradients() {
      List<String> names = new ArrayList<>();
      List<Expr> gradients = new ArrayList<>();
      for (int input : realInputs()) {
        names.add("gradient by " + inputs.get(input));
        gradients.add(backward(input).roots.get(0));
      }
      return derived(name + " gradients", withUpstream(), names, gradients);
    }

    Definition derivative(int input) {
      if (roots.size() > 1) {
        throw new IllegalArgumentException(
            name
                + " has the outputs "
                + outputs
                + ", each with a derivative; ask for its backward");
      }
      Expr written = derivatives.get(realInput(input));
      return written == null
          ? symbolicDerivative(input)
          : derived(suffix("derivative", input), inputs, written);
    }

    Definition symbolicDerivative(int input) {
      Expr expr = Differentiation.gradient(roots, realInput(input), List.of(Expr.constant(1)));
      return derived(suffix("symbolic-derivative", input), inputs, expr);
    }

    Definition backward(int input) {
      Expr written = backwards.get(realInput(input));
      Expr slope = derivatives.get(input);
      if (written == null && slope == null) {
        return symbolicBackward(input);
      }
      Expr expr = written != null ? written : new Expr.Input(inputs.size()).mul(slope);
      return derived(suffix("backward", input), withUpstream(), expr);
    }

    Definition symbolicBackward(int input) {
      List<Expr> upstream = new ArrayList<>();
      for (int output = 0; output < outputs.size(); output++) {
        upstream.add(new Expr.Input(inputs.size() + output));
      }
      Expr expr = Differentiation.gradient(roots, realInput(input), upstream);
      return derived(suffix("symbolic-backward", input), withUpstream(), expr);
    }

    private List<String> withUpstream() {
      List<String> result = new ArrayList<>(inputs);
      for (String output : outputs) {
        result.add(outputs.size() == 1 ? "upstream" : "upstream " + output);
      }
      return result;
    }

    private String suffix(String kind, int input) {
      return name + " " + kind + (inputs.size() > 1 ? " by " + inputs.get(input) : "");
    }

    private int checkedInput(int input) {
      if (input < 0 || input >= inputs.size()) {
        throw new IllegalArgumentException(
            name + " has inputs " + inputs + ", from 0 on; there is none with index " + input);
      }
      return input;
    }

    List<Integer> realInputs() {
      return realInputs;
    }

    private int realInput(int input) {
      if (types.get(checkedInput(input)) != Expr.Type.REAL) {
        throw new IllegalArgumentException(
            "input '"
                + inputs.get(input)
                + "' of "
                + name
                + " is of type "
                + types.get(input)
                + ": there is no derivative by it, only by real numbers");
      }
      return input;
    }

    private Definition derived(String derivedName, List<String> in, Expr expr) {
      return derived(derivedName, in, List.of("y"), List.of(expr));
    }

    /** Returns the types with as many real inputs behind them, upstream gradients, as there are. */
    private static List<Expr.Type> withReals(List<Expr.Type> types, int count) {
      List<Expr.Type> result = new ArrayList<>(types);
      result.addAll(Collections.nCopies(count - types.size(), Expr.Type.REAL));
      return result;
    }

    private synchronized Definition derived(
        String derivedName, List<String> in, List<String> out, List<Expr> exprs) {
      return derived.computeIfAbsent(
          derivedName,
          key ->
              new Definition(
                  key,
                  in,
                  withReals(types, in.size()),
                  parameters,
                  documentation,
                  out,
                  exprs,
                  Map.of(),
                  Map.of()));
    }
  }

  /** Builds a kernel; see {@link Activations} for many examples. */
  public static final class Builder {
    private final String name;
    private List<String> inputs = List.of("x");
    private final Map<String, Expr.Type> types = new HashMap<>();
    private final List<Parameter> parameters = new ArrayList<>();
    private String formula = "";
    private String range = "";
    private String atKinks = "";
    private double maxUlpForward = Double.NaN;
    private double maxUlpDerivative = Double.NaN;
    private boolean ofRow;
    private final Map<String, Function<Arguments, Expr>> outputs = new LinkedHashMap<>();
    private final Map<Integer, Function<Arguments, Expr>> derivatives = new HashMap<>();
    private final Map<Integer, Function<Arguments, Expr>> backwards = new HashMap<>();

    private Builder(String name) {
      if (name.isBlank()) {
        throw new IllegalArgumentException("a kernel needs a name");
      }
      this.name = name;
    }

    /** Names the inputs; without this there is one, {@code x}. */
    public Builder inputs(String... names) {
      inputs = List.of(names);
      return this;
    }

    /**
     * Says that an input holds integers, as class indices are: a tensor of {@link DataType#INT32}.
     */
    public Builder integerInput(String input) {
      types.put(input, Expr.Type.INTEGER);
      return this;
    }

    /** Says that an input holds truth values, as masks do: a tensor of {@link DataType#BOOL}. */
    public Builder booleanInput(String input) {
      types.put(input, Expr.Type.BOOLEAN);
      return this;
    }

    /** Adds a parameter that may be any finite float32. */
    public Builder parameter(String parameter, double defaultValue) {
      return parameter(parameter, defaultValue, -Float.MAX_VALUE, Float.MAX_VALUE);
    }

    /** Adds a parameter that must be greater than 0 and finite. */
    public Builder positiveParameter(String parameter, double defaultValue) {
      return parameter(parameter, defaultValue, Float.MIN_NORMAL, Float.MAX_VALUE);
    }

    /** Adds a parameter with a range. */
    public Builder parameter(String parameter, double defaultValue, double least, double greatest) {
      parameters.add(new Parameter(parameter, defaultValue, least, greatest, Expr.Type.REAL));
      return this;
    }

    /** Adds a parameter that is an integer from 0 to 2^32 - 1, as the seed of random numbers is. */
    public Builder integerParameter(String parameter, long defaultValue) {
      return integerParameter(parameter, defaultValue, 0, Parameter.GREATEST_INTEGER);
    }

    /** Adds a parameter that is an integer in a range. */
    public Builder integerParameter(
        String parameter, long defaultValue, long least, long greatest) {
      parameters.add(new Parameter(parameter, defaultValue, least, greatest, Expr.Type.INTEGER));
      return this;
    }

    /** Says the formula as people write it. */
    public Builder formula(String text) {
      formula = text;
      return this;
    }

    /** Says the range of the values. */
    public Builder range(String text) {
      range = text;
      return this;
    }

    /** Says the derivative's value at kinks and other conventions. */
    public Builder atKinks(String text) {
      atKinks = text;
      return this;
    }

    /**
     * States the greatest error in units in the last place that is proved for the default
     * parameters.
     */
    public Builder maxUlp(double ofForward, double ofDerivative) {
      maxUlpForward = ofForward;
      maxUlpDerivative = ofDerivative;
      return this;
    }

    /**
     * States the same of a row kernel whose terms cancel: in units in the last place of the row's
     * largest result or input, leaving out the first input where the row has more than one result.
     */
    public Builder maxUlpOfRow(double ofForward) {
      maxUlpForward = ofForward;
      ofRow = true;
      return this;
    }

    /** Defines the function of the only input. */
    public Builder forward(UnaryOperator<Expr> definition) {
      return define(in -> definition.apply(in.x()));
    }

    /** Defines the function of the inputs and parameters. */
    public Builder define(Function<Arguments, Expr> definition) {
      return output("y", definition);
    }

    /** Defines one of several outputs, which are computed in one pass, in the order given. */
    public Builder output(String output, Function<Arguments, Expr> definition) {
      outputs.put(output, definition);
      return this;
    }

    /** Writes the derivative by the first input, from the inputs and parameters. */
    public Builder derivative(Function<Arguments, Expr> definition) {
      return derivative(0, definition);
    }

    /** Writes the partial derivative by an input. */
    public Builder derivative(int input, Function<Arguments, Expr> definition) {
      derivatives.put(input, definition);
      return this;
    }

    /** Writes the gradient of a row kernel by its first input. */
    public Builder backward(Function<Arguments, Expr> definition) {
      return backward(0, definition);
    }

    /** Writes the gradient of a row kernel by an input. */
    public Builder backward(int input, Function<Arguments, Expr> definition) {
      backwards.put(input, definition);
      return this;
    }

    /** Returns the kernel. */
    public Kernel build() {
      if (outputs.isEmpty()) {
        throw new IllegalArgumentException("kernel '" + name + "' has no definition");
      }
      if (!inputs.containsAll(types.keySet())) {
        throw new IllegalArgumentException(
            "kernel '" + name + "' has inputs " + inputs + ", but types for " + types.keySet());
      }
      List<Expr.Type> inputTypes =
          inputs.stream().map(input -> types.getOrDefault(input, Expr.Type.REAL)).toList();
      Arguments arguments = new Arguments(name, inputs, inputTypes, parameters);
      Map<Integer, Expr> slopes = new HashMap<>();
      derivatives.forEach((input, d) -> slopes.put(input, real(d.apply(arguments))));
      Map<Integer, Expr> gradients = new HashMap<>();
      backwards.forEach((input, d) -> gradients.put(input, real(d.apply(arguments))));
      Definition definition =
          new Definition(
              name,
              inputs,
              inputTypes,
              parameters,
              new Documentation(formula, range, atKinks, maxUlpForward, maxUlpDerivative, ofRow),
              List.copyOf(outputs.keySet()),
              outputs.values().stream().map(output -> real(output.apply(arguments))).toList(),
              slopes,
              gradients);
      double[] defaults = parameters.stream().mapToDouble(Parameter::defaultValue).toArray();
      return new Kernel(definition, Arrays.copyOf(defaults, defaults.length));
    }

    private Expr real(Expr expr) {
      if (expr.type() != Expr.Type.REAL) {
        throw new IllegalArgumentException(
            "kernel '" + name + "' must be a real number, but is of type " + expr.type());
      }
      return expr;
    }
  }
}
