package io.hillock.gpu.cuda.emulator;

/**
 * What an instruction computes, for all 32 lanes of a warp at once: registers of 16 and 32 bits are
 * arrays of ints, those of 16 bits with zeros above, and registers of 64 bits arrays of longs.
 * Defined for all operands, as lanes that are not active are computed, too, and left out.
 */
interface Lanes {
  /** The lanes of a warp. */
  int COUNT = 32;

  void apply(Object d, Object a, Object b, Object c);

  /** int of int. */
  interface Words1 extends Lanes {
    void of(int[] d, int[] a);

    @Override
    default void apply(Object d, Object a, Object b, Object c) {
      of((int[]) d, (int[]) a);
    }
  }

  /** int of two ints. */
  interface Words2 extends Lanes {
    void of(int[] d, int[] a, int[] b);

    @Override
    default void apply(Object d, Object a, Object b, Object c) {
      of((int[]) d, (int[]) a, (int[]) b);
    }
  }

  /** int of three ints. */
  interface Words3 extends Lanes {
    void of(int[] d, int[] a, int[] b, int[] c);

    @Override
    default void apply(Object d, Object a, Object b, Object c) {
      of((int[]) d, (int[]) a, (int[]) b, (int[]) c);
    }
  }

  /** long of long. */
  interface Longs1 extends Lanes {
    void of(long[] d, long[] a);

    @Override
    default void apply(Object d, Object a, Object b, Object c) {
      of((long[]) d, (long[]) a);
    }
  }

  /** long of two longs. */
  interface Longs2 extends Lanes {
    void of(long[] d, long[] a, long[] b);

    @Override
    default void apply(Object d, Object a, Object b, Object c) {
      of((long[]) d, (long[]) a, (long[]) b);
    }
  }

  /** long of three longs. */
  interface Longs3 extends Lanes {
    void of(long[] d, long[] a, long[] b, long[] c);

    @Override
    default void apply(Object d, Object a, Object b, Object c) {
      of((long[]) d, (long[]) a, (long[]) b, (long[]) c);
    }
  }

  /** long of int. */
  interface Widen1 extends Lanes {
    void of(long[] d, int[] a);

    @Override
    default void apply(Object d, Object a, Object b, Object c) {
      of((long[]) d, (int[]) a);
    }
  }

  /** long of two ints. */
  interface Widen2 extends Lanes {
    void of(long[] d, int[] a, int[] b);

    @Override
    default void apply(Object d, Object a, Object b, Object c) {
      of((long[]) d, (int[]) a, (int[]) b);
    }
  }

  /** long of two ints and a long. */
  interface Widen3 extends Lanes {
    void of(long[] d, int[] a, int[] b, long[] c);

    @Override
    default void apply(Object d, Object a, Object b, Object c) {
      of((long[]) d, (int[]) a, (int[]) b, (long[]) c);
    }
  }

  /** int of long. */
  interface Narrow1 extends Lanes {
    void of(int[] d, long[] a);

    @Override
    default void apply(Object d, Object a, Object b, Object c) {
      of((int[]) d, (long[]) a);
    }
  }

  /** long of a long and an int. */
  interface LongShift extends Lanes {
    void of(long[] d, long[] a, int[] b);

    @Override
    default void apply(Object d, Object a, Object b, Object c) {
      of((long[]) d, (long[]) a, (int[]) b);
    }
  }

  /** A comparison, which gives one bit for each lane. */
  interface Test {
    int apply(Object a, Object b);
  }

  /** A comparison of ints. */
  interface WordsTest extends Test {
    int of(int[] a, int[] b);

    @Override
    default int apply(Object a, Object b) {
      return of((int[]) a, (int[]) b);
    }
  }

  /** A comparison of longs. */
  interface LongsTest extends Test {
    int of(long[] a, long[] b);

    @Override
    default int apply(Object a, Object b) {
      return of((long[]) a, (long[]) b);
    }
  }
}
