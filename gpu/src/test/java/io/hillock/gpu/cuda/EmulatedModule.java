package io.hillock.gpu.cuda;

import io.hillock.gpu.cuda.emulator.Machine;

/** A module of the emulated driver. */
final class EmulatedModule implements Driver.Module {
  private final EmulatedDevice device;
  private final Machine.Loaded loaded;

  /** Reads a text; one that the emulator does not know is an error of the test. */
  EmulatedModule(EmulatedDevice device, String ptx) {
    this.device = device;
    this.loaded = Machine.load(ptx);
  }

  EmulatedDevice device() {
    return device;
  }

  Machine.Loaded loaded() {
    return loaded;
  }

  /** Returns the architecture it is for, such as 70. */
  int architecture() {
    return Integer.parseInt(loaded.target().substring("sm_".length()));
  }
}
