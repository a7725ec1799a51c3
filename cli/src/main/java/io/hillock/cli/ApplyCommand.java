package io.hillock.cli;

import io.hillock.image.npy.NpyReader;
import io.hillock.image.npy.NpyType;
import io.hillock.image.npy.NpyWriter;
import io.hillock.kernels.Kernel;
import io.hillock.tensor.Engine;
import io.hillock.tensor.Shape;
import io.hillock.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
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
      "Arrays are NumPy .npy files in C order, of type float32, of any shape. The output has the"
          + " input's shape and type. Functions of several arrays take several --input; smaller ones"
          + " are stretched by NumPy's rule.",
    },
    footer = {
      "",
      "Examples:",
      "  hillock apply gelu --input x.npy --output y.npy",
      "  hillock apply elu --param alpha=0.5 --input x.npy --output y.npy",
      "  hillock apply prelu --input x.npy --input slope.npy --output y.npy",
      "  hillock apply softmax --axis 0 --input x.npy --output y.npy",
      "  hillock apply softmax --backward dy.npy --input x.npy --output dx.npy"
    })
final class ApplyCommand extends BaseCommand {
  /** Elements that are read or written together: 16 MiB. */
  private static final int PART = 1 << 22;

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
          "The axis along which the rows of functions like softmax lie; -1 is the last. Default:"
              + " -1.")
  private int axis;

  @Mixin private DataTypeOption dataType;

  @Mixin private BackendOptions backend;

  @Override
  public Integer call() throws IOException {
    Kernel kernel = parameters.set(function);
    checkArguments(kernel);
    List<NpyReader> readers = new ArrayList<>();
    try {
      for (Path input : inputs) {
        readers.add(open("--input", input));
      }
      if (kind.upstream != null) {
        readers.add(open("--backward", kind.upstream));
      }
      checkShapes(kernel, readers);
      try (Engine engine = backend.open();
          Tensor result = run(engine, kernel, readers)) {
        write(result);
      }
    } finally {
      for (NpyReader reader : readers) {
        reader.close();
      }
    }
    return ExitCode.OK;
  }

  private void checkArguments(Kernel kernel) {
    int wanted = kernel.inputs().size();
    if (inputs.size() != wanted) {
      throw badArgument(
          "--input: "
              + kernel.name()
              + (wanted == 1
                  ? " takes one array"
                  : " takes " + wanted + " arrays (" + String.join(", ", kernel.inputs()) + ")")
              + ", but "
              + inputs.size()
              + (inputs.size() == 1 ? " was given" : " were given"));
    }
    if (kind.derivative && kernel.isRow()) {
      throw noRowDerivative(kernel);
    }
    if (Files.isDirectory(output)) {
      throw badArgument("--output: it may be a file, but " + output + " is a folder");
    }
    if (Files.exists(output) && !force) {
      throw badArgument("--output: " + output + " exists; --force replaces it");
    }
    Path folder = output.toAbsolutePath().getParent();
    if (!Files.isDirectory(folder)) {
      throw badArgument("--output: there is no folder " + folder + " to write in");
    }
  }

  private NpyReader open(String option, Path file) throws IOException {
    NpyReader reader = NpyReader.open(file);
    NpyType type = reader.header().type();
    if (type != type()) {
      reader.close();
      throw badArgument(
          option
              + ": the elements of "
              + file
              + " may be "
              + type().descr()
              + " (float32), not "
              + type.descr()
              + "; convert them with x.astype('float32')");
    }
    return reader;
  }

  private NpyType type() {
    return NpyType.valueOf(dataType.value().name());
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
    if (kernel.isRow() && result.rank() > 0) {
      try {
        result.axis(axis);
      } catch (IllegalArgumentException e) {
        throw badArgument("--axis", e);
      }
    }
    if (kind.upstream == null) {
      return;
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

  private Tensor run(Engine engine, Kernel kernel, List<NpyReader> readers) throws IOException {
    List<Tensor> tensors = new ArrayList<>();
    try {
      for (NpyReader reader : readers) {
        Tensor tensor = engine.empty(shape(reader).toArray());
        tensors.add(tensor);
        read(reader, tensor);
      }
      return compute(engine, kernel, tensors);
    } finally {
      tensors.forEach(Tensor::close);
    }
  }

  private Tensor compute(Engine engine, Kernel kernel, List<Tensor> tensors) {
    Tensor[] x = tensors.subList(0, inputs.size()).toArray(Tensor[]::new);
    try {
      if (kind.derivative) {
        return engine.run(kernel.derivative(), x);
      }
      if (kind.upstream == null) {
        return engine.runAlong(axis, kernel, x);
      }
      Tensor upstream = tensors.get(inputs.size());
      return kernel.isRow()
          ? engine.backward(kernel, x[0], upstream, axis)
          : engine.gradient(kernel, 0, upstream, x);
    } catch (IllegalArgumentException e) {
      throw badArgument("--input", e);
    }
  }

  private static void read(NpyReader reader, Tensor into) throws IOException {
    float[] part = new float[(int) Math.min(PART, reader.remaining())];
    for (long at = 0; reader.remaining() > 0; ) {
      int count = (int) Math.min(part.length, reader.remaining());
      reader.read(part, 0, count);
      into.copyFrom(part, 0, at, count);
      at += count;
    }
  }

  private void write(Tensor result) throws IOException {
    long total = result.shape().count();
    float[] part = new float[(int) Math.min(PART, total)];
    try (NpyWriter writer = NpyWriter.create(output, type(), result.shape().toArray())) {
      for (long at = 0; at < total; at += part.length) {
        int count = (int) Math.min(part.length, total - at);
        result.copyTo(at, part, 0, count);
        writer.write(part, 0, count);
      }
      writer.commit();
    }
  }
}
