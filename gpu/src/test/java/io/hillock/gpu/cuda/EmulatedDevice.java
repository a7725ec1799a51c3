package io.hillock.gpu.cuda;

import io.hillock.gpu.cuda.Driver.Attribute;
import io.hillock.gpu.cuda.EmulatedStream.Work;
import io.hillock.gpu.cuda.emulator.Counters;
import io.hillock.gpu.cuda.emulator.DeviceMemory;
import io.hillock.gpu.cuda.emulator.Machine;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import jcuda.driver.CUresult;

/** A device of the emulated driver, and its primary context. */
final class EmulatedDevice implements Driver.Context {
  /** Work that may be queued: a device does something even while nobody waits. */
  private static final int MOST_QUEUED = 256;

  /**
   * What a device is.
   *
   * @param name its name
   * @param architecture its compute capability, such as 70 for 7.0
   * @param multiprocessors how many it has
   * @param memory its memory in bytes
   * @param pools whether memory can be allocated in the order of a stream
   */
  record Properties(
      String name, int architecture, int multiprocessors, long memory, boolean pools) {
    /** A small device, so that small tensors need more than one round of the grid. */
    static final Properties SMALL = new Properties("Emulated", 70, 1, 1L << 30, true);

    Properties withArchitecture(int other) {
      return new Properties(name, other, multiprocessors, memory, pools);
    }

    Properties withMultiprocessors(int other) {
      return new Properties(name, architecture, other, memory, pools);
    }

    Properties withMemory(long other) {
      return new Properties(name, architecture, multiprocessors, other, pools);
    }

    Properties withoutPools() {
      return new Properties(name, architecture, multiprocessors, memory, false);
    }

    int of(Attribute attribute) {
      return switch (attribute) {
        case MAX_THREADS_PER_BLOCK -> 1024;
        case MAX_GRID -> Integer.MAX_VALUE;
        case SHARED_MEMORY_PER_BLOCK -> 48 << 10;
        case WARP_SIZE -> 32;
        case MULTIPROCESSORS -> multiprocessors;
        case MAX_THREADS_PER_MULTIPROCESSOR -> 2048;
        case COMPUTE_MAJOR -> architecture / 10;
        case COMPUTE_MINOR -> architecture % 10;
        case SHARED_MEMORY_PER_MULTIPROCESSOR, SHARED_MEMORY_PER_BLOCK_OPT_IN -> 96 << 10;
        case MEMORY_POOLS -> pools ? 1 : 0;
      };
    }
  }

  /**
   * What a kernel did.
   *
   * @param name the kernel
   * @param blocks the blocks of its grid
   * @param threads the threads of a block
   * @param counters what it counted
   */
  record Launched(String name, int blocks, int threads, Counters counters) {}

  private final Properties properties;
  private final Machine machine = new Machine();
  private final Set<Object> open = new LinkedHashSet<>();
  private final List<Launched> launched = new ArrayList<>();
  private IntPredicate chosen = block -> true;
  private int retained;
  private int lost;
  private int failNext;
  private long done;

  EmulatedDevice(Properties properties) {
    this.properties = properties;
  }

  Properties properties() {
    return properties;
  }

  DeviceMemory memory() {
    return machine.memory();
  }

  /** Returns what kernels did, and forgets it. */
  List<Launched> takeLaunched() {
    List<Launched> result = List.copyOf(launched);
    launched.clear();
    return result;
  }

  /** Says which blocks of the kernels to come are executed. */
  void choose(IntPredicate blocks) {
    chosen = blocks;
  }

  /** Lets the next kernel fail while it works: the device is lost from then on. */
  void failNextLaunch(int status) {
    failNext = status;
  }

  /** Says what was opened or allocated and not given back; empty where nothing was. */
  String leaks() {
    List<String> leaks = new ArrayList<>();
    if (memory().allocations() > 0) {
      leaks.add(memory().allocations() + " allocations");
    }
    open.forEach(each -> leaks.add(each.getClass().getSimpleName()));
    if (retained > 0) {
      leaks.add("the context");
    }
    return String.join(", ", leaks);
  }

  void retain() {
    retained++;
  }

  void release() {
    if (retained == 0) {
      throw CudaStatus.exception("cuDevicePrimaryCtxRelease", CUresult.CUDA_ERROR_INVALID_CONTEXT);
    }
    retained--;
  }

  boolean isOpen() {
    return retained > 0;
  }

  void throwIfLost(String function) {
    if (lost != 0) {
      throw CudaStatus.exception(function, lost);
    }
  }

  void opened(Object object) {
    open.add(object);
  }

  void requireOpen(Object object) {
    if (!open.contains(object)) {
      throw new AssertionError(
          object.getClass().getSimpleName() + " is used that is not of this device, or closed");
    }
  }

  void closed(Object object) {
    requireOpen(object);
    open.remove(object);
  }

  void enqueue(Driver.Stream stream, Driver.Pinned pinned, Runnable body) {
    requireOpen(stream);
    EmulatedStream of = (EmulatedStream) stream;
    of.queue().add(new Work(pinned, body));
    if (of.queue().size() > MOST_QUEUED) {
      doNext(of);
    }
  }

  private void doNext(EmulatedStream stream) {
    done++;
    Work work = stream.queue().remove();
    if (lost == 0) {
      work.body().run();
    }
  }

  /** Does all that is queued on a stream. */
  void drain(EmulatedStream stream) {
    while (!stream.queue().isEmpty()) {
      doNext(stream);
    }
  }

  /** Does what is queued before a mark. */
  void drain(EmulatedEvent.Mark mark) {
    while (!mark.isReached() && !mark.stream().queue().isEmpty()) {
      doNext(mark.stream());
    }
  }

  private void drainAll() {
    for (Object object : List.copyOf(open)) {
      if (object instanceof EmulatedStream stream) {
        drain(stream);
      }
    }
  }

  /** Returns the time in milliseconds: a microsecond for each work that was done. */
  double now() {
    return done / 1000.0;
  }

  void launch(
      EmulatedFunction function,
      int blocks,
      int threads,
      int sharedBytes,
      byte[] arguments,
      EmulatedStream stream) {
    requireOpen(function.module());
    int shared = function.sharedBytes() + sharedBytes;
    // What a function is allowed is the dynamic part alone.
    boolean fits =
        function.sharedBytes() <= properties.of(Attribute.SHARED_MEMORY_PER_BLOCK)
            && (shared <= properties.of(Attribute.SHARED_MEMORY_PER_BLOCK)
                || (sharedBytes <= function.allowedBytes()
                    && shared <= properties.of(Attribute.SHARED_MEMORY_PER_BLOCK_OPT_IN)));
    if (blocks < 1 || threads < 1 || threads > 1024 || sharedBytes < 0 || !fits) {
      throw CudaStatus.exception("cuLaunchKernel", CUresult.CUDA_ERROR_INVALID_VALUE);
    }
    IntPredicate which = chosen;
    enqueue(
        stream,
        null,
        () -> {
          if (failNext != 0) {
            lost = failNext;
            return;
          }
          requireOpen(function.module());
          Counters counters =
              machine.launch(
                  function.module().loaded(),
                  function.name(),
                  blocks,
                  threads,
                  sharedBytes,
                  arguments,
                  which);
          launched.add(new Launched(function.name(), blocks, threads, counters));
        });
  }

  long freeMemory() {
    return properties.memory() - memory().used();
  }

  private void requireRoom(String function, long bytes) {
    if (bytes < 1) {
      throw CudaStatus.exception(function, CUresult.CUDA_ERROR_INVALID_VALUE);
    }
    if (bytes > freeMemory()) {
      drainAll(); // memory may be given back in what is queued
      if (bytes > freeMemory()) {
        throw CudaStatus.exception(function, CUresult.CUDA_ERROR_OUT_OF_MEMORY);
      }
    }
  }

  long allocate(long bytes) {
    requireRoom("cuMemAlloc", bytes);
    return memory().allocate(bytes);
  }

  long allocate(long bytes, EmulatedStream stream) {
    if (!properties.pools()) {
      throw CudaStatus.exception("cuMemAllocAsync", CUresult.CUDA_ERROR_NOT_SUPPORTED);
    }
    requireRoom("cuMemAllocAsync", bytes);
    long address = memory().reserve(bytes);
    enqueue(stream, null, () -> memory().provide(address));
    return address;
  }

  void free(long address) {
    drainAll();
    memory().free(address);
  }

  void free(long address, EmulatedStream stream) {
    if (!properties.pools()) {
      throw CudaStatus.exception("cuMemFreeAsync", CUresult.CUDA_ERROR_NOT_SUPPORTED);
    }
    enqueue(stream, null, () -> memory().free(address));
  }

  void freePinned(EmulatedPinned pinned) {
    for (Object object : open) {
      if (object instanceof EmulatedStream stream
          && stream.queue().stream().anyMatch(work -> work.pinned() == pinned)) {
        throw new AssertionError("pinned memory is freed while a copy from or to it is queued");
      }
    }
    closed(pinned);
    EmulatedPinned.poison(pinned.buffer().duplicate().clear());
  }
}
