package io.hillock.bench.pictures;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Writes a set of mixed pictures: three JPEGs for two PNGs, every tenth gray, of 0.3 to 12
 * megapixels, most of them small. The same arguments give the same pictures.
 */
public final class PictureSet {
  private static final double LEAST = 0.3e6;
  private static final double GREATEST = 12e6;

  private PictureSet() {}

  /**
   * Writes the set.
   *
   * @param arguments the folder, and how many; 2000 where it is not said
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    int count = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2000;
    World world = new World();
    double megapixels = 0;
    for (int i = 0; i < count; i++) {
      SplittableRandom random = new SplittableRandom(i);
      double place = random.nextDouble();
      double pixels = LEAST * Math.pow(GREATEST / LEAST, place * place * place);
      boolean upright = random.nextInt(3) == 0;
      int longer = (int) Math.sqrt(pixels * 4 / 3);
      int shorter = (int) (pixels / longer);
      int type = i % 10 == 9 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR;
      BufferedImage image =
          new BufferedImage(upright ? shorter : longer, upright ? longer : shorter, type);
      world.draw(image, random);
      boolean jpeg = i % 5 < 3;
      String name = String.format(Locale.ROOT, "%05d.%s", i, jpeg ? "jpg" : "png");
      write(image, jpeg ? 0.85f + random.nextInt(11) / 100f : -1, folder.resolve(name));
      megapixels += pixels / 1e6;
    }
    System.out.printf(
        Locale.ROOT, "%d pictures of %.0f megapixels together in %s%n", count, megapixels, folder);
  }

  private static void write(BufferedImage image, float quality, Path file) throws IOException {
    if (Files.exists(file)) {
      return;
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName(quality < 0 ? "png" : "jpeg").next();
    ImageWriteParam param = writer.getDefaultWriteParam();
    if (quality >= 0) {
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionQuality(quality);
    }
    try (OutputStream out = Files.newOutputStream(file);
        MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), param);
    } finally {
      writer.dispose();
    }
  }
}
