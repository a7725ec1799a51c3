package io.hillock.gpu.cuda;

import io.hillock.gpu.cuda.Access.Form;
import io.hillock.gpu.cuda.Access.Reach;
import io.hillock.kernels.DataType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the loads and stores of the operands, for some elements at once: 16 bytes at a time where
 * they lie next to each other. Elements of 16 bits that are loaded together stay two in a register
 * until one is asked for.
 */
final class OperandWriter {
  private static final int VECTOR_BYTES = 16;

  private final PtxText out;
  private final DataType type;
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
    this.type = writer.program().type();
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

  /** Returns the type of a register for what is loaded: an element, or two of 16 bits. */
  private PtxType word() {
    return switch (type) {
      case FLOAT32 -> PtxType.F32;
      case FLOAT64 -> PtxType.F64;
      case FLOAT16, BFLOAT16 -> PtxType.B32;
    };
  }

  /** Returns how many elements a register holds after loading them together. */
  private int perWord() {
    return word().bytes() / type.bytes();
  }

  /**
   * Returns the registers into which elements of an input are loaded.
   *
   * @param input the input
   * @param count the number of elements
   * @param together whether they may be loaded together
   */
  List<String> registers(int input, int count, boolean together) {
    Reach reach = accesses.inputs().get(input).reach();
    int words =
        reach == Reach.SAME ? 1 : reach == Reach.TOGETHER && together ? count / perWord() : count;
    List<String> registers = new ArrayList<>();
    for (int i = 0; i < words; i++) {
      registers.add(out.register(word()));
    }
    return registers;
  }

  /**
   * Writes the loads of elements of an input.
   *
   * @param to what {@link #registers} returned for it
   */
  void load(int input, Elements elements, List<String> to) {
    String operand = "in" + input;
    Access access = accesses.inputs().get(input);
    String first = address(operand, access, elements, null, 0);
    if (access.reach() == Reach.SAME) {
      loadOne(first, null, to.get(0));
    } else if (access.reach() == Reach.TOGETHER && elements.together()) {
      vectors("ld.global", first, to, true);
    } else if (to.size() == elements.count()) {
      for (int i = 0; i < elements.count(); i++) {
        loadOne(address(operand, access, elements, first, i), elements.valid(i), to.get(i));
      }
    } else {
      for (int i = 0; i < elements.count(); i += 2) {
        String low = out.register(PtxType.B32);
        String high = out.register(PtxType.B32);
        loadOne(address(operand, access, elements, first, i), elements.valid(i), low);
        loadOne(address(operand, access, elements, first, i + 1), elements.valid(i + 1), high);
        join(to.get(i / 2), low, high);
      }
    }
  }

  /** Copies what was loaded to other registers. */
  void copy(List<String> from, List<String> to) {
    for (int i = 0; i < from.size(); i++) {
      out.op("mov." + word().suffix(), to.get(i), from.get(i));
    }
  }

  /** Returns the register of an element of {@code count} that were loaded. */
  String element(List<String> loaded, int count, int element) {
    if (loaded.size() == 1 || loaded.size() == count) {
      return loaded.get(loaded.size() == 1 ? 0 : element);
    }
    String word = loaded.get(element / 2);
    return element % 2 == 0
        ? out.set(PtxType.B32, "and.b32", word, "0xffff")
        : out.set(PtxType.B32, "shr.u32", word, "16");
  }

  /** Writes the stores of an output, whose elements are in the given registers. */
  void store(int output, Elements elements, List<String> values) {
    String operand = "out" + output;
    Access access = accesses.outputs().get(output);
    String first = address(operand, access, elements, null, 0);
    if (access.reach() == Reach.TOGETHER && elements.together()) {
      vectors("st.global", first, joined(values), false);
      return;
    }
    for (int i = 0; i < elements.count(); i++) {
      String address = address(operand, access, elements, first, i);
      out.opIf(elements.valid(i), "st.global." + memory(), "[" + address + "]", values.get(i));
    }
  }

  private List<String> joined(List<String> values) {
    if (perWord() == 1) {
      return values;
    }
    List<String> words = new ArrayList<>();
    for (int i = 0; i < values.size(); i += 2) {
      String word = out.register(PtxType.B32);
      join(word, values.get(i), values.get(i + 1));
      words.add(word);
    }
    return words;
  }

  /** Writes two elements of 16 bits to one register. */
  private void join(String to, String low, String high) {
    String shifted = out.set(PtxType.B32, "shl.b32", high, "16");
    out.op("or.b32", to, shifted, low);
  }

  private void vectors(String instruction, String first, List<String> words, boolean load) {
    int most = VECTOR_BYTES / word().bytes();
    for (int i = 0; i < words.size(); i += most) {
      int size = Math.min(most, words.size() - i);
      String address = "[" + first + (i == 0 ? "" : "+" + i * word().bytes()) + "]";
      String data =
          size == 1 ? words.get(i) : "{" + String.join(", ", words.subList(i, i + size)) + "}";
      String name = instruction + (size == 1 ? "" : ".v" + size) + "." + word().suffix();
      out.op(name, load ? data : address, load ? address : data);
    }
  }

  /** Returns the type of an element in memory. */
  private String memory() {
    return type.isConverted() ? "u16" : word().suffix();
  }

  /** Loads an element; 0 where its predicate is false. */
  private void loadOne(String address, String valid, String to) {
    if (valid != null) {
      out.op("mov." + word().suffix(), to, zero());
    }
    out.opIf(valid, "ld.global." + memory(), to, "[" + address + "]");
  }

  private String zero() {
    return switch (type) {
      case FLOAT32 -> Precision.SINGLE.zero();
      case FLOAT64 -> Precision.DOUBLE.zero();
      case FLOAT16, BFLOAT16 -> "0";
    };
  }

  /** Returns the address of an element, where that of the first one is known. */
  private String address(
      String operand, Access access, Elements elements, String first, int element) {
    if (element == 0 && first != null) {
      return first;
    }
    if (access.form() == Form.DENSE) {
      if (element == 0) {
        String offset = elements.offset(type.bytes());
        return out.set(PtxType.B64, "add.u64", registers.get(operand), offset);
      }
      if (elements.distance(element) > 0) {
        return first + "+" + elements.distance(element) * type.bytes();
      }
    }
    return address(operand, access, elements.index(element));
  }

  /** Returns the address of the element that belongs to an index. */
  private String address(String operand, Access access, String index) {
    String base = registers.get(operand);
    if (access.form() == Form.SCALAR) {
      return base;
    }
    String bytes = Integer.toString(type.bytes());
    if (access.form() == Form.DENSE) {
      return out.set(PtxType.B64, "mad.lo.u64", index, bytes, base);
    }
    String multiply = access.wide() ? "mad.lo.u64" : "mad.wide.u32";
    return out.set(PtxType.B64, multiply, place(operand, access, index), bytes, base);
  }

  private String place(String operand, Access access, String index) {
    PtxType width = access.type();
    String u = access.wide() ? "u64" : "u32";
    String e = access.wide() ? index : out.set(width, "cvt.u32.u64", index);
    String inner = registers.get(operand + "_inner");
    String period = registers.get(operand + "_period");
    String block = out.set(width, "div." + u, e, inner);
    if (access.form() == Form.STRETCHED) {
      return out.set(width, "rem." + u, block, period);
    }
    String whole = out.set(width, "mul.lo." + u, block, inner);
    String rest = out.set(width, "sub." + u, e, whole);
    String place = out.set(width, "mad.lo." + u, block, period, rest);
    return out.set(width, "add." + u, place, registers.get(operand + "_offset"));
  }
}
