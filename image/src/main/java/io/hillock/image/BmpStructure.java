package io.hillock.image;

import javax.imageio.IIOException;

/** Checks that the rows of an uncompressed Windows bitmap are all there. */
final class BmpStructure {
  private static final int CORE_HEADER = 12;
  private static final int RGB = 0;
  private static final int BITFIELDS = 3;
  private static final int ALPHA_BITFIELDS = 6;

  private BmpStructure() {}

  static Checked check(byte[] file) throws IIOException {
    try {
      int offset = Bytes.littleInt(file, 10);
      boolean core = Bytes.littleInt(file, 14) == CORE_HEADER;
      long width = core ? Bytes.littleShort(file, 18) : Bytes.littleInt(file, 18);
      long height = core ? Bytes.littleShort(file, 20) : Math.abs((long) Bytes.littleInt(file, 22));
      int bits = Bytes.littleShort(file, core ? 24 : 28);
      int compression = core ? RGB : Bytes.littleInt(file, 30);
      if (offset < 26 || width < 1 || height < 1) {
        throw new IIOException("it is damaged: its header makes no sense");
      }
      boolean plain =
          compression == RGB || compression == BITFIELDS || compression == ALPHA_BITFIELDS;
      long row = (width * bits + 31) / 32 * 4;
      if (plain && row > (file.length - offset) / height) {
        throw Checked.cutShort("its rows");
      }
    } catch (IndexOutOfBoundsException e) {
      throw Checked.cutShort("its header");
    }
    return new Checked(file, 1);
  }
}
