package io.hillock.gpu.cuda;

import io.hillock.kernels.Program;
import io.hillock.kernels.Program.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes what all kernels of a program have: arguments and the values of the program. */
final class ProgramWriter {
  /** What every text begins with: sm_70 is the first that all of this runs on. */
  static final String HEADER =
      """
      .version 7.0
      .target sm_70
      .address_size 64
      """;

  private final Program program;
  private final Signature signature;
  private final Precision precision;
  private final PtxText out = new PtxText();
  private final Map<String, String> arguments = new HashMap<>();
  private final Map<Value, String> values = new HashMap<>();

  /**
   * Creates a writer of one kernel.
   *
   * @param program the program
   * @param signature the kernel's arguments
   */
  ProgramWriter(Program program, Signature signature) {
    this.program = program;
    this.signature = signature;
    this.precision = Precision.of(program.type());
    for (Signature.Argument argument : signature.arguments()) {
      String type = argument.type().suffix();
      String register = out.set(argument.type(), "ld.param." + type, "[" + argument.name() + "]");
      arguments.put(argument.name(), register);
    }
  }

  /** Returns the first lines of a text. */
  static String header(Program program) {
    // The name is the user's: nothing of it may end the comment or continue it on the next line.
    return "// " + program.name().replaceAll("[^A-Za-z0-9 _.()-]", "_") + "\n" + HEADER;
  }

  Program program() {
    return program;
  }

  Precision precision() {
    return precision;
  }

  PtxText out() {
    return out;
  }

  /** Returns the register that holds an argument. */
  String argument(String name) {
    return arguments.get(name);
  }

  /**
   * Returns the kernel's text.
   *
   * @param threads the threads of a block
   * @param room for how many threads a multiprocessor is to have registers. Left to itself the
   *     assembler would rather put registers aside than use more than some number; 0 where it may
   */
  String kernel(String name, int threads, int room) {
    String directives = ".maxntid " + threads + ", 1, 1\n";
    if (room > 0) {
      directives += ".minnctapersm " + Math.max(1, room / threads) + "\n";
    }
    return "\n" + out.kernel(name, signature.declaration(), directives);
  }

  /** Writes the values that are the same for the whole call. */
  void launchValues() {
    program.launchValues().forEach(value -> values.put(value, operation(value, values)));
  }

  /** Writes the values that are the same for a row, as far as a phase is the first to have them. */
  void rowValues(int phase) {
    program.rowValues(phase).forEach(value -> values.put(value, operation(value, values)));
  }

  /** Says in which register the result of a reduction is. */
  void reduced(Value reduction, String register) {
    values.put(reduction, register);
  }

  /**
   * Writes values of one element.
   *
   * @param needed the values in order
   * @param known those that are in registers already; the others are added
   * @param elements the elements
   * @param which which of them
   */
  void elementValues(List<Value> needed, Map<Value, String> known, Elements elements, int which) {
    for (Value value : needed) {
      if (!known.containsKey(value)) {
        String register =
            switch (value.kind()) {
              case INDEX -> word(value, elements.index(which));
              case POSITION -> integer(elements.position(which));
              default -> operation(value, known);
            };
        known.put(value, register);
      }
    }
  }

  /** Returns a number of 64 bits as an integer of the program. */
  private String integer(String number) {
    return precision == Precision.DOUBLE ? number : out.set(PtxType.B32, "cvt.u32.u64", number);
  }

  private String word(Value value, String element) {
    boolean upper = value.bits() == 1;
    if (precision == Precision.DOUBLE) {
      return upper
          ? out.set(PtxType.B64, "shr.u64", element, "32")
          : out.set(PtxType.B64, "and.b64", element, "0xffffffff");
    }
    return integer(upper ? out.set(PtxType.B64, "shr.u64", element, "32") : element);
  }

  private String operation(Value value, Map<Value, String> known) {
    List<Value> operands = value.operands();
    String to = out.register(precision.type(value.type()));
    PtxDialect.operation(
        out,
        precision,
        value.primitive(),
        to,
        name(operands.get(0), known),
        operands.size() > 1 ? name(operands.get(1), known) : null,
        operands.size() > 2 ? name(operands.get(2), known) : null);
    return to;
  }

  /** Returns the register of a value, of a constant a new one. */
  String register(Value value, Map<Value, String> known) {
    String name = name(value, known);
    if (name.startsWith("%")) {
      return name;
    }
    PtxType type = precision.type(value.type());
    return out.set(type, "mov." + type.suffix(), name);
  }

  /** Returns the register or literal of a value, one of an element or of the row. */
  private String name(Value value, Map<Value, String> known) {
    return switch (value.kind()) {
      case CONSTANT -> precision.literal(value);
      case PARAMETER -> arguments.get("p" + value.index());
      default -> known.containsKey(value) ? known.get(value) : values.get(value);
    };
  }
}
