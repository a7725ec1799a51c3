package io.hillock.cli;

import io.hillock.tensor.BackendUnavailableException;
import io.hillock.tensor.Backends;
import io.hillock.tensor.Device;
import io.hillock.tensor.Engine;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --backend} and {@code --device}: where work runs. */
final class BackendOptions {
  /** The backends there are; whether this machine has them is another matter. */
  static final List<String> NAMES = List.of("cpu", "opencl", "cuda");

  /** What is taken where the option is not given. */
  static final String PREFERRED = "${sys:hillock.backend:-${env:HILLOCK_BACKEND:-auto}}";

  private static final String AUTO = "auto";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      defaultValue = PREFERRED,
      completionCandidates = Candidates.class,
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
      description =
          "auto, cpu, opencl or cuda; auto is the fastest available. Default: HILLOCK_BACKEND, else"
              + " auto.")
  private String backend;

  @Option(
      names = "--device",
      paramLabel = "N",
      defaultValue = "0",
      description = "The backend's device with this number ('hillock devices'). Default: 0.")
  private int device;

  /**
   * Opens the device that was asked for.
   *
   * @throws BackendUnavailableException if it is not available
   */
  Engine open() {
    return open(spec, backend, device);
  }

  /**
   * Opens a device of a backend that was asked for by name.
   *
   * @param spec the command, for its errors
   * @param backend what was given for {@code --backend}, or HILLOCK_BACKEND
   * @param device what was given for {@code --device}
   * @throws BackendUnavailableException if it is not available
   */
  static Engine open(CommandSpec spec, String backend, int device) {
    String name = backend.isBlank() ? AUTO : backend;
    if (device < 0) {
      throw new ParameterException(
          spec.commandLine(), "--device: it may be 0 or greater, not " + device);
    }
    if (!name.equals(AUTO) && !isKnown(name)) {
      throw new ParameterException(
          spec.commandLine(),
          (isGiven(spec) ? "--backend" : "HILLOCK_BACKEND")
              + ": it may be auto, "
              + String.join(", ", NAMES.subList(0, NAMES.size() - 1))
              + " or "
              + NAMES.get(NAMES.size() - 1)
              + ", not '"
              + name
              + "'");
    }
    if (name.equals(AUTO) && device > 0) {
      return Engine.create(fastestWith(device), device);
    }
    try {
      return Engine.create(name, device);
    } catch (BackendUnavailableException e) {
      throw explained(name, e);
    }
  }

  private static boolean isGiven(CommandSpec spec) {
    return spec.commandLine().getParseResult() != null
        && spec.commandLine().getParseResult().hasMatchedOption("--backend");
  }

  /** Says of a backend that is not in this build just that. */
  static BackendUnavailableException explained(String name, BackendUnavailableException e) {
    boolean there =
        name.equals(AUTO) || Backends.devices().stream().anyMatch(d -> d.backend().equals(name));
    return there
        ? e
        : new BackendUnavailableException(
            "this build of Hillock has no "
                + name
                + " backend; 'hillock devices' lists those there are",
            e);
  }

  /** A backend that somebody else wrote counts where it is on the class path. */
  private static boolean isKnown(String name) {
    return NAMES.contains(name)
        || Backends.devices().stream().anyMatch(d -> d.backend().equals(name));
  }

  private static String fastestWith(int index) {
    return Backends.devices().stream()
        .filter(d -> d.available() && d.index() == index)
        .map(Device::backend)
        .findFirst()
        .orElseThrow(
            () ->
                new BackendUnavailableException(
                    "no backend has a device "
                        + index
                        + "; 'hillock devices' lists what there is"));
  }

  /** What shell completion offers. */
  static final class Candidates implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.concat(Stream.of(AUTO), NAMES.stream()).iterator();
    }
  }
}
