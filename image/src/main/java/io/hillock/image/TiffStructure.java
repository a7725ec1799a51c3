package io.hillock.image;

import io.hillock.image.TiffDirectory.Entry;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import javax.imageio.IIOException;

/**
 * Checks the first page of a TIFF file: all that its directory refers to is there, and no more is
 * claimed than the page has. The decoder is given a file of that page alone, without what is not
 * needed for its pixels.
 */
final class TiffStructure {
  private static final int SUBFILE_TYPE = 254;
  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int BITS = 258;
  private static final int COMPRESSION = 259;
  private static final int PHOTOMETRIC = 262;
  private static final int STRIP_OFFSETS = 273;
  private static final int SAMPLES = 277;
  private static final int ROWS_PER_STRIP = 278;
  private static final int STRIP_COUNTS = 279;
  private static final int PLANAR = 284;
  private static final int TILE_WIDTH = 322;
  private static final int TILE_HEIGHT = 323;
  private static final int TILE_OFFSETS = 324;
  private static final int TILE_COUNTS = 325;
  private static final int OLD_JPEG_START = 513;
  private static final int PROFILE = 34675;

  private static final int NOT_COMPRESSED = 1;
  private static final int OLD_JPEG = 6;
  private static final int JPEG = 7;
  private static final int RGB = 2;
  private static final int YCBCR = 6;
  private static final int SEPARATE_PLANES = 2;

  /** What the decoder looks at, and the profile. */
  private static final Set<Integer> NEEDED =
      Set.of(
          SUBFILE_TYPE,
          WIDTH,
          HEIGHT,
          BITS,
          COMPRESSION,
          PHOTOMETRIC,
          266,
          STRIP_OFFSETS,
          SAMPLES,
          ROWS_PER_STRIP,
          STRIP_COUNTS,
          PLANAR,
          292,
          293,
          317,
          320,
          TILE_WIDTH,
          TILE_HEIGHT,
          TILE_OFFSETS,
          TILE_COUNTS,
          332,
          334,
          338,
          339,
          347,
          512,
          OLD_JPEG_START,
          514,
          515,
          517,
          518,
          519,
          520,
          521,
          529,
          530,
          531,
          532,
          PROFILE);

  /** A tag that means nothing. */
  private static final short NOTHING = (short) 65_000;

  /** A tile may be larger than the page, as its sides are multiples of 16; but not much. */
  private static final int SMALL_TILE = 1 << 14;

  private final byte[] file;
  private final Checked checked;

  TiffStructure(byte[] file, Checked checked) {
    this.file = file;
    this.checked = checked;
  }

  static boolean isNeeded(int tag) {
    return NEEDED.contains(tag);
  }

  void check() throws IIOException {
    TiffDirectory directory = TiffDirectory.first(file);
    long width = directory.number(WIDTH, 0, 0);
    long height = directory.number(HEIGHT, 0, 0);
    if (width < 1 || height < 1 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
      throw new IIOException("it is damaged: its size makes no sense");
    }
    if (directory.number(PHOTOMETRIC, 0, 1) == RGB && directory.number(BITS, 0, 1) == 4) {
      // The decoder takes them to have 16 bits together.
      throw new IIOException(
          "it has colours of 4 bits each; those of 2, 8, 10, 12, 14 and 16 are read");
    }
    checkParts(directory, width, height);
    checked.turned(Exif.orientation(file, 0, file.length));
    Entry profile = directory.entry(PROFILE);
    if (profile != null) {
      checked.profile(
          Arrays.copyOfRange(file, profile.values(), profile.values() + profile.count()));
    }
    int pages = directory.pages();
    if (pages > 1) {
      checked.note("the first of " + pages + " pages was read");
    }
    if ((directory.number(SUBFILE_TYPE, 0, 0) & 1) != 0) {
      checked.note("its first page, which was read, is a preview");
    }
    checked.keep(firstPage(directory));
  }

  private void checkParts(TiffDirectory directory, long width, long height) throws IIOException {
    boolean tiled = directory.entry(TILE_OFFSETS) != null;
    int offsets = tiled ? TILE_OFFSETS : STRIP_OFFSETS;
    int counts = tiled ? TILE_COUNTS : STRIP_COUNTS;
    long partWidth = tiled ? directory.number(TILE_WIDTH, 0, 0) : width;
    long partHeight =
        tiled
            ? directory.number(TILE_HEIGHT, 0, 0)
            : Math.min(height, directory.number(ROWS_PER_STRIP, 0, height));
    if (partWidth < 1
        || partHeight < 1
        || partWidth > Math.max(width, SMALL_TILE)
        || partHeight > Math.max(height, SMALL_TILE)) {
      throw new IIOException("it is damaged: the size of its parts makes no sense");
    }
    long compression = directory.number(COMPRESSION, 0, NOT_COMPRESSED);
    for (int i = 0; i < directory.count(offsets); i++) {
      long from = directory.number(offsets, i, 0);
      long count = directory.number(counts, i, 0);
      if (from < 0 || count < 0 || from > file.length || count > file.length - from) {
        throw Checked.cutShort(tiled ? "its tiles" : "its strips");
      }
      if (compression == JPEG) {
        checkJpeg((int) from, (int) (from + count), partWidth, partHeight);
      } else if (compression == NOT_COMPRESSED && directory.entry(counts) != null) {
        long rows = tiled ? partHeight : Math.min(partHeight, height - i * partHeight);
        checkRows(directory, partWidth, rows, count);
      }
    }
    long start = directory.number(OLD_JPEG_START, 0, -1);
    if (compression == OLD_JPEG && start >= 0 && start < file.length) {
      checkJpeg((int) start, file.length, width, height);
    }
  }

  /** What is coded as JPEG has a size of its own, which the decoder makes room for. */
  private void checkJpeg(int from, int to, long width, long height) throws IIOException {
    if (JpegStructure.claimedPixels(file, from, to) > (width + 64) * (height + 64)) {
      throw new IIOException("it is damaged: a part of it claims to be larger than the whole");
    }
  }

  /** Rows that are not compressed have to be all there: the decoder would fill them up. */
  private static void checkRows(TiffDirectory directory, long width, long rows, long count)
      throws IIOException {
    boolean subsampled = directory.number(PHOTOMETRIC, 0, 1) == YCBCR;
    boolean planes = directory.number(PLANAR, 0, 1) == SEPARATE_PLANES;
    long bits = directory.number(BITS, 0, 1);
    long samples = planes ? 1 : directory.number(SAMPLES, 0, 1);
    long row = (width * bits * samples + 7) / 8;
    if (!subsampled && rows > 0 && count < row * rows) {
      throw Checked.cutShort("its rows");
    }
  }

  /** Returns the file with one page, and nothing else in its directory than is needed. */
  private byte[] firstPage(TiffDirectory directory) {
    byte[] kept = file.clone();
    ByteBuffer bytes = ByteBuffer.wrap(kept).order(directory.file().order());
    for (int at = directory.firstAt(); at < directory.nextAt(); at += directory.entrySize()) {
      int tag = bytes.getShort(at) & 0xffff;
      if (tag == PROFILE || directory.entry(tag) == null || directory.entry(tag).at() != at) {
        // One byte, within the entry.
        bytes.putShort(at, NOTHING).putShort(at + 2, (short) 1);
        if (directory.offsetSize() == 8) {
          bytes.putLong(at + 4, 1);
        } else {
          bytes.putInt(at + 4, 1);
        }
      }
    }
    for (int i = 0; i < directory.offsetSize(); i++) {
      kept[directory.nextAt() + i] = 0;
    }
    return kept;
  }
}
