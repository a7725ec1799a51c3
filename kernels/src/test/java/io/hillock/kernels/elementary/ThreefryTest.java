package io.hillock.kernels.elementary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hillock.kernels.Activations;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Expr;
import io.hillock.kernels.Interpreter;
import io.hillock.kernels.Kernel;
import io.hillock.kernels.Program;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ThreefryTest {
  /** The known answers of the authors' own implementation, Random123. */
  @ParameterizedTest
  @CsvSource({
    "00000000, 00000000, 00000000, 00000000, 6b200159, 99ba4efe",
    "ffffffff, ffffffff, ffffffff, ffffffff, 1cb996fc, bb002be7",
    "13198a2e, 03707344, 243f6a88, 85a308d3, c4923a9c, 483df7a0"
  })
  void wordsAreThoseOfTheAuthors(
      String key0, String key1, String counter0, String counter1, String first, String second) {
    for (DataType type : List.of(DataType.FLOAT32, DataType.FLOAT64)) {
      List<Expr> words = Threefry.words(word(key0), word(key1), word(counter0), word(counter1));
      assertEquals(Long.parseLong(first, 16), bits(words.get(0), type));
      assertEquals(Long.parseLong(second, 16), bits(words.get(1), type));
    }
  }

  private static Expr word(String hex) {
    return Expr.intConstant(Long.parseLong(hex, 16));
  }

  private static long bits(Expr word, DataType type) {
    Program program = Kernel.of("word", x -> word.fromBits()).program(type);
    return new Interpreter(program).row(0, 1, new long[1])[0][0];
  }

  @ParameterizedTest
  @EnumSource(value = DataType.class, to = "FLOAT64")
  void everyElementOfTrainingHasASlopeOfItsOwnThatTheBackwardMakesAgain(DataType type) {
    Kernel kernel = Activations.RRELU_TRAIN.with("seed", 7);
    int count = 4096;
    long[] x = new long[count];
    long[] one = new long[count];
    java.util.Arrays.fill(x, type.bitsOf(-1));
    java.util.Arrays.fill(one, type.bitsOf(1));
    long[] y = new Interpreter(kernel.program(type), kernel.parameterValues()).row(0, 1, x)[0];
    long[] slopes =
        new Interpreter(kernel.backward().program(type), kernel.parameterValues())
            .row(0, 1, x, one)[0];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      double slope = type.valueOf(slopes[i]);
      assertEquals(-slope, type.valueOf(y[i]));
      assertTrue(slope >= 0.125 && slope <= 0.3340, "" + slope);
      sum += slope;
    }
    assertEquals((1 / 8.0 + 1 / 3.0) / 2, sum / count, 0.003);
    assertNotEquals(y[0], y[1]);
    Kernel other = kernel.with("seed", 8);
    long[] different =
        new Interpreter(other.program(type), other.parameterValues()).row(0, 1, x)[0];
    assertNotEquals(y[0], different[0]);
  }

  @ParameterizedTest
  @EnumSource(value = DataType.class, to = "FLOAT64")
  void theUpperWordOfTheIndexCounts(DataType type) {
    Kernel kernel = Activations.RRELU_TRAIN;
    Interpreter interpreter = new Interpreter(kernel.program(type), kernel.parameterValues());
    long[] x = {type.bitsOf(-1)};
    assertNotEquals(interpreter.row(5, 1, x)[0][0], interpreter.row((1L << 32) + 5, 1, x)[0][0]);
  }
}
