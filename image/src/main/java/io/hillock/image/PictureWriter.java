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
    write(picture, options, file, false);
  }

  /** The same, in the memory of the picture, whose samples are lost. */
  static void writeInPlace(Picture picture, ActivationOptions options, Path file)
      throws IOException {
    write(picture, options, file, true);
  }

  private static void write(Picture picture, ActivationOptions options, Path file, boolean inPlace)
      throws IOException {
    if (options.format() == OutputFormat.PNG) {
      writePng(picture, options.scale(), options.depth(), file, inPlace);
    } else {
      writeNpy(picture, file);
    }
  }

  /**
   * Writes a PNG, with the picture's alpha as it is. Where alpha needs 16 bits and the samples have
   * 8, they are written in 16, times 257: the same shades.
   *
   * @param scale how values become samples; see {@link Scaling}
   * @param depth how many bits a sample has
   */
  public static void writePng(Picture picture, Scale scale, Depth depth, Path file)
      throws IOException {
    writePng(picture, scale, depth, file, false);
  }

  private static void writePng(
      Picture picture, Scale scale, Depth depth, Path file, boolean inPlace) throws IOException {
    Scaling scaling = Scaling.of(picture, scale);
    BufferedImage image = image(picture, scaling, depth.greatest(picture), inPlace);
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

  private static BufferedImage image(
      Picture picture, Scaling scaling, int greatest, boolean inPlace) {
    int colours = picture.channels();
    int bands = colours + (picture.hasAlpha() ? 1 : 0);
    boolean deepAlpha =
        picture.hasAlpha() && picture.bitDepth() == 16 && needs16Bits(picture.alpha());
    DataBuffer buffer;
    if (greatest > 255 || deepAlpha) {
      short[] data = shorts(picture, scaling, greatest, bands);
      buffer = new DataBufferUShort(data, data.length);
    } else {
      byte[] data = bytes(picture, scaling, bands, inPlace);
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

  private static byte[] bytes(Picture picture, Scaling scaling, int bands, boolean inPlace) {
    short[] alpha = picture.alpha();
    int channels = picture.channels();
    SampleNumbers numbers = new SampleNumbers(picture, scaling, 255);
    boolean overLevels = inPlace && alpha == null && picture.levels() != null;
    byte[] data = overLevels ? picture.levels() : new byte[elements(picture, bands)];
    if (alpha == null) {
      for (int i = 0; i < data.length; i++) {
        data[i] = (byte) numbers.at(i);
      }
      return data;
    }
    for (int pixel = 0, from = 0, to = 0; pixel < alpha.length; pixel++) {
      for (int c = 0; c < channels; c++) {
        data[to++] = (byte) numbers.at(from++);
      }
      int opacity = alpha[pixel] & 0xffff;
      data[to++] = (byte) (picture.bitDepth() == 16 ? opacity / 257 : opacity);
    }
    return data;
  }

  private static short[] shorts(Picture picture, Scaling scaling, int greatest, int bands) {
    short[] alpha = picture.alpha();
    short[] data = new short[elements(picture, bands)];
    SampleNumbers numbers = new SampleNumbers(picture, scaling, greatest);
    int times = 65535 / greatest;
    int from = 0;
    for (int pixel = 0, to = 0; to < data.length; pixel++) {
      for (int c = 0; c < picture.channels(); c++) {
        data[to++] = (short) (numbers.at(from++) * times);
      }
      if (alpha != null) {
        int opacity = alpha[pixel] & 0xffff;
        data[to++] = (short) (picture.bitDepth() == 16 ? opacity : opacity * 257);
      }
    }
    return data;
  }

  private static int elements(Picture picture, int bands) {
    return Math.multiplyExact(picture.width() * picture.height(), bands);
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
