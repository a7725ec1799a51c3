package io.hillock.gpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cache gives back what was put, whole, or nothing. */
class DiskCacheTest {
  private static final byte[] CONTENT = {1, 2, 3, 4, 5};
  private static final String KEY = DiskCache.key("source", "options");

  private final String before = System.getProperty("hillock.cache");

  @TempDir Path directory;

  private DiskCache cache(String where) {
    System.setProperty("hillock.cache", where);
    return DiskCache.of("test");
  }

  @AfterEach
  void restore() {
    if (before == null) {
      System.clearProperty("hillock.cache");
    } else {
      System.setProperty("hillock.cache", before);
    }
  }

  @Test
  void whatIsPutIsFoundByTheNextCache() throws IOException {
    cache(directory.toString()).put(KEY, CONTENT);
    assertArrayEquals(CONTENT, cache(directory.toString()).get(KEY).orElseThrow());
    assertEquals(Optional.empty(), cache(directory.toString()).get(DiskCache.key("other")));
    try (var files = Files.list(directory.resolve("test"))) {
      assertEquals(1, files.count(), "nothing is left beside the file");
    }
  }

  @Test
  void everyBrokenFileIsNotThereAndIsReplaced() throws IOException {
    DiskCache cache = cache(directory.toString());
    cache.put(KEY, CONTENT);
    Path file = cache.file(KEY).orElseThrow();
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, java.util.Arrays.copyOf(whole, length));
      assertEquals(Optional.empty(), cache.get(KEY), "cut to " + length + " bytes");
    }
    for (int i = 0; i < whole.length; i++) {
      byte[] changed = whole.clone();
      changed[i] ^= 4;
      Files.write(file, changed);
      assertEquals(Optional.empty(), cache.get(KEY), "byte " + i + " changed");
    }
    cache.put(KEY, CONTENT);
    assertArrayEquals(CONTENT, cache.get(KEY).orElseThrow());
  }

  @Test
  void aCacheThatIsOffOrCannotBeWrittenKeepsNothingAndDoesNotFail() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "not a directory");
    for (String where : new String[] {"off", file.toString(), "a\0b"}) {
      DiskCache cache = cache(where);
      cache.put(KEY, CONTENT);
      assertEquals(Optional.empty(), cache.get(KEY), where);
    }
  }

  @Test
  void keysTellTheirPartsApart() {
    assertEquals(DiskCache.key("a", "b"), DiskCache.key("a", "b"));
    assertNotEquals(DiskCache.key("a", "b"), DiskCache.key("ab", ""));
    assertNotEquals(DiskCache.key("a", "b"), DiskCache.key("b", "a"));
    assertTrue(DiskCache.key().matches("[0-9a-f]{64}"));
  }
}
