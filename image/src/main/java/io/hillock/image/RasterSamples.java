package io.hillock.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferUShort;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.stream.IntStream;

/**
 * Takes the samples out of a decoded image's raster. {@code BufferedImage.getRGB} would not do: it
 * gives 8 bits, and shifts the values of a gray image by up to 73, since Java holds gray to be
 * linear and RGB not to be.
 */
final class RasterSamples {
  private final Raster raster;
  private final Inks inks;
  private final int width;
  private final int height;

  private RasterSamples(Raster raster, Inks inks) {
    this.raster = raster;
    this.inks = inks;
    this.width = raster.getWidth();
    this.height = raster.getHeight();
  }

  /**
   * Returns the picture of an image, in the memory of the image if it can be.
   *
   * @param inks how those of CMYK become RGB
   * @throws IOException if its samples are not whole numbers of 16 bits or fewer, or its colours
   *     not gray, RGB or CMYK
   */
  static Picture of(BufferedImage image, Inks inks) throws IOException {
    ColorModel model = image.getColorModel();
    RasterSamples samples = new RasterSamples(image.getRaster(), inks);
    return model instanceof IndexColorModel palette
        ? samples.indexed(palette)
        : samples.direct(model);
  }

  private Picture indexed(IndexColorModel palette) {
    int size = palette.getMapSize();
    int[] colours = new int[size];
    palette.getRGBs(colours);
    boolean gray = true;
    for (int colour : colours) {
      gray &= (colour & 0xff) == (colour >> 8 & 0xff) && (colour & 0xff) == (colour >> 16 & 0xff);
    }
    int channels = gray ? 1 : 3;
    byte[] levels = new byte[Math.multiplyExact(width * height, channels)];
    short[] alpha = palette.hasAlpha() ? new short[width * height] : null;
    int[] row = new int[width];
    int at = 0;
    for (int y = 0; y < height; y++) {
      row(0, y, row);
      for (int x = 0; x < width; x++) {
        // An index that the palette does not have is an error of the file; see PictureSource.
        int colour = colours[row[x]];
        if (alpha != null) {
          alpha[y * width + x] = (short) (colour >>> 24);
        }
        for (int shift = (channels - 1) * 8; shift >= 0; shift -= 8) {
          levels[at++] = (byte) (colour >> shift);
        }
      }
    }
    return Picture.ofLevels(width, height, channels, levels, alpha);
  }

  private Picture direct(ColorModel model) throws IOException {
    int colours = model.getNumColorComponents();
    boolean cmyk = colours == 4 && model.getColorSpace().getType() == ColorSpace.TYPE_CMYK;
    if (colours != 1 && colours != 3 && !cmyk) {
      throw new IOException("it has " + colours + " colour channels; gray, RGB and CMYK are read");
    }
    boolean alpha = model.hasAlpha();
    int bands = colours + (alpha ? 1 : 0);
    int[] max = new int[bands];
    int bits = 0;
    for (int b = 0; b < bands; b++) {
      int size = model.getComponentSize(b);
      max[b] = size > 16 ? 0 : (1 << size) - 1;
      bits = Math.max(bits, size);
    }
    int type = raster.getSampleModel().getDataType();
    boolean whole =
        type == DataBuffer.TYPE_BYTE
            || type == DataBuffer.TYPE_USHORT
            || type == DataBuffer.TYPE_INT;
    if (bits > 16 || !whole) {
      throw new IOException(
          "it has "
              + bits
              + "-bit "
              + (whole ? "" : "signed or floating-point ")
              + "samples; unsigned samples of 8 and 16 bits are read");
    }
    int depth = bits > 8 ? 16 : 8;
    int channels = colours == 1 ? 1 : 3;
    boolean bytes = isBytes() && IntStream.of(max).allMatch(m -> m == 255);
    if (bytes && !cmyk && !model.isAlphaPremultiplied()) {
      return Picture.ofLevels(
          width, height, channels, levels(channels), alpha ? opacity(colours) : null);
    }
    float[] samples = new float[Math.multiplyExact(width * height, channels)];
    short[] alphas = alpha ? new short[width * height] : null;
    int[][] rows = new int[bands][width];
    for (int y = 0; y < height; y++) {
      int at = y * width * channels;
      for (int b = 0; b < bands; b++) {
        row(b, y, rows[b]);
      }
      if (cmyk) {
        inks.mix(rows, max[0], samples, at);
      }
      for (int c = 0; c < channels && !cmyk; c++) {
        fill(rows[c], max[c], samples, at + c, channels);
      }
      if (alpha) {
        int[] opacity = rows[bands - 1];
        int opaque = max[bands - 1];
        if (model.isAlphaPremultiplied()) {
          divide(samples, at, channels, opacity, opaque);
        }
        int full = depth == 16 ? 65535 : 255;
        for (int x = 0; x < width; x++) {
          alphas[y * width + x] = (short) (((long) opacity[x] * full + opaque / 2) / opaque);
        }
      }
    }
    return new Picture(width, height, channels, depth, samples, alphas);
  }

  /** Whether samples are bytes of their own, which is the common kind. */
  private boolean isBytes() {
    return raster.getSampleModel() instanceof ComponentSampleModel
        && raster.getDataBuffer() instanceof DataBufferByte;
  }

  /**
   * Returns the bytes of the colours, those of a pixel together: the raster's own where they lie
   * so, or backwards.
   */
  private byte[] levels(int channels) {
    ComponentSampleModel model = (ComponentSampleModel) raster.getSampleModel();
    int pixel = model.getPixelStride();
    int length = Math.multiplyExact(width * height, channels);
    boolean dense = pixel == channels && model.getScanlineStride() == width * channels;
    boolean inOrder = true;
    boolean backwards = true;
    for (int c = 0; c < channels; c++) {
      dense &= model.getBankIndices()[c] == 0;
      inOrder &= first(model, c, 0) == c;
      backwards &= first(model, c, 0) == channels - 1 - c;
    }
    if (dense && (inOrder || backwards) && bank(0).length == length) {
      if (!inOrder) {
        turn(bank(0));
      }
      return bank(0);
    }
    byte[] levels = new byte[length];
    byte[][] banks = new byte[channels][];
    int[] firsts = new int[channels];
    for (int c = 0; c < channels; c++) {
      banks[c] = bank(model.getBankIndices()[c]);
    }
    for (int y = 0; y < height; y++) {
      for (int c = 0; c < channels; c++) {
        firsts[c] = first(model, c, y);
      }
      int to = y * width * channels;
      if (channels == 1) {
        copy(banks[0], firsts[0], pixel, levels, to);
      } else {
        copy(banks, firsts, pixel, levels, to);
      }
    }
    return levels;
  }

  /** Makes RGB of BGR. */
  private static void turn(byte[] pixels) {
    for (int i = 0; i < pixels.length; i += 3) {
      byte first = pixels[i];
      pixels[i] = pixels[i + 2];
      pixels[i + 2] = first;
    }
  }

  private void copy(byte[] from, int first, int step, byte[] levels, int to) {
    for (int x = 0, at = first; x < width; x++, at += step) {
      levels[to + x] = from[at];
    }
  }

  private void copy(byte[][] from, int[] firsts, int step, byte[] levels, int to) {
    byte[] reds = from[0];
    byte[] greens = from[1];
    byte[] blues = from[2];
    int red = firsts[0];
    int green = firsts[1];
    int blue = firsts[2];
    int end = to + 3 * width;
    for (int i = to; i < end; i += 3) {
      levels[i] = reds[red];
      levels[i + 1] = greens[green];
      levels[i + 2] = blues[blue];
      red += step;
      green += step;
      blue += step;
    }
  }

  private byte[] bank(int index) {
    return ((DataBufferByte) raster.getDataBuffer()).getData(index);
  }

  /** Returns the bytes of the band of alpha. */
  private short[] opacity(int band) {
    short[] opacity = new short[width * height];
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      row(band, y, row);
      for (int x = 0; x < width; x++) {
        opacity[y * width + x] = (short) row[x];
      }
    }
    return opacity;
  }

  /** Returns where in its array the first sample of a row of a band is. */
  private int first(ComponentSampleModel model, int band, int y) {
    return raster.getDataBuffer().getOffsets()[model.getBankIndices()[band]]
        + model.getOffset(
            raster.getMinX() - raster.getSampleModelTranslateX(),
            raster.getMinY() + y - raster.getSampleModelTranslateY(),
            band);
  }

  private static void fill(int[] row, int max, float[] samples, int from, int step) {
    float divisor = max;
    for (int x = 0, at = from; x < row.length; x++, at += step) {
      samples[at] = row[x] / divisor;
    }
  }

  private static void divide(float[] samples, int from, int channels, int[] alpha, int opaque) {
    for (int x = 0; x < alpha.length; x++) {
      for (int c = 0; c < channels; c++) {
        int at = from + x * channels + c;
        samples[at] =
            alpha[x] == 0 ? 0 : (float) Math.min(1, (double) samples[at] * opaque / alpha[x]);
      }
    }
  }

  /** Copies a row of a band; straight from the arrays where these are of the common kinds. */
  private void row(int band, int y, int[] row) {
    DataBuffer buffer = raster.getDataBuffer();
    if (raster.getSampleModel() instanceof ComponentSampleModel model
        && model.getDataType() != DataBuffer.TYPE_INT) {
      int bank = model.getBankIndices()[band];
      int step = model.getPixelStride();
      int at = first(model, band, y);
      if (buffer instanceof DataBufferByte bytes) {
        byte[] from = bytes.getData(bank);
        for (int x = 0; x < row.length; x++, at += step) {
          row[x] = from[at] & 0xff;
        }
        return;
      } else if (buffer instanceof DataBufferUShort shorts) {
        short[] from = shorts.getData(bank);
        for (int x = 0; x < row.length; x++, at += step) {
          row[x] = from[at] & 0xffff;
        }
        return;
      }
    }
    raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, band, row);
  }
}
