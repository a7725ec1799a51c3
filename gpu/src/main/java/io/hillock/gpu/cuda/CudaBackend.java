package io.hillock.gpu.cuda;

import io.hillock.gpu.HostArray;
import io.hillock.gpu.cuda.Driver.Attribute;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Program;
import io.hillock.tensor.Device;
import io.hillock.tensor.HillockException;
import io.hillock.tensor.OutOfDeviceMemoryException;
import io.hillock.tensor.spi.Backend;
import io.hillock.tensor.spi.Extent;
import io.hillock.tensor.spi.Memory;
import io.hillock.tensor.spi.Operand;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * An open CUDA device. Its primary context is made current for each call and what was current
 * before is so again behind it, so that any thread may call, also one that uses CUDA by itself.
 *
 * <p>Kernels are queued on one stream and so run in the order of the calls. Copies have a stream
 * for each direction, so that both and the kernels can go on at once; events keep the order of what
 * depends on each other.
 */
final class CudaBackend implements Backend {
  /** More blocks than that take several turns. */
  private static final long MOST_BLOCKS = Integer.MAX_VALUE;

  private final Driver driver;
  private final Device device;
  private final int index;
  private final Driver.Context context;
  private final Driver.Stream compute;
  private final HostCopies copies;
  private final boolean streamOrdered;
  private final Schedule schedule;
  private final Map<CompiledProgram.Key, CompiledProgram> compiled = new ConcurrentHashMap<>();
  private final Set<CudaMemory> memories = ConcurrentHashMap.newKeySet();
  private final Object launch = new Object();
  private ByteBuffer arguments = ByteBuffer.allocateDirect(1 << 10);
  private CudaMemory scratch;
  private CudaMemory reduced;
  private boolean closed;

  /**
   * Opens a device.
   *
   * @param driver the driver, which is initialized
   * @param device the device, which is available
   */
  CudaBackend(Driver driver, Device device) {
    this.driver = driver;
    this.device = device;
    this.index = device.index();
    this.streamOrdered = driver.attribute(index, Attribute.MEMORY_POOLS) != 0;
    this.schedule =
        new Schedule(
            driver.attribute(index, Attribute.MULTIPROCESSORS),
            Math.max(
                driver.attribute(index, Attribute.SHARED_MEMORY_PER_BLOCK),
                driver.attribute(index, Attribute.SHARED_MEMORY_PER_BLOCK_OPT_IN)),
            driver.attribute(index, Attribute.SHARED_MEMORY_PER_MULTIPROCESSOR));
    this.context = driver.retain(index);
    try {
      this.compute = within(driver::createStream);
      try {
        this.copies = within(() -> new HostCopies(driver, compute));
      } catch (HillockException e) {
        new Cleanup().run(() -> within(() -> driver.destroy(compute)));
        throw e;
      }
    } catch (HillockException e) {
      driver.release(index);
      throw e;
    }
  }

  /** Does something while the context is current. */
  private <T> T within(Supplier<T> call) {
    driver.push(context);
    try {
      return call.get();
    } finally {
      driver.pop();
    }
  }

  private void within(Runnable call) {
    within(
        () -> {
          call.run();
          return null;
        });
  }

  @Override
  public Device device() {
    return device;
  }

  @Override
  public Memory allocate(DataType type, long count) {
    long bytes = Math.max(1, count) * type.bytes();
    return within(() -> allocate(bytes));
  }

  private CudaMemory allocate(long bytes) {
    long address;
    try {
      address = streamOrdered ? driver.allocate(bytes, compute) : driver.allocate(bytes);
    } catch (OutOfDeviceMemoryException e) {
      throw new OutOfDeviceMemoryException(
          device.name()
              + " has no room for "
              + bytes
              + " bytes: "
              + driver.freeMemory()
              + " of "
              + device.memoryBytes()
              + " are free; close tensors, end other programs that use the device, or work on fewer"
              + " elements at a time ("
              + e.getMessage()
              + ")",
          e);
    }
    CudaMemory memory = new CudaMemory(address, bytes, this::release);
    memories.add(memory);
    return memory;
  }

  private void release(CudaMemory memory) {
    if (memories.remove(memory)) {
      within(() -> free(memory));
    }
  }

  private void free(CudaMemory memory) {
    if (streamOrdered) {
      driver.free(memory.address(), compute);
    } else {
      driver.free(memory.address());
    }
  }

  @Override
  public void upload(Object source, int from, Memory target, long start, int count) {
    int bytes = HostArray.elementBytes(source);
    long address = ((CudaMemory) target).address() + start * bytes;
    within(() -> copies.upload(source, from, address, count));
    Reference.reachabilityFence(target);
  }

  @Override
  public void download(Memory source, long start, Object target, int from, int count) {
    int bytes = HostArray.elementBytes(target);
    long address = ((CudaMemory) source).address() + start * bytes;
    within(() -> copies.download(address, target, from, count));
    Reference.reachabilityFence(source);
  }

  /**
   * Copies the first elements of one memory to another as fast as the device copies bytes; may
   * return before it is done.
   */
  @Override
  public void copy(Memory source, Memory target, DataType type, long count) {
    long from = ((CudaMemory) source).address();
    long to = ((CudaMemory) target).address();
    within(() -> driver.copy(from, to, count * type.bytes(), compute));
  }

  @Override
  public void run(
      Program program,
      double[] parameters,
      List<Operand> inputs,
      List<Operand> outputs,
      Extent extent) {
    Variant variant = schedule.of(program, inputs, extent);
    Accesses accesses = Accesses.of(program, inputs, outputs, extent, variant.together());
    CompiledProgram.Key key = new CompiledProgram.Key(program, accesses, variant);
    within(
        () -> {
          CompiledProgram code =
              compiled.computeIfAbsent(key, each -> new CompiledProgram(driver, each));
          synchronized (launch) {
            run(code, key, parameters, inputs, outputs, extent);
          }
        });
  }

  /** Memory between kernels is used by one call after the other, as the stream works in order. */
  private void run(
      CompiledProgram code,
      CompiledProgram.Key key,
      double[] parameters,
      List<Operand> inputs,
      List<Operand> outputs,
      Extent extent) {
    Program program = key.program();
    boolean split = key.variant() instanceof ChunkRenderer.Variant;
    if (split) {
      scratch = atLeast(scratch, ChunkRenderer.scratchBytes(program, extent));
      reduced = atLeast(reduced, ChunkRenderer.reducedBytes(program, extent));
    }
    Call call =
        new Call(
            parameters,
            inputs,
            outputs,
            extent,
            split ? scratch.address() : 0,
            split ? reduced.address() : 0);
    key.variant()
        .launch(
            program,
            extent,
            schedule.slots(program, key.variant().what()),
            (kernel, blocks, threads, sharedBytes) -> {
              Signature signature = code.signature(kernel);
              if (signature.bytes() > arguments.capacity()) {
                arguments = ByteBuffer.allocateDirect(2 * signature.bytes());
              }
              signature.pack(call, arguments);
              driver.launch(
                  code.function(kernel, sharedBytes),
                  (int) Math.min(blocks, MOST_BLOCKS),
                  threads,
                  sharedBytes,
                  arguments,
                  compute);
            });
  }

  private CudaMemory atLeast(CudaMemory memory, long bytes) {
    if (memory != null && memory.bytes() >= bytes) {
      return memory;
    }
    CudaMemory larger = allocate(Math.max(1, bytes));
    if (memory != null) {
      memory.release(); // behind the work that is queued with it
    }
    return larger;
  }

  /** Between two events on the stream of kernels and of copies within the device. */
  @Override
  public long nanos(Runnable work) {
    finish();
    Driver.Event start = within(() -> driver.createEvent(true));
    try {
      Driver.Event end = within(() -> driver.createEvent(true));
      try {
        within(() -> driver.record(start, compute));
        work.run();
        within(() -> driver.record(end, compute));
        finish();
        return Math.round(1e6 * within(() -> driver.milliseconds(start, end)));
      } finally {
        within(() -> driver.destroy(end));
      }
    } finally {
      within(() -> driver.destroy(start));
    }
  }

  @Override
  public void finish() {
    within(
        () -> {
          copies.finish();
          driver.synchronize(compute);
        });
  }

  @Override
  public void close() {
    synchronized (launch) {
      if (closed) {
        return;
      }
      closed = true;
      Cleanup cleanup = new Cleanup();
      cleanup.run(
          () ->
              within(
                  () -> {
                    cleanup.run(copies::finish);
                    cleanup.run(() -> driver.synchronize(compute));
                    for (CudaMemory memory : List.copyOf(memories)) {
                      cleanup.run(memory::release);
                    }
                    compiled.values().forEach(code -> cleanup.run(code::release));
                    compiled.clear();
                    copies.close(cleanup);
                    cleanup.run(() -> driver.synchronize(compute));
                    cleanup.run(() -> driver.destroy(compute));
                  }));
      cleanup.run(() -> driver.release(index));
    }
  }
}
