package io.hillock.tensor.spi;

import io.hillock.tensor.Device;
import java.util.List;

/** Found with {@link java.util.ServiceLoader}: says which devices a backend has and opens them. */
public interface BackendProvider {
  /** Returns the backend's name, in lower case. */
  String name();

  /**
   * Returns the backend's devices; one that is unavailable, with the reason and the cure, where it
   * has none. Never throws: a missing library or driver is a reason, not an error.
   */
  List<Device> devices();

  /**
   * Opens a device.
   *
   * @param index the device's index
   * @throws io.hillock.tensor.BackendUnavailableException if it cannot be opened
   */
  Backend open(int index);

  /**
   * Returns the source this backend compiles for a program, without opening a device.
   *
   * @throws io.hillock.tensor.HillockException if the program cannot be rendered
   */
  String source(io.hillock.kernels.Program program);
}
