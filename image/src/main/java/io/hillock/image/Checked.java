package io.hillock.image;

import java.util.ArrayList;
import java.util.List;
import javax.imageio.IIOException;

/**
 * A file whose structure was found whole. The decoders are lenient: most of them fill in what is
 * missing, so that half a picture would pass for a whole one.
 */
final class Checked {
  private final List<String> notes = new ArrayList<>();
  private final boolean strict;
  private byte[] bytes;
  private int orientation = 1;
  private byte[] profile;
  private AlphaPlane alpha;
  private float transparent = Float.NaN;
  private long decoderMemory;
  private boolean lossy;

  /**
   * Creates what a check of a file adds to.
   *
   * @param strict whether damage that leaves the pixels as they were is a reason to refuse the file
   */
  Checked(boolean strict) {
    this.strict = strict;
  }

  /** Checks a file of a format. */
  static Checked of(PictureFormat format, byte[] file, boolean strict) throws IIOException {
    Checked checked = new Checked(strict);
    switch (format) {
      case PNG -> new PngStructure(file, checked).check();
      case JPEG -> new JpegStructure(file, checked).check();
      case GIF -> GifStructure.check(file, checked);
      case BMP -> BmpStructure.check(file, checked);
      case WEBP -> new WebpStructure(file, checked).check();
      case TIFF -> new TiffStructure(file, checked).check();
    }
    return checked;
  }

  /** Sets what the decoder is given: the file, without what only costs time or risks errors. */
  void keep(byte[] kept) {
    bytes = kept;
  }

  /** Sets the Exif orientation, 1 to 8. */
  void turned(int exif) {
    orientation = exif;
  }

  /** Sets the embedded colour profile. */
  void profile(byte[] icc) {
    profile = icc;
  }

  /** Sets the alpha that the decoder would not decode. */
  void alpha(AlphaPlane plane) {
    alpha = plane;
  }

  /** Sets the gray, from 0 to 1, that is transparent, where the decoder does not know of it. */
  void transparent(float gray) {
    transparent = gray;
  }

  /** Sets the bytes that the decoder takes for itself beside the picture it gives. */
  void decoderMemory(long memory) {
    decoderMemory = memory;
  }

  /** Sets whether a WebP picture is lossy. */
  void lossy(boolean is) {
    lossy = is;
  }

  /** Says what a reader should know of the picture that was read, in one line. */
  void note(String note) {
    if (!notes.contains(note)) {
      notes.add(note);
    }
  }

  /**
   * Says of a damage that does not touch the pixels.
   *
   * @throws IIOException if such a file is refused
   */
  void damaged(String what) throws IIOException {
    if (strict) {
      throw new IIOException("it is damaged: " + what);
    }
    note(what);
  }

  boolean isStrict() {
    return strict;
  }

  byte[] bytes() {
    return bytes;
  }

  int orientation() {
    return orientation;
  }

  /** Returns the embedded colour profile; null where there is none. */
  byte[] profile() {
    return profile;
  }

  /** Returns a decoded picture with the alpha that its decoder leaves out. */
  Picture withAlpha(Picture picture) throws IIOException {
    if (alpha != null) {
      return alpha.on(picture);
    }
    return Float.isNaN(transparent) ? picture : picture.withTransparent(transparent);
  }

  long decoderMemory() {
    return decoderMemory;
  }

  boolean isLossy() {
    return lossy;
  }

  List<String> notes() {
    return notes;
  }

  /** What to throw where a file ends too early. */
  static IIOException cutShort(String inside) {
    return new IIOException("it is cut short in " + inside);
  }
}
