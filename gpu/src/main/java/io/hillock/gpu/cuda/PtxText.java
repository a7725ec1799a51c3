package io.hillock.gpu.cuda;

import java.util.EnumMap;
import java.util.Map;

/**
 * The text of one kernel while it is written: instructions, registers and labels. Registers are
 * numbered by type, and declared when the kernel is complete.
 */
final class PtxText {
  private final StringBuilder text = new StringBuilder();
  private final Map<PtxType, Integer> registers = new EnumMap<>(PtxType.class);
  private int labels;

  /** Returns a register that nothing else uses. */
  String register(PtxType type) {
    return type.prefix() + (registers.merge(type, 1, Integer::sum) - 1);
  }

  /** Writes an instruction. */
  void op(String instruction, String... operands) {
    line(instruction, operands);
  }

  /** Writes an instruction for the threads whose predicate is true; for all where it is null. */
  void opIf(String predicate, String instruction, String... operands) {
    line((predicate == null ? "" : "@" + predicate + " ") + instruction, operands);
  }

  /** Writes an instruction with a result and returns its register. */
  String set(PtxType type, String instruction, String... operands) {
    String to = register(type);
    String[] all = new String[operands.length + 1];
    all[0] = to;
    System.arraycopy(operands, 0, all, 1, operands.length);
    op(instruction, all);
    return to;
  }

  private void line(String instruction, String... operands) {
    text.append("  ").append(instruction);
    if (operands.length > 0) {
      text.append(' ').append(String.join(", ", operands));
    }
    text.append(";\n");
  }

  void comment(String comment) {
    text.append("  // ").append(comment).append('\n');
  }

  /** Returns a label that nothing else uses. */
  String label(String name) {
    return "$" + name + labels++;
  }

  /** Puts a label here. */
  void here(String label) {
    text.append(label).append(":\n");
  }

  /** Jumps where the predicate is true. */
  void jumpIf(String predicate, String label) {
    opIf(predicate, "bra", label);
  }

  /** Jumps where the predicate is false. */
  void jumpUnless(String predicate, String label) {
    opIf("!" + predicate, "bra", label);
  }

  /** Jumps, all threads of a warp alike. */
  void jump(String label) {
    op("bra.uni", label);
  }

  /** Begins a loop, which the compiler is to leave as it is. */
  String loop(String name) {
    String label = label(name);
    text.append("  .pragma \"nounroll\";\n");
    here(label);
    return label;
  }

  /** Returns the kernel. */
  String kernel(String name, String parameters, String directives) {
    StringBuilder kernel = new StringBuilder();
    kernel.append(".visible .entry ").append(name).append("(\n");
    kernel.append(parameters).append("\n)\n").append(directives).append("{\n");
    registers.forEach(
        (type, count) -> {
          kernel.append("  .reg .").append(type.suffix()).append(' ').append(type.prefix());
          kernel.append('<').append(count).append(">;\n");
        });
    return kernel.append('\n').append(text).append("  ret;\n}\n").toString();
  }
}
