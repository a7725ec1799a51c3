package io.hillock.cpu;

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

  /** The inputs, the outputs and the kept values of the elements that are being worked on. */
  Object[] arrays = {};

  int[] offsets = {};

  /** The same for the elements at the end that do not fill a vector. */
  Object[] tails = {};

  int[] zeros = {};

  /** The reductions of the row that is being worked on. */
  double[] row = {};

  final Partials partials;

  /** Memory for operands that are not worked on where they lie, and for kept values. */
  private final Buffers stored;

  private final Buffers computed;
  private final Buffers integers;
  private final Buffers storedTails;
  private final Buffers computedTails;
  private final Buffers integerTails;

  private Program program;

  /** How many arrays of the program are operands, and not kept values. */
  private int operands;

  private Scratch(DataType type) {
    Elements inTensors = Elements.stored(type);
    Elements inProgram = Elements.computed(type);
    Elements integer = Elements.integers(type);
    this.partials = Partials.of(type);
    this.stored = new Buffers(inTensors);
    this.computed = new Buffers(inProgram);
    this.integers = new Buffers(integer);
    this.storedTails = new Buffers(inTensors);
    this.computedTails = new Buffers(inProgram);
    this.integerTails = new Buffers(integer);
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
  static Scratch of(Program program, int lanes) {
    Scratch[] ofThread = OF_THREAD.get();
    int type = program.type().ordinal();
    if (ofThread[type] == null) {
      ofThread[type] = new Scratch(program.type());
    }
    Scratch scratch = ofThread[type];
    scratch.prepare(program, lanes);
    return scratch;
  }

  private void prepare(Program prepared, int lanes) {
    program = prepared;
    operands = program.inputs() + program.outputs().size();
    int count = operands + program.kept().size();
    if (arrays.length < count) {
      arrays = new Object[count];
      offsets = new int[count];
      zeros = new int[count];
      tails = new Object[count];
    }
    for (int i = 0; i < count; i++) {
      tails[i] =
          i >= operands
              ? computedTails.get(i - operands, lanes)
              : isReal(i) ? storedTails.get(i, lanes) : integerTails.get(i, lanes);
    }
    int reductions = program.reductions().size();
    if (row.length < reductions) {
      row = new double[reductions];
    }
  }

  /** Returns whether an operand holds real numbers, and not integers or truth values. */
  private boolean isReal(int operand) {
    return operand >= program.inputs() || program.inputType(operand).isReal();
  }

  private Buffers ofOperand(int operand) {
    return isReal(operand) ? stored : integers;
  }

  /** Returns the buffer of one of the program's arrays, with room for a number of elements. */
  Object buffer(int array, int count) {
    return array < operands
        ? ofOperand(array).get(array, count)
        : computed.get(array - operands, count);
  }

  /** Returns room for elements on their way between a tensor and the buffer of an operand. */
  Object line(int operand, int count) {
    return ofOperand(operand).get(operands, count);
  }

  /** Lets go of the tensors that were worked on, and of buffers that a large call has left. */
  void release() {
    Arrays.fill(arrays, null);
    stored.release();
    computed.release();
    integers.release();
  }
}
