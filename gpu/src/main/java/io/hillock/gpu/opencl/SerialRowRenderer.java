package io.hillock.gpu.opencl;

import io.hillock.kernels.Program;
import io.hillock.kernels.Program.Value;
import io.hillock.kernels.Reduction;
import java.util.List;

/**
 * Renders a row program for CPUs: a work item takes a row. Its inner loops go over the partial
 * sums, which compilers turn into vectors; there are no barriers, which are costly on a CPU.
 */
final class SerialRowRenderer {
  /** Arguments: the outputs, those of all, {@code rows, length, inner}. */
  static final String KERNEL = "hillock_serial_row";

  private static final int LANES = Reduction.LANES;
  private static final int CHUNK = Reduction.CHUNK;

  private static final String FUNCTIONS =
      """
      // The largest of all parts; a zero is +0.
      static REAL largest(const REAL *parts, const uint lanes) {
        REAL result = parts[0];
        for (uint lane = 1; lane < lanes; lane++) {
          result = larger(result, parts[lane]);
        }
        return result + ZERO;
      }

      // Folds the partial sums of a chunk in halves and adds the chunk to the row: where neighbours
      // are complete they are added, level by level, as a binary counter carries.
      static void add_chunk(
          PAIR *parts, const uint lanes, PAIR *levels, const ulong chunk) {
        for (uint apart = lanes / 2; apart > 0; apart /= 2) {
          for (uint lane = 0; lane < apart; lane++) {
            parts[lane] = add(parts[lane], parts[lane + apart]);
          }
        }
        PAIR sum = parts[0];
        uint level = 0;
        for (; (chunk >> level) & 1; level++) {
          sum = add(levels[level], sum);
        }
        levels[level] = sum;
      }

      """;

  private final Program program;
  private final OpenClWriter out;

  private SerialRowRenderer(OpenClWriter out) {
    this.program = out.program();
    this.out = out;
  }

  /** Returns the text for operands accessed in the given ways. */
  static String render(Program program, Accesses accesses, OpenClDialect dialect) {
    OpenClWriter writer = new OpenClWriter(program, accesses, dialect);
    writer.header();
    writer.lines(FUNCTIONS);
    writer.lines(OpenClRenderer.total("const PAIR *"));
    new SerialRowRenderer(writer).kernel();
    return writer.text();
  }

  private void kernel() {
    out.kernel(KERNEL, 1, out.outputs(), "rows", "length", "inner");
    out.launchValues(1);
    out.line(
        1, "// Lanes that a short row has no element for would add zeros, which change nothing.");
    out.line(1, "uint lanes = " + LANES + ";");
    out.line(1, "while (lanes > 1 && lanes / 2 >= length) {");
    out.line(2, "lanes /= 2;");
    out.line(1, "}");
    out.line(1, "for (ulong row = get_global_id(0); row < rows; row += get_global_size(0)) {");
    out.line(2, "const ulong base = row / inner * length * inner + row % inner;");
    int last = program.phases() - 1;
    for (int phase = 0; phase < last; phase++) {
      out.rowValues(2, phase);
      reduce(phase);
    }
    out.rowValues(2, last);
    if (program.reducesRow()) {
      out.store(2, "row");
    } else {
      out.line(2, "for (ulong i = 0; i < length; i++) {");
      out.line(3, "const ulong e = base + i * inner;");
      out.elementValues(3, last);
      out.store(3, "e");
      out.line(2, "}");
    }
    out.line(1, "}");
    out.line(0, "}");
  }

  /** Every reduction of a phase has a part for each lane; those of sums begin anew in a chunk. */
  private void reduce(int phase) {
    List<Value> maxima = out.reductions(phase, Reduction.MAX);
    List<Value> sums = out.reductions(phase, Reduction.SUM);
    for (Value reduction : program.reductions(phase)) {
      out.line(2, out.type(reduction) + " parts" + reduction.id() + "[" + LANES + "];");
    }
    for (Value sum : sums) {
      out.line(2, out.type(sum) + " levels" + sum.id() + "[" + OpenClRenderer.LEVELS + "];");
    }
    clear(2, maxima);
    out.line(2, "for (ulong start = 0; start < length; start += " + CHUNK + ") {");
    out.line(3, "const ulong end = min(start + " + CHUNK + ", length);");
    clear(3, sums);
    out.line(3, "for (ulong top = start; top < end; top += " + LANES + ") {");
    out.line(4, "const ulong width = min(end - top, (ulong) " + LANES + ");");
    out.line(4, "for (ulong lane = 0; lane < width; lane++) {");
    out.line(5, "const ulong i = top + lane;");
    out.line(5, "const ulong e = base + i * inner;");
    out.elementValues(5, phase);
    for (Value reduction : program.reductions(phase)) {
      out.gather(5, reduction, "parts" + reduction.id() + "[lane]");
    }
    out.line(4, "}");
    out.line(3, "}");
    for (Value sum : sums) {
      String id = "" + sum.id();
      out.line(3, "add_chunk(parts" + id + ", lanes, levels" + id + ", start / " + CHUNK + ");");
    }
    out.line(2, "}");
    for (Value max : maxima) {
      out.line(2, out.result(max) + "largest(parts" + max.id() + ", lanes);");
    }
    for (Value sum : sums) {
      out.sum(2, sum, OpenClRenderer.total(sum));
    }
  }

  private void clear(int indent, List<Value> reductions) {
    if (!reductions.isEmpty()) {
      out.line(indent, "for (uint lane = 0; lane < lanes; lane++) {");
      for (Value reduction : reductions) {
        String start = out.start(reduction);
        out.line(indent + 1, "parts" + reduction.id() + "[lane] = " + start + ";");
      }
      out.line(indent, "}");
    }
  }
}
