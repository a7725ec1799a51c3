package io.hillock.gpu.cuda;

import io.hillock.kernels.Program;
import io.hillock.kernels.Program.Kind;
import io.hillock.kernels.Program.Value;
import io.hillock.kernels.Reduction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes what all kernels of a row program have: a thread takes {@value #ELEMENTS} elements of its
 * row at once, and reductions are made by the steps of {@link Reduction}.
 */
final class RowWriter {
  /** The elements of a row that a thread takes at once. */
  static final int ELEMENTS = 4;

  /**
   * A part of a reduction.
   *
   * @param value the largest number, or what was added up
   * @param lost what rounding has lost of a sum; null for a maximum
   */
  record Part(String value, String lost) {}

  private final Program program;
  private final ProgramWriter writer;
  private final OperandWriter operands;
  private final PtxText out;
  private final PtxType real;
  private final String type;

  /**
   * Creates a writer of one kernel.
   *
   * @param writer writes the program's values
   * @param accesses how the operands are accessed
   */
  RowWriter(ProgramWriter writer, Accesses accesses) {
    this.program = writer.program();
    this.writer = writer;
    this.operands = new OperandWriter(writer, accesses);
    this.out = writer.out();
    this.real = writer.precision().real();
    this.type = real.suffix();
  }

  // --- Elements ---------------------------------------------------------------------------------

  /** Returns the values that are known of elements before anything was computed. */
  static List<Map<Value, String>> nothing() {
    List<Map<Value, String>> known = new ArrayList<>();
    for (int i = 0; i < ELEMENTS; i++) {
      known.add(new HashMap<>());
    }
    return known;
  }

  /**
   * Writes the values of a phase of some elements.
   *
   * @param needed the values, in order
   * @param elements the elements
   * @param known what is known of each; all others are loaded or computed, and added
   */
  void compute(List<Value> needed, Elements elements, List<Map<Value, String>> known) {
    Map<Value, OperandWriter.Loaded> loaded = new LinkedHashMap<>();
    for (Value value : needed) {
      if (value.kind() == Kind.INPUT && !known.get(0).containsKey(value)) {
        OperandWriter.Loaded to = operands.registers(value.index(), ELEMENTS, elements.together());
        operands.load(elements, to);
        loaded.put(value, to);
      }
    }
    for (int i = 0; i < ELEMENTS; i++) {
      Map<Value, String> of = known.get(i);
      int element = i;
      loaded.forEach((input, from) -> of.put(input, operands.element(from, element)));
      writer.elementValues(needed, of, elements, i);
    }
  }

  /** Writes the stores of the results of some elements. */
  void store(Elements elements, List<Map<Value, String>> known) {
    for (int output = 0; output < program.outputs().size(); output++) {
      List<String> values = new ArrayList<>();
      for (Map<Value, String> of : known) {
        values.add(writer.register(program.outputs().get(output), of));
      }
      operands.store(output, elements, values);
    }
  }

  /** Writes the store of the results of a row. */
  void storeRow(String row) {
    Elements one = Elements.at(out, List.of(row), null);
    for (int output = 0; output < program.outputs().size(); output++) {
      String value = writer.register(program.outputs().get(output), Map.of());
      operands.store(output, one, List.of(value));
    }
  }

  // --- Reductions -------------------------------------------------------------------------------

  /** Returns the reductions of a phase of one kind. */
  List<Value> reductions(int phase, Reduction kind) {
    return program.reductions(phase).stream().filter(v -> v.reduction() == kind).toList();
  }

  /** Returns new registers for a part. */
  Part part(Value reduction) {
    return new Part(
        out.register(real), reduction.reduction() == Reduction.SUM ? out.register(real) : null);
  }

  /** Returns new registers for a part of the same kind as another. */
  Part like(Part part) {
    return new Part(out.register(real), part.lost() == null ? null : out.register(real));
  }

  /** Sets a part to what a reduction begins with. */
  void clear(Part part) {
    String zero = writer.precision().zero();
    boolean sum = part.lost() != null;
    out.op("mov." + type, part.value(), sum ? zero : writer.precision().negativeInfinity());
    if (sum) {
      out.op("mov." + type, part.lost(), zero);
    }
  }

  void copy(Part from, Part to) {
    out.op("mov." + type, to.value(), from.value());
    if (to.lost() != null) {
      out.op("mov." + type, to.lost(), from.lost());
    }
  }

  /**
   * Takes the element of a reduction into a part.
   *
   * @param valid the predicate that says whether the element is there; null where it is
   */
  void gather(Value reduction, Map<Value, String> known, String valid, Part part) {
    String element = writer.register(reduction.operands().get(0), known);
    boolean sum = part.lost() != null;
    if (valid != null) {
      // Neither changes anything: no partial sum is -0.
      String neutral = sum ? writer.precision().zero() : writer.precision().negativeInfinity();
      element = out.set(real, "selp." + type, element, neutral, valid);
    }
    if (sum) {
      String lost = add(part.value(), element);
      out.op("add.rn." + type, part.lost(), part.lost(), lost);
    } else {
      larger(part.value(), element);
    }
  }

  /** Takes one part into another, which comes before it. */
  void merge(Part part, Part other) {
    if (part.lost() == null) {
      larger(part.value(), other.value());
      return;
    }
    out.op("add.rn." + type, part.lost(), part.lost(), other.lost());
    String lost = add(part.value(), other.value());
    out.op("add.rn." + type, part.lost(), part.lost(), lost);
  }

  /** Adds a number to a sum and returns what that loses, as {@link Reduction#lost} says. */
  private String add(String sum, String number) {
    String after = out.set(real, "add.rn." + type, sum, number);
    String part = out.set(real, "sub.rn." + type, after, sum);
    String before = out.set(real, "sub.rn." + type, after, part);
    String ofSum = out.set(real, "sub.rn." + type, sum, before);
    String ofNumber = out.set(real, "sub.rn." + type, number, part);
    out.op("mov." + type, sum, after);
    return out.set(real, "add.rn." + type, ofSum, ofNumber);
  }

  /** Takes a number into a maximum, as {@link Reduction#larger} says. */
  private void larger(String maximum, String number) {
    String nan = out.set(PtxType.PRED, "setp.nan." + type, maximum, maximum);
    String stays = out.set(PtxType.PRED, "setp.gt.or." + type, maximum, number, nan);
    out.op("selp." + type, maximum, maximum, number, stays);
  }

  /** Says that a part is all of a reduction, whose value it then has. */
  void finish(Value reduction, Part part) {
    writer.reduced(reduction, value(part));
    Value rest = program.rest(reduction);
    if (rest != null) {
      writer.reduced(rest, rest(part));
    }
  }

  /** Returns the value of a part that is all of a reduction. */
  String value(Part part) {
    if (part.lost() == null) {
      return out.set(real, "add.rn." + type, part.value(), writer.precision().zero());
    }
    String whole = out.set(real, "add.rn." + type, part.value(), part.lost());
    String infinite = out.set(PtxType.PRED, "setp.nan." + type, part.lost(), part.lost());
    return out.set(real, "selp." + type, part.value(), whole, infinite);
  }

  /** Returns the rest of a part that is all of a sum, as {@link Reduction#rest} says. */
  String rest(Part part) {
    String whole = out.set(real, "add.rn." + type, part.value(), part.lost());
    String left = out.set(real, "sub.rn." + type, part.value(), whole);
    String rest = out.set(real, "add.rn." + type, left, part.lost());
    String infinite = out.set(PtxType.PRED, "setp.nan." + type, part.lost(), part.lost());
    return out.set(real, "selp." + type, writer.precision().zero(), rest, infinite);
  }

  /**
   * Writes a phase's loop body for some elements: what was kept, what is computed, what is kept.
   */
  void pass(Kept kept, int phase, Elements elements, String address, int slotBytes, Step step) {
    List<Map<Value, String>> known = nothing();
    kept.read(phase)
        .forEach(
            (value, slot) -> {
              List<String> registers = keptRegisters(value);
              keep("ld", address, slot * slotBytes, registers);
              for (int i = 0; i < ELEMENTS; i++) {
                known.get(i).put(value, registers.get(i));
              }
            });
    compute(kept.values(phase), elements, known);
    step.take(known);
    kept.written(phase)
        .forEach(
            (value, slot) -> {
              List<String> registers = new ArrayList<>();
              known.forEach(of -> registers.add(of.get(value)));
              keep("st", address, slot * slotBytes, registers);
            });
  }

  /** What is done with the values of some elements. */
  interface Step {
    void take(List<Map<Value, String>> known);
  }

  private List<String> keptRegisters(Value value) {
    List<String> registers = new ArrayList<>();
    for (int i = 0; i < ELEMENTS; i++) {
      registers.add(out.register(writer.precision().type(value.type())));
    }
    return registers;
  }

  /** Writes the transfer of numbers between registers and shared memory, 16 bytes at a time. */
  private void keep(String instruction, String address, int offset, List<String> registers) {
    int size = 16 / real.bytes();
    String bits = writer.precision().integer().suffix();
    for (int i = 0; i < ELEMENTS; i += size) {
      String place = "[" + address + "+" + (offset + i * real.bytes()) + "]";
      String vector = "{" + String.join(", ", registers.subList(i, i + size)) + "}";
      boolean load = instruction.equals("ld");
      out.op(
          instruction + ".shared.v" + size + "." + bits,
          load ? vector : place,
          load ? place : vector);
    }
  }

  /** Returns the bytes that a thread keeps of its elements in one slot. */
  int keptBytes() {
    return keptBytes(program);
  }

  /** Returns the bytes that a thread keeps in one slot of the elements it takes at once. */
  static int keptBytes(Program program) {
    return ELEMENTS * Precision.of(program.type()).bytes();
  }

  // --- Exchange between threads
  // -------------------------------------------------------------------

  /** Returns the part of the thread of the same warp whose number differs in the given bit. */
  Part shuffled(Part part, int bit) {
    return new Part(
        shuffled(part.value(), bit), part.lost() == null ? null : shuffled(part.lost(), bit));
  }

  private String shuffled(String value, int bit) {
    if (real == PtxType.F32) {
      return shuffled(PtxType.F32, value, bit);
    }
    String low = out.register(PtxType.B32);
    String high = out.register(PtxType.B32);
    out.op("mov.b64", "{" + low + ", " + high + "}", value);
    String lowOther = shuffled(PtxType.B32, low, bit);
    String highOther = shuffled(PtxType.B32, high, bit);
    return out.set(PtxType.F64, "mov.b64", "{" + lowOther + ", " + highOther + "}");
  }

  private String shuffled(PtxType of, String value, int bit) {
    return out.set(of, "shfl.sync.bfly.b32", value, Integer.toString(bit), "31", "0xffffffff");
  }

  /** Merges a part with that of the thread whose number differs in the given bit. */
  void exchange(Part part, int bit) {
    merge(part, shuffled(part, bit));
  }

  /** Returns the first part in the threads where the predicate is true, else the second. */
  Part choose(String predicate, Part yes, Part no) {
    return new Part(
        out.set(real, "selp." + type, yes.value(), no.value(), predicate),
        yes.lost() == null
            ? null
            : out.set(real, "selp." + type, yes.lost(), no.lost(), predicate));
  }

  /** Returns the bytes of a part in memory, that of a maximum included. */
  int partBytes() {
    return 2 * real.bytes();
  }

  /** Writes a part to memory, such as {@code shared} or {@code global}. */
  void put(String memory, String address, Part part) {
    if (part.lost() == null) {
      out.op("st." + memory + "." + type, "[" + address + "]", part.value());
    } else {
      String both = "{" + part.value() + ", " + part.lost() + "}";
      out.op("st." + memory + ".v2." + type, "[" + address + "]", both);
    }
  }

  /** Reads a part from memory into registers. */
  void get(String memory, String address, Part part) {
    if (part.lost() == null) {
      out.op("ld." + memory + "." + type, part.value(), "[" + address + "]");
    } else {
      String both = "{" + part.value() + ", " + part.lost() + "}";
      out.op("ld." + memory + ".v2." + type, both, "[" + address + "]");
    }
  }
}
