package io.hillock.gpu.cuda.emulator;

/**
 * A register that was declared.
 *
 * @param name its name
 * @param type its type
 * @param index its place among the entry's predicates, if it is one, or else among all others
 */
record Register(String name, Type type, int index) {
  boolean isPredicate() {
    return type == Type.PRED;
  }

  /** Returns whether its lanes are longs, and not ints. */
  boolean isWide() {
    return type.bits() == 64;
  }

  @Override
  public String toString() {
    return name;
  }
}
