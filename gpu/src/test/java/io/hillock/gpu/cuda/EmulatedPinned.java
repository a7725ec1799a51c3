package io.hillock.gpu.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Pinned memory of the emulated driver. */
final class EmulatedPinned implements Driver.Pinned {
  private final ByteBuffer buffer;

  EmulatedPinned(int bytes) {
    buffer = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    poison(buffer.duplicate());
  }

  /** Fills a buffer with what nobody expects. */
  static void poison(ByteBuffer buffer) {
    while (buffer.hasRemaining()) {
      buffer.put((byte) 0x5a);
    }
  }

  @Override
  public ByteBuffer buffer() {
    return buffer;
  }

  /** Returns a part, which must be within it. */
  ByteBuffer part(int offset, long bytes) {
    if (offset < 0 || bytes < 0 || offset + bytes > buffer.capacity()) {
      throw new AssertionError(
          "a copy of "
              + bytes
              + " bytes at "
              + offset
              + " of pinned memory of "
              + buffer.capacity());
    }
    ByteBuffer part = buffer.duplicate();
    part.limit(offset + (int) bytes).position(offset);
    return part;
  }
}
