package io.hillock.cli;

import io.hillock.image.ActivationOptions;
import io.hillock.image.BatchActivation;
import io.hillock.image.BatchFailedException;
import io.hillock.image.BatchInterruptedException;
import io.hillock.image.BatchListener;
import io.hillock.image.BatchOptions;
import io.hillock.image.Depth;
import io.hillock.image.Line;
import io.hillock.image.OutputFormat;
import io.hillock.image.PictureReader;
import io.hillock.image.PictureResult;
import io.hillock.image.PictureResult.Outcome;
import io.hillock.image.ReadOptions;
import io.hillock.image.Report;
import io.hillock.image.figure.Gallery;
import io.hillock.kernels.Kernel;
import io.hillock.tensor.Device;
import io.hillock.tensor.Engine;
import io.hillock.tensor.HillockException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code hillock image}. */
@Command(
    name = "image",
    customSynopsis = "hillock image PATH... --function FUNCTION --output DIR [OPTION]...",
    description = {
      "Activates pictures.",
      "PATH is a file or a folder: PNG, JPEG, GIF, BMP, TIFF and WebP of 8 and 16 bits. The samples,"
          + " from 0 to 1, minus the center, times the gain, go through the function; the result is"
          + " stretched to 0 to 255 and written as a PNG. The output keeps the structure of folders."
          + " A picture that is there is skipped, so that a run that was broken off goes on where it"
          + " was; one that cannot be read is reported, and the others are done.",
      "With several --function each writes to a folder of its own in DIR: DIR/gelu, DIR/tanh.",
    },
    footer = {
      "",
      "Examples:",
      "  hillock image samples --function gelu --output out",
      "  hillock image photos --recursive --function tanh --gain 4 --output out",
      "  hillock image a.jpg --function elu --param alpha=0.5 --output out",
      "  hillock image samples --function gelu --function tanh --gallery --output out"
    })
final class ImageCommand extends BaseCommand {
  @Parameters(paramLabel = "PATH", arity = "1..*", description = "Pictures, and folders of them.")
  private List<Path> paths;

  @Option(
      names = "--function",
      required = true,
      paramLabel = "FUNCTION",
      converter = FunctionSettings.class,
      completionCandidates = FunctionSettings.class,
      description =
          "The function ('hillock activations'), with parameters of its own as in elu:alpha=0.5;"
              + " repeatable.")
  private List<Kernel> functions;

  @Mixin private ParameterOptions parameters;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "The folder for the results; it is made where there is none.")
  private Path output;

  @Option(names = "--recursive", description = "Look into folders within folders.")
  private boolean recursive;

  @Mixin private SampleOptions samples;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "png",
      converter = FormatNames.class,
      completionCandidates = FormatNames.class,
      description =
          "png, or npy: the float32 values, height x width x channels, not scaled. Default: png.")
  private OutputFormat format;

  @Option(
      names = "--depth",
      paramLabel = "DEPTH",
      defaultValue = "8",
      converter = DepthConverter.class,
      completionCandidates = DepthConverter.class,
      description =
          "Bits of a PNG's samples: 8; 16, from 0 to 65535; auto, 16 where the picture has more than"
              + " 8. Default: 8.")
  private Depth depth;

  @Option(
      names = "--max-pixels",
      paramLabel = "N",
      defaultValue = "" + PictureReader.DEFAULT_MAX_PIXELS,
      description = "Refuse larger pictures before decoding them. Default: ${DEFAULT-VALUE}.")
  private long maxPixels;

  @Option(
      names = "--strict",
      description =
          "Refuse a file, too, that is damaged where its pixels are not: a wrong checksum, a colour"
              + " profile that makes no sense, bytes behind its end.")
  private boolean strict;

  @Option(
      names = "--report",
      paramLabel = "FILE.json",
      description = "List every input with its outcome, size, backend and time.")
  private Path report;

  @Option(
      names = "--figure",
      description =
          "Write NAME.figure.png beside each picture: function, derivative, histograms of the"
              + " samples and of the activated samples, picture and activated picture.")
  private boolean figure;

  @Option(
      names = "--gallery",
      description =
          "Write DIR/gallery.html, one page that needs nothing else: the pictures before and after,"
              + " their histograms, by function. It shows this run, with what is skipped, up to "
              + Gallery.MOST_PICTURES
              + " pictures; one that is there is replaced.")
  private boolean gallery;

  @Option(names = "--force", description = "Write again what is there.")
  private boolean force;

  @Mixin private BackendOptions backend;

  @Override
  public Integer call() throws IOException {
    List<BatchOptions> runs = options();
    try (Engine engine = backend.open();
        Gallery page = gallery ? new Gallery(activations(runs)) : null;
        EndOnSignal signal = new EndOnSignal()) {
      List<PictureResult> all = new ArrayList<>();
      HillockException failure = null;
      boolean ended = false;
      for (BatchOptions options : runs) {
        List<PictureResult> results;
        try (Progress progress = new Progress("image")) {
          results = BatchActivation.run(engine, paths, options, listener(page, options, progress));
        } catch (BatchInterruptedException e) {
          results = e.results();
          ended = true;
        } catch (BatchFailedException e) {
          results = e.results();
          failure = e;
        }
        tell(options, results, all, engine.device());
        if (ended || failure != null) {
          break;
        }
      }
      int signalled = signal.done();
      boolean written = reported(all);
      if (failure != null) {
        throw failure;
      }
      if (page != null && !ended) {
        written &= written(page, all);
      }
      if (signalled != 0) {
        return signalled;
      }
      boolean whole =
          written && count(all, Outcome.FAILED) == 0 && count(all, Outcome.STOPPED) == 0;
      return whole ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  private static List<ActivationOptions> activations(List<BatchOptions> runs) {
    return runs.stream().map(BatchOptions::activation).toList();
  }

  private static BatchListener listener(Gallery page, BatchOptions options, Progress progress) {
    BatchListener shown = state -> show(progress, state);
    return page == null ? shown : page.listener(options.activation(), shown);
  }

  /** Says what became of the pictures, but not twice what is so for every function. */
  private void tell(
      BatchOptions options, List<PictureResult> results, List<PictureResult> all, Device device) {
    Set<String> told = new HashSet<>();
    all.forEach(result -> told.addAll(result.messages()));
    for (PictureResult result : results) {
      result.messages().stream()
          .filter(told::add)
          .forEach(message -> err().println("hillock image: " + message));
    }
    all.addAll(results);
    long activated = count(results, Outcome.ACTIVATED);
    long stopped = count(results, Outcome.STOPPED);
    out()
        .printf(
            "%d %s activated with %s on %s (%s) -> %s; %d skipped, %d failed%s%n",
            activated,
            activated == 1 ? "picture" : "pictures",
            options.activation().kernel(),
            device.backend(),
            device.name(),
            Line.of(output.resolve(options.folder()).toString()),
            count(results, Outcome.SKIPPED),
            count(results, Outcome.FAILED),
            stopped == 0 ? "" : ", " + stopped + " not begun");
  }

  /** Returns whether the report, if asked for, was written. */
  private boolean reported(List<PictureResult> results) {
    if (report == null) {
      return true;
    }
    try {
      Files.createDirectories(report.toAbsolutePath().getParent());
      Report.write(results, report);
      return true;
    } catch (IOException e) {
      err().println("hillock image: --report: " + Failures.describe(e));
      return false;
    }
  }

  /** Returns whether the page was written. */
  private boolean written(Gallery page, List<PictureResult> results) {
    if (!Files.isDirectory(output)) {
      // There was no picture to be written, which was said.
      return true;
    }
    try {
      page.add(results);
      page.write(page());
    } catch (IOException e) {
      err().println("hillock image: --gallery: " + Failures.describe(e));
      return false;
    }
    if (page.leftOut() > 0) {
      err()
          .printf(
              "hillock image: --gallery: %s shows the first %d pictures; %d more are written, but"
                  + " not on the page%n",
              page(), Gallery.MOST_PICTURES, page.leftOut());
    }
    return true;
  }

  private Path page() {
    return output.resolve("gallery.html");
  }

  private List<BatchOptions> options() throws IOException {
    if (Files.exists(output) && !Files.isDirectory(output)) {
      throw badArgument("--output: it may be a folder, but " + output + " is a file");
    }
    for (Path path : paths) {
      if (Files.isDirectory(path) && Files.exists(output) && Files.isSameFile(path, output)) {
        throw badArgument("--output: " + output + " is the folder of the pictures; name another");
      }
    }
    if (report != null && Files.isDirectory(report)) {
      throw badArgument("--report: it may be a file, but " + report + " is a folder");
    }
    if (report != null && !report.toString().endsWith(".json") && Files.exists(report)) {
      throw badArgument("--report: " + report + " exists and is no .json file; name another");
    }
    if (gallery && Files.exists(page()) && !force && !Gallery.isGallery(page())) {
      throw badArgument("--gallery: " + page() + " exists and is no gallery; --force replaces it");
    }
    if (maxPixels < 1) {
      throw badArgument("--max-pixels: it may be 1 or more, not " + maxPixels);
    }
    List<BatchOptions> runs = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Kernel function : parameters.setAll(functions)) {
      if (!names.add(function.name())) {
        throw badArgument(
            "--function: "
                + function.name()
                + " was given more than once; run it by itself, with another output");
      }
      try {
        ActivationOptions activation = samples.of(function).withFormat(format).withDepth(depth);
        runs.add(
            BatchOptions.of(activation, output)
                .withRecursive(recursive)
                .withForce(force)
                .withFigure(figure)
                .withFolder(functions.size() == 1 ? "" : function.name())
                .withRead(new ReadOptions(maxPixels, strict)));
      } catch (IllegalArgumentException e) {
        throw badArgument("--function", e);
      }
    }
    return runs;
  }

  /** What was skipped took no time, and says nothing of the time that is left. */
  private static void show(Progress progress, BatchListener.Progress state) {
    progress.show(
        state.done() - state.skipped(),
        state.total() - state.skipped(),
        state.failed() == 0 ? "" : ", " + state.failed() + " failed");
  }

  private static long count(List<PictureResult> results, Outcome outcome) {
    return results.stream().filter(result -> result.outcome() == outcome).count();
  }

  static final class DepthConverter implements ITypeConverter<Depth>, Iterable<String> {
    private static final List<String> NAMES = List.of("8", "16", "auto");

    @Override
    public Depth convert(String text) {
      return switch (text) {
        case "8" -> Depth.EIGHT;
        case "16" -> Depth.SIXTEEN;
        case "auto" -> Depth.AUTO;
        default -> throw new TypeConversionException("it may be 8, 16 or auto, not '" + text + "'");
      };
    }

    @Override
    public Iterator<String> iterator() {
      return NAMES.iterator();
    }
  }

  static final class FormatNames extends EnumNames<OutputFormat> {
    FormatNames() {
      super(OutputFormat.values());
    }
  }
}
