package io.hillock.cpu;

import io.hillock.cpu.generated.RenderedKernel;
import io.hillock.kernels.Program;
import io.hillock.tensor.KernelCompilationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.codehaus.commons.compiler.CompileException;
import org.codehaus.janino.SimpleCompiler;

/**
 * Compiles programs in memory, each once for scalars and once for vectors. The bits are the same,
 * but a JVM takes long to warm up to the Vector API: until then each operation on a vector is a
 * call that makes garbage. So a program begins with scalar code, and goes over to vectors when it
 * has seen so many elements that it is worth the while.
 */
final class KernelCompiler {
  private final int lanes;
  private final long vectorsFrom;
  private final ConcurrentHashMap<Program, Tiers> compiled = new ConcurrentHashMap<>();

  /** The code of one program. */
  private static final class Tiers {
    private final AtomicLong elements = new AtomicLong();
    private volatile RenderedKernel scalar;
    private volatile RenderedKernel vector;
  }

  /**
   * Creates a compiler.
   *
   * @param lanes the floats in a vector; 1 for code without the Vector API
   * @param vectorsFrom the elements a program works on before it goes over to vectors
   */
  KernelCompiler(int lanes, long vectorsFrom) {
    this.lanes = lanes;
    this.vectorsFrom = vectorsFrom;
  }

  /**
   * Returns the code to run a program with.
   *
   * @param program the program
   * @param count the elements it is to work on
   */
  RenderedKernel compile(Program program, long count) {
    Tiers tiers = compiled.get(program);
    if (tiers == null) {
      tiers = compiled.computeIfAbsent(program, key -> new Tiers());
    }
    RenderedKernel vector = tiers.vector;
    if (vector != null) {
      return vector;
    }
    boolean wanted = lanes > 1 && tiers.elements.getAndAdd(count) >= vectorsFrom;
    synchronized (tiers) {
      if (wanted) {
        tiers.vector = create(program, lanes);
        tiers.scalar = null;
        return tiers.vector;
      }
      if (tiers.scalar == null) {
        tiers.scalar = create(program, 1);
      }
      return tiers.scalar;
    }
  }

  private static RenderedKernel create(Program program, int lanes) {
    if (lanes > 1) {
      VectorProfile.show();
    }
    String source = JavaRenderer.render(program, lanes);
    try {
      SimpleCompiler compiler = new SimpleCompiler();
      compiler.setParentClassLoader(RenderedKernel.class.getClassLoader());
      compiler.cook(source);
      return compiler
          .getClassLoader()
          .loadClass(JavaRenderer.CLASS_NAME)
          .asSubclass(RenderedKernel.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (CompileException | ReflectiveOperationException | LinkageError e) {
      throw new KernelCompilationException(
          "the Java rendered for " + program.name() + " cannot be compiled",
          source,
          String.valueOf(e.getMessage()),
          e);
    }
  }
}
