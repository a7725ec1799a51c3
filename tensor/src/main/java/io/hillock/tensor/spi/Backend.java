package io.hillock.tensor.spi;

import io.hillock.kernels.Program;
import io.hillock.tensor.DataType;
import io.hillock.tensor.Device;
import java.util.List;

/**
 * An open device. Arguments were checked by the engine, and are not checked again here. Calls may
 * come from many threads; work is done as if in the order of the calls.
 */
public interface Backend extends AutoCloseable {
  /** Returns the device. */
  Device device();

  /**
   * Takes memory from the device.
   *
   * @throws io.hillock.tensor.OutOfDeviceMemoryException if it has not enough
   */
  Memory allocate(DataType type, long count);

  /** Copies elements from the host to the device; the array may be changed after the call. */
  void upload(float[] source, int from, Memory target, long start, int count);

  /** Waits for queued work on the memory and copies elements from the device to the host. */
  void download(Memory source, long start, float[] target, int from, int count);

  /**
   * Runs a program, compiling it on its first use; may return before the work is done.
   *
   * @param program what to compute
   * @param parameters the values of its parameters
   * @param inputs one operand for each of its inputs
   * @param output where the result goes; may be the memory of a dense input
   * @param extent the elements and, for a row program, how rows lie
   * @throws io.hillock.tensor.KernelCompilationException if it cannot be compiled
   */
  void run(Program program, float[] parameters, List<Operand> inputs, Memory output, Extent extent);

  /** Waits until all queued work is done. */
  void finish();

  /** Waits for queued work and gives back everything. Memory not released is released, too. */
  @Override
  void close();
}
