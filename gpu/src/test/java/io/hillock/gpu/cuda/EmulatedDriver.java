package io.hillock.gpu.cuda;

import io.hillock.gpu.cuda.EmulatedDevice.Properties;
import io.hillock.tensor.KernelCompilationException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jcuda.driver.CUresult;

/**
 * A driver without a GPU, which executes PTX by itself and is as hostile as a driver may be: work
 * that is queued is done as late as is allowed, when someone waits for it. Who waits too little
 * reads or overwrites what is not there yet, and fails for sure instead of now and then.
 *
 * <p>What a driver does not define, such as a kernel's access out of bounds or memory that is freed
 * twice, is an {@link AssertionError}; errors that a driver reports can be injected.
 */
final class EmulatedDriver implements Driver {
  private static final int VERSION = 12_060;

  private final List<EmulatedDevice> devices = new ArrayList<>();
  private final Map<String, Deque<Integer>> failures = new HashMap<>();
  private final ThreadLocal<Deque<EmulatedDevice>> current =
      ThreadLocal.withInitial(ArrayDeque::new);

  /** Creates a driver with some devices, or none. */
  EmulatedDriver(Properties... properties) {
    for (Properties each : properties) {
      devices.add(new EmulatedDevice(each));
    }
  }

  /** Returns a device, to ask what it did. */
  EmulatedDevice device(int index) {
    return devices.get(index);
  }

  /** Lets the next call of a function fail. */
  void fail(String function, int status) {
    fail(function, 0, status);
  }

  /** Lets a call of a function fail behind some that do not. */
  synchronized void fail(String function, int behind, int status) {
    Deque<Integer> statuses = failures.computeIfAbsent(function, name -> new ArrayDeque<>());
    for (int i = 0; i < behind; i++) {
      statuses.add(CUresult.CUDA_SUCCESS);
    }
    statuses.add(status);
  }

  /** Returns whether a context is current for this thread. */
  boolean isCurrent() {
    return !current.get().isEmpty();
  }

  private void failIfAsked(String function) {
    Deque<Integer> statuses = failures.get(function);
    int status = statuses == null || statuses.isEmpty() ? CUresult.CUDA_SUCCESS : statuses.remove();
    if (status != CUresult.CUDA_SUCCESS) {
      throw CudaStatus.exception(function, status);
    }
  }

  /** Returns the device whose context is current. */
  private EmulatedDevice current(String function) {
    EmulatedDevice device = current.get().peek();
    if (device == null || !device.isOpen()) {
      throw CudaStatus.exception(function, CUresult.CUDA_ERROR_INVALID_CONTEXT);
    }
    device.throwIfLost(function);
    failIfAsked(function);
    return device;
  }

  @Override
  public synchronized int version() {
    failIfAsked("cuDriverGetVersion");
    return VERSION;
  }

  @Override
  public synchronized int devices() {
    failIfAsked("cuDeviceGetCount");
    return devices.size();
  }

  @Override
  public String name(int device) {
    return devices.get(device).properties().name();
  }

  @Override
  public long totalMemory(int device) {
    return devices.get(device).properties().memory();
  }

  @Override
  public int attribute(int device, Attribute attribute) {
    return devices.get(device).properties().of(attribute);
  }

  @Override
  public synchronized Context retain(int device) {
    failIfAsked("cuDevicePrimaryCtxRetain");
    devices.get(device).retain();
    return devices.get(device);
  }

  @Override
  public synchronized void release(int device) {
    failIfAsked("cuDevicePrimaryCtxRelease");
    devices.get(device).release();
  }

  @Override
  public synchronized void push(Context context) {
    failIfAsked("cuCtxPushCurrent");
    current.get().push((EmulatedDevice) context);
  }

  @Override
  public synchronized void pop() {
    if (current.get().isEmpty()) {
      throw CudaStatus.exception("cuCtxPopCurrent", CUresult.CUDA_ERROR_INVALID_CONTEXT);
    }
    current.get().pop();
  }

  @Override
  public synchronized Module load(String name, String ptx) {
    EmulatedDevice device = current("cuModuleLoadDataEx");
    EmulatedModule module = new EmulatedModule(device, ptx);
    if (module.architecture() > device.properties().architecture()) {
      throw new KernelCompilationException(
          name + " is for " + module.architecture(), ptx, "a newer architecture", null);
    }
    device.opened(module);
    return module;
  }

  @Override
  public synchronized void unload(Module module) {
    current("cuModuleUnload").closed(module);
  }

  @Override
  public synchronized Function function(Module module, String name) {
    EmulatedDevice device = current("cuModuleGetFunction");
    device.requireOpen(module);
    if (!((EmulatedModule) module).loaded().has(name)) {
      throw CudaStatus.exception("cuModuleGetFunction", CUresult.CUDA_ERROR_NOT_FOUND);
    }
    return new EmulatedFunction((EmulatedModule) module, name);
  }

  @Override
  public synchronized void allowSharedMemory(Function function, int bytes) {
    EmulatedDevice device = current("cuFuncSetAttribute");
    if (bytes > device.properties().of(Attribute.SHARED_MEMORY_PER_BLOCK_OPT_IN)) {
      throw CudaStatus.exception("cuFuncSetAttribute", CUresult.CUDA_ERROR_INVALID_VALUE);
    }
    ((EmulatedFunction) function).allow(bytes);
  }

  @Override
  public synchronized int residentBlocks(Function function, int threads, int sharedBytes) {
    Properties properties = current("cuOccupancyMaxActiveBlocksPerMultiprocessor").properties();
    int shared = ((EmulatedFunction) function).sharedBytes() + sharedBytes;
    int byThreads = properties.of(Attribute.MAX_THREADS_PER_MULTIPROCESSOR) / threads;
    int byMemory = properties.of(Attribute.SHARED_MEMORY_PER_MULTIPROCESSOR) / Math.max(1, shared);
    return Math.min(byThreads, byMemory);
  }

  @Override
  public synchronized void launch(
      Function function,
      int blocks,
      int threads,
      int sharedBytes,
      ByteBuffer arguments,
      Stream stream) {
    EmulatedDevice device = current("cuLaunchKernel");
    byte[] copy = new byte[arguments.limit()];
    arguments.duplicate().position(0).get(copy);
    device.launch(
        (EmulatedFunction) function, blocks, threads, sharedBytes, copy, (EmulatedStream) stream);
  }

  @Override
  public synchronized long allocate(long bytes) {
    return current("cuMemAlloc").allocate(bytes);
  }

  @Override
  public synchronized void free(long address) {
    current("cuMemFree").free(address);
  }

  @Override
  public synchronized long allocate(long bytes, Stream stream) {
    return current("cuMemAllocAsync").allocate(bytes, (EmulatedStream) stream);
  }

  @Override
  public synchronized void free(long address, Stream stream) {
    current("cuMemFreeAsync").free(address, (EmulatedStream) stream);
  }

  @Override
  public synchronized long freeMemory() {
    return current("cuMemGetInfo").freeMemory();
  }

  @Override
  public synchronized Pinned allocatePinned(int bytes) {
    EmulatedDevice device = current("cuMemHostAlloc");
    EmulatedPinned pinned = new EmulatedPinned(bytes);
    device.opened(pinned);
    return pinned;
  }

  @Override
  public synchronized void freePinned(Pinned memory) {
    current("cuMemFreeHost").freePinned((EmulatedPinned) memory);
  }

  @Override
  public synchronized void copyToDevice(
      Pinned source, int offset, long target, long bytes, Stream stream) {
    EmulatedDevice device = current("cuMemcpyHtoDAsync");
    ByteBuffer from = ((EmulatedPinned) source).part(offset, bytes);
    device.requireOpen(source);
    device.enqueue(stream, source, () -> device.memory().put(target, from.duplicate()));
  }

  @Override
  public synchronized void copyToHost(
      long source, Pinned target, int offset, long bytes, Stream stream) {
    EmulatedDevice device = current("cuMemcpyDtoHAsync");
    ByteBuffer to = ((EmulatedPinned) target).part(offset, bytes);
    device.requireOpen(target);
    EmulatedPinned.poison(to.duplicate());
    device.enqueue(stream, target, () -> device.memory().get(source, to.duplicate()));
  }

  @Override
  public synchronized void copy(long source, long target, long bytes, Stream stream) {
    EmulatedDevice device = current("cuMemcpyDtoDAsync");
    device.enqueue(stream, null, () -> device.memory().copy(source, target, bytes));
  }

  @Override
  public synchronized void fill(long target, byte value, long bytes, Stream stream) {
    EmulatedDevice device = current("cuMemsetD8Async");
    device.enqueue(stream, null, () -> device.memory().fill(target, value, bytes));
  }

  @Override
  public synchronized Stream createStream() {
    EmulatedDevice device = current("cuStreamCreate");
    EmulatedStream stream = new EmulatedStream();
    device.opened(stream);
    return stream;
  }

  @Override
  public synchronized void destroy(Stream stream) {
    EmulatedDevice device = current("cuStreamDestroy");
    device.drain((EmulatedStream) stream);
    device.closed(stream);
  }

  @Override
  public synchronized void synchronize(Stream stream) {
    EmulatedDevice device = current("cuStreamSynchronize");
    device.requireOpen(stream);
    device.drain((EmulatedStream) stream);
    device.throwIfLost("cuStreamSynchronize");
  }

  @Override
  public synchronized void await(Stream stream, Event event) {
    EmulatedDevice device = current("cuStreamWaitEvent");
    device.requireOpen(event);
    EmulatedEvent.Mark mark = ((EmulatedEvent) event).mark();
    if (mark != null) {
      device.enqueue(stream, null, () -> device.drain(mark));
    }
  }

  @Override
  public synchronized Event createEvent(boolean timing) {
    EmulatedDevice device = current("cuEventCreate");
    EmulatedEvent event = new EmulatedEvent(timing);
    device.opened(event);
    return event;
  }

  @Override
  public synchronized void destroy(Event event) {
    current("cuEventDestroy").closed(event);
  }

  @Override
  public synchronized void record(Event event, Stream stream) {
    EmulatedDevice device = current("cuEventRecord");
    device.requireOpen(event);
    EmulatedEvent.Mark mark = ((EmulatedEvent) event).record((EmulatedStream) stream);
    device.enqueue(stream, null, () -> mark.reach(device.now()));
  }

  @Override
  public synchronized boolean isDone(Event event) {
    EmulatedDevice device = current("cuEventQuery");
    device.requireOpen(event);
    EmulatedEvent.Mark mark = ((EmulatedEvent) event).mark();
    // As late as is allowed, but some day.
    if (mark != null && mark.askedOften()) {
      device.drain(mark);
    }
    return mark == null || mark.isReached();
  }

  @Override
  public synchronized void synchronize(Event event) {
    EmulatedDevice device = current("cuEventSynchronize");
    device.requireOpen(event);
    EmulatedEvent.Mark mark = ((EmulatedEvent) event).mark();
    if (mark != null) {
      device.drain(mark);
    }
    device.throwIfLost("cuEventSynchronize");
  }

  @Override
  public synchronized float milliseconds(Event start, Event end) {
    current("cuEventElapsedTime");
    return (float) (((EmulatedEvent) end).time() - ((EmulatedEvent) start).time());
  }
}
