package io.hillock.image;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DamagedPictureTest {
  @TempDir Path folder;

  private PictureException refused(byte[] file) throws IOException {
    Path path = Files.write(folder.resolve("picture"), file);
    return assertThrows(PictureException.class, () -> PictureReader.read(path));
  }

  private static byte[] coded(String format) throws IOException {
    if (format.endsWith("webp")) {
      String name = "/pictures/" + format;
      try (InputStream in = DamagedPictureTest.class.getResourceAsStream(name)) {
        return in.readAllBytes();
      }
    }
    Random random = new Random(3);
    BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_3BYTE_BGR);
    for (int i = 0; i < 1200; i++) {
      image.setRGB(i % 40, i / 40, i * 5000 + random.nextInt(64));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertTrue(ImageIO.write(image, format, bytes));
    return bytes.toByteArray();
  }

  /** A file that ends early is either refused or, where nothing of the pixels is missing, whole. */
  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "gif", "bmp", "tiff", "lossless.webp", "lossy.webp"})
  void cutShortAnywhereItIsNeverReadByHalf(String format) throws IOException {
    byte[] whole = coded(format);
    Path path = folder.resolve("picture");
    float[] samples = PictureReader.read(Files.write(path, whole)).samples();
    int refused = 0;
    int step = Math.max(1, whole.length / 97);
    for (int length = whole.length - 1; length >= 0; length -= step) {
      Files.write(path, Arrays.copyOf(whole, length));
      try {
        assertTrue(
            Arrays.equals(samples, PictureReader.read(path).samples()),
            "read by half from " + length + " of " + whole.length + " bytes");
      } catch (PictureException e) {
        refused++;
        assertEquals(path + ": " + e.reason(), e.getMessage());
        assertFalse(e.getMessage().contains("\n"), e.getMessage());
      }
    }
    assertTrue(refused >= 20, "refused only " + refused);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "gif", "bmp", "tiff", "lossless.webp", "lossy.webp"})
  void whateverIsWrongInsideNothingButAPictureExceptionIsThrown(String format) throws IOException {
    byte[] whole = coded(format);
    Random random = new Random(11);
    Path path = folder.resolve("picture");
    int refused = 0;
    for (int run = 0; run < 60; run++) {
      byte[] damaged = whole.clone();
      for (int i = 0; i < 3; i++) {
        damaged[random.nextInt(Math.min(damaged.length, 400))] = (byte) random.nextInt();
      }
      Files.write(path, damaged);
      try {
        PictureReader.read(path, ReadOptions.of(1 << 20));
      } catch (PictureException e) {
        refused++;
      }
    }
    assertTrue(refused > 0);
  }

  @Test
  void oneWrongBitAnywhereInTheDataOfPngIsFound() throws IOException {
    byte[] whole = coded("png");
    for (int at = 8; at < whole.length; at += 13) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 1;
      refused(damaged);
    }
  }

  @Test
  void smallFileThatClaimsToBeHugeIsRefusedBeforeDecoding() throws IOException {
    byte[] bomb = new PngFile(100_000, 100_000, 8, PngFile.GRAY).chunk("IDAT", (byte) 0x78).end();
    assertTrue(bomb.length < 100);
    PictureException e = refused(bomb);
    assertTrue(e.getMessage().contains("100000 x 100000 = 10,000,000,000 pixels"), e.getMessage());
    assertTrue(e.getMessage().contains("268,435,456"), e.getMessage());
  }

  @Test
  void limitOfPixelsIsTheLastThatIsAllowed() throws IOException {
    Path path = folder.resolve("six.png");
    Files.write(path, PngFile.of(3, 2, 8, PngFile.GRAY, 1, 2, 3, 4, 5, 6));
    assertEquals(6, PictureReader.read(path, ReadOptions.of(6)).samples().length);
    assertThrows(PictureException.class, () -> PictureReader.read(path, ReadOptions.of(5)));
  }

  @Test
  void pictureThatDoesNotFitInMemoryIsRefusedBeforeDecoding() throws IOException {
    byte[] large = new PngFile(60_000, 700_000, 8, PngFile.RGB).chunk("IDAT", (byte) 0x78).end();
    Path path = Files.write(folder.resolve("large.png"), large);
    PictureException e =
        assertThrows(
            PictureException.class, () -> PictureReader.read(path, ReadOptions.of(Long.MAX_VALUE)));
    assertTrue(e.getMessage().contains("-Xmx"), e.getMessage());
  }

  @Test
  void whatIsNoPictureSaysWhatItIs() throws IOException {
    assertTrue(refused(new byte[0]).getMessage().endsWith("it is empty"));
    assertTrue(refused("hello".getBytes(US_ASCII)).reason().startsWith("it is not a picture"));
    assertTrue(
        refused("BMW is a company, not a bitmap".getBytes(US_ASCII))
            .reason()
            .contains("not a pic"));
    assertTrue(refused(new byte[] {(byte) 0x89, 'P', 'N', 'G'}).reason().contains("not a picture"));
    Path missing = folder.resolve("missing.png");
    PictureException e = assertThrows(PictureException.class, () -> PictureReader.read(missing));
    assertEquals(missing + ": there is no such file", e.getMessage());
    e = assertThrows(PictureException.class, () -> PictureReader.read(folder));
    assertEquals(folder + ": it is a folder", e.getMessage());
  }

  @Test
  void firstFrameOfGifThatEndsTooEarlyIsRefused() throws IOException {
    byte[] whole = coded("gif");
    // The last block of the frame's codes: its length becomes that of a shorter one.
    int end = whole.length - 2;
    byte[] damaged = Arrays.copyOf(whole, whole.length);
    int at = 13 + (3 << ((whole[10] & 7) + 1));
    while (whole[at] != 0x2c) {
      at += 2;
      while (whole[at] != 0) {
        at += (whole[at] & 0xff) + 1;
      }
      at++;
    }
    at += 11;
    while (at + (whole[at] & 0xff) + 1 < end) {
      at += (whole[at] & 0xff) + 1;
    }
    int left = (whole[at] & 0xff) / 2;
    damaged[at] = (byte) left;
    damaged[at + 1 + left] = 0;
    damaged[at + 2 + left] = 0x3b;
    refused(damaged);
  }
}
