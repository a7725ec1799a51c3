package io.hillock.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.zip.CRC32;
import javax.imageio.IIOException;

/** Walks the chunks of a PNG file and checks their checksums, which the JDK's decoder does not. */
final class PngStructure {
  private static final int SIGNATURE = 8;

  /** A chunk's length, type and checksum. */
  private static final int FRAME = 12;

  /** What the pixels need; the decoder sees nothing else. */
  private static final Set<String> NEEDED = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");

  private PngStructure() {}

  static Checked check(byte[] file) throws IIOException {
    ByteArrayOutputStream kept = new ByteArrayOutputStream(file.length);
    kept.write(file, 0, SIGNATURE);
    int orientation = 1;
    int at = SIGNATURE;
    while (true) {
      if (file.length - at < FRAME) {
        throw Checked.cutShort(at == SIGNATURE ? "its header" : "or before a chunk");
      }
      int length = Bytes.bigInt(file, at);
      String type = new String(file, at + 4, 4, StandardCharsets.ISO_8859_1);
      if (at == SIGNATURE && !(type.equals("IHDR") && length == 13)) {
        throw new IIOException("it is damaged: it does not begin with a header");
      }
      if (length < 0 || length > file.length - at - FRAME) {
        throw Checked.cutShort("chunk " + printable(type));
      }
      if (NEEDED.contains(type)) {
        CRC32 crc = new CRC32();
        crc.update(file, at + 4, length + 4);
        if ((int) crc.getValue() != Bytes.bigInt(file, at + 8 + length)) {
          throw new IIOException("it is damaged: the checksum of chunk " + type + " is wrong");
        }
        kept.write(file, at, length + FRAME);
      } else if (type.equals("eXIf")) {
        orientation = Exif.orientation(file, at + 8, length);
      } else if (Character.isUpperCase(type.charAt(0))) {
        throw new IIOException("it is damaged: there is no chunk " + printable(type) + " in PNG");
      }
      if (type.equals("IEND")) {
        return new Checked(kept.toByteArray(), orientation);
      }
      at += length + FRAME;
    }
  }

  private static String printable(String type) {
    return type.chars().allMatch(c -> c > ' ' && c < 127) ? type : "of no known type";
  }
}
