package io.hillock.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.IIOException;

/**
 * Walks the blocks of a GIF file, counts the pixels that the first frame codes, and the frames that
 * follow.
 */
final class GifStructure {
  private static final int HEADER = 13;
  private static final int EXTENSION = 0x21;
  private static final int IMAGE = 0x2c;
  private static final int APPLICATION = 0xff;
  private static final byte TRAILER = 0x3b;
  private static final int MAX_CODES = 4096;

  private GifStructure() {}

  static void check(byte[] file, Checked checked) throws IIOException {
    try {
      int at = HEADER + tableSize(file[10]);
      while (true) {
        int block = Bytes.unsigned(file, at);
        if (block == EXTENSION) {
          boolean profile = isProfile(file, at);
          ByteArrayOutputStream contents = profile ? new ByteArrayOutputStream() : null;
          at = skip(file, profile ? at + 14 : at + 2, contents);
          if (profile) {
            checked.profile(contents.toByteArray());
          }
        } else if (block == IMAGE) {
          long pixels = (long) Bytes.littleShort(file, at + 5) * Bytes.littleShort(file, at + 7);
          at += 10 + tableSize(file[at + 9]);
          ByteArrayOutputStream coded = new ByteArrayOutputStream();
          int end = skip(file, at + 1, coded);
          checkPixels(coded.toByteArray(), file[at], pixels);
          // The first frame and the mark of the end; the decoder must not look at later frames.
          byte[] kept = Arrays.copyOf(file, end + 1);
          kept[end] = TRAILER;
          checked.keep(kept);
          countFrames(file, end, checked);
          return;
        } else {
          throw new IIOException("it is damaged: it has no frame");
        }
      }
    } catch (IndexOutOfBoundsException e) {
      throw Checked.cutShort("its first frame");
    }
  }

  /** Whether an extension holds a colour profile. */
  private static boolean isProfile(byte[] file, int at) {
    byte[] name = "ICCRGBG1012".getBytes(StandardCharsets.US_ASCII);
    return Bytes.unsigned(file, at + 1) == APPLICATION
        && file.length - at > 14
        && file[at + 2] == name.length
        && Arrays.equals(file, at + 3, at + 14, name, 0, name.length);
  }

  private static void countFrames(byte[] file, int from, Checked checked) throws IIOException {
    int frames = 1;
    try {
      int at = from;
      while (file[at] != TRAILER) {
        int block = Bytes.unsigned(file, at);
        if (block == IMAGE) {
          at += 10 + tableSize(file[at + 9]);
          at = skip(file, at + 1, null);
          frames++;
        } else if (block == EXTENSION) {
          at = skip(file, at + 2, null);
        } else {
          checked.damaged("it is damaged behind its first frame");
          break;
        }
      }
    } catch (IndexOutOfBoundsException e) {
      checked.damaged("it is cut short behind its first frame");
    }
    if (frames > 1) {
      checked.note("the first of " + frames + " frames was read");
    }
  }

  private static int tableSize(byte flags) {
    return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
  }

  /** Returns where a chain of blocks ends, and collects their contents. */
  private static int skip(byte[] file, int from, ByteArrayOutputStream contents) {
    int at = from;
    while (true) {
      int size = Bytes.unsigned(file, at);
      at++;
      if (size == 0) {
        return at;
      }
      if (contents != null) {
        contents.write(file, at, size);
      }
      at += size;
    }
  }

  /** Follows the LZW codes without their colours: how long the string of each code is. */
  private static void checkPixels(byte[] coded, int codeSize, long pixels) throws IIOException {
    if (codeSize < 1 || codeSize > 8) {
      throw new IIOException("it is damaged: its codes have " + codeSize + " bits");
    }
    int clear = 1 << codeSize;
    int[] lengths = new int[MAX_CODES + 1];
    Arrays.fill(lengths, 0, clear, 1);
    int next = clear + 2;
    int bits = codeSize + 1;
    int previous = -1;
    long found = 0;
    long position = 0;
    while (found < pixels) {
      if (position + bits > 8L * coded.length) {
        throw Checked.cutShort("its first frame");
      }
      int code = code(coded, position, bits);
      position += bits;
      if (code == clear) {
        next = clear + 2;
        bits = codeSize + 1;
        previous = -1;
        continue;
      }
      if (code == clear + 1) {
        throw new IIOException(
            "it is damaged: its first frame has " + found + " of " + pixels + " pixels");
      }
      if (code > next || (code == next && (previous < 0 || next == MAX_CODES))) {
        throw new IIOException("it is damaged: its first frame has a code that is not defined");
      }
      if (previous >= 0 && next < MAX_CODES) {
        lengths[next] = lengths[previous] + 1;
        next++;
        if (next == 1 << bits && bits < 12) {
          bits++;
        }
      }
      found += lengths[code];
      previous = code;
    }
  }

  private static int code(byte[] coded, long position, int bits) {
    int at = (int) (position >> 3);
    int window = Bytes.unsigned(coded, at);
    window |= at + 1 < coded.length ? Bytes.unsigned(coded, at + 1) << 8 : 0;
    window |= at + 2 < coded.length ? Bytes.unsigned(coded, at + 2) << 16 : 0;
    return window >> (position & 7) & ((1 << bits) - 1);
  }
}
