package io.hillock.image.figure;

import io.hillock.image.io.AtomicFile;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** What can be painted in a rectangle, and so written as pixels or as lines. */
public interface Drawing {
  /** Returns the width in pixels. */
  int width();

  /** Returns the height in pixels. */
  int height();

  /** Returns what it shows, in one line, for those who do not see it. */
  String title();

  /** Paints it from (0, 0) to its width and height. */
  void paint(Graphics2D g);

  /** Draws it. */
  default BufferedImage image() {
    BufferedImage image = new BufferedImage(width(), height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    try {
      paint(g);
    } finally {
      g.dispose();
    }
    return image;
  }

  /** Writes it; the file is there whole or not at all. */
  default void write(FigureFormat format, Path file) throws IOException {
    // Drawn before the file is opened: a drawing that fails leaves none.
    try {
      switch (format) {
        case PNG -> writePng(image(), file);
        case SVG -> new SvgDocument(this).write(file);
      }
    } catch (OutOfMemoryError e) {
      throw new IOException(
          width() + " x " + height() + " pixels do not fit in memory; raise it with -Xmx", e);
    }
  }

  private static void writePng(BufferedImage image, Path file) throws IOException {
    try (AtomicFile out = AtomicFile.open(file)) {
      try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out.stream())) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        try {
          ImageWriteParam smallest = writer.getDefaultWriteParam();
          smallest.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
          smallest.setCompressionQuality(0);
          writer.setOutput(stream);
          writer.write(null, new IIOImage(image, null, null), smallest);
        } finally {
          writer.dispose();
        }
      }
      out.commit();
    }
  }
}
