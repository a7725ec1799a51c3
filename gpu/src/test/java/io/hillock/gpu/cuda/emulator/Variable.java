package io.hillock.gpu.cuda.emulator;

/**
 * A parameter of an entry or a variable in shared memory.
 *
 * @param name its name
 * @param space where it is
 * @param align the multiple of which its address is
 * @param bytes its size; 0 for shared memory whose size a launch gives
 * @param offset where it begins in its space
 */
record Variable(String name, Space space, int align, int bytes, int offset) {
  enum Space {
    PARAM,
    SHARED
  }

  /** Returns whether a launch gives its size. */
  boolean isDynamic() {
    return bytes == 0;
  }
}
