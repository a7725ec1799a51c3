package io.hillock.gpu.cuda;

import io.hillock.kernels.Program;
import io.hillock.tensor.HillockException;
import java.util.HashMap;
import java.util.Map;

/** A program that the driver compiled for a device, with its kernels and their arguments. */
final class CompiledProgram {
  /**
   * What is compiled by itself.
   *
   * @param program the program
   * @param accesses how its operands are accessed
   * @param variant how its work is laid out
   */
  record Key(Program program, Accesses accesses, Variant variant) {}

  /** What a block may have without being allowed to; a little less, for what the text declares. */
  private static final int FREE_SHARED_BYTES = 32 << 10;

  private static final class Kernel {
    private final Driver.Function function;
    private final Signature signature;
    private int allowed = FREE_SHARED_BYTES;

    Kernel(Driver.Function function, Signature signature) {
      this.function = function;
      this.signature = signature;
    }
  }

  private final Driver driver;
  private final Driver.Module module;
  private final Map<String, Kernel> kernels = new HashMap<>();

  /**
   * Compiles a program.
   *
   * @param driver the driver; a context is current
   * @param key what to compile
   */
  CompiledProgram(Driver driver, Key key) {
    this.driver = driver;
    Program program = key.program();
    Accesses accesses = key.accesses();
    this.module = driver.load(program.name(), key.variant().render(program, accesses));
    try {
      key.variant()
          .kernels(program, accesses)
          .forEach(
              (name, signature) -> {
                Driver.Function function = driver.function(module, name);
                kernels.put(name, new Kernel(function, signature));
              });
    } catch (HillockException e) {
      new Cleanup().run(this::release);
      throw e;
    }
  }

  /** Returns a kernel that may be launched with so much shared memory. */
  Driver.Function function(String name, int sharedBytes) {
    Kernel kernel = kernels.get(name);
    if (sharedBytes > kernel.allowed) {
      driver.allowSharedMemory(kernel.function, sharedBytes);
      kernel.allowed = sharedBytes;
    }
    return kernel.function;
  }

  /** Returns the arguments of a kernel. */
  Signature signature(String name) {
    return kernels.get(name).signature;
  }

  /** Gives it back. */
  void release() {
    driver.unload(module);
  }
}
