package io.hillock.gpu.opencl;

import io.hillock.gpu.RowSchedule;
import io.hillock.kernels.Program;
import io.hillock.kernels.Program.Value;
import io.hillock.kernels.Reduction;
import java.util.ArrayList;
import java.util.List;

/**
 * Renders a row program for rows that are few and long: a group takes a chunk, not a row. For each
 * phase that reduces there are two kernels: {@link #CHUNKS} leaves the results of the chunks in
 * {@code scratch}, {@link #COMBINE} makes those of the row from them, in {@code reduced}. {@link
 * #LAST} then computes the output.
 */
final class SplitRowRenderer {
  /** Arguments: {@code scratch, reduced}, those of all, {@code rows, length, inner}. */
  static final String CHUNKS = "hillock_chunks";

  /** Arguments: {@code scratch, reduced}, {@code rows, chunks}. */
  static final String COMBINE = "hillock_combine";

  /** Arguments: the outputs, {@code reduced}, those of all, {@code rows, length, inner}. */
  static final String LAST = "hillock_last";

  private static final int GROUP = RowSchedule.GROUP;
  private static final int CHUNK = Reduction.CHUNK;

  private final Program program;
  private final OpenClWriter out;
  private final String real;
  private final String pair;

  private SplitRowRenderer(OpenClWriter out) {
    this.program = out.program();
    this.out = out;
    this.real = out.precision().real();
    this.pair = out.precision().pair();
  }

  /** Returns the text for operands accessed in the given ways. */
  static String render(Program program, Accesses accesses, OpenClDialect dialect) {
    OpenClWriter writer = new OpenClWriter(program, accesses, dialect);
    writer.header();
    SplitRowRenderer renderer = new SplitRowRenderer(writer);
    for (int phase = 0; phase < program.phases() - 1; phase++) {
      renderer.chunks(phase);
      renderer.combine(phase);
    }
    renderer.last();
    return writer.text();
  }

  private void chunks(int phase) {
    out.kernel(
        CHUNKS + phase,
        GROUP,
        List.of("__global " + pair + " *scratch", "__global const " + real + " *reduced"),
        "rows",
        "length",
        "inner");
    out.line(1, "__local " + pair + " slots[" + GROUP + "];");
    out.line(1, "const uint lane = get_local_id(0);");
    eachChunk();
    row(2, phase);
    List<Value> reductions = program.reductions(phase);
    reductions.forEach(reduction -> out.declarePart(2, reduction));
    elements(phase);
    reductions.forEach(r -> out.gather(3, r, OpenClWriter.part(r)));
    out.line(2, "}");
    for (int i = 0; i < reductions.size(); i++) {
      Value reduction = reductions.get(i);
      boolean sum = reduction.reduction() == Reduction.SUM;
      String slot = sum ? "slots[lane]" : "slots[lane].x";
      out.line(2, slot + " = " + OpenClWriter.part(reduction) + ";");
      out.line(2, "for (uint apart = " + GROUP / 2 + "; apart > 0; apart /= 2) {");
      out.line(3, "barrier(CLK_LOCAL_MEM_FENCE);");
      out.line(3, "if (lane < apart) {");
      out.line(4, step(reduction, "slots[lane]", "slots[lane + apart]"));
      out.line(3, "}");
      out.line(2, "}");
      out.line(2, "if (lane == 0) {");
      out.line(3, "scratch[(" + i + " * rows + row) * chunks + chunk] = slots[0];");
      out.line(2, "}");
      out.line(2, "barrier(CLK_LOCAL_MEM_FENCE);");
    }
    out.line(1, "}");
    out.line(0, "}");
    out.line(0, "");
  }

  /** One group a row: neighbours are added in place, each level at twice the distance. */
  private void combine(int phase) {
    out.line(0, "__attribute__((reqd_work_group_size(" + GROUP + ", 1, 1)))");
    out.line(0, "__kernel void " + COMBINE + phase + "(");
    out.line(2, "__global " + pair + " *scratch,");
    out.line(2, "__global " + real + " *reduced,");
    out.line(2, "const ulong rows,");
    out.line(2, "const ulong chunks) {");
    out.line(1, "const ulong lane = get_local_id(0);");
    out.line(1, "for (ulong row = get_group_id(0); row < rows; row += get_num_groups(0)) {");
    List<Value> reductions = program.reductions(phase);
    for (int i = 0; i < reductions.size(); i++) {
      Value reduction = reductions.get(i);
      String s = "s" + reduction.id();
      out.line(
          2, "__global " + pair + " *" + s + " = scratch + (" + i + " * rows + row) * chunks;");
      out.line(2, "for (ulong apart = 1; apart < chunks; apart *= 2) {");
      String start = "ulong i = lane * 2 * apart";
      String step = "i += " + 2 * GROUP + " * apart";
      out.line(3, "for (" + start + "; i + apart < chunks; " + step + ") {");
      out.line(4, step(reduction, s + "[i]", s + "[i + apart]"));
      out.line(3, "}");
      out.line(3, "barrier(CLK_GLOBAL_MEM_FENCE);");
      out.line(2, "}");
      out.line(2, "if (lane == 0) {");
      String value =
          switch (reduction.reduction()) {
            case MAX -> s + "[0].x + " + out.precision().zero();
            case SUM -> "whole(" + s + "[0]).x";
          };
      out.line(3, reduced(reduction) + " = " + value + ";");
      Value rest = program.rest(reduction);
      if (rest != null) {
        out.line(3, reduced(rest) + " = whole(" + s + "[0]).y;");
      }
      out.line(2, "}");
    }
    out.line(1, "}");
    out.line(0, "}");
    out.line(0, "");
  }

  /** Returns the statement that takes one part of a reduction into another. */
  private static String step(Value reduction, String a, String b) {
    return switch (reduction.reduction()) {
      case MAX -> a + ".x = larger(" + a + ".x, " + b + ".x);";
      case SUM -> a + " = add(" + a + ", " + b + ");";
    };
  }

  private void last() {
    int last = program.phases() - 1;
    boolean one = program.reducesRow();
    List<String> first = new ArrayList<>(out.outputs());
    first.add("__global const " + real + " *reduced");
    out.kernel(LAST, GROUP, first, "rows", "length", "inner");
    if (one) {
      out.launchValues(1);
      out.line(1, "const ulong stride = get_global_size(0);");
      out.line(1, "for (ulong row = get_global_id(0); row < rows; row += stride) {");
      row(2, last);
      out.store(2, "row");
    } else {
      out.line(1, "const uint lane = get_local_id(0);");
      eachChunk();
      row(2, last);
      elements(last);
      out.store(3, "e");
      out.line(2, "}");
    }
    out.line(1, "}");
    out.line(0, "}");
  }

  /** Opens the loop over the chunks that a group takes. */
  private void eachChunk() {
    out.launchValues(1);
    out.line(1, "const ulong chunks = (length + " + (CHUNK - 1) + ") / " + CHUNK + ";");
    out.line(1, "const ulong tasks = rows * chunks;");
    out.line(1, "for (ulong task = get_group_id(0); task < tasks; task += get_num_groups(0)) {");
    out.line(2, "const ulong row = task / chunks;");
    out.line(2, "const ulong chunk = task % chunks;");
    out.line(2, "const ulong base = row / inner * length * inner + row % inner;");
    out.line(2, "const ulong start = chunk * " + CHUNK + ";");
    out.line(2, "const ulong end = min(start + " + CHUNK + ", length);");
  }

  /** Writes what is known of the row in a phase. */
  private void row(int indent, int phase) {
    for (int before = 0; before <= phase; before++) {
      out.rowValues(indent, before);
      if (before < phase) {
        for (Value reduction : program.reductions(before)) {
          out.line(indent, out.result(reduction) + reduced(reduction) + ";");
          Value rest = program.rest(reduction);
          if (rest != null) {
            out.line(indent, out.result(rest) + reduced(rest) + ";");
          }
        }
      }
    }
  }

  /** Opens the loop over the elements of a chunk that a work item takes. */
  private void elements(int phase) {
    out.line(2, "for (ulong i = start + lane; i < end; i += " + GROUP + ") {");
    out.line(3, "const ulong e = base + i * inner;");
    out.elementValues(3, phase);
  }

  private String reduced(Value reduction) {
    return "reduced[" + program.rowNumbers().indexOf(reduction) + " * rows + row]";
  }
}
