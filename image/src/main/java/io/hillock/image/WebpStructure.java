package io.hillock.image;

import java.nio.charset.StandardCharsets;
import javax.imageio.IIOException;

/** Walks the chunks of a WebP file. */
final class WebpStructure {
  private static final int HEADER = 12;
  private static final int FLAGS = 20;
  private static final int PROFILE = 0x20;
  private static final int EXIF = 0x08;
  private static final int XMP = 0x04;

  private WebpStructure() {}

  static Checked check(byte[] file) throws IIOException {
    long end = 8 + (Bytes.littleInt(file, 4) & 0xffffffffL);
    if (end > file.length) {
      throw Checked.cutShort("the picture: " + file.length + " of " + end + " bytes are there");
    }
    int orientation = 1;
    boolean picture = false;
    int at = HEADER;
    while (at + 8 <= end) {
      String type = new String(file, at, 4, StandardCharsets.ISO_8859_1);
      long length = Bytes.littleInt(file, at + 4) & 0xffffffffL;
      if (length > end - at - 8) {
        throw Checked.cutShort("a chunk");
      }
      if (type.equals("EXIF")) {
        orientation = Exif.orientation(file, at + 8, (int) length);
      }
      picture |= type.equals("VP8 ") || type.equals("VP8L") || type.equals("ANMF");
      at = (int) Math.min(end, at + 8 + length + (length & 1));
    }
    if (!picture) {
      throw new IIOException("it is damaged: it has no picture");
    }
    byte[] kept = file.clone();
    if (new String(file, HEADER, 4, StandardCharsets.ISO_8859_1).equals("VP8X")) {
      // The decoder would apply the profile and read the rest, which may be damaged.
      kept[FLAGS] &= (byte) ~(PROFILE | EXIF | XMP);
    }
    return new Checked(kept, orientation);
  }
}
