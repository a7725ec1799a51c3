package io.hillock.gpu.cuda.emulator;

import java.util.List;

/** An operand of an instruction, as it is written. */
sealed interface Operand {
  /** A register; a predicate may be negated. */
  record Reg(Register register, boolean negated) implements Operand {}

  /** How a constant is written. */
  enum Form {
    INTEGER,
    F32,
    F64
  }

  /** A constant by its bits. */
  record Constant(long bits, Form form) implements Operand {}

  /** A special register, such as {@code %tid.x}. */
  record Special(String name) implements Operand {}

  /** The address of a variable. */
  record AddressOf(Variable variable) implements Operand {}

  /** A name that is nothing declared: a label. */
  record Name(String name) implements Operand {}

  /** {@code [base + offset]}; the base is a register or a variable. */
  record Address(Register base, Variable variable, long offset) implements Operand {}

  /** {@code {a, b, ...}}. */
  record Vector(List<Operand> elements) implements Operand {}

  /** {@code a|b}: two destinations. */
  record Pair(Operand first, Operand second) implements Operand {}
}
