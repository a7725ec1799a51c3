package io.hillock.cli;

import io.hillock.image.npy.NpyException;
import io.hillock.image.npy.NpyReader;
import io.hillock.image.npy.NpyType;
import io.hillock.image.npy.NpyWriter;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Expr;
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
      "Functions of several arrays take several --input; smaller ones are stretched by NumPy's rule."
          + " Class indices and lengths are of type <i4, <i8 or |u1, masks of type |b1 or |u1: they"
          + " are stretched, too, so a target for each row has size 1 along the axis of the rows."
          + " With --split they take one, in equal parts, as gated units do.",
    },
    footer = {
      "",
      "Examples:",
      "  hillock apply gelu --input x.npy --output y.npy",
      "  hillock apply elu --param alpha=0.5 --input x.npy --output y.npy",
      "  hillock apply prelu --input x.npy --input slope.npy --output y.npy",
      "  hillock apply softmax --axis 0 --input x.npy --output y.npy",
      "  hillock apply layer-norm --axis 1,2 --input x.npy --output y.npy",
      "  hillock apply masked-softmax --input x.npy --input mask.npy --output y.npy",
      "  hillock apply cross-entropy --input x.npy --input t.npy --output loss.npy",
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
            "The gradient by the first input, or by that of --by, instead: this upstream gradient"
                + " times the derivative; along a row, times the Jacobian.")
    private Path upstream;
  }

  @Option(
      names = "--by",
      paramLabel = "NAME",
      description = "With --backward the input that the gradient is by, such as gain.")
  private String by;

  @Option(
      names = "--axis",
      paramLabel = "N",
      split = ",",
      defaultValue = "-1",
      description =
          "The axis along which the rows of functions like softmax lie, or several together (1,2),"
              + " and along which the outputs of functions like crelu stand side by side; -1 is the"
              + " last. Default: -1.")
  private int[] axes;

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
      for (int i = 0; i < inputs.size(); i++) {
        readers.add(open(inputs.get(i), kernel.inputs().get(i), kernel.inputType(i)));
      }
      if (kind.upstream != null) {
        readers.add(open(kind.upstream, "the gradient", Expr.Type.REAL));
      }
      checkShapes(kernel, readers);
      DataType type = type(kernel, readers);
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
    if (by != null) {
      if (kind.upstream == null) {
        throw badArgument("--by: it says which input the gradient of --backward is by");
      }
      List<String> real = kernel.realInputs().stream().map(kernel.inputs()::get).toList();
      if (!real.contains(by) || split != null || isJoined(kernel)) {
        throw badArgument(
            "--by: "
                + kernel.name()
                + (split == null && !isJoined(kernel)
                    ? " has gradients by " + String.join(", ", real) + ", not by '" + by + "'"
                    : " has its gradient by the whole array"));
      }
    }
    if (axes.length > 1 && isJoined(kernel)) {
      throw badArgument("--axis: the outputs of " + kernel.name() + " stand along one axis");
    }
    requireNewFile("--output", output, force);
  }

  private NpyReader open(Path file, String input, Expr.Type type) throws IOException {
    NpyReader reader = NpyReader.open(file);
    NpyType stored = reader.header().type();
    String wanted =
        switch (type) {
          case REAL -> stored.dataType().isReal() ? null : "real numbers: <f2, <f4, <f8 or |u1";
          case INTEGER ->
              stored.dataType() == DataType.INT32 || stored == NpyType.UINT8
                  ? null
                  : "integers: <i4, <i8 or |u1";
          case BOOLEAN ->
              stored == NpyType.BOOL || stored == NpyType.UINT8 ? null : "truth values: |b1 or |u1";
        };
    if (wanted != null) {
      reader.close();
      throw new NpyException(
          file,
          "its elements are of type '" + stored.descr() + "', but " + input + " takes " + wanted);
    }
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
  private DataType type(Kernel kernel, List<NpyReader> readers) {
    if (dataType.value() != null) {
      return dataType.value();
    }
    NpyType first = readers.get(0).header().type();
    for (int i = 0; i < readers.size(); i++) {
      NpyType other = readers.get(i).header().type();
      boolean real = i >= inputs.size() || kernel.inputType(i) == Expr.Type.REAL;
      if (real && other.dataType() != first.dataType()) {
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
    boolean reduces = kernel.program().reducesRow();
    Shape rows = result;
    for (int i = 0; i < axes.length; i++) {
      int axis = axes[i];
      if (result.rank() > 0 || axis < -1 || axis > 0 || isJoined(kernel)) {
        try {
          int along = result.axis(axis);
          for (int other = 0; other < i; other++) {
            if (result.axis(axes[other]) == along) {
              throw badArgument("--axis: axis " + axis + " of " + result + " is named twice");
            }
          }
          rows = rows.reduced(axis);
        } catch (IllegalArgumentException e) {
          throw badArgument("--axis", e);
        }
      }
    }
    if (kind.upstream == null) {
      return;
    }
    if (isJoined(kernel)) {
      result = result.times(axes[0], kernel.outputs().size());
    } else if (reduces && split == null) {
      result = rows;
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
      for (int i = 0; i < readers.size(); i++) {
        NpyReader reader = readers.get(i);
        DataType stored = i < inputs.size() ? kernel.program(type).inputType(i) : type;
        Tensor tensor = engine.empty(stored, shape(reader).toArray());
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
            ? engine.applyJoined(applied, x[0], axes[0])
            : engine.runAlong(axes, applied, x);
      }
      Tensor upstream = tensors.get(inputs.size());
      if (split != null) {
        return engine.gradientSplit(kernel, x[0], upstream, split);
      }
      if (isJoined(kernel)) {
        return engine.gradientJoined(kernel, x[0], upstream, axes[0]);
      }
      int input = by == null ? 0 : kernel.inputs().indexOf(by);
      return engine.gradientAlong(axes, kernel, input, upstream, x);
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
