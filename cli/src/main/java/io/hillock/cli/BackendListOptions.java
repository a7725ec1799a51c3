package io.hillock.cli;

import io.hillock.tensor.Engine;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code --backend} with several names, and {@code --device}: where work runs, one after the other.
 */
final class BackendListOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      split = ",",
      defaultValue = BackendOptions.PREFERRED,
      completionCandidates = BackendOptions.Candidates.class,
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
      description =
          "auto, cpu, opencl or cuda, or several of them; auto is the fastest available. Default:"
              + " HILLOCK_BACKEND, else auto.")
  private List<String> backends;

  @Option(
      names = "--device",
      paramLabel = "N",
      defaultValue = "0",
      description = "The backends' device with this number ('hillock devices'). Default: 0.")
  private int device;

  /**
   * Opens the backends that were asked for, each when its turn comes; all are known to be there
   * when the first is returned.
   *
   * @throws io.hillock.tensor.BackendUnavailableException if one is not available
   */
  List<Engine> open() {
    List<Engine> engines = new ArrayList<>();
    try {
      for (String backend : backends) {
        engines.add(BackendOptions.open(spec, backend, device));
      }
      return engines;
    } catch (RuntimeException e) {
      engines.forEach(Engine::close);
      throw e;
    }
  }
}
