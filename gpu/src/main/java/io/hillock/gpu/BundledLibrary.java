package io.hillock.gpu;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/** The native part of a wrapper such as JOCL or JCuda, which lies in a jar. */
public final class BundledLibrary {
  private BundledLibrary() {}

  /**
   * Writes a library to where its wrapper looks for it before it writes it itself. It would write
   * in place, so that a second program that starts at the same time may load half a library; and it
   * would load any file of that name, whoever put it there.
   *
   * @param wrapper a class of the wrapper
   * @param file the library's file name
   * @return whether there is such a library
   */
  public static boolean extract(Class<?> wrapper, String file) throws IOException {
    byte[] content;
    // Asked of the loader, as the library may lie in another jar, and so in another module.
    try (InputStream in = wrapper.getClassLoader().getResourceAsStream("lib/" + file)) {
      if (in == null) {
        return false;
      }
      content = in.readAllBytes();
    }
    Path target = Path.of(System.getProperty("java.io.tmpdir"), file);
    if (Files.isRegularFile(target) && Arrays.equals(Files.readAllBytes(target), content)) {
      return true;
    }
    Path part = Files.createTempFile(target.getParent(), file, ".part");
    try {
      Files.write(part, content);
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
    return true;
  }

  /** Returns the line of a wrapper's report, which has two stack traces in it, that says most. */
  public static String cause(LinkageError error) {
    String message = String.valueOf(error.getMessage());
    return message
        .lines()
        .filter(line -> line.contains("Error: ") || line.contains("Exception: "))
        .reduce((first, last) -> last)
        .orElse(message.lines().findFirst().orElse(""))
        .strip();
  }

  /** Returns the reason for a library that could not be written. */
  public static String notWritten(String wrapper, Exception cause) {
    return wrapper
        + "'s library could not be written to "
        + System.getProperty("java.io.tmpdir")
        + " ("
        + cause
        + "); name another directory with -Djava.io.tmpdir";
  }
}
