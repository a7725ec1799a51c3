package io.hillock.cpu;

import jdk.incubator.vector.FloatVector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether rendered code can use the Vector API, with how many lanes, and from when on. {@code
 * -Dhillock.cpu.vector=off} turns it off, {@code always} uses it from a program's first element on.
 * Results are the same bits either way.
 */
final class VectorSupport {
  private static final Logger LOG = LoggerFactory.getLogger(VectorSupport.class);
  private static final String SWITCH = "hillock.cpu.vector";
  private static final int LANES = probe();

  /** Elements that a program works on before it is worth to warm up its vector code. */
  private static final long WARM = 1 << 21;

  private VectorSupport() {}

  /** Returns the compiler for this machine. */
  static KernelCompiler compiler() {
    boolean always = System.getProperty(SWITCH, "on").equals("always");
    return new KernelCompiler(lanes(), always ? 0 : WARM);
  }

  /** Returns the floats in a vector of the preferred width; 1 where there are no vectors. */
  static int lanes() {
    return System.getProperty(SWITCH, "on").equals("off") ? 1 : LANES;
  }

  private static int probe() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      LOG.warn(
          "the Vector API is not there, so the CPU runs scalar code: the same bits, but several"
              + " times slower; start Java with --add-modules jdk.incubator.vector");
      return 1;
    }
    return Lanes.preferred();
  }

  /** Apart, so that the class above loads without the module. */
  private static final class Lanes {
    static int preferred() {
      return FloatVector.SPECIES_PREFERRED.length();
    }
  }
}
