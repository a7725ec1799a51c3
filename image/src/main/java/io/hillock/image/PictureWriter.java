package io.hillock.image;

import io.hillock.image.io.AtomicFile;
import io.hillock.image.npy.NpyType;
import io.hillock.image.npy.NpyWriter;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferUShort;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Writes activated pictures. A file is there whole or not at all, and replaces the one that was
 * there.
 */
public final class PictureWriter {
  private PictureWriter() {}

  /** Writes a picture as options say: {@link #writePng} or {@link #writeNpy}. */
  public static void write(Picture picture, ActivationOptions options, Path file)
      throws IOException {
    if (options.format() == OutputFormat.PNG) {
      writePng(picture, options.scale(), file);
    } else {
      writeNpy(picture, file);
    }
  }

  /**
   * Writes a PNG of 8 bits, with the picture's alpha. Alpha that needs 16 bits makes it one of 16
   * bits, whose colours are the 8-bit ones times 257: the same shades.
   *
   * @param scale how values become samples; see {@link Scaling}
   */
  public static void writePng(Picture picture, Scale scale, Path file) throws IOException {
    byte[] scaled = Scaling.of(picture.samples(), scale).toBytes(picture.samples());
    BufferedImage image = image(picture, scaled);
    Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName("png");
    ImageWriter writer = writers.next();
    try (AtomicFile out = AtomicFile.open(file)) {
      try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out.stream())) {
        writer.setOutput(stream);
        writer.write(new IIOImage(image, null, null));
      }
      out.commit();
    } finally {
      writer.dispose();
    }
  }

  /** Writes the values, float32, as an array of height x width x channels; without alpha. */
  public static void writeNpy(Picture picture, Path file) throws IOException {
    long[] shape = {picture.height(), picture.width(), picture.channels()};
    try (NpyWriter out = NpyWriter.create(file, NpyType.FLOAT32, shape)) {
      out.write(picture.samples(), 0, picture.samples().length);
      out.commit();
    }
  }

  /** Returns an image with the given samples of 8 bits and the picture's alpha. */
  private static BufferedImage image(Picture picture, byte[] scaled) {
    int colours = picture.channels();
    int bands = colours + (picture.hasAlpha() ? 1 : 0);
    boolean wide = picture.hasAlpha() && picture.bitDepth() == 16 && needs16Bits(picture.alpha());
    DataBuffer buffer;
    if (wide) {
      short[] data = new short[picture.alpha().length * bands];
      for (int i = 0, from = 0, to = 0; i < picture.alpha().length; i++) {
        for (int c = 0; c < colours; c++) {
          data[to++] = (short) ((scaled[from++] & 0xff) * 257);
        }
        data[to++] = picture.alpha()[i];
      }
      buffer = new DataBufferUShort(data, data.length);
    } else {
      byte[] data = picture.hasAlpha() ? withAlpha(picture, scaled, bands) : scaled;
      buffer = new DataBufferByte(data, data.length);
    }
    int[] offsets = new int[bands];
    for (int b = 0; b < bands; b++) {
      offsets[b] = b;
    }
    int space = colours == 1 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB;
    ColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(space),
            picture.hasAlpha(),
            false,
            picture.hasAlpha() ? Transparency.TRANSLUCENT : Transparency.OPAQUE,
            buffer.getDataType());
    WritableRaster raster =
        Raster.createInterleavedRaster(
            buffer,
            picture.width(),
            picture.height(),
            Math.multiplyExact(picture.width(), bands),
            bands,
            offsets,
            null);
    return new BufferedImage(model, raster, false, null);
  }

  private static byte[] withAlpha(Picture picture, byte[] scaled, int bands) {
    int colours = bands - 1;
    byte[] data = new byte[Math.multiplyExact(picture.alpha().length, bands)];
    for (int i = 0; i < picture.alpha().length; i++) {
      System.arraycopy(scaled, i * colours, data, i * bands, colours);
      int alpha = picture.alpha()[i] & 0xffff;
      data[i * bands + colours] = (byte) (picture.bitDepth() == 16 ? alpha / 257 : alpha);
    }
    return data;
  }

  private static boolean needs16Bits(short[] alpha) {
    for (short value : alpha) {
      if ((value & 0xffff) % 257 != 0) {
        return true;
      }
    }
    return false;
  }
}
