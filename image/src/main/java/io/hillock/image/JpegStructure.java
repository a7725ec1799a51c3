package io.hillock.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.IIOException;

/**
 * Walks the markers of a JPEG file to its end. Application data is left out, but for what says how
 * colours are coded: a colour profile is not applied, and damage in a preview does no harm.
 */
final class JpegStructure {
  private static final int TEM = 0x01;
  private static final int SOF0 = 0xc0;
  private static final int DHT = 0xc4;
  private static final int JPG = 0xc8;
  private static final int DAC = 0xcc;
  private static final int SOF15 = 0xcf;
  private static final int RST0 = 0xd0;
  private static final int RST7 = 0xd7;
  private static final int SOI = 0xd8;
  private static final int EOI = 0xd9;
  private static final int SOS = 0xda;
  private static final int APP0 = 0xe0;
  private static final int APP1 = 0xe1;
  private static final int APP14 = 0xee;
  private static final int APP15 = 0xef;
  private static final int COM = 0xfe;

  private JpegStructure() {}

  static Checked check(byte[] file) throws IIOException {
    ByteArrayOutputStream kept = new ByteArrayOutputStream(file.length);
    kept.write(file, 0, 2);
    int orientation = 1;
    boolean scans = false;
    int at = 2;
    while (true) {
      at = marker(file, at, scans);
      int marker = Bytes.unsigned(file, at - 1);
      if (marker == EOI) {
        if (!scans) {
          throw new IIOException("it is damaged: it ends before a picture begins");
        }
        kept.write(0xff);
        kept.write(EOI);
        return new Checked(kept.toByteArray(), orientation);
      }
      if (isAlone(marker)) {
        kept.write(file, at - 2, 2);
        continue;
      }
      if (file.length - at < 2) {
        throw Checked.cutShort("a marker");
      }
      int length = Bytes.bigShort(file, at);
      if (length < 2) {
        throw new IIOException("it is damaged: a segment has " + length + " bytes");
      }
      if (length > file.length - at) {
        throw Checked.cutShort("a segment");
      }
      int end = at + length;
      if (marker == APP1 && begins(file, at + 2, end, "Exif\0\0")) {
        orientation = Exif.orientation(file, at + 8, length - 8);
      }
      boolean application = (marker >= APP0 && marker <= APP15) || marker == COM;
      boolean colour =
          (marker == APP14 && begins(file, at + 2, end, "Adobe"))
              || (marker == APP0 && begins(file, at + 2, end, "JFIF\0"));
      if (marker == SOS) {
        scans = true;
        end = scanEnd(file, end);
      }
      if (!application || colour) {
        kept.write(0xff);
        kept.write(marker);
        kept.write(file, at, end - at);
      }
      at = end;
    }
  }

  /** Returns where the marker at a place ends; it may be preceded by any number of fill bytes. */
  private static int marker(byte[] file, int from, boolean scans) throws IIOException {
    int at = from;
    if (at < file.length && file[at] != (byte) 0xff) {
      throw new IIOException("it is damaged: there is no marker where one should be");
    }
    while (at < file.length && file[at] == (byte) 0xff) {
      at++;
    }
    if (at >= file.length) {
      throw Checked.cutShort(scans ? "the picture" : "its header");
    }
    return at + 1;
  }

  /** Returns where the coded data of a scan ends: at the next marker that is not a restart. */
  private static int scanEnd(byte[] file, int from) throws IIOException {
    for (int at = from; at + 1 < file.length; at++) {
      if (file[at] == (byte) 0xff) {
        int next = Bytes.unsigned(file, at + 1);
        if (next != 0 && next != 0xff && !(next >= RST0 && next <= RST7)) {
          return at;
        }
      }
    }
    throw Checked.cutShort("the picture");
  }

  private static boolean begins(byte[] file, int from, int end, String with) {
    byte[] bytes = with.getBytes(StandardCharsets.ISO_8859_1);
    return end - from >= bytes.length
        && Arrays.equals(file, from, from + bytes.length, bytes, 0, bytes.length);
  }

  /**
   * How colours are coded.
   *
   * @param components 1 gray, 3 colour, 4 CMYK
   * @param transform what Adobe's marker says: 0 as they are, 1 YCbCr, 2 YCCK; 0 where there is
   *     none
   */
  record Coding(int components, int transform) {}

  /** Returns how the colours of a file that was checked are coded. */
  static Coding coding(byte[] checked) {
    int components = 0;
    int transform = 0;
    int at = 2;
    while (true) {
      int marker = Bytes.unsigned(checked, at + 1);
      if (marker == SOS) {
        return new Coding(components, transform);
      }
      if (isAlone(marker)) {
        at += 2;
        continue;
      }
      int length = Bytes.bigShort(checked, at + 2);
      if (isFrame(marker) && length >= 8) {
        components = Bytes.unsigned(checked, at + 9);
      } else if (marker == APP14 && length >= 14) {
        transform = Bytes.unsigned(checked, at + 15);
      }
      at += 2 + length;
    }
  }

  private static boolean isAlone(int marker) {
    return marker == TEM || marker == SOI || (marker >= RST0 && marker <= RST7);
  }

  private static boolean isFrame(int marker) {
    return marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG && marker != DAC;
  }
}
