package io.hillock.gpu.cuda;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hillock.check.Elements;
import io.hillock.kernels.Activations;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Kernel;
import io.hillock.kernels.Program;
import io.hillock.tensor.spi.Extent;
import io.hillock.tensor.spi.Operand;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Operands that are stretched or parts of larger tensors, in the text that is executed: with
 * indices of 32 bits and of 64, aligned to vectors and not.
 */
class EmulatedOperandTest {
  private static final boolean FEWER = Integer.getInteger("hillock.test.inputs", 1 << 20) < 1 << 20;
  private static final double[] NONE = {};

  private static final Kernel MIXED =
      Kernel.define("mixed")
          .inputs("a", "b", "w")
          .define(in -> in.input("a").mul(in.input("w")).add(in.input("b")))
          .build();

  private final Emulation emulation = new Emulation();
  private int turn;
  private int skipped;

  /**
   * How an operand lies.
   *
   * @param elements how many the memory has
   * @param place which of them belongs to an element of the call
   * @param operand makes the operand of memory
   */
  private record Layout(
      int elements, ToIntFunction<Integer> place, Function<CudaMemory, Operand> operand) {
    static Layout dense(int count) {
      return new Layout(count, i -> i, Operand::dense);
    }

    static Layout stretched(int period, int inner) {
      return new Layout(
          period, i -> i / inner % period, memory -> Operand.stretched(memory, period, inner));
    }

    static Layout split(int count, int inner, int period, int offset) {
      int blocks = (count + inner - 1) / inner;
      return new Layout(
          (blocks - 1) * period + offset + Math.min(inner, count),
          i -> i / inner * period + i % inner + offset,
          memory -> Operand.split(memory, inner, period, offset));
    }
  }

  private static Object gather(DataType type, Object elements, int count, Layout layout) {
    Object result = Elements.array(type, count);
    for (int i = 0; i < count; i++) {
      long bits = Elements.bits(type, elements, layout.place.applyAsInt(i));
      Elements.setBits(type, result, i, bits);
    }
    return result;
  }

  /** Returns the same accesses with indices of 64 bits. */
  private static Accesses wide(Accesses accesses) {
    return new Accesses(
        accesses.inputs().stream().map(EmulatedOperandTest::wide).toList(),
        accesses.outputs().stream().map(EmulatedOperandTest::wide).toList());
  }

  private static Access wide(Access access) {
    return new Access(access.form(), true, access.reach(), access.rank());
  }

  private void check(
      Program program, Extent extent, Variant variant, List<Layout> inputs, Layout output) {
    turn++;
    DataType type = program.type();
    int count = (int) extent.count();
    List<Operand> in = new ArrayList<>();
    Object[] columns = new Object[inputs.size()];
    for (int k = 0; k < columns.length; k++) {
      Layout layout = inputs.get(k);
      Object elements = Samples.ordinary(type, k + 1, layout.elements)[k];
      in.add(layout.operand.apply(emulation.upload(type, elements)));
      columns[k] = gather(type, elements, count, layout);
    }
    Object[] expected = Expectation.of(program, NONE, extent, columns);
    int results = Array.getLength(expected[0]);
    List<CudaMemory> written = new ArrayList<>();
    List<Operand> out = new ArrayList<>();
    for (int o = 0; o < expected.length; o++) {
      CudaMemory memory = emulation.upload(type, filled(type, output.elements));
      written.add(memory);
      out.add(output.operand.apply(memory));
    }
    Accesses narrow = Accesses.of(program, in, out, extent, variant.together());
    Accesses accesses = turn % 2 == 0 ? wide(narrow) : narrow;
    emulation.run(program, NONE, variant, accesses, in, out, extent, Integer.MAX_VALUE);
    String what = program.name() + " by " + variant + " of " + in + extent;
    for (int o = 0; o < expected.length; o++) {
      Object found = Elements.array(type, output.elements);
      emulation.download(written.get(o), found);
      Expectation.assertSame(what, type, expected[o], gather(type, found, results, output));
      boolean[] own = new boolean[output.elements];
      IntStream.range(0, results).forEach(i -> own[output.place.applyAsInt(i)] = true);
      for (int i = 0; i < own.length; i++) {
        boolean kept = own[i] || Elements.value(type, found, i) == 42;
        assertTrue(kept, what + " writes what is not its own");
      }
    }
    emulation.free();
  }

  private static Object filled(DataType type, int count) {
    Object elements = Elements.array(type, count);
    for (int i = 0; i < count; i++) {
      Elements.set(type, elements, i, 42);
    }
    return elements;
  }

  @ParameterizedTest
  @MethodSource("io.hillock.kernels.DataType#reals")
  void mapsReadAndWriteWhereOperandsLie(DataType type) {
    Program program = MIXED.program(type);
    int together = MapRenderer.together(program);
    int count = 8 * 5 * 9 * 5;
    Extent extent = new Extent(1, count, 1);
    List<Layout> layouts =
        List.of(
            Layout.stretched(1, 1),
            Layout.stretched(1, 8),
            Layout.stretched(8, 1),
            Layout.stretched(5, 8),
            Layout.stretched(45, 8),
            Layout.stretched(9, 5),
            Layout.stretched(7, 1),
            Layout.stretched(count, 1),
            Layout.split(count, 8, 16, 8),
            Layout.split(count, 40, 48, 8),
            Layout.split(count, 8, 12, 4),
            Layout.split(count, 5, 11, 3),
            Layout.split(count, count, count, 0));
    for (Layout layout : layouts) {
      for (int vectors = 1; vectors <= 2; vectors++) {
        Variant variant = new MapRenderer.Variant(vectors, together);
        List<Layout> first = List.of(layout, Layout.dense(count), Layout.stretched(8, 5));
        List<Layout> last = List.of(Layout.split(count, 8, 16, 0), Layout.dense(count), layout);
        check(program, extent, variant, first, Layout.dense(count));
        check(program, extent, variant, last, Layout.split(count, 8, 16, 8));
        check(program, extent, variant, last, Layout.split(count, 5, 7, 1));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.hillock.kernels.DataType#reals")
  void rowsReadAndWriteWhereOperandsLie(DataType type) {
    Program program = Activations.SOFTMAX.backward().program(type);
    for (int length : FEWER ? new int[] {7, 1028} : new int[] {4, 7, 128, 1028, 4608}) {
      Extent extent = new Extent(3, length, 1);
      int count = 3 * length;
      List<List<Layout>> inputs =
          List.of(
              List.of(Layout.split(count, length, 2 * length, 0), Layout.stretched(3, length)),
              List.of(Layout.split(count, length, 2 * length, length), Layout.stretched(length, 1)),
              List.of(Layout.split(count, length, length + 3, 2), Layout.stretched(1, 1)));
      for (List<Layout> each : inputs) {
        for (Variant variant : EmulatedRowTest.variants(program, extent)) {
          if (++skipped % (type == DataType.FLOAT32 ? 3 : 9) == 0) {
            check(program, extent, variant, each, Layout.split(count, length, 2 * length, length));
          }
        }
      }
    }
  }

  @Test
  void aRowThatIsReducedIsWrittenWhereItsResultLies() {
    Program program = Kernel.of("sum", x -> io.hillock.kernels.Functions.rowSum(x)).program();
    for (Extent extent : List.of(new Extent(6, 33, 1), new Extent(2, 33, 3))) {
      for (Variant variant : EmulatedRowTest.variants(program, extent)) {
        int count = (int) extent.count();
        check(program, extent, variant, List.of(Layout.dense(count)), Layout.split(6, 2, 5, 1));
      }
    }
  }
}
