package io.hillock.gpu.cuda;

import io.hillock.gpu.HostArray;
import io.hillock.tensor.HillockException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.IntStream;

/**
 * Copies between arrays of the host and the device: in pieces through pinned buffers, so that the
 * copying of one piece by the CPU and that of another by the device go on at once.
 */
final class HostCopies {
  /** A thread of the CPU copies at least so many bytes: below that one alone is quicker. */
  private static final int PART = 1 << 20;

  /** The pieces that are on the way from the device at once. */
  private static final int AHEAD = 3;

  private final Driver driver;
  private final Driver.Stream compute;
  private final Driver.Stream up;
  private final Driver.Stream down;
  private final Staging staging;

  /**
   * Creates the copies of a device, whose context is current here and in every call.
   *
   * @param compute the stream of the kernels
   */
  HostCopies(Driver driver, Driver.Stream compute) {
    this.driver = driver;
    this.compute = compute;
    this.up = driver.createStream();
    try {
      this.down = driver.createStream();
    } catch (HillockException e) {
      new Cleanup().run(() -> driver.destroy(up));
      throw e;
    }
    this.staging = new Staging(driver);
  }

  /** Copies elements to the device; returns when the array may be changed. */
  void upload(Object source, int from, long target, int count) {
    int size = HostArray.elementBytes(source);
    int piece = Staging.piece((long) count * size) / size;
    after(compute, up); // the memory may be in use by kernels that are queued
    for (int done = 0; done < count; done += Math.min(piece, count - done)) {
      int part = Math.min(piece, count - done);
      int begin = from + done;
      long bytes = (long) part * size;
      Staging.Buffer buffer = staging.take((long) count * size);
      try {
        inParts(buffer, part, size, (at, n, view) -> HostArray.put(source, begin + at, n, view));
        driver.copyToDevice(buffer.memory(), 0, target + (long) done * size, bytes, up);
        driver.record(buffer.copied(), up);
      } finally {
        staging.give(buffer);
      }
    }
    after(up, compute);
  }

  /** A piece on its way from the device. */
  private record Piece(Staging.Buffer buffer, int start, int count) {}

  /** Waits for kernels that are queued and copies elements from the device. */
  void download(long source, Object target, int from, int count) {
    int size = HostArray.elementBytes(target);
    long all = (long) count * size;
    int piece = Staging.piece(all) / size;
    after(compute, down);
    after(up, down);
    Deque<Piece> pieces = new ArrayDeque<>();
    int queued = 0;
    try {
      while (queued < count || !pieces.isEmpty()) {
        while (queued < count && pieces.size() < AHEAD) {
          Staging.Buffer buffer = pieces.isEmpty() ? staging.take(all) : staging.tryTake(all);
          if (buffer == null) {
            break;
          }
          Piece next = new Piece(buffer, queued, Math.min(piece, count - queued));
          pieces.addLast(next);
          long begin = source + (long) queued * size;
          driver.copyToHost(begin, buffer.memory(), 0, (long) next.count() * size, down);
          driver.record(buffer.copied(), down);
          queued += next.count();
        }
        Piece first = pieces.getFirst();
        driver.synchronize(first.buffer().copied());
        int begin = from + first.start();
        inParts(
            first.buffer(),
            first.count(),
            size,
            (at, n, view) -> HostArray.get(view, target, begin + at, n));
        staging.give(pieces.removeFirst().buffer());
      }
    } finally {
      pieces.forEach(left -> staging.give(left.buffer()));
    }
  }

  /** Lets what is queued on a stream from now on wait for what is queued on another by now. */
  private void after(Driver.Stream first, Driver.Stream then) {
    Driver.Event event = driver.createEvent(false);
    try {
      driver.record(event, first);
      driver.await(then, event);
    } finally {
      driver.destroy(event);
    }
  }

  /** Copies a part of a piece. */
  private interface Part {
    void copy(int at, int count, ByteBuffer view);
  }

  /** One core does not copy as fast as a device, so large pieces are copied by several. */
  private static void inParts(Staging.Buffer buffer, int count, int size, Part part) {
    ByteBuffer whole = buffer.memory().buffer();
    int most = PART / size;
    int parts = (count + most - 1) / most;
    IntStream range = IntStream.range(0, parts);
    (parts > 1 ? range.parallel() : range)
        .forEach(
            i -> {
              int at = i * most;
              int n = Math.min(most, count - at);
              part.copy(at, n, whole.slice(at * size, n * size).order(ByteOrder.nativeOrder()));
            });
  }

  /** Waits for all copies that are queued. */
  void finish() {
    driver.synchronize(up);
    driver.synchronize(down);
  }

  /** Gives everything back. */
  void close(Cleanup cleanup) {
    staging.close(cleanup);
    cleanup.run(() -> driver.destroy(up));
    cleanup.run(() -> driver.destroy(down));
  }
}
