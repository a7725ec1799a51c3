package io.hillock.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.IIOImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rarer kinds of each format, and what is said of those that are not read whole. */
class PictureKindsTest {
  @TempDir Path folder;

  private PictureSource open(byte[] file) throws IOException {
    return PictureSource.open(Files.write(folder.resolve("picture"), file), ReadOptions.DEFAULT);
  }

  private Picture read(byte[] file) throws IOException {
    try (PictureSource source = open(file)) {
      return source.decode();
    }
  }

  private List<String> notes(byte[] file) throws IOException {
    try (PictureSource source = open(file)) {
      source.decode();
      return source.notes();
    }
  }

  /** Samples packed into bits from the greatest, the last byte filled up. */
  private static byte[] packed(int bits, int... numbers) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    long held = 0;
    int pending = 0;
    for (int number : numbers) {
      held = held << bits | number;
      pending += bits;
      for (; pending >= 8; pending -= 8) {
        bytes.write((int) (held >>> (pending - 8)));
      }
    }
    if (pending > 0) {
      bytes.write((int) (held << (8 - pending)));
    }
    return bytes.toByteArray();
  }

  /** In the byte order of the file where a sample has 16 bits. */
  private static byte[] shorts(int... numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int number : numbers) {
      bytes.putShort((short) number);
    }
    return bytes.array();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1", "2, 1", "4, 1", "6, 1", "8, 1", "10, 1", "12, 1", "14, 1", "1, 0", "4, 0", "8, 0"
  })
  void grayTiffOfEveryDepthIsTheStoredNumberDividedByTheGreatest(int bits, int photometric)
      throws IOException {
    int max = (1 << bits) - 1;
    int[] numbers = {0, max, max / 2, 1, max - 1, 0, max / 3, max};
    Picture picture =
        read(new TiffFile().page(8, 1, bits, 1, photometric, packed(bits, numbers)).end());
    assertEquals(1, picture.channels());
    assertEquals(bits > 8 ? 16 : 8, picture.bitDepth());
    for (int i = 0; i < 8; i++) {
      int expected = photometric == 0 ? max - numbers[i] : numbers[i];
      assertEquals((float) expected / max, picture.samples()[i], "sample " + i);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 8, 10, 12, 14})
  void coloursOfTiffOfEveryDepthAreExact(int bits) throws IOException {
    int max = (1 << bits) - 1;
    int[] numbers = {0, max, 1, max / 2, max / 3, max - 1, max, 0, 0, 1, 2, 3};
    Picture picture = read(new TiffFile().page(4, 1, bits, 3, 2, packed(bits, numbers)).end());
    assertEquals(3, picture.channels());
    for (int i = 0; i < numbers.length; i++) {
      assertEquals((float) numbers[i] / max, picture.samples()[i], "sample " + i);
    }
  }

  @Test
  void grayWithAlphaOfTiffIsExact() throws IOException {
    byte[] strip = shorts(1, 65535, 40000, 0, 65535, 257);
    Picture picture = read(new TiffFile().page(3, 1, 16, 2, 1, strip).tag(TiffFile.EXTRA, 2).end());
    assertEquals(1, picture.channels());
    assertEquals(16, picture.bitDepth());
    assertArrayEquals(new float[] {1 / 65535f, 40000 / 65535f, 1}, picture.samples());
    assertArrayEquals(new short[] {-1, 0, 257}, picture.alpha());
  }

  @Test
  void tiffOfSeveralPlanesIsExact() throws IOException {
    byte[] strip = {10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120};
    TiffFile file = new TiffFile().page(2, 2, 8, 3, 2, strip).tag(TiffFile.PLANAR, 1);
    assertEquals(20 / 255f, read(file.end()).samples()[1]);
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 16})
  void inksOfTiffAreMixedWithoutAProfileAndThatIsSaid(int bits) throws IOException {
    int max = (1 << bits) - 1;
    int[] inks = {0, 0, 0, 0, max, 0, max, 0, 0, max / 5, max, 0, 7, 8, 9, max};
    byte[] strip = bits == 8 ? packed(8, inks) : shorts(inks);
    byte[] file = new TiffFile().page(4, 1, bits, 4, 5, strip).end();
    float[] expected = {1, 1, 1, 0, 1, 0, 1, 0.8f, 0, 0, 0, 0};
    assertArrayEquals(expected, read(file).samples(), 1e-6f);
    assertEquals(
        List.of("it is CMYK without a colour profile; red is (1 - cyan) (1 - black), and so on"),
        notes(file));
  }

  @Test
  void firstOfSeveralPagesIsReadAndThatIsSaid() throws IOException {
    byte[] first = {1, 2, 3, 4};
    TiffFile file = new TiffFile().page(2, 2, 8, 1, 1, first).page(1, 1, 8, 1, 1, new byte[1]);
    assertArrayEquals(
        new float[] {1 / 255f, 2 / 255f, 3 / 255f, 4 / 255f}, read(file.end()).samples());
    assertEquals(List.of("the first of 2 pages was read"), notes(file.end()));
    assertEquals(
        List.of("its first page, which was read, is a preview"),
        notes(new TiffFile().page(1, 1, 8, 1, 1, new byte[1]).tag(254, 1).end()));
  }

  @Test
  void damageBehindTheFirstPageDoesNoHarm() throws IOException {
    byte[] file =
        new TiffFile()
            .page(2, 1, 8, 1, 1, new byte[] {5, 6})
            .page(1, 1, 8, 1, 1, new byte[1])
            .end();
    float[] whole = read(file).samples();
    byte[] cut = java.util.Arrays.copyOf(file, file.length - 20);
    assertArrayEquals(whole, read(cut).samples());
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "gif"})
  void progressiveAndInterlacedPicturesAreThoseThatAreNot(String format) throws IOException {
    int type = format.equals("gif") ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR;
    IIOImage image = new IIOImage(Seeds.image(type), null, null);
    Picture plain = read(Seeds.written(image, format, false, null));
    Picture progressive = read(Seeds.written(image, format, true, null));
    assertArrayEquals(plain.samples(), progressive.samples());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8, 16})
  void transparentGrayBecomesAlpha(int bits) throws IOException {
    int max = (1 << bits) - 1;
    int[] numbers = {0, max, max / 3, max};
    byte[] file =
        new PngFile(4, 1, bits, PngFile.GRAY)
            .chunk("tRNS", (byte) (max / 3 >> 8), (byte) (max / 3))
            .pixels(1, bits, numbers)
            .end();
    Picture picture = read(file);
    int opaque = picture.bitDepth() == 16 ? 65535 : 255;
    for (int i = 0; i < 4; i++) {
      assertEquals((float) numbers[i] / max, picture.samples()[i * picture.channels()]);
      assertEquals(numbers[i] == max / 3 ? 0 : opaque, picture.alpha()[i] & 0xffff, "alpha " + i);
    }
    assertEquals(1, picture.channels());
  }

  @Test
  void transparentColourOfSixteenBitsBecomesAlpha() throws IOException {
    byte[] file =
        new PngFile(2, 1, 16, PngFile.RGB)
            .chunk("tRNS", (byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 5, (byte) 6)
            .pixels(1, 16, 0x102, 0x304, 0x506, 0x102, 0x304, 0x507)
            .end();
    Picture picture = read(file);
    assertEquals(0x507 / 65535f, picture.samples()[5]);
    assertArrayEquals(new short[] {0, -1}, picture.alpha());
  }

  @Test
  void firstFrameOfAnimationsIsReadAndThatIsSaid() throws IOException {
    byte[] gif = Seeds.files().get("animated.gif");
    assertEquals(List.of("the first of 2 frames was read"), notes(gif));
    assertArrayEquals(read(Seeds.files().get("still.gif")).samples(), read(gif).samples());
    byte[] apng = Seeds.files().get("chunks.png");
    assertEquals(List.of("the first of 2 frames was read"), notes(apng));
    byte[] hidden =
        new PngFile(1, 1, 8, PngFile.GRAY)
            .chunk("acTL", new byte[] {0, 0, 0, 3, 0, 0, 0, 0})
            .pixels(1, 8, 7)
            .chunk("fcTL", new byte[26])
            .end();
    assertEquals(List.of("its default picture was read"), notes(hidden));
    assertEquals(List.of("the first of 2 frames was read"), notes(Seeds.resource("animated.webp")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lossy-alpha.webp", "lossy-raw-alpha.webp"})
  void alphaOfLossyWebpIsExact(String name) throws IOException {
    Picture picture = read(Seeds.resource(name));
    assertArrayEquals(PictureReaderFormatsTest.expectedAlpha(), picture.alpha());
    Picture other = read(Seeds.resource("lossy-alpha.webp"));
    assertArrayEquals(other.samples(), picture.samples());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void everyFilterOfUncompressedAlphaIsUndone(int filter) throws IOException {
    byte[] file = Seeds.resource("lossy-raw-alpha.webp");
    int at = new String(file, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("ALPH") + 8;
    byte[] filtered = file.clone();
    filtered[at] = (byte) (filter << 2);
    int width = 23;
    for (int i = 1; i < width * 17; i++) {
      int left = file[at + i] & 0xff;
      int above = i < width ? left : file[at + 1 + i - width] & 0xff;
      int corner = i < width || i % width == 0 ? 0 : file[at + i - width] & 0xff;
      int predicted =
          switch (filter) {
            case 1 -> i % width == 0 ? above : left;
            case 2 -> above;
            default ->
                i < width
                    ? left
                    : i % width == 0 ? above : Math.max(0, Math.min(255, left + above - corner));
          };
      filtered[at + 1 + i] = (byte) (file[at + 1 + i] - predicted);
    }
    assertArrayEquals(read(file).alpha(), read(filtered).alpha());
  }

  @Test
  void stillPictureHasNothingToSay() throws IOException {
    for (String name :
        new String[] {"rgb.png", "baseline.jpg", "still.gif", "rgb.bmp", "LZW.tif"}) {
      assertEquals(List.of(), notes(Seeds.files().get(name)), name);
    }
    assertNull(read(Seeds.files().get("rgb.png")).alpha());
  }
}
