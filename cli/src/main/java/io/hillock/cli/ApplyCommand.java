package io.hillock.cli;

import io.hillock.image.npy.NpyException;
import io.hillock.image.npy.NpyReader;
import io.hillock.image.npy.NpyType;
import io.hillock.image.npy.NpyWriter;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Kernel;
import io.hillock.tensor.Engine;
import io.hillock.tensor.Shape;
import io.hillock.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hillock apply}. */
@Command(
    name = "apply",
    customSynopsis = "hillock apply FUNCTION --input X.npy --output Y.npy [OPTION]...",
    description = {
      "Applies a function to an array.",
      "Arrays are NumPy .npy files in C order, of any shape and of type <f2, <f4, <f8 or |u1, or"
          + " bfloat16 stored as <u2 with --data-type bfloat16. What is computed has the input's"
          + " type, float32 for |u1, or that of --data-type; the output has the input's shape and"
          + " type: for |u1 it is rounded and cut to 0 to 255.",
      "Functions of several arrays take several --input; smaller ones are stretched by NumPy's rule,"
          + " where the axes along which they vary are next to each other."
          + " With --split they take one, in equal parts, as gated units do.",
    },
    footer = {
      "",
      "Examples:",
      "  hillock apply gelu --input x.npy --output y.npy",
      "  hillock apply elu --param alpha=0.5 --input x.npy --output y.npy",
      "  hillock apply prelu --input x.npy --input slope.npy --output y.npy",
      "  hillock apply softmax --axis 0 --input x.npy --output y.npy",
      "  hillock apply swiglu --split -1 --input x.npy --output y.npy",
      "  hillock apply tanh --data-type bfloat16 --input x.npy --output y.npy",
      "  hillock apply softmax --backward dy.npy --input x.npy --output dx.npy"
    })
final class ApplyCommand extends BaseCommand {
  @Parameters(
      paramLabel = "FUNCTION",
      converter = FunctionNames.class,
      completionCandidates = FunctionNames.class,
      description = "The function ('hillock activations').")
  private Kernel function;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "X.npy",
      description = "The array; repeatable, in order, for functions of several.")
  private List<Path> inputs;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "Y.npy",
      description = "Where the result goes.")
  private Path output;

  @Option(names = "--force", description = "Replace an output that exists.")
  private boolean force;

  @Mixin private ParameterOptions parameters;

  @ArgGroup private Kind kind = new Kind();

  static final class Kind {
    @Option(names = "--derivative", description = "Its derivative by the first input instead.")
    private boolean derivative;

    @Option(
        names = "--backward",
        paramLabel = "DY.npy",
        description =
            "The gradient by the first input instead: this upstream gradient times the"
                + " derivative; along a row, times the Jacobian.")
    private Path upstream;
  }

  @Option(
      names = "--axis",
      paramLabel = "N",
      defaultValue = "-1",
      description =
          "The axis along which the rows of functions like softmax lie, and along which the outputs"
              + " of functions like crelu stand side by side; -1 is the last. Default: -1.")
  private int axis;

  @Option(
      names = "--split",
      paramLabel = "N",
      description =
          "Split the only array along this axis in as many equal parts as the function takes arrays:"
              + " the first part is the first array. With --backward the gradient is that by the"
              + " whole array.")
  private Integer split;

  @Mixin private DataTypeOption dataType;

  @Mixin private BackendOptions backend;

  @Override
  public Integer call() throws IOException {
    Kernel kernel = parameters.set(function);
    checkArguments(kernel);
    List<NpyReader> readers = new ArrayList<>();
    try {
      for (Path input : inputs) {
        readers.add(open(input));
      }
      if (kind.upstream != null) {
        readers.add(open(kind.upstream));
      }
      checkShapes(kernel, readers);
      DataType type = type(readers);
      try (Engine engine = backend.open();
          Tensor result = run(engine, type, kernel, readers)) {
        write(result, readers.get(0).header().type());
      }
    } finally {
      for (NpyReader reader : readers) {
        reader.close();
      }
    }
    return ExitCode.OK;
  }

  private void checkArguments(Kernel kernel) {
    int takes = kernel.inputs().size();
    if (split != null && takes == 1) {
      throw badArgument("--split: " + kernel.name() + " takes one array, which is not split");
    }
    int wanted = split == null ? takes : 1;
    if (inputs.size() != wanted) {
      String names = takes == 1 ? "" : " (" + String.join(", ", kernel.inputs()) + ")";
      throw badArgument(
          "--input: "
              + kernel.name()
              + (split == null ? " takes " : " with --split takes ")
              + (wanted == 1 ? "one array" : wanted + " arrays" + names)
              + ", but "
              + inputs.size()
              + (inputs.size() == 1 ? " was given" : " were given"));
    }
    if (kind.derivative) {
      requireDerivative(kernel);
    }
    requireNewFile("--output", output, force);
  }

  private NpyReader open(Path file) throws IOException {
    NpyReader reader = NpyReader.open(file);
    if (reader.header().type() == NpyType.BFLOAT16 && dataType.value() != DataType.BFLOAT16) {
      reader.close();
      throw new NpyException(
          file,
          "its elements are of type '<u2'; supported are <f2, <f4, <f8, |u1, and <u2 as bfloat16"
              + " with --data-type bfloat16");
    }
    return reader;
  }

  /** Returns the type that is computed in. */
  private DataType type(List<NpyReader> readers) {
    if (dataType.value() != null) {
      return dataType.value();
    }
    NpyType first = readers.get(0).header().type();
    for (NpyReader reader : readers) {
      NpyType other = reader.header().type();
      if (other.dataType() != first.dataType()) {
        throw badArgument(
            "--data-type: there are arrays of type "
                + first.descr()
                + " and "
                + other.descr()
                + "; say which type to compute in");
      }
    }
    return first.dataType();
  }

  /** Checks what the engine would find only after everything was read. */
  private void checkShapes(Kernel kernel, List<NpyReader> readers) {
    Shape result = shape(readers.get(0));
    for (int i = 1; i < inputs.size(); i++) {
      try {
        result = result.broadcast(shape(readers.get(i)));
      } catch (IllegalArgumentException e) {
        throw badArgument("--input", e);
      }
    }
    if (split != null) {
      try {
        result = result.part(split, kernel.inputs().size());
      } catch (IllegalArgumentException e) {
        throw badArgument("--split", e);
      }
    }
    // A single number is a row of one.
    if (result.rank() > 0 || axis < -1 || axis > 0 || isJoined(kernel)) {
      try {
        result.axis(axis);
      } catch (IllegalArgumentException e) {
        throw badArgument("--axis", e);
      }
    }
    if (kind.upstream == null) {
      return;
    }
    if (isJoined(kernel)) {
      result = result.times(axis, kernel.outputs().size());
    }
    Shape gradient = shape(readers.get(inputs.size()));
    if (!gradient.equals(result)) {
      throw badArgument(
          "--backward: the gradient has the shape of the result, "
              + result
              + ", but "
              + kind.upstream
              + " has "
              + gradient);
    }
  }

  private static Shape shape(NpyReader reader) {
    return reader.header().shape();
  }

  private Tensor run(Engine engine, DataType type, Kernel kernel, List<NpyReader> readers)
      throws IOException {
    List<Tensor> tensors = new ArrayList<>();
    try {
      for (NpyReader reader : readers) {
        Tensor tensor = engine.empty(type, shape(reader).toArray());
        tensors.add(tensor);
        TensorFiles.read(reader, tensor);
      }
      return compute(engine, kernel, tensors);
    } finally {
      tensors.forEach(Tensor::close);
    }
  }

  /** Several outputs are written side by side along the axis. */
  private static boolean isJoined(Kernel kernel) {
    return kernel.outputs().size() > 1;
  }

  private Tensor compute(Engine engine, Kernel kernel, List<Tensor> tensors) {
    Tensor[] x = tensors.subList(0, inputs.size()).toArray(Tensor[]::new);
    try {
      if (kind.upstream == null) {
        Kernel applied = kind.derivative ? kernel.derivative() : kernel;
        if (split != null) {
          return engine.applySplit(applied, x[0], split);
        }
        return isJoined(applied)
            ? engine.applyJoined(applied, x[0], axis)
            : engine.runAlong(axis, applied, x);
      }
      Tensor upstream = tensors.get(inputs.size());
      if (split != null) {
        return engine.gradientSplit(kernel, x[0], upstream, split);
      }
      if (isJoined(kernel)) {
        return engine.gradientJoined(kernel, x[0], upstream, axis);
      }
      return kernel.isRow()
          ? engine.backward(kernel, x[0], upstream, axis)
          : engine.gradient(kernel, 0, upstream, x);
    } catch (IllegalArgumentException e) {
      throw badArgument("--input", e);
    }
  }

  private void write(Tensor result, NpyType type) throws IOException {
    try (NpyWriter writer = NpyWriter.create(output, type, result.shape().toArray())) {
      TensorFiles.write(result, type, writer);
      writer.commit();
    }
  }
}
