package io.hillock.gpu;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds a shared library as the loader of Linux would. JOCL must not be asked for one that is not
 * there: its native code says so on standard output, among the results of the program.
 */
public final class SharedLibrary {
  private static final Path LOADER_CACHE = Path.of("/etc/ld.so.cache");
  private static final List<String> DIRECTORIES =
      List.of("/lib64", "/usr/lib64", "/lib", "/usr/lib", "/usr/local/lib");
  private static final Pattern SEPARATOR = Pattern.compile("[:;]");
  private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};

  private SharedLibrary() {}

  /**
   * Returns the file that the loader would take.
   *
   * @param name the file name of the library, such as {@code libOpenCL.so.1}
   */
  public static Optional<Path> find(String name) {
    List<String> candidates = new ArrayList<>();
    String path = System.getenv("LD_LIBRARY_PATH");
    if (path != null) {
      SEPARATOR
          .splitAsStream(path)
          .map(directory -> (directory.isEmpty() ? "." : directory) + "/" + name)
          .forEach(candidates::add);
    }
    candidates.addAll(fromLoaderCache(name));
    DIRECTORIES.forEach(directory -> candidates.add(directory + "/" + name));
    return candidates.stream().filter(SharedLibrary::isFile).map(Path::of).findFirst();
  }

  private static boolean isFile(String candidate) {
    try {
      return Files.isRegularFile(Path.of(candidate));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** Returns whether a file begins as a library does; one that does not stops the loader. */
  public static boolean isLibrary(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(ELF.length), ELF);
    } catch (IOException e) {
      return false;
    }
  }

  /** The cache has each library's path as a string that ends with a zero byte. */
  private static List<String> fromLoaderCache(String name) {
    List<String> paths = new ArrayList<>();
    try {
      String cache = Files.readString(LOADER_CACHE, StandardCharsets.ISO_8859_1);
      String end = "/" + name + "\0";
      for (int at = cache.indexOf(end); at >= 0; at = cache.indexOf(end, at + 1)) {
        paths.add(cache.substring(cache.lastIndexOf('\0', at) + 1, at) + "/" + name);
      }
    } catch (IOException e) {
      return List.of(); // not every system has one
    }
    return paths;
  }
}
