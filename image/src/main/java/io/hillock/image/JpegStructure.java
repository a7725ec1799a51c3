package io.hillock.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.IIOException;

/**
 * Walks the markers of a JPEG file to its end. Application data is left out, but for what says how
 * colours are coded: the colour profile is taken from there, and damage in a preview does no harm.
 */
final class JpegStructure {
  private static final int TEM = 0x01;
  private static final int SOF0 = 0xc0;
  private static final int SOF2 = 0xc2;
  private static final int SOF10 = 0xca;
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
  private static final int APP2 = 0xe2;
  private static final int APP14 = 0xee;
  private static final int APP15 = 0xef;
  private static final int COM = 0xfe;

  /** Each scan of a progressive picture costs a pass over all of it, however few its bytes are. */
  private static final int MAX_SCANS = 100;

  private static final String PROFILE = "ICC_PROFILE\0";

  private final byte[] file;
  private final Checked checked;
  private final ByteArrayOutputStream kept;

  /** The parts of the profile, by their numbers. */
  private final byte[][] profile = new byte[256][];

  private int profileParts;
  private int scans;
  private boolean frame;

  JpegStructure(byte[] file, Checked checked) {
    this.file = file;
    this.checked = checked;
    this.kept = new ByteArrayOutputStream(file.length);
  }

  void check() throws IIOException {
    kept.write(file, 0, 2);
    int at = 2;
    while (true) {
      at = marker(file, at, scans > 0);
      int marker = Bytes.unsigned(file, at - 1);
      if (marker == EOI) {
        end();
        return;
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
      at = segment(marker, at, at + length);
    }
  }

  /** Takes a segment in and returns where it ends, a scan's with the coded data behind it. */
  private int segment(int marker, int at, int from) throws IIOException {
    int end = from;
    if (marker == APP1 && begins(at + 2, end, "Exif\0\0")) {
      checked.turned(Exif.orientation(file, at + 8, end - at - 8));
    } else if (marker == APP2 && begins(at + 2, end, PROFILE) && end - at >= 16) {
      profile[Bytes.unsigned(file, at + 14)] = Arrays.copyOfRange(file, at + 16, end);
      profileParts = Math.max(profileParts, Bytes.unsigned(file, at + 15));
    } else if (marker == SOS) {
      scans++;
      if (scans > MAX_SCANS) {
        throw new IIOException(
            "it is coded in more than " + MAX_SCANS + " scans, as no program does");
      }
      end = scanEnd(file, end);
    } else if (isFrame(marker)) {
      if (frame) {
        throw new IIOException("it is damaged: it has two headers of a picture");
      }
      frame = true;
      if (marker == SOF2 || marker == SOF10) {
        checked.decoderMemory(coefficients(at, from));
      }
    }
    boolean application = (marker >= APP0 && marker <= APP15) || marker == COM;
    boolean colour =
        (marker == APP14 && begins(at + 2, end, "Adobe"))
            || (marker == APP0 && begins(at + 2, end, "JFIF\0"));
    if (!application || colour) {
      kept.write(0xff);
      kept.write(marker);
      kept.write(file, at, end - at);
    }
    return end;
  }

  /** A progressive picture is decoded into numbers of 16 bits for all of its components first. */
  private long coefficients(int at, int end) {
    if (end - at < 8) {
      return 0;
    }
    long pixels = (long) Bytes.bigShort(file, at + 3) * Bytes.bigShort(file, at + 5);
    return 2 * pixels * Bytes.unsigned(file, at + 7);
  }

  private void end() throws IIOException {
    if (scans == 0) {
      throw new IIOException("it is damaged: it ends before a picture begins");
    }
    kept.write(0xff);
    kept.write(EOI);
    checked.keep(kept.toByteArray());
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (int part = 1; part <= profileParts; part++) {
      if (profile[part] == null) {
        checked.damaged(
            "part "
                + part
                + " of "
                + profileParts
                + " of its colour profile is missing, and it is"
                + " not applied");
        return;
      }
      whole.writeBytes(profile[part]);
    }
    if (whole.size() > 0) {
      checked.profile(whole.toByteArray());
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

  private boolean begins(int from, int end, String with) {
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

  /**
   * Returns the pixels that a JPEG stream within another file claims to have, before any of it is
   * decoded; 0 where it does not say.
   *
   * @param from where it begins
   * @param to where it ends at the latest
   */
  static long claimedPixels(byte[] file, int from, int to) {
    int at = from;
    while (at + 9 <= to && file[at] == (byte) 0xff) {
      int marker = Bytes.unsigned(file, at + 1);
      if (isFrame(marker)) {
        return (long) Bytes.bigShort(file, at + 5) * Bytes.bigShort(file, at + 7);
      }
      if (marker == SOS) {
        return 0;
      }
      if (marker == 0xff) {
        at++;
      } else {
        at += isAlone(marker) ? 2 : 2 + Bytes.bigShort(file, at + 2);
      }
    }
    return 0;
  }

  private static boolean isAlone(int marker) {
    return marker == TEM || marker == SOI || (marker >= RST0 && marker <= RST7);
  }

  private static boolean isFrame(int marker) {
    return marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG && marker != DAC;
  }
}
