package io.hillock.gpu.opencl;

import io.hillock.gpu.BundledLibrary;
import io.hillock.gpu.SharedLibrary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jocl.CL;
import org.jocl.LibUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads JOCL and with it the OpenCL library of this machine, once. */
final class OpenClLibrary {
  /** What to install, for messages. */
  static final String CURE =
      "install the loader and a driver: on Debian and Ubuntu the package ocl-icd-libopencl1, and"
          + " pocl-opencl-icd for the CPU, intel-opencl-icd or mesa-opencl-icd for a GPU, or the"
          + " vendor's driver for NVIDIA and AMD";

  private static final Logger LOG = LoggerFactory.getLogger(OpenClLibrary.class);

  /** The name of JOCL's own library, to which the platform is added. */
  private static final String JOCL_NAME = "JOCL_2_0_6";

  private OpenClLibrary() {}

  /** Returns why OpenCL cannot be used, and the cure; null where it can. Never throws. */
  static String problem() {
    return Holder.PROBLEM;
  }

  private static final class Holder {
    static final String PROBLEM = load();

    private static String load() {
      if (System.getProperty("os.name").equals("Linux")) {
        Optional<Path> library =
            SharedLibrary.find("libOpenCL.so.1").or(() -> SharedLibrary.find("libOpenCL.so"));
        if (library.isEmpty()) {
          return "no OpenCL library (libOpenCL.so.1) was found; " + CURE;
        }
        if (!SharedLibrary.isLibrary(library.get())) {
          return library.get() + " is not a library that can be loaded; " + CURE;
        }
      }
      try {
        // Where there is no library for this platform, JOCL says so in its own words.
        BundledLibrary.extract(
            LibUtils.class,
            LibUtils.createLibraryFileName(LibUtils.createPlatformLibraryName(JOCL_NAME)));
        // The first call loads JOCL's library, and that the OpenCL library.
        CL.setExceptionsEnabled(false);
        return null;
      } catch (LinkageError e) {
        LOG.debug("OpenCL cannot be used", e);
        String message = String.valueOf(e.getMessage());
        return message.contains(JOCL_NAME)
            ? "JOCL's library cannot be loaded: " + BundledLibrary.cause(e)
            : "the OpenCL library cannot be loaded; " + CURE;
      } catch (IOException | RuntimeException e) {
        LOG.debug("OpenCL cannot be used", e);
        return BundledLibrary.notWritten("JOCL", e);
      }
    }
  }
}
