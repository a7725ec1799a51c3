package io.hillock.gpu.cuda.emulator;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that is not defined traps, and its twin that is right does not. */
@SuppressWarnings("StringConcatToTextBlock") // parts are put in or left out
class TrapTest {
  /**
   * Two bodies of a kernel with 64 ints that are written in {@code a} and 64 that are not in {@code
   * b}.
   *
   * @param name what is wrong with the first
   * @param blocks the blocks it is launched with
   * @param threads the threads of a block
   * @param wrong the body that traps
   * @param right the one that does not
   * @param message what the trap says
   */
  record Case(String name, int blocks, int threads, String wrong, String right, String message) {
    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * In %rd2 and %rd3 the arrays, in %rd4 and %rd5 the thread's places in them, in %r1 its number.
   */
  private static final String BEGIN =
      """
        .shared .align 16 .b8 room[256];
        .shared .align 16 .b8 other[256];
        ld.param.b64 %rd2, [a];
        ld.param.b64 %rd3, [b];
        mov.u32 %r1, %tid.x;
        mul.wide.u32 %rd1, %r1, 4;
        add.s64 %rd4, %rd2, %rd1;
        add.s64 %rd5, %rd3, %rd1;
        mov.u32 %r2, room;
        shl.b32 %r3, %r1, 2;
        add.s32 %r4, %r2, %r3;
        xor.b32 %r5, %r4, 4;
        xor.b32 %r6, %r4, 128;
        setp.lt.u32 %p1, %r1, 16;
      """;

  private static String text(String body) {
    return Kernels.kernel("b64 a, b64 b", BEGIN + body);
  }

  private static Case of(String name, String wrong, String right, String message) {
    return new Case(name, 1, 64, wrong, right, message);
  }

  /** A case with one body, and what it is without some of its text. */
  private static Case replaced(String name, String wrong, String from, String to, String message) {
    return new Case(name, 1, 64, wrong, wrong.replace(from, to), message);
  }

  static Stream<Case> memory() {
    return Stream.of(
        replaced(
            "a read behind the end",
            "ld.global.b32 %r10, [%rd4+4];",
            "+4",
            "",
            "thread 63 of block 0 reads 4 bytes at 0x7f0000000200, behind the end of allocation 1"),
        replaced(
            "a read before the beginning",
            "ld.global.b32 %r10, [%rd4+-4];",
            "+-4",
            "+0",
            "thread 0 of block 0 reads 4 bytes at 0x7f00000000fc, before the beginning of"),
        replaced(
            "a write behind the end",
            "st.global.b32 [%rd5+256], %r1;",
            "+256",
            "",
            "thread 0 of block 0 writes 4 bytes at"),
        replaced(
            "the end within a vector",
            "@!%p1 ret;\nmul.wide.u32 %rd1, %r1, 16;\nadd.s64 %rd4, %rd2, %rd1;\n"
                + "ld.global.v4.b32 {%r10, %r11, %r12, %r13}, [%rd4+16];",
            "+16",
            "",
            "thread 15 of block 0 reads 16 bytes"),
        replaced(
            "an address that was never allocated",
            "mov.b64 %rd4, 64;\n@%p1 bra go;\nret;\ngo:\nld.global.b32 %r10, [%rd4];",
            "mov.b64 %rd4, 64;",
            "",
            "at 0x40, where nothing was allocated"),
        replaced(
            "a misaligned vector",
            "@!%p1 ret;\nld.global.v2.b32 {%r10, %r11}, [%rd4];",
            "%rd4",
            "%rd2",
            "thread 1 of block 0 reads 8 bytes at 0x7f0000000104, which is no multiple of 8"),
        replaced(
            "memory that was never written",
            "ld.global.b32 %r10, [%rd5];",
            "ld.",
            "st.global.b32 [%rd5], %r1;\nld.",
            "byte 0 of which was never written"),
        replaced(
            "memory that was written in part",
            "cvt.u16.u32 %h1, %r1;\nst.global.b16 [%rd5], %h1;\nld.global.b32 %r10, [%rd5];",
            "ld.",
            "st.global.b16 [%rd5+2], %h1;\nld.",
            "byte 2 of which was never written"),
        replaced(
            "shared memory that was never written",
            "ld.shared.b32 %r10, [%r4];",
            "ld.",
            "st.shared.b32 [%r4], %r1;\nld.",
            "in room (256 bytes at 0x0), byte 0 of which was never written"),
        replaced(
            "shared memory behind a variable",
            "st.shared.b32 [%r4+4], %r1;",
            "+4",
            "",
            "thread 63 of block 0 writes 4 bytes at 256 in shared memory, behind the end of room"),
        replaced(
            "an address of global memory that is one of shared memory",
            "cvt.u64.u32 %rd4, %r4;\nst.global.b32 [%rd4], %r1;",
            ".global",
            ".shared",
            "where nothing was allocated"));
  }

  static Stream<Case> registers() {
    return Stream.of(
        replaced(
            "a register that was never written",
            "add.s32 %r11, %r1, %r10;",
            "add.",
            "mov.u32 %r10, 5;\nadd.",
            "reads %r10, which was never written"),
        replaced(
            "a register that some threads have not written",
            "@%p1 mov.u32 %r10, 5;\nadd.s32 %r11, %r1, %r10;",
            "add.",
            "@%p1 add.",
            "thread 16 of block 0 reads %r10, which was never written"),
        replaced(
            "a register that was written on one way only",
            "@%p1 bra over;\nmov.u32 %r10, 5;\nover:\nst.global.b32 [%rd5], %r10;",
            "st.",
            "@!%p1 st.",
            "thread 0 of block 0 reads %r10"),
        replaced(
            "a guard that was never written",
            "@%p2 mov.u32 %r10, 5;",
            "%p2",
            "%p1",
            "reads %p2, which was never written"),
        replaced(
            "a choice by a predicate that was never written",
            "selp.b32 %r10, %r1, %r2, %p2;",
            "%p2",
            "%p1",
            "reads %p2, which was never written"),
        replaced(
            "an address that was never written",
            "ld.global.b32 %r10, [%rd9];",
            "%rd9",
            "%rd4",
            "reads %rd9, which was never written"),
        replaced(
            "a shuffle of what one thread has not written",
            "@%p1 mov.u32 %r10, 5;\nshfl.sync.bfly.b32 %r11, %r10, 1, 31, -1;",
            "@%p1 ",
            "",
            "thread 16 of block 0 reads %r10"),
        replaced(
            "a division by zero",
            "rem.u32 %r10, %r2, %r1;",
            "%r2, %r1",
            "%r1, 64",
            "thread 0 of block 0 divides by zero"));
  }

  static Stream<Case> races() {
    String barrier = "bar.sync 0;\n";
    String warpBarrier = "bar.warp.sync -1;\n";
    return Stream.of(
        of(
            "reading what another warp writes",
            "st.shared.b32 [%r4], %r1;\nld.shared.b32 %r10, [%r6];",
            "st.shared.b32 [%r4], %r1;\n" + barrier + "ld.shared.b32 %r10, [%r6];",
            "byte 0 of which was never written"),
        of(
            "reading what another warp writes again",
            "st.shared.b32 [%r4], %r1;\n"
                + barrier
                + "st.shared.b32 [%r4], %r1;\nld.shared.b32 %r10, [%r6];",
            "st.shared.b32 [%r4], %r1;\n"
                + barrier
                + "ld.shared.b32 %r10, [%r6];\n"
                + barrier
                + "st.shared.b32 [%r4], %r1;",
            "without a barrier between"),
        of(
            "writing what another warp still reads",
            "st.shared.b32 [%r4], %r1;\n"
                + barrier
                + "setp.lt.u32 %p2, %r1, 32;\n"
                + "@%p2 ld.shared.b32 %r10, [%r6];\n@!%p2 st.shared.b32 [%r4], %r1;",
            "st.shared.b32 [%r4], %r1;\n"
                + barrier
                + "setp.lt.u32 %p2, %r1, 32;\n"
                + "@%p2 ld.shared.b32 %r10, [%r6];\n"
                + barrier
                + "@!%p2 st.shared.b32 [%r4], %r1;",
            "what thread 0 of the same block reads without a barrier between"),
        of(
            "two threads that write the same place",
            "st.shared.b32 [room], %r1;",
            "setp.eq.u32 %p2, %r1, 5;\n@%p2 st.shared.b32 [room], %r1;",
            "thread 1 of block 0 writes 4 bytes at 0x0 in room (256 bytes at 0x0), what thread 0 of"
                + " the same block writes, too"),
        of(
            "two threads that write the same byte by elements of different sizes",
            "cvt.u16.u32 %h1, %r1;\n@%p1 st.shared.b16 [%r4+2], %h1;\n"
                + "setp.eq.u32 %p2, %r1, 20;\n@%p2 st.shared.b32 [room], %r1;",
            "cvt.u16.u32 %h1, %r1;\n@%p1 st.shared.b16 [%r4+2], %h1;\n"
                + "setp.eq.u32 %p2, %r1, 20;\n@%p2 st.shared.b16 [room], %h1;",
            "thread 20 of block 0 writes 4 bytes"),
        of(
            "a neighbour in the warp without a barrier of the warp",
            "st.shared.b32 [%r4], %r1;\nshfl.sync.bfly.b32 %r11, %r1, 1, 31, -1;\n"
                + "ld.shared.b32 %r10, [%r5];",
            "st.shared.b32 [%r4], %r1;\n" + warpBarrier + "ld.shared.b32 %r10, [%r5];",
            "what thread 1 of the same block writes without a barrier between"),
        of(
            "a barrier of another part of the warp",
            "and.b32 %r9, %r1, 31;\nsetp.ge.u32 %p2, %r9, 16;\n@%p2 ret;\n"
                + "st.shared.b32 [%r4], %r1;\nsetp.lt.u32 %p3, %r9, 8;\n@!%p3 bra go;\n"
                + "bar.warp.sync 0x00ff;\ngo:\nxor.b32 %r7, %r4, 32;\n"
                + "ld.shared.b32 %r10, [%r7];",
            "and.b32 %r9, %r1, 31;\nsetp.ge.u32 %p2, %r9, 16;\n@%p2 ret;\n"
                + "st.shared.b32 [%r4], %r1;\n"
                + "bar.warp.sync 0xffff;\nxor.b32 %r7, %r4, 32;\nld.shared.b32 %r10, [%r7];",
            "without a barrier between"),
        of(
            "a barrier of the warp for what another warp writes",
            "st.shared.b32 [%r4], %r1;\n"
                + barrier
                + "st.shared.b32 [%r4], %r1;\n"
                + warpBarrier
                + "ld.shared.b32 %r10, [%r6];",
            "st.shared.b32 [%r4], %r1;\n"
                + barrier
                + "st.shared.b32 [%r4], %r1;\n"
                + warpBarrier
                + "ld.shared.b32 %r10, [%r5];",
            "without a barrier between"),
        new Case(
            "blocks that write the same place",
            2,
            64,
            "st.global.b32 [%rd5], %r1;",
            "mov.u32 %r9, %ctaid.x;\nsetp.eq.u32 %p2, %r9, 0;\n@%p2 st.global.b32 [%rd5], %r1;",
            "of another block writes, too, without a barrier between"),
        new Case(
            "a block that reads what another writes",
            2,
            64,
            "mov.u32 %r9, %ctaid.x;\nsetp.eq.u32 %p2, %r9, 0;\n@%p2 st.global.b32 [%rd4], %r1;\n"
                + "@!%p2 ld.global.b32 %r10, [%rd4];",
            "ld.global.b32 %r10, [%rd4];",
            "of another block"),
        of(
            "global memory that another thread of the block writes",
            "st.global.b32 [%rd5], %r1;\nxor.b32 %r7, %r1, 33;\nmul.wide.u32 %rd6, %r7, 4;\n"
                + "add.s64 %rd6, %rd2, %rd6;\nst.global.b32 [%rd4], %r1;\n"
                + "ld.global.b32 %r10, [%rd6];",
            "st.global.b32 [%rd5], %r1;\nxor.b32 %r7, %r1, 33;\nmul.wide.u32 %rd6, %r7, 4;\n"
                + "add.s64 %rd6, %rd2, %rd6;\nst.global.b32 [%rd4], %r1;\n"
                + barrier
                + "ld.global.b32 %r10, [%rd6];",
            "without a barrier between"),
        of(
            "writing what was read as constant",
            "ld.global.nc.b32 %r10, [%rd4];\nst.global.b32 [%rd4], %r10;",
            "ld.global.b32 %r10, [%rd4];\nst.global.b32 [%rd4], %r10;",
            "what this kernel has read with ld.global.nc"),
        of(
            "reading as constant what was written",
            "st.global.b32 [%rd4], %r1;\nld.global.nc.b32 %r10, [%rd4];",
            "st.global.b32 [%rd4], %r1;\nld.global.b32 %r10, [%rd4];",
            "with ld.global.nc what this kernel has written"));
  }

  static Stream<Case> meetings() {
    return Stream.of(
        of(
            "a barrier that a thread of the warp has left",
            "setp.eq.u32 %p2, %r1, 40;\n@%p2 ret;\nbar.sync 0;",
            "bar.sync 0;\nsetp.eq.u32 %p2, %r1, 40;\n@%p2 ret;",
            "waits, but thread 40 has exited"),
        of(
            "a barrier that a warp has left",
            "setp.lt.u32 %p2, %r1, 32;\n@%p2 ret;\nbar.sync 0;",
            "setp.lt.u32 %p2, %r1, 32;\n@%p2 ret;\nbar.warp.sync -1;",
            "thread 32 of block 0 waits, but thread 0 has exited"),
        of(
            "threads of a warp at two barriers",
            "@%p1 bra one;\nbar.sync 0;\nbra both;\none:\nbar.sync 0;\nboth:",
            "setp.lt.u32 %p2, %r1, 32;\n@%p2 bra one;\nbar.sync 0;\nbra both;\none:\nbar.sync 0;\n"
                + "both:",
            "of the same warp waits at line"),
        of(
            "a barrier under a guard that some threads do not pass",
            "@%p1 bar.sync 0;\nret;",
            "setp.lt.u32 %p2, %r1, 64;\n@%p2 bar.sync 0;",
            "has exited"),
        of(
            "a barrier for threads that do not come",
            "setp.lt.u32 %p2, %r1, 32;\n@%p2 bra one;\nbar.sync 1, 64;\nbra both;\none:\n"
                + "bar.sync 2, 64;\nboth:",
            "setp.lt.u32 %p2, %r1, 32;\n@%p2 bra one;\nbar.sync 1, 32;\nbra both;\none:\n"
                + "bar.sync 2, 32;\nboth:",
            "waits for threads that do not come"),
        of(
            "barriers of one number for different counts",
            "setp.lt.u32 %p2, %r1, 32;\n@%p2 bra one;\nbar.sync 1, 64;\nbra both;\none:\n"
                + "bar.sync 1, 32;\nboth:",
            "setp.lt.u32 %p2, %r1, 32;\n@%p2 bra one;\nbar.sync 1, 64;\nbra both;\none:\n"
                + "bar.sync 1, 64;\nboth:",
            "waits for other threads than line"),
        of(
            "a shuffle with a thread that has exited",
            "setp.eq.u32 %p2, %r1, 5;\n@%p2 ret;\nshfl.sync.bfly.b32 %r10, %r1, 1, 31, -1;",
            "setp.eq.u32 %p2, %r1, 5;\nshfl.sync.bfly.b32 %r10, %r1, 1, 31, -1;\n@%p2 ret;",
            "waits for thread 5 of its mask 0xffffffff, which has exited"),
        of(
            "a shuffle with a thread that does not come",
            "@%p1 bra one;\nbar.sync 0;\nret;\none:\nshfl.sync.bfly.b32 %r10, %r1, 1, 31, -1;\n"
                + "bar.sync 0;",
            "setp.lt.u32 %p2, %r1, 32;\n@%p2 bra one;\nbar.sync 0;\nret;\none:\n"
                + "shfl.sync.bfly.b32 %r10, %r1, 1, 31, -1;\nbar.sync 0;",
            "waits for thread 16 of its mask 0xffffffff, which waits at a barrier"),
        of(
            "shuffles at two places",
            "@%p1 bra one;\nshfl.sync.bfly.b32 %r10, %r1, 1, 31, -1;\nret;\n"
                + "one:\nshfl.sync.bfly.b32 %r10, %r1, 1, 31, -1;",
            "setp.lt.u32 %p2, %r1, 32;\n@%p2 bra one;\nshfl.sync.bfly.b32 %r10, %r1, 1, 31, -1;\n"
                + "ret;\none:\nshfl.sync.bfly.b32 %r10, %r1, 1, 31, -1;",
            "which waits at line"),
        of(
            "a shuffle under a guard that a member does not pass",
            "@%p1 shfl.sync.bfly.b32 %r10, %r1, 1, 31, -1;",
            "setp.lt.u32 %p2, %r1, 32;\n@%p2 shfl.sync.bfly.b32 %r10, %r1, 1, 31, -1;",
            "which has exited"),
        of(
            "a thread that is not in its mask",
            "shfl.sync.bfly.b32 %r10, %r1, 1, 31, 0xffff;",
            "setp.lt.u32 %p2, %r1, 16;\n@%p2 shfl.sync.bfly.b32 %r10, %r1, 1, 31, 0xffff;",
            "is not in its mask 0xffff"),
        of(
            "taking from a thread that is not in the mask",
            "setp.lt.u32 %p2, %r1, 16;\n@%p2 shfl.sync.down.b32 %r10, %r1, 1, 31, 0xffff;",
            "setp.lt.u32 %p2, %r1, 16;\n@%p2 shfl.sync.down.b32 %r10, %r1, 1, 0x100f, 0xffff;",
            "thread 15 of block 0 takes from thread 16, not in its mask"),
        new Case(
            "a mask with threads that do not exist",
            1,
            20,
            "shfl.sync.idx.b32 %r10, %r1, 0, 31, -1;",
            "shfl.sync.idx.b32 %r10, %r1, 0, 31, 0xfffff;",
            "waits for thread 20 of its mask 0xffffffff, which does not exist"),
        of(
            "a vote without a thread",
            "setp.eq.u32 %p2, %r1, 5;\n@%p2 ret;\nvote.sync.any.pred %p3, %p1, -1;",
            "vote.sync.any.pred %p3, %p1, -1;",
            "waits for thread 5"),
        of(
            "a branch that says it is uniform",
            "@%p1 bra.uni there;\nmov.u32 %r10, 1;\nthere:",
            "@%p1 bra there;\nmov.u32 %r10, 1;\nthere:",
            "thread 0 of block 0 goes another way than thread 16"),
        of(
            "a loop without an end",
            "mov.u32 %r10, 0;\nagain:\nadd.s32 %r10, %r10, 1;\nsetp.ge.u32 %p2, %r10, 0;\n"
                + "@%p2 bra again;",
            "mov.u32 %r10, 0;\nagain:\nadd.s32 %r10, %r10, 1;\nsetp.lt.u32 %p2, %r10, 100;\n"
                + "@%p2 bra again;",
            "goes on after 1000 instructions of the launch"));
  }

  static Stream<Case> all() {
    return Stream.of(memory(), registers(), races(), meetings()).flatMap(cases -> cases);
  }

  @Test
  void allOfThemArePtx() {
    Kernels.assemble(all().flatMap(test -> Stream.of(text(test.wrong), text(test.right))).toList());
  }

  @ParameterizedTest
  @MethodSource("all")
  void whatIsNotDefinedTrapsAndItsTwinDoesNot(Case test) {
    assertDoesNotThrow(() -> run(test, test.right));
    Trap trap = assertThrows(Trap.class, () -> run(test, test.wrong));
    String text = trap.getMessage();
    assertTrue(text.contains(test.message), () -> text + "\nmust contain " + test.message);
    assertTrue(text.startsWith("test line "), text);
  }

  private static void run(Case test, String body) {
    Run run = new Run(Machine.load(text(body)));
    run.machine().setMostInstructions(1000);
    run.ints(new int[64]);
    run.empty(256);
    run.launch(test.blocks, test.threads);
  }

  @Test
  void theTrapNamesTheLine() {
    String text = text("mov.u32 %r10, 5;\nld.global.b32 %r11, [%rd4+8];");
    long line = text.lines().takeWhile(each -> !each.startsWith("ld.global")).count() + 1;
    Run run = new Run(text);
    run.ints(new int[64]);
    run.empty(256);
    Trap trap = assertThrows(Trap.class, () -> run.launch(1, 64));
    assertTrue(trap.getMessage().startsWith("test line " + line + ", ld.global.b32: thread 62 "));
  }

  @Test
  void memoryThatWasFreedIsNotThere() {
    Run run = new Run(text("ld.global.b32 %r10, [%rd4];"));
    long address = run.ints(new int[64]);
    run.empty(256);
    run.launch(1, 64);
    run.machine().memory().free(address);
    assertTrap("in allocation 1 (256 bytes at 0x7f0000000100, freed)", () -> run.launch(1, 64));
    assertTrap("is freed twice", () -> run.machine().memory().free(address));
    assertTrap("was not allocated", () -> run.machine().memory().free(address + 4));
    assertTrap("a copy reads 4 bytes", () -> run.ints(address, 1));
  }

  @Test
  void copiesOfTheHostKeepWithinTheirMemory() {
    DeviceMemory memory = new Machine().memory();
    long address = memory.allocate(10);
    memory.put(address + 2, ByteBuffer.allocate(8));
    assertTrap("behind the end", () -> memory.put(address + 2, ByteBuffer.allocate(9)));
    assertTrap("behind the end", () -> memory.get(address + 8, ByteBuffer.allocate(3)));
    assertTrap("behind the end", () -> memory.fill(address, (byte) 1, 11));
    assertTrap("behind the end", () -> memory.copy(address, memory.allocate(2), 3));
  }

  @Test
  void aLaunchFitsItsKernel() {
    String text = text("").replace("b64 b)", "b64 b)\n.reqntid 64, 1, 1").replace("%tid", "%tid");
    Run run = new Run(text);
    run.ints(new int[64]);
    assertTrap("has arguments of 16 bytes, but is given 8", () -> run.launch(1, 64));
    run.empty(256);
    run.launch(1, 64);
    assertTrap("requires 64 threads, but is given 32", () -> run.launch(1, 32));
    Run most = new Run(text.replace(".reqntid", ".maxntid"));
    most.ints(new int[64]);
    most.empty(256);
    most.launch(1, 33);
    assertTrap("allows 64 threads, but is given 65", () -> most.launch(1, 65));
  }

  private static void assertTrap(String message, org.junit.jupiter.api.function.Executable what) {
    String text = assertThrows(Trap.class, what).getMessage();
    assertTrue(text.contains(message), () -> text + "\nmust contain " + message);
  }
}
