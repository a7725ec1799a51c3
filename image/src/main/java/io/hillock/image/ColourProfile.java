package io.hillock.image;

import java.awt.color.CMMException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Converts samples from an embedded ICC profile to sRGB, with the Java runtime's own colour
 * management, at the depth in which they are stored. A profile that says the same as sRGB to within
 * one step of 8 bits leaves them as they are.
 */
final class ColourProfile implements Inks {
  private static final ICC_Profile SRGB = ICC_Profile.getInstance(ColorSpace.CS_sRGB);
  private static final int RGB = 3;

  /** Pixels that are converted together. */
  private static final int STRIP = 1 << 15;

  /** The steps of a colour from none to all by which a profile is compared with sRGB. */
  private static final int GRID = 18;

  /** Which profiles are as good as sRGB: nearly all pictures have one of a few profiles. */
  private static final Map<ByteBuffer, Boolean> KNOWN =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Boolean> eldest) {
          return size() > 16;
        }
      };

  private final ICC_Profile profile;
  private final int components;
  private final ColorConvertOp conversion;

  private ColourProfile(byte[] icc) {
    profile = ICC_Profile.getInstance(icc);
    components = profile.getNumComponents();
    conversion = new ColorConvertOp(new ICC_Profile[] {profile, SRGB}, null);
  }

  /**
   * Returns the profile of a file's bytes.
   *
   * @throws IllegalArgumentException if they are no profile for gray, RGB or CMYK
   */
  static ColourProfile of(byte[] icc) {
    try {
      ColourProfile profile = new ColourProfile(icc);
      int type = profile.profile.getColorSpaceType();
      int kind = profile.profile.getProfileClass();
      boolean colours =
          type == ColorSpace.TYPE_GRAY
              || type == ColorSpace.TYPE_RGB
              || type == ColorSpace.TYPE_CMYK;
      if (!colours
          || kind == ICC_Profile.CLASS_DEVICELINK
          || kind == ICC_Profile.CLASS_ABSTRACT
          || kind == ICC_Profile.CLASS_NAMEDCOLOR) {
        throw new IllegalArgumentException("it is not for gray, RGB or CMYK");
      }
      // Some damage is found only when it is used.
      profile.strip(new int[profile.components][1], 255);
      return profile;
    } catch (CMMException | IndexOutOfBoundsException | NegativeArraySizeException e) {
      throw new IllegalArgumentException("it is no ICC profile", e);
    }
  }

  /** Returns how many numbers a colour has: 1 gray, 3 RGB, 4 CMYK. */
  int components() {
    return components;
  }

  /** Whether it says the same as sRGB, to within a step of 8 bits. */
  boolean isSrgb(byte[] icc) {
    ByteBuffer key = ByteBuffer.wrap(icc);
    synchronized (KNOWN) {
      Boolean known = KNOWN.get(key);
      if (known != null) {
        return known;
      }
    }
    boolean same = components != 4 && sameAsSrgb();
    synchronized (KNOWN) {
      KNOWN.put(key, same);
    }
    return same;
  }

  private boolean sameAsSrgb() {
    int count = components == 1 ? GRID : GRID * GRID * GRID;
    int[][] colours = new int[components][count];
    for (int i = 0, step = i; i < count; i++, step = i) {
      for (int c = 0; c < components; c++, step /= GRID) {
        colours[c][i] = step % GRID * 255 / (GRID - 1);
      }
    }
    int[] found = strip(colours, 255);
    for (int i = 0; i < found.length; i++) {
      if (Math.abs(found[i] - colours[components == 1 ? 0 : i % RGB][i / RGB]) > 1) {
        return false;
      }
    }
    return true;
  }

  /**
   * Converts a picture, gray or RGB, in its own memory. Gray stays gray; the gray of a profile for
   * RGB is the colour of three equal numbers.
   */
  void convert(Picture picture) {
    int channels = picture.channels();
    int max = picture.bitDepth() == 16 ? 65535 : 255;
    float[] samples = picture.samples();
    int pixels = samples.length / channels;
    for (int from = 0; from < pixels; from += STRIP) {
      int count = Math.min(STRIP, pixels - from);
      int[][] colours = new int[components][count];
      for (int c = 0; c < components; c++) {
        for (int i = 0; i < count; i++) {
          float sample = samples[(from + i) * channels + c % channels];
          colours[c][i] = Math.round(sample * max);
        }
      }
      int[] rgb = strip(colours, max);
      for (int i = 0; i < count; i++) {
        for (int c = 0; c < channels; c++) {
          samples[(from + i) * channels + c] = rgb[i * RGB + (channels == 1 ? 1 : c)] / (float) max;
        }
      }
    }
  }

  @Override
  public void mix(int[][] inks, int max, float[] samples, int at) {
    int depth = max > 255 ? 65535 : 255;
    int[] rgb = strip(inks, depth);
    for (int i = 0; i < rgb.length; i++) {
      samples[at + i] = rgb[i] / (float) depth;
    }
  }

  /** Returns the sRGB of colours, the three numbers of a pixel next to each other. */
  private int[] strip(int[][] colours, int max) {
    int count = colours[0].length;
    int type = max > 255 ? DataBuffer.TYPE_USHORT : DataBuffer.TYPE_BYTE;
    WritableRaster from = Raster.createInterleavedRaster(type, count, 1, components, null);
    WritableRaster to = Raster.createInterleavedRaster(type, count, 1, RGB, null);
    for (int c = 0; c < components; c++) {
      from.setSamples(0, 0, count, 1, c, colours[c]);
    }
    conversion.filter(from, to);
    return to.getPixels(0, 0, count, 1, (int[]) null);
  }
}
