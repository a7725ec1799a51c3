package io.hillock.gpu.opencl;

import io.hillock.tensor.spi.Memory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jocl.cl_mem;

/** A buffer of a device. */
final class OpenClMemory implements Memory {
  private final cl_mem buffer;
  private final long bytes;
  private final Consumer<OpenClMemory> release;
  private final AtomicBoolean released = new AtomicBoolean();

  /**
   * Creates a buffer.
   *
   * @param buffer its handle
   * @param bytes its size
   * @param release gives it back to the device
   */
  OpenClMemory(cl_mem buffer, long bytes, Consumer<OpenClMemory> release) {
    this.buffer = buffer;
    this.bytes = bytes;
    this.release = release;
  }

  cl_mem buffer() {
    return buffer;
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public void release() {
    if (released.compareAndSet(false, true)) {
      release.accept(this);
    }
  }
}
