package io.hillock.cpu;

import io.hillock.cpu.generated.RenderedKernel;
import io.hillock.kernels.Program;
import io.hillock.tensor.KernelCompilationException;
import java.util.concurrent.ConcurrentHashMap;
import org.codehaus.commons.compiler.CompileException;
import org.codehaus.janino.SimpleCompiler;

/** Compiles programs in memory, each once. */
final class KernelCompiler {
  private final int lanes;
  private final ConcurrentHashMap<Program, RenderedKernel> compiled = new ConcurrentHashMap<>();

  /**
   * Creates a compiler.
   *
   * @param lanes the floats in a vector; 1 for code without the Vector API
   */
  KernelCompiler(int lanes) {
    this.lanes = lanes;
  }

  int lanes() {
    return lanes;
  }

  RenderedKernel compile(Program program) {
    RenderedKernel known = compiled.get(program);
    return known != null ? known : compiled.computeIfAbsent(program, this::create);
  }

  private RenderedKernel create(Program program) {
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
