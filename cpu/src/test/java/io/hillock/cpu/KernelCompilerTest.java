package io.hillock.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.hillock.cpu.generated.RenderedKernel;
import io.hillock.kernels.Activations;
import io.hillock.kernels.Kernel;
import io.hillock.kernels.Program;
import org.junit.jupiter.api.Test;

class KernelCompilerTest {
  private static final Program PROGRAM = Activations.SIGMOID.program();

  @Test
  void aProgramGoesOverToVectorsWhenItHasSeenEnoughElements() {
    KernelCompiler compiler = new KernelCompiler(8, 1000);
    RenderedKernel first = compiler.compile(PROGRAM, 600);
    assertEquals(1, first.lanes());
    assertSame(first, compiler.compile(PROGRAM, 600));
    RenderedKernel later = compiler.compile(PROGRAM, 1);
    assertEquals(8, later.lanes());
    assertSame(later, compiler.compile(PROGRAM, 1));
  }

  @Test
  void withoutTheVectorApiItStaysScalar() {
    KernelCompiler compiler = new KernelCompiler(1, 0);
    assertEquals(1, compiler.compile(PROGRAM, 1 << 20).lanes());
    assertEquals(1, compiler.compile(PROGRAM, 1 << 20).lanes());
  }

  @Test
  void programsOfTheSameContentShareTheirCode() {
    KernelCompiler compiler = new KernelCompiler(8, 0);
    Program a = Kernel.of("a", x -> x.mul(2)).program();
    Program b = Kernel.of("b", x -> x.mul(2)).program();
    Program c = Kernel.of("c", x -> x.mul(3)).program();
    assertSame(compiler.compile(a, 1), compiler.compile(b, 1));
    assertNotSame(compiler.compile(a, 1), compiler.compile(c, 1));
  }
}
