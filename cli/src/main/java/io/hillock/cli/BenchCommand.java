package io.hillock.cli;

import io.hillock.kernels.Activations;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Kernel;
import io.hillock.measure.Peer;
import io.hillock.measure.Speed;
import io.hillock.measure.SpeedReport;
import io.hillock.measure.SpeedTable;
import io.hillock.measure.Stopwatch;
import io.hillock.measure.Subject;
import io.hillock.tensor.BackendUnavailableException;
import io.hillock.tensor.Device;
import io.hillock.tensor.Engine;
import io.hillock.tensor.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hillock bench}. */
@Command(
    name = "bench",
    customSynopsis = "hillock bench [FUNCTION]... [OPTION]...",
    description = {
      "Times functions as a share of a plain copy.",
      "Each function is timed in turns with a plain copy of the same device and threads: a share"
          + " of 1 means that its bytes are read and written as fast as those of the copy. Times"
          + " are medians of some rounds, from memory of the device to memory of the device.",
    },
    footer = {
      "",
      "Examples:",
      "  hillock bench gelu softmax",
      "  hillock bench --sizes 1024,16777216 --kinds forward,backward --html report.html",
      "  hillock bench --backend cuda,opencl --data-type bfloat16 --json"
    })
final class BenchCommand extends BaseCommand {
  private static final String ROW = "%-19s  %-10s  %-11s  %-7s  %-8s  %15s  %10s  %8s  %5s";

  /** Rows of these lengths are timed where nothing else is said: short, usual and long ones. */
  private static final List<Long> ROWS = List.of(128L, 1024L, 131_072L);

  @Parameters(
      paramLabel = "FUNCTION",
      arity = "0..*",
      converter = FunctionNames.class,
      completionCandidates = FunctionNames.class,
      description = "The functions ('hillock activations'). Default: all.")
  private List<Kernel> functions = new ArrayList<>();

  @Option(
      names = "--sizes",
      paramLabel = "N",
      split = ",",
      defaultValue = "16777216",
      description = "How many elements a tensor has. Default: ${DEFAULT-VALUE}.")
  private List<Long> sizes;

  @Option(
      names = "--rows",
      paramLabel = "N",
      split = ",",
      description =
          "How long the rows of a function along a row are. Default: 128,1024,131072, as far as"
              + " they fit.")
  private List<Long> rows = new ArrayList<>();

  @Option(
      names = "--kinds",
      paramLabel = "KIND",
      split = ",",
      converter = Kinds.class,
      completionCandidates = Kinds.class,
      defaultValue = "forward,derivative,backward",
      description = "What is timed: ${COMPLETION-CANDIDATES}. Default: all.")
  private List<Subject.Kind> kinds;

  @Option(
      names = "--data-type",
      paramLabel = "TYPE",
      split = ",",
      converter = DataTypeOption.Names.class,
      completionCandidates = DataTypeOption.Names.class,
      defaultValue = "float32",
      description = "How elements are stored: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private List<DataType> types;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "" + Stopwatch.DEFAULT_ROUNDS,
      description = "How often each is timed. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--peers",
      description = "Also time the other libraries on the class path that have the same function.")
  private boolean peers;

  @Mixin private ParameterOptions parameters;

  @Mixin private BackendListOptions backends;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Also write a report with charts: one page, over the file if it exists.")
  private Path html;

  @Option(
      names = "--markdown",
      paramLabel = "FILE",
      description = "Also write a table in Markdown, over the file if it exists.")
  private Path markdown;

  @Option(names = "--json", description = "Print a JSON array.")
  private boolean json;

  static final class Kinds extends EnumNames<Subject.Kind> {
    Kinds() {
      super(Subject.Kind.values());
    }
  }

  @Override
  public Integer call() throws IOException {
    requirePositive("--sizes", sizes);
    requirePositive("--rows", rows);
    if (rounds < 1) {
      throw badArgument("--rounds: it may be 1 or more, not " + rounds);
    }
    List<Kernel> kernels = new ArrayList<>();
    for (Kernel function : functions.isEmpty() ? Activations.all() : functions) {
      kernels.add(parameters.set(function));
    }
    List<Subject> subjects = subjects(kernels);
    List<Speed> speeds = new ArrayList<>();
    List<Peer> others = peers ? openPeers() : List.of();
    List<Engine> engines = List.of();
    List<Device> devices = new ArrayList<>();
    try {
      engines = backends.open();
      heading();
      for (Engine engine : engines) {
        // Other libraries run on the processor: once is enough.
        time(engine, devices.isEmpty() ? others : List.of(), subjects, speeds);
        devices.add(engine.device());
      }
    } finally {
      engines.forEach(Engine::close);
      others.forEach(Peer::close);
    }
    String command = "hillock " + String.join(" ", arguments());
    if (html != null) {
      new SpeedReport(command, devices, speeds).write(html);
    }
    if (markdown != null) {
      new SpeedTable(command, devices, speeds).write(markdown);
    }
    if (json) {
      Json.print(out(), speeds.stream().map(BenchCommand::object).toList());
    }
    return ExitCode.OK;
  }

  private List<String> arguments() {
    List<String> all = spec().root().commandLine().getParseResult().originalArgs();
    return all.stream().map(word -> word.contains(" ") ? "'" + word + "'" : word).toList();
  }

  private void requirePositive(String option, List<Long> numbers) {
    for (long number : numbers) {
      if (number < 1) {
        throw badArgument(option + ": it may be 1 or more, not " + number);
      }
    }
  }

  private List<Subject> subjects(List<Kernel> kernels) {
    Set<Subject.Kind> wanted = EnumSet.copyOf(kinds);
    List<Subject> subjects = new ArrayList<>();
    for (DataType type : types) {
      for (Kernel kernel : kernels) {
        for (Shape shape : shapes(kernel)) {
          for (Subject.Kind kind : wanted) {
            if (kind != Subject.Kind.DERIVATIVE || Subject.hasDerivative(kernel)) {
              subjects.add(new Subject(kernel, kind, type, shape));
            }
          }
        }
      }
    }
    if (subjects.isEmpty()) {
      throw badArgument(
          "there is nothing to time: functions along a row have no derivative for each element, and"
              + " a row of --rows is as long as a tensor of --sizes at most");
    }
    return subjects;
  }

  private List<Shape> shapes(Kernel kernel) {
    List<Shape> shapes = new ArrayList<>();
    for (long size : sizes) {
      if (!kernel.isRow()) {
        shapes.add(Shape.of(size));
        continue;
      }
      for (long row : rows.isEmpty() ? ROWS : rows) {
        if (row <= size) {
          shapes.add(Shape.of(size / row, row));
        }
      }
    }
    return shapes;
  }

  private List<Peer> openPeers() {
    List<Peer> found = new ArrayList<>();
    ServiceLoader.load(Peer.class).forEach(found::add);
    if (found.isEmpty()) {
      throw new BackendUnavailableException(
          "--peers: no other library is on the class path; in the sources './hillock bench --peers'"
              + " fetches some");
    }
    return found;
  }

  private void time(Engine engine, List<Peer> others, List<Subject> subjects, List<Speed> speeds) {
    Stopwatch stopwatch = new Stopwatch(engine).rounds(rounds).beside(others);
    try (Progress progress = new Progress("bench " + engine.device().backend())) {
      int done = 0;
      for (Subject subject : subjects) {
        for (Speed speed : stopwatch.time(subject)) {
          // Every subject has its copy; of those of one shape and type the first is shown.
          if (!speed.isCopy() || speeds.stream().noneMatch(other -> isSameCopy(speed, other))) {
            speeds.add(speed);
            show(speed);
          }
        }
        progress.show(++done, subjects.size());
      }
    }
  }

  private static boolean isSameCopy(Speed a, Speed b) {
    return b.isCopy()
        && a.backend().equals(b.backend())
        && a.dataType() == b.dataType()
        && a.shape().equals(b.shape());
  }

  private void heading() {
    if (!json) {
      line("FUNCTION", "KIND", "BY", "BACKEND", "TYPE", "SHAPE", "NS/ELEMENT", "GB/S", "SHARE");
    }
  }

  private void show(Speed speed) {
    if (!json) {
      line(
          speed.function(),
          speed.kind(),
          speed.implementation(),
          speed.backend(),
          speed.dataType().label(),
          speed.shape().toString(),
          number("%.4f", speed.nanosPerElement()),
          number("%.1f", speed.gigabytesPerSecond()),
          number("%.2f", speed.shareOfCopy()));
    }
  }

  private void line(Object... cells) {
    out().println(String.format(ROW, cells));
    out().flush();
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private static Object object(Speed speed) {
    return Json.object(
        "function", speed.function(),
        "kind", speed.kind(),
        "implementation", speed.implementation(),
        "backend", speed.backend(),
        "device", speed.device(),
        "dataType", speed.dataType().label(),
        "shape", LongStream.of(speed.shape().toArray()).boxed().toList(),
        "nsPerElement", speed.nanosPerElement(),
        "gigabytesPerSecond", speed.gigabytesPerSecond(),
        "shareOfCopy", speed.shareOfCopy());
  }
}
