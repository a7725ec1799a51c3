package io.hillock.image;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Finds the orientation in Exif data, which is a TIFF file in itself. */
final class Exif {
  private static final int ORIENTATION = 0x0112;
  private static final int SHORT = 3;

  private Exif() {}

  /**
   * Returns the orientation that a TIFF structure says, from 1 to 8; 1 where it says none, or is
   * damaged: the pixels are whole without it.
   *
   * @param bytes holds the structure
   * @param from where it begins
   * @param length the bytes it has at most
   */
  static int orientation(byte[] bytes, int from, int length) {
    try {
      ByteBuffer tiff = ByteBuffer.wrap(bytes, from, length).slice();
      int mark = tiff.getShort(0);
      if (mark != 0x4949 && mark != 0x4d4d) {
        return 1;
      }
      tiff.order(mark == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      boolean big = tiff.getShort(2) == 43;
      tiff.position(Math.toIntExact(big ? tiff.getLong(8) : tiff.getInt(4) & 0xffffffffL));
      long entries = big ? tiff.getLong() : tiff.getShort() & 0xffff;
      int entrySize = big ? 20 : 12;
      for (long i = 0; i < entries; i++) {
        int at = tiff.position();
        if ((tiff.getShort(at) & 0xffff) == ORIENTATION && tiff.getShort(at + 2) == SHORT) {
          int value = tiff.getShort(at + (big ? 12 : 8));
          return value >= 1 && value <= 8 ? value : 1;
        }
        tiff.position(at + entrySize);
      }
      return 1;
    } catch (IndexOutOfBoundsException
        | BufferUnderflowException
        | IllegalArgumentException
        | ArithmeticException e) {
      return 1;
    }
  }
}
