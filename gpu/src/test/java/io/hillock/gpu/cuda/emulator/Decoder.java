package io.hillock.gpu.cuda.emulator;

import io.hillock.gpu.cuda.emulator.Operand.Constant;
import io.hillock.gpu.cuda.emulator.Operand.Form;
import io.hillock.gpu.cuda.emulator.Operand.Name;
import io.hillock.gpu.cuda.emulator.Operand.Pair;
import io.hillock.gpu.cuda.emulator.Operand.Reg;
import io.hillock.gpu.cuda.emulator.Operand.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Prepares the instructions of a kernel. An instruction or a modifier that is not known here is an
 * error, and so is one whose result is not exact: float arithmetic without {@code .rn}, which a
 * compiler may contract, {@code .approx} or {@code .ftz}.
 */
final class Decoder {
  private static final Set<String> ARITHMETIC =
      Set.of("add", "sub", "mul.lo", "mul.hi", "div", "rem", "min", "max");
  private static final Set<String> LOGIC = Set.of("and", "or", "xor");

  private final Entry entry;
  private final Operands operands;
  private final MemoryDecoder memory;

  Decoder(Entry entry) {
    this.entry = entry;
    this.operands = new Operands(entry.registers().size());
    this.memory = new MemoryDecoder(operands);
  }

  Code decode() {
    List<Instruction> instructions = entry.instructions();
    List<Step> steps = new ArrayList<>();
    for (Instruction in : instructions) {
      steps.add(step(in));
    }
    Instruction last = instructions.isEmpty() ? null : instructions.get(instructions.size() - 1);
    boolean ends =
        last != null && last.guard() == null && steps.get(steps.size() - 1) instanceof Exit;
    if (!ends) {
      throw new PtxSyntaxException(
          last == null ? 1 : last.line(), entry.name() + " does not end with ret or exit");
    }
    return new Code(entry, steps, operands.extras());
  }

  private Step step(Instruction in) {
    Step step =
        switch (in.opcode().get(0)) {
          case "ld", "st" -> memory.access(in);
          case "bra" -> branch(in);
          case "ret", "exit" -> count(in, 0) && in.opcode().size() == 1 ? new Exit(in) : null;
          case "bar", "barrier" -> barrier(in);
          case "membar", "fence" -> count(in, 0) && isFence(in.name()) ? new Fence(in) : null;
          case "shfl" -> shuffle(in);
          case "vote" -> vote(in);
          case "setp" -> setPredicate(in);
          case "selp" -> select(in);
          case "mov" -> move(in);
          case "cvt" -> convert(in);
          case "cvta" -> toGlobal(in);
          default -> arithmetic(in);
        };
    if (step == null) {
      throw Operands.error(in, "not known, or not exact");
    }
    return step;
  }

  private static boolean count(Instruction in, int count) {
    if (in.operands().size() != count) {
      throw Operands.error(in, "has " + count + " operands, but is given " + in.operands().size());
    }
    return true;
  }

  private static boolean isFence(String name) {
    return name.matches("membar\\.(cta|gl|sys)|fence\\.(acq_rel|sc)\\.(cta|gpu|sys)");
  }

  /** Returns the type an instruction ends with, or null. */
  private static Type type(Instruction in) {
    return Type.of(in.opcode().get(in.opcode().size() - 1));
  }

  /** Returns what is between the first word and the types. */
  private static String modifiers(Instruction in, int types) {
    List<String> opcode = in.opcode();
    return String.join(".", opcode.subList(1, Math.max(1, opcode.size() - types)));
  }

  private Step compute(Instruction in, Lanes lanes, Type to, Type... from) {
    if (lanes == null) {
      return null;
    }
    count(in, 1 + from.length);
    int d = operands.register(in, in.operands().get(0), to).index();
    int[] sources = new int[3];
    for (int i = 0; i < 3; i++) {
      sources[i] =
          i < from.length ? operands.source(in, in.operands().get(1 + i), from[i]) : sources[0];
    }
    return new Compute(in, lanes, d, sources[0], sources[1], sources[2]);
  }

  private Step arithmetic(Instruction in) {
    Type type = type(in);
    if (type == null) {
      return null;
    }
    List<String> opcode = in.opcode();
    String name = String.join(".", opcode.subList(0, opcode.size() - 1));
    if (type == Type.PRED) {
      return predicateLogic(in, name);
    }
    if (type == Type.F32 || type == Type.F64) {
      return floats(in, name, type);
    }
    return type.isUntyped() ? bits(in, name, type) : integers(in, name, type);
  }

  private Step floats(Instruction in, String name, Type type) {
    if (name.equals("fma.rn")) {
      return compute(in, Floats.fma(type), type, type, type, type);
    }
    Lanes unary = Floats.unary(name, type);
    return unary != null
        ? compute(in, unary, type, type)
        : compute(in, Floats.binary(name, type), type, type, type);
  }

  private Step bits(Instruction in, String name, Type type) {
    return switch (name) {
      case "and", "or", "xor" -> compute(in, Integers.binary(name, type), type, type, type);
      case "not" -> compute(in, Integers.unary(name, type), type, type);
      case "shl" -> compute(in, Integers.shiftLeft(type.bits()), type, type, Type.U32);
      case "shr" -> compute(in, Integers.shiftRight(type), type, type, Type.U32);
      default -> null;
    };
  }

  private Step integers(Instruction in, String name, Type type) {
    if (!type.isInteger() || type.bits() == 8) {
      return null;
    }
    if (ARITHMETIC.contains(name)) {
      Step step = compute(in, Integers.binary(name, type), type, type, type);
      return step instanceof Compute compute && (name.equals("div") || name.equals("rem"))
          ? new Divide(in, compute, operands.source(in, in.operands().get(2), type))
          : step;
    }
    boolean signed = type.isSigned();
    Type wide = signed ? Type.S64 : Type.U64;
    return switch (name) {
      case "shr" -> compute(in, Integers.shiftRight(type), type, type, Type.U32);
      case "neg", "abs" -> signed ? compute(in, Integers.unary(name, type), type, type) : null;
      case "mul.wide" ->
          type.bits() == 32 ? compute(in, Integers.mulWide(signed), wide, type, type) : null;
      case "mad.wide" ->
          type.bits() == 32 ? compute(in, Integers.madWide(signed), wide, type, type, wide) : null;
      case "mad.lo" ->
          type.bits() >= 32 ? compute(in, Integers.madLow(type), type, type, type, type) : null;
      default -> null;
    };
  }

  private Step predicateLogic(Instruction in, String name) {
    boolean unary = name.equals("not");
    if (!unary && !LOGIC.contains(name)) {
      return null;
    }
    count(in, unary ? 2 : 3);
    int d = operands.predicate(in, in.operands().get(0));
    int a = operands.predicate(in, in.operands().get(1));
    int b = unary ? a : operands.predicate(in, in.operands().get(2));
    return new PredicateLogic(
        in,
        switch (name) {
          case "and" -> (x, y) -> x & y;
          case "or" -> (x, y) -> x | y;
          case "xor" -> (x, y) -> x ^ y;
          default -> (x, y) -> ~x;
        },
        d,
        a,
        b);
  }

  private Step setPredicate(Instruction in) {
    Type type = type(in);
    List<String> opcode = in.opcode();
    if (type == null || opcode.size() < 3 || opcode.size() > 4) {
      return null;
    }
    Lanes.Test test = type == Type.PRED ? null : Comparisons.of(opcode.get(1), type);
    if (test == null) {
      return null;
    }
    SetPredicate.Join join = SetPredicate.Join.NONE;
    Reg joined = null;
    if (opcode.size() == 4) {
      if (!LOGIC.contains(opcode.get(2))) {
        return null;
      }
      count(in, 4);
      join = SetPredicate.Join.valueOf(opcode.get(2).toUpperCase(Locale.ROOT));
      joined = operands.anyPredicate(in, in.operands().get(3));
    } else {
      count(in, 3);
    }
    Operand to = in.operands().get(0);
    int opposite = to instanceof Pair pair ? operands.predicate(in, pair.second()) : -1;
    int target = operands.predicate(in, to instanceof Pair pair ? pair.first() : to);
    int a = operands.source(in, in.operands().get(1), type);
    int b = operands.source(in, in.operands().get(2), type);
    return new SetPredicate(in, test, target, opposite, a, b, join, joined);
  }

  private Step select(Instruction in) {
    Type type = type(in);
    if (type == null || type.bits() < 16 || in.opcode().size() != 2) {
      return null;
    }
    count(in, 4);
    return new Select(
        in,
        operands.register(in, in.operands().get(0), type).index(),
        operands.source(in, in.operands().get(1), type),
        operands.source(in, in.operands().get(2), type),
        operands.predicate(in, in.operands().get(3)));
  }

  private Step move(Instruction in) {
    Type type = type(in);
    if (type == null || in.opcode().size() != 2) {
      return null;
    }
    count(in, 2);
    Operand to = in.operands().get(0);
    Operand from = in.operands().get(1);
    if (type == Type.PRED) {
      int a = operands.predicate(in, from);
      return new PredicateLogic(in, (x, y) -> x, operands.predicate(in, to), a, a);
    }
    if (to instanceof Vector || from instanceof Vector) {
      return packOrUnpack(in, type, to, from);
    }
    int d = operands.register(in, to, type).index();
    int a = operands.sourceOrSpecial(in, from, type);
    return new Compute(in, copy(type.bits() == 64), d, a, a, a);
  }

  private static Lanes copy(boolean wide) {
    Lanes.Words1 words = (d, a) -> System.arraycopy(a, 0, d, 0, Lanes.COUNT);
    Lanes.Longs1 longs = (d, a) -> System.arraycopy(a, 0, d, 0, Lanes.COUNT);
    return wide ? longs : words;
  }

  private Step packOrUnpack(Instruction in, Type type, Operand to, Operand from) {
    if (type != Type.B64 && type != Type.B32) {
      return null;
    }
    boolean wide = type == Type.B64;
    Type half = wide ? Type.B32 : Type.B16;
    if (to instanceof Vector) {
      List<Integer> parts = new ArrayList<>();
      for (Operand part : Operands.elements(in, to, 2)) {
        parts.add(operands.register(in, part, half).index());
      }
      return new Unpack(in, parts, operands.source(in, from, type), wide);
    }
    List<Integer> parts = new ArrayList<>();
    for (Operand part : Operands.elements(in, from, 2)) {
      parts.add(operands.source(in, part, half));
    }
    return new Pack(in, operands.register(in, to, type).index(), parts, wide);
  }

  private Step convert(Instruction in) {
    List<String> opcode = in.opcode();
    Type from = type(in);
    Type to = opcode.size() < 3 ? null : Type.of(opcode.get(opcode.size() - 2));
    if (from == null || to == null || from == Type.PRED || to == Type.PRED) {
      return null;
    }
    count(in, 2);
    Register target = operands.registerOrWider(in, in.operands().get(0), to);
    Operand given = in.operands().get(1);
    boolean constant = given instanceof Constant;
    int source =
        constant
            ? operands.source(in, given, from)
            : operands.registerOrWider(in, given, from).index();
    boolean wide =
        constant ? from.bits() == 64 : operands.registerOrWider(in, given, from).isWide();
    Lanes lanes = Conversions.of(modifiers(in, 2), to, target, from, wide);
    return lanes == null ? null : new Compute(in, lanes, target.index(), source, source, source);
  }

  /** Addresses of global memory are the same as generic ones. */
  private Step toGlobal(Instruction in) {
    return in.name().equals("cvta.to.global.u64")
        ? compute(in, copy(true), Type.U64, Type.U64)
        : null;
  }

  private Step branch(Instruction in) {
    count(in, 1);
    String modifiers = modifiers(in, 0);
    if (!modifiers.isEmpty() && !modifiers.equals("uni")) {
      return null;
    }
    if (!(in.operands().get(0) instanceof Name label)) {
      throw Operands.error(in, "a label is expected");
    }
    Integer target = entry.labels().get(label.name());
    if (target == null) {
      throw Operands.error(in, "there is no label " + label.name());
    }
    return new Branch(in, target, !modifiers.isEmpty());
  }

  private Step barrier(Instruction in) {
    if (in.name().equals("bar.warp.sync")) {
      count(in, 1);
      return new WarpBarrier(in, operands.source(in, in.operands().get(0), Type.B32));
    }
    boolean known = Set.of("bar.sync", "barrier.sync.aligned").contains(in.name());
    List<Operand> given = in.operands();
    if (!known || given.isEmpty() || given.size() > 2) {
      return null;
    }
    int threads = given.size() == 2 ? number(in, given.get(1)) : 0;
    int number = number(in, given.get(0));
    if (number > 15 || threads % Lanes.COUNT != 0 || (given.size() == 2 && threads == 0)) {
      throw Operands.error(in, "there is no such barrier");
    }
    return new Barrier(in, number, threads);
  }

  private static int number(Instruction in, Operand operand) {
    if (operand instanceof Constant constant
        && constant.form() == Form.INTEGER
        && constant.bits() >= 0
        && constant.bits() <= 1024) {
      return (int) constant.bits();
    }
    throw Operands.error(in, "a number is expected");
  }

  private Step shuffle(Instruction in) {
    List<String> opcode = in.opcode();
    if (opcode.size() != 4 || !opcode.get(1).equals("sync") || type(in) != Type.B32) {
      return null;
    }
    Shuffle.Mode mode = mode(opcode.get(2));
    if (mode == null) {
      return null;
    }
    count(in, 5);
    Operand to = in.operands().get(0);
    return new Shuffle(
        in,
        mode,
        operands.register(in, to instanceof Pair pair ? pair.first() : to, Type.B32).index(),
        to instanceof Pair pair ? operands.predicate(in, pair.second()) : -1,
        operands.source(in, in.operands().get(1), Type.B32),
        operands.source(in, in.operands().get(2), Type.B32),
        operands.source(in, in.operands().get(3), Type.B32),
        operands.source(in, in.operands().get(4), Type.B32));
  }

  private static Shuffle.Mode mode(String name) {
    return switch (name) {
      case "up" -> Shuffle.Mode.UP;
      case "down" -> Shuffle.Mode.DOWN;
      case "bfly" -> Shuffle.Mode.BFLY;
      case "idx" -> Shuffle.Mode.IDX;
      default -> null;
    };
  }

  private Step vote(Instruction in) {
    Vote.Mode mode =
        switch (in.name()) {
          case "vote.sync.all.pred" -> Vote.Mode.ALL;
          case "vote.sync.any.pred" -> Vote.Mode.ANY;
          case "vote.sync.uni.pred" -> Vote.Mode.UNI;
          case "vote.sync.ballot.b32" -> Vote.Mode.BALLOT;
          default -> null;
        };
    if (mode == null) {
      return null;
    }
    count(in, 3);
    Operand to = in.operands().get(0);
    return new Vote(
        in,
        mode,
        mode == Vote.Mode.BALLOT
            ? operands.register(in, to, Type.B32).index()
            : operands.predicate(in, to),
        operands.anyPredicate(in, in.operands().get(1)),
        operands.source(in, in.operands().get(2), Type.B32));
  }
}
