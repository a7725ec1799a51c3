package io.hillock.cli;

import io.hillock.check.Check;
import io.hillock.check.CheckResult;
import io.hillock.check.Difference;
import io.hillock.kernels.Activations;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Kernel;
import io.hillock.tensor.BackendUnavailableException;
import io.hillock.tensor.Engine;
import io.hillock.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code hillock check}. */
@Command(
    name = "check",
    customSynopsis = "hillock check [FUNCTION]... [OPTION]...",
    description = {
      "Proves a backend on this machine.",
      "Runs functions, their derivatives and backwards on a spread of inputs with every special"
          + " value; with --exhaustive, kernels of one input and their derivatives on all 2^32."
          + " In float16 and bfloat16 every input of a kernel of one input is among the spread."
          + " Every result is compared with the reference, bit for bit, and"
          + " with the true value, in units in the last place (ULP). Exit code 1 where a bit"
          + " differs, a NaN is out of place, or an error is greater than documented.",
    },
    footer = {
      "",
      "Examples:",
      "  hillock check gelu softmax",
      "  hillock check --backend opencl --json",
      "  hillock check tanh --exhaustive",
      "  hillock check --data-type float16",
      "  hillock check silu --data-type float64 --inputs 100000000",
      "  hillock check --all --exhaustive --markdown docs/accuracy.md"
    })
final class CheckCommand extends BaseCommand {
  /** How many elements that differ are shown for one function. */
  private static final int SHOWN = 5;

  private static final String CPU = "cpu";

  private static final String OK = "ok";

  private static final String ROW = "%-19s  %-10s  %-8s  %,13d  %11s  %12s  %8s  %-14s  %s";
  private static final String HEADING = ROW.replace("%,13d", "%13s");

  @Parameters(
      paramLabel = "FUNCTION",
      arity = "0..*",
      converter = FunctionNames.class,
      completionCandidates = FunctionNames.class,
      description = "The functions ('hillock activations'). Default: all.")
  private List<Kernel> functions = new ArrayList<>();

  @Option(names = "--all", description = "All functions, as where none is named.")
  private boolean all;

  @Option(
      names = "--exhaustive",
      description =
          "All 2^32 inputs, where there is one input: a minute or two for each line of the table."
              + " Other lines get their spread. A run that is broken off goes on where it was.")
  private boolean exhaustive;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description =
          "Where --exhaustive writes down what is finished. Default: ~/.cache/hillock/check.")
  private Path state;

  @Option(names = "--bits-only", description = "Compare bits; measure no errors.")
  private boolean bitsOnly;

  @Option(
      names = "--markdown",
      paramLabel = "FILE.md",
      description = "Also write the table as Markdown, over the file if it exists.")
  private Path markdown;

  @Option(
      names = "--beside",
      paramLabel = "FILE.json",
      description =
          "With --markdown: add a column for each backend in results that were written with"
              + " --json. Repeatable.")
  private List<Path> beside = new ArrayList<>();

  @Option(
      names = "--results",
      paramLabel = "FILE.json",
      description =
          "Check nothing: show results that were written with --json, as if they were found now."
              + " Repeatable.")
  private List<Path> earlier = new ArrayList<>();

  @Option(
      names = "--inputs",
      paramLabel = "N",
      defaultValue = "" + Check.DEFAULT_INPUTS,
      description = "How many inputs a function gets. Default: ${DEFAULT-VALUE}.")
  private long inputs;

  @Option(
      names = "--data-type",
      paramLabel = "TYPE",
      converter = Types.class,
      completionCandidates = Types.class,
      defaultValue = "float32",
      description = "How elements are stored: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private List<DataType> types;

  @Mixin private ParameterOptions parameters;

  @Mixin private BackendOptions backend;

  @Option(names = "--json", description = "Print a JSON array.")
  private boolean json;

  /** One line of the table. */
  private record Entry(Kernel kernel, Check.Kind kind, DataType type) {}

  /** A data type by its name, or all of them. */
  static final class Types implements ITypeConverter<List<DataType>>, Iterable<String> {
    private static final String ALL = "all";

    @Override
    public List<DataType> convert(String text) {
      List<DataType> types =
          DataType.reals().stream()
              .filter(type -> text.equals(ALL) || text.equals(type.label()))
              .toList();
      if (types.isEmpty()) {
        throw new TypeConversionException(
            "it may be " + String.join(", ", this) + ", not '" + text + "'");
      }
      return types;
    }

    @Override
    public Iterator<String> iterator() {
      return Stream.concat(DataType.reals().stream().map(DataType::label), Stream.of(ALL))
          .iterator();
    }
  }

  @Override
  public Integer call() throws IOException {
    if (all && !functions.isEmpty()) {
      throw badArgument("--all and the names of functions exclude each other");
    }
    if (inputs < 1) {
      throw badArgument("--inputs: it may be 1 or more, not " + inputs);
    }
    if (markdown == null && !beside.isEmpty()) {
      throw badArgument("--beside: it adds columns to --markdown, which is not given");
    }
    if (!exhaustive && state != null) {
      throw badArgument("--state: it is for --exhaustive, which is not given");
    }
    if (exhaustive) {
      chooseState();
    }
    AccuracyTable table = new AccuracyTable();
    for (Path file : beside) {
      table.beside(file);
    }
    List<Kernel> kernels = new ArrayList<>();
    for (Kernel function : functions.isEmpty() ? Activations.all() : functions) {
      kernels.add(parameters.set(function));
    }
    if (!earlier.isEmpty()) {
      return conclude(table, earlierResults());
    }
    List<CheckResult> results = new ArrayList<>();
    try (Engine engine = backend.open();
        Engine reference = exhaustive ? reference(engine) : null) {
      List<Entry> entries = entries(kernels, usable(engine));
      heading();
      for (Entry entry : entries) {
        CheckResult result = run(check(engine, reference, entry.type()), entry);
        results.add(result);
        show(result);
      }
      if (exhaustive) {
        // The next run shall check, not remember.
        for (Entry entry : entries) {
          check(engine, reference, entry.type()).forget(entry.kernel(), entry.kind());
        }
      }
    }
    return conclude(table, results);
  }

  private List<CheckResult> earlierResults() throws IOException {
    if (all || exhaustive || !functions.isEmpty()) {
      throw badArgument("--results: nothing is checked then, so name no functions");
    }
    List<CheckResult> results = new ArrayList<>();
    for (Path file : earlier) {
      results.addAll(CheckResults.read(file));
    }
    heading();
    results.forEach(this::show);
    return results;
  }

  private void heading() {
    if (!json) {
      out()
          .println(
              String.format(
                  HEADING,
                  "FUNCTION",
                  "KIND",
                  "TYPE",
                  "INPUTS",
                  "BITS DIFFER",
                  "NANS MISS",
                  "MAX ULP",
                  "WORST INPUT",
                  "RESULT"));
    }
  }

  private void show(CheckResult result) {
    if (!json) {
      out().println(row(result, verdict(result)));
      out().flush();
    }
  }

  /** Writes and prints what is told of all results together, and returns the exit code. */
  private int conclude(AccuracyTable table, List<CheckResult> results) throws IOException {
    long failed = results.stream().filter(result -> !verdict(result).equals(OK)).count();
    String devices =
        String.join(
            ", ",
            results.stream()
                .map(result -> result.backend() + " (" + result.device() + ")")
                .distinct()
                .toList());
    if (json) {
      Json.print(out(), results.stream().map(CheckResults::object).toList());
    } else {
      out()
          .printf(
              "%d checks on %s: %s%n",
              results.size(), devices, failed == 0 ? "all passed" : failed + " failed");
    }
    if (markdown != null) {
      table.write(markdown, devices, results);
    }
    return failed == 0 ? ExitCode.OK : ExitCode.FAILED;
  }

  private static List<Entry> entries(List<Kernel> kernels, List<DataType> usable) {
    List<Entry> entries = new ArrayList<>();
    for (Kernel kernel : kernels) {
      for (DataType type : usable) {
        Check.kinds(kernel).forEach(kind -> entries.add(new Entry(kernel, kind, type)));
      }
    }
    return entries;
  }

  /** Returns the types that were asked for and that the device has; of several some may lack. */
  private List<DataType> usable(Engine engine) {
    List<DataType> usable = new ArrayList<>();
    for (DataType type : types) {
      try (Tensor probe = engine.empty(type, 1)) {
        usable.add(probe.dataType());
      } catch (BackendUnavailableException e) {
        if (types.size() == 1) {
          throw e;
        }
        err().println("hillock check: " + type.label() + " is left out: " + e.getMessage());
      }
    }
    return usable;
  }

  /** The processor's backend, once proved itself, is the faster reference for all others. */
  private static Engine reference(Engine engine) {
    if (engine.device().backend().equals(CPU)) {
      return null;
    }
    try {
      return Engine.create(CPU);
    } catch (BackendUnavailableException e) {
      return null;
    }
  }

  private Check check(Engine engine, Engine reference, DataType type) {
    Check check =
        new Check(engine).dataType(type).inputs(inputs).exhaustive(exhaustive).measuring(!bitsOnly);
    return exhaustive ? check.against(reference).resumingIn(state) : check;
  }

  /** Where nothing can be written down, a run that is broken off begins anew. */
  private void chooseState() {
    if (state == null) {
      state = defaultState();
      try {
        Files.createDirectories(state);
      } catch (IOException e) {
        err().println("hillock check: not resumable, for lack of " + state);
        state = null;
      }
    }
  }

  private static Path defaultState() {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path home =
        cache == null || cache.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    return home.resolve("hillock").resolve("check");
  }

  private CheckResult run(Check check, Entry entry) {
    AtomicInteger shown = new AtomicInteger();
    try (Progress progress = new Progress(entry.kernel().name() + " " + entry.kind())) {
      return check
          .progress(progress::show)
          .onDifference(
              difference -> {
                if (shown.getAndIncrement() < SHOWN) {
                  warn(difference);
                }
              })
          .run(entry.kernel(), entry.kind());
    }
  }

  private void warn(Difference difference) {
    err().println("hillock check: " + difference);
  }

  private String verdict(CheckResult result) {
    if (result.bitDifferences() > 0) {
      return "DIFFERS";
    }
    double limit = limit(result);
    if (!result.within(limit)) {
      return "INEXACT (documented: " + limit + " ULP)";
    }
    return result.agrees() ? OK : "INEXACT (NaN)";
  }

  private double limit(CheckResult result) {
    Kernel kernel = parameters.set(Activations.named(result.function()));
    Check.Kind kind = Check.Kind.valueOf(result.kind().toUpperCase(Locale.ROOT));
    DataType type =
        DataType.reals().stream()
            .filter(candidate -> candidate.label().equals(result.dataType()))
            .findFirst()
            .orElseThrow();
    return Check.limit(kernel, kind, type);
  }

  private static String row(CheckResult result, String verdict) {
    Double ulp = result.maxUlp();
    return String.format(
        Locale.ROOT,
        ROW,
        result.function(),
        result.kind(),
        result.dataType(),
        result.inputs(),
        result.bitDifferences(),
        result.nanMismatches(),
        ulp == null ? "-" : String.format(Locale.ROOT, ulp < 1e4 ? "%.4f" : "%.2g", ulp),
        result.worstInput() == null ? "-" : result.worstInput(),
        verdict);
  }
}
