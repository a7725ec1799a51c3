package io.hillock.gpu;

import io.hillock.tensor.BackendUnavailableException;
import io.hillock.tensor.Device;
import java.util.List;

/** Finds a device among those of a backend. */
public final class Devices {
  private Devices() {}

  /**
   * Returns the device with an index.
   *
   * @param backend the backend's name, for messages
   * @param devices its devices
   * @param index the index asked for
   * @throws BackendUnavailableException if there is none, or it cannot be used
   */
  public static Device require(String backend, List<Device> devices, int index) {
    for (Device device : devices) {
      if (device.index() == index) {
        if (!device.available()) {
          throw new BackendUnavailableException(
              backend
                  + (device.name() == null ? "" : " (" + device.name() + ")")
                  + " is not available: "
                  + device.reason());
        }
        return device;
      }
    }
    throw new BackendUnavailableException(
        backend + " has no device " + index + "; it has devices 0 to " + (devices.size() - 1));
  }
}
