package io.hillock.tensor.spi;

import io.hillock.kernels.DataType;
import io.hillock.kernels.Program;
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

  /**
   * Copies elements from the host to the device; the array may be changed after the call.
   *
   * @param source the elements as they are stored: a {@code float[]}, a {@code double[]}, for a
   *     type of 16 bits a {@code short[]}, for INT32 an {@code int[]}, for BOOL a {@code byte[]}
   */
  void upload(Object source, int from, Memory target, long start, int count);

  /**
   * Waits for queued work on the memory and copies elements from the device to the host.
   *
   * @param target an array as for {@link #upload}
   */
  void download(Memory source, long start, Object target, int from, int count);

  /**
   * Copies the first elements of one memory to another as fast as the device copies bytes; may
   * return before it is done.
   *
   * @param type what the elements of both are stored as
   */
  void copy(Memory source, Memory target, DataType type, long count);

  /**
   * Runs a program, compiling it on its first use; may return before the work is done.
   *
   * @param program what to compute
   * @param parameters the values of its parameters
   * @param inputs one operand for each of its inputs
   * @param outputs where each result goes; may be the memory of an input that lies in the same way
   * @param extent the elements and, for a row program, how rows lie
   * @throws io.hillock.tensor.KernelCompilationException if it cannot be compiled
   */
  void run(
      Program program,
      double[] parameters,
      List<Operand> inputs,
      List<Operand> outputs,
      Extent extent);

  /**
   * Returns a call of {@link #run} with these arguments, to be made many times, by any thread. A
   * backend that can get ready for it once does so here.
   */
  default Runnable prepare(
      Program program,
      double[] parameters,
      List<Operand> inputs,
      List<Operand> outputs,
      Extent extent) {
    return () -> run(program, parameters, inputs, outputs, extent);
  }

  /**
   * Does some work on this device, waits for it, and returns how many nanoseconds it took: by the
   * device's own clock where it has one, from its first call to its last. Work that was queued
   * before is waited for first.
   */
  default long nanos(Runnable work) {
    finish();
    long start = System.nanoTime();
    work.run();
    finish();
    return System.nanoTime() - start;
  }

  /** Waits until all queued work is done. */
  void finish();

  /** Waits for queued work and gives back everything. Memory not released is released, too. */
  @Override
  void close();
}
