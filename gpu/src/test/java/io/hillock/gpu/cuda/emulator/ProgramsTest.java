package io.hillock.gpu.cuda.emulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole kernels that are written by hand, with results that are known. */
class ProgramsTest {
  /** The index of a thread in the grid in %r1, and as the offset of an int in %rd1. */
  static final String INDEX =
      """
        mov.u32 %r1, %ctaid.x;
        mov.u32 %r2, %ntid.x;
        mov.u32 %r3, %tid.x;
        mad.lo.s32 %r1, %r1, %r2, %r3;
        mul.wide.u32 %rd1, %r1, 4;
      """;

  private static final String COPY =
      Kernels.kernel(
          "b64 out, b64 in, b64 count",
          """
            ld.param.b64 %rd2, [out];
            ld.param.b64 %rd3, [in];
            ld.param.b64 %rd4, [count];
            mov.u32 %r1, %ctaid.x;
            mov.u32 %r2, %ntid.x;
            mov.u32 %r3, %tid.x;
            mad.lo.s32 %r1, %r1, %r2, %r3;
            cvt.u64.u32 %rd5, %r1;
            mov.u32 %r4, %nctaid.x;
            mul.wide.u32 %rd6, %r4, %r2;
          loop:
            setp.ge.u64 %p1, %rd5, %rd4;
            @%p1 bra done;
            shl.b64 %rd7, %rd5, 2;
            add.s64 %rd8, %rd3, %rd7;
            ld.global.nc.b32 %r5, [%rd8];
            add.s64 %rd9, %rd2, %rd7;
            st.global.b32 [%rd9], %r5;
            add.s64 %rd5, %rd5, %rd6;
            bra loop;
          done:
          """);

  @ParameterizedTest
  @CsvSource({"1,1,1", "1,32,31", "1,32,33", "2,33,200", "3,64,1000", "5,128,127", "7,96,5000"})
  void aCopyInStridesOfTheGridTakesEachElementOnce(int blocks, int threads, int count) {
    Run run = new Run(COPY);
    int[] values = new int[count];
    Arrays.setAll(values, i -> i * 77 + 5);
    long out = run.empty(4 * count);
    run.ints(values);
    run.give((long) count);
    Counters counters = run.launch(blocks, threads);
    assertArrayEquals(values, run.ints(out, count));
    assertEquals(4L * count, counters.bytesRead());
    assertEquals(4L * count, counters.bytesWritten());
  }

  @Test
  void onlyTheChosenBlocksAreExecuted() {
    Run run = new Run(COPY);
    long out = run.ints(new int[8]);
    run.ints(1, 2, 3, 4, 5, 6, 7, 8);
    run.give(8L);
    run.launch(4, 2, block -> block == 2);
    assertArrayEquals(new int[] {0, 0, 0, 0, 5, 6, 0, 0}, run.ints(out, 8));
  }

  @Test
  void saxpyOfVectorsOfFour() {
    String text =
        Kernels.kernel(
            "b64 y, b64 x, f32 a",
            """
              ld.param.b64 %rd2, [y];
              ld.param.b64 %rd3, [x];
              ld.param.f32 %f0, [a];
              mov.u32 %r1, %tid.x;
              mul.wide.u32 %rd1, %r1, 16;
              add.s64 %rd2, %rd2, %rd1;
              add.s64 %rd3, %rd3, %rd1;
              ld.global.nc.v4.f32 {%f1, %f2, %f3, %f4}, [%rd3];
              ld.global.v4.f32 {%f5, %f6, %f7, %f8}, [%rd2];
              fma.rn.f32 %f5, %f0, %f1, %f5;
              fma.rn.f32 %f6, %f0, %f2, %f6;
              fma.rn.f32 %f7, %f0, %f3, %f7;
              fma.rn.f32 %f8, %f0, %f4, %f8;
              st.global.v4.f32 [%rd2], {%f5, %f6, %f7, %f8};
            """);
    Run run = new Run(text);
    float[] x = new float[160];
    float[] y = new float[160];
    float[] expected = new float[160];
    for (int i = 0; i < x.length; i++) {
      x[i] = i + 0.1f;
      y[i] = 1f / (i + 1);
      expected[i] = Math.fma(0.3f, x[i], y[i]);
    }
    long out = run.floats(y);
    run.floats(x);
    run.give(Float.floatToRawIntBits(0.3f));
    run.launch(1, 40);
    assertArrayEquals(expected, run.floats(out, 160));
  }

  /** A block's sum: by shuffles within a warp, through shared memory between warps. */
  private static final String REDUCTION =
      Kernels.kernel(
          "b64 out, b64 in",
          """
            .shared .align 16 .b8 partials[32];
          """
              + INDEX
              + """
            ld.param.b64 %rd2, [out];
            ld.param.b64 %rd3, [in];
            add.s64 %rd3, %rd3, %rd1;
            ld.global.b32 %r4, [%rd3];
            mov.u32 %r9, 16;
          fold:
            shfl.sync.bfly.b32 %r5, %r4, %r9, 31, -1;
            add.s32 %r4, %r4, %r5;
            shr.u32 %r9, %r9, 1;
            setp.ne.u32 %p1, %r9, 0;
            @%p1 bra fold;
            mov.u32 %r6, %laneid;
            setp.ne.u32 %p2, %r6, 0;
            mov.u32 %r7, partials;
            mov.u32 %r8, %warpid;
            shl.b32 %r8, %r8, 2;
            add.s32 %r7, %r7, %r8;
            @!%p2 st.shared.b32 [%r7], %r4;
            bar.sync 0;
            setp.ne.u32 %p3, %r3, 0;
            @%p3 bra done;
            mov.u32 %r10, 0;
            mov.u32 %r11, 0;
            shr.u32 %r12, %r2, 5;
            mov.u64 %rd4, partials;
          next:
            ld.shared.b32 %r13, [%rd4];
            add.s32 %r10, %r10, %r13;
            add.s64 %rd4, %rd4, 4;
            add.s32 %r11, %r11, 1;
            setp.lt.u32 %p4, %r11, %r12;
            @%p4 bra next;
            mov.u32 %r14, %ctaid.x;
            mul.wide.u32 %rd5, %r14, 4;
            add.s64 %rd2, %rd2, %rd5;
            st.global.b32 [%rd2], %r10;
          done:
          """);

  @ParameterizedTest
  @ValueSource(ints = {32, 64, 160, 256})
  void aBlockAddsItsElementsUpThroughSharedMemory(int threads) {
    Run run = new Run(REDUCTION);
    int[] values = new int[3 * threads];
    Arrays.setAll(values, i -> i * i + 1);
    long out = run.empty(12);
    run.ints(values);
    run.launch(3, threads);
    int[] expected = new int[3];
    for (int i = 0; i < values.length; i++) {
      expected[i / threads] += values[i];
    }
    assertArrayEquals(expected, run.ints(out, 3));
  }

  @Test
  void threadsThatLoopForDifferentTimesMeetBehindTheLoop() {
    // Collatz: each thread takes as many rounds as its number needs, with two ways in the loop.
    String text =
        Kernels.kernel(
            "b64 out",
            INDEX
                + """
              ld.param.b64 %rd2, [out];
              add.s64 %rd2, %rd2, %rd1;
              add.s32 %r4, %r1, 1;
              mov.u32 %r5, 0;
            head:
              setp.eq.u32 %p1, %r4, 1;
              @%p1 bra leave;
              and.b32 %r6, %r4, 1;
              setp.eq.u32 %p2, %r6, 0;
              @%p2 bra even;
              mad.lo.s32 %r4, %r4, 3, 1;
              bra both;
            even:
              shr.u32 %r4, %r4, 1;
            both:
              add.s32 %r5, %r5, 1;
              bra head;
            leave:
              // All are here together again, or the shuffle would trap.
              shfl.sync.idx.b32 %r7, %r5, 0, 31, 0xffffffff;
              add.s32 %r5, %r5, %r7;
              st.global.b32 [%rd2], %r5;
            """);
    Run run = new Run(text);
    long out = run.empty(4 * 96);
    run.launch(1, 96);
    int[] expected = new int[96];
    for (int i = 0; i < 96; i++) {
      expected[i] = collatz(i + 1) + collatz(i / 32 * 32 + 1);
    }
    assertArrayEquals(expected, run.ints(out, 96));
  }

  private static int collatz(int number) {
    int steps = 0;
    for (long n = number; n != 1; n = n % 2 == 0 ? n / 2 : 3 * n + 1) {
      steps++;
    }
    return steps;
  }

  @Test
  void dynamicSharedMemoryTurnsABlockAround() {
    String text =
        Kernels.kernel(
            "b64 out, b64 in",
            ".extern .shared .align 16 .b8 room[];\n",
            INDEX
                + """
              ld.param.b64 %rd2, [out];
              ld.param.b64 %rd3, [in];
              add.s64 %rd4, %rd3, %rd1;
              ld.global.b32 %r4, [%rd4];
              mov.u32 %r5, room;
              shl.b32 %r6, %r3, 2;
              add.s32 %r5, %r5, %r6;
              st.shared.b32 [%r5], %r4;
              barrier.sync.aligned 0;
              sub.s32 %r7, %r2, %r3;
              sub.s32 %r7, %r7, 1;
              shl.b32 %r7, %r7, 2;
              mov.u32 %r8, room;
              add.s32 %r7, %r7, %r8;
              ld.shared.b32 %r9, [%r7];
              add.s64 %rd5, %rd2, %rd1;
              st.global.b32 [%rd5], %r9;
            """);
    Run run = new Run(text);
    int[] values = new int[70];
    Arrays.setAll(values, i -> i * 3);
    long out = run.empty(280);
    run.ints(values);
    run.shared(280);
    run.launch(1, 70);
    int[] expected = new int[70];
    Arrays.setAll(expected, i -> (69 - i) * 3);
    assertArrayEquals(expected, run.ints(out, 70));
  }
}
