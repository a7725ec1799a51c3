package io.hillock.gpu.cuda.emulator;

import io.hillock.gpu.cuda.emulator.Operand.Address;
import io.hillock.gpu.cuda.emulator.Operand.AddressOf;
import io.hillock.gpu.cuda.emulator.Operand.Constant;
import io.hillock.gpu.cuda.emulator.Operand.Form;
import io.hillock.gpu.cuda.emulator.Operand.Name;
import io.hillock.gpu.cuda.emulator.Operand.Pair;
import io.hillock.gpu.cuda.emulator.Operand.Reg;
import io.hillock.gpu.cuda.emulator.Operand.Special;
import io.hillock.gpu.cuda.emulator.Operand.Vector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads what stands between the braces of a kernel: declarations, labels and instructions. */
final class BodyParser {
  /** A declaration {@code %r<10>}. */
  private record Range(String prefix, int count, Type type) {}

  /** What is declared between a pair of braces. */
  private static final class Block {
    private final List<Range> ranges = new ArrayList<>();
    private final Map<String, Register> registers = new HashMap<>();
    private final Map<String, Variable> variables = new HashMap<>();
  }

  private final Tokens tokens;
  private final Parser parser;
  private final Deque<Block> blocks = new ArrayDeque<>();
  private final List<Variable> shared;
  private final List<Instruction> instructions = new ArrayList<>();
  private final Map<String, Integer> labels = new HashMap<>();
  private final List<Register> registers = new ArrayList<>();
  private final List<Register> predicates = new ArrayList<>();

  BodyParser(Tokens tokens, List<Variable> parameters, List<Variable> moduleShared, Parser parser) {
    this.tokens = tokens;
    this.parser = parser;
    this.shared = new ArrayList<>(moduleShared);
    Block outer = new Block();
    parameters.forEach(variable -> outer.variables.put(variable.name(), variable));
    moduleShared.forEach(variable -> outer.variables.put(variable.name(), variable));
    blocks.push(outer);
  }

  /** Reads from the opening brace to the closing one. */
  void parse() {
    tokens.expect("{");
    blocks.push(new Block());
    while (!tokens.accept("}")) {
      statement();
    }
    blocks.pop();
  }

  List<Variable> shared() {
    return shared;
  }

  List<Instruction> instructions() {
    return instructions;
  }

  Map<String, Integer> labels() {
    return labels;
  }

  List<Register> registers() {
    return registers;
  }

  List<Register> predicates() {
    return predicates;
  }

  private void statement() {
    if (tokens.peek().equals("{")) {
      parse();
    } else if (tokens.accept(".reg")) {
      declareRegisters();
    } else if (tokens.accept(".shared")) {
      Variable variable = parser.shared(shared, false);
      shared.add(variable);
      declare(blocks.element().variables.put(variable.name(), variable), variable.name());
      tokens.expect(";");
    } else if (tokens.accept(".pragma")) {
      parser.pragma();
    } else if (tokens.peek().startsWith(".")) {
      throw error("the directive " + tokens.next() + " is not known here");
    } else if (tokens.peekSecond().equals(":")) {
      String label = tokens.next();
      declare(labels.put(label, instructions.size()), label);
      tokens.expect(":");
    } else {
      instructions.add(instruction());
    }
  }

  private void declare(Object before, String name) {
    if (before != null) {
      throw error(name + " is declared twice");
    }
  }

  private void declareRegisters() {
    String written = tokens.next();
    Type type = written.startsWith(".") ? Type.of(written.substring(1)) : null;
    if (type == null) {
      throw error("a type is expected, but found '" + written + "'");
    }
    if (type.bits() == 8) {
      throw error("registers of 8 bits are not known");
    }
    do {
      String name = tokens.next();
      if (tokens.accept("<")) {
        blocks.element().ranges.add(new Range(name, (int) integer(tokens.next()), type));
        tokens.expect(">");
      } else {
        declare(blocks.element().registers.put(name, register(name, type)), name);
      }
    } while (tokens.accept(","));
    tokens.expect(";");
  }

  private Register register(String name, Type type) {
    List<Register> kin = type == Type.PRED ? predicates : registers;
    Register register = new Register(name, type, kin.size());
    kin.add(register);
    return register;
  }

  private Instruction instruction() {
    int line = tokens.line();
    Register guard = null;
    boolean negated = false;
    if (tokens.accept("@")) {
      negated = tokens.accept("!");
      String name = tokens.next();
      guard = find(name);
      if (guard == null || !guard.isPredicate()) {
        throw error("'" + name + "' is not a predicate");
      }
    }
    List<String> opcode = List.of(tokens.next().split("\\.", -1));
    List<Operand> operands = new ArrayList<>();
    if (!tokens.accept(";")) {
      do {
        operands.add(operand());
      } while (tokens.accept(","));
      tokens.expect(";");
    }
    return new Instruction(line, guard, negated, opcode, List.copyOf(operands));
  }

  private Operand operand() {
    Operand first = single();
    return tokens.accept("|") ? new Pair(first, single()) : first;
  }

  private Operand single() {
    if (tokens.accept("[")) {
      return address();
    }
    if (tokens.accept("{")) {
      List<Operand> elements = new ArrayList<>();
      do {
        elements.add(single());
      } while (tokens.accept(","));
      tokens.expect("}");
      return new Vector(List.copyOf(elements));
    }
    if (tokens.accept("!")) {
      String name = tokens.next();
      Register register = find(name);
      if (register == null) {
        throw error("'" + name + "' is not declared");
      }
      return new Reg(register, true);
    }
    boolean minus = tokens.accept("-");
    String text = tokens.next();
    if (Character.isDigit(text.charAt(0))) {
      return constant(text, minus);
    }
    if (minus || !isName(text)) {
      throw error("an operand is expected, but found '" + text + "'");
    }
    Register register = find(text);
    if (register != null) {
      return new Reg(register, false);
    }
    Variable variable = variable(text);
    if (variable != null) {
      return new AddressOf(variable);
    }
    if (Specials.isKnown(text)) {
      return new Special(text);
    }
    if (text.startsWith("%")) {
      throw error("'" + text + "' is not declared");
    }
    return new Name(text);
  }

  private static boolean isName(String text) {
    char first = text.charAt(0);
    return Character.isLetter(first) || first == '%' || first == '_' || first == '$';
  }

  private Address address() {
    String text = tokens.next();
    Register base = find(text);
    Variable variable = base == null ? variable(text) : null;
    if (base == null && variable == null) {
      throw error("'" + text + "' is not declared");
    }
    long offset = 0;
    if (tokens.accept("+")) {
      offset = tokens.accept("-") ? -integer(tokens.next()) : integer(tokens.next());
    }
    tokens.expect("]");
    return new Address(base, variable, offset);
  }

  private Constant constant(String text, boolean minus) {
    boolean single = text.startsWith("0f") || text.startsWith("0F");
    boolean wide = text.startsWith("0d") || text.startsWith("0D");
    if (!single && !wide) {
      long value = integer(text);
      return new Constant(minus ? -value : value, Form.INTEGER);
    }
    if (minus || text.length() != (single ? 10 : 18)) {
      throw error("'" + text + "' is not a number by its bits");
    }
    try {
      long bits = Long.parseUnsignedLong(text.substring(2), 16);
      return new Constant(bits, single ? Form.F32 : Form.F64);
    } catch (NumberFormatException e) {
      throw error("'" + text + "' is not a number by its bits");
    }
  }

  private long integer(String text) {
    String digits = text.endsWith("U") ? text.substring(0, text.length() - 1) : text;
    try {
      return digits.startsWith("0x") || digits.startsWith("0X")
          ? Long.parseUnsignedLong(digits.substring(2), 16)
          : decimal(digits);
    } catch (NumberFormatException e) {
      throw error("'" + text + "' is not a number");
    }
  }

  private static long decimal(String digits) {
    if (digits.length() > 1 && digits.charAt(0) == '0') {
      throw new NumberFormatException("octal");
    }
    return Long.parseUnsignedLong(digits);
  }

  private Register find(String name) {
    for (Block block : blocks) {
      Register register = block.registers.get(name);
      if (register != null) {
        return register;
      }
      for (Range range : block.ranges) {
        if (isOf(range, name)) {
          Register created = register(name, range.type);
          block.registers.put(name, created);
          return created;
        }
      }
    }
    return null;
  }

  private static boolean isOf(Range range, String name) {
    if (!name.startsWith(range.prefix)) {
      return false;
    }
    String digits = name.substring(range.prefix.length());
    if (digits.isEmpty() || !digits.chars().allMatch(Character::isDigit) || digits.length() > 9) {
      return false;
    }
    return Integer.toString(Integer.parseInt(digits)).equals(digits)
        && Integer.parseInt(digits) < range.count;
  }

  private Variable variable(String name) {
    for (Block block : blocks) {
      Variable variable = block.variables.get(name);
      if (variable != null) {
        return variable;
      }
    }
    return null;
  }

  private PtxSyntaxException error(String message) {
    return new PtxSyntaxException(tokens.lastLine(), message);
  }
}
