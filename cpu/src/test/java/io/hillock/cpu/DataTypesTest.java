package io.hillock.cpu;

import static io.hillock.kernels.Functions.rowMax;
import static io.hillock.kernels.Functions.rowSum;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hillock.cpu.CallTester.Lie;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Expr;
import io.hillock.kernels.Kernel;
import io.hillock.tensor.spi.Extent;
import io.hillock.tensor.spi.Operand.Axis;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every data type, for scalars and for vectors: the interpreter's bits wherever operands lie. */
class DataTypesTest {
  private static final int[] LENGTHS = {0, 1, 13, 207, 4098};

  private static final Kernel IDENTITY = Kernel.of("identity", x -> x);

  private static final Kernel ARITHMETIC =
      Kernel.define("arithmetic")
          .parameter("a", 0.3)
          .define(
              in -> {
                Expr x = in.x();
                Expr root = x.abs().add(0.1).sqrt();
                Expr chain = x.fma(root, in.parameter("a")).div(x.sub(1.5)).mul(root.neg());
                return x.le(0.5).select(chain, x.eq(2).select(1, x));
              })
          .build();

  private static final Kernel BITS =
      Kernel.of(
          "bits",
          x -> {
            Expr b = x.bits();
            Expr mixed = b.shl(3).xor(b.shr(5)).or(b.ushr(7)).intAdd(-12345);
            return x.lt(0).select(x, mixed.intSub(b).and(0x3f7f0000).fromBits());
          });

  private static final Kernel SEEDED =
      Kernel.define("seeded")
          .integerParameter("seed", 0xdeadbeefL)
          .define(in -> tagged(in.parameter("seed").xor(in.parameter("seed").ushr(13)), in.x()))
          .build();

  private static final Kernel PRODUCT = Kernel.of("product", (a, b) -> a.mul(b));

  private static final Kernel ROOT_OF_SQUARES =
      Kernel.of("root-of-squares", x -> rowSum(x.mul(x)).sqrt().add(rowMax(x)));

  private static final Kernel NORM =
      Kernel.define("norm")
          .positiveParameter("epsilon", 1e-5)
          .define(
              in -> {
                Expr count = rowSum(in.x().eq(in.x()).select(1, 0));
                Expr centred = in.x().sub(rowSum(in.x()).div(count));
                Expr variance = rowSum(centred.mul(centred)).div(count);
                return centred.div(variance.add(in.parameter("epsilon")).sqrt());
              })
          .build();

  /** Its numerator is dear enough to be kept from phase to phase. */
  private static final Kernel KEPT =
      Kernel.of(
          "kept",
          x -> {
            Expr value = x.sub(rowMax(x));
            for (int i = 0; i < 10; i++) {
              value = value.fma(0.25, 0.125 * i).abs();
            }
            return value.div(rowSum(value));
          });

  private static final Kernel SHARE =
      Kernel.of("share", (x, weight) -> x.mul(weight).div(rowSum(x.mul(weight))));

  /** An element's index, of which 16-bit numbers can hold seven bits, too. */
  private static Expr tagged(Expr bits, Expr x) {
    Expr folded = bits.xor(bits.ushr(7)).xor(bits.ushr(14)).xor(bits.ushr(25));
    return x.lt(100).select(folded.and(0x7f).shl(16).or(0x3f800000).fromBits(), x);
  }

  private static final Kernel INDEX =
      Kernel.of("index", x -> tagged(Expr.indexLow().xor(Expr.indexHigh().shl(5)), x));

  private static final Kernel INDEX_OF_ROW =
      Kernel.of(
          "index-of-row", x -> tagged(Expr.indexLow(), x).div(rowSum(tagged(Expr.indexLow(), x))));

  /**
   * Integers and truth values beside reals, and positions: with every operation that takes them.
   */
  private static final Kernel CHOSEN =
      Kernel.define("chosen")
          .inputs("x", "target", "mask")
          .integerInput("target")
          .booleanInput("mask")
          .integerParameter("ignored", -7, -100, 100)
          .define(
              in -> {
                Expr target = in.input("target");
                Expr near = target.intLt(Expr.position()).select(in.x(), target.toReal());
                Expr hit = Expr.position().intEq(target.intAdd(3)).select(rowSum(near), near);
                Expr kept = target.intEq(in.parameter("ignored")).select(0, hit);
                return in.input("mask").select(kept, in.x().mul(0.5));
              })
          .build();

  static Stream<CallTester> testers() {
    return DataType.reals().stream()
        .flatMap(type -> Stream.of(1, 4, 16).map(floats -> new CallTester(type, floats)));
  }

  @ParameterizedTest
  @MethodSource("testers")
  void mapProgramsGiveTheInterpretersBits(CallTester tester) {
    for (Kernel kernel : List.of(IDENTITY, ARITHMETIC, BITS, SEEDED, INDEX, PRODUCT.gradients())) {
      for (int length : LENGTHS) {
        tester.check(kernel, new Extent(1, length, 1));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("testers")
  void rowProgramsGiveTheInterpretersBits(CallTester tester) {
    for (Kernel kernel :
        List.of(ROOT_OF_SQUARES, NORM, KEPT, SHARE, SHARE.gradients(), INDEX_OF_ROW)) {
      for (int length : LENGTHS) {
        tester.check(kernel, new Extent(2, length, 1));
        tester.check(kernel, new Extent(1, length, length > 1000 ? 2 : 19));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("testers")
  void shortRowsThatShareABlockGiveTheInterpretersBits(CallTester tester) {
    for (Kernel kernel : List.of(ROOT_OF_SQUARES, KEPT, SHARE.gradients(), INDEX_OF_ROW)) {
      for (int length : new int[] {2, 16, 31, 33, 64, 127, 128, 130, 1000}) {
        // More than one block, the last of which is not full.
        tester.check(kernel, new Extent(4500 / length + 1, length, 1));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("testers")
  void aRowMayBeWrittenOverItself(CallTester tester) {
    for (int length : new int[] {1, 16, 50, 128, 129}) {
      tester.checkInPlace(KEPT, new Extent(37, length, 1));
      tester.checkInPlace(NORM, new Extent(37, length, 1));
    }
  }

  @ParameterizedTest
  @MethodSource("testers")
  void mapProgramsTakeAndGivePartsOfTensors(CallTester tester) {
    Kernel kernel = PRODUCT.gradients();
    for (int count : new int[] {1, 207, 4098, 70_000}) {
      for (int inner : new int[] {1, 3, 17, 207, 600, 5000}) {
        List<Lie> in =
            List.of(
                Lie.part(count, inner, 2, 0),
                Lie.part(count, inner, 3, 2),
                Lie.stretched(7, inner));
        List<Lie> out = List.of(Lie.part(count, inner, 2, 0), Lie.part(count, inner, 2, 1));
        tester.check(kernel, new Extent(1, count, 1), in, out, true);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("testers")
  void rowProgramsTakeAndGivePartsOfTensors(CallTester tester) {
    Kernel kernel = SHARE.gradients();
    for (Extent extent :
        List.of(new Extent(3, 40, 1), new Extent(3, 13, 1), new Extent(2, 6, 20))) {
      int count = (int) extent.count();
      int row = (int) (extent.length() * extent.inner());
      for (int inner : new int[] {1, 3, row, 4 * row}) {
        List<Lie> in =
            List.of(
                Lie.part(count, inner, 2, 1), Lie.stretched(row, 1), Lie.part(count, inner, 2, 0));
        List<Lie> out = List.of(Lie.part(count, inner, 2, 0), Lie.part(count, inner, 2, 1));
        tester.check(kernel, extent, in, out, true);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("testers")
  void integersTruthValuesAndPositionsGiveTheInterpretersBits(CallTester tester) {
    for (int length : LENGTHS) {
      tester.check(CHOSEN, new Extent(2, length, 1));
      tester.check(CHOSEN, new Extent(1, length, length > 1000 ? 2 : 19));
    }
    Extent extent = new Extent(3, 40, 1);
    List<Lie> in = List.of(Lie.dense(120), Lie.stretched(3, 40), Lie.stretched(40, 1));
    tester.check(CHOSEN, extent, in, List.of(Lie.dense(120)), false);
  }

  @ParameterizedTest
  @MethodSource("testers")
  void operandsMayHaveAStrideForEachAxis(CallTester tester) {
    Axis a = new Axis(6, 20);
    Axis b = new Axis(4, 5);
    Axis c = new Axis(5, 1);
    Lie moved = Lie.strided(120, a, c, b);
    Lie smaller = Lie.strided(24, new Axis(6, 4), new Axis(5, 0), new Axis(4, 1));
    Lie repeated = Lie.strided(20, new Axis(6, 0), c, b);
    Lie integers = Lie.strided(30, new Axis(6, 5), new Axis(5, 1), new Axis(4, 0));
    for (Extent extent : List.of(new Extent(4, 30, 1), new Extent(20, 6, 1), new Extent(4, 5, 6))) {
      tester.check(SHARE, extent, List.of(moved, smaller), List.of(moved), false);
      tester.check(SHARE, extent, List.of(repeated, Lie.dense(120)), List.of(moved), false);
      List<Lie> in = List.of(moved, integers, smaller);
      tester.check(CHOSEN, extent, in, List.of(Lie.dense(120)), false);
    }
    Lie large = Lie.strided(9000, new Axis(30, 300), new Axis(300, 1));
    Extent map = new Extent(1, 9000, 1);
    tester.check(PRODUCT, map, List.of(large, Lie.dense(9000)), List.of(large), false);
  }

  @ParameterizedTest
  @MethodSource("testers")
  void anElementKnowsItsIndexBeyondTwoToThe32(CallTester tester) {
    for (long first : new long[] {0, (1L << 32) - 5, (1L << 32) + 7, (3L << 32) - 100, 1L << 45}) {
      for (long step : new long[] {1, 3, 1000, (1L << 31) - 1, 5L << 30, 3L << 33}) {
        tester.checkElements(INDEX, Bits.noise(tester.type(), 208, first), first, step);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("testers")
  void elementsGoInAndOutAcrossPages(CallTester tester) {
    DataType type = tester.type();
    long[] bits = Bits.noise(type, 1000, 3);
    CpuMemory memory = new CpuMemory(type, 1000, 64);
    assertEquals(1000L * type.bytes(), memory.bytes());
    memory.set(0, Bits.array(type, bits), 0, 1000);
    Object out = Elements.stored(type).create(1000);
    memory.get(0, out, 0, 1000);
    assertArrayEquals(bits, Bits.of(type, out, 1000));
  }
}
