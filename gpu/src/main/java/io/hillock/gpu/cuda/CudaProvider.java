package io.hillock.gpu.cuda;

import io.hillock.gpu.Devices;
import io.hillock.gpu.cuda.Driver.Attribute;
import io.hillock.kernels.Program;
import io.hillock.tensor.BackendUnavailableException;
import io.hillock.tensor.Device;
import io.hillock.tensor.HillockException;
import io.hillock.tensor.spi.Backend;
import io.hillock.tensor.spi.BackendProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** NVIDIA's GPUs from Volta on, by their driver alone. */
public final class CudaProvider implements BackendProvider {
  private static final Logger LOG = LoggerFactory.getLogger(CudaProvider.class);
  private static final String BACKEND = "cuda";
  private static final int RANK = 300;

  /** CUDA 11.0 is the first to take {@code .version 7.0}. */
  private static final int LEAST_VERSION = 11000;

  private static final int LEAST_COMPUTE = 70;

  private final Supplier<String> problem;
  private final Driver driver;

  /** Creates the provider of the devices of NVIDIA's driver. */
  public CudaProvider() {
    this(CudaLibrary::problem, new NativeDriver());
  }

  /**
   * Creates a provider of the devices of a driver.
   *
   * @param problem gives why the driver cannot be called, or null where it can
   * @param driver the driver
   */
  CudaProvider(Supplier<String> problem, Driver driver) {
    this.problem = problem;
    this.driver = driver;
  }

  @Override
  public String name() {
    return BACKEND;
  }

  @Override
  public List<Device> devices() {
    String obstacle = problem.get();
    if (obstacle == null) {
      try {
        int version = driver.version();
        int count = driver.devices();
        if (version < LEAST_VERSION) {
          obstacle =
              "NVIDIA's driver is for CUDA "
                  + text(version)
                  + ", but 11.0 is needed; "
                  + CudaLibrary.CURE;
        } else if (count == 0) {
          obstacle = "NVIDIA's driver found no GPU; check with nvidia-smi that there is one";
        } else {
          List<Device> devices = new ArrayList<>();
          for (int i = 0; i < count; i++) {
            devices.add(device(i, version));
          }
          return devices;
        }
      } catch (RuntimeException | LinkageError e) {
        LOG.debug("the devices could not be listed", e);
        obstacle = "the devices could not be listed (" + e.getMessage() + "); check the driver";
      }
    }
    return List.of(Device.unavailable(BACKEND, 0, null, obstacle));
  }

  private Device device(int index, int version) {
    String name = driver.name(index);
    int major = driver.attribute(index, Attribute.COMPUTE_MAJOR);
    int minor = driver.attribute(index, Attribute.COMPUTE_MINOR);
    if (major * 10 + minor < LEAST_COMPUTE) {
      return Device.unavailable(
          BACKEND,
          index,
          name,
          "it has compute capability "
              + major
              + "."
              + minor
              + ", but 7.0 is needed, as GPUs have from Volta on; use OpenCL on it");
    }
    return Device.available(
        BACKEND,
        index,
        name,
        driver.totalMemory(index),
        "NVIDIA driver for CUDA " + text(version) + " (sm_" + major + minor + ")",
        RANK);
  }

  private static String text(int version) {
    return version / 1000 + "." + version % 1000 / 10;
  }

  @Override
  public Backend open(int index) {
    Device device = Devices.require(BACKEND, devices(), index);
    try {
      return new CudaBackend(driver, device);
    } catch (HillockException e) {
      throw new BackendUnavailableException(
          "cuda (" + device.name() + ") cannot be opened: " + e.getMessage(), e);
    }
  }

  @Override
  public String source(Program program) {
    return Schedule.typical(program).render(program, Accesses.dense(program));
  }
}
