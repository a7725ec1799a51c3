package io.hillock.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.hillock.image.io.AtomicFile;
import io.hillock.image.npy.NpyReader;
import io.hillock.image.npy.NpyType;
import io.hillock.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureWriterTest {
  @TempDir Path folder;

  private static float[] bytes(int count) {
    float[] samples = new float[count];
    for (int i = 0; i < count; i++) {
      samples[i] = (i * 7 % 256) / 255f;
    }
    return samples;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void clippedSamplesOfEightBitsAreReadBackAsTheyWere(int channels) throws IOException {
    Picture picture = new Picture(37, 11, channels, 8, bytes(37 * 11 * channels), null);
    Path file = folder.resolve("picture.png");
    PictureWriter.writePng(picture, Scale.CLIP, Depth.EIGHT, file);
    Picture found = PictureReader.read(file);
    assertEquals(channels, found.channels());
    assertEquals(8, found.bitDepth());
    assertNull(found.alpha());
    assertArrayEquals(picture.samples(), found.samples());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void alphaOfEightBitsIsReadBackAsItWas(int channels) throws IOException {
    short[] alpha = new short[256];
    for (int i = 0; i < 256; i++) {
      alpha[i] = (short) i;
    }
    Picture picture = new Picture(256, 1, channels, 8, bytes(256 * channels), alpha);
    Path file = folder.resolve("picture.png");
    PictureWriter.writePng(picture, Scale.CLIP, Depth.EIGHT, file);
    Picture found = PictureReader.read(file);
    assertArrayEquals(picture.samples(), found.samples());
    assertArrayEquals(alpha, found.alpha());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void alphaOfSixteenBitsIsReadBackAsItWas(int channels) throws IOException {
    short[] alpha = {0, 1, (short) 65535, (short) 40000};
    Picture picture = new Picture(4, 1, channels, 16, bytes(4 * channels), alpha);
    Path file = folder.resolve("picture.png");
    PictureWriter.writePng(picture, Scale.CLIP, Depth.EIGHT, file);
    Picture found = PictureReader.read(file);
    assertEquals(16, found.bitDepth());
    assertArrayEquals(alpha, found.alpha());
    assertArrayEquals(picture.samples(), found.samples());
  }

  @Test
  void alphaOfSixteenBitsThatEightCanHoldMakesEightBits() throws IOException {
    Picture picture =
        new Picture(2, 1, 1, 16, bytes(2), new short[] {(short) 65535, (short) (257 * 9)});
    Path file = folder.resolve("picture.png");
    PictureWriter.writePng(picture, Scale.CLIP, Depth.EIGHT, file);
    Picture found = PictureReader.read(file);
    assertEquals(8, found.bitDepth());
    assertArrayEquals(new short[] {255, 9}, found.alpha());
  }

  @Test
  void npyHoldsTheValuesThemselves() throws IOException {
    float[] values = {-1.5f, Float.NaN, Float.POSITIVE_INFINITY, 0, -0f, Float.MIN_VALUE};
    Picture picture = new Picture(1, 2, 3, 8, values, new short[2]);
    Path file = folder.resolve("picture.npy");
    PictureWriter.writeNpy(picture, file);
    try (NpyReader in = NpyReader.open(file)) {
      assertEquals(NpyType.FLOAT32, in.header().type());
      assertEquals(Shape.of(2, 1, 3), in.header().shape());
    }
    assertArrayEquals(values, NpyReader.readAll(file));
  }

  @Test
  void fileThatIsNotFinishedLeavesNothingAndWhatWasThereStays() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "before");
    try (AtomicFile out = AtomicFile.open(file)) {
      out.stream().write(new byte[100_000]);
    }
    assertEquals("before", Files.readString(file));
    assertEquals(List.of(file), list());
    try (AtomicFile out = AtomicFile.open(file)) {
      out.stream().write('x');
      out.commit();
    }
    assertEquals("x", Files.readString(file));
    assertEquals(List.of(file), list());
  }

  @Test
  void placeThatCannotBeWrittenLeavesNothing() throws IOException {
    Path taken = Files.createDirectory(folder.resolve("folder.png"));
    Files.writeString(taken.resolve("inside"), "x");
    Picture picture = new Picture(1, 1, 1, 8, new float[1], null);
    assertThrows(
        IOException.class, () -> PictureWriter.writePng(picture, Scale.CLIP, Depth.EIGHT, taken));
    assertEquals(List.of(taken), list());
    Path nowhere = folder.resolve("missing").resolve("x.png");
    assertThrows(
        IOException.class, () -> PictureWriter.writePng(picture, Scale.CLIP, Depth.EIGHT, nowhere));
  }

  private List<Path> list() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
