package io.hillock.gpu.cuda;

import io.hillock.gpu.BundledLibrary;
import io.hillock.gpu.SharedLibrary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import jcuda.CudaException;
import jcuda.JCudaVersion;
import jcuda.LibUtils;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads JCuda and with it NVIDIA's driver, once. */
final class CudaLibrary {
  /** What to install, for messages. */
  static final String CURE =
      "install NVIDIA's driver for the GPU, 450 or newer (Debian: the package nvidia-driver; Ubuntu:"
          + " ubuntu-drivers install); in a container, start it with the GPU (docker run --gpus all)";

  private static final Logger LOG = LoggerFactory.getLogger(CudaLibrary.class);

  private CudaLibrary() {}

  /** Returns why CUDA cannot be used, and the cure; null where it can. Never throws. */
  static String problem() {
    return Holder.PROBLEM;
  }

  private static final class Holder {
    static final String PROBLEM = load();

    private static String load() {
      boolean linux = System.getProperty("os.name").equals("Linux");
      if (linux) {
        Optional<Path> library = SharedLibrary.find("libcuda.so.1");
        if (library.isEmpty()) {
          return "no NVIDIA driver (libcuda.so.1) was found; " + CURE;
        }
        if (!SharedLibrary.isLibrary(library.get())) {
          return library.get() + " is not a library that can be loaded; " + CURE;
        }
      }
      try {
        if (!BundledLibrary.extract(JCudaDriver.class, fileName())) {
          return "JCuda's library "
              + fileName()
              + " is not on the class path; add org.jcuda:jcuda-natives:"
              + JCudaVersion.get()
              + " for this platform, which JCuda has for Linux and Windows on x86-64";
        }
        // The first call loads JCuda's library, and that the driver.
        JCudaDriver.setExceptionsEnabled(false);
        int status = JCudaDriver.cuInit(0);
        return status == CUresult.CUDA_SUCCESS ? null : notInitialized(status);
      } catch (LinkageError e) {
        LOG.debug("CUDA cannot be used", e);
        return "JCuda's library or NVIDIA's driver cannot be loaded: "
            + BundledLibrary.cause(e)
            + "; "
            + CURE;
      } catch (IOException | CudaException e) {
        LOG.debug("CUDA cannot be used", e);
        return BundledLibrary.notWritten("JCuda", e);
      }
    }

    private static String notInitialized(int status) {
      String name = CUresult.stringFor(status) + " (" + status + ")";
      return switch (status) {
        case CUresult.CUDA_ERROR_NO_DEVICE ->
            "NVIDIA's driver found no GPU; check with nvidia-smi that there is one, and"
                + " CUDA_VISIBLE_DEVICES, which may hide it";
        case CUresult.CUDA_ERROR_SYSTEM_DRIVER_MISMATCH,
            CUresult.CUDA_ERROR_COMPAT_NOT_SUPPORTED_ON_DEVICE ->
            "NVIDIA's driver and the module in the kernel are of different versions: "
                + name
                + "; restart the machine, or install the driver anew";
        case CUresult.CUDA_ERROR_STUB_LIBRARY ->
            "libcuda.so.1 is a stub of the CUDA toolkit and not the driver: " + name + "; " + CURE;
        default -> "NVIDIA's driver does not start: " + name + "; " + CURE;
      };
    }

    /** Returns the name of the library as JCuda makes it. */
    private static String fileName() {
      String base = "JCudaDriver-" + JCudaVersion.get();
      return LibUtils.createLibraryFileName(LibUtils.createPlatformLibraryName(base));
    }
  }
}
