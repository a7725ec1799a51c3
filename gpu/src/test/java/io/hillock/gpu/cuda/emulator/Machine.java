package io.hillock.gpu.cuda.emulator;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * A device that executes PTX: the text itself, an instruction of a warp after the other. It has the
 * results that PTX defines, and {@link Trap}s where PTX defines none. For one thread at a time.
 */
public final class Machine {
  private static final long MOST_INSTRUCTIONS = 200_000_000;

  /** A text that was read. */
  public static final class Loaded {
    private final PtxModule module;
    private final Map<String, Code> codes = new TreeMap<>();

    private Loaded(PtxModule module) {
      this.module = module;
      module.entries().forEach((name, entry) -> codes.put(name, Code.of(entry)));
    }

    /** Returns the names of the kernels in it. */
    public Iterable<String> names() {
      return codes.keySet();
    }

    /** Returns whether there is a kernel of a name. */
    public boolean has(String name) {
      return codes.containsKey(name);
    }

    /** Returns the bytes of all arguments of a kernel, or what they take with the gaps between. */
    public int argumentBytes(String name) {
      return codes.get(name).entry().parameterBytes();
    }

    /** Returns the bytes of shared memory that a kernel declares. */
    public int sharedBytes(String name) {
      return SharedMemory.declaredBytes(codes.get(name).entry().shared());
    }

    /** Returns the architecture the text is for, such as sm_70. */
    public String target() {
      return module.target();
    }
  }

  private final DeviceMemory memory = new DeviceMemory();
  private long mostInstructions = MOST_INSTRUCTIONS;
  private int launches;
  private int intervals;

  /** Creates a device without memory that is in use. */
  public Machine() {}

  /**
   * Reads a text.
   *
   * @throws PtxSyntaxException if it is not PTX, or not executed here
   */
  public static Loaded load(String ptx) {
    return new Loaded(Parser.parse(ptx));
  }

  /** Returns the memory of the device. */
  public DeviceMemory memory() {
    return memory;
  }

  /** Sets how many instructions the warps of a launch may execute. */
  public void setMostInstructions(long most) {
    mostInstructions = most;
  }

  /** Executes a kernel. */
  public Counters launch(
      Loaded loaded, String name, int blocks, int threads, int sharedBytes, byte[] arguments) {
    return launch(loaded, name, blocks, threads, sharedBytes, arguments, block -> true);
  }

  /**
   * Executes a kernel.
   *
   * @param loaded the text
   * @param name the kernel
   * @param blocks the blocks of the grid
   * @param threads the threads of a block
   * @param sharedBytes the bytes of a block's shared memory beyond what the kernel declares
   * @param arguments the arguments, each at its place
   * @param chosen which of the blocks are executed
   * @throws Trap if it does what is not defined
   */
  public Counters launch(
      Loaded loaded,
      String name,
      int blocks,
      int threads,
      int sharedBytes,
      byte[] arguments,
      IntPredicate chosen) {
    Code code = loaded.codes.get(name);
    Entry entry = code.entry();
    if (entry.requiredThreads() != 0 && entry.requiredThreads() != threads) {
      throw new Trap(
          name + " requires " + entry.requiredThreads() + " threads, but is given " + threads);
    }
    if (entry.maxThreads() != 0 && entry.maxThreads() < threads) {
      throw new Trap(name + " allows " + entry.maxThreads() + " threads, but is given " + threads);
    }
    if (blocks < 1 || threads < 1 || threads > 1024) {
      throw new Trap(name + " has " + blocks + " blocks of " + threads + " threads");
    }
    if (arguments.length != entry.parameterBytes()) {
      throw new Trap(
          name
              + " has arguments of "
              + entry.parameterBytes()
              + " bytes, but is given "
              + arguments.length);
    }
    return new Launch(this, code, blocks, threads, sharedBytes, arguments.clone()).run(chosen);
  }

  long mostInstructions() {
    return mostInstructions;
  }

  int nextLaunch() {
    return ++launches;
  }

  int nextInterval() {
    return ++intervals;
  }
}
