package io.hillock.check;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hillock.kernels.Activations;
import io.hillock.kernels.Expr;
import io.hillock.kernels.Functions;
import io.hillock.kernels.Interpreter;
import io.hillock.kernels.Kernel;
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
    return kernels()
        .flatMap(
            kernel ->
                Check.kinds(kernel).stream().flatMap(kind -> Check.targets(kernel, kind).stream()));
  }

  @ParameterizedTest
  @MethodSource("programs")
  void aMapProgramGivesTheInterpretersBits(Kernel kernel) {
    if (kernel.isRow()) {
      rowsAreTheInterpreters(kernel, 1);
      return;
    }
    Inputs inputs = Inputs.spread(kernel, 12_000);
    int count = (int) inputs.count();
    float[][] columns = new float[kernel.inputs().size()][count];
    inputs.fill(0, count, columns);
    float[] found = new float[count + 5];
    new Reference(kernel.program(), kernel.parameterValues())
        .evaluate(columns, 3, count - 3, found, 5);
    float[] expected = new Interpreter(kernel.program(), kernel.parameterValues()).row(columns);
    for (int i = 3; i < count; i++) {
      int index = i;
      assertEquals(
          Float.floatToIntBits(expected[i]),
          Float.floatToIntBits(found[i + 2]),
          () -> kernel + " of " + columns[0][index]);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 127, 128, 129, 1023, 1024, 1025, 4095, 4096, 4097, 8192, 13000})
  void rowProgramsGiveTheInterpretersBits(int length) {
    programs().filter(Kernel::isRow).forEach(kernel -> rowsAreTheInterpreters(kernel, length));
  }

  private static void rowsAreTheInterpreters(Kernel kernel, int length) {
    Reference reference = new Reference(kernel.program(), kernel.parameterValues());
    Interpreter interpreter = new Interpreter(kernel.program(), kernel.parameterValues());
    Rows rows = new Rows(kernel.inputs().size(), length);
    for (int row = 0; row < 9; row++) {
      float[][] elements = rows.get(3L * row, 1);
      float[] expected = interpreter.row(elements);
      float[] found = new float[expected.length];
      reference.evaluate(elements, 0, length, found, 0);
      assertArrayEquals(bits(expected), bits(found), kernel + " of " + Rows.content(3L * row));
    }
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToIntBits(values[i]);
    }
    return bits;
  }
}
