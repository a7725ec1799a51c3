package io.hillock.cpu;

import static org.junit.jupiter.api.Assertions.fail;

import io.hillock.cpu.generated.Block;
import io.hillock.cpu.generated.RenderedKernel;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Interpreter;
import io.hillock.kernels.Kernel;
import io.hillock.kernels.Program;
import io.hillock.tensor.spi.Extent;
import io.hillock.tensor.spi.Operand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs calls on operands of any layout in memory of small pages, and compares every element of
 * every output's memory with the interpreter's, those that must not change too.
 *
 * @param type the data type
 * @param floats the floats in a vector, or 1
 */
record CallTester(DataType type, int floats) {
  private static final long UNTOUCHED = 0x1234;

  private static final Map<Integer, KernelCompiler> COMPILERS =
      Map.of(
          1, new KernelCompiler(1, 0),
          4, new KernelCompiler(4, 0),
          8, new KernelCompiler(8, 0),
          16, new KernelCompiler(16, 0));

  /** How an operand lies in a memory of so many elements. */
  record Lie(
      Operand.Layout layout,
      long inner,
      long period,
      long offset,
      List<Operand.Axis> axes,
      int size) {
    static Lie dense(int count) {
      return new Lie(Operand.Layout.DENSE, 1, 1, 0, List.of(), count);
    }

    static Lie stretched(int period, long inner) {
      return new Lie(Operand.Layout.STRETCHED, inner, period, 0, List.of(), period);
    }

    /** One of several parts that lie next to each other, blocks of {@code inner} in turn. */
    static Lie part(int count, int inner, int parts, int part) {
      int size = (count + inner - 1) / inner * inner * parts;
      return new Lie(
          Operand.Layout.SPLIT, inner, (long) inner * parts, (long) inner * part, List.of(), size);
    }

    static Lie strided(int size, Operand.Axis... axes) {
      return new Lie(Operand.Layout.STRIDED, 1, 1, 0, List.of(axes), size);
    }

    int index(long i) {
      return (int) of(null).index(i);
    }

    Operand of(CpuMemory memory) {
      return new Operand(memory, layout, inner, period, offset, axes);
    }
  }

  /** Runs a kernel on dense operands. */
  void check(Kernel kernel, Extent extent) {
    int count = (int) extent.count();
    List<Lie> inputs = new ArrayList<>();
    for (int i = 0; i < kernel.inputs().size(); i++) {
      inputs.add(Lie.dense(count));
    }
    boolean reduces = kernel.program(type).reducesRow();
    List<Lie> outputs = new ArrayList<>();
    for (int i = 0; i < kernel.outputs().size(); i++) {
      outputs.add(Lie.dense(reduces ? (int) extent.rows() : count));
    }
    check(kernel, extent, inputs, outputs, false);
  }

  /**
   * Runs a kernel.
   *
   * @param together whether the outputs lie in one memory
   */
  void check(Kernel kernel, Extent extent, List<Lie> inputs, List<Lie> outputs, boolean together) {
    long[][] in = new long[inputs.size()][];
    List<Operand> from = new ArrayList<>();
    for (int i = 0; i < in.length; i++) {
      DataType stored = kernel.program(type).inputType(i);
      int size = inputs.get(i).size();
      in[i] =
          !stored.isReal()
              ? Bits.integers(stored, size, i)
              : extent.length() % 2 == 0 ? Bits.tame(type, size, i) : Bits.noise(type, size, i);
      from.add(inputs.get(i).of(memory(stored, in[i], 96 + 32 * i)));
    }
    long[][] out = new long[outputs.size()][];
    List<Operand> to = new ArrayList<>();
    for (int o = 0; o < out.length; o++) {
      if (together && o > 0) {
        out[o] = out[0];
        to.add(outputs.get(o).of(Operands.memory(to.get(0))));
      } else {
        out[o] = new long[outputs.get(o).size()];
        java.util.Arrays.fill(out[o], UNTOUCHED);
        to.add(outputs.get(o).of(memory(type, out[o], 80 + 16 * o)));
      }
    }
    run(kernel, extent, from, to);
    interpret(kernel, extent, inputs, in, outputs, out);
    String what = kernel.name() + " of " + type + " on " + extent + ", " + inputs + " " + outputs;
    for (int o = 0; o < out.length; o++) {
      assertBits(what, out[o], read(Operands.memory(to.get(o)), out[o].length));
    }
  }

  private void run(Kernel kernel, Extent extent, List<Operand> from, List<Operand> to) {
    Program program = kernel.program(type);
    double[] parameters = kernel.parameterValues();
    RenderedKernel rendered = COMPILERS.get(floats).compile(program, 1);
    Call call =
        program.isRow()
            ? new RowCall(rendered, program, parameters, from, to, extent)
            : new MapCall(rendered, program, parameters, from, to, extent);
    for (long part = 0; part < call.parts(); part++) {
      call.run(part);
    }
  }

  /** Runs a kernel of one input whose output is that input. */
  void checkInPlace(Kernel kernel, Extent extent) {
    int count = (int) extent.count();
    Lie dense = Lie.dense(count);
    long[][] in = {Bits.tame(type, count, 1)};
    List<Operand> operands = List.of(dense.of(memory(type, in[0], count)));
    run(kernel, extent, operands, operands);
    long[][] expected = {new long[count]};
    interpret(kernel, extent, List.of(dense), in, List.of(dense), expected);
    String what = kernel.name() + " of " + type + " in place on " + extent;
    assertBits(what, expected[0], read(Operands.memory(operands.get(0)), count));
  }

  private void interpret(
      Kernel kernel,
      Extent extent,
      List<Lie> inputs,
      long[][] in,
      List<Lie> outputs,
      long[][] out) {
    Program program = kernel.program(type);
    Interpreter interpreter = new Interpreter(program, kernel.parameterValues());
    for (long row = 0; row < extent.rows(); row++) {
      long inner = extent.inner();
      long start = row / inner * extent.length() * inner + row % inner;
      long[][] columns = new long[in.length][(int) extent.length()];
      for (int i = 0; i < in.length; i++) {
        for (int j = 0; j < extent.length(); j++) {
          columns[i][j] = in[i][inputs.get(i).index(start + j * inner)];
        }
      }
      long[][] result = interpreter.row(start, inner, columns);
      for (int o = 0; o < out.length; o++) {
        for (int j = 0; j < result[o].length; j++) {
          long at = program.reducesRow() ? row : start + j * inner;
          out[o][outputs.get(o).index(at)] = result[o][j];
        }
      }
    }
  }

  /** Compares what a rendered map program makes of elements of any index. */
  void checkElements(Kernel kernel, long[] input, long first, long step) {
    Program program = kernel.program(type);
    double[] parameters = kernel.parameterValues();
    RenderedKernel rendered = COMPILERS.get(floats).compile(program, 1);
    Object result = Elements.stored(type).create(input.length);
    Block block = new Block();
    block.arrays = new Object[2 + rendered.handedOn()];
    block.arrays[0] = Bits.array(type, input);
    block.arrays[1] = result;
    for (int i = 2; i < block.arrays.length; i++) {
      block.arrays[i] = Elements.computed(type).create(Block.LARGEST);
    }
    block.offsets = new int[2];
    block.pitches = new int[2];
    block.parameters = parameters;
    block.first = first;
    block.step = step;
    block.rows = 1;
    block.count = input.length;
    rendered.run(0, block);
    long[] expected = new Interpreter(program, parameters).row(first, step, input)[0];
    String what = kernel.name() + " of " + type + " from " + Long.toHexString(first);
    assertBits(what, expected, Bits.of(type, result, input.length));
  }

  private static CpuMemory memory(DataType stored, long[] bits, int pageSize) {
    CpuMemory memory = new CpuMemory(stored, bits.length, pageSize);
    memory.set(0, Bits.array(stored, bits), 0, bits.length);
    return memory;
  }

  private long[] read(CpuMemory memory, int count) {
    Object array = Elements.stored(type).create(count);
    memory.get(0, array, 0, count);
    return Bits.of(type, array, count);
  }

  private void assertBits(String what, long[] expected, long[] found) {
    for (int i = 0; i < expected.length; i++) {
      if (!Bits.same(type, expected[i], found[i])) {
        fail(
            String.format(
                "%s with %d lanes: element %d is %x (%s), not %x (%s)",
                what,
                floats,
                i,
                found[i],
                type.valueOf(found[i]),
                expected[i],
                type.valueOf(expected[i])));
      }
    }
  }
}
