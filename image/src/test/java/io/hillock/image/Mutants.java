package io.hillock.image;

import io.hillock.image.FileParts.Part;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Damages a good file in every part of it: cut short, left out, twice, in another order, with wrong
 * lengths and wrong bits. The same seed gives the same files.
 */
final class Mutants {
  private static final int[] LENGTHS = {0, 1, 0x7fff, 0xffff, 0x7fffffff, -1, 0x10000000};

  private final byte[] good;
  private final PictureFormat format;
  private final Consumer<byte[]> taker;
  private final SplittableRandom random;

  private Mutants(byte[] good, long seed, Consumer<byte[]> taker) {
    this.good = good;
    this.format = PictureFormat.of(good);
    this.taker = taker;
    this.random = new SplittableRandom(seed);
  }

  /**
   * Gives damaged files to a taker.
   *
   * @param flips how many files with wrong bits in each part
   */
  static void of(byte[] good, long seed, int flips, Consumer<byte[]> taker) {
    new Mutants(good, seed, taker).all(flips);
  }

  private void all(int flips) {
    List<Part> parts = FileParts.of(good);
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      int middle = (part.from() + part.to()) / 2;
      for (int end : new int[] {part.from(), middle, part.to() - 1}) {
        taker.accept(Arrays.copyOf(good, end));
        take(Arrays.copyOf(good, end));
      }
      byte[] whole = slice(part.from(), part.to());
      byte[] before = slice(0, part.from());
      byte[] after = slice(part.to(), good.length);
      take(joined(before, after));
      take(joined(before, whole, whole, after));
      Part other = parts.get(random.nextInt(parts.size()));
      if (other.from() >= part.to()) {
        byte[] between = slice(part.to(), other.from());
        byte[] moved = slice(other.from(), other.to());
        take(joined(before, moved, between, whole, slice(other.to(), good.length)));
      }
      if (part.lengthBytes() > 0) {
        lengths(part);
      }
      for (int n = 0; n < flips && part.to() > part.from(); n++) {
        flip(part);
      }
    }
  }

  private void lengths(Part part) {
    int right = number(part);
    for (int length : LENGTHS) {
      take(withNumber(part, length));
    }
    for (int more : new int[] {-1, 1, 16}) {
      take(withNumber(part, right + more));
    }
    take(withNumber(part, random.nextInt()));
  }

  private void flip(Part part) {
    byte[] damaged = good.clone();
    int wrong = 1 + random.nextInt(3);
    for (int i = 0; i < wrong; i++) {
      int at = random.nextInt(part.from(), part.to());
      damaged[at] =
          (byte) (random.nextBoolean() ? damaged[at] ^ 1 << random.nextInt(8) : random.nextInt());
    }
    if (random.nextInt(4) == 0) {
      taker.accept(damaged);
    } else {
      take(damaged);
    }
  }

  private void take(byte[] damaged) {
    taker.accept(FileParts.mended(damaged, format));
  }

  private int number(Part part) {
    ByteBuffer bytes = ByteBuffer.wrap(good).order(part.order());
    return switch (part.lengthBytes()) {
      case 1 -> bytes.get(part.lengthAt());
      case 2 -> bytes.getShort(part.lengthAt());
      default -> bytes.getInt(part.lengthAt());
    };
  }

  private byte[] withNumber(Part part, int number) {
    byte[] damaged = good.clone();
    ByteBuffer bytes = ByteBuffer.wrap(damaged).order(part.order());
    switch (part.lengthBytes()) {
      case 1 -> bytes.put(part.lengthAt(), (byte) number);
      case 2 -> bytes.putShort(part.lengthAt(), (short) number);
      default -> bytes.putInt(part.lengthAt(), number);
    }
    return damaged;
  }

  private byte[] slice(int from, int to) {
    return Arrays.copyOfRange(good, from, to);
  }

  private static byte[] joined(byte[]... pieces) {
    ByteArrayOutputStream result = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      result.writeBytes(piece);
    }
    return result.toByteArray();
  }
}
