package io.hillock.gpu.cuda.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not known, or is not exact, is an error that names its line. */
class ParserTest {
  private static String body(String instructions) {
    return Kernels.kernel("b64 out, b32 count", instructions);
  }

  private static String message(String text) {
    return assertThrows(PtxSyntaxException.class, () -> Machine.load(text)).getMessage();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // contracted, approximate, flushed to zero, rounded otherwise
        "add.f32 %f1, %f2, %f3;",
        "mul.f32 %f1, %f2, %f3;",
        "mad.rn.f32 %f1, %f2, %f3, %f4;",
        "div.approx.f32 %f1, %f2, %f3;",
        "div.full.f32 %f1, %f2, %f3;",
        "sqrt.approx.f32 %f1, %f2;",
        "rcp.approx.f32 %f1, %f2;",
        "add.rn.ftz.f32 %f1, %f2, %f3;",
        "fma.rn.ftz.f32 %f1, %f2, %f3, %f4;",
        "add.rz.f32 %f1, %f2, %f3;",
        "add.rn.sat.f32 %f1, %f2, %f3;",
        "setp.lt.ftz.f32 %p1, %f2, %f3;",
        "neg.ftz.f32 %f1, %f2;",
        "ex2.approx.f32 %f1, %f2;",
        "cvt.rn.ftz.f32.f64 %f1, %fd2;",
        "cvt.f32.f64 %f1, %fd2;",
        "cvt.rz.f32.f64 %f1, %fd2;",
        // not known
        "st.param.b64 [out], %rd1;",
        "ld.const.b32 %r1, [%rd1];",
        "ld.b32 %r1, [%rd1];",
        "ld.volatile.global.b32 %r1, [%rd1];",
        "add.cc.u32 %r1, %r2, %r3;",
        "atom.global.add.u32 %r1, [%rd1], 1;",
        "shfl.down.b32 %r1, %r2, 1, 31;",
        "bar.arrive 0, 64;",
        "vote.any.pred %p1, %p2;",
        "setp.lo.s32 %p1, %r1, %r2;",
        "setp.lt.b32 %p1, %r1, %r2;",
        "frobnicate.u32 %r1, %r2;",
        // registers and numbers that do not fit
        "add.s32 %r1, %r2;",
        "add.s32 %r1, %r2, %rd3;",
        "add.rn.f32 %f1, %f2, 1;",
        "mov.f64 %fd1, 0f3F800000;",
        "mov.b32 %r1, 0x100000000;",
        "mov.f32 %f1, 0f3F8;",
        "mov.b32 %r1, 017;",
        "mov.b64 %rd1, %tid.x;",
        "and.b32 %p1, %p2, %p3;",
        "shl.b32 %r1, %r2, %rd3;",
        "mov.u32 %r20, 1;",
        "mov.u32 %r01, 1;",
        "@%r1 mov.u32 %r1, 1;",
        "bra nowhere;",
        "ld.param.b32 %r1, [out+8];",
        "ld.param.b64 %rd1, [count];",
        "ld.global.b32 %r1, [%r2];",
        "ld.global.v4.b64 {%rd1, %rd2, %rd3, %rd4}, [%rd5];",
        "ld.global.v2.b32 {%r1, %r2, %r3}, [%rd5];",
        "ld.global.b32 %r1, [%rd5-4];",
        "mov.u32 %r1, 5",
        "\"text",
        "/* text",
        ".local .b32 x;",
        ".pragma \"fast\";",
        ".reg .b8 %c<2>;",
        ".reg .quad %q<2>;",
        "bar.sync 16;",
        "bar.sync 0, 33;"
      })
  void whatIsNotKnownIsAnError(String instruction) {
    String text = body(instruction);
    long line = text.lines().takeWhile(each -> !each.startsWith(instruction)).count() + 1;
    String message = message(text);
    boolean atEnd = instruction.endsWith("5") || instruction.startsWith("\"");
    assertTrue(message.startsWith("line " + (atEnd ? line + 1 : line) + ": ") || atEnd, message);
  }

  @Test
  void namesAreDeclaredOnce() {
    assertTrue(message(body("there:\nthere:")).contains("there is declared twice"));
    assertTrue(message(body(".reg .b32 a, a;")).contains("a is declared twice"));
    String kernel = body("");
    String twice = kernel + kernel.substring(Kernels.HEADER.length());
    assertTrue(message(twice).contains("there are two entries test"));
  }

  @Test
  void theEndIsARet() {
    String open = body("").replace("ret;", "mov.u32 %r1, 1;");
    assertTrue(message(open).contains("does not end with ret or exit"));
    String guarded = body("").replace("ret;", "@%p1 ret;");
    assertTrue(message(guarded).contains("does not end with ret or exit"));
  }

  @Test
  void directivesOfAKernelAreRead() {
    String text =
        body(".shared .align 8 .b8 a[12];\n.shared .b32 b;")
            .replace("b32 count)", "b32 count)\n.maxntid 128, 1, 1\n.minnctapersm 4");
    Entry entry =
        Parser.parse(Kernels.HEADER + text.substring(Kernels.HEADER.length()))
            .entries()
            .get("test");
    assertEquals(128, entry.maxThreads());
    assertEquals(0, entry.requiredThreads());
    assertEquals(12, entry.parameterBytes());
    assertEquals(List.of("out", "count"), entry.parameters().stream().map(Variable::name).toList());
    assertEquals(16, SharedMemory.declaredBytes(entry.shared()));
    assertTrue(
        message(body("").replace("\n{", "\n.maxnreg x\n{")).contains("a number is expected"));
    assertTrue(message(body("").replace("\n{", "\n.noreturn\n{")).contains(".noreturn"));
    assertTrue(message("// only a comment\n").contains("'.version' expected"));
  }

  @Test
  void aBlockWithinBracesHasRegistersOfItsOwn() {
    String text =
        Kernels.kernel(
            "b64 out",
            """
              ld.param.b64 %rd1, [out];
              mov.u32 %r1, 5;
              {
                .reg .b32 %r<4>;
                mov.u32 %r1, 7; // another one
              }
              /* the outer one
                 again */
              st.global.b32 [%rd1], %r1;
            """);
    Run run = new Run(text);
    long out = run.empty(4);
    run.launch(1, 1);
    assertEquals(5, run.ints(out, 1)[0]);
  }
}
