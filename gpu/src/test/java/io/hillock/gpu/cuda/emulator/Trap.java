package io.hillock.gpu.cuda.emulator;

/**
 * What a kernel did that PTX does not define, or that a device would do by chance: an access out of
 * bounds, a value that was never written, a race. Not an exception that a backend may handle: a
 * test in which it happens fails.
 */
public final class Trap extends AssertionError {
  private static final long serialVersionUID = 1;

  Trap(String message) {
    super(message);
  }
}
