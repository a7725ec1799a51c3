package io.hillock.cpu;

import io.hillock.kernels.DataType;
import io.hillock.kernels.Expr;
import io.hillock.kernels.Kernel;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The conversions of 16-bit elements, for scalars and for vectors. */
class ConversionsTest {
  /** The float whose bits are the element's index. */
  private static final Kernel EVERY_FLOAT = Kernel.of("float", x -> Expr.indexLow().fromBits());

  static Stream<CallTester> testers() {
    return Stream.of(DataType.FLOAT16, DataType.BFLOAT16)
        .flatMap(type -> Stream.of(1, 4, 8, 16).map(floats -> new CallTester(type, floats)));
  }

  @ParameterizedTest
  @MethodSource("testers")
  void everyElementIsLoadedAsItsValue(CallTester tester) {
    long[] all = new long[1 << 16];
    for (int i = 0; i < all.length; i++) {
      all[i] = i;
    }
    for (Kernel kernel :
        List.of(
            Kernel.of("identity", x -> x),
            Kernel.of("triple", x -> x.mul(3)),
            Kernel.of("scaled", x -> x.mul(0x1p20)))) {
      tester.checkElements(kernel, all, 0, 1);
    }
  }

  /**
   * Every float that lies half-way between two elements, every element, and their neighbours: ties
   * are multiples of 2^12 for binary16, also among subnormals, and of 2^15 for bfloat16.
   */
  @ParameterizedTest
  @MethodSource("testers")
  void everyTieAndItsNeighboursAreRoundedToNearestEven(CallTester tester) {
    int step = tester.type() == DataType.FLOAT16 ? 1 << 12 : 1 << 15;
    long count = (1L << 32) / step;
    int part = 1 << 16;
    for (int beside = -1; beside <= 1; beside++) {
      for (long i = 0; i < count; i += part) {
        tester.checkElements(EVERY_FLOAT, new long[part], i * step + beside, step);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("testers")
  void floatsOfAllSizesAreRounded(CallTester tester) {
    int step = 16_411;
    for (long first = 0; first < 1L << 32; first += (long) step << 16) {
      tester.checkElements(EVERY_FLOAT, new long[1 << 16], first, step);
    }
  }
}
