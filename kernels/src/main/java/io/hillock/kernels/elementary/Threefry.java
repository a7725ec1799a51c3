package io.hillock.kernels.elementary;

import io.hillock.kernels.Expr;
import java.util.List;

/**
 * Random bits from a counter: the block cipher Threefry-2x32 with 20 rounds, whose key is a seed
 * and whose counter is the element's index. An element's number depends on nothing else, so it is
 * the same on every device, in any order, and again in the backward.
 *
 * <p>Salmon, Moraes, Dror and Shaw, <i>Parallel random numbers: as easy as 1, 2, 3</i>, 2011. In a
 * program of 64-bit integers the upper halves are cut off where they would come back.
 */
public final class Threefry {
  private static final long WORD = 0xffffffffL;
  private static final long PARITY = 0x1bd11bdaL;
  private static final int[] ROTATIONS = {13, 15, 26, 6, 17, 29, 16, 24};
  private static final int ROUNDS = 20;

  private Threefry() {}

  /**
   * Returns two words of 32 random bits.
   *
   * @param key0 the first word of the key
   * @param key1 the second
   * @param counter0 the first word of what is enciphered
   * @param counter1 the second
   */
  public static List<Expr> words(Expr key0, Expr key1, Expr counter0, Expr counter1) {
    Expr[] key = {key0, key1, key0.xor(key1).xor(PARITY)};
    Expr a = sum(counter0, key0);
    Expr b = sum(counter1, key1);
    for (int round = 0; round < ROUNDS; round++) {
      a = sum(a, b);
      b = rotated(b, ROTATIONS[round % ROTATIONS.length]).xor(a);
      if (round % 4 == 3) {
        int injection = round / 4 + 1;
        a = sum(a, key[injection % 3]);
        b = sum(b, key[(injection + 1) % 3].intAdd(injection));
      }
    }
    return List.of(a, b);
  }

  private static Expr sum(Expr a, Expr b) {
    return a.intAdd(b).and(WORD);
  }

  private static Expr rotated(Expr word, int bits) {
    return word.shl(bits).or(word.ushr(32 - bits)).and(WORD);
  }

  /** Lowers a number from [0, 1) in steps of 2^-23 to float32, from 23 bits of the first word. */
  public static Expr uniform(Expr word) {
    return word.ushr(9).or(0x3f800000).fromBits().sub(1);
  }

  /** Lowers a number from [0, 1) in steps of 2^-52 to float64, from 32 bits and 20 bits. */
  public static Expr uniform64(Expr word, Expr other) {
    return word.shl(20).or(other.ushr(12)).or(0x3ff0000000000000L).fromBits().sub(1);
  }
}
