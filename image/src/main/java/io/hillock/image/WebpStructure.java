package io.hillock.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.IIOException;

/** Walks the chunks of a WebP file. */
final class WebpStructure {
  private static final int HEADER = 12;
  private static final int FLAGS = 20;
  private static final int PROFILE = 0x20;
  private static final int ALPHA = 0x10;
  private static final int EXIF = 0x08;
  private static final int XMP = 0x04;
  private static final int FRAME_HEADER = 16;

  private WebpStructure() {}

  static void check(byte[] file, Checked checked) throws IIOException {
    long end = 8 + (Bytes.littleInt(file, 4) & 0xffffffffL);
    if (end > file.length) {
      throw Checked.cutShort("the picture: " + file.length + " of " + end + " bytes are there");
    }
    boolean extended = type(file, HEADER).equals("VP8X");
    byte[] kept = file.clone();
    int frames = 0;
    boolean picture = false;
    int at = HEADER;
    while (at + 8 <= end) {
      String type = type(file, at);
      long length = Bytes.littleInt(file, at + 4) & 0xffffffffL;
      if (length > end - at - 8) {
        throw Checked.cutShort("a chunk");
      }
      int from = at + 8;
      switch (type) {
        case "EXIF" -> checked.turned(exif(file, from, (int) length));
        case "ICCP" -> checked.profile(Arrays.copyOfRange(file, from, from + (int) length));
        case "ANMF" -> {
          if (frames == 0 && length >= FRAME_HEADER) {
            frame(file, from + FRAME_HEADER, from + (int) length, kept, checked);
          }
          frames++;
          picture = true;
        }
        case "VP8 ", "VP8L" -> picture = true;
        case "ALPH" -> alpha(file, from, (int) length, kept, checked);
        default -> {}
      }
      at = (int) Math.min(end, from + length + (length & 1));
    }
    if (!picture) {
      throw new IIOException("it is damaged: it has no picture");
    }
    if (end < file.length) {
      checked.damaged(file.length - end + " bytes follow its end");
    }
    if (frames > 1) {
      checked.note("the first of " + frames + " frames was read");
    }
    if (extended) {
      // The decoder would apply the profile and read the rest, which may be damaged.
      kept[FLAGS] &= (byte) ~(PROFILE | EXIF | XMP);
    }
    checked.keep(kept);
  }

  private static String type(byte[] file, int at) {
    return new String(file, at, 4, StandardCharsets.ISO_8859_1);
  }

  /** Some programs put the marker of JPEG's Exif data in front. */
  private static int exif(byte[] file, int from, int length) {
    boolean marked = length > 6 && type(file, from).equals("Exif");
    return Exif.orientation(file, marked ? from + 6 : from, marked ? length - 6 : length);
  }

  /** Looks for the alpha of the first frame of an animation. */
  private static void frame(byte[] file, int from, int end, byte[] kept, Checked checked)
      throws IIOException {
    for (int at = from; at + 8 <= end; ) {
      long length = Bytes.littleInt(file, at + 4) & 0xffffffffL;
      if (length > end - at - 8) {
        throw Checked.cutShort("its first frame");
      }
      if (type(file, at).equals("ALPH")) {
        alpha(file, at + 8, (int) length, kept, checked);
      }
      at = (int) Math.min(end, at + 8 + length + (length & 1));
    }
  }

  /** The decoder leaves out alpha that is not compressed: it is read here, and hidden from it. */
  private static void alpha(byte[] file, int from, int length, byte[] kept, Checked checked)
      throws IIOException {
    if (length > 0 && (file[from] & 3) == 0 && type(file, HEADER).equals("VP8X")) {
      checked.alpha(new AlphaPlane(file, from + 1, length - 1, file[from] >> 2 & 3));
      kept[from - 8] = 'X';
      kept[FLAGS] &= (byte) ~ALPHA;
    }
  }
}
