package io.hillock.gpu.cuda;

/** A kernel of the emulated driver. */
final class EmulatedFunction implements Driver.Function {
  private final EmulatedModule module;
  private final String name;
  private int allowedBytes;

  EmulatedFunction(EmulatedModule module, String name) {
    this.module = module;
    this.name = name;
  }

  EmulatedModule module() {
    return module;
  }

  String name() {
    return name;
  }

  /** Returns the bytes of shared memory that it declares. */
  int sharedBytes() {
    return module.loaded().sharedBytes(name);
  }

  /** Lets it have more dynamic shared memory. */
  void allow(int bytes) {
    allowedBytes = bytes;
  }

  int allowedBytes() {
    return allowedBytes;
  }
}
