package io.hillock.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** The chunks, segments, blocks and entries that a good file is made of. */
final class FileParts {
  /**
   * A part.
   *
   * @param from where it begins
   * @param to where it ends
   * @param lengthAt where a number stands that says how long it is, or where something is
   * @param lengthBytes the bytes of that number; 0 where there is none
   * @param order their order
   */
  record Part(int from, int to, int lengthAt, int lengthBytes, ByteOrder order) {}

  private final byte[] file;
  private final List<Part> parts = new ArrayList<>();

  private FileParts(byte[] file) {
    this.file = file;
  }

  static List<Part> of(byte[] file) {
    FileParts parts = new FileParts(file);
    switch (PictureFormat.of(file)) {
      case PNG -> parts.png();
      case JPEG -> parts.jpeg();
      case GIF -> parts.gif();
      case BMP -> parts.bmp();
      case TIFF -> parts.tiff();
      case WEBP -> parts.webp(12, file.length);
    }
    return parts.parts;
  }

  private void add(int from, int to, int lengthAt, int lengthBytes, ByteOrder order) {
    parts.add(new Part(from, to, lengthAt, lengthBytes, order));
  }

  private void png() {
    add(0, 8, 0, 0, ByteOrder.BIG_ENDIAN);
    for (int at = 8; at < file.length; ) {
      int end = at + 12 + Bytes.bigInt(file, at);
      add(at, end, at, 4, ByteOrder.BIG_ENDIAN);
      at = end;
    }
  }

  private void jpeg() {
    add(0, 2, 0, 0, ByteOrder.BIG_ENDIAN);
    for (int at = 2; at < file.length; ) {
      boolean alone = (file[at + 1] & 0xff) == 0xd9;
      int end = alone ? at + 2 : at + 2 + Bytes.bigShort(file, at + 2);
      add(at, end, at + 2, alone ? 0 : 2, ByteOrder.BIG_ENDIAN);
      at = end;
      if (at < file.length && file[at] != (byte) 0xff) {
        while (file[at] != (byte) 0xff || file[at + 1] == 0) {
          at++;
        }
        add(end, at, 0, 0, ByteOrder.BIG_ENDIAN);
      }
    }
  }

  private void gif() {
    int at = 13 + ((file[10] & 0x80) == 0 ? 0 : 3 << ((file[10] & 7) + 1));
    add(0, 13, 6, 2, ByteOrder.LITTLE_ENDIAN);
    add(13, at, 0, 0, ByteOrder.LITTLE_ENDIAN);
    while (file[at] != 0x3b) {
      int start = at;
      if (file[at] == 0x2c) {
        int table = (file[at + 9] & 0x80) == 0 ? 0 : 3 << ((file[at + 9] & 7) + 1);
        at += 11 + table;
        add(start, at, start + 5, 2, ByteOrder.LITTLE_ENDIAN);
      } else {
        at += 2;
        add(start, at, 0, 0, ByteOrder.LITTLE_ENDIAN);
      }
      while (file[at] != 0) {
        add(at, at + 1 + (file[at] & 0xff), at, 1, ByteOrder.LITTLE_ENDIAN);
        at += 1 + (file[at] & 0xff);
      }
      add(at, at + 1, at, 1, ByteOrder.LITTLE_ENDIAN);
      at++;
    }
    add(at, at + 1, 0, 0, ByteOrder.LITTLE_ENDIAN);
  }

  private void bmp() {
    int[] numbers = {2, 10, 14, 18, 22, 28, 30, 34, 46};
    for (int at : numbers) {
      add(at, at + 4, at, 4, ByteOrder.LITTLE_ENDIAN);
    }
    int pixels = Bytes.littleInt(file, 10);
    add(54, pixels, 0, 0, ByteOrder.LITTLE_ENDIAN);
    add(pixels, file.length, 0, 0, ByteOrder.LITTLE_ENDIAN);
  }

  private void tiff() {
    ByteOrder order = file[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    ByteBuffer bytes = ByteBuffer.wrap(file).order(order);
    add(0, 8, 4, 4, order);
    for (int directory = bytes.getInt(4); directory != 0; ) {
      int entries = bytes.getShort(directory) & 0xffff;
      add(directory, directory + 2, directory, 2, order);
      for (int i = 0; i < entries; i++) {
        int at = directory + 2 + 12 * i;
        add(at, at + 12, at + 4, 4, order);
        add(at + 8, at + 12, at + 8, 4, order);
      }
      int next = directory + 2 + 12 * entries;
      add(next, next + 4, next, 4, order);
      directory = bytes.getInt(next);
    }
    add(8, file.length, 0, 0, order);
  }

  private void webp(int from, int to) {
    add(from - 12, from, from - 8, 4, ByteOrder.LITTLE_ENDIAN);
    for (int at = from; at + 8 <= to; ) {
      int length = Bytes.littleInt(file, at + 4);
      int end = Math.min(to, at + 8 + length + (length & 1));
      add(at, end, at + 4, 4, ByteOrder.LITTLE_ENDIAN);
      if (new String(file, at, 4, StandardCharsets.ISO_8859_1).equals("ANMF")) {
        webp(at + 24, end);
      }
      at = end;
    }
  }

  /**
   * Makes the numbers that depend on the contents right again, so that damage is met further in.
   */
  static byte[] mended(byte[] file, PictureFormat format) {
    byte[] mended = file.clone();
    if (format == PictureFormat.WEBP && mended.length >= 8) {
      ByteBuffer.wrap(mended).order(ByteOrder.LITTLE_ENDIAN).putInt(4, mended.length - 8);
    } else if (format == PictureFormat.PNG) {
      for (int at = 8; at + 12 <= mended.length; ) {
        int length = Bytes.bigInt(mended, at);
        if (length < 0 || length > mended.length - at - 12) {
          break;
        }
        CRC32 crc = new CRC32();
        crc.update(mended, at + 4, length + 4);
        ByteBuffer.wrap(mended).putInt(at + 8 + length, (int) crc.getValue());
        at += length + 12;
      }
    }
    return mended;
  }
}
