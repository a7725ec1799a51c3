package io.hillock.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Builds PNG files byte by byte, so that what a test writes does not come from what it tests. */
final class PngFile {
  static final int GRAY = 0;
  static final int RGB = 2;
  static final int PALETTE = 3;
  static final int GRAY_ALPHA = 4;
  static final int RGBA = 6;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  PngFile(int width, int height, int bits, int colourType) {
    bytes.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    chunk("IHDR", header.put((byte) bits).put((byte) colourType).array());
  }

  /** Returns a file with the numbers of each row packed into bits, a row after the other. */
  static byte[] of(int width, int height, int bits, int colourType, int... numbers) {
    return new PngFile(width, height, bits, colourType).pixels(height, bits, numbers).end();
  }

  PngFile chunk(String type, byte... data) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data);
    bytes.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    bytes.writeBytes(name);
    bytes.writeBytes(data);
    bytes.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    return this;
  }

  PngFile pixels(int height, int bits, int... numbers) {
    int perRow = numbers.length / height;
    ByteArrayOutputStream rows = new ByteArrayOutputStream();
    for (int y = 0; y < height; y++) {
      rows.write(0);
      int held = 0;
      int pending = 0;
      for (int i = 0; i < perRow; i++) {
        held = held << bits | numbers[y * perRow + i];
        pending += bits;
        while (pending >= 8) {
          pending -= 8;
          rows.write(held >>> pending);
        }
      }
      if (pending > 0) {
        rows.write(held << (8 - pending));
      }
    }
    Deflater deflater = new Deflater();
    deflater.setInput(rows.toByteArray());
    deflater.finish();
    byte[] coded = new byte[rows.size() * 2 + 64];
    int length = deflater.deflate(coded);
    deflater.end();
    return chunk("IDAT", java.util.Arrays.copyOf(coded, length));
  }

  byte[] end() {
    return chunk("IEND").bytes.toByteArray();
  }
}
