package io.hillock.gpu.opencl;

import io.hillock.gpu.Devices;
import io.hillock.gpu.DiskCache;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Program;
import io.hillock.tensor.BackendUnavailableException;
import io.hillock.tensor.Device;
import io.hillock.tensor.HillockException;
import io.hillock.tensor.spi.Backend;
import io.hillock.tensor.spi.BackendProvider;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Any device with a driver for OpenCL 1.2 or later. Compiled kernels are kept on disk: see {@code
 * -Dhillock.cache}.
 */
public final class OpenClProvider implements BackendProvider {
  private static final Logger LOG = LoggerFactory.getLogger(OpenClProvider.class);

  @Override
  public String name() {
    return OpenClDevice.BACKEND;
  }

  @Override
  public List<Device> devices() {
    String problem = OpenClLibrary.problem();
    if (problem == null) {
      try {
        List<Device> devices = OpenClDevice.all().stream().map(OpenClDevice::describe).toList();
        if (!devices.isEmpty()) {
          return devices;
        }
        problem = "the OpenCL library found no driver with a device; " + OpenClLibrary.CURE;
      } catch (RuntimeException | LinkageError e) {
        LOG.debug("OpenCL's devices could not be listed", e);
        problem = "OpenCL's devices could not be listed (" + e.getMessage() + "); check the driver";
      }
    }
    return List.of(Device.unavailable(name(), 0, null, problem));
  }

  @Override
  public Backend open(int index) {
    return open(index, DiskCache.of(name()));
  }

  OpenClBackend open(int index, DiskCache cache) {
    Device device = Devices.require(name(), devices(), index);
    OpenClDevice opened = OpenClDevice.all().get(index);
    OpenClDialect dialect = OpenClDialect.of(opened);
    OpenClBackend backend = open(opened, dialect, cache);
    try {
      List<String> differences = new ArrayList<>(SelfTest.differences(backend, DataType.FLOAT32));
      if (dialect.hasDoubles()) {
        differences.addAll(differences(backend, DataType.FLOAT64));
      }
      if (dialect.convertsHalf() && !differences(backend, DataType.FLOAT16).isEmpty()) {
        LOG.debug("{} does not convert float16 exactly: integers do it", device.name());
        backend.close();
        backend = open(opened, dialect.withoutHalf(), cache);
      }
      if (!differences.isEmpty()) {
        LOG.warn(
            "{} does not compute as IEEE 754 says, so results can differ from those of other"
                + " devices: {}",
            device.name(),
            String.join("; ", differences));
      }
      return backend;
    } catch (HillockException e) {
      backend.close();
      throw new BackendUnavailableException(
          "opencl (" + device.name() + ") does not work: " + e.getMessage(), e);
    }
  }

  private static OpenClBackend open(OpenClDevice opened, OpenClDialect dialect, DiskCache cache) {
    try {
      return new OpenClBackend(opened, dialect, opened.isCpu(), cache);
    } catch (HillockException e) {
      throw new BackendUnavailableException(
          "opencl (" + opened.name() + ") cannot be opened: " + e.getMessage(), e);
    }
  }

  /** A device that fails at another type than float32 is of use all the same. */
  private static List<String> differences(OpenClBackend backend, DataType type) {
    try {
      return SelfTest.differences(backend, type);
    } catch (HillockException e) {
      return List.of(type.label() + " does not work: " + e.getMessage());
    }
  }

  @Override
  public String source(Program program) {
    return OpenClRenderer.render(program);
  }
}
