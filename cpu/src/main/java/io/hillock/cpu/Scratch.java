package io.hillock.cpu;

import io.hillock.kernels.Program;
import java.util.Arrays;

/**
 * What a thread needs to run a program, kept from call to call so that a call allocates nothing.
 */
final class Scratch {
  /** The elements of the largest buffer that is kept from call to call. */
  private static final int LARGEST_KEPT = 1 << 20;

  private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

  /** The inputs, the output and the kept values of the elements that are being worked on. */
  float[][] arrays = {};

  int[] offsets = {};

  /** The same for the elements at the end that do not fill a vector. */
  float[][] tails = {};

  int[] zeros = {};

  /** Memory for operands that are not read where they lie, and for kept values. */
  float[][] buffers = {};

  float[] row = {};
  float[] partials = {};
  float[] tailPartials = {};
  float[] chunkSums = {};

  private Scratch() {}

  /** Returns this thread's scratch, with room for a program. */
  static Scratch of(Program program, int lanes) {
    Scratch scratch = OF_THREAD.get();
    int count = program.inputs() + 1 + program.kept().size();
    if (scratch.arrays.length < count) {
      scratch.arrays = new float[count][];
      scratch.offsets = new int[count];
      scratch.zeros = new int[count];
      scratch.tails = new float[count][];
      scratch.buffers = new float[count][];
    }
    for (int i = 0; i < count; i++) {
      if (scratch.tails[i] == null || scratch.tails[i].length < lanes) {
        scratch.tails[i] = new float[lanes];
      }
    }
    int reductions = program.values().size();
    if (program.isRow() && scratch.row.length < reductions) {
      scratch.row = new float[reductions];
      scratch.partials = new float[reductions * JavaRenderer.PARTIALS];
      scratch.tailPartials = new float[reductions * JavaRenderer.PARTIALS];
    }
    return scratch;
  }

  /** Returns the buffer of an array, with room for a number of elements. */
  float[] buffer(int array, int count) {
    if (buffers[array] == null || buffers[array].length < count) {
      buffers[array] = new float[count];
    }
    return buffers[array];
  }

  /** Returns room for the sums of a row's chunks. */
  float[] chunkSums(int count) {
    if (chunkSums.length < count) {
      chunkSums = new float[count];
    }
    return chunkSums;
  }

  /** Lets go of the tensors that were worked on, and of buffers that a large call has left. */
  void release() {
    Arrays.fill(arrays, null);
    for (int i = 0; i < buffers.length; i++) {
      if (buffers[i] != null && buffers[i].length > LARGEST_KEPT) {
        buffers[i] = null;
      }
    }
  }
}
