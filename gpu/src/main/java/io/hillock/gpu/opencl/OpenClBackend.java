package io.hillock.gpu.opencl;

import io.hillock.gpu.DiskCache;
import io.hillock.gpu.HostArray;
import io.hillock.gpu.RowSchedule;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Program;
import io.hillock.tensor.BackendUnavailableException;
import io.hillock.tensor.Device;
import io.hillock.tensor.HillockException;
import io.hillock.tensor.OutOfDeviceMemoryException;
import io.hillock.tensor.spi.Backend;
import io.hillock.tensor.spi.Extent;
import io.hillock.tensor.spi.Memory;
import io.hillock.tensor.spi.Operand;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jocl.CL;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;

/**
 * An open OpenCL device with one queue that works in order. OpenCL may be called by many threads,
 * but a kernel holds the arguments of one call: they are set and the kernel queued under one lock.
 */
final class OpenClBackend implements Backend {
  /** Host and device exchange at most this many elements at once. */
  private static final int PIECE = 1 << 24;

  /**
   * Work items in a group of a map kernel: on a CPU a group is a loop, and a long one is better.
   */
  private static final int GPU_GROUP = 256;

  private static final int CPU_GROUP = 4096;

  private final Device device;
  private final cl_context context;
  private final cl_command_queue queue;
  private final OpenClDialect dialect;
  private final KernelCompiler compiler;
  private final int computeUnits;
  private final int preferredGroup;
  private final boolean serialRows;
  private final long memoryBytes;
  private final long largestBuffer;
  private final Set<OpenClMemory> buffers = ConcurrentHashMap.newKeySet();
  private final AtomicLong used = new AtomicLong();
  private final Object launch = new Object();
  private OpenClMemory scratch;
  private OpenClMemory reduced;
  private boolean closed;

  /**
   * Opens a device.
   *
   * @param opened the device
   * @param dialect how operations are written for it
   * @param serialRows whether a work item takes a row, which is best on a CPU
   * @param cache where compiled kernels are kept
   */
  OpenClBackend(OpenClDevice opened, OpenClDialect dialect, boolean serialRows, DiskCache cache) {
    this.dialect = dialect;
    this.serialRows = serialRows;
    this.device = opened.describe();
    this.computeUnits = opened.computeUnits();
    this.preferredGroup = opened.isCpu() ? CPU_GROUP : GPU_GROUP;
    this.memoryBytes = opened.memoryBytes();
    this.largestBuffer = opened.largestBuffer();
    cl_context_properties properties = new cl_context_properties();
    properties.addProperty(CL.CL_CONTEXT_PLATFORM, opened.platform());
    cl_device_id[] ids = {opened.id()};
    this.context =
        OpenClStatus.create(
            what("clCreateContext"),
            status -> CL.clCreateContext(properties, 1, ids, null, null, status));
    try {
      this.queue = createQueue(opened);
    } catch (HillockException e) {
      OpenClStatus.status(() -> CL.clReleaseContext(context));
      throw e;
    }
    this.compiler = new KernelCompiler(opened, context, dialect, cache);
  }

  /** By the function of OpenCL 1.2, which later versions deprecate but have. */
  @SuppressWarnings("deprecation")
  private cl_command_queue createQueue(OpenClDevice opened) {
    return OpenClStatus.create(
        what("clCreateCommandQueue"),
        status -> CL.clCreateCommandQueue(context, opened.id(), 0, status));
  }

  private String what(String call) {
    return call + " on " + device.name();
  }

  @Override
  public Device device() {
    return device;
  }

  /** Returns the compiler, which counts what it did. */
  KernelCompiler compiler() {
    return compiler;
  }

  @Override
  public Memory allocate(DataType type, long count) {
    requireType(type);
    return allocate(Math.max(1, count) * type.bytes());
  }

  private void requireType(DataType type) {
    if (type.isWide() && !dialect.hasDoubles()) {
      throw new BackendUnavailableException(
          device.name()
              + " has no "
              + type.label()
              + " (the extension cl_khr_fp64); use float32, or another device");
    }
  }

  private OpenClMemory allocate(long bytes) {
    long free = memoryBytes - used.get();
    if (bytes > largestBuffer) {
      throw new OutOfDeviceMemoryException(
          device.name()
              + " has no room for "
              + bytes
              + " bytes in one piece: its driver allows "
              + largestBuffer
              + "; work on fewer elements at a time");
    }
    if (bytes > free) {
      throw outOfMemory(bytes, free, null);
    }
    cl_mem buffer;
    try {
      buffer =
          OpenClStatus.create(
              what("clCreateBuffer"),
              status -> CL.clCreateBuffer(context, CL.CL_MEM_READ_WRITE, bytes, null, status));
    } catch (OutOfDeviceMemoryException e) {
      throw outOfMemory(bytes, free, e);
    }
    OpenClMemory memory = new OpenClMemory(buffer, bytes, this::release);
    used.addAndGet(bytes);
    buffers.add(memory);
    return memory;
  }

  private OutOfDeviceMemoryException outOfMemory(
      long asked, long free, OutOfDeviceMemoryException cause) {
    return new OutOfDeviceMemoryException(
        device.name()
            + " has no room for "
            + asked
            + " bytes: "
            + free
            + " of "
            + memoryBytes
            + " are not taken by this engine; close tensors, or work on fewer elements at a time"
            + (cause == null ? "" : " (" + cause.getMessage() + ")"),
        cause);
  }

  private void release(OpenClMemory memory) {
    if (buffers.remove(memory)) {
      used.addAndGet(-memory.bytes());
      OpenClStatus.check(what("clReleaseMemObject"), () -> CL.clReleaseMemObject(memory.buffer()));
    }
  }

  @Override
  public void upload(Object source, int from, Memory target, long start, int count) {
    for (long done = 0; done < count; done += PIECE) {
      int part = (int) Math.min(PIECE, count - done);
      int offset = from + (int) done;
      map(
          target,
          CL.CL_MAP_WRITE_INVALIDATE_REGION,
          start + done,
          part,
          HostArray.elementBytes(source),
          mapped -> HostArray.put(source, offset, part, mapped));
    }
  }

  @Override
  public void download(Memory source, long start, Object target, int from, int count) {
    for (long done = 0; done < count; done += PIECE) {
      int part = (int) Math.min(PIECE, count - done);
      int offset = from + (int) done;
      map(
          source,
          CL.CL_MAP_READ,
          start + done,
          part,
          HostArray.elementBytes(target),
          mapped -> HostArray.get(mapped, target, offset, part));
    }
  }

  /** Maps a part of a buffer, once all work queued before is done; a CPU device copies nothing. */
  private void map(
      Memory memory, long flags, long start, int count, int bytes, Consumer<ByteBuffer> use) {
    cl_mem buffer = ((OpenClMemory) memory).buffer();
    ByteBuffer mapped =
        OpenClStatus.create(
            what("clEnqueueMapBuffer"),
            status ->
                CL.clEnqueueMapBuffer(
                    queue,
                    buffer,
                    true,
                    flags,
                    start * bytes,
                    (long) count * bytes,
                    0,
                    null,
                    null,
                    status));
    try {
      use.accept(mapped.order(ByteOrder.nativeOrder()));
    } finally {
      OpenClStatus.check(
          what("clEnqueueUnmapMemObject"),
          () -> CL.clEnqueueUnmapMemObject(queue, buffer, mapped, 0, null, null));
    }
  }

  @Override
  public void copy(Memory source, Memory target, DataType type, long count) {
    OpenClStatus.check(
        what("clEnqueueCopyBuffer"),
        () ->
            CL.clEnqueueCopyBuffer(
                queue,
                ((OpenClMemory) source).buffer(),
                ((OpenClMemory) target).buffer(),
                0,
                0,
                count * type.bytes(),
                0,
                null,
                null));
    flush();
  }

  @Override
  public void run(
      Program program,
      double[] parameters,
      List<Operand> inputs,
      List<Operand> outputs,
      Extent extent) {
    requireType(program.type());
    Accesses accesses = Accesses.of(program, inputs, outputs, extent);
    Call call = new Call(program, parameters, inputs, outputs, accesses, extent);
    if (!program.isRow()) {
      map(compiler.compile(new KernelCompiler.Variant(program, accesses, null, 0)), call);
      return;
    }
    RowSchedule schedule =
        serialRows
            ? RowSchedule.forCpu(extent, computeUnits)
            : RowSchedule.forGpu(extent, computeUnits);
    CompiledProgram compiled =
        compiler.compile(
            new KernelCompiler.Variant(program, accesses, schedule.kind(), schedule.width()));
    switch (schedule.kind()) {
      case ITEM -> rows(compiled, SerialRowRenderer.KERNEL, call, schedule.groups(), 1);
      case GROUP -> rows(compiled, OpenClRenderer.ROW, call, schedule.groups(), RowSchedule.GROUP);
      case CHUNKS -> splitRows(compiled, call, schedule.groups());
    }
  }

  /** The arguments of a call. */
  private record Call(
      Program program,
      double[] parameters,
      List<Operand> inputs,
      List<Operand> outputs,
      Accesses accesses,
      Extent extent) {
    void outputs(KernelArguments arguments) {
      arguments.operands(outputs, accesses.outputs());
    }

    void common(KernelArguments arguments) {
      arguments.operands(inputs, accesses.inputs());
      arguments.parameters(program, parameters);
    }

    void rows(KernelArguments arguments) {
      common(arguments);
      arguments.number(extent.rows());
      arguments.number(extent.length());
      arguments.number(extent.inner());
    }
  }

  private void map(CompiledProgram compiled, Call call) {
    long count = call.extent().count();
    synchronized (launch) {
      cl_kernel kernel = compiled.kernel(OpenClRenderer.MAP);
      int group = Math.min(preferredGroup, compiled.largestGroup(OpenClRenderer.MAP));
      KernelArguments arguments = new KernelArguments(kernel);
      call.outputs(arguments);
      call.common(arguments);
      arguments.number(count);
      enqueue(kernel, (count + group - 1) / group, group);
      flush();
    }
  }

  private void rows(CompiledProgram compiled, String name, Call call, long groups, int group) {
    synchronized (launch) {
      cl_kernel kernel = compiled.kernel(name);
      KernelArguments arguments = new KernelArguments(kernel);
      call.outputs(arguments);
      call.rows(arguments);
      enqueue(kernel, groups, group);
      flush();
    }
  }

  /** The scratch memory is used by one call after the other, as the queue works in order. */
  private void splitRows(CompiledProgram compiled, Call call, long groups) {
    Program program = call.program();
    long rows = call.extent().rows();
    long chunks = RowSchedule.chunks(call.extent().length());
    int most = 0;
    for (int phase = 0; phase < program.phases(); phase++) {
      most = Math.max(most, program.reductions(phase).size());
    }
    synchronized (launch) {
      int bytes = Precision.of(program.type()).bytes();
      scratch = atLeast(scratch, 2 * most * rows * chunks * bytes);
      reduced = atLeast(reduced, program.rowNumbers().size() * rows * bytes);
      for (int phase = 0; phase < program.phases() - 1; phase++) {
        cl_kernel kernel = compiled.kernel(SplitRowRenderer.CHUNKS + phase);
        KernelArguments arguments = new KernelArguments(kernel);
        arguments.memory(scratch.buffer());
        arguments.memory(reduced.buffer());
        call.rows(arguments);
        enqueue(kernel, groups, RowSchedule.GROUP);
        kernel = compiled.kernel(SplitRowRenderer.COMBINE + phase);
        arguments = new KernelArguments(kernel);
        arguments.memory(scratch.buffer());
        arguments.memory(reduced.buffer());
        arguments.number(rows);
        arguments.number(chunks);
        enqueue(kernel, rows, RowSchedule.GROUP);
      }
      cl_kernel kernel = compiled.kernel(SplitRowRenderer.LAST);
      KernelArguments arguments = new KernelArguments(kernel);
      call.outputs(arguments);
      arguments.memory(reduced.buffer());
      call.rows(arguments);
      enqueue(kernel, groups, RowSchedule.GROUP);
      flush();
    }
  }

  private OpenClMemory atLeast(OpenClMemory memory, long bytes) {
    if (memory != null && memory.bytes() >= bytes) {
      return memory;
    }
    OpenClMemory larger = allocate(Math.max(1, bytes));
    if (memory != null) {
      memory.release(); // the driver frees it when the work queued with it is done
    }
    return larger;
  }

  private void enqueue(cl_kernel kernel, long groups, int group) {
    long[] global = {groups * group};
    long[] local = {group};
    OpenClStatus.check(
        what("clEnqueueNDRangeKernel"),
        () -> CL.clEnqueueNDRangeKernel(queue, kernel, 1, null, global, local, 0, null, null));
  }

  private void flush() {
    OpenClStatus.check(what("clFlush"), () -> CL.clFlush(queue));
  }

  @Override
  public void finish() {
    OpenClStatus.check(what("clFinish"), () -> CL.clFinish(queue));
  }

  @Override
  public void close() {
    synchronized (launch) {
      if (closed) {
        return;
      }
      closed = true;
      // Nothing here may keep the rest from being given back, not even a device that was lost.
      OpenClStatus.status(() -> CL.clFinish(queue));
      for (OpenClMemory memory : List.copyOf(buffers)) {
        if (buffers.remove(memory)) {
          OpenClStatus.status(() -> CL.clReleaseMemObject(memory.buffer()));
        }
      }
      compiler.close();
      OpenClStatus.status(() -> CL.clReleaseCommandQueue(queue));
      OpenClStatus.status(() -> CL.clReleaseContext(context));
    }
  }
}
