package io.hillock.gpu.cuda;

import io.hillock.tensor.KernelCompilationException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUfunction;
import jcuda.driver.CUfunction_attribute;
import jcuda.driver.CUjit_option;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;
import jcuda.driver.JITOptions;

/**
 * NVIDIA's driver, called through JCuda: each method is one call whose status is checked. To be
 * used where {@link CudaLibrary} has loaded it.
 */
final class NativeDriver implements Driver {
  private static final int LOG_BYTES = 1 << 14;

  private static final class NativeContext extends CUcontext implements Context {}

  private static final class NativeModule extends CUmodule implements Module {}

  private static final class NativeFunction extends CUfunction implements Function {}

  private static final class NativeStream extends CUstream implements Stream {}

  private static final class NativeEvent extends CUevent implements Event {}

  /** Device memory, whose address JCuda keeps to itself. */
  private static final class Address extends CUdeviceptr {
    long value() {
      return getNativePointer();
    }

    static CUdeviceptr of(long address) {
      return new CUdeviceptr().withByteOffset(address);
    }
  }

  /**
   * How a launch is told its arguments; made once for a buffer, as that takes as long as a launch.
   */
  private static final class Extra {
    private final LongBuffer size =
        ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.nativeOrder()).asLongBuffer();
    private ByteBuffer arguments;
    private Pointer pointer;

    void set(ByteBuffer buffer) {
      size.put(0, buffer.limit());
      if (buffer != arguments) {
        arguments = buffer;
        pointer =
            Pointer.to(
                JCudaDriver.CU_LAUNCH_PARAM_BUFFER_POINTER,
                Pointer.to(buffer),
                JCudaDriver.CU_LAUNCH_PARAM_BUFFER_SIZE,
                Pointer.to(size),
                JCudaDriver.CU_LAUNCH_PARAM_END);
      }
    }
  }

  private static final ThreadLocal<Extra> EXTRA = ThreadLocal.withInitial(Extra::new);

  private record NativePinned(Pointer pointer, ByteBuffer buffer) implements Pinned {}

  private static void check(String call, int status) {
    if (status != CUresult.CUDA_SUCCESS) {
      throw CudaStatus.exception(call, status);
    }
  }

  @Override
  public int version() {
    int[] version = new int[1];
    check("cuDriverGetVersion", JCudaDriver.cuDriverGetVersion(version));
    return version[0];
  }

  @Override
  public int devices() {
    int[] count = new int[1];
    check("cuDeviceGetCount", JCudaDriver.cuDeviceGetCount(count));
    return count[0];
  }

  private static CUdevice device(int index) {
    CUdevice device = new CUdevice();
    check("cuDeviceGet", JCudaDriver.cuDeviceGet(device, index));
    return device;
  }

  @Override
  public String name(int device) {
    byte[] name = new byte[256];
    check("cuDeviceGetName", JCudaDriver.cuDeviceGetName(name, name.length, device(device)));
    return string(name);
  }

  /** A text of the driver ends with a zero byte. */
  private static String string(byte[] text) {
    int end = 0;
    while (end < text.length && text[end] != 0) {
      end++;
    }
    return new String(text, 0, end, StandardCharsets.UTF_8).strip();
  }

  @Override
  public long totalMemory(int device) {
    long[] bytes = new long[1];
    check("cuDeviceTotalMem", JCudaDriver.cuDeviceTotalMem(bytes, device(device)));
    return bytes[0];
  }

  @Override
  public int attribute(int device, Attribute attribute) {
    int[] value = new int[1];
    int status = JCudaDriver.cuDeviceGetAttribute(value, attribute.number(), device(device));
    if (status == CUresult.CUDA_ERROR_INVALID_VALUE) {
      return 0; // a driver does not know what came after it
    }
    check("cuDeviceGetAttribute " + attribute, status);
    return value[0];
  }

  @Override
  public Context retain(int device) {
    NativeContext context = new NativeContext();
    check(
        "cuDevicePrimaryCtxRetain", JCudaDriver.cuDevicePrimaryCtxRetain(context, device(device)));
    return context;
  }

  @Override
  public void release(int device) {
    check("cuDevicePrimaryCtxRelease", JCudaDriver.cuDevicePrimaryCtxRelease(device(device)));
  }

  @Override
  public void push(Context context) {
    check("cuCtxPushCurrent", JCudaDriver.cuCtxPushCurrent((NativeContext) context));
  }

  @Override
  public void pop() {
    check("cuCtxPopCurrent", JCudaDriver.cuCtxPopCurrent(new CUcontext()));
  }

  @Override
  public Module load(String name, String ptx) {
    byte[] text = ptx.getBytes(StandardCharsets.US_ASCII);
    byte[] image = Arrays.copyOf(text, text.length + 1);
    NativeModule module = new NativeModule();
    JITOptions options = new JITOptions();
    options.putBytes(CUjit_option.CU_JIT_ERROR_LOG_BUFFER, new byte[LOG_BYTES]);
    options.putInt(CUjit_option.CU_JIT_ERROR_LOG_BUFFER_SIZE_BYTES, LOG_BYTES);
    int status = JCudaDriver.cuModuleLoadDataJIT(module, Pointer.to(image), options);
    switch (status) {
      case CUresult.CUDA_ERROR_INVALID_PTX,
          CUresult.CUDA_ERROR_UNSUPPORTED_PTX_VERSION,
          CUresult.CUDA_ERROR_NO_BINARY_FOR_GPU,
          CUresult.CUDA_ERROR_INVALID_SOURCE,
          CUresult.CUDA_ERROR_INVALID_IMAGE,
          CUresult.CUDA_ERROR_JIT_COMPILER_NOT_FOUND,
          CUresult.CUDA_ERROR_JIT_COMPILATION_DISABLED ->
          throw new KernelCompilationException(
              name
                  + " could not be compiled by NVIDIA's driver: "
                  + CUresult.stringFor(status)
                  + " ("
                  + status
                  + ")",
              ptx,
              options.getString(CUjit_option.CU_JIT_ERROR_LOG_BUFFER),
              null);
      default -> check("cuModuleLoadDataEx of " + name, status);
    }
    return module;
  }

  @Override
  public void unload(Module module) {
    check("cuModuleUnload", JCudaDriver.cuModuleUnload((NativeModule) module));
  }

  @Override
  public Function function(Module module, String name) {
    NativeFunction function = new NativeFunction();
    check(
        "cuModuleGetFunction " + name,
        JCudaDriver.cuModuleGetFunction(function, (NativeModule) module, name));
    return function;
  }

  @Override
  public void allowSharedMemory(Function function, int bytes) {
    check(
        "cuFuncSetAttribute",
        JCudaDriver.cuFuncSetAttribute(
            (NativeFunction) function,
            CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES,
            bytes));
  }

  @Override
  public int residentBlocks(Function function, int threads, int sharedBytes) {
    int[] blocks = new int[1];
    check(
        "cuOccupancyMaxActiveBlocksPerMultiprocessor",
        JCudaDriver.cuOccupancyMaxActiveBlocksPerMultiprocessor(
            blocks, (NativeFunction) function, threads, sharedBytes));
    return blocks[0];
  }

  @Override
  public void launch(
      Function function,
      int blocks,
      int threads,
      int sharedBytes,
      ByteBuffer arguments,
      Stream stream) {
    Extra extra = EXTRA.get();
    extra.set(arguments);
    check(
        "cuLaunchKernel",
        JCudaDriver.cuLaunchKernel(
            (NativeFunction) function,
            blocks,
            1,
            1,
            threads,
            1,
            1,
            sharedBytes,
            (NativeStream) stream,
            null,
            extra.pointer));
  }

  @Override
  public long allocate(long bytes) {
    Address address = new Address();
    check("cuMemAlloc", JCudaDriver.cuMemAlloc(address, bytes));
    return address.value();
  }

  @Override
  public void free(long address) {
    check("cuMemFree", JCudaDriver.cuMemFree(Address.of(address)));
  }

  @Override
  public long allocate(long bytes, Stream stream) {
    Address address = new Address();
    check("cuMemAllocAsync", JCudaDriver.cuMemAllocAsync(address, bytes, (NativeStream) stream));
    return address.value();
  }

  @Override
  public void free(long address, Stream stream) {
    check("cuMemFreeAsync", JCudaDriver.cuMemFreeAsync(Address.of(address), (NativeStream) stream));
  }

  @Override
  public long freeMemory() {
    long[] free = new long[1];
    check("cuMemGetInfo", JCudaDriver.cuMemGetInfo(free, new long[1]));
    return free[0];
  }

  @Override
  public Pinned allocatePinned(int bytes) {
    Pointer pointer = new Pointer();
    check(
        "cuMemHostAlloc",
        JCudaDriver.cuMemHostAlloc(pointer, bytes, JCudaDriver.CU_MEMHOSTALLOC_PORTABLE));
    return new NativePinned(
        pointer, pointer.getByteBuffer(0, bytes).order(ByteOrder.nativeOrder()));
  }

  @Override
  public void freePinned(Pinned memory) {
    check("cuMemFreeHost", JCudaDriver.cuMemFreeHost(((NativePinned) memory).pointer()));
  }

  @Override
  public void copyToDevice(Pinned source, int offset, long target, long bytes, Stream stream) {
    check(
        "cuMemcpyHtoDAsync",
        JCudaDriver.cuMemcpyHtoDAsync(
            Address.of(target),
            ((NativePinned) source).pointer().withByteOffset(offset),
            bytes,
            (NativeStream) stream));
  }

  @Override
  public void copyToHost(long source, Pinned target, int offset, long bytes, Stream stream) {
    check(
        "cuMemcpyDtoHAsync",
        JCudaDriver.cuMemcpyDtoHAsync(
            ((NativePinned) target).pointer().withByteOffset(offset),
            Address.of(source),
            bytes,
            (NativeStream) stream));
  }

  @Override
  public void copy(long source, long target, long bytes, Stream stream) {
    check(
        "cuMemcpyDtoDAsync",
        JCudaDriver.cuMemcpyDtoDAsync(
            Address.of(target), Address.of(source), bytes, (NativeStream) stream));
  }

  @Override
  public void fill(long target, byte value, long bytes, Stream stream) {
    check(
        "cuMemsetD8Async",
        JCudaDriver.cuMemsetD8Async(Address.of(target), value, bytes, (NativeStream) stream));
  }

  @Override
  public Stream createStream() {
    NativeStream stream = new NativeStream();
    check(
        "cuStreamCreate",
        JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING));
    return stream;
  }

  @Override
  public void destroy(Stream stream) {
    check("cuStreamDestroy", JCudaDriver.cuStreamDestroy((NativeStream) stream));
  }

  @Override
  public void synchronize(Stream stream) {
    check("cuStreamSynchronize", JCudaDriver.cuStreamSynchronize((NativeStream) stream));
  }

  @Override
  public void await(Stream stream, Event event) {
    check(
        "cuStreamWaitEvent",
        JCudaDriver.cuStreamWaitEvent((NativeStream) stream, (NativeEvent) event, 0));
  }

  @Override
  public Event createEvent(boolean timing) {
    NativeEvent event = new NativeEvent();
    int flags = timing ? CUevent_flags.CU_EVENT_DEFAULT : CUevent_flags.CU_EVENT_DISABLE_TIMING;
    check("cuEventCreate", JCudaDriver.cuEventCreate(event, flags));
    return event;
  }

  @Override
  public void destroy(Event event) {
    check("cuEventDestroy", JCudaDriver.cuEventDestroy((NativeEvent) event));
  }

  @Override
  public void record(Event event, Stream stream) {
    check("cuEventRecord", JCudaDriver.cuEventRecord((NativeEvent) event, (NativeStream) stream));
  }

  @Override
  public boolean isDone(Event event) {
    int status = JCudaDriver.cuEventQuery((NativeEvent) event);
    if (status == CUresult.CUDA_ERROR_NOT_READY) {
      return false;
    }
    check("cuEventQuery", status);
    return true;
  }

  @Override
  public void synchronize(Event event) {
    check("cuEventSynchronize", JCudaDriver.cuEventSynchronize((NativeEvent) event));
  }

  @Override
  public float milliseconds(Event start, Event end) {
    float[] time = new float[1];
    check(
        "cuEventElapsedTime",
        JCudaDriver.cuEventElapsedTime(time, (NativeEvent) start, (NativeEvent) end));
    return time[0];
  }
}
