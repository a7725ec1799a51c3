package io.hillock.gpu.cuda;

import io.hillock.tensor.spi.Memory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A piece of a device's memory. */
final class CudaMemory implements Memory {
  private final long address;
  private final long bytes;
  private final Consumer<CudaMemory> release;
  private final AtomicBoolean released = new AtomicBoolean();

  /**
   * Creates a piece.
   *
   * @param address where it begins, a multiple of 256
   * @param bytes its size
   * @param release gives it back to the device
   */
  CudaMemory(long address, long bytes, Consumer<CudaMemory> release) {
    this.address = address;
    this.bytes = bytes;
    this.release = release;
  }

  long address() {
    return address;
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
