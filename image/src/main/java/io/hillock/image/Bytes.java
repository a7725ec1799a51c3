package io.hillock.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Numbers in a file's bytes. Past the end of the array they throw IndexOutOfBoundsException. */
final class Bytes {
  private Bytes() {}

  static int unsigned(byte[] bytes, int at) {
    return bytes[at] & 0xff;
  }

  static int bigShort(byte[] bytes, int at) {
    return unsigned(bytes, at) << 8 | unsigned(bytes, at + 1);
  }

  static int littleShort(byte[] bytes, int at) {
    return unsigned(bytes, at) | unsigned(bytes, at + 1) << 8;
  }

  static int bigInt(byte[] bytes, int at) {
    return ByteBuffer.wrap(bytes).getInt(at);
  }

  static int littleInt(byte[] bytes, int at) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
  }
}
