package io.hillock.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureReaderPngTest {
  @TempDir Path folder;

  private Picture read(byte[] file) throws IOException {
    return PictureReader.read(Files.write(folder.resolve("picture.png"), file));
  }

  private static float[] divided(int max, int... numbers) {
    float[] result = new float[numbers.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) numbers[i] / max;
    }
    return result;
  }

  private static short[] shorts(int... numbers) {
    short[] result = new short[numbers.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (short) numbers[i];
    }
    return result;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8, 16})
  void everyGrayOfEveryDepthIsTheStoredNumberDividedByTheGreatest(int bits) throws IOException {
    int[] numbers = IntStream.range(0, 1 << bits).toArray();
    int height = bits == 16 ? 256 : 1;
    int width = numbers.length / height;
    Picture picture = read(PngFile.of(width, height, bits, PngFile.GRAY, numbers));
    assertEquals(1, picture.channels());
    assertEquals(bits == 16 ? 16 : 8, picture.bitDepth());
    assertArrayEquals(divided((1 << bits) - 1, numbers), picture.samples());
    assertNull(picture.alpha());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void grayOfFewerBitsThanAByteIsReadWhereRowsEndWithinOne(int bits) throws IOException {
    int max = (1 << bits) - 1;
    int[] numbers = IntStream.range(0, 3 * 5).map(i -> i * 7 % (max + 1)).toArray();
    Picture picture = read(PngFile.of(5, 3, bits, PngFile.GRAY, numbers));
    assertArrayEquals(divided(max, numbers), picture.samples());
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 16})
  void coloursAreInTheOrderRedGreenBlue(int bits) throws IOException {
    int max = (1 << bits) - 1;
    int[] numbers = IntStream.range(0, 4 * 3 * 3).map(i -> i * 12345 % (max + 1)).toArray();
    Picture picture = read(PngFile.of(4, 3, bits, PngFile.RGB, numbers));
    assertEquals(4, picture.width());
    assertEquals(3, picture.height());
    assertEquals(3, picture.channels());
    assertArrayEquals(divided(max, numbers), picture.samples());
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 16})
  void alphaIsKeptAsItIsAndDoesNotChangeTheColours(int bits) throws IOException {
    int max = (1 << bits) - 1;
    int[] rgba = {1, 2, 3, 0, max, 0, 7, 1, 5, max, 6, max, 9, 8, 7, max / 3};
    Picture picture = read(PngFile.of(2, 2, bits, PngFile.RGBA, rgba));
    assertArrayEquals(divided(max, 1, 2, 3, max, 0, 7, 5, max, 6, 9, 8, 7), picture.samples());
    assertArrayEquals(shorts(0, 1, max, max / 3), picture.alpha());
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 16})
  void grayWithAlphaIsGray(int bits) throws IOException {
    int max = (1 << bits) - 1;
    Picture picture = read(PngFile.of(3, 1, bits, PngFile.GRAY_ALPHA, 10, 0, 20, max, max, 99));
    assertEquals(1, picture.channels());
    assertArrayEquals(divided(max, 10, 20, max), picture.samples());
    assertArrayEquals(shorts(0, max, 99), picture.alpha());
  }

  @Test
  void paletteIsLookedUpWithItsTransparency() throws IOException {
    byte[] file =
        new PngFile(4, 1, 2, PngFile.PALETTE)
            .chunk(
                "PLTE",
                (byte) 255,
                (byte) 0,
                (byte) 0,
                (byte) 1,
                (byte) 2,
                (byte) 3,
                (byte) 9,
                (byte) 9,
                (byte) 9,
                (byte) 4,
                (byte) 5,
                (byte) 200)
            .chunk("tRNS", (byte) 0, (byte) 128)
            .pixels(1, 2, 3, 0, 1, 2)
            .end();
    Picture picture = read(file);
    assertEquals(3, picture.channels());
    assertArrayEquals(divided(255, 4, 5, 200, 255, 0, 0, 1, 2, 3, 9, 9, 9), picture.samples());
    assertArrayEquals(shorts(255, 0, 128, 255), picture.alpha());
  }

  @Test
  void paletteOfGraysOnlyIsGray() throws IOException {
    byte[] file =
        new PngFile(2, 1, 1, PngFile.PALETTE)
            .chunk("PLTE", (byte) 7, (byte) 7, (byte) 7, (byte) 250, (byte) 250, (byte) 250)
            .pixels(1, 1, 1, 0)
            .end();
    Picture picture = read(file);
    assertEquals(1, picture.channels());
    assertArrayEquals(divided(255, 250, 7), picture.samples());
  }

  @Test
  void transparentColourBecomesAlpha() throws IOException {
    byte[] file =
        new PngFile(2, 1, 8, PngFile.RGB)
            .chunk("tRNS", (byte) 0, (byte) 1, (byte) 0, (byte) 2, (byte) 0, (byte) 3)
            .pixels(1, 8, 1, 2, 3, 1, 2, 4)
            .end();
    Picture picture = read(file);
    assertArrayEquals(divided(255, 1, 2, 3, 1, 2, 4), picture.samples());
    assertArrayEquals(shorts(0, 255), picture.alpha());
  }

  @Test
  void gammaAndColourProfileAreNotAppliedAndTextIsIgnored() throws IOException {
    int[] numbers = IntStream.range(0, 256).toArray();
    byte[] file =
        new PngFile(256, 1, 8, PngFile.GRAY)
            .chunk("gAMA", (byte) 0, (byte) 0, (byte) 0x40, (byte) 0)
            .chunk("iCCP", (byte) 'x', (byte) 0, (byte) 0, (byte) 1, (byte) 2)
            .chunk("tEXt", (byte) 'y', (byte) 0, (byte) 'z')
            .pixels(1, 8, numbers)
            .end();
    assertArrayEquals(divided(255, numbers), read(file).samples());
  }

  @Test
  void contentsDecideOverTheName() throws IOException {
    Path file = folder.resolve("named.jpg");
    Files.write(file, PngFile.of(1, 1, 8, PngFile.GRAY, 51));
    assertArrayEquals(new float[] {0.2f}, PictureReader.read(file).samples());
  }
}
