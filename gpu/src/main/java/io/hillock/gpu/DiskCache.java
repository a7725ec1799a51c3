package io.hillock.gpu;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps compiled kernels from one run to the next: one file each in {@code
 * $XDG_CACHE_HOME/hillock/BACKEND}, which is {@code ~/.cache} where the variable is not set. {@code
 * -Dhillock.cache=DIRECTORY} names another directory than {@code hillock}, {@code
 * -Dhillock.cache=off} turns the cache off.
 *
 * <p>A cache never fails: what cannot be read is compiled again, what cannot be written is not
 * kept. Each file begins with the digest of what follows, because a driver may crash on a broken
 * binary.
 */
public final class DiskCache {
  private static final Logger LOG = LoggerFactory.getLogger(DiskCache.class);
  private static final String PROPERTY = "hillock.cache";
  private static final int DIGEST_BYTES = 32;

  private final Path directory;

  /** Creates a cache in a directory; null for one that keeps nothing. */
  private DiskCache(Path directory) {
    this.directory = directory;
  }

  /** Returns the cache of a backend, as the system properties have it now. */
  public static DiskCache of(String backend) {
    String asked = System.getProperty(PROPERTY, "");
    if (asked.equals("off")) {
      return new DiskCache(null);
    }
    try {
      Path root = asked.isEmpty() ? home().resolve("hillock") : Path.of(asked);
      return new DiskCache(root.resolve(backend));
    } catch (InvalidPathException e) {
      LOG.warn("compiled kernels are not kept: -D{}={} is not a path", PROPERTY, asked);
      return new DiskCache(null);
    }
  }

  private static Path home() {
    String variable = System.getenv("XDG_CACHE_HOME");
    // By the specification a relative path is to be ignored.
    if (variable != null && !variable.isEmpty() && Path.of(variable).isAbsolute()) {
      return Path.of(variable);
    }
    return Path.of(System.getProperty("user.home", "."), ".cache");
  }

  /** Returns the key of what is compiled from the given parts. */
  public static String key(String... parts) {
    MessageDigest digest = sha256();
    for (String part : parts) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
      digest.update(bytes);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Returns the file of a key; nothing where the cache is off. */
  public Optional<Path> file(String key) {
    return Optional.ofNullable(directory).map(d -> d.resolve(key + ".bin"));
  }

  /** Returns what is kept under a key, if it is there and whole. */
  public Optional<byte[]> get(String key) {
    if (directory == null) {
      return Optional.empty();
    }
    Path file = directory.resolve(key + ".bin");
    try {
      byte[] all = Files.readAllBytes(file);
      if (all.length > DIGEST_BYTES) {
        byte[] content = Arrays.copyOfRange(all, DIGEST_BYTES, all.length);
        if (Arrays.equals(sha256().digest(content), Arrays.copyOf(all, DIGEST_BYTES))) {
          return Optional.of(content);
        }
      }
      LOG.debug("{} is broken and will be replaced", file);
    } catch (NoSuchFileException e) {
      LOG.trace("{} is not there yet", file);
    } catch (IOException e) {
      LOG.debug("{} could not be read: {}", file, e.toString());
    }
    return Optional.empty();
  }

  /** Keeps a content under a key, in place of what is there. Readers see all of it or nothing. */
  public void put(String key, byte[] content) {
    if (directory == null) {
      return;
    }
    try {
      Files.createDirectories(directory);
      Path part = Files.createTempFile(directory, key.substring(0, 8), ".part");
      try {
        byte[] all = Arrays.copyOf(sha256().digest(content), DIGEST_BYTES + content.length);
        System.arraycopy(content, 0, all, DIGEST_BYTES, content.length);
        Files.write(part, all);
        Files.move(part, directory.resolve(key + ".bin"), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException | SecurityException e) {
      LOG.debug("a compiled kernel could not be kept in {}: {}", directory, e.toString());
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
