package io.hillock.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.IIOException;

/**
 * Walks the chunks of a WebP file. The decoder is given those of the first frame alone, so that it
 * finds the end where a frame's data ends, and not the next chunk.
 */
final class WebpStructure {
  private static final int HEADER = 12;
  private static final int FLAGS = 20;
  private static final int PROFILE = 0x20;
  private static final int ALPHA = 0x10;
  private static final int EXIF = 0x08;
  private static final int XMP = 0x04;
  private static final int FRAME_HEADER = 16;

  /** The decoder of lossy pictures may read so far past the end, and finds zeros. */
  private static final int PADDING = 8;

  private final byte[] file;
  private final Checked checked;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private boolean extended;
  private boolean hiddenAlpha;
  private boolean picture;
  private int frames;

  WebpStructure(byte[] file, Checked checked) {
    this.file = file;
    this.checked = checked;
  }

  void check() throws IIOException {
    long end = 8 + (Bytes.littleInt(file, 4) & 0xffffffffL);
    if (end > file.length) {
      throw Checked.cutShort("the picture: " + file.length + " of " + end + " bytes are there");
    }
    kept.write(file, 0, HEADER);
    extended = end >= FLAGS + 10 && type(HEADER).equals("VP8X");
    int at = HEADER;
    while (at + 8 <= end) {
      at = chunk(at, (int) end, false);
    }
    if (!picture) {
      throw new IIOException("it is damaged: it has no picture");
    }
    if (end < file.length) {
      checked.damaged(file.length - end + " bytes follow its end");
    }
    if (frames > 1) {
      checked.note("the first of " + frames + " frames was read");
    }
    checked.keep(decoded());
  }

  /** Takes a chunk in and returns where it ends. */
  private int chunk(int at, int end, boolean withinFrame) throws IIOException {
    long length = Bytes.littleInt(file, at + 4) & 0xffffffffL;
    if (length > end - at - 8) {
      throw Checked.cutShort(withinFrame ? "its first frame" : "a chunk");
    }
    int from = at + 8;
    int to = from + (int) length;
    int next = Math.min(end, to + (int) (length & 1));
    switch (type(at)) {
      case "EXIF" -> checked.turned(exif(from, (int) length));
      case "ICCP" -> checked.profile(Arrays.copyOfRange(file, from, to));
      case "VP8X", "ANIM" -> kept.write(file, at, next - at);
      case "ALPH" -> alpha(at, next, (int) length);
      case "VP8 ", "VP8L" -> {
        if (!picture) {
          kept.write(file, at, next - at);
          checked.lossy(file[at + 3] == ' ');
        }
        picture = true;
      }
      case "ANMF" -> {
        if (frames == 0 && length >= FRAME_HEADER) {
          frame(at, to);
        }
        frames++;
      }
      default -> {}
    }
    return next;
  }

  /** The first frame of an animation: a chunk with chunks in it. */
  private void frame(int at, int end) throws IIOException {
    int begin = kept.size();
    kept.write(file, at, 8 + FRAME_HEADER);
    for (int inner = at + 8 + FRAME_HEADER; inner + 8 <= end; ) {
      inner = chunk(inner, end, true);
    }
    byte[] all = kept.toByteArray();
    little(all).putInt(begin + 4, all.length - begin - 8);
    kept.reset();
    kept.writeBytes(all);
  }

  /** The decoder leaves out alpha that is not compressed: it is read here, and hidden from it. */
  private void alpha(int at, int next, int length) {
    int from = at + 8;
    if (picture || !extended || length == 0) {
      return;
    }
    if ((file[from] & 3) == 0) {
      checked.alpha(new AlphaPlane(file, from + 1, length - 1, file[from] >> 2 & 3));
      hiddenAlpha = true;
    } else {
      kept.write(file, at, next - at);
    }
  }

  /** Returns the chunks that were kept, as a file, with some bytes behind its end. */
  private byte[] decoded() {
    byte[] result = Arrays.copyOf(kept.toByteArray(), kept.size() + PADDING);
    little(result).putInt(4, kept.size() - 8);
    if (extended) {
      // What was left out.
      result[FLAGS] &= (byte) ~(PROFILE | EXIF | XMP | (hiddenAlpha ? ALPHA : 0));
    }
    return result;
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private String type(int at) {
    return new String(file, at, 4, StandardCharsets.ISO_8859_1);
  }

  /** Some programs put the marker of JPEG's Exif data in front. */
  private int exif(int from, int length) {
    boolean marked = length > 6 && type(from).equals("Exif");
    return Exif.orientation(file, marked ? from + 6 : from, marked ? length - 6 : length);
  }
}
