package io.hillock.check;

import static org.junit.jupiter.api.Assertions.fail;

import io.hillock.kernels.Activations;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Expr;
import io.hillock.kernels.Functions;
import io.hillock.kernels.Interpreter;
import io.hillock.kernels.Kernel;
import io.hillock.kernels.Losses;
import io.hillock.kernels.Program;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTest {
  static Stream<Kernel> kernels() {
    List<Kernel> kernels = new ArrayList<>(Activations.all());
    kernels.add(Kernel.of("log-sum-exp", ReferenceTest::logSumExp));
    kernels.add(Kernel.of("mean-square", x -> Functions.rowSum(x.mul(x)).div(3).sqrt()));
    kernels.add(Activations.LEAKY_RELU.with("alpha", 0.3));
    return kernels.stream();
  }

  private static Expr logSumExp(Expr x) {
    Expr max = Functions.rowMax(x);
    return Functions.log(Functions.rowSum(Functions.expDifference(x, max))).add(max);
  }

  static Stream<Kernel> programs() {
    return Stream.concat(
        kernels().flatMap(ReferenceTest::targets),
        Stream.of(Activations.CRELU, Activations.GEGLU.gradients()));
  }

  private static Stream<Kernel> targets(Kernel kernel) {
    return Check.kinds(kernel).stream().flatMap(kind -> Check.targets(kernel, kind).stream());
  }

  /** The least alike along a row: of one input, and of integers and positions. */
  static Stream<Kernel> rows() {
    return kernels()
        .filter(
            kernel ->
                kernel == Activations.SOFTMAX
                    || kernel == Losses.CROSS_ENTROPY
                    || kernel.name().equals("log-sum-exp")
                    || kernel.name().equals("mean-square"))
        .flatMap(ReferenceTest::targets);
  }

  @ParameterizedTest
  @MethodSource("programs")
  void everyProgramGivesTheInterpretersBits(Kernel kernel) {
    for (DataType type : DataType.reals()) {
      if (kernel.isRow()) {
        rowsAreTheInterpreters(kernel, type, 1);
        rowsAreTheInterpreters(kernel, type, 37);
      } else {
        elementsAreTheInterpreters(kernel, type);
      }
    }
  }

  private static void elementsAreTheInterpreters(Kernel kernel, DataType type) {
    int count = 12_000;
    Object[] columns = Elements.arrays(type, kernel.inputs().size(), count);
    Spread spread = Spread.of(kernel, type, count);
    // A stride through all of 16 bits; special values first in the others.
    spread.fill(0, count, columns);
    assertSame(kernel, type, columns, 3);
  }

  private static void assertSame(Kernel kernel, DataType type, Object[] columns, int from) {
    Program program = kernel.program(type);
    int count = Array.getLength(columns[0]) - from;
    int width = program.reducesRow() ? 1 : count;
    int outputs = program.outputs().size();
    Object[] found = Elements.arrays(type, outputs, width + 5);
    new Reference(program, kernel.parameterValues()).evaluateAll(columns, from, count, found, 5);
    long[][] inputs = new long[columns.length][count];
    for (int input = 0; input < inputs.length; input++) {
      for (int i = 0; i < count; i++) {
        inputs[input][i] = Elements.bits(program.inputType(input), columns[input], from + i);
      }
    }
    long[][] expected = new Interpreter(program, kernel.parameterValues()).row(from, 1, inputs);
    Object element = Elements.array(type, 1);
    for (int output = 0; output < outputs; output++) {
      for (int i = 0; i < width; i++) {
        Elements.setBits(type, element, 0, expected[output][i]);
        if (!Elements.same(type, element, 0, found[output], 5 + i)) {
          fail(kernel + " in " + type + " of " + Elements.value(type, columns[0], from + i));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 127, 128, 129, 1023, 1024, 1025, 4095, 4096, 4097, 8192, 13000})
  void rowProgramsGiveTheInterpretersBits(int length) {
    for (DataType type : DataType.reals()) {
      rows().filter(Kernel::isRow).forEach(kernel -> rowsAreTheInterpreters(kernel, type, length));
    }
  }

  private static void rowsAreTheInterpreters(Kernel kernel, DataType type, int length) {
    Rows rows = Rows.of(kernel, length);
    for (int row = 0; row < 9; row++) {
      assertSame(kernel, type, rows.get(type, 3L * row, 1), 0);
    }
  }
}
