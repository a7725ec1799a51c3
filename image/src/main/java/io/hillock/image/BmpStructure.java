package io.hillock.image;

import java.util.Arrays;
import javax.imageio.IIOException;

/** Checks that the rows of an uncompressed Windows bitmap are all there, and finds its profile. */
final class BmpStructure {
  private static final int CORE_HEADER = 12;
  private static final int RGB = 0;
  private static final int BITFIELDS = 3;
  private static final int ALPHA_BITFIELDS = 6;

  private static final int V5_HEADER = 124;
  private static final int EMBEDDED = 0x4d424544;
  private static final int LINKED = 0x4c494e4b;

  private BmpStructure() {}

  static void check(byte[] file, Checked checked) throws IIOException {
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
    checked.keep(file);
    profile(file, checked);
  }

  private static void profile(byte[] file, Checked checked) throws IIOException {
    if (Bytes.littleInt(file, 14) != V5_HEADER || file.length < 14 + V5_HEADER) {
      return;
    }
    int space = Bytes.littleInt(file, 14 + 56);
    int at = 14 + Bytes.littleInt(file, 14 + 112);
    int length = Bytes.littleInt(file, 14 + 116);
    if (space == LINKED) {
      checked.note("its colour profile is another file, and is not applied");
    } else if (space == EMBEDDED) {
      if (at < 14 || length < 0 || length > file.length - at) {
        checked.damaged("its colour profile is not there, and is not applied");
      } else {
        checked.profile(Arrays.copyOfRange(file, at, at + length));
      }
    }
  }
}
