package io.hillock.tensor;

import io.hillock.kernels.Program;
import io.hillock.tensor.spi.Backend;
import io.hillock.tensor.spi.BackendProvider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the backends on the class or module path and opens their devices. */
public final class Backends {
  private static final Logger LOG = LoggerFactory.getLogger(Backends.class);
  private static final String AUTO = "auto";

  private Backends() {}

  /** Returns the devices of all backends, those tried first by an automatic choice first. */
  public static List<Device> devices() {
    List<Device> devices = new ArrayList<>();
    for (BackendProvider provider : providers()) {
      devices.addAll(provider.devices());
    }
    devices.sort(Comparator.comparingInt(Device::rank).reversed());
    return devices;
  }

  /**
   * Returns the source that a backend compiles for a program.
   *
   * @param backend the backend's name
   * @throws BackendUnavailableException if there is no such backend
   */
  public static String source(String backend, Program program) {
    return provider(backend).source(program);
  }

  /** Opens a device: that of a backend, or the fastest that can be opened for {@code auto}. */
  static Backend open(String backend, int index) {
    if (!backend.equals(AUTO)) {
      return provider(backend).open(index);
    }
    StringBuilder reasons = new StringBuilder();
    for (Device device : devices()) {
      if (device.available()) {
        try {
          Backend opened = provider(device.backend()).open(device.index());
          LOG.info("running on {} ({}){}", device.backend(), device.name(), reasons);
          return opened;
        } catch (HillockException e) {
          LOG.warn("{} ({}) is not used: {}", device.backend(), device.name(), e.getMessage());
        }
      } else {
        reasons.append("; not on ").append(device.backend()).append(": ").append(device.reason());
      }
    }
    throw new BackendUnavailableException(
        "there is no backend that can run here"
            + (reasons.isEmpty()
                ? ": none is on the class path; add io.hillock:hillock-cpu"
                : reasons));
  }

  /** Returns the backend asked for by the environment, {@code auto} where it asks for none. */
  static String preferred() {
    String property = System.getProperty("hillock.backend", "");
    String variable = System.getenv("HILLOCK_BACKEND");
    return !property.isBlank()
        ? property
        : variable != null && !variable.isBlank() ? variable : AUTO;
  }

  private static BackendProvider provider(String name) {
    List<String> names = new ArrayList<>();
    for (BackendProvider provider : providers()) {
      if (provider.name().equals(name)) {
        return provider;
      }
      names.add(provider.name());
    }
    throw new BackendUnavailableException(
        "there is no backend '"
            + name
            + "' on the class path, which has "
            + names
            + "; add the Hillock module that provides it, or choose one of these");
  }

  private static List<BackendProvider> providers() {
    return ServiceLoader.load(BackendProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }
}
