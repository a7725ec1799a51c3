package io.hillock.image;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrientationTest {
  @TempDir Path folder;

  /** An Exif block that says nothing but the orientation. */
  static byte[] exif(int orientation, ByteOrder order) {
    ByteBuffer block = ByteBuffer.allocate(26).order(order);
    block.put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(US_ASCII));
    block.putShort((short) 42).putInt(8).putShort((short) 1);
    block.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) orientation);
    return block.array();
  }

  /** The stored picture is 1 2 / 3 4 / 5 6; the upright one has its rows behind each other. */
  @ParameterizedTest
  @CsvSource({
    "1, 2, 1 2 3 4 5 6",
    "2, 2, 2 1 4 3 6 5",
    "3, 2, 6 5 4 3 2 1",
    "4, 2, 5 6 3 4 1 2",
    "5, 3, 1 3 5 2 4 6",
    "6, 3, 5 3 1 6 4 2",
    "7, 3, 6 4 2 5 3 1",
    "8, 3, 2 4 6 1 3 5"
  })
  void everyOrientationStandsUpright(int orientation, int width, String rows) throws IOException {
    int[] stored = new int[24];
    for (int i = 0; i < 6; i++) {
      stored[4 * i] = i + 1;
      stored[4 * i + 1] = 10 * (i + 1);
      stored[4 * i + 2] = 20 * (i + 1);
      stored[4 * i + 3] = 30 * (i + 1);
    }
    for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
      byte[] file =
          new PngFile(2, 3, 8, PngFile.RGBA)
              .chunk("eXIf", exif(orientation, order))
              .pixels(3, 8, stored)
              .end();
      Picture picture = PictureReader.read(Files.write(folder.resolve("picture.png"), file));
      assertEquals(width, picture.width());
      assertEquals(6 / width, picture.height());
      String[] expected = rows.split(" ", -1);
      for (int i = 0; i < 6; i++) {
        int number = Integer.parseInt(expected[i]);
        assertEquals(number / 255f, picture.samples()[3 * i]);
        assertEquals(10 * number / 255f, picture.samples()[3 * i + 1]);
        assertEquals(20 * number / 255f, picture.samples()[3 * i + 2]);
        assertEquals(30 * number, picture.alpha()[i]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void orientationOfJpegIsThatOfTheSamePng(int orientation) throws IOException {
    BufferedImage image = new BufferedImage(16, 24, BufferedImage.TYPE_BYTE_GRAY);
    int[] blocks = {10, 50, 90, 130, 170, 210};
    int[] pixels = new int[16 * 24];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = blocks[i / 16 / 8 * 2 + i % 16 / 8];
      image.getRaster().setSample(i % 16, i / 16, 0, pixels[i]);
    }
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    ImageIO.write(image, "jpg", plain);
    byte[] block = exif(orientation, ByteOrder.BIG_ENDIAN);
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    jpeg.write(plain.toByteArray(), 0, 2);
    jpeg.writeBytes(new byte[] {(byte) 0xff, (byte) 0xe1, 0, (byte) (block.length + 8)});
    jpeg.writeBytes(new byte[] {'E', 'x', 'i', 'f', 0, 0});
    jpeg.writeBytes(block);
    jpeg.write(plain.toByteArray(), 2, plain.size() - 2);
    Path jpegFile = Files.write(folder.resolve("picture.jpg"), jpeg.toByteArray());
    byte[] png =
        new PngFile(16, 24, 8, PngFile.GRAY).chunk("eXIf", block).pixels(24, 8, pixels).end();
    Picture expected = PictureReader.read(Files.write(folder.resolve("picture.png"), png));
    Picture found = PictureReader.read(jpegFile);
    assertEquals(expected.width(), found.width());
    assertArrayEquals(expected.samples(), found.samples(), 4 / 255f);
  }

  @Test
  void orientationOfTiffIsApplied() throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(0, 0, 0, 10);
    image.getRaster().setSample(1, 0, 0, 20);
    Path file = folder.resolve("picture.tif");
    ImageIO.write(image, "tiff", file.toFile());
    byte[] bytes = Files.readAllBytes(file);
    assertEquals(1, Exif.orientation(bytes, 0, bytes.length));
    // The decoder does not care for the tag of the resolution's unit, which becomes this one.
    boolean big = bytes[0] == 'M';
    ByteBuffer tiff =
        ByteBuffer.wrap(bytes).order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    int entries = tiff.getInt(4);
    int last = entries + 2 + 12 * (tiff.getShort(entries) - 1);
    int replaced = -1;
    for (int at = entries + 2; at <= last; at += 12) {
      int tag = tiff.getShort(at) & 0xffff;
      if (tag == 0x0112 || (replaced < 0 && tag == 0x0131)) {
        replaced = at;
      }
    }
    assertEquals(true, replaced >= 0);
    tiff.putShort(replaced, (short) 0x0112).putShort(replaced + 2, (short) 3);
    tiff.putInt(replaced + 4, 1).putInt(replaced + 8, 0).putShort(replaced + 8, (short) 8);
    Picture picture = PictureReader.read(Files.write(file, bytes));
    assertEquals(1, picture.width());
    assertEquals(2, picture.height());
    assertArrayEquals(new float[] {20 / 255f, 10 / 255f}, picture.samples());
  }

  @Test
  void orientationOfWebpIsApplied() throws IOException {
    Path file = folder.resolve("turned.webp");
    Path plain = folder.resolve("plain.webp");
    try (InputStream turned = getClass().getResourceAsStream("/pictures/lossless-exif-6.webp");
        InputStream straight = getClass().getResourceAsStream("/pictures/lossless.webp")) {
      Files.copy(turned, file);
      Files.copy(straight, plain);
    }
    Picture picture = PictureReader.read(file);
    Picture expected = Orientation.upright(PictureReader.read(plain), 6);
    assertEquals(17, picture.width());
    assertEquals(23, picture.height());
    assertArrayEquals(expected.samples(), picture.samples());
  }

  @Test
  void damagedExifLeavesThePictureAsItIs() {
    byte[] block = exif(6, ByteOrder.BIG_ENDIAN);
    for (int length = 0; length < 20; length++) {
      assertEquals(1, Exif.orientation(block, 0, length), "of " + length + " bytes");
    }
    assertEquals(6, Exif.orientation(block, 0, block.length));
    assertEquals(1, Exif.orientation(exif(9, ByteOrder.BIG_ENDIAN), 0, 26));
    block[4] = 0x7f;
    assertEquals(1, Exif.orientation(block, 0, block.length));
  }
}
