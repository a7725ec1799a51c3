package io.hillock.image.figure;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

/**
 * Many small pieces of data that together may be more than memory holds, in a temporary file that
 * is gone when it is closed.
 */
final class Spool implements AutoCloseable {
  private final FileChannel channel;
  private long end;

  /** Where a piece is. */
  record Piece(long start, int length) {}

  Spool() throws IOException {
    channel =
        FileChannel.open(
            Files.createTempFile("hillock-", ".tmp"),
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
  }

  /** Keeps a piece; may be called by many threads. */
  synchronized Piece add(byte[] data) throws IOException {
    Piece piece = new Piece(end, data.length);
    ByteBuffer buffer = ByteBuffer.wrap(data);
    while (buffer.hasRemaining()) {
      end += channel.write(buffer, end);
    }
    return piece;
  }

  /** Returns a piece. */
  byte[] get(Piece piece) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(piece.length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, piece.start + buffer.position()) < 0) {
        throw new IOException("a temporary file was cut short");
      }
    }
    return buffer.array();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
