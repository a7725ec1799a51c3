package io.hillock.image.samples;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Writes the samples with the JDK's encoders. */
final class Encoders {
  private static final int START = 2;

  private Encoders() {}

  static byte[] png(BufferedImage image) throws IOException {
    return encoded(image, "png", 0);
  }

  static byte[] gif(BufferedImage image) throws IOException {
    return encoded(image, "gif", -1);
  }

  /** A photograph by a camera held upright: stored lying, with the Exif orientation 6. */
  static byte[] turnedJpeg(BufferedImage upright, float quality) throws IOException {
    int width = upright.getHeight();
    int height = upright.getWidth();
    BufferedImage stored = new BufferedImage(width, height, upright.getType());
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        // A quarter turn clockwise brings the stored picture's left column to the top.
        stored.setRGB(x, y, upright.getRGB(height - 1 - y, x));
      }
    }
    byte[] plain = encoded(stored, "jpeg", quality);
    ByteBuffer exif = ByteBuffer.allocate(36);
    exif.putShort((short) 0xffe1).putShort((short) 34).put(new byte[] {'E', 'x', 'i', 'f', 0, 0});
    exif.put(new byte[] {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1});
    exif.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) 6);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(plain, 0, START);
    bytes.writeBytes(exif.array());
    bytes.write(plain, START, plain.length - START);
    return bytes.toByteArray();
  }

  private static byte[] encoded(BufferedImage image, String format, float quality)
      throws IOException {
    ImageWriter writer = writer(format);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriteParam param = writer.getDefaultWriteParam();
    if (quality >= 0) {
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionQuality(quality);
    }
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), param);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static ImageWriter writer(String format) {
    Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName(format);
    while (writers.hasNext()) {
      ImageWriter writer = writers.next();
      if (writer.getClass().getName().startsWith("com.sun.")) {
        return writer;
      }
    }
    throw new IllegalStateException("no encoder for " + format);
  }
}
