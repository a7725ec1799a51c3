package io.hillock.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.IIOImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColourProfileTest {
  private static final byte[] LINEAR = IccFile.rgb(IccFile.SRGB, 1);

  /** Adobe RGB's primaries, adapted to the white of profiles. */
  private static final byte[] WIDE =
      IccFile.rgb(
          new double[][] {
            {0.6097559, 0.3111242, 0.0194811},
            {0.2052401, 0.6256560, 0.0608902},
            {0.1492240, 0.0632197, 0.7448387}
          },
          2.19921875);

  @TempDir Path folder;
  private List<String> notes;

  private Picture read(byte[] file) throws IOException {
    Path path = Files.write(folder.resolve("picture"), file);
    try (PictureSource source = PictureSource.open(path, ReadOptions.DEFAULT)) {
      Picture picture = source.decode();
      notes = source.notes();
      return picture;
    }
  }

  private PictureException refused(byte[] file) throws IOException {
    Path path = Files.write(folder.resolve("strict"), file);
    ReadOptions strict = new ReadOptions(1000, true);
    return assertThrows(PictureException.class, () -> PictureReader.read(path, strict));
  }

  private static byte[] png(int bits, int type, byte[] icc, int... numbers) {
    int samples = type == PngFile.RGB ? 3 : 1;
    return new PngFile(numbers.length / samples, 1, bits, type)
        .chunk("iCCP", Seeds.packed("profile", icc))
        .pixels(1, bits, numbers)
        .end();
  }

  /** From light to the number of sRGB, as its standard defines it. */
  private static double encoded(double light) {
    return light <= 0.0031308 ? 12.92 * light : 1.055 * Math.pow(light, 1 / 2.4) - 0.055;
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 16})
  void linearColoursBecomeThoseOfTheStandard(int bits) throws IOException {
    int max = (1 << bits) - 1;
    int[] numbers = {0, max, max / 2, max / 10, max / 5, max / 3, max, max, max};
    Picture picture = read(png(bits, PngFile.RGB, LINEAR, numbers));
    assertEquals(bits, picture.bitDepth());
    for (int i = 0; i < numbers.length; i++) {
      double expected = encoded((double) numbers[i] / max);
      assertEquals(expected, picture.samples()[i], bits == 8 ? 1.01 / 255 : 0.001, "sample " + i);
    }
    assertEquals(List.of(), notes);
  }

  @Test
  void widerColoursAreConverted() throws IOException {
    // By the matrices of the standards: Adobe RGB (100, 150, 200) is sRGB (66, 151, 204).
    float[] found = read(png(8, PngFile.RGB, WIDE, 100, 150, 200, 255, 255, 255)).samples();
    assertArrayEquals(new float[] {66 / 255f, 151 / 255f, 204 / 255f, 1, 1, 1}, found, 1.5f / 255);
  }

  @Test
  void grayIsConvertedAndStaysGray() throws IOException {
    Picture picture = read(png(8, PngFile.GRAY, IccFile.gray(1), 0, 51, 128, 255));
    assertEquals(1, picture.channels());
    for (int i = 0; i < 4; i++) {
      double light = new int[] {0, 51, 128, 255}[i] / 255.0;
      assertEquals(encoded(light), picture.samples()[i], 1.01 / 255);
    }
    Picture byColours = read(png(8, PngFile.GRAY, LINEAR, 0, 51, 128, 255));
    assertArrayEquals(picture.samples(), byColours.samples(), 1.01f / 255);
  }

  @Test
  void profileOfSrgbLeavesEverySampleAsItIs() throws IOException {
    int[] numbers = new int[3 * 256];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i * 89 % 256;
    }
    byte[] srgb = ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();
    float[] samples = read(png(8, PngFile.RGB, srgb, numbers)).samples();
    for (int i = 0; i < numbers.length; i++) {
      assertEquals(numbers[i] / 255f, samples[i]);
    }
  }

  @Test
  void everyFormatIsConvertedAlike() throws IOException {
    byte[] pixels = new byte[3 * 64];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 37);
    }
    int[] numbers = new int[pixels.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = pixels[i] & 0xff;
    }
    float[] expected = read(png(8, PngFile.RGB, WIDE, numbers)).samples();
    byte[] tiff = new TiffFile().page(64, 1, 8, 3, 2, pixels).bytes(TiffFile.PROFILE, WIDE).end();
    assertArrayEquals(expected, read(tiff).samples());
    assertArrayEquals(expected, read(bmp(numbers)).samples());
  }

  /** A bitmap of version 5 with the profile behind its pixels. */
  private static byte[] bmp(int[] rgb) {
    int offset = 14 + 124;
    ByteBuffer file = ByteBuffer.allocate(offset + rgb.length + WIDE.length);
    file.order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 'B').put((byte) 'M').putInt(file.capacity()).putInt(0).putInt(offset);
    file.putInt(124).putInt(rgb.length / 3).putInt(1).putShort((short) 1).putShort((short) 24);
    file.putInt(0).putInt(rgb.length);
    file.position(14 + 56).putInt(0x4d424544);
    file.position(14 + 112).putInt(124 + rgb.length).putInt(WIDE.length);
    file.position(offset);
    for (int i = 0; i < rgb.length; i += 3) {
      file.put((byte) rgb[i + 2]).put((byte) rgb[i + 1]).put((byte) rgb[i]);
    }
    return file.put(WIDE).array();
  }

  @Test
  void jpegIsConvertedAlsoFromSeveralSegments() throws IOException {
    BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_3BYTE_BGR);
    for (int i = 0; i < 256; i++) {
      image.setRGB(i % 16, i / 16, 0x6496c8);
    }
    byte[] plain = Seeds.written(new IIOImage(image, null, null), "jpeg", false, null);
    float[] expected = read(plain).samples();
    Picture stored = new Picture(16, 16, 3, 8, expected.clone(), null);
    ColourProfile.of(WIDE).convert(stored);
    assertArrayEquals(
        stored.samples(), read(Seeds.withSegment(plain, 0xe2, Seeds.profile(WIDE))).samples());
    int half = WIDE.length / 2;
    byte[] second =
        Seeds.withSegment(plain, 0xe2, part(2, Arrays.copyOfRange(WIDE, half, WIDE.length)));
    byte[] both = Seeds.withSegment(second, 0xe2, part(1, Arrays.copyOf(WIDE, half)));
    assertArrayEquals(stored.samples(), read(both).samples());
    assertEquals(List.of(), notes);
    assertArrayEquals(expected, read(second).samples());
    assertEquals(
        List.of("part 1 of 2 of its colour profile is missing, and it is not applied"), notes);
  }

  private static byte[] part(int number, byte[] bytes) {
    ByteArrayOutputStream part = new ByteArrayOutputStream();
    part.writeBytes("ICC_PROFILE\0".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    part.write(number);
    part.write(2);
    part.writeBytes(bytes);
    return part.toByteArray();
  }

  /** Mixtures of inks that are bluer than they would be without a profile. */
  private static byte[] inks() {
    double[][] lab = new double[16][];
    for (int i = 0; i < 16; i++) {
      boolean black = (i & 1) == 1;
      int colours = Integer.bitCount(i >> 1);
      lab[i] = new double[] {black ? 0 : 100 - 30 * colours, 0, black ? 0 : -20 * colours};
    }
    return IccFile.cmyk(lab);
  }

  @Test
  void inksAreMixedAsTheirProfileSays() throws IOException {
    byte[] strip = {0, 0, 0, 0, -1, 0, 0, 0, 0, 0, 0, -1};
    Picture picture =
        read(new TiffFile().page(3, 1, 8, 4, 5, strip).bytes(TiffFile.PROFILE, inks()).end());
    assertEquals(List.of(), notes);
    float[] found = picture.samples();
    // Lab (100, 0, 0), (70, 0, -20) and (0, 0, 0), as D50 is adapted to sRGB's white.
    float[] expected = {1, 1, 1, 0.612f, 0.679f, 0.812f, 0, 0, 0};
    assertArrayEquals(expected, found, 0.02f, Arrays.toString(found));
  }

  @Test
  void inksOfJpegAreMixedAsTheirProfileSays() throws IOException {
    byte[] jpeg = Seeds.files().get("cmyk.jpg");
    float[] without = read(jpeg).samples();
    assertEquals(1, notes.size());
    float[] with = read(Seeds.withSegment(jpeg, 0xe2, Seeds.profile(inks()))).samples();
    assertEquals(List.of(), notes);
    assertTrue(!Arrays.equals(without, with));
  }

  @Test
  void profileThatMakesNoSenseIsNotAppliedAndSaidAndStrictlyRefused() throws IOException {
    byte[] file = png(8, PngFile.RGB, new byte[200], 10, 20, 30);
    assertArrayEquals(new float[] {10 / 255f, 20 / 255f, 30 / 255f}, read(file).samples());
    assertEquals(List.of("its colour profile makes no sense, and is not applied"), notes);
    assertEquals("it is damaged: " + notes.get(0), refused(file).reason());
  }

  @Test
  void profileOfOtherColoursIsNotAppliedAndSaid() throws IOException {
    byte[] file = png(8, PngFile.RGB, IccFile.gray(1), 10, 20, 30);
    assertArrayEquals(new float[] {10 / 255f, 20 / 255f, 30 / 255f}, read(file).samples());
    assertEquals(
        List.of("its colour profile is for other colours than it has, and is not applied"), notes);
    refused(file);
  }

  @Test
  void profileThatUnpacksToABombIsNotAppliedAndSaid() throws IOException {
    byte[] file = png(8, PngFile.GRAY, new byte[(1 << 24) + 1], 10);
    assertArrayEquals(new float[] {10 / 255f}, read(file).samples());
    assertEquals(List.of("its colour profile has more than 16 MiB, and is not applied"), notes);
  }
}
