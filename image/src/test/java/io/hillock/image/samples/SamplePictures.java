package io.hillock.image.samples;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Draws the pictures in {@code samples/}. Run with the folder as the only argument to write them
 * again; a test compares what it draws with what is there.
 */
public final class SamplePictures {
  private SamplePictures() {}

  /** Writes all pictures to a folder. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    for (Map.Entry<String, byte[]> file : files().entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
  }

  /** Returns the names and the contents of all pictures. */
  static Map<String, byte[]> files() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    BufferedImage landscape = Landscape.draw(480, 300);
    files.put("landscape.png", Encoders.png(landscape));
    files.put("landscape-turned.jpg", Encoders.turnedJpeg(landscape, 0.85f));
    files.put("spheres.png", Encoders.png(Spheres.draw(480, 320)));
    files.put("gradient.png", Encoders.png(Plain.gradient(384, 64)));
    files.put("noise.png", Encoders.png(Plain.noise(320, 200)));
    files.put("lettering.png", Encoders.png(Plain.lettering(490, 160)));
    files.put("nebula.gif", Encoders.gif(Plain.nebula(256, 192)));
    return files;
  }
}
