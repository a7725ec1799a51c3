package io.hillock.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hillock.check.Check;
import io.hillock.check.CheckResult;
import io.hillock.kernels.Activations;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Kernel;
import io.hillock.tensor.Engine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No function of the catalogue is further from its true value than its documentation states, in any
 * data type: on inputs spread over all floats, on all inputs of 16 bits.
 */
@EveryBackend
class UlpTest {
  private static final int INPUTS = Integer.getInteger("hillock.test.inputs", 1 << 20);

  /** In 16 bits these are all there are. */
  private static final int INPUTS_OF_OTHER_TYPES = 1 << 16;

  /** Further than this no function of the catalogue may be from its true value. */
  private static final double GREATEST = 1;

  /** The same with other parameters than the default ones. */
  private static final double GREATEST_OF_ALL_PARAMETERS = 2;

  @Parameter Engine engine;

  static Stream<Arguments> catalogue() {
    // Softmax's kin are slow to check; in 16 bits there is one more rounding, in each the same.
    return DataType.reals().stream()
        .flatMap(
            type ->
                Activations.all().stream()
                    .filter(kernel -> type != DataType.FLOAT16 || !isFamily(kernel))
                    .map(kernel -> Arguments.of(type, kernel)));
  }

  @ParameterizedTest
  @MethodSource("catalogue")
  void noErrorIsGreaterThanIsDocumented(DataType type, Kernel kernel) {
    // FamilyTest holds the other backends to the bits that are measured here.
    assumeTrue(measures() || !isFamily(kernel));
    for (Check.Kind kind : Check.kinds(kernel)) {
      List<String> differences = Collections.synchronizedList(new ArrayList<>());
      CheckResult result =
          new Check(engine)
              .dataType(type)
              .inputs(inputs(type, kernel))
              .measuring(measures())
              .onDifference(difference -> differences.add(difference.toString()))
              .run(kernel, kind);
      assertEquals(0, result.bitDifferences(), () -> result + " " + differences);
      if (measures() && !isRandom(kernel)) {
        assertErrors(kernel, kind, type, result);
      }
    }
  }

  private static boolean isFamily(Kernel kernel) {
    return kernel.isRow() && kernel != Activations.SOFTMAX;
  }

  private static int inputs(DataType type, Kernel kernel) {
    if (isFamily(kernel)) {
      return Math.max(1, INPUTS >> 10);
    }
    return type == DataType.FLOAT32 ? INPUTS : INPUTS_OF_OTHER_TYPES;
  }

  /** Errors are measured once: the same bits, which every backend is held to, have the same. */
  private boolean measures() {
    return engine.device().backend().equals("cpu");
  }

  /** Random numbers have no true value. */
  private static boolean isRandom(Kernel kernel) {
    return kernel.parameters().stream().anyMatch(parameter -> parameter.name().equals("seed"));
  }

  private static void assertErrors(
      Kernel kernel, Check.Kind kind, DataType type, CheckResult result) {
    assertEquals(0, result.nanMismatches(), result::toString);
    assertNotNull(result.maxUlp(), result::toString);
    double limit = Check.limit(kernel, kind, type);
    assertTrue(result.within(limit), () -> "at most " + limit + ": " + result);
    if (kernel.isRow()) {
      // Sums that cancel have no limit; where one is stated it was held above.
      return;
    }
    if (kind == Check.Kind.BACKWARD) {
      // One more rounding than the derivative.
      double ofDerivative = Check.limit(kernel, Check.Kind.DERIVATIVE, type);
      assertTrue(result.within(2 * ofDerivative + 0.51), result::toString);
    } else {
      assertFalse(Double.isNaN(limit), () -> kernel + " states no greatest error");
      assertTrue(limit <= GREATEST, () -> kernel + " allows an error of " + limit);
    }
  }

  static Stream<Kernel> withOtherParameters() {
    return Stream.of(
        Activations.LINEAR.with("a", -3.7).with("b", 0.9),
        Activations.BINARY_STEP.with("threshold", 0.1),
        Activations.LEAKY_RELU.with("alpha", -0.3),
        Activations.ELU.with("alpha", 1.7),
        Activations.GAUSSIAN.with("mu", 0.7).with("sigma", 0.3).with("a", -2),
        Activations.GAUSSIAN.with("mu", 1e10).with("sigma", 3e-5));
  }

  @ParameterizedTest
  @MethodSource("withOtherParameters")
  void noErrorWithOtherParametersIsGreaterThanTwo(Kernel kernel) {
    for (Check.Kind kind : List.of(Check.Kind.FORWARD, Check.Kind.DERIVATIVE)) {
      CheckResult result = new Check(engine).inputs(INPUTS / 4).run(kernel, kind);
      assertTrue(result.agrees(), () -> kernel + ": " + result);
      assertTrue(result.within(GREATEST_OF_ALL_PARAMETERS), () -> kernel + ": " + result);
    }
  }
}
