package io.hillock.gpu.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hillock.kernels.Activations;
import io.hillock.kernels.Expr;
import io.hillock.kernels.Functions;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Kernels of single elements: operations, inputs that are stretched, sizes. */
class MapKernelTest {
  private static final double[] NONE = {};
  private static OpenClBackend backend;

  @BeforeAll
  static void open() {
    backend = TestDevice.open();
  }

  @AfterAll
  static void close() {
    backend.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 255, 256, 257, 4095, 4097, 100_003})
  void everySizeIsWrittenToItsEndAndNoFurther(int count) {
    TestDevice.assertExact(
        backend,
        Activations.SIGMOID.program(),
        NONE,
        new Extent(1, count, 1),
        TestDevice.spread(count, count));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void divisionAndSquareRootAreCorrectlyRoundedInEitherDialect(boolean dividesExactly) {
    Kernel both =
        Kernel.define("div-sqrt")
            .inputs("a", "b", "which")
            .define(
                in -> {
                  Expr a = in.input("a");
                  return in.input("which").eq(0).select(a.div(in.input("b")), a.sqrt());
                })
            .build();
    int count = 200_000;
    float[] a = TestDevice.spread(count, 1);
    float[] b = TestDevice.spread(count, 2);
    float[] which = new float[count];
    for (int i = 0; i < count; i++) {
      which[i] = i % 3 == 0 ? 1 : 0;
      if (i % 7 == 0) {
        // Quotients near a tie and results on the border of the subnormals.
        b[i] = Math.nextUp(a[i] * 0x1p-3f);
      } else if (i % 11 == 0) {
        b[i] = a[i] * 0x1.8p126f;
      }
    }
    try (OpenClBackend other =
        TestDevice.open(new OpenClDialect(dividesExactly, true, true), true)) {
      TestDevice.assertExact(other, both.program(), NONE, new Extent(1, count, 1), a, b, which);
    }
  }

  @Test
  void integerOperationsOnBitsWrapAndShiftAsInJava() {
    Kernel bits =
        Kernel.of(
            "bits",
            (a, b) -> {
              Expr x = a.bits();
              Expr y = b.bits();
              Expr mixed = x.intAdd(y).xor(x.intSub(y).shl(7)).intAdd(x.shr(9)).intSub(y.ushr(3));
              Expr masked = mixed.and(0x80ffffff).or(x.and(y).and(0x3f000000)).xor(-5).xor(7);
              // A finite float, so that no NaN hides a bit.
              return masked.and(0xbfffffff).fromBits();
            });
    TestDevice.assertExact(
        backend,
        bits.program(),
        NONE,
        new Extent(1, 50_000, 1),
        TestDevice.spread(50_000, 3),
        TestDevice.spread(50_000, 4));
  }

  @Test
  void constantsOfEveryKindReachTheDeviceUnchanged() {
    float[] constants = {
      -0f,
      0.1f,
      -Float.MIN_VALUE,
      Float.MIN_NORMAL,
      Float.MAX_VALUE,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      Float.NaN,
      0x1.fffffep-127f
    };
    for (float constant : constants) {
      Kernel kernel = Kernel.of("constant", x -> x.lt(1).select(constant, x));
      TestDevice.assertExact(
          backend, kernel.program(), NONE, new Extent(1, 3, 1), new float[] {0, 2, -5});
    }
  }

  @Test
  void productsAreNotContractedToFma() {
    Kernel kernel = Kernel.of("product", (a, b) -> a.mul(b).add(a.mul(a)).sub(b.mul(b)));
    TestDevice.assertExact(
        backend,
        kernel.program(),
        NONE,
        new Extent(1, 10_000, 1),
        TestDevice.ordinary(10_000, 5),
        TestDevice.ordinary(10_000, 6));
  }

  @Test
  void inputsThatAreNotUsedAndResultsWithoutInputsWork() {
    Kernel second = Kernel.of("second", (a, b) -> b.neg());
    float[] x = TestDevice.spread(777, 7);
    TestDevice.assertExact(
        backend, second.program(), NONE, new Extent(1, 777, 1), TestDevice.spread(777, 8), x);
    Kernel none =
        Kernel.define("none")
            .parameter("p", 3)
            .define(in -> in.parameter("p").mul(in.parameter("p")).add(1))
            .build();
    TestDevice.assertExact(backend, none.program(), new double[] {1.1f}, new Extent(1, 777, 1), x);
  }

  @Test
  void inputsOfASmallerShapeAreReadAgain() {
    Kernel kernel =
        Kernel.define("affine")
            .inputs("x", "scale", "shift")
            .define(in -> in.x().fma(in.input("scale"), in.input("shift")))
            .build();
    int outer = 7;
    int channels = 5;
    int inner = 33;
    int count = outer * channels * inner;
    float[] x = TestDevice.ordinary(count, 1);
    float[] scale = TestDevice.ordinary(channels, 2);
    float[] shift = TestDevice.ordinary(1, 3);
    float[] wide = new float[count];
    float[] same = new float[count];
    for (int i = 0; i < count; i++) {
      wide[i] = scale[i / inner % channels];
      same[i] = shift[0];
    }
    Extent extent = new Extent(1, count, 1);
    float[] expected = TestDevice.expected(kernel.program(), NONE, extent, x, wide, same);
    TestDevice.assertSameBits(
        expected,
        runBroadcast(kernel.program(), extent, x, scale, channels, inner, shift),
        "affine");
    assertEquals(Access.WIDE, Access.of(Operand.stretched(null, 5, 33), 1L << 32));
    assertEquals(Access.NARROW, Access.of(Operand.stretched(null, 5, 33), (1L << 32) - 1));
    assertEquals(Access.SCALAR, Access.of(Operand.stretched(null, 1, 1L << 40), 1L << 40));
  }

  private static float[] runBroadcast(
      Program program,
      Extent extent,
      float[] x,
      float[] scale,
      int channels,
      int inner,
      float[] shift) {
    Memory first = TestDevice.upload(backend, x);
    Memory second = TestDevice.upload(backend, scale);
    Memory third = TestDevice.upload(backend, shift);
    List<Operand> operands =
        List.of(
            Operand.dense(first),
            Operand.stretched(second, channels, inner),
            Operand.stretched(third, 1, x.length));
    float[] found = TestDevice.run(backend, program, NONE, extent, operands);
    List.of(first, second, third).forEach(Memory::release);
    return found;
  }

  @Test
  void aStretchedInputOfARowKernelIsReadAgain() {
    Kernel masked =
        Kernel.of(
            "masked",
            (x, mask) -> {
              Expr e = Functions.exp(x.add(mask));
              return e.div(Functions.rowSum(e));
            });
    int rows = 6;
    int length = 5000;
    float[] x = TestDevice.ordinary(rows * length, 1);
    float[] mask = TestDevice.ordinary(length, 2);
    float[] wide = new float[rows * length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = mask[i % length];
    }
    Extent extent = new Extent(rows, length, 1);
    Memory first = TestDevice.upload(backend, x);
    Memory second = TestDevice.upload(backend, mask);
    List<Operand> operands = List.of(Operand.dense(first), Operand.stretched(second, length, 1));
    float[] found = TestDevice.run(backend, masked.program(), NONE, extent, operands);
    List.of(first, second).forEach(Memory::release);
    TestDevice.assertSameBits(
        TestDevice.expected(masked.program(), NONE, extent, x, wide), found, "masked");
  }

  @Test
  void sixtyFourBitIndicesOfStretchedInputsGiveTheSame() {
    Accesses accesses = new Accesses(List.of(Access.WIDE, Access.WIDE), List.of(Access.DENSE));
    Program program = Kernel.of("sum", (a, b) -> a.add(b)).program();
    String text = OpenClRenderer.render(program, accesses, OpenClDialect.NATIVE);
    assertTrue(text.contains("in1[(ulong) e / inner1 % period1]"), text);
    CompiledProgram compiled =
        backend.compiler().compile(new KernelCompiler.Variant(program, accesses, null, 0));
    assertTrue(compiled.largestGroup(OpenClRenderer.MAP) > 0);
  }

  @Test
  void aMapKernelMayWriteOverItsInput() {
    float[] values = TestDevice.spread(10_001, 11);
    Program program = Activations.TANH.program();
    Extent extent = new Extent(1, values.length, 1);
    Memory memory = TestDevice.upload(backend, values);
    backend.run(
        program, NONE, List.of(Operand.dense(memory)), List.of(Operand.dense(memory)), extent);
    float[] found = new float[values.length];
    backend.download(memory, 0, found, 0, found.length);
    memory.release();
    TestDevice.assertSameBits(
        TestDevice.expected(program, NONE, extent, values), found, "tanh in place");
  }

  @Test
  void partsOfAMemoryAreCopiedAndNothingElse() {
    float[] values = TestDevice.ordinary(1000, 12);
    Memory memory = TestDevice.upload(backend, values);
    backend.upload(new float[] {9, 8, 7, 6}, 1, memory, 500, 2);
    float[] found = new float[10];
    backend.download(memory, 498, found, 3, 6);
    memory.release();
    List<Float> expected = new ArrayList<>(List.of(0f, 0f, 0f, values[498], values[499], 8f, 7f));
    expected.addAll(List.of(values[502], values[503], 0f));
    for (int i = 0; i < found.length; i++) {
      assertEquals(expected.get(i), found[i], "element " + i);
    }
  }
}
