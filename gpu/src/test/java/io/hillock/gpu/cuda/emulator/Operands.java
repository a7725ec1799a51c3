package io.hillock.gpu.cuda.emulator;

import io.hillock.gpu.cuda.emulator.Operand.AddressOf;
import io.hillock.gpu.cuda.emulator.Operand.Constant;
import io.hillock.gpu.cuda.emulator.Operand.Form;
import io.hillock.gpu.cuda.emulator.Operand.Reg;
import io.hillock.gpu.cuda.emulator.Operand.Special;
import io.hillock.gpu.cuda.emulator.Operand.Vector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds places in the file of registers for operands, and checks that these are of the type that an
 * instruction asks for. Constants and special registers get places behind the registers.
 */
final class Operands {
  private final int registers;
  private final List<Object> extras = new ArrayList<>();
  private final Map<Object, Integer> known = new HashMap<>();

  /**
   * Creates it.
   *
   * @param registers how many registers there are
   */
  Operands(int registers) {
    this.registers = registers;
  }

  /** Returns the lanes of constants and the names of special registers, in order of place. */
  List<Object> extras() {
    return extras;
  }

  /** A number by its width and bits, as the key of its place. */
  private record Key(boolean wide, long bits) {}

  /** Returns the place of what an instruction reads as a type. */
  int source(Instruction in, Operand operand, Type type) {
    if (operand instanceof Reg reg) {
      return register(in, reg, type).index();
    }
    if (operand instanceof Constant constant) {
      return number(type.bits() == 64, bits(in, constant, type));
    }
    throw error(in, "a register or a number is expected");
  }

  /** Returns the place of what {@code mov} reads. */
  int sourceOrSpecial(Instruction in, Operand operand, Type type) {
    if (operand instanceof Special special) {
      if (type.bits() != 32 || type.isFloat()) {
        throw error(in, special.name() + " has 32 bits");
      }
      return known.computeIfAbsent(special.name(), name -> extra(special.name()));
    }
    if (operand instanceof AddressOf address) {
      Variable variable = address.variable();
      boolean fits = type.bits() >= 32 && !type.isFloat();
      if (variable.space() != Variable.Space.SHARED || !fits) {
        throw error(in, "the address of " + variable.name() + " is not for " + type.text());
      }
      return number(type.bits() == 64, variable.offset());
    }
    return source(in, operand, type);
  }

  /** Returns the place of a constant. */
  int number(boolean wide, long bits) {
    return known.computeIfAbsent(new Key(wide, bits), key -> extra(lanes(wide, bits)));
  }

  private static Object lanes(boolean wide, long bits) {
    if (wide) {
      long[] lanes = new long[Lanes.COUNT];
      Arrays.fill(lanes, bits);
      return lanes;
    }
    int[] lanes = new int[Lanes.COUNT];
    Arrays.fill(lanes, (int) bits);
    return lanes;
  }

  private int extra(Object extra) {
    extras.add(extra);
    return registers + extras.size() - 1;
  }

  private static long bits(Instruction in, Constant constant, Type type) {
    Form form = constant.form();
    boolean fits =
        switch (form) {
          case INTEGER -> !type.isFloat();
          case F32 -> type == Type.F32 || type == Type.B32;
          case F64 -> type == Type.F64 || type == Type.B64;
        };
    if (!fits) {
      throw error(in, "a number of the form of " + form + " is not for " + type.text());
    }
    long bits = constant.bits();
    if (form == Form.INTEGER && type.bits() < 64) {
      if (bits < -1L << (type.bits() - 1) || bits >= 1L << type.bits()) {
        throw error(in, bits + " is no number of " + type.text());
      }
      bits &= (1L << type.bits()) - 1;
    }
    return bits;
  }

  /** Returns a register that an instruction uses as a type. */
  Register register(Instruction in, Operand operand, Type type) {
    if (operand instanceof Reg reg && !reg.negated()) {
      if (!reg.register().type().fits(type)) {
        throw error(in, reg.register() + " is not of " + type.text());
      }
      return reg.register();
    }
    throw error(in, "a register of " + type.text() + " is expected");
  }

  /** Returns a register that may be wider than the type it is used as. */
  Register registerOrWider(Instruction in, Operand operand, Type type) {
    if (operand instanceof Reg reg && !reg.negated()) {
      Register register = reg.register();
      boolean wider =
          register.type().bits() > type.bits() && !register.type().isFloat() && !type.isFloat();
      if (wider && !register.isPredicate()) {
        return register;
      }
    }
    return register(in, operand, type);
  }

  /** Returns the index of a predicate. */
  int predicate(Instruction in, Operand operand) {
    return register(in, operand, Type.PRED).index();
  }

  /** Returns a predicate, which may be negated. */
  Reg anyPredicate(Instruction in, Operand operand) {
    if (operand instanceof Reg reg && reg.register().isPredicate()) {
      return reg;
    }
    throw error(in, "a predicate is expected");
  }

  /** Returns the operands of a vector, or the only one. */
  static List<Operand> elements(Instruction in, Operand operand, int count) {
    if (count == 1) {
      return List.of(operand);
    }
    if (operand instanceof Vector vector && vector.elements().size() == count) {
      return vector.elements();
    }
    throw error(in, "a vector of " + count + " is expected");
  }

  static PtxSyntaxException error(Instruction in, String message) {
    return new PtxSyntaxException(in.line(), in.name() + ": " + message);
  }
}
