package io.hillock.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureReaderFormatsTest {
  private static final int WIDTH = 23;
  private static final int HEIGHT = 17;

  @TempDir Path folder;

  /** The numbers that all pictures of this test have. */
  private static int number(int x, int y, int band) {
    return switch (band) {
      case 0 -> (x * 11 + y * 3) % 256;
      case 1 -> (x * 7 ^ y * 5) % 256;
      case 2 -> x * y % 256;
      default -> (x * 10 + y) % 256;
    };
  }

  private static float[] expected(int channels, int scale, float max) {
    float[] samples = new float[WIDTH * HEIGHT * channels];
    int at = 0;
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        for (int c = 0; c < channels; c++) {
          samples[at++] = number(x, y, c) * scale / max;
        }
      }
    }
    return samples;
  }

  static short[] expectedAlpha() {
    short[] alpha = new short[WIDTH * HEIGHT];
    for (int i = 0; i < alpha.length; i++) {
      alpha[i] = (short) number(i % WIDTH, i / WIDTH, 3);
    }
    return alpha;
  }

  private static BufferedImage image(BufferedImage image, int scale) {
    WritableRaster raster = image.getRaster();
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        for (int b = 0; b < raster.getNumBands(); b++) {
          raster.setSample(x, y, b, number(x, y, b) * scale);
        }
      }
    }
    return image;
  }

  /** Writes a file with the JDK's own encoder, which has nothing to do with the decoder. */
  private Path write(BufferedImage image, String format) throws IOException {
    Path file = folder.resolve("picture." + format);
    ImageWriter writer = writer(format);
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(out);
      writer.write(image);
    } finally {
      writer.dispose();
    }
    return file;
  }

  static ImageWriter writer(String format) {
    for (var writers = ImageIO.getImageWritersByFormatName(format); writers.hasNext(); ) {
      ImageWriter writer = writers.next();
      if (writer.getClass().getName().startsWith("com.sun.")) {
        return writer;
      }
    }
    throw new IllegalStateException("no encoder for " + format);
  }

  private Path resource(String name) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream in = getClass().getResourceAsStream("/pictures/" + name)) {
      Files.copy(in, file);
    }
    return file;
  }

  @ParameterizedTest
  @CsvSource({
    "png, " + BufferedImage.TYPE_3BYTE_BGR,
    "png, " + BufferedImage.TYPE_INT_RGB,
    "bmp, " + BufferedImage.TYPE_3BYTE_BGR,
    "bmp, " + BufferedImage.TYPE_INT_RGB,
    "tiff, " + BufferedImage.TYPE_3BYTE_BGR,
    "tiff, " + BufferedImage.TYPE_INT_RGB
  })
  void coloursAreExactInEveryLosslessFormat(String format, int type) throws IOException {
    Path file = write(image(new BufferedImage(WIDTH, HEIGHT, type), 1), format);
    Picture picture = PictureReader.read(file);
    assertEquals(3, picture.channels());
    assertArrayEquals(expected(3, 1, 255), picture.samples());
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "tiff", "gif"})
  void grayIsExactInEveryLosslessFormat(String format) throws IOException {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
    Picture picture = PictureReader.read(write(image(image, 1), format));
    assertEquals(1, picture.channels());
    assertArrayEquals(expected(1, 1, 255), picture.samples());
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "tiff"})
  void sixteenBitsAreExact(String format) throws IOException {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_USHORT_GRAY);
    Picture picture = PictureReader.read(write(image(image, 255), format));
    assertEquals(16, picture.bitDepth());
    assertArrayEquals(expected(1, 255, 65535), picture.samples());
  }

  @Test
  void sixteenBitColoursOfTiffAreExact() throws IOException {
    BufferedImage image =
        ImageTypeSpecifier.createInterleaved(
                java.awt.color.ColorSpace.getInstance(java.awt.color.ColorSpace.CS_sRGB),
                new int[] {0, 1, 2},
                DataBuffer.TYPE_USHORT,
                false,
                false)
            .createBufferedImage(WIDTH, HEIGHT);
    Picture picture = PictureReader.read(write(image(image, 255), "tiff"));
    assertEquals(16, picture.bitDepth());
    assertArrayEquals(expected(3, 255, 65535), picture.samples());
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "tiff", "gif"})
  void palettesAreLookedUp(String format) throws IOException {
    byte[] red = new byte[256];
    byte[] green = new byte[256];
    byte[] blue = new byte[256];
    for (int i = 0; i < 256; i++) {
      red[i] = (byte) i;
      green[i] = (byte) (255 - i);
      blue[i] = (byte) (i * 3);
    }
    BufferedImage image =
        new BufferedImage(
            WIDTH,
            HEIGHT,
            BufferedImage.TYPE_BYTE_INDEXED,
            new IndexColorModel(8, 256, red, green, blue));
    Picture picture = PictureReader.read(write(image(image, 1), format));
    float[] samples = picture.samples();
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      int index = number(i % WIDTH, i / WIDTH, 0);
      assertEquals(index / 255f, samples[3 * i]);
      assertEquals((255 - index) / 255f, samples[3 * i + 1]);
      assertEquals((index * 3 & 255) / 255f, samples[3 * i + 2]);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lossless.webp", "animated.webp", "lzw.tif"})
  void filesOfOtherProgramsAreExact(String name) throws IOException {
    Picture picture = PictureReader.read(resource(name));
    assertEquals(WIDTH, picture.width());
    assertArrayEquals(expected(3, 1, 255), picture.samples());
  }

  @ParameterizedTest
  @ValueSource(strings = {"lossless-alpha.webp", "unassociated-alpha.tif"})
  void alphaOfOtherProgramsIsExact(String name) throws IOException {
    Picture picture = PictureReader.read(resource(name));
    assertArrayEquals(expected(3, 1, 255), picture.samples());
    assertArrayEquals(expectedAlpha(), picture.alpha());
  }

  @Test
  void lossyWebpIsNear() throws IOException {
    Picture picture = PictureReader.read(resource("lossy.webp"));
    for (int i = 0; i < picture.samples().length; i++) {
      assertEquals(new int[] {200, 100, 50}[i % 3] / 255f, picture.samples()[i], 3 / 255f);
    }
  }

  @Test
  void blackAndWhiteFaxIsGray() throws IOException {
    Picture picture = PictureReader.read(resource("group4.tif"));
    assertEquals(1, picture.channels());
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      int x = i % WIDTH;
      int y = i / WIDTH;
      // As the program that wrote it made black and white of the colours.
      int gray = number(x, y, 0) * 299 + number(x, y, 1) * 587 + number(x, y, 2) * 114;
      assertEquals(gray >= 128_000 ? 1f : 0f, picture.samples()[i], x + ", " + y);
    }
  }

  @Test
  void premultipliedColoursAreDividedByAlpha() throws IOException {
    BufferedImage image = new BufferedImage(4, 1, BufferedImage.TYPE_4BYTE_ABGR_PRE);
    int[][] stored = {{50, 100, 200, 200}, {0, 0, 0, 0}, {7, 8, 9, 255}, {1, 2, 3, 6}};
    for (int x = 0; x < 4; x++) {
      image.getRaster().setPixel(x, 0, stored[x]);
    }
    Picture picture = RasterSamples.of(image, Cmyk.WITHOUT_PROFILE);
    float[] expected = {
      50 / 200f, 100 / 200f, 1, 0, 0, 0, 7 / 255f, 8 / 255f, 9 / 255f, 1 / 6f, 2 / 6f, 3 / 6f
    };
    assertArrayEquals(expected, picture.samples(), 1e-7f);
    assertArrayEquals(new short[] {200, 0, 255, 6}, picture.alpha());
  }

  @Test
  void packedColoursAreDividedByWhatTheirBitsCanHold() throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_565_RGB);
    image.getRaster().setPixel(0, 0, new int[] {31, 63, 0});
    image.getRaster().setPixel(1, 0, new int[] {1, 1, 1});
    assertArrayEquals(
        new float[] {1, 1, 0, 1 / 31f, 1 / 63f, 1 / 31f},
        RasterSamples.of(image, Cmyk.WITHOUT_PROFILE).samples());
  }

  @Test
  void partOfALargerRasterIsReadAtItsPlace() throws IOException {
    BufferedImage whole = image(new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR), 1);
    Picture picture = RasterSamples.of(whole.getSubimage(5, 3, 2, 2), Cmyk.WITHOUT_PROFILE);
    int at = 0;
    for (int y = 3; y < 5; y++) {
      for (int x = 5; x < 7; x++) {
        for (int c = 0; c < 3; c++) {
          assertEquals(number(x, y, c) / 255f, picture.samples()[at++]);
        }
      }
    }
  }

  /** A JPEG of four channels, one colour, without a marker that says how they are coded. */
  private static byte[] fourChannels(int... channels) throws IOException {
    WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 16, 4, null);
    for (int i = 0; i < 256; i++) {
      raster.setPixel(i % 16, i / 16, channels);
    }
    ImageWriter writer = writer("jpeg");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriteParam param = writer.getDefaultWriteParam();
    param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    param.setCompressionQuality(1);
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(raster, null, null), param);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** The file with the marker by which Adobe says how colours are coded. */
  private static byte[] withAdobe(byte[] jpeg, int transform) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(jpeg, 0, 2);
    bytes.writeBytes(new byte[] {(byte) 0xff, (byte) 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100});
    bytes.writeBytes(new byte[] {0, 0, 0, 0, (byte) transform});
    bytes.write(jpeg, 2, jpeg.length - 2);
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0})
  void cmykOfJpegIsInvertedAndConvertedWithoutAProfile(int transform) throws IOException {
    byte[] jpeg = fourChannels(255, 128, 64, 200);
    Path file = folder.resolve("cmyk.jpg");
    Files.write(file, transform < 0 ? jpeg : withAdobe(jpeg, transform));
    Picture picture = PictureReader.read(file);
    float[] colour = {200 / 255f, 128 / 255f * 200 / 255f, 64 / 255f * 200 / 255f};
    for (int i = 0; i < picture.samples().length; i++) {
      assertEquals(colour[i % 3], picture.samples()[i], 1.5 / 255);
    }
  }

  @Test
  void inksOfJpegThatAreCodedAsLuminanceAreUncoded() throws IOException {
    // Luminance 180, blue difference 100, red difference 150: RGB 210.8, 173.9, 130.4, which are
    // one minus the inverted inks.
    Path file = folder.resolve("ycck.jpg");
    Files.write(file, withAdobe(fourChannels(180, 100, 150, 240), 2));
    Picture picture = PictureReader.read(file);
    double[] inks = {255 - 210.844, 255 - 173.925, 255 - 130.384};
    for (int i = 0; i < picture.samples().length; i++) {
      assertEquals(inks[i % 3] / 255 * 240 / 255, picture.samples()[i], 2.5 / 255);
    }
  }

  @Test
  void grayAndColourJpegAreNear() throws IOException {
    for (int type : new int[] {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_3BYTE_BGR}) {
      BufferedImage image = new BufferedImage(32, 32, type);
      int bands = image.getRaster().getNumBands();
      for (int i = 0; i < 1024; i++) {
        for (int b = 0; b < bands; b++) {
          image.getRaster().setSample(i % 32, i / 32, b, 40 + 60 * b);
        }
      }
      Picture picture = PictureReader.read(write(image, "jpg"));
      assertEquals(bands, picture.channels());
      for (int i = 0; i < picture.samples().length; i++) {
        assertEquals((40 + 60 * (i % bands)) / 255f, picture.samples()[i], 3 / 255f);
      }
    }
  }

  @Test
  void cmykIsWhiteWithoutInkAndBlackWithAnyColourAndAllBlack() {
    assertEquals(1, Cmyk.sample(0, 0, 255));
    assertEquals(0, Cmyk.sample(77, 255, 255));
    assertEquals(0, Cmyk.sample(65535, 0, 65535));
    assertEquals(0.25f, Cmyk.sample(32768, 32767, 65535), 1e-5f);
  }

  @Test
  void sameFileGivesTheSameSamplesEachTime() throws IOException {
    Path file = resource("lossy.webp");
    assertTrue(
        Arrays.equals(PictureReader.read(file).samples(), PictureReader.read(file).samples()));
  }
}
