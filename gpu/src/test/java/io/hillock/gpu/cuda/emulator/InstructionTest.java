package io.hillock.gpu.cuda.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each instruction by itself: its operands are in register 1 to 3 of each type, its result in
 * register 10 of one, or in {@code %p9} or {@code %h9}.
 */
class InstructionTest {
  /**
   * An instruction and what it gives.
   *
   * @param body the text
   * @param rows for some threads the bits of the result and of the operands
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Case(String body, long[]... rows) {
    @Override
    public String toString() {
      return body;
    }
  }

  private static final float TINY = Float.MIN_VALUE;
  private static final int NAN = 0x7fffffff;
  private static final long HALF_NAN = 0x7fff;

  private static Case of(String body, long[]... rows) {
    return new Case(body, rows);
  }

  /** The result first, then the operands. */
  private static long[] row(long... bits) {
    return bits;
  }

  private static long f(float value) {
    return Float.floatToRawIntBits(value) & 0xffffffffL;
  }

  private static long d(double value) {
    return Double.doubleToRawLongBits(value);
  }

  private static long[] floats(float... values) {
    long[] bits = new long[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.isNaN(values[i]) ? NAN : f(values[i]);
    }
    return bits;
  }

  private static long[] doubles(double... values) {
    long[] bits = new long[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = d(values[i]);
    }
    return bits;
  }

  static Stream<Case> integers() {
    long minus = 0xffffffffL;
    return Stream.of(
        of("add.s32 %r10, %r1, %r2;", row(7, 5, 2), row(0, minus, 1)),
        of("add.u32 %r10, %r1, -3;", row(2, 5)),
        of("sub.s32 %r10, %r1, %r2;", row(3, 5, 2), row(minus, 1, 2)),
        of("mul.lo.s32 %r10, %r1, %r2;", row(minus - 14, 5, minus - 2)),
        of("mul.hi.s32 %r10, %r1, %r2;", row(minus, 5, minus), row(1, 1 << 20, 1 << 12)),
        of("mul.hi.u32 %r10, %r1, %r2;", row(4, 5, minus), row(1, 1 << 20, 1 << 12)),
        of("mul.wide.s32 %rd10, %r1, %r2;", row(-5, 5, minus)),
        of("mul.wide.u32 %rd10, %r1, %r2;", row(5 * minus, 5, minus)),
        of("mad.lo.s32 %r10, %r1, %r2, %r3;", row(17, 5, 2, 7)),
        of("mad.wide.u32 %rd10, %r1, %r2, %rd3;", row(5 * minus + 7, 5, minus, 7)),
        of("mad.wide.s32 %rd10, %r1, %r2, %rd3;", row(2, 5, minus, 7)),
        of("mad.lo.u64 %rd10, %rd1, %rd2, %rd3;", row(17, 5, 2, 7)),
        of("div.s32 %r10, %r1, %r2;", row(minus - 2, minus - 6, 2), row(3, 7, 2)),
        of("div.u32 %r10, %r1, %r2;", row(0x7ffffffc, minus - 6, 2)),
        of("rem.s32 %r10, %r1, %r2;", row(minus, minus - 6, 2)),
        of("rem.u32 %r10, %r1, %r2;", row(1, 7, 2), row(5, minus, 10)),
        of("div.u64 %rd10, %rd1, %rd2;", row(0x1999999999999999L, -1, 10)),
        of("rem.u64 %rd10, %rd1, %rd2;", row(5, -1, 10)),
        of("div.s64 %rd10, %rd1, %rd2;", row(-3, -7, 2)),
        of("rem.s64 %rd10, %rd1, %rd2;", row(-1, -7, 2)),
        of("add.s64 %rd10, %rd1, %rd2;", row(0x100000000L, minus, 1)),
        of("sub.u64 %rd10, %rd1, %rd2;", row(-1, 1, 2)),
        of("mul.lo.s64 %rd10, %rd1, %rd2;", row(-10, 5, -2)),
        of("mul.hi.u64 %rd10, %rd1, %rd2;", row(4, 5, -1), row(-3, -1, -2)),
        of("mul.hi.s64 %rd10, %rd1, %rd2;", row(-1, 5, -1), row(0, -1, -2)),
        of("min.s32 %r10, %r1, %r2;", row(minus, minus, 2), row(2, 3, 2)),
        of("min.u32 %r10, %r1, %r2;", row(2, minus, 2)),
        of("max.s32 %r10, %r1, %r2;", row(2, minus, 2)),
        of("max.u32 %r10, %r1, %r2;", row(minus, minus, 2)),
        of("min.u64 %rd10, %rd1, %rd2;", row(2, -1, 2)),
        of("max.s64 %rd10, %rd1, %rd2;", row(2, -1, 2)),
        of("max.u64 %rd10, %rd1, %rd2;", row(-1, -1, 2)),
        of("min.s64 %rd10, %rd1, %rd2;", row(-1, -1, 2)),
        of("neg.s32 %r10, %r1;", row(minus, 1)),
        of("abs.s32 %r10, %r1;", row(1, minus), row(1, 1)),
        of("neg.s64 %rd10, %rd1;", row(-7, 7)),
        of("abs.s64 %rd10, %rd1;", row(7, -7)),
        of("add.s16 %h9, %h1, %h2;", row(0, 0xffff, 1)),
        of("sub.s16 %h9, %h1, %h2;", row(0xffff, 1, 2)));
  }

  static Stream<Case> bits() {
    long high = 0x80000000L;
    long top = 0x8000000000000000L;
    return Stream.of(
        of("and.b32 %r10, %r1, %r2;", row(0b1000, 0b1100, 0b1010)),
        of("or.b32 %r10, %r1, %r2;", row(0b1110, 0b1100, 0b1010)),
        of("xor.b32 %r10, %r1, %r2;", row(0b0110, 0b1100, 0b1010)),
        of("not.b32 %r10, %r1;", row(0xfffffff0L, 15)),
        of("and.b64 %rd10, %rd1, 0xffffffff;", row(0xffffffffL, -1)),
        of("or.b64 %rd10, %rd1, %rd2;", row(top | 1, top, 1)),
        of("xor.b64 %rd10, %rd1, %rd2;", row(top - 1, -1, top)),
        of("not.b64 %rd10, %rd1;", row(-16, 15)),
        of("and.b16 %h9, %h1, %h2;", row(0b1000, 0b1100, 0b1010)),
        of("not.b16 %h9, %h1;", row(0xfff0, 15)),
        of(
            "shl.b32 %r10, %r1, %r2;",
            row(20, 5, 2), row(0, 5, 32), row(0, 5, -1), row(high, 1, 31)),
        of("shr.u32 %r10, %r1, %r2;", row(1, high, 31), row(0, high, 32), row(0, high, -1)),
        of("shr.b32 %r10, %r1, %r2;", row(1, high, 31)),
        of(
            "shr.s32 %r10, %r1, %r2;",
            row(0xffffffffL, high, 31), row(0xffffffffL, high, 32), row(0, 5, -1), row(2, 5, 1)),
        of("shl.b64 %rd10, %rd1, %r2;", row(top, 1, 63), row(0, 1, 64), row(0, 1, -1)),
        of("shr.u64 %rd10, %rd1, %r2;", row(1, top, 63), row(0, top, 64)),
        of("shr.s64 %rd10, %rd1, %r2;", row(-1, top, 63), row(-1, top, 64), row(0, 1, 64)),
        of("shl.b16 %h9, %h1, %r2;", row(0x8000, 1, 15), row(0, 1, 16)),
        of("shr.u16 %h9, %h1, %r2;", row(1, 0x8000, 15), row(0, 0x8000, 16)),
        of("shr.s16 %h9, %h1, %r2;", row(0xffff, 0x8000, 15), row(0xffff, 0x8000, 99)),
        of("mov.b64 %rd10, {%r1, %r2};", row(0x700000005L, 5, 7)),
        of("mov.b64 {%r9, %r10}, %rd1;", row(7, 0x700000005L)),
        of("mov.b64 {%r10, %r9}, %rd1;", row(5, 0x700000005L)),
        of("mov.b32 %r10, {%h1, %h2};", row(0x70005, 5, 7)),
        of("mov.b32 {%h8, %h9}, %r1;", row(0xf007, 0xf0070005L)),
        of("mov.b32 %r10, 0f40490FDB;", row(0x40490fdb)),
        of("mov.f64 %fd10, 0d400921FB54442D18;", row(d(Math.PI))),
        of(
            "setp.ne.b32 %p9, %r1, 0; selp.b32 %r10, %r2, %r3, %p9;",
            row(5, 1, 5, 7), row(7, 0, 5, 7)),
        of("setp.eq.b64 %p9, %rd1, 0; selp.f64 %fd10, %fd2, %fd3, %p9;", row(5, 0, 5, 7)));
  }

  static Stream<Case> singles() {
    float nan = Float.NaN;
    float infinity = Float.POSITIVE_INFINITY;
    return Stream.of(
        of(
            "add.rn.f32 %f10, %f1, %f2;",
            floats(2 * TINY, TINY, TINY),
            floats(nan, infinity, -infinity),
            floats(0x1p24f, 0x1p24f, 1),
            row(f(0f), f(-0f), f(0f)),
            row(NAN, 0x7fc12345, f(1))),
        of("sub.rn.f32 %f10, %f1, %f2;", floats(3, 5, 2), floats(TINY, 3 * TINY, 2 * TINY)),
        of(
            "mul.rn.f32 %f10, %f1, %f2;",
            floats(-15, 5, -3), floats(0x1p-130f, 0x1p-100f, 0x1p-30f)),
        of(
            "fma.rn.f32 %f10, %f1, %f2, %f3;",
            floats(0x1p-24f, 1 + 0x1p-12f, 1 - 0x1p-12f, -1 + 0x1p-23f)),
        of(
            "div.rn.f32 %f10, %f1, %f2;",
            floats(0.1f, 1, 10), floats(infinity, 1, 0), floats(nan, 0, 0)),
        of("sqrt.rn.f32 %f10, %f1;", floats(3, 9), floats(nan, -1), floats(-0f, -0f)),
        of("rcp.rn.f32 %f10, %f1;", floats(0.1f, 10)),
        of("neg.f32 %f10, %f1;", floats(-3, 3), floats(0f, -0f), row(NAN, 0xffc00001L)),
        of("abs.f32 %f10, %f1;", floats(3, -3), floats(0f, -0f)),
        of("min.f32 %f10, %f1, %f2;", floats(-0f, 0f, -0f), floats(1, nan, 1), floats(1, 1, 2)),
        of("max.f32 %f10, %f1, %f2;", floats(0f, 0f, -0f), floats(1, 1, nan), floats(2, 1, 2)));
  }

  static Stream<Case> doubles() {
    double tiny = Double.MIN_VALUE;
    double infinity = Double.POSITIVE_INFINITY;
    return Stream.of(
        of(
            "add.rn.f64 %fd10, %fd1, %fd2;",
            doubles(2 * tiny, tiny, tiny), doubles(0x1p53, 0x1p53, 1)),
        of("sub.rn.f64 %fd10, %fd1, %fd2;", doubles(3, 5, 2)),
        of("mul.rn.f64 %fd10, %fd1, %fd2;", doubles(-15, 5, -3)),
        of(
            "fma.rn.f64 %fd10, %fd1, %fd2, %fd3;",
            doubles(0x1p-53, 1 + 0x1p-26, 1 - 0x1p-26, -1 + 0x1p-52 + 0x1p-53)),
        of("div.rn.f64 %fd10, %fd1, %fd2;", doubles(0.1, 1, 10), doubles(-infinity, -1, 0)),
        of("sqrt.rn.f64 %fd10, %fd1;", doubles(3, 9), doubles(-0.0, -0.0)),
        of("rcp.rn.f64 %fd10, %fd1;", doubles(0.1, 10)),
        of("neg.f64 %fd10, %fd1;", doubles(-3, 3), doubles(0.0, -0.0)),
        of("abs.f64 %fd10, %fd1;", doubles(3, -3)),
        of("min.f64 %fd10, %fd1, %fd2;", doubles(-0.0, 0.0, -0.0), doubles(1, Double.NaN, 1)),
        of("max.f64 %fd10, %fd1, %fd2;", doubles(2, 1, 2), doubles(1, 1, Double.NaN)));
  }

  /** What each comparison gives for less, equal, greater and, of floats, a NaN on either side. */
  static Stream<Case> comparisons() {
    List<Case> cases = new ArrayList<>();
    String[] names = {"eq", "ne", "lt", "le", "gt", "ge"};
    int[] truths = {0b010, 0b101, 0b001, 0b011, 0b100, 0b110};
    long minus = 0xffffffffL;
    for (int i = 0; i < names.length; i++) {
      long less = truths[i] & 1;
      long equal = truths[i] >> 1 & 1;
      long greater = truths[i] >> 2;
      String name = "setp." + names[i];
      cases.add(
          of(
              name + ".s32 %p9, %r1, %r2;",
              row(less, minus, 1),
              row(equal, 5, 5),
              row(greater, 1, minus)));
      cases.add(
          of(
              name + ".u32 %p9, %r1, %r2;",
              row(greater, minus, 1),
              row(equal, 5, 5),
              row(less, 1, minus)));
      cases.add(
          of(
              name + ".s64 %p9, %rd1, %rd2;",
              row(less, -1, 1),
              row(equal, 5, 5),
              row(greater, 1, -1)));
      cases.add(
          of(
              name + ".u64 %p9, %rd1, %rd2;",
              row(greater, -1, 1),
              row(equal, 5, 5),
              row(less, 1, -1)));
      cases.add(
          of(
              name + ".s16 %p9, %h1, %h2;",
              row(less, 0xffff, 1),
              row(equal, 5, 5),
              row(greater, 1, 0xffff)));
      cases.add(
          of(
              name + ".u16 %p9, %h1, %h2;",
              row(greater, 0xffff, 1),
              row(equal, 5, 5),
              row(less, 1, 0xffff)));
      for (long unordered = 0; unordered < 2; unordered++) {
        String of = names[i] + (unordered == 1 ? "u" : "");
        cases.add(
            of(
                "setp." + of + ".f32 %p9, %f1, %f2;",
                row(less, f(-1), f(TINY)),
                row(equal, f(0f), f(-0f)),
                row(greater, f(3), f(2)),
                row(unordered, NAN, f(1)),
                row(unordered, f(1), NAN)));
        cases.add(
            of(
                "setp." + of + ".f64 %p9, %fd1, %fd2;",
                row(less, d(-1), d(Double.MIN_VALUE)),
                row(equal, d(0.0), d(-0.0)),
                row(greater, d(3), d(2)),
                row(unordered, d(Double.NaN), d(1)),
                row(unordered, d(1), d(Double.NaN))));
      }
    }
    cases.add(of("setp.num.f32 %p9, %f1, %f2;", row(1, f(1), f(2)), row(0, NAN, f(2))));
    cases.add(of("setp.nan.f32 %p9, %f1, %f2;", row(0, f(1), f(2)), row(1, f(2), NAN)));
    cases.add(of("setp.lo.u32 %p9, %r1, %r2;", row(1, 1, minus), row(0, minus, 1)));
    cases.add(of("setp.hs.u64 %p9, %rd1, %rd2;", row(1, -1, 1), row(1, 1, 1)));
    String first = "setp.eq.s32 %p1, %r1, 1; ";
    cases.add(of(first + "setp.eq.and.s32 %p9, %r2, 1, %p1;", row(1, 1, 1), row(0, 0, 1)));
    cases.add(of(first + "setp.eq.or.s32 %p9, %r2, 1, !%p1;", row(1, 0, 0), row(0, 1, 0)));
    cases.add(of(first + "setp.eq.xor.s32 %p8|%p9, %r2, 1, %p1;", row(1, 1, 1), row(0, 1, 0)));
    cases.add(of(first + "not.pred %p9, %p1;", row(0, 1), row(1, 0)));
    String both = first + "setp.eq.s32 %p2, %r2, 1; ";
    cases.add(of(both + "and.pred %p9, %p1, %p2;", row(1, 1, 1), row(0, 1, 0)));
    cases.add(of(both + "or.pred %p9, %p1, %p2;", row(1, 1, 0), row(0, 0, 0)));
    cases.add(of(both + "xor.pred %p9, %p1, %p2;", row(1, 1, 0), row(0, 1, 1)));
    cases.add(of(both + "mov.pred %p9, %p2;", row(1, 0, 1), row(0, 1, 0)));
    return cases.stream();
  }

  static Stream<Case> conversions() {
    float infinity = Float.POSITIVE_INFINITY;
    return Stream.of(
        of("cvt.u64.u32 %rd10, %r1;", row(0xffffffffL, -1)),
        of("cvt.s64.s32 %rd10, %r1;", row(-1, 0xffffffffL)),
        of("cvt.u32.u64 %r10, %rd1;", row(5, 0x700000005L)),
        of("cvt.u16.u32 %h9, %r1;", row(5, 0x70005)),
        of("cvt.rn.f16.f32 %h9, 0f3F800000;", row(0x3c00)),
        of("cvt.u32.u16 %r10, %h1;", row(0xffff, 0xffff)),
        of("cvt.s32.s16 %r10, %h1;", row(0xffffffffL, 0xffff)),
        of("cvt.s32.s8 %r10, %r1;", row(0xffffff80L, 0x180)),
        of("cvt.rn.f32.s32 %f10, %r1;", row(f(-1), 0xffffffffL), row(f(0x1p24f), (1 << 24) + 1)),
        of("cvt.rn.f32.u32 %f10, %r1;", row(f(0x1p32f), 0xffffffffL)),
        of(
            "cvt.rn.f32.u64 %f10, %rd1;",
            row(f(0x1p64f), -1),
            row(f(0x1p63f), 0x8000004000000000L),
            row(f(0x1.000002p63f), 0x8000008000000001L)),
        of("cvt.rn.f64.s64 %fd10, %rd1;", row(d(-1), -1), row(d(0x1p53), (1L << 53) + 1)),
        of("cvt.rn.f64.u64 %fd10, %rd1;", row(d(0x1p64), -1), row(d(7), 7)),
        of(
            "cvt.rni.s32.f32 %r10, %f1;",
            row(2, f(2.5f)),
            row(0xffffffffL, f(-1.4f)),
            row(0x7fffffff, f(1e20f)),
            row(0x80000000L, f(-infinity)),
            row(0, NAN)),
        of("cvt.rzi.s32.f32 %r10, %f1;", row(0xffffffffL, f(-1.9f)), row(2, f(2.9f))),
        of("cvt.rmi.s32.f32 %r10, %f1;", row(0xfffffffeL, f(-1.1f))),
        of("cvt.rpi.s32.f32 %r10, %f1;", row(2, f(1.1f))),
        of("cvt.rzi.u32.f32 %r10, %f1;", row(0, f(-5)), row(0xffffffffL, f(1e20f))),
        of(
            "cvt.rzi.u64.f64 %rd10, %fd1;",
            row(-1, d(1e30)), row(Long.MIN_VALUE, d(0x1p63)), row(3, d(3.9))),
        of("cvt.rzi.s64.f64 %rd10, %fd1;", row(Long.MAX_VALUE, d(1e30)), row(-3, d(-3.9))),
        of("cvt.rni.f32.f32 %f10, %f1;", floats(2, 2.5f), floats(-0f, -0.4f)),
        of("cvt.rni.f64.f64 %fd10, %fd1;", doubles(4, 3.5)),
        of("cvt.f64.f32 %fd10, %f1;", row(d(TINY), f(TINY)), row(d(0.1f), f(0.1f))),
        of(
            "cvt.rn.f32.f64 %f10, %fd1;",
            row(f(0.1f), d(0.1)),
            row(f(infinity), d(1e300)),
            row(f(0), d(0x1p-150)),
            row(f(TINY), d(0x1.8p-150))),
        of(
            "cvt.f32.f16 %f10, %h1;",
            row(f(1), 0x3c00),
            row(f(-2), 0xc000),
            row(f(0x1p-24f), 1),
            row(f(0x1.ff8p-15f), 0x3ff),
            row(f(0x1p-14f), 0x400),
            row(f(65504), 0x7bff),
            row(f(-infinity), 0xfc00),
            row(f(-0f), 0x8000),
            row(NAN, 0x7c01)),
        of(
            "cvt.rn.f16.f32 %h9, %f1;",
            row(0x3c00, f(1)),
            row(0x8000, f(-0f)),
            row(0x7bff, f(65519.996f)),
            row(0x7c00, f(65520)),
            row(0xfc00, f(-infinity)),
            row(0x3c00, f(1 + 0x1p-11f)),
            row(0x3c02, f(1 + 0x1.8p-10f)),
            row(0x4000, f(2 - 0x1p-12f)),
            row(0, f(0x1p-25f)),
            row(1, f(0x1.000002p-25f)),
            row(2, f(0x1.8p-24f)),
            row(0x400, f(0x1.ffep-15f)),
            row(HALF_NAN, NAN)));
  }

  static Stream<Case> all() {
    return Stream.of(integers(), bits(), singles(), doubles(), comparisons(), conversions())
        .flatMap(cases -> cases);
  }

  @Test
  void allOfThemArePtx() {
    Kernels.assemble(all().map(InstructionTest::text).toList());
  }

  @ParameterizedTest
  @MethodSource("all")
  void theResultIsTheOneThatIsKnown(Case test) {
    Run run = new Run(Machine.load(text(test)));
    int threads = test.rows.length;
    long[] inputs = new long[3 * threads];
    for (int i = 0; i < threads; i++) {
      System.arraycopy(test.rows[i], 1, inputs, 3 * i, test.rows[i].length - 1);
    }
    long out = run.empty(8 * threads);
    run.longs(inputs);
    run.launch(1, threads);
    long[] found = run.longs(out, threads);
    for (int i = 0; i < threads; i++) {
      assertEquals(
          Long.toHexString(test.rows[i][0]), Long.toHexString(found[i]), test.body + " row " + i);
    }
  }

  private static String text(Case test) {
    StringBuilder body =
        new StringBuilder(
            """
              ld.param.b64 %rd18, [out];
              ld.param.b64 %rd19, [in];
              mov.u32 %r19, %tid.x;
              mul.wide.u32 %rd17, %r19, 8;
              add.s64 %rd18, %rd18, %rd17;
              mul.wide.u32 %rd17, %r19, 24;
              add.s64 %rd19, %rd19, %rd17;
            """);
    for (int i = 1; i <= 3; i++) {
      body.append(
          """
            ld.global.b64 %rd1, [%rd19+8];
            mov.b64 %fd1, %rd1;
            cvt.u32.u64 %r1, %rd1;
            cvt.u16.u64 %h1, %rd1;
            mov.b32 %f1, %r1;
          """
              .replace("1,", i + ",")
              .replace("1;", i + ";")
              .replace("+8", "+" + 8 * (i - 1)));
    }
    body.append("  ").append(test.body).append('\n').append(result(test.body));
    body.append("  st.global.b64 [%rd18], %rd10;\n");
    return Kernels.kernel("b64 out, b64 in", body.toString());
  }

  /** Brings the result to %rd10. */
  private static String result(String body) {
    if (body.contains("%rd10")) {
      return "";
    }
    if (body.contains("%fd10")) {
      return "mov.b64 %rd10, %fd10;\n";
    }
    String word = "cvt.u64.u32 %rd10, %r10;\n";
    if (body.contains("%r10")) {
      return word;
    }
    if (body.contains("%f10")) {
      return "mov.b32 %r10, %f10;\n" + word;
    }
    return body.contains("%h9")
        ? "cvt.u64.u16 %rd10, %h9;\n"
        : "selp.u32 %r10, 1, 0, %p9;\n" + word;
  }
}
