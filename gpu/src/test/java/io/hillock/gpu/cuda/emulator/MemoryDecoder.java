package io.hillock.gpu.cuda.emulator;

import io.hillock.gpu.cuda.emulator.Operand.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Prepares the instructions that read and write memory. */
final class MemoryDecoder {
  /** What says how a cache is used, and changes no result. */
  private static final Set<String> HINTS = Set.of("ca", "cg", "cs", "lu", "wb", "wt");

  private final Operands operands;

  MemoryDecoder(Operands operands) {
    this.operands = operands;
  }

  /** Returns the step of {@code ld} or {@code st}, or null. */
  Step access(Instruction in) {
    List<String> opcode = new ArrayList<>(in.opcode());
    boolean load = opcode.remove(0).equals("ld");
    if (opcode.size() < 2) {
      return null;
    }
    Type type = Type.of(opcode.remove(opcode.size() - 1));
    String space = opcode.remove(0);
    boolean constant = load && space.equals("global") && opcode.remove("nc");
    int count = count(opcode);
    opcode.removeAll(HINTS);
    if (type == null || type == Type.PRED || !opcode.isEmpty()) {
      return null;
    }
    if (in.operands().size() != 2) {
      throw Operands.error(in, "has 2 operands, but is given " + in.operands().size());
    }
    if (count * type.bytes() > 16) {
      throw Operands.error(in, "more than 16 bytes at once");
    }
    if (!(in.operands().get(load ? 1 : 0) instanceof Address address)) {
      throw Operands.error(in, "an address is expected");
    }
    List<Operand> elements = Operands.elements(in, in.operands().get(load ? 0 : 1), count);
    return switch (space) {
      case "param" -> load ? parameter(in, type, address, elements) : null;
      case "global" -> access(in, load, Access.Space.GLOBAL, type, address, elements, constant);
      case "shared" -> access(in, load, Access.Space.SHARED, type, address, elements, false);
      default -> null;
    };
  }

  private static int count(List<String> opcode) {
    return opcode.remove("v2") ? 2 : opcode.remove("v4") ? 4 : 1;
  }

  private Step access(
      Instruction in,
      boolean load,
      Access.Space space,
      Type type,
      Address address,
      List<Operand> elements,
      boolean constant) {
    int base = Access.NO_BASE;
    long offset = address.offset();
    if (address.base() != null) {
      Register register = address.base();
      boolean wide = register.isWide() && !register.type().isFloat();
      boolean narrow = register.type().bits() == 32 && !register.type().isFloat();
      if (!wide && !(narrow && space == Access.Space.SHARED)) {
        throw Operands.error(in, register + " is no address");
      }
      base = register.index();
    } else if (space == Access.Space.SHARED
        && address.variable().space() == Variable.Space.SHARED) {
      offset += address.variable().offset();
    } else {
      throw Operands.error(in, address.variable().name() + " is not there");
    }
    List<Integer> places = new ArrayList<>();
    for (Operand element : elements) {
      places.add(load ? target(in, element, type) : source(in, element, type));
    }
    return load
        ? new Load(in, space, base, offset, loaded(in, elements, type), places, constant)
        : new Store(in, space, base, offset, type.bytes(), places);
  }

  private int target(Instruction in, Operand element, Type type) {
    return operands.registerOrWider(in, element, type).index();
  }

  /** Returns the type to extend from: a register of the same width takes the bits as they are. */
  private Type loaded(Instruction in, List<Operand> elements, Type type) {
    Register first = operands.registerOrWider(in, elements.get(0), type);
    return type == Type.S16 && first.type().bits() == 16 ? Type.U16 : type;
  }

  private int source(Instruction in, Operand element, Type type) {
    return element instanceof Operand.Reg
        ? operands.registerOrWider(in, element, type).index()
        : operands.source(in, element, type);
  }

  private Step parameter(Instruction in, Type type, Address address, List<Operand> elements) {
    Variable variable = address.variable();
    if (variable == null || variable.space() != Variable.Space.PARAM) {
      throw Operands.error(in, "the name of a parameter is expected");
    }
    int bytes = type.bytes() * elements.size();
    long from = address.offset();
    if (from < 0 || from + bytes > variable.bytes() || from % bytes != 0) {
      throw Operands.error(
          in, bytes + " bytes at " + from + " of " + variable.name() + " are not there");
    }
    List<Integer> targets = new ArrayList<>();
    for (Operand element : elements) {
      targets.add(target(in, element, type));
    }
    int offset = (int) (variable.offset() + from);
    return new LoadParameter(in, offset, loaded(in, elements, type), targets);
  }
}
