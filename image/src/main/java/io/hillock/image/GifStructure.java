package io.hillock.image;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import javax.imageio.IIOException;

/** Walks the blocks of a GIF file up to the first frame's end, and counts the pixels it codes. */
final class GifStructure {
  private static final int HEADER = 13;
  private static final int EXTENSION = 0x21;
  private static final int IMAGE = 0x2c;
  private static final int MAX_CODES = 4096;

  private GifStructure() {}

  static Checked check(byte[] file) throws IIOException {
    try {
      int at = HEADER + tableSize(file[10]);
      while (true) {
        int block = Bytes.unsigned(file, at);
        if (block == EXTENSION) {
          at = skip(file, at + 2, null);
        } else if (block == IMAGE) {
          long pixels = (long) Bytes.littleShort(file, at + 5) * Bytes.littleShort(file, at + 7);
          at += 10 + tableSize(file[at + 9]);
          ByteArrayOutputStream coded = new ByteArrayOutputStream();
          int end = skip(file, at + 1, coded);
          checkPixels(coded.toByteArray(), file[at], pixels);
          // The first frame and the mark of the end; the decoder must not look at later frames.
          byte[] kept = Arrays.copyOf(file, end + 1);
          kept[end] = 0x3b;
          return new Checked(kept, 1);
        } else {
          throw new IIOException("it is damaged: it has no frame");
        }
      }
    } catch (IndexOutOfBoundsException e) {
      throw Checked.cutShort("its first frame");
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
