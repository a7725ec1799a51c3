package io.hillock.gpu.cuda;

import io.hillock.kernels.Program;
import io.hillock.kernels.Program.Value;
import io.hillock.kernels.Reduction;
import io.hillock.tensor.spi.Extent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Renders a row program for rows whose elements are apart in memory while those of neighbouring
 * rows are next to each other: the threads of a warp take neighbouring rows, and eight warps share
 * them.
 *
 * <p>Of the partial sums of a chunk each warp has those whose index is its own modulo 8, four of
 * them at once: a fold in halves first adds what is 64 apart, then 32, and so comes to the indices
 * modulo 32. These are added up in the order in which a fold would come to them.
 */
final class ColumnRenderer extends RowKernel {
  /** The kernel's name. */
  static final String NAME = "hillock_row_columns";

  /** The rows of a block: one for each thread of a warp. */
  static final int ROWS = 32;

  /** The warps of a block. */
  static final int WARPS = 8;

  /** The threads of a block. */
  static final int THREADS = ROWS * WARPS;

  /** Levels of pairs over chunks: enough for the longest row below. */
  private static final int LEVELS = 12;

  /** The most elements of a row. */
  static final long MOST = ((1L << LEVELS) - 1) * Reduction.CHUNK;

  /** How far apart the partial sums are that a thread has at once. */
  private static final int APART = Reduction.LANES / RowWriter.ELEMENTS;

  /** How often a thread goes through a chunk. */
  private static final int TURNS = APART / WARPS;

  /**
   * A variant.
   *
   * @param chunked whether a row has more than one chunk
   */
  record Variant(boolean chunked) implements io.hillock.gpu.cuda.Variant {
    @Override
    public int together() {
      return 1;
    }

    @Override
    public String render(Program program, Accesses accesses) {
      return ColumnRenderer.render(program, accesses, this);
    }

    @Override
    public Map<String, Signature> kernels(Program program, Accesses accesses) {
      return Map.of(NAME, signature(program, accesses));
    }

    @Override
    public void launch(Program program, Extent extent, int slots, Launcher launcher) {
      launcher.launch(NAME, (extent.rows() + ROWS - 1) / ROWS, THREADS, 0);
    }
  }

  private final Variant variant;
  private final Kept kept;
  private final Map<String, Integer> shared = new TreeMap<>();
  private String column;
  private String warp;
  private String row;
  private String size;
  private String base;

  private ColumnRenderer(Program program, Accesses accesses, Variant variant) {
    super(program, accesses, signature(program, accesses));
    this.variant = variant;
    this.kept = Kept.of(program, Kept.What.NOTHING);
  }

  /** Returns the most bytes of shared memory that the text declares. */
  static int declaredBytes(Program program, boolean chunked) {
    int lines = WARPS + (chunked ? mostReductions(program) * LEVELS : 0);
    return lines * ROWS * 2 * Precision.of(program.type()).bytes();
  }

  /** Returns the text. */
  static String render(Program program, Accesses accesses, Variant variant) {
    ColumnRenderer renderer = new ColumnRenderer(program, accesses, variant);
    String kernel = renderer.kernel();
    return ProgramWriter.header(program) + sharedDeclarations(renderer.shared) + kernel;
  }

  private String kernel() {
    writer.launchValues();
    String thread = special("%tid.x");
    column = set32("and.b32", thread, ROWS - 1);
    warp = set32("shr.u32", thread, Integer.numberOfTrailingZeros(ROWS));
    String count = writer.argument("rows");
    String top = set("mul.lo.u64", wide(special("%ctaid.x")), ROWS);
    String step = set("mul.lo.u64", wide(special("%nctaid.x")), ROWS);
    String end = out.label("end");
    String again = out.loop("rows");
    out.jumpIf(test("ge.u64", top, count), end);
    row = set("add.u64", top, wide(column));
    String here = test("lt.u64", row, count);
    size = out.set(PtxType.B64, "selp.b64", writer.argument("length"), "0", here);
    base = base(row, false);
    for (int phase = 0; phase <= last; phase++) {
      writer.rowValues(phase);
      if (phase == last && program.reducesRow()) {
        String done = out.label("stored");
        out.jumpUnless(here, done);
        out.jumpIf(test("ne.u32", warp, 0), done);
        rows.storeRow(row);
        out.here(done);
      } else {
        phase(phase);
      }
    }
    barrier(); // the next rows write what some may still read of these
    out.op("add.u64", top, top, step);
    out.jump(again);
    out.here(end);
    return writer.kernel(NAME, THREADS, ROOM);
  }

  private void phase(int phase) {
    Map<Value, List<RowWriter.Part>> maxima = parts(phase, Reduction.MAX, 1);
    Map<Value, List<RowWriter.Part>> sums = parts(phase, Reduction.SUM, RowWriter.ELEMENTS);
    if (sums.isEmpty()) {
      String index = wide(warp);
      loop(phase, index, WARPS, size, maxima, sums);
    } else if (variant.chunked()) {
      chunks(phase, maxima, sums);
    } else {
      String zero = out.set(PtxType.B64, "mov.b64", "0");
      turns(phase, zero, size, maxima, sums);
      sums.forEach((sum, parts) -> rows.finish(sum, sameInAllWarps(sum, parts.get(0))));
    }
    maxima.forEach((max, of) -> rows.finish(max, sameInAllWarps(max, of.get(0))));
  }

  /** Takes the elements from an index on, a number of them between those a thread takes at once. */
  private void loop(
      int phase,
      String index,
      int step,
      String end,
      Map<Value, List<RowWriter.Part>> maxima,
      Map<Value, List<RowWriter.Part>> sums) {
    String done = out.label("taken");
    String again = out.loop("elements");
    out.jumpIf(test("ge.u64", index, end), done);
    Elements elements =
        elements(base, index, writer.argument("inner"), step, before(index, step, end));
    List<Map<Value, String>> known = RowWriter.nothing();
    rows.compute(kept.values(phase), elements, known);
    gather(maxima, known, elements);
    gather(sums, known, elements);
    if (phase == last) {
      rows.store(elements, known);
    }
    out.op("add.u64", index, index, "" + step * RowWriter.ELEMENTS);
    out.op("bra", again);
    out.here(done);
  }

  /**
   * Adds up a chunk: in the first part of each sum is then what a thread has of it, and that is the
   * sum of the partial sums whose index modulo 8 is the number of its warp.
   */
  private void turns(
      int phase,
      String start,
      String end,
      Map<Value, List<RowWriter.Part>> maxima,
      Map<Value, List<RowWriter.Part>> sums) {
    Map<Value, List<RowWriter.Part>> before = parts(phase, Reduction.SUM, 2);
    String turn = out.set(PtxType.B32, "mov.b32", "0");
    String again = out.loop("turns");
    clear(sums);
    // The indices modulo 32 in the order 0, 16, 8, 24 behind that of the warp.
    String odd = set32("and.b32", turn, 1);
    String upper = set32("shr.u32", turn, 1);
    String far = out.set(PtxType.B32, "mad.lo.u32", odd, "" + APART / 2, warp);
    String lane = out.set(PtxType.B32, "mad.lo.u32", upper, "" + APART / TURNS, far);
    loop(phase, set("add.u64", start, wide(lane)), APART, end, maxima, sums);
    String even = out.label("even");
    String added = out.label("added");
    String first = out.label("first");
    String isEven = test("eq.u32", odd, 0);
    String isUpper = test("ne.u32", upper, 0);
    sums.values().forEach(this::fold);
    out.jumpIf(isEven, even);
    sums.forEach((sum, parts) -> addBefore(before.get(sum).get(0), parts.get(0)));
    out.jumpUnless(isUpper, first);
    sums.forEach((sum, parts) -> addBefore(before.get(sum).get(1), parts.get(0)));
    out.op("bra", added);
    out.here(first);
    sums.forEach((sum, parts) -> rows.copy(parts.get(0), before.get(sum).get(1)));
    out.op("bra", added);
    out.here(even);
    sums.forEach((sum, parts) -> rows.copy(parts.get(0), before.get(sum).get(0)));
    out.here(added);
    out.op("add.u32", turn, turn, "1");
    out.jumpIf(test("lt.u32", turn, TURNS), again);
  }

  /** Folds the four partial sums that a thread has at once. */
  private void fold(List<RowWriter.Part> parts) {
    rows.merge(parts.get(0), parts.get(2));
    rows.merge(parts.get(1), parts.get(3));
    rows.merge(parts.get(0), parts.get(1));
  }

  /** Adds a part to one that comes before it; the sum is in the part. */
  private void addBefore(RowWriter.Part before, RowWriter.Part part) {
    RowWriter.Part sum = rows.like(part);
    rows.copy(before, sum);
    rows.merge(sum, part);
    rows.copy(sum, part);
  }

  /** Returns a part that all warps have of the parts that each has. */
  private RowWriter.Part sameInAllWarps(Value reduction, RowWriter.Part part) {
    String array = array("warps", WARPS);
    rows.put("shared", place(array, warp), part);
    barrier();
    RowWriter.Part all = ofAllWarps(reduction, array);
    barrier(); // the next reduction writes there
    return all;
  }

  /** Returns the fold of the parts of all warps, which are in shared memory. */
  private RowWriter.Part ofAllWarps(Value reduction, String array) {
    String first = at(array, column, rows.partBytes());
    List<RowWriter.Part> parts = new ArrayList<>();
    for (int i = 0; i < WARPS; i++) {
      RowWriter.Part part = rows.part(reduction);
      rows.get("shared", first + "+" + i * ROWS * rows.partBytes(), part);
      parts.add(part);
    }
    for (int half = WARPS / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        rows.merge(parts.get(i), parts.get(i + half));
      }
    }
    return parts.get(0);
  }

  /** Adds up the chunks: where neighbours are complete they are added, level by level. */
  private void chunks(
      int phase, Map<Value, List<RowWriter.Part>> maxima, Map<Value, List<RowWriter.Part>> sums) {
    String length = writer.argument("length");
    String start = out.set(PtxType.B64, "mov.b64", "0");
    String after = out.label("folded");
    String again = out.loop("chunks");
    out.jumpIf(test("ge.u64", start, length), after);
    turns(phase, start, smaller(set("add.u64", start, Reduction.CHUNK), size), maxima, sums);
    String chunk =
        out.set(
            PtxType.B32,
            "cvt.u32.u64",
            set("shr.u64", start, Integer.numberOfTrailingZeros(Reduction.CHUNK)));
    sums.forEach((sum, parts) -> chunk(sum, parts.get(0), chunk));
    out.op("add.u64", start, start, "" + Reduction.CHUNK);
    out.jump(again);
    out.here(after);
    sums.forEach(this::total);
  }

  private void chunk(Value sum, RowWriter.Part part, String chunk) {
    String array = array("warps", WARPS);
    String levels = array(levels(sum), LEVELS);
    rows.put("shared", place(array, warp), part);
    barrier();
    String done = out.label("carried");
    out.jumpIf(test("ne.u32", warp, 0), done);
    RowWriter.Part all = ofAllWarps(sum, array);
    String level = out.set(PtxType.B32, "mov.b32", "0");
    String left = out.set(PtxType.B32, "mov.b32", chunk);
    String rest = out.label("rest");
    String again = out.loop("levels");
    out.jumpIf(test("eq.u32", set32("and.b32", left, 1), 0), rest);
    RowWriter.Part before = rows.part(sum);
    rows.get("shared", place(levels, level), before);
    addBefore(before, all);
    out.op("add.u32", level, level, "1");
    out.op("shr.u32", left, left, "1");
    out.op("bra", again);
    out.here(rest);
    rows.put("shared", place(levels, level), all);
    out.here(done);
    barrier();
  }

  /** The sum of a row: what has no neighbour passes on to the next level. */
  private void total(Value sum, List<RowWriter.Part> parts) {
    RowWriter.Part total = parts.get(0);
    String levels = shared(levels(sum));
    String up = set("add.u64", writer.argument("length"), Reduction.CHUNK - 1L);
    String left =
        out.set(
            PtxType.B32,
            "cvt.u32.u64",
            set("shr.u64", up, Integer.numberOfTrailingZeros(Reduction.CHUNK)));
    rows.clear(total);
    String level = out.set(PtxType.B32, "mov.b32", "0");
    String none = out.set(PtxType.B32, "mov.b32", "1");
    String done = out.label("total");
    String next = out.label("next");
    String again = out.loop("levels");
    out.jumpIf(test("eq.u32", left, 0), done);
    out.jumpIf(test("eq.u32", set32("and.b32", left, 1), 0), next);
    RowWriter.Part before = rows.part(sum);
    rows.get("shared", place(levels, level), before);
    String alone = out.label("alone");
    String added = out.label("added");
    out.jumpIf(test("ne.u32", none, 0), alone);
    addBefore(before, total);
    out.op("bra", added);
    out.here(alone);
    rows.copy(before, total);
    out.here(added);
    out.op("mov.b32", none, "0");
    out.here(next);
    out.op("add.u32", level, level, "1");
    out.op("shr.u32", left, left, "1");
    out.op("bra", again);
    out.here(done);
    rows.finish(sum, total);
  }

  /** Returns the address of the part of this thread's row in a line of an array. */
  private String place(String array, String line) {
    String of = out.set(PtxType.B32, "mad.lo.u32", line, "" + ROWS, column);
    return at(array, of, rows.partBytes());
  }

  /** The sums of a phase have an array each; the next phase has a barrier before it writes them. */
  private String levels(Value sum) {
    return "levels" + rows.reductions(sum.phase(), Reduction.SUM).indexOf(sum);
  }

  /** Declares shared memory for some parts of each row, once, and returns its address. */
  private String array(String name, int lines) {
    shared.put(name, lines * ROWS * rows.partBytes());
    return shared(name);
  }
}
