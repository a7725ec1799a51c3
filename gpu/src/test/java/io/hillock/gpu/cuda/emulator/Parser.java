package io.hillock.gpu.cuda.emulator;

import io.hillock.gpu.cuda.emulator.Variable.Space;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a PTX text: its directives and the frame of its kernels. */
final class Parser {
  /** Between two variables in shared memory, so that an access behind one does not hit another. */
  private static final int GAP = 64;

  /** Where the variable is whose size a launch gives: behind all others. */
  private static final int DYNAMIC = 1 << 20;

  private final Tokens tokens;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final List<Variable> moduleShared = new ArrayList<>();

  private Parser(String text) {
    this.tokens = new Tokens(text);
  }

  /**
   * Reads a text.
   *
   * @throws PtxSyntaxException if there is anything in it that is not known
   */
  static PtxModule parse(String text) {
    return new Parser(text).module();
  }

  private PtxModule module() {
    tokens.expect(".version");
    String version = tokens.next();
    tokens.expect(".target");
    String target = tokens.next();
    tokens.expect(".address_size");
    tokens.expect("64");
    while (!tokens.peek().equals(Tokens.END)) {
      boolean external = tokens.accept(".extern");
      if (external || tokens.peek().equals(".shared")) {
        tokens.expect(".shared");
        moduleShared.add(shared(moduleShared, external));
        tokens.expect(";");
        continue;
      }
      tokens.accept(".visible");
      tokens.expect(".entry");
      Entry entry = entry();
      if (entries.put(entry.name(), entry) != null) {
        throw error("there are two entries " + entry.name());
      }
    }
    return new PtxModule(version, target, entries);
  }

  private Entry entry() {
    String name = tokens.next();
    List<Variable> parameters = new ArrayList<>();
    int bytes = 0;
    if (tokens.accept("(") && !tokens.accept(")")) {
      do {
        tokens.expect(".param");
        Variable parameter = variable(Space.PARAM, bytes, false);
        parameters.add(parameter);
        bytes = parameter.offset() + parameter.bytes();
      } while (tokens.accept(","));
      tokens.expect(")");
    }
    int required = 0;
    int most = 0;
    while (!tokens.peek().equals("{")) {
      String directive = tokens.next();
      switch (directive) {
        case ".reqntid" -> required = threads();
        case ".maxntid" -> most = threads();
        case ".minnctapersm", ".maxnreg" -> number();
        case ".pragma" -> pragma();
        default -> throw error("the directive " + directive + " is not known");
      }
    }
    BodyParser body = new BodyParser(tokens, parameters, moduleShared, this);
    body.parse();
    return new Entry(
        name,
        List.copyOf(parameters),
        bytes,
        body.shared(),
        body.instructions(),
        body.labels(),
        body.registers(),
        body.predicates(),
        required,
        most);
  }

  private int threads() {
    int threads = number();
    while (tokens.accept(",")) {
      threads *= number();
    }
    return threads;
  }

  /** Reads what is for the compiler and changes no result. */
  void pragma() {
    do {
      String text = tokens.next();
      if (!text.equals("\"nounroll\"")) {
        throw error("the pragma " + text + " is not known");
      }
    } while (tokens.accept(","));
    tokens.expect(";");
  }

  /** Reads a variable in shared memory behind those that are there. */
  Variable shared(List<Variable> before, boolean external) {
    int from = 0;
    for (Variable variable : before) {
      if (external && variable.isDynamic()) {
        throw error("a second variable without a size would be the first again");
      }
      from = variable.isDynamic() ? from : variable.offset() + variable.bytes() + GAP;
    }
    return variable(Space.SHARED, external ? DYNAMIC : from, external);
  }

  private Variable variable(Space space, int from, boolean external) {
    int align = 0;
    if (tokens.accept(".align")) {
      align = number();
    }
    String written = tokens.next();
    Type type = written.startsWith(".") ? Type.of(written.substring(1)) : null;
    if (type == null || type == Type.PRED) {
      throw error("a type is expected, but found '" + written + "'");
    }
    String name = tokens.next();
    int count = 1;
    if (tokens.accept("[")) {
      count = external ? 0 : number();
      tokens.expect("]");
    } else if (external) {
      throw error(name + " must be an array without a size");
    }
    align = Math.max(align, type.bytes());
    if (Integer.bitCount(align) != 1) {
      throw error("the alignment " + align + " is not a power of two");
    }
    int offset = (from + align - 1) / align * align;
    return new Variable(name, space, align, count * type.bytes(), offset);
  }

  private int number() {
    String text = tokens.next();
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw error("a number is expected, but found '" + text + "'");
    }
  }

  private PtxSyntaxException error(String message) {
    return new PtxSyntaxException(tokens.lastLine(), message);
  }
}
