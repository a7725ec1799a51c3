package io.hillock.gpu.cuda.emulator;

/** What a launch did. */
public final class Counters {
  long instructions;
  long bytesRead;
  long bytesWritten;

  Counters() {}

  /** Returns how many instructions its warps executed. */
  public long instructions() {
    return instructions;
  }

  /** Returns the bytes that were read from global memory, as often as they were read. */
  public long bytesRead() {
    return bytesRead;
  }

  /** Returns the bytes that were written to global memory. */
  public long bytesWritten() {
    return bytesWritten;
  }
}
