package io.hillock.cli;

import io.hillock.image.ActivationOptions;
import io.hillock.image.Picture;
import io.hillock.image.PictureReader;
import io.hillock.image.figure.Drawing;
import io.hillock.image.figure.Figure;
import io.hillock.image.figure.FigureFormat;
import io.hillock.image.figure.Plot;
import io.hillock.image.figure.PlotOptions;
import io.hillock.image.figure.PlotOptions.Shown;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Kernel;
import io.hillock.tensor.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code hillock plot}. */
@Command(
    name = "plot",
    customSynopsis = "hillock plot FUNCTION... --output FILE.png|.svg [OPTION]...",
    description = {
      "Draws functions and their derivatives on one chart, as the backend computes them.",
      "FUNCTION may have parameters of its own, as in elu:alpha=0.5. A gated unit is drawn as a"
          + " function of its gate, the other input held at 1; softmax as the first and the second"
          + " value of a row (x, 0, 0).",
      "With --image, one function and what it does to a picture in six panels: function,"
          + " derivative, histogram of the samples, histogram of the activated samples, picture and"
          + " activated picture.",
    },
    footer = {
      "",
      "Examples:",
      "  hillock plot gelu --output gelu.png",
      "  hillock plot relu gelu silu mish --output rectifiers.svg --range -4,4",
      "  hillock plot elu:alpha=0.5 elu elu:alpha=2 --no-derivative --output elu.png",
      "  hillock plot swiglu --input up=0.5 --output swiglu.svg",
      "  hillock plot gelu --image samples/landscape.png --gain 6 --output figure.png"
    })
final class PlotCommand extends BaseCommand {
  @Parameters(
      paramLabel = "FUNCTION",
      arity = "1..*",
      converter = FunctionSettings.class,
      completionCandidates = FunctionSettings.class,
      description = "The functions ('hillock activations'), up to " + Plot.MOST_CURVES + ".")
  private List<Kernel> functions;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description = "Where the chart goes: a .png or a .svg.")
  private Path output;

  @Option(names = "--force", description = "Replace an output that exists.")
  private boolean force;

  @Mixin private ParameterOptions parameters;

  @Option(
      names = "--range",
      paramLabel = "A,B",
      converter = RangeConverter.class,
      description = "Draw from A to B. Default: where the functions bend.")
  private Range range;

  @ArgGroup private Kind kind = new Kind();

  static final class Kind {
    @Option(names = "--derivative", description = "The derivatives alone.")
    private boolean derivative;

    @Option(names = "--no-derivative", description = "The functions alone.")
    private boolean noDerivative;
  }

  @Option(
      names = "--input",
      paramLabel = "NAME=VALUE",
      converter = ParameterOptions.SettingConverter.class,
      description =
          "Where an input of a function of several is held, such as up=0.5; repeatable. Default: 1,"
              + " and 0.25 for the slope of prelu.")
  private List<ParameterOptions.Setting> inputs = List.of();

  @Option(names = "--title", paramLabel = "TEXT", description = "What stands above the chart.")
  private String title;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      converter = SizeConverter.class,
      description =
          "Width and height in pixels, from "
              + PlotOptions.LEAST_SIZE
              + " to "
              + PlotOptions.GREATEST_SIZE
              + ". Default: "
              + PlotOptions.DEFAULT_WIDTH
              + "x"
              + PlotOptions.DEFAULT_HEIGHT
              + ".")
  private Size size;

  @Mixin private DataTypeOption dataType;

  @Option(
      names = "--image",
      paramLabel = "PICTURE",
      description = "Draw the six panels of this picture.")
  private Path image;

  @Mixin private SampleOptions samples;

  @Mixin private BackendOptions backend;

  @Override
  public Integer call() throws IOException {
    FigureFormat format;
    try {
      format = FigureFormat.of(output);
    } catch (IllegalArgumentException e) {
      throw badArgument("--output", e);
    }
    requireNewFile("--output", output, force);
    List<Kernel> kernels = parameters.setAll(functions);
    if (image == null) {
      PlotOptions options = options(kernels);
      Figure.checkFonts();
      try (Engine engine = backend.open()) {
        write(Plot.of(engine, kernels, options), format);
      } catch (IllegalArgumentException e) {
        throw badArgument("FUNCTION", e);
      }
      return ExitCode.OK;
    }
    ActivationOptions options = activation(kernels);
    Figure.checkFonts();
    try (Engine engine = backend.open()) {
      Picture picture = PictureReader.read(image);
      String name = image.getFileName().toString();
      write(Figure.of(engine, options, name, picture), format);
    }
    return ExitCode.OK;
  }

  private void write(Drawing drawing, FigureFormat format) throws IOException {
    drawing.write(format, output);
  }

  private PlotOptions options(List<Kernel> kernels) {
    samples.requireNone("--image");
    Map<String, Double> held = new HashMap<>();
    for (ParameterOptions.Setting setting : inputs) {
      boolean known =
          kernels.stream()
              .anyMatch(k -> k.inputs().size() > 1 && k.inputs().contains(setting.name()));
      if (!known) {
        throw badArgument(
            "--input: no function given has several inputs and one named '" + setting.name() + "'");
      }
      if (held.put(setting.name(), setting.value()) != null) {
        throw badArgument("--input: " + setting.name() + " was given more than once");
      }
    }
    Shown shown =
        kind.derivative ? Shown.DERIVATIVE : kind.noDerivative ? Shown.FUNCTION : Shown.BOTH;
    PlotOptions options = PlotOptions.defaults().withInputs(held).withShown(shown).withTitle(title);
    if (dataType.value() != null) {
      options = options.withType(dataType.value());
    }
    try {
      options = range == null ? options : options.withRange(range.from(), range.to());
    } catch (IllegalArgumentException e) {
      throw badArgument("--range", e);
    }
    try {
      return size == null ? options : options.withSize(size.width(), size.height());
    } catch (IllegalArgumentException e) {
      throw badArgument("--size", e);
    }
  }

  private ActivationOptions activation(List<Kernel> kernels) {
    if (kernels.size() > 1) {
      throw badArgument(
          "FUNCTION: with --image it may be one, but " + kernels.size() + " were given");
    }
    refuseWithImage("--range", range != null);
    refuseWithImage("--derivative", kind.derivative);
    refuseWithImage("--no-derivative", kind.noDerivative);
    refuseWithImage("--input", !inputs.isEmpty());
    refuseWithImage("--title", title != null);
    refuseWithImage("--size", size != null);
    if (dataType.value() != null && dataType.value() != DataType.FLOAT32) {
      throw badArgument(
          "--data-type: with --image it may be float32, not " + dataType.value().label());
    }
    try {
      return samples.of(kernels.get(0));
    } catch (IllegalArgumentException e) {
      throw badArgument("FUNCTION", e);
    }
  }

  private void refuseWithImage(String option, boolean given) {
    if (given) {
      throw badArgument(option + ": it does not go with --image");
    }
  }

  /** From where to where. */
  record Range(float from, float to) {}

  /** Width and height. */
  record Size(int width, int height) {}

  static final class RangeConverter implements ITypeConverter<Range> {
    @Override
    public Range convert(String text) {
      String[] ends = text.split(",", -1);
      try {
        float from = Float.parseFloat(ends[0].strip());
        float to = ends.length == 2 ? Float.parseFloat(ends[1].strip()) : Float.NaN;
        if (!Float.isNaN(from) && !Float.isNaN(to)) {
          return new Range(from, to);
        }
      } catch (NumberFormatException e) {
        // The message below says it.
      }
      throw new TypeConversionException("it may be two numbers such as -4,4, not '" + text + "'");
    }
  }

  static final class SizeConverter implements ITypeConverter<Size> {
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,6})[xX\u00d7]([0-9]{1,6})");

    @Override
    public Size convert(String text) {
      Matcher matcher = SIZE.matcher(text);
      if (!matcher.matches()) {
        throw new TypeConversionException(
            "it may be width and height such as 1200x750, not '" + text + "'");
      }
      return new Size(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }
  }
}
