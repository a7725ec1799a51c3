package io.hillock.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import javax.imageio.IIOException;

/**
 * Walks the chunks of a PNG file and checks their checksums, which the JDK's decoder does not.
 *
 * <p>Where the checksum of the pixels' chunk is wrong, the pixels may still be right: their own
 * checksum, which the decoder does not look at either, tells.
 */
final class PngStructure {
  private static final int SIGNATURE = 8;

  /** A chunk's length, type and checksum. */
  private static final int FRAME = 12;

  private static final int HEADER = 13;
  private static final int WIDTH = SIGNATURE + 8;
  private static final int HEIGHT = WIDTH + 4;
  private static final int DEPTH = WIDTH + 8;
  private static final int COLOURS = WIDTH + 9;
  private static final int INTERLACE = WIDTH + 12;

  /** What the pixels need; the decoder sees nothing else. */
  private static final Set<String> NEEDED = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");

  /** The greatest profile that is unpacked: no more than a bomb may take. */
  private static final int MAX_PROFILE = 1 << 24;

  private final byte[] file;
  private final Checked checked;
  private final ByteArrayOutputStream kept;
  private final Inflater pixels = new Inflater();
  private boolean wrongPixels;
  private boolean hasPixels;
  private boolean hasPalette;
  private int frames;
  private boolean frameBeforePixels;

  PngStructure(byte[] file, Checked checked) {
    this.file = file;
    this.checked = checked;
    this.kept = new ByteArrayOutputStream(file.length);
  }

  void check() throws IIOException {
    try {
      kept.write(file, 0, SIGNATURE);
      int at = SIGNATURE;
      while (true) {
        if (file.length - at < FRAME) {
          throw Checked.cutShort(at == SIGNATURE ? "its header" : "or before a chunk");
        }
        int length = Bytes.bigInt(file, at);
        String type = new String(file, at + 4, 4, StandardCharsets.ISO_8859_1);
        if (at == SIGNATURE && !(type.equals("IHDR") && length == HEADER)) {
          throw new IIOException("it is damaged: it does not begin with a header");
        }
        if (length < 0 || length > file.length - at - FRAME) {
          throw Checked.cutShort("chunk " + printable(type));
        }
        chunk(type, at, length);
        at += length + FRAME;
        if (type.equals("IEND")) {
          end(at);
          return;
        }
      }
    } finally {
      pixels.end();
    }
  }

  private void chunk(String type, int at, int length) throws IIOException {
    boolean right = isRight(at, length);
    if (!right && (type.equals("IHDR") || type.equals("PLTE") || type.equals("tRNS"))) {
      // Nothing else tells whether these are right, and the pixels depend on them.
      throw new IIOException("it is damaged: the checksum of chunk " + type + " is wrong");
    }
    switch (type) {
      case "IHDR" -> once(at > SIGNATURE, type);
      case "PLTE" -> {
        once(hasPalette, type);
        hasPalette = true;
      }
      case "IDAT" -> {
        hasPixels = true;
        wrongPixels |= !right;
        right = true;
      }
      case "tRNS" -> {
        if (isSmallGray() && length >= 2) {
          // The decoder knows of it for 1, 8 and 16 bits only.
          int greatest = (1 << file[DEPTH]) - 1;
          checked.transparent((float) (Bytes.bigShort(file, at + 8) & greatest) / greatest);
          return;
        }
      }
      case "eXIf" -> checked.turned(Exif.orientation(file, at + 8, length));
      case "iCCP" -> profile(at + 8, length);
      case "acTL" -> frames = length >= 4 ? Bytes.bigInt(file, at + 8) : 0;
      case "fcTL" -> frameBeforePixels |= !hasPixels;
      default -> {
        if (!NEEDED.contains(type) && Character.isUpperCase(type.charAt(0))) {
          throw new IIOException("it is damaged: there is no chunk " + printable(type) + " in PNG");
        }
      }
    }
    if (!right) {
      checked.damaged("the checksum of chunk " + printable(type) + " is wrong");
    }
    if (NEEDED.contains(type)) {
      kept.write(file, at, length + FRAME);
    }
  }

  private boolean isSmallGray() {
    return file[COLOURS] == 0 && file[DEPTH] > 0 && file[DEPTH] < 8;
  }

  private static void once(boolean again, String type) throws IIOException {
    if (again) {
      throw new IIOException("it is damaged: there are two chunks " + type);
    }
  }

  private boolean isRight(int at, int length) {
    CRC32 crc = new CRC32();
    crc.update(file, at + 4, length + 4);
    return (int) crc.getValue() == Bytes.bigInt(file, at + 8 + length);
  }

  private void end(int end) throws IIOException {
    if (!hasPixels) {
      throw new IIOException("it is damaged: it has no pixels");
    }
    checked.keep(kept.toByteArray());
    if (wrongPixels || checked.isStrict()) {
      checkPixels();
    }
    if (wrongPixels) {
      checked.damaged("the checksum of chunk IDAT is wrong");
    }
    if (end < file.length) {
      checked.damaged(file.length - end + " bytes follow its end");
    }
    if (frames > 1) {
      checked.note(
          (frameBeforePixels ? "the first of " + frames + " frames" : "its default picture")
              + " was read");
    }
  }

  /** Unpacks the pixels: their checksum has to be right, and their number. */
  private void checkPixels() throws IIOException {
    byte[] bytes = checked.bytes();
    byte[] buffer = new byte[1 << 16];
    long expected = packedSize();
    long found = 0;
    try {
      for (int at = SIGNATURE; at < bytes.length && !pixels.finished(); ) {
        int length = Bytes.bigInt(bytes, at);
        if (bytes[at + 4] == 'I' && bytes[at + 5] == 'D') {
          pixels.setInput(bytes, at + 8, length);
          while (!pixels.needsInput() && !pixels.finished() && found <= expected) {
            int count = pixels.inflate(buffer);
            found += count;
            if (count == 0 && pixels.needsDictionary()) {
              throw new IIOException("it is damaged: its pixels need a dictionary");
            }
          }
        }
        at += length + FRAME;
      }
    } catch (DataFormatException e) {
      throw new IIOException("it is damaged: its pixels cannot be unpacked", e);
    }
    if (found != expected || !pixels.finished()) {
      throw new IIOException(
          found > expected
              ? "it is damaged: it has more pixels than its header says"
              : "it is damaged: pixels are missing");
    }
  }

  /** The bytes of all rows, each behind the number of its filter. */
  private long packedSize() {
    long width = Bytes.bigInt(file, WIDTH) & 0xffffffffL;
    long height = Bytes.bigInt(file, HEIGHT) & 0xffffffffL;
    int samples =
        switch (file[COLOURS]) {
          case 2 -> 3;
          case 4 -> 2;
          case 6 -> 4;
          default -> 1;
        };
    int bits = file[DEPTH] * samples;
    if (file[INTERLACE] == 0) {
      return height * ((width * bits + 7) / 8 + 1);
    }
    long size = 0;
    int[][] passes = {
      {0, 8, 0, 8},
      {4, 8, 0, 8},
      {0, 4, 4, 8},
      {2, 4, 0, 4},
      {0, 2, 2, 4},
      {1, 2, 0, 2},
      {0, 1, 1, 2}
    };
    for (int[] pass : passes) {
      long columns = Math.max(0, (width - pass[0] + pass[1] - 1) / pass[1]);
      long rows = Math.max(0, (height - pass[2] + pass[3] - 1) / pass[3]);
      size += columns == 0 ? 0 : rows * ((columns * bits + 7) / 8 + 1);
    }
    return size;
  }

  private void profile(int from, int length) throws IIOException {
    int at = from;
    while (at < from + length && file[at] != 0) {
      at++;
    }
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(file, Math.min(at + 2, from + length), Math.max(0, from + length - at - 2));
      ByteArrayOutputStream profile = new ByteArrayOutputStream();
      byte[] buffer = new byte[1 << 14];
      while (!inflater.finished() && profile.size() <= MAX_PROFILE) {
        int count = inflater.inflate(buffer);
        if (count == 0) {
          checked.damaged("its colour profile cannot be unpacked, and is not applied");
          return;
        }
        profile.write(buffer, 0, count);
      }
      if (profile.size() > MAX_PROFILE) {
        checked.damaged("its colour profile has more than 16 MiB, and is not applied");
      } else {
        checked.profile(profile.toByteArray());
      }
    } catch (DataFormatException e) {
      checked.damaged("its colour profile cannot be unpacked, and is not applied");
    } finally {
      inflater.end();
    }
  }

  private static String printable(String type) {
    return type.chars().allMatch(c -> c > ' ' && c < 127) ? type : "of no known type";
  }
}
