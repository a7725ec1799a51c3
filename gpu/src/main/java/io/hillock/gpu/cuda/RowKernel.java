package io.hillock.gpu.cuda;

import io.hillock.kernels.Program;
import io.hillock.kernels.Program.Value;
import io.hillock.kernels.Reduction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the kernels of row programs have in common, whoever takes a row. */
abstract class RowKernel {
  /** The name of what a kernel keeps in shared memory. */
  private static final String KEPT = "kept";

  /** For so many threads there are as many registers each as one can have. */
  protected static final int ROOM = 256;

  protected final Program program;
  protected final ProgramWriter writer;
  protected final RowWriter rows;
  protected final PtxText out;
  protected final int last;

  RowKernel(Program program, Accesses accesses, Signature signature) {
    this.program = program;
    this.writer = new ProgramWriter(program, signature);
    this.rows = new RowWriter(writer, accesses);
    this.out = writer.out();
    this.last = program.phases() - 1;
  }

  /** Returns the arguments of a kernel that writes the outputs. */
  static Signature signature(Program program, Accesses accesses) {
    return new Signature(program, accesses).outputs().inputs().rows();
  }

  /** Returns the declaration of shared memory whose size a launch gives. */
  static String keptDeclaration() {
    return "\n.extern .shared .align 16 .b8 " + KEPT + "[];\n";
  }

  /** Returns the declarations of shared memory, by name and bytes. */
  static String sharedDeclarations(Map<String, Integer> shared) {
    StringBuilder text = new StringBuilder();
    shared.forEach(
        (name, bytes) ->
            text.append("\n.shared .align 16 .b8 ").append(name + "[" + bytes + "];\n"));
    return text.toString();
  }

  /** Returns the most reductions of a phase. */
  static int mostReductions(Program program) {
    int most = 0;
    for (int phase = 0; phase < program.phases(); phase++) {
      most = Math.max(most, program.reductions(phase).size());
    }
    return most;
  }

  /** In float64 a thread may have all registers that there are for one. */
  protected int room() {
    return program.type().isWide() ? ROOM : 0;
  }

  // --- Integers
  // -----------------------------------------------------------------------------------

  protected String set(String instruction, String a, String b) {
    return out.set(PtxType.B64, instruction, a, b);
  }

  protected String set(String instruction, String a, long b) {
    return out.set(PtxType.B64, instruction, a, Long.toString(b));
  }

  protected String set32(String instruction, String a, long b) {
    return out.set(PtxType.B32, instruction, a, Long.toString(b));
  }

  protected String test(String comparison, String a, String b) {
    return out.set(PtxType.PRED, "setp." + comparison, a, b);
  }

  protected String test(String comparison, String a, long b) {
    return test(comparison, a, Long.toString(b));
  }

  protected String special(String register) {
    return out.set(PtxType.B32, "mov.u32", register);
  }

  protected String wide(String register) {
    return out.set(PtxType.B64, "cvt.u64.u32", register);
  }

  /** Returns a new register with the smaller of two numbers. */
  protected String smaller(String a, String b) {
    return out.set(PtxType.B64, "selp.b64", a, b, test("lt.u64", a, b));
  }

  protected void barrier() {
    out.op("bar.sync", "0");
  }

  /** Returns the address of shared memory. */
  protected String shared(String name) {
    return out.set(PtxType.B32, "mov.u32", name);
  }

  /** Returns the address of what a thread keeps, which lies between that of its neighbours. */
  protected String kept(String thread) {
    return out.set(
        PtxType.B32, "mad.lo.u32", thread, Integer.toString(rows.keptBytes()), shared(KEPT));
  }

  /** Writes {@code to = base + index * bytes} for 32 bits and returns to. */
  protected String at(String base, String index, int bytes) {
    return out.set(PtxType.B32, "mad.lo.u32", index, Integer.toString(bytes), base);
  }

  // --- Elements
  // -----------------------------------------------------------------------------------

  /** Returns the predicates that say which of a thread's elements are before an end. */
  protected List<String> before(String index, int step, String end) {
    List<String> valid = new ArrayList<>();
    for (int i = 0; i < RowWriter.ELEMENTS; i++) {
      String of = i == 0 ? index : set("add.u64", index, (long) i * step);
      valid.add(test("lt.u64", of, end));
    }
    return valid;
  }

  /** Returns elements of a row by the index of the first one in it. */
  protected Elements elements(
      String base, String index, String inner, int step, List<String> valid) {
    if (inner == null) {
      return Elements.stepping(
              out, set("add.u64", base, index), RowWriter.ELEMENTS, step, false, valid)
          .inRow(index, step);
    }
    String apart = set("mul.lo.u64", inner, step);
    List<String> indices = new ArrayList<>();
    indices.add(out.set(PtxType.B64, "mad.lo.u64", index, inner, base));
    for (int i = 1; i < RowWriter.ELEMENTS; i++) {
      indices.add(set("add.u64", indices.get(i - 1), apart));
    }
    return Elements.at(out, indices, valid).inRow(index, step);
  }

  /** Returns the index of a row's first element. */
  protected String base(String row, boolean contiguous) {
    String length = writer.argument("length");
    if (contiguous) {
      return set("mul.lo.u64", row, length);
    }
    String inner = writer.argument("inner");
    String block = set("div.u64", row, inner);
    String place = set("sub.u64", row, set("mul.lo.u64", block, inner));
    String size = set("mul.lo.u64", length, inner);
    return out.set(PtxType.B64, "mad.lo.u64", block, size, place);
  }

  // --- Reductions
  // ---------------------------------------------------------------------------------

  /** Returns cleared parts for the reductions of a kind, some for each. */
  protected Map<Value, List<RowWriter.Part>> parts(int phase, Reduction kind, int each) {
    Map<Value, List<RowWriter.Part>> parts = new LinkedHashMap<>();
    for (Value reduction : rows.reductions(phase, kind)) {
      List<RowWriter.Part> of = new ArrayList<>();
      for (int i = 0; i < each; i++) {
        of.add(rows.part(reduction));
      }
      parts.put(reduction, of);
    }
    clear(parts);
    return parts;
  }

  protected void clear(Map<Value, List<RowWriter.Part>> parts) {
    parts.values().forEach(of -> of.forEach(rows::clear));
  }

  /** Takes the elements of a thread into parts: each into its own, or all into one. */
  protected void gather(
      Map<Value, List<RowWriter.Part>> parts, List<Map<Value, String>> known, Elements elements) {
    for (int i = 0; i < known.size(); i++) {
      for (Map.Entry<Value, List<RowWriter.Part>> entry : parts.entrySet()) {
        List<RowWriter.Part> of = entry.getValue();
        rows.gather(
            entry.getKey(), known.get(i), elements.valid(i), of.get(of.size() == 1 ? 0 : i));
      }
    }
  }
}
