package io.hillock.tensor.spi;

/** A piece of a device's memory. Its contents are undefined until they are written. */
public interface Memory {
  /** Returns the bytes it takes. */
  long bytes();

  /** Gives it back to the device; once, and never while work with it is queued. */
  void release();
}
