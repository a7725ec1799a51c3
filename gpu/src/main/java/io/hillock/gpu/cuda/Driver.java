package io.hillock.gpu.cuda;

import java.nio.ByteBuffer;
import jcuda.driver.CUdevice_attribute;

/**
 * The functions of the CUDA driver that the backend uses, and no others: each is one function of
 * the driver, under a name that says what it does. The backend runs over any implementation: on
 * NVIDIA's driver, or on one that executes PTX by itself.
 *
 * <p>Device memory is an address, which is never 0. Contexts, modules, functions, streams, events
 * and pinned memory are the implementation's own objects, which it gets back as it gave them.
 *
 * <p>Functions below {@link #push} work in the context that is current for the calling thread. All
 * may be called by many threads at once. A status other than success is thrown as {@link
 * CudaStatus#exception} says; an error of work that was queued shows at a later call.
 */
interface Driver {
  /** A device's primary context, which all users of the device in this process share. */
  interface Context {}

  /** Code that was compiled for the device. */
  interface Module {}

  /** A kernel of a module. */
  interface Function {}

  /** A queue of work that is done in order. */
  interface Stream {}

  /** A point in the work of a stream. */
  interface Event {}

  /** Memory of the host that the device reads and writes by itself. */
  interface Pinned {
    /** Returns all of it as one direct buffer in native byte order; at most 2^31 - 1 bytes. */
    ByteBuffer buffer();
  }

  /** The properties of a device that are asked for. */
  enum Attribute {
    MAX_THREADS_PER_BLOCK(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_BLOCK),
    MAX_GRID(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_GRID_DIM_X),
    SHARED_MEMORY_PER_BLOCK(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK),
    WARP_SIZE(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_WARP_SIZE),
    MULTIPROCESSORS(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT),
    MAX_THREADS_PER_MULTIPROCESSOR(
        CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_MULTIPROCESSOR),
    COMPUTE_MAJOR(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR),
    COMPUTE_MINOR(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR),
    SHARED_MEMORY_PER_MULTIPROCESSOR(
        CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_MULTIPROCESSOR),
    /** What a block may have with {@link #allowSharedMemory}. */
    SHARED_MEMORY_PER_BLOCK_OPT_IN(
        CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN),
    /** 1 where memory can be allocated in the order of a stream; 0 from drivers before 11.2. */
    MEMORY_POOLS(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MEMORY_POOLS_SUPPORTED);

    private final int number;

    Attribute(int number) {
      this.number = number;
    }

    /** Returns the driver's number for it. */
    int number() {
      return number;
    }
  }

  /** {@code cuDriverGetVersion}: such as 12060 for CUDA 12.6. */
  int version();

  /** {@code cuDeviceGetCount}. */
  int devices();

  /** {@code cuDeviceGetName}. */
  String name(int device);

  /** {@code cuDeviceTotalMem}: bytes. */
  long totalMemory(int device);

  /** {@code cuDeviceGetAttribute}; 0 for an attribute that the driver does not know. */
  int attribute(int device, Attribute attribute);

  /** {@code cuDevicePrimaryCtxRetain}: opens the primary context of a device. */
  Context retain(int device);

  /** {@code cuDevicePrimaryCtxRelease}: closes it once for each time it was opened. */
  void release(int device);

  /** {@code cuCtxPushCurrent}: makes a context current for this thread until {@link #pop}. */
  void push(Context context);

  /** {@code cuCtxPopCurrent}: makes what was current before so again. */
  void pop();

  /**
   * {@code cuModuleLoadDataEx}: compiles PTX for the current device.
   *
   * @param name what is compiled, for messages
   * @param ptx the source
   * @throws io.hillock.tensor.KernelCompilationException with the compiler's log, where it rejects
   *     the source
   */
  Module load(String name, String ptx);

  /** {@code cuModuleUnload}. */
  void unload(Module module);

  /** {@code cuModuleGetFunction}. */
  Function function(Module module, String name);

  /**
   * {@code cuFuncSetAttribute} with MAX_DYNAMIC_SHARED_SIZE_BYTES: lets a block of a function have
   * more dynamic shared memory than {@link Attribute#SHARED_MEMORY_PER_BLOCK}.
   */
  void allowSharedMemory(Function function, int bytes);

  /**
   * {@code cuOccupancyMaxActiveBlocksPerMultiprocessor}: how many blocks of a function a
   * multiprocessor works on at once.
   */
  int residentBlocks(Function function, int threads, int sharedBytes);

  /**
   * {@code cuLaunchKernel}: queues a kernel on a stream; grid and blocks have one dimension.
   *
   * @param function the kernel
   * @param blocks the blocks in the grid, from 1 to 2^31 - 1
   * @param threads the threads in a block, from 1 to 1024
   * @param sharedBytes the bytes of dynamic shared memory of a block
   * @param arguments all arguments, each at the next multiple of its size, in a direct buffer in
   *     native byte order from 0 to its limit; copied before the call returns
   * @param stream where it is queued
   */
  void launch(
      Function function,
      int blocks,
      int threads,
      int sharedBytes,
      ByteBuffer arguments,
      Stream stream);

  /** {@code cuMemAlloc}: device memory at a multiple of 256 bytes; may wait for queued work. */
  long allocate(long bytes);

  /** {@code cuMemFree}; waits for queued work. */
  void free(long address);

  /**
   * {@code cuMemAllocAsync}: device memory for work that is queued on the stream from now on. Only
   * where the device has {@link Attribute#MEMORY_POOLS}.
   */
  long allocate(long bytes, Stream stream);

  /** {@code cuMemFreeAsync}: gives it back behind the work that is queued on the stream by now. */
  void free(long address, Stream stream);

  /** {@code cuMemGetInfo}: the free bytes of the current device. */
  long freeMemory();

  /** {@code cuMemHostAlloc}: pinned memory. */
  Pinned allocatePinned(int bytes);

  /** {@code cuMemFreeHost}. */
  void freePinned(Pinned memory);

  /** {@code cuMemcpyHtoDAsync}: queues a copy from pinned memory to the device. */
  void copyToDevice(Pinned source, int offset, long target, long bytes, Stream stream);

  /** {@code cuMemcpyDtoHAsync}: queues a copy from the device to pinned memory. */
  void copyToHost(long source, Pinned target, int offset, long bytes, Stream stream);

  /** {@code cuMemcpyDtoDAsync}: queues a copy within the device. */
  void copy(long source, long target, long bytes, Stream stream);

  /** {@code cuMemsetD8Async}: queues the writing of one byte everywhere. */
  void fill(long target, byte value, long bytes, Stream stream);

  /** {@code cuStreamCreate} with NON_BLOCKING: does not wait for the legacy stream. */
  Stream createStream();

  /** {@code cuStreamDestroy}: returns at once; work that is queued is done. */
  void destroy(Stream stream);

  /** {@code cuStreamSynchronize}: waits for all work that is queued on it. */
  void synchronize(Stream stream);

  /** {@code cuStreamWaitEvent}: what is queued on the stream from now on waits for the event. */
  void await(Stream stream, Event event);

  /**
   * {@code cuEventCreate}.
   *
   * @param timing whether it also takes the time, which costs a little
   */
  Event createEvent(boolean timing);

  /** {@code cuEventDestroy}. */
  void destroy(Event event);

  /** {@code cuEventRecord}: the event is there when all that is queued by now is done. */
  void record(Event event, Stream stream);

  /** {@code cuEventQuery}: whether it is there, or was never recorded. */
  boolean isDone(Event event);

  /** {@code cuEventSynchronize}: waits until it is there. */
  void synchronize(Event event);

  /** {@code cuEventElapsedTime}: milliseconds between two events that are there, with timing. */
  float milliseconds(Event start, Event end);
}
