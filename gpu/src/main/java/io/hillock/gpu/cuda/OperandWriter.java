package io.hillock.gpu.cuda;

import io.hillock.gpu.cuda.Access.Form;
import io.hillock.gpu.cuda.Access.Reach;
import io.hillock.kernels.DataType;
import io.hillock.kernels.Program;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the loads and stores of the operands, for some elements at once: 16 bytes at a time where
 * they lie next to each other.
 */
final class OperandWriter {
  private static final int VECTOR_BYTES = 16;

  /**
   * Registers into which some elements of an input are loaded.
   *
   * @param input the input
   * @param stored how its elements are stored
   * @param registers the registers
   * @param each how many elements are in one: all where all are the same one
   */
  record Loaded(int input, Stored stored, List<String> registers, int each) {}

  private final PtxText out;
  private final Program program;
  private final Precision precision;
  private final Accesses accesses;
  private final Map<String, String> registers = new HashMap<>();

  /**
   * Creates the writer of a kernel's operands.
   *
   * @param writer writes the kernel
   * @param accesses how the operands are accessed
   */
  OperandWriter(ProgramWriter writer, Accesses accesses) {
    this.out = writer.out();
    this.program = writer.program();
    this.precision = writer.precision();
    this.accesses = accesses;
    for (int i = 0; i < accesses.inputs().size(); i++) {
      registers(writer, "in" + i, accesses.inputs().get(i));
    }
    for (int i = 0; i < accesses.outputs().size(); i++) {
      registers(writer, "out" + i, accesses.outputs().get(i));
    }
  }

  private void registers(ProgramWriter writer, String operand, Access access) {
    String address = writer.argument(operand);
    if (address == null) {
      return; // a kernel that leaves its results to another has no outputs
    }
    registers.put(operand, out.set(PtxType.B64, "cvta.to.global.u64", address));
    for (String number : access.numbers()) {
      String name = operand + "_" + number;
      registers.put(name, writer.argument(name));
    }
  }

  /**
   * Returns registers for elements of an input.
   *
   * @param input the input
   * @param count the number of elements
   * @param together whether they may be loaded together
   */
  Loaded registers(int input, int count, boolean together) {
    Reach reach = accesses.inputs().get(input).reach();
    Stored stored = new Stored(program.inputType(input));
    boolean packed = reach == Reach.TOGETHER && together && count % stored.perWord() == 0;
    int each = reach == Reach.SAME ? count : packed ? stored.perWord() : 1;
    List<String> words = new ArrayList<>();
    for (int i = 0; i < count / each; i++) {
      words.add(out.register(stored.word()));
    }
    return new Loaded(input, stored, words, each);
  }

  /** Writes the loads of elements of an input. */
  void load(Elements elements, Loaded to) {
    String operand = "in" + to.input();
    Access access = accesses.inputs().get(to.input());
    Stored stored = to.stored();
    List<String> words = to.registers();
    String first = address(operand, stored, access, elements, null, 0);
    if (access.reach() == Reach.SAME) {
      loadOne(stored, first, null, words.get(0));
    } else if (access.reach() == Reach.TOGETHER
        && elements.together()
        && elements.count() % stored.perWord() == 0) {
      vectors("ld.global", stored, first, words, true);
    } else if (to.each() == 1) {
      for (int i = 0; i < elements.count(); i++) {
        String address = address(operand, stored, access, elements, first, i);
        loadOne(stored, address, elements.valid(i), words.get(i));
      }
    } else {
      for (int i = 0; i < words.size(); i++) {
        List<String> ones = new ArrayList<>();
        for (int j = i * to.each(); j < (i + 1) * to.each(); j++) {
          ones.add(out.register(stored.word()));
          String address = address(operand, stored, access, elements, first, j);
          loadOne(stored, address, elements.valid(j), ones.get(ones.size() - 1));
        }
        join(stored, words.get(i), ones);
      }
    }
  }

  /** Copies what was loaded to other registers. */
  void copy(Loaded from, Loaded to) {
    for (int i = 0; i < from.registers().size(); i++) {
      String type = from.stored().word().suffix();
      out.op("mov." + type, to.registers().get(i), from.registers().get(i));
    }
  }

  /** Returns the register of an element, as the program computes with it. */
  String element(Loaded loaded, int element) {
    Stored stored = loaded.stored();
    String word = loaded.registers().get(element / loaded.each());
    boolean packed =
        loaded.each() > 1 && accesses.inputs().get(loaded.input()).reach() != Reach.SAME;
    if (packed) {
      word = part(stored, word, element % stored.perWord());
    }
    if (precision == Precision.DOUBLE && stored.type() == DataType.INT32) {
      return out.set(PtxType.B64, "cvt.s64.s32", word);
    }
    return precision == Precision.DOUBLE && stored.type() == DataType.BOOL
        ? out.set(PtxType.B64, "cvt.u64.u32", word)
        : word;
  }

  /** Returns one of the elements in a register, with zeros above. */
  private String part(Stored stored, String word, int part) {
    int bits = 8 * stored.bytes();
    String low =
        part == 0 ? word : out.set(PtxType.B32, "shr.u32", word, Integer.toString(part * bits));
    return part == stored.perWord() - 1
        ? low
        : out.set(PtxType.B32, "and.b32", low, Integer.toString((1 << bits) - 1));
  }

  /** Writes the stores of an output, whose elements are in the given registers. */
  void store(int output, Elements elements, List<String> values) {
    String operand = "out" + output;
    Access access = accesses.outputs().get(output);
    Stored stored = new Stored(program.type());
    String first = address(operand, stored, access, elements, null, 0);
    if (access.reach() == Reach.TOGETHER && elements.together()) {
      vectors("st.global", stored, first, joined(stored, values), false);
      return;
    }
    for (int i = 0; i < elements.count(); i++) {
      String address = address(operand, stored, access, elements, first, i);
      out.opIf(elements.valid(i), "st.global." + stored.one(), "[" + address + "]", values.get(i));
    }
  }

  private List<String> joined(Stored stored, List<String> values) {
    int each = stored.perWord();
    if (each == 1) {
      return values;
    }
    List<String> words = new ArrayList<>();
    for (int i = 0; i < values.size(); i += each) {
      String word = out.register(PtxType.B32);
      join(stored, word, values.subList(i, i + each));
      words.add(word);
    }
    return words;
  }

  /** Writes elements of fewer than 32 bits to one register. */
  private void join(Stored stored, String to, List<String> parts) {
    String word = parts.get(0);
    for (int i = 1; i < parts.size(); i++) {
      String bits = Integer.toString(8 * stored.bytes() * i);
      String shifted = out.set(PtxType.B32, "shl.b32", parts.get(i), bits);
      String next = i == parts.size() - 1 ? to : out.register(PtxType.B32);
      out.op("or.b32", next, shifted, word);
      word = next;
    }
  }

  private void vectors(
      String instruction, Stored stored, String first, List<String> words, boolean load) {
    int bytes = stored.word().bytes();
    int most = VECTOR_BYTES / bytes;
    for (int i = 0; i < words.size(); i += most) {
      int size = Math.min(most, words.size() - i);
      String address = "[" + first + (i == 0 ? "" : "+" + i * bytes) + "]";
      String data =
          size == 1 ? words.get(i) : "{" + String.join(", ", words.subList(i, i + size)) + "}";
      String name = instruction + (size == 1 ? "" : ".v" + size) + "." + stored.word().suffix();
      out.op(name, load ? data : address, load ? address : data);
    }
  }

  /** Loads an element; 0 where its predicate is false. */
  private void loadOne(Stored stored, String address, String valid, String to) {
    if (valid != null) {
      out.op("mov." + stored.word().suffix(), to, stored.zero());
    }
    out.opIf(valid, "ld.global." + stored.one(), to, "[" + address + "]");
  }

  /** Returns the address of an element, where that of the first one is known. */
  private String address(
      String operand, Stored stored, Access access, Elements elements, String first, int element) {
    if (element == 0 && first != null) {
      return first;
    }
    int bytes = stored.bytes();
    if (access.form() == Form.DENSE) {
      if (element == 0) {
        return out.set(PtxType.B64, "add.u64", registers.get(operand), elements.offset(bytes));
      }
      if (elements.distance(element) > 0) {
        return first + "+" + elements.distance(element) * bytes;
      }
    }
    return address(operand, bytes, access, elements.index(element));
  }

  /** Returns the address of the element that belongs to an index. */
  private String address(String operand, int bytes, Access access, String index) {
    String base = registers.get(operand);
    if (access.form() == Form.SCALAR) {
      return base;
    }
    String size = Integer.toString(bytes);
    if (access.form() == Form.DENSE) {
      return out.set(PtxType.B64, "mad.lo.u64", index, size, base);
    }
    String multiply = access.wide() ? "mad.lo.u64" : "mad.wide.u32";
    return out.set(PtxType.B64, multiply, place(operand, access, index), size, base);
  }

  private String place(String operand, Access access, String index) {
    PtxType width = access.type();
    String u = access.wide() ? "u64" : "u32";
    String e = access.wide() ? index : out.set(width, "cvt.u32.u64", index);
    return switch (access.form()) {
      case DENSE -> e;
      case SCALAR -> "0";
      case STRETCHED -> {
        String block = out.set(width, "div." + u, e, number(operand, "inner"));
        yield out.set(width, "rem." + u, block, number(operand, "period"));
      }
      case SPLIT -> {
        String inner = number(operand, "inner");
        String block = out.set(width, "div." + u, e, inner);
        String rest = rest(width, u, e, block, inner);
        String place = out.set(width, "mad.lo." + u, block, number(operand, "period"), rest);
        yield out.set(width, "add." + u, place, number(operand, "offset"));
      }
      case STRIDED -> strided(operand, access, u, e);
    };
  }

  private String strided(String operand, Access access, String u, String e) {
    PtxType width = access.type();
    String left = e;
    String place = null;
    for (int axis = 0; axis < access.rank(); axis++) {
      String along = left;
      // The outermost axis ends where the elements do.
      if (axis < access.rank() - 1) {
        String size = number(operand, "size" + axis);
        String outside = out.set(width, "div." + u, left, size);
        along = rest(width, u, left, outside, size);
        left = outside;
      }
      String stride = number(operand, "stride" + axis);
      place =
          place == null
              ? out.set(width, "mul.lo." + u, along, stride)
              : out.set(width, "mad.lo." + u, along, stride, place);
    }
    return place;
  }

  /** Returns what a division leaves. */
  private String rest(PtxType width, String u, String number, String quotient, String divisor) {
    String whole = out.set(width, "mul.lo." + u, quotient, divisor);
    return out.set(width, "sub." + u, number, whole);
  }

  private String number(String operand, String name) {
    return registers.get(operand + "_" + name);
  }
}
