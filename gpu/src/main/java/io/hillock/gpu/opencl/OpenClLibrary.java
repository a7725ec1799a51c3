package io.hillock.gpu.opencl;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
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
        extract();
        // The first call loads JOCL's library, and that the OpenCL library.
        CL.setExceptionsEnabled(false);
        return null;
      } catch (LinkageError e) {
        LOG.debug("OpenCL cannot be used", e);
        String message = String.valueOf(e.getMessage());
        return message.contains(JOCL_NAME)
            ? "JOCL's library cannot be loaded: " + cause(message)
            : "the OpenCL library cannot be loaded; " + CURE;
      } catch (IOException | RuntimeException e) {
        LOG.debug("OpenCL cannot be used", e);
        return "JOCL's library could not be written to "
            + System.getProperty("java.io.tmpdir")
            + " ("
            + e
            + "); name another directory with -Djava.io.tmpdir";
      }
    }
  }

  /**
   * Writes JOCL's library to where JOCL looks for it before it writes it itself. JOCL would write
   * in place, so that a second program that starts at the same time may load half a library; and it
   * would load any file of that name, whoever put it there.
   */
  private static void extract() throws IOException {
    String name = LibUtils.createLibraryFileName(LibUtils.createPlatformLibraryName(JOCL_NAME));
    byte[] content;
    try (InputStream in = LibUtils.class.getResourceAsStream("/lib/" + name)) {
      if (in == null) {
        return; // no library for this platform: JOCL says so in its own words
      }
      content = in.readAllBytes();
    }
    Path target = Path.of(System.getProperty("java.io.tmpdir"), name);
    if (Files.isRegularFile(target) && Arrays.equals(Files.readAllBytes(target), content)) {
      return;
    }
    Path part = Files.createTempFile(target.getParent(), name, ".part");
    try {
      Files.write(part, content);
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** The line of JOCL's report, which has two stack traces in it, that says most. */
  private static String cause(String message) {
    return message
        .lines()
        .filter(line -> line.contains("Error: ") || line.contains("Exception: "))
        .reduce((first, last) -> last)
        .orElse(message.lines().findFirst().orElse(""))
        .strip();
  }
}
