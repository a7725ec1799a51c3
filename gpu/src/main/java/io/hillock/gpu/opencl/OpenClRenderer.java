package io.hillock.gpu.opencl;

import io.hillock.gpu.RowSchedule;
import io.hillock.kernels.Program;
import io.hillock.kernels.Program.Value;
import io.hillock.kernels.Reduction;
import java.util.List;

/**
 * Renders a program as OpenCL C 1.2. Only operations are used that OpenCL defines exactly; the
 * order of sums is that of {@link Reduction}.
 */
final class OpenClRenderer {
  /** The kernel of a map program: the outputs, then the arguments of all, then {@code count}. */
  static final String MAP = "hillock_map";

  /** The kernel of a row program: the outputs, those of all, {@code rows, length, inner}. */
  static final String ROW = "hillock_row";

  /** Levels of pairs over chunks: enough for the longest row that can be counted. */
  static final int LEVELS = 52;

  private static final int CHUNK = Reduction.CHUNK;

  private static final String ROW_FUNCTIONS =
      """
      // WIDTH work items share a row: fewer than %1$d where the row has no more elements than that.
      #ifndef WIDTH
      #define WIDTH %1$d
      #endif
      #define ROWS (%1$d / WIDTH)
      #define LEVELS (WIDTH == %1$d ? %2$d : 1)

      // The largest of what the work items of a row bring; a zero is +0.
      static REAL largest(const REAL part, const uint lane, __local PAIR *slots) {
        slots[lane].x = part;
        for (uint apart = WIDTH / 2; apart > 0; apart /= 2) {
          barrier(CLK_LOCAL_MEM_FENCE);
          if (lane < apart) {
            slots[lane].x = larger(slots[lane].x, slots[lane + apart].x);
          }
        }
        barrier(CLK_LOCAL_MEM_FENCE);
        const REAL result = slots[0].x + ZERO;
        barrier(CLK_LOCAL_MEM_FENCE);
        return result;
      }

      // Folds the partial sums of a chunk in halves and adds the chunk to the row: where neighbours
      // are complete they are added, level by level, as a binary counter carries.
      static void add_chunk(
          const PAIR part,
          const uint lane,
          __local PAIR *slots,
          __local PAIR *levels,
          const ulong chunk) {
        slots[lane] = part;
        for (uint apart = WIDTH / 2; apart > 0; apart /= 2) {
          barrier(CLK_LOCAL_MEM_FENCE);
          if (lane < apart) {
            slots[lane] = add(slots[lane], slots[lane + apart]);
          }
        }
        if (lane == 0) {
          PAIR sum = slots[0];
          uint level = 0;
          for (; (chunk >> level) & 1; level++) {
            sum = add(levels[level], sum);
          }
          levels[level] = sum;
        }
        barrier(CLK_LOCAL_MEM_FENCE);
      }

      """
          .formatted(RowSchedule.GROUP, LEVELS);

  private static final String TOTAL =
      """
      // The sum of a row and its rest: what has no neighbour passes on to the next level.
      static PAIR total(%slevels, const ulong chunks) {
        PAIR sum = (PAIR) (ZERO, ZERO);
        bool first = true;
        for (uint level = 0; chunks >> level; level++) {
          if ((chunks >> level) & 1) {
            sum = first ? levels[level] : add(levels[level], sum);
            first = false;
          }
        }
        return whole(sum);
      }

      """;

  private final Program program;
  private final OpenClWriter out;

  private OpenClRenderer(OpenClWriter out) {
    this.program = out.program();
    this.out = out;
  }

  /** Returns the text for operands that are all dense, as a device that has everything runs it. */
  static String render(Program program) {
    return render(program, Accesses.dense(program), OpenClDialect.NATIVE);
  }

  /** Returns the text for operands accessed in the given ways. */
  static String render(Program program, Accesses accesses, OpenClDialect dialect) {
    OpenClWriter writer = new OpenClWriter(program, accesses, dialect);
    writer.header();
    OpenClRenderer renderer = new OpenClRenderer(writer);
    if (program.isRow()) {
      renderer.row();
    } else {
      renderer.map();
    }
    return writer.text();
  }

  private void map() {
    out.kernel(MAP, 0, out.outputs(), "count");
    out.line(1, "const ulong e = get_global_id(0);");
    out.line(1, "if (e < count) {");
    out.launchValues(2);
    out.elementValues(2, 0);
    out.store(2, "e");
    out.line(1, "}");
    out.line(0, "}");
  }

  private void row() {
    out.lines(ROW_FUNCTIONS);
    out.lines(total("__local const PAIR *"));
    out.kernel(ROW, RowSchedule.GROUP, out.outputs(), "rows", "length", "inner");
    String pair = "__local " + out.precision().pair();
    out.line(1, pair + " all_slots[" + RowSchedule.GROUP + "];");
    for (Value sum : sums()) {
      out.line(1, pair + " all_levels" + sum.id() + "[ROWS * LEVELS];");
    }
    out.line(1, "const uint item = get_local_id(0);");
    out.line(1, "// Neighbours in memory to neighbouring work items.");
    out.line(1, "const uint lane = inner == 1 ? item % WIDTH : item / ROWS;");
    out.line(1, "const uint place = inner == 1 ? item / WIDTH : item % ROWS;");
    out.line(1, pair + " *slots = all_slots + place * WIDTH;");
    for (Value sum : sums()) {
      String id = "" + sum.id();
      out.line(1, pair + " *levels" + id + " = all_levels" + id + " + place * LEVELS;");
    }
    out.launchValues(1);
    out.line(1, "const ulong step = (ulong) get_num_groups(0) * ROWS;");
    out.line(1, "for (ulong top = (ulong) get_group_id(0) * ROWS; top < rows; top += step) {");
    out.line(2, "const ulong row = top + place;");
    out.line(2, "// A work item without a row still meets the others at the barriers.");
    out.line(2, "const ulong size = row < rows ? length : 0;");
    out.line(2, "const ulong base = row / inner * length * inner + row % inner;");
    int last = program.phases() - 1;
    for (int phase = 0; phase < last; phase++) {
      out.rowValues(2, phase);
      largest(phase);
      sum(phase);
    }
    out.rowValues(2, last);
    if (program.reducesRow()) {
      out.line(2, "if (lane == 0 && row < rows) {");
      out.store(3, "row");
      out.line(2, "}");
    } else {
      out.line(2, "for (ulong i = lane; i < size; i += WIDTH) {");
      out.line(3, "const ulong e = base + i * inner;");
      out.elementValues(3, last);
      out.store(3, "e");
      out.line(2, "}");
    }
    out.line(1, "}");
    out.line(0, "}");
  }

  /** Returns the function that adds the levels, which a pointer of the given type points to. */
  static String total(String pointer) {
    return TOTAL.formatted(pointer);
  }

  /** Returns the call of that function for a sum. */
  static String total(Value sum) {
    return "total(levels" + sum.id() + ", (length + " + (CHUNK - 1) + ") / " + CHUNK + ")";
  }

  private List<Value> sums() {
    return program.values().stream().filter(v -> v.reduction() == Reduction.SUM).toList();
  }

  /** A phase without sums needs no chunks. */
  private void largest(int phase) {
    List<Value> maxima = out.reductions(phase, Reduction.MAX);
    maxima.forEach(max -> out.declarePart(2, max));
    if (out.reductions(phase, Reduction.SUM).isEmpty()) {
      out.line(2, "for (ulong i = lane; i < size; i += WIDTH) {");
      elements(3, phase, maxima);
      out.line(2, "}");
      maxima.forEach(this::fold);
    }
  }

  private void sum(int phase) {
    List<Value> sums = out.reductions(phase, Reduction.SUM);
    if (sums.isEmpty()) {
      return;
    }
    out.line(2, "for (ulong start = 0; start < length; start += " + CHUNK + ") {");
    out.line(3, "const ulong end = min(start + " + CHUNK + ", size);");
    sums.forEach(sum -> out.declarePart(3, sum));
    out.line(3, "for (ulong i = start + lane; i < end; i += WIDTH) {");
    elements(4, phase, program.reductions(phase));
    out.line(3, "}");
    for (Value sum : sums) {
      String levels = "levels" + sum.id();
      String arguments = OpenClWriter.part(sum) + ", lane, slots, " + levels;
      out.line(3, "add_chunk(" + arguments + ", start / " + CHUNK + ");");
    }
    out.line(2, "}");
    out.reductions(phase, Reduction.MAX).forEach(this::fold);
    for (Value sum : sums) {
      out.sum(2, sum, total(sum));
    }
  }

  private void elements(int indent, int phase, List<Value> reductions) {
    out.line(indent, "const ulong e = base + i * inner;");
    out.elementValues(indent, phase);
    reductions.forEach(r -> out.gather(indent, r, OpenClWriter.part(r)));
  }

  private void fold(Value max) {
    String largest = "largest(" + OpenClWriter.part(max) + ", lane, slots)";
    out.line(2, out.result(max) + largest + ";");
  }
}
