package io.hillock.gpu.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hillock.check.Elements;
import io.hillock.kernels.Activations;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Kernel;
import io.hillock.kernels.Program;
import io.hillock.tensor.spi.Extent;
import io.hillock.tensor.spi.Operand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The text of map kernels, executed by the emulator: the interpreter's bits for every kernel of the
 * catalogue, its derivatives and gradients, in every data type and variant; each element is read
 * once and written once.
 */
class EmulatedMapTest {
  /** Fewer on the second JDK and those after it: the text does not depend on the JDK. */
  private static final boolean FEWER = Integer.getInteger("hillock.test.inputs", 1 << 20) < 1 << 20;

  private static final int[] VECTORS = {1, 2};

  private final Emulation emulation = new Emulation();

  /** Returns a kernel and all that is derived from it. */
  private static Stream<Kernel> withDerived(Kernel kernel) {
    List<Kernel> all = new ArrayList<>(List.of(kernel));
    for (int input = 0; input < kernel.inputs().size(); input++) {
      if (kernel.outputs().size() == 1) {
        all.add(kernel.derivative(input));
      }
      all.add(kernel.backward(input));
    }
    if (kernel.inputs().size() > 1) {
      all.add(kernel.gradients());
    }
    return all.stream();
  }

  private static Extent elements(long count) {
    return new Extent(1, count, 1);
  }

  private static Variant variant(Program program, int vectors) {
    return new MapRenderer.Variant(vectors, MapRenderer.together(program));
  }

  private void check(Kernel kernel, DataType type, int... counts) {
    Program program = kernel.program(type);
    double[] parameters = kernel.parameterValues();
    for (int count : counts) {
      Object[] inputs = Samples.spread(type, program.inputs(), count);
      Object[] expected = Expectation.of(program, parameters, elements(count), inputs);
      for (int vectors : VECTORS) {
        List<Emulation.Launched> launched =
            emulation.check(
                program,
                parameters,
                variant(program, vectors),
                elements(count),
                Integer.MAX_VALUE,
                inputs,
                expected);
        long bytes = (long) count * type.bytes();
        String what = kernel.name() + " of " + count + " in " + type;
        assertEquals(reads(program) * bytes, launched.get(0).counters().bytesRead(), what);
        assertEquals(expected.length * bytes, launched.get(0).counters().bytesWritten(), what);
      }
    }
  }

  /** A derivative may leave an input out. */
  private static long reads(Program program) {
    return program.elementValues(0, false).stream()
        .filter(value -> value.kind() == Program.Kind.INPUT)
        .count();
  }

  @ParameterizedTest
  @MethodSource("io.hillock.kernels.DataType#reals")
  void everyKernelOfTheCatalogueHasTheInterpretersBits(DataType type) {
    // The last vector of the first block, and the first of the second; with one element more.
    int tile = MapRenderer.THREADS * 16 / type.bytes();
    int[] counts = FEWER ? new int[] {tile + 1} : new int[] {3, tile - 1, 2 * tile + 1};
    Activations.all().stream()
        .filter(kernel -> !kernel.isRow())
        .flatMap(EmulatedMapTest::withDerived)
        .forEach(kernel -> check(kernel, type, counts));
  }

  @ParameterizedTest
  @MethodSource("io.hillock.kernels.DataType#reals")
  void everySizeHasTheInterpretersBits(DataType type) {
    int tile = MapRenderer.THREADS * 16 / type.bytes();
    int[] counts = {
      1,
      2,
      3,
      4,
      5,
      7,
      8,
      9,
      15,
      16,
      17,
      31,
      32,
      33,
      127,
      128,
      129,
      255,
      1023,
      1024,
      1025,
      tile,
      tile + 1,
      2 * tile - 1,
      2 * tile,
      3 * tile + 5,
      4 * tile,
      5 * tile - 1
    };
    check(Activations.RELU, type, counts);
    check(Activations.GELU, type, counts);
    check(Activations.SWIGLU.gradients(), type, counts);
    check(Activations.RRELU_TRAIN, type, counts);
  }

  @Test
  void noElementIsNoError() {
    Variant variant = variant(Activations.RELU.program(), 1);
    variant.launch(
        Activations.RELU.program(),
        elements(0),
        0,
        (kernel, blocks, threads, sharedBytes) -> assertEquals(0, blocks));
  }

  @ParameterizedTest
  @MethodSource("io.hillock.kernels.DataType#reals")
  void theOutputMayBeAnInput(DataType type) {
    Kernel kernel = Activations.SWIGLU;
    Program program = kernel.program(type);
    int count = 2 * MapRenderer.THREADS * 16 / type.bytes() + 3;
    Object[] inputs = Samples.spread(type, 2, count);
    Object[] expected = Expectation.of(program, new double[0], elements(count), inputs);
    for (int vectors : VECTORS) {
      for (int place = 0; place < 2; place++) {
        List<CudaMemory> memories =
            Arrays.stream(inputs).map(input -> emulation.upload(type, input)).toList();
        List<Operand> operands = memories.stream().map(Operand::dense).toList();
        emulation.run(
            program,
            new double[0],
            variant(program, vectors),
            operands,
            List.of(operands.get(place)),
            elements(count),
            Integer.MAX_VALUE);
        Object found = Elements.array(type, count);
        emulation.download(memories.get(place), found);
        Expectation.assertSame("in place of input " + place, type, expected[0], found);
        emulation.free();
      }
    }
  }
}
