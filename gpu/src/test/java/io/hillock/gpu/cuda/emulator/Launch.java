package io.hillock.gpu.cuda.emulator;

import java.util.function.IntPredicate;

/** A kernel being executed by all blocks of a grid, one after the other. */
final class Launch {
  private final Machine machine;
  private final Code code;
  private final int blocks;
  private final int threads;
  private final int sharedBytes;
  private final byte[] arguments;
  private final int number;
  private final int firstInterval;
  private final Counters counters = new Counters();
  private long left;

  /**
   * Creates a launch.
   *
   * @param machine the device
   * @param code the kernel
   * @param blocks the blocks of the grid
   * @param threads the threads of a block
   * @param sharedBytes the bytes of shared memory beyond what the kernel declares
   * @param arguments the arguments, each at its place
   */
  Launch(Machine machine, Code code, int blocks, int threads, int sharedBytes, byte[] arguments) {
    this.machine = machine;
    this.code = code;
    this.blocks = blocks;
    this.threads = threads;
    this.sharedBytes = sharedBytes;
    this.arguments = arguments;
    this.number = machine.nextLaunch();
    this.firstInterval = machine.nextInterval();
    this.left = machine.mostInstructions();
  }

  /** Executes the blocks that are asked for; those that are not are taken to do nothing. */
  Counters run(IntPredicate chosen) {
    // Nothing may depend on who goes first: every other launch begins at the end.
    boolean backwards = number % 2 == 0;
    Block block = new Block(this, code);
    for (int i = 0; i < blocks; i++) {
      int index = backwards ? blocks - 1 - i : i;
      if (chosen.test(index)) {
        block.run(index, backwards);
      }
    }
    block.close();
    return counters;
  }

  int blocks() {
    return blocks;
  }

  int threads() {
    return threads;
  }

  int sharedBytes() {
    return sharedBytes;
  }

  byte[] arguments() {
    return arguments;
  }

  DeviceMemory memory() {
    return machine.memory();
  }

  /** Returns the number of this launch among all of the machine, from 1. */
  int number() {
    return number;
  }

  int firstInterval() {
    return firstInterval;
  }

  int nextInterval() {
    return machine.nextInterval();
  }

  Counters counters() {
    return counters;
  }

  /** Counts an instruction of a warp. */
  void count(Warp warp, Step step) {
    if (--left < 0) {
      int lane = Integer.numberOfTrailingZeros(warp.current());
      throw step.trap(
          warp,
          lane,
          "goes on after " + machine.mostInstructions() + " instructions of the launch");
    }
    counters.instructions++;
  }
}
