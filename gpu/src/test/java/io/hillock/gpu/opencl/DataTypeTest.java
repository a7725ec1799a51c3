package io.hillock.gpu.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hillock.gpu.HostArray;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Expr;
import io.hillock.kernels.Kernel;
import io.hillock.kernels.Program;
import io.hillock.tensor.spi.Extent;
import io.hillock.tensor.spi.Memory;
import io.hillock.tensor.spi.Operand;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Elements of every data type: operations, conversions, indices, parameters, copies. */
class DataTypeTest {
  private static final double[] NONE = {};
  private static final int[] LENGTHS = {1, 3, 255, 4097};

  private static OpenClBackend backend;

  @BeforeAll
  static void open() {
    backend = TestDevice.open();
  }

  @AfterAll
  static void close() {
    backend.close();
  }

  private static Extent elements(int count) {
    return new Extent(1, count, 1);
  }

  @ParameterizedTest
  @EnumSource(value = DataType.class, to = "FLOAT64")
  void realOperationsAreExactAtEveryLength(DataType type) {
    List<Kernel> kernels =
        List.of(
            Kernel.of("sum", (a, b) -> a.add(b).sub(a.mul(b))),
            Kernel.of("quotient", (a, b) -> a.div(b)),
            Kernel.of("root", (a, b) -> a.sqrt().fma(b, a)),
            Kernel.of("fused", (a, b) -> a.fma(b, a.neg())),
            Kernel.of("larger", (a, b) -> a.lt(b).select(b, a).sub(a.abs())),
            Kernel.of("chosen", (a, b) -> a.le(b).select(a, a.eq(b.neg()).select(0.1, b))));
    for (Kernel kernel : kernels) {
      for (int count : LENGTHS) {
        Elements.assertExact(
            backend,
            kernel.program(type),
            NONE,
            elements(count),
            Elements.spread(type, count, 1),
            Elements.spread(type, count, 2));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(value = DataType.class, to = "FLOAT64")
  void integerOperationsAreThoseOfTheTypesWidth(DataType type) {
    // Finite numbers in the end, so that no NaN hides a bit.
    long finite = type.isWide() ? 0xbfffffffffffffffL : 0xbfffffff;
    long mask = type.isWide() ? 0x80fffffffffffff1L : 0x80fffff1;
    Kernel bits =
        Kernel.of(
            "bits",
            (a, b) -> {
              Expr x = a.bits();
              Expr y = b.bits();
              Expr mixed = x.intAdd(y).xor(x.intSub(y).shl(7)).intAdd(x.shr(9)).intSub(y.ushr(3));
              Expr masked = mixed.and(mask).or(x.and(y)).xor(-5).xor(7).xor(1023).xor(1024);
              return masked.and(finite).fromBits();
            });
    int count = 10_001;
    Elements.assertExact(
        backend,
        bits.program(type),
        NONE,
        elements(count),
        Elements.spread(type, count, 3),
        Elements.spread(type, count, 4));
  }

  @ParameterizedTest
  @EnumSource(value = DataType.class, to = "FLOAT64")
  void constantsReachTheDeviceUnchanged(DataType type) {
    double[] constants = {
      -0.0,
      0.1,
      -Double.MIN_VALUE,
      Double.MIN_NORMAL,
      Float.MIN_VALUE,
      Double.MAX_VALUE,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      Double.NaN
    };
    for (double constant : constants) {
      Kernel kernel = Kernel.of("constant", x -> x.lt(1).select(constant, x));
      long[] x = {type.bitsOf(0), type.bitsOf(2), type.bitsOf(-5)};
      Elements.assertExact(backend, kernel.program(type), NONE, elements(3), x);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT32", "FLOAT64"})
  void aZeroThatIsChosenKeepsItsSign(DataType type) {
    // LLVM 15 takes the zero of the comparison for the one that is chosen.
    List<Kernel> kernels = new ArrayList<>();
    for (double border : new double[] {0.0, -0.0}) {
      for (double zero : new double[] {0.0, -0.0}) {
        kernels.add(Kernel.of("below", x -> x.lt(border).select(zero, x)));
        kernels.add(Kernel.of("not below", x -> x.lt(border).select(x, zero)));
        kernels.add(Kernel.of("above", x -> x.gt(border).select(zero, x)));
        kernels.add(Kernel.of("not above", x -> x.gt(border).select(x, zero)));
        kernels.add(Kernel.of("at most", x -> x.le(border).select(zero, x)));
        kernels.add(Kernel.of("equal", x -> x.eq(border).select(zero, x)));
        kernels.add(Kernel.of("computed", x -> x.lt(border).select(Expr.constant(zero).neg(), x)));
      }
    }
    long[] x = Elements.spread(type, 300, 13);
    for (Kernel kernel : kernels) {
      Elements.assertExact(backend, kernel.program(type), NONE, elements(x.length), x);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT16", "BFLOAT16"})
  void all16BitNumbersAreReadAndWritten(DataType type) {
    long[] all = new long[1 << 16];
    for (int i = 0; i < all.length; i++) {
      all[i] = i;
    }
    List<Kernel> kernels =
        List.of(
            Kernel.of("same", x -> x),
            Kernel.of("negated", x -> x.neg()),
            Kernel.of("scaled", x -> x.mul(0x1.004p-1)),
            Kernel.of("root", x -> x.abs().sqrt()),
            Kernel.of("reciprocal", x -> Expr.constant(1).div(x)));
    for (boolean convertsHalf : new boolean[] {true, false}) {
      try (OpenClBackend other = openConverting(convertsHalf)) {
        for (Kernel kernel : kernels) {
          Elements.assertExact(other, kernel.program(type), NONE, elements(all.length), all);
        }
      }
    }
  }

  private static OpenClBackend openConverting(boolean convertsHalf) {
    return TestDevice.open(new OpenClDialect(true, convertsHalf, true), true);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void float16IsRoundedToNearestEvenAtEveryTie(boolean convertsHalf) {
    // a plus half of its last place, and that with float32's last place more or less.
    Kernel tie =
        Kernel.define("tie")
            .inputs("a", "half", "bit")
            .define(
                in -> in.input("bit").fma(0x1p-20, in.input("half").fma(0x1p-10, in.input("a"))))
            .build();
    DataType type = DataType.FLOAT16;
    int count = 3 << 16;
    long[][] inputs = new long[3][count];
    for (int i = 0; i < count; i++) {
      int bits = i & 0xffff;
      double sign = bits < 0x8000 ? 1 : -1;
      double ulp = Math.scalb(1.0, Math.max(1, bits >> 10 & 31) - 25);
      inputs[0][i] = bits;
      inputs[1][i] = type.bitsOf(sign * ulp / 2 * 0x1p10);
      inputs[2][i] = type.bitsOf(((i >> 16) - 1) * ulp * 0x1p-12 * 0x1p20);
    }
    try (OpenClBackend other = openConverting(convertsHalf)) {
      Elements.assertExact(other, tie.program(type), NONE, elements(count), inputs);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void float16OverflowsAndUnderflowsAsAtEachMagnitudeOfFloat32(boolean convertsHalf) {
    // All exponents of float32 and beyond, with significands of up to 22 bits.
    Kernel product =
        Kernel.define("product")
            .inputs("a", "b", "c", "d")
            .define(
                in -> in.input("a").mul(in.input("b")).mul(in.input("c")).mul(in.input("d").mul(8)))
            .build();
    int count = 100_003;
    long[][] inputs = new long[4][];
    for (int k = 0; k < 4; k++) {
      inputs[k] = Elements.spread(DataType.FLOAT16, count, 20 + k);
    }
    try (OpenClBackend other = openConverting(convertsHalf)) {
      Program program = product.program(DataType.FLOAT16);
      Elements.assertExact(other, program, NONE, elements(count), inputs);
    }
  }

  /** Returns a number in [1, 2) from four bits of an integer: every type has it. */
  static Expr digit(DataType type, Expr bits) {
    Expr low = bits.and(15);
    return type.isWide()
        ? low.shl(48).or(0x3ff0000000000000L).fromBits()
        : low.shl(19).or(0x3f800000).fromBits();
  }

  @ParameterizedTest
  @EnumSource(value = DataType.class, to = "FLOAT64")
  void anElementKnowsItsIndex(DataType type) {
    for (int shift : new int[] {0, 4, 8, 12}) {
      Kernel kernel =
          Kernel.of(
              "index",
              x -> {
                Expr low = digit(type, Expr.indexLow().ushr(shift));
                return low.add(digit(type, Expr.indexHigh())).sub(x);
              });
      long[] x = Elements.filled(type, 70_001, 1);
      Elements.assertExact(backend, kernel.program(type), NONE, elements(x.length), x);
    }
    Kernel upper = Kernel.of("upper", x -> digit(type, Expr.indexHigh()).add(x));
    String text = OpenClRenderer.render(upper.program(type));
    assertTrue(text.contains(type.isWide() ? "= e >> 32;" : "= (uint) (e >> 32);"), text);
  }

  @ParameterizedTest
  @EnumSource(value = DataType.class, to = "FLOAT64")
  void integerParametersAreTakenAsIntegers(DataType type) {
    Kernel kernel =
        Kernel.define("seeded")
            .parameter("scale", 1)
            .integerParameter("seed", 1)
            .parameter("unused", 1)
            .define(
                in -> {
                  Expr mixed = in.parameter("seed").xor(Expr.indexLow());
                  Expr number = digit(type, mixed).add(digit(type, mixed.ushr(28)));
                  return number.fma(in.parameter("scale"), in.x());
                })
            .build();
    long[] x = Elements.ordinary(type, 1001, 5);
    for (double seed : new double[] {0, 1, 12345, 0x80000000L, 0xfedcba98L, 0xffffffffL}) {
      double[] parameters = {0.1, seed, 3};
      Elements.assertExact(backend, kernel.program(type), parameters, elements(x.length), x);
    }
  }

  @ParameterizedTest
  @EnumSource(value = DataType.class, to = "FLOAT64")
  void partsOfAMemoryAreCopiedAndNothingElse(DataType type) {
    long[] values = Elements.spread(type, 1000, 12);
    Memory memory = Elements.upload(backend, type, values);
    assertEquals(1000L * type.bytes(), memory.bytes());
    long[] part = Elements.ordinary(type, 4, 1);
    backend.upload(HostArray.of(type, part), 1, memory, 501, 2);
    values[501] = part[1];
    values[502] = part[2];
    long[] found = Elements.download(backend, type, memory, 1000);
    Object some = HostArray.of(type, new long[10]);
    backend.download(memory, 498, some, 3, 6);
    memory.release();
    Elements.assertSame(type, values, found, "all");
    long[] expected = new long[10];
    System.arraycopy(values, 498, expected, 3, 6);
    Elements.assertSame(type, expected, HostArray.bits(some), "six of them");
  }

  @ParameterizedTest
  @EnumSource(value = DataType.class, to = "FLOAT64")
  void aMapKernelMayWriteOverItsInputs(DataType type) {
    Program program = Kernel.of("product", (a, b) -> a.mul(b)).gradients().program(type);
    int count = 3001;
    long[][] values = new long[3][];
    List<Operand> operands = new ArrayList<>();
    for (int k = 0; k < 3; k++) {
      values[k] = Elements.spread(type, count, k);
      operands.add(Operand.dense(Elements.upload(backend, type, values[k])));
    }
    backend.run(program, NONE, operands, operands.subList(0, 2), elements(count));
    long[][] expected = Elements.expected(program, NONE, elements(count), values);
    for (int o = 0; o < 2; o++) {
      long[] found = Elements.download(backend, type, operands.get(o).memory(), count);
      Elements.assertSame(type, expected[o], found, "in place, output " + o);
    }
    operands.forEach(operand -> operand.memory().release());
  }

  @Test
  void float64IsAskedForInTheTextAndFloat32IsNot() {
    Kernel kernel = Kernel.of("twice", x -> x.add(x));
    String wide = OpenClRenderer.render(kernel.program(DataType.FLOAT64));
    assertTrue(wide.contains("#pragma OPENCL EXTENSION cl_khr_fp64 : enable"), wide);
    for (DataType type : DataType.reals()) {
      String text = OpenClRenderer.render(kernel.program(type));
      assertEquals(type.isWide(), text.contains("double"), text);
      assertEquals(type.isWide(), text.contains("fp64"), text);
      assertEquals(type == DataType.FLOAT16, text.contains("half"), text);
    }
  }
}
