package io.hillock.gpu.cuda.emulator;

import java.util.List;

/**
 * An instruction as it is written.
 *
 * @param line its line in the text, from 1
 * @param guard the predicate before it, or null
 * @param negated whether it is executed where the guard is false
 * @param opcode what stands between the dots of its name
 * @param operands its operands, destinations first
 */
record Instruction(
    int line, Register guard, boolean negated, List<String> opcode, List<Operand> operands) {
  String name() {
    return String.join(".", opcode);
  }
}
