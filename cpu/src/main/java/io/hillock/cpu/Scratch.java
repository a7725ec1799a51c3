package io.hillock.cpu;

import io.hillock.cpu.generated.Block;
import io.hillock.cpu.generated.RenderedKernel;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Program;
import java.util.Arrays;

/**
 * What a thread needs to run programs of one data type, kept from call to call so that a call
 * allocates nothing.
 */
final class Scratch {
  /** The elements of the largest buffer that is kept from call to call. */
  private static final int LARGEST_KEPT = 1 << 20;

  private static final ThreadLocal<Scratch[]> OF_THREAD =
      ThreadLocal.withInitial(() -> new Scratch[DataType.values().length]);

  /** What is being worked on. */
  final Block block = new Block();

  /** Which operands the block works on where they lie. */
  boolean[] inPlace = {};

  /** The outputs' places while their end is computed elsewhere. */
  Object[] places = {};

  int[] starts = {};

  final Partials partials;

  /** Memory for operands that are not worked on where they lie. */
  private final Buffers stored;

  /** Memory for values that are kept, summed or handed on. */
  private final Buffers computed;

  private final Buffers integers;

  private final Buffers tails;

  private Program program;

  /** How many arrays of the program are stored as tensors are, and not as it computes. */
  private int operands;

  private Scratch(DataType type) {
    Elements inTensors = Elements.stored(type);
    this.partials = Partials.of(type);
    this.stored = new Buffers(inTensors);
    this.computed = new Buffers(Elements.computed(type));
    this.integers = new Buffers(Elements.integers(type));
    this.tails = new Buffers(inTensors);
  }

  /** Arrays that grow. */
  private static final class Buffers {
    private final Elements elements;
    private Object[] arrays = {};
    private int[] lengths = {};

    Buffers(Elements elements) {
      this.elements = elements;
    }

    Object get(int index, int count) {
      if (index >= arrays.length) {
        arrays = Arrays.copyOf(arrays, index + 1);
        lengths = Arrays.copyOf(lengths, index + 1);
      }
      if (arrays[index] == null || lengths[index] < count) {
        arrays[index] = elements.create(count);
        lengths[index] = count;
      }
      return arrays[index];
    }

    void release() {
      for (int i = 0; i < arrays.length; i++) {
        if (lengths[i] > LARGEST_KEPT) {
          arrays[i] = null;
        }
      }
    }
  }

  /** Returns this thread's scratch, with room for a program. */
  static Scratch of(Program program, BlockArrays layout, RenderedKernel kernel) {
    Scratch[] ofThread = OF_THREAD.get();
    int type = program.type().ordinal();
    if (ofThread[type] == null) {
      ofThread[type] = new Scratch(program.type());
    }
    Scratch scratch = ofThread[type];
    scratch.prepare(program, layout, kernel);
    return scratch;
  }

  private void prepare(Program prepared, BlockArrays layout, RenderedKernel kernel) {
    program = prepared;
    operands = layout.operands();
    int handedOn = layout.firstHandedOn();
    int count = handedOn + kernel.handedOn();
    if (inPlace.length < operands) {
      inPlace = new boolean[operands];
    }
    if (places.length < program.outputs().size()) {
      places = new Object[program.outputs().size()];
      starts = new int[program.outputs().size()];
    }
    if (block.arrays.length < count) {
      block.arrays = new Object[count];
      block.offsets = new int[count];
      block.pitches = new int[count];
    }
    for (int i = handedOn; i < count; i++) {
      block.arrays[i] = computed.get(i - operands, Block.LARGEST + kernel.lanes());
    }
  }

  /** Makes room for the reductions of rows. */
  void reductions(int count) {
    if (block.reductions.length < count) {
      block.reductions = new double[count];
    }
  }

  /**
   * Lets an array of the block be a buffer of this scratch.
   *
   * @param array which one
   * @param rows how many rows there are
   * @param pitch how far apart they begin
   */
  void place(int array, int rows, int pitch) {
    Buffers buffers = array < operands ? ofOperand(array) : computed;
    int offset = CpuMemory.colour(array, buffers.elements);
    block.arrays[array] =
        buffers.get(array < operands ? array : array - operands, offset + rows * pitch);
    block.offsets[array] = offset;
    block.pitches[array] = pitch;
  }

  /** Returns the buffers of an operand: inputs may be integers or truth values. */
  private Buffers ofOperand(int operand) {
    boolean real = operand >= program.inputs() || program.inputType(operand).isReal();
    return real ? stored : integers;
  }

  /** Returns room for elements on their way between a tensor and the buffer of an operand. */
  Object line(int operand, int count) {
    return ofOperand(operand).get(operands, count);
  }

  /** Returns room for the elements of an output that do not fill a vector. */
  Object tail(int array, int lanes) {
    return tails.get(array, lanes);
  }

  /** Lets go of the tensors that were worked on, and of buffers that a large call has left. */
  void release() {
    Arrays.fill(block.arrays, null);
    Arrays.fill(places, null);
    stored.release();
    integers.release();
    computed.release();
  }
}
