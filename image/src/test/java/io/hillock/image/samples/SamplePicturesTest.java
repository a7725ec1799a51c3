package io.hillock.image.samples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hillock.image.Picture;
import io.hillock.image.PictureReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplePicturesTest {
  private static final Path SAMPLES = Path.of("..", "samples");

  @TempDir Path folder;

  /** Encoders may pack the same samples otherwise on another JDK, so files are not compared. */
  @Test
  void filesHaveTheSamplesThatAreDrawn() throws IOException {
    for (Map.Entry<String, byte[]> file : SamplePictures.files().entrySet()) {
      String name = file.getKey();
      Path drawn = Files.write(folder.resolve(name), file.getValue());
      Picture expected = PictureReader.read(drawn);
      Picture found = PictureReader.read(SAMPLES.resolve(name));
      assertEquals(expected.toString(), found.toString(), name);
      assertArrayEquals(expected.alpha(), found.alpha(), name);
      float most = name.endsWith(".jpg") ? 2 / 255f : 0;
      for (int i = 0; i < expected.samples().length; i++) {
        float difference = Math.abs(expected.samples()[i] - found.samples()[i]);
        assertTrue(difference <= most, name + " differs in sample " + i + " by " + difference);
      }
    }
  }

  @Test
  void everyKindOfPictureIsThere() {
    assertEquals("Picture 480 x 300 RGB, 8 bit", kind("landscape.png"));
    assertEquals("Picture 480 x 320 RGB with alpha, 8 bit", kind("spheres.png"));
    assertEquals("Picture 384 x 64 gray, 16 bit", kind("gradient.png"));
    assertEquals("Picture 320 x 200 gray, 8 bit", kind("noise.png"));
    assertEquals("Picture 490 x 160 gray, 8 bit", kind("lettering.png"));
    assertEquals("Picture 256 x 192 RGB, 8 bit", kind("nebula.gif"));
  }

  @Test
  void turnedPhotographStandsUprightAndShowsTheLandscape() {
    Picture photograph = PictureReader.read(SAMPLES.resolve("landscape-turned.jpg"));
    Picture landscape = PictureReader.read(SAMPLES.resolve("landscape.png"));
    assertEquals(landscape.toString(), photograph.toString());
    double sum = 0;
    for (int i = 0; i < landscape.samples().length; i++) {
      sum += Math.abs(landscape.samples()[i] - photograph.samples()[i]);
    }
    assertTrue(sum / landscape.samples().length < 0.02);
  }

  private static String kind(String name) {
    return PictureReader.read(SAMPLES.resolve(name)).toString();
  }
}
