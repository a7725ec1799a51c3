package io.hillock.image;

import java.io.IOException;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * The bytes that a decoder is given. Some decoders go on for as long as the picture is large when
 * there is nothing left to read; this ends them.
 */
final class PictureStream extends ImageInputStreamImpl {
  /** The attempts to read past the end that a decoder may make, who reads bits ahead. */
  private static final int MOST_ATTEMPTS = 100;

  private final byte[] bytes;
  private int attempts;

  PictureStream(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public int read() throws IOException {
    if (streamPos >= bytes.length) {
      return end();
    }
    bitOffset = 0;
    return bytes[(int) streamPos++] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (streamPos >= bytes.length) {
      return end();
    }
    int count = (int) Math.min(bytes.length - streamPos, length);
    bitOffset = 0;
    System.arraycopy(bytes, (int) streamPos, buffer, offset, count);
    streamPos += count;
    return count;
  }

  private int end() throws IOException {
    attempts++;
    if (attempts > MOST_ATTEMPTS) {
      throw Checked.cutShort("the picture");
    }
    return -1;
  }

  @Override
  public long length() {
    return bytes.length;
  }

  @Override
  public boolean isCached() {
    return true;
  }

  @Override
  public boolean isCachedMemory() {
    return true;
  }
}
