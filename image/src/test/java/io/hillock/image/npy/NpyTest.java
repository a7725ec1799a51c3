package io.hillock.image.npy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hillock.tensor.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyTest {
  @TempDir Path folder;

  /** A file built by hand. */
  private Path file(int version, String dictionary, int dataBytes) throws IOException {
    byte[] text = dictionary.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    ByteBuffer length = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(text.length);
    bytes.write(length.array(), 0, version == 1 ? 2 : 4);
    bytes.writeBytes(text);
    bytes.writeBytes(new byte[dataBytes]);
    return Files.write(folder.resolve("x.npy"), bytes.toByteArray());
  }

  private static String dictionary(String descr, String fortran, String shape) {
    return "{'descr': '"
        + descr
        + "', 'fortran_order': "
        + fortran
        + ", 'shape': "
        + shape
        + ", }\n";
  }

  private String refused(Path file) {
    NpyException e = assertThrows(NpyException.class, () -> NpyReader.open(file).close());
    assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
    assertFalse(e.getMessage().contains("\n"), e.getMessage());
    return e.getMessage();
  }

  @Test
  void fileIsByteForByteWhatNumPyWrites() throws IOException {
    Path file = folder.resolve("x.npy");
    NpyWriter.writeAll(file, NpyType.FLOAT32, new float[] {1, -2, 0.5f}, 3);
    // numpy.save("x.npy", numpy.array([1, -2, .5], "<f4"))
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }";
    byte[] expected = new byte[128 + 12];
    Arrays.fill(expected, 10, 127, (byte) ' ');
    byte[] start = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0};
    System.arraycopy(start, 0, expected, 0, 10);
    byte[] text = header.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, expected, 10, text.length);
    expected[127] = '\n';
    byte[] data = {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, (byte) 0xc0, 0, 0, 0, 0x3f};
    System.arraycopy(data, 0, expected, 128, 12);
    assertArrayEquals(expected, Files.readAllBytes(file));
  }

  @ParameterizedTest
  @EnumSource(value = NpyType.class, to = "BFLOAT16")
  void everyTypeIsReadBackAsItWasWritten(NpyType type) throws IOException {
    Path file = folder.resolve("x.npy");
    float[] values = new float[70_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 251;
    }
    NpyWriter.writeAll(file, type, values, 7, 10_000);
    assertEquals(128 + 70_000L * type.bytes(), Files.size(file));
    assertArrayEquals(values, NpyReader.readAll(file));
    try (NpyReader in = NpyReader.open(file)) {
      assertEquals(new NpyHeader(1, type, Shape.of(7, 10_000)), in.header());
      double[] doubles = new double[70_002];
      in.read(doubles, 1, 70_000);
      for (int i = 0; i < values.length; i++) {
        assertEquals(values[i], doubles[i + 1]);
      }
      assertEquals(0, in.remaining());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = NpyType.class,
      names = {"INT32", "INT64", "UINT8", "BOOL"})
  void integersAreReadAsTheyAreAndNotAsReals(NpyType type) throws IOException {
    Path file = folder.resolve("x.npy");
    NpyWriter.writeAll(file, type, new float[] {0, 1, 1, 0}, 2, 2);
    int[] found = new int[5];
    try (NpyReader in = NpyReader.open(file)) {
      assertEquals(type, in.header().type());
      in.read(found, 1, 4);
    }
    assertArrayEquals(new int[] {0, 0, 1, 1, 0}, found);
    if (type != NpyType.UINT8) {
      String message = assertThrows(NpyException.class, () -> NpyReader.readAll(file)).getMessage();
      assertTrue(message.contains(type.descr()) && message.contains("real numbers"), message);
    }
  }

  @Test
  void integersOf64BitsThatDoNotFitAreRefused() throws IOException {
    Path file = folder.resolve("x.npy");
    NpyWriter.writeAll(file, NpyType.INT64, new float[] {-2147483648f, 2147483648f}, 2);
    int[] found = new int[2];
    try (NpyReader in = NpyReader.open(file)) {
      in.read(found, 0, 1);
      assertEquals(Integer.MIN_VALUE, found[0]);
      String message = assertThrows(NpyException.class, () -> in.read(found, 1, 1)).getMessage();
      assertTrue(message.contains("2147483648"), message);
    }
  }

  @Test
  void doublesKeepAllTheirBits() throws IOException {
    Path file = folder.resolve("x.npy");
    double[] values = {Math.PI, -0.0, Double.MIN_VALUE, Double.NaN, 1e300};
    try (NpyWriter out = NpyWriter.create(file, NpyType.FLOAT64, 5)) {
      out.write(values, 0, 2);
      out.write(values, 2, 3);
      out.commit();
    }
    double[] found = new double[5];
    try (NpyReader in = NpyReader.open(file)) {
      in.read(found, 0, 5);
    }
    assertArrayEquals(values, found);
    float[] rounded = {(float) Math.PI, -0f, 0, Float.NaN, Float.POSITIVE_INFINITY};
    assertArrayEquals(rounded, NpyReader.readAll(file));
  }

  @ParameterizedTest
  @EnumSource(value = NpyType.class, to = "BFLOAT16")
  void doublesAreRoundedOnceToEveryType(NpyType type) throws IOException {
    Path file = folder.resolve("x.npy");
    // Rounded to a float first, the second of each would be a tie, and go to the even one.
    double[] values = {
      1 + 0x1p-11, 1 + 0x1p-11 + 0x1p-40, 1 + 0x1p-8, 1 + 0x1p-8 + 0x1p-40, 254.5, 254.5 + 0x1p-40
    };
    try (NpyWriter out = NpyWriter.create(file, type, values.length)) {
      out.write(values, 0, values.length);
      out.commit();
    }
    double[] found = new double[values.length];
    try (NpyReader in = NpyReader.open(file)) {
      in.read(found, 0, found.length);
    }
    double[] expected =
        switch (type) {
          case FLOAT64 -> values;
          case FLOAT32 ->
              new double[] {values[0], values[0], values[2], values[2], values[4], values[4]};
          case FLOAT16 -> new double[] {1, 1 + 0x1p-10, values[2], values[2], 254.5, 254.5};
          case BFLOAT16 -> new double[] {1, 1, 1, 1 + 0x1p-7, 254, 255};
          case UINT8 -> new double[] {1, 1, 1, 1, 254, 255};
          case INT32, INT64, BOOL -> throw new IllegalArgumentException(type + " is not real");
        };
    assertArrayEquals(expected, found);
  }

  @Test
  void bytesAreRoundedAndCut() throws IOException {
    Path file = folder.resolve("x.npy");
    float[] values = {-3, 0.4f, 0.6f, 254.5f, 300, Float.NaN};
    NpyWriter.writeAll(file, NpyType.UINT8, values, 6);
    assertArrayEquals(new float[] {0, 0, 1, 254, 255, 0}, NpyReader.readAll(file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"() | 1", "(3,) | 3", "(0,) | 0", "(2, 0, 5) | 0", "(2,3) | 6", "(2L, 3L, 1L) | 6"})
  void everyRankIsRead(String shape, int count) throws IOException {
    for (int version = 1; version <= 3; version++) {
      Path file = file(version, dictionary("<f4", "False", shape), 4 * count);
      try (NpyReader in = NpyReader.open(file)) {
        assertEquals(version, in.header().version());
        assertEquals(count, in.header().shape().count());
        assertEquals(count, in.remaining());
      }
      assertEquals(count, NpyReader.readAll(file).length);
    }
  }

  @Test
  void numberWithoutAxesIsWrittenAndReadBack() throws IOException {
    Path file = folder.resolve("x.npy");
    NpyWriter.writeAll(file, NpyType.FLOAT32, new float[] {7});
    assertTrue(Files.readString(file, StandardCharsets.ISO_8859_1).contains("'shape': (), }"));
    assertArrayEquals(new float[] {7}, NpyReader.readAll(file));
  }

  @Test
  void arrayIsReadInPartsOfAnySize() throws IOException {
    Path file = folder.resolve("x.npy");
    float[] values = new float[100_003];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    NpyWriter.writeAll(file, NpyType.FLOAT32, values, values.length);
    float[] found = new float[values.length];
    try (NpyReader in = NpyReader.open(file)) {
      for (int at = 0, part = 1; at < found.length; part = part * 3 + 1) {
        int count = Math.min(part, found.length - at);
        in.read(found, at, count);
        at += count;
      }
      assertThrows(IllegalArgumentException.class, () -> in.read(found, 0, 1));
    }
    assertArrayEquals(values, found);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"shape\": (2,), \"descr\": \"<f4\", \"fortran_order\": False}",
        "{ 'descr' :'<f4' ,'fortran_order':False,'shape':( 2 , ) }   \n"
      })
  void dictionaryMayBeWrittenInOtherWays(String dictionary) throws IOException {
    assertEquals(2, NpyReader.readAll(file(1, dictionary, 8)).length);
  }

  @ParameterizedTest
  @ValueSource(strings = {">f4", "<i2", "<u4", "|i1", "<f16", "<c8", "=f4", "|O", "<U3", "f4", ""})
  void otherTypesAreRefusedWithWhatIsSupported(String descr) throws IOException {
    String message = refused(file(1, dictionary(descr, "False", "(2,)"), 8));
    assertTrue(message.contains("'" + descr + "'; supported are <f2, <f4, <f8, |u1, <u2"), message);
  }

  @Test
  void otherFilesAreRefusedWithWhatWasFound() throws IOException {
    Path file = folder.resolve("y.npy");
    assertTrue(refused(file).endsWith("there is no such file"));
    assertTrue(refused(folder).endsWith("it is a folder, not an array"));
    assertTrue(refused(Files.write(file, new byte[0])).endsWith("it is empty"));
    assertTrue(refused(Files.writeString(file, "abc")).contains("cut short"));
    assertTrue(refused(Files.writeString(file, "not an array")).contains("not a .npy file"));
    assertTrue(refused(file(4, "{}", 0)).contains("version 4.0"));
    assertTrue(refused(file(0, "{}", 0)).contains("version 0.0"));
    assertTrue(refused(file(1, dictionary("<f4", "True", "(2, 2)"), 16)).contains("Fortran order"));
    assertTrue(refused(file(1, dictionary("<f4", "False", "(3,)"), 11)).contains("cut short"));
    assertTrue(refused(file(1, dictionary("<f4", "False", "(3,)"), 13)).contains("behind its end"));
    assertTrue(
        refused(file(1, dictionary("<f4", "False", "(9999999999, 9999999999)"), 0))
            .contains("too large"));
    assertTrue(
        refused(file(1, dictionary("<f4", "False", "(99999999999999999999,)"), 0))
            .contains("too large"));
    assertTrue(
        refused(file(1, "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}", 4))
            .contains("records"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{'descr': '<f4', 'fortran_order': False}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'more': 1}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} x",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': 2}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-2,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1 2)}",
        "{'descr': '<f4', 'fortran_order': 0, 'shape': (2,)}",
        "{'descr': '<f4' 'fortran_order': False, 'shape': (2,)}",
        "{'descr': '<f4, 'fortran_order': False, 'shape': (2,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)"
      })
  void headerThatIsNoDictionaryOfAnArrayIsRefused(String dictionary) throws IOException {
    assertTrue(refused(file(1, dictionary, 8)).contains("no dictionary of an array"));
  }

  @Test
  void fileCutShortAnywhereIsRefused() throws IOException {
    Path file = folder.resolve("x.npy");
    NpyWriter.writeAll(file, NpyType.FLOAT32, new float[6], 2, 3);
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      refused(Files.write(file, Arrays.copyOf(whole, length)));
    }
  }

  @Test
  void arrayThatIsNotWholeIsNotWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("x.npy"), "before");
    try (NpyWriter out = NpyWriter.create(file, NpyType.FLOAT32, 3)) {
      out.write(new float[2], 0, 2);
      assertThrows(IllegalStateException.class, out::commit);
      assertThrows(IllegalArgumentException.class, () -> out.write(new float[2], 0, 2));
      assertThrows(IllegalArgumentException.class, () -> out.write(new double[2], 0, 2));
    }
    assertEquals("before", Files.readString(file));
    try (var files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }
}
