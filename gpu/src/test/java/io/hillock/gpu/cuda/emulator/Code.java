package io.hillock.gpu.cuda.emulator;

import java.util.List;

/**
 * A kernel prepared for execution.
 *
 * @param entry the kernel as it is written
 * @param steps its instructions
 * @param extras what stands in the file of registers behind the registers: the lanes of constants
 *     and the names of special registers
 */
record Code(Entry entry, List<Step> steps, List<Object> extras) {
  /** Returns a kernel prepared for execution. */
  static Code of(Entry entry) {
    return new Decoder(entry).decode();
  }
}
